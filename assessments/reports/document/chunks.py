"""A long document in portions that are drawn one after the other: what drawing holds in memory stays the same.

Forms begin pages of their own, so between them a document can be parted anywhere. A form that is too long itself is
cut between its bands, and where can only be told once it is drawn: the last page of a portion is not full, so the
band that begins it begins the next portion.
"""

from dataclasses import dataclass, replace

from assessments.reports.document.model import Report, RowBand, Sheet, Table

MOST_CELLS = 4_000  # of one portion: about 100 MB of boxes, glyphs and tags
_LINE = 40  # characters of a cell that hold about as much as a cell


@dataclass(frozen=True, slots=True)
class FormPlace:
    """A form, and a band of it counted over all its tables. The first place has the document's text before it."""

    sheet: int = 0
    band: int = 0


BEGINNING = FormPlace()


@dataclass(frozen=True, slots=True)
class Portion:
    """`end` is where the next one begins, None after the last. One that is cut ends within a form."""

    report: Report
    end: FormPlace | None
    is_cut: bool = False

    def next_place(self, band: int | None) -> FormPlace | None:
        """Where to go on when a cut portion was drawn up to that band."""
        return self.end if band is None or self.end is None else FormPlace(self.end.sheet, band)


def portion_of(report: Report, start: FormPlace, most: int = MOST_CELLS) -> Portion:
    """From `start` on as many whole forms as have `most` cells, or a part of one that has more."""
    taken: list[Sheet] = []
    room = most
    for number in range(start.sheet, len(report.sheets)):
        first = start.band if number == start.sheet else 0
        sheet = _from(report.sheets[number], first)
        fitting = _fitting(sheet, room)
        if fitting < len(_bands(sheet)) and taken:
            return Portion(_with(report, start, taken), FormPlace(number))
        if fitting < len(_bands(sheet)):
            part = _up_to(sheet, first, first + fitting)
            return Portion(_with(report, start, [part]), FormPlace(number, first + fitting), is_cut=True)
        taken.append(sheet)
        room -= sum(map(_weight, _bands(sheet)))
    return Portion(_with(report, start, taken), None)


def weight_of(report: Report) -> int:
    """All cells of its forms, a long one counted for its lines."""
    return sum(_weight(band) for sheet in report.sheets for band in _bands(sheet))


def _with(report: Report, start: FormPlace, sheets: list[Sheet]) -> Report:
    if start == BEGINNING:
        return replace(report, sheets=tuple(sheets))
    return replace(report, blocks=(), enclosures=(), signature=None, filing=None, sheets=tuple(sheets))


def _from(sheet: Sheet, band: int) -> Sheet:
    """All of a form, or what follows from a band on: without what stands above its first."""
    if band == 0:
        return sheet
    return replace(
        sheet, label="", title="", caption_left="", caption_right="", tables=_tables(sheet, band, len(_bands(sheet)))
    )


def _up_to(sheet: Sheet, first: int, stop: int) -> Sheet:
    """The bands of a form until one, numbered from `first`, without what stands below its last."""
    tables, number = [], first
    for table in _tables(sheet, 0, stop - first):
        bands = tuple(replace(band, number=number + place) for place, band in enumerate(table.bands))
        tables.append(replace(table, bands=bands))
        number += len(bands)
    return replace(sheet, tables=tuple(tables), notes=(), signatures=())


def _tables(sheet: Sheet, start: int, stop: int) -> tuple[Table, ...]:
    """The tables that have some of these bands, with these bands."""
    tables, number = [], 0
    for table in sheet.tables:
        bands = table.bands[max(0, start - number) : max(0, stop - number)]
        if bands:
            tables.append(replace(table, bands=bands))
        number += len(table.bands)
    return tuple(tables)


def _bands(sheet: Sheet) -> list[RowBand]:
    return [band for table in sheet.tables for band in table.bands]


def _fitting(sheet: Sheet, most: int) -> int:
    """How many bands, at least one, have no more than `most` cells."""
    total = 0
    for count, band in enumerate(_bands(sheet)):
        total += _weight(band)
        if total > most and count:
            return count
    return len(_bands(sheet))


def _weight(band: RowBand) -> int:
    return sum(1 + len(cell.text) // _LINE for row in band.rows for cell in row.cells)
