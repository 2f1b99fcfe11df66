"""A layout and the values of a form make its sheet: one grid of columns, bands that stay on one page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Generic, TypeVar

from assessments.reports.document.cells import TOO_LONG, label, lines, pieces, room, text
from assessments.reports.document.formatting import day, or_missing
from assessments.reports.document.model import Cell, Look, RowBand, Sheet, Table, TableRow
from assessments.reports.form_pages.layout_file import (
    BLANK,
    Layout,
    LinePart,
    ListPart,
    RowsPart,
    Slot,
    Vocabulary,
    filled,
)
from assessments.schema.facts import Facts

Subject = TypeVar("Subject")  # what a form is about


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row of a list. The name of a sum stretches over the columns before the first that it has a cell for."""

    cells: Mapping[str, Cell]
    sum_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGroup:
    """Entries that stay on one page if they fit; `about` is said above them where the layout has a heading."""

    entries: Sequence[ListEntry]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Generic[Subject]):
    """A list of a form. Neighbours that are alike in `merged` columns share one cell, the first column first."""

    columns: Sequence[str]
    groups: Callable[[Subject], Iterable[EntryGroup]]
    merged: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[Subject]):
    """What can stand in one kind of form, by the names that layouts use."""

    key: str
    fields: Mapping[str, Callable[[Subject], Cell]]
    lists: Mapping[str, List[Subject]]

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(fields=self.fields.keys(), lists={name: item.columns for name, item in self.lists.items()})

    def sheet(self, layout: Layout, subject: Subject, values: Mapping[str, str], /, **more: Any) -> Sheet:
        """The sheet of one subject; `values` are those of the placeholders."""
        return _Setting(self, layout, subject).sheet(values, **more)


def stamps(facts: Facts) -> dict[str, str]:
    """What the placeholders of a layout stand for."""
    return {
        "year": str(facts.year),
        "reported": day(facts.dates.reported),
        "department": or_missing(facts.department.name),
    }


class _Setting(Generic[Subject]):
    """One form being set."""

    def __init__(self, form: Form[Subject], layout: Layout, subject: Subject) -> None:
        self.form, self.layout, self.subject = form, layout, subject
        used = (part.name for part in layout.parts if isinstance(part, ListPart))
        self.groups = {name: list(form.lists[name].groups(subject)) for name in used}
        self.is_wide = layout.page == "wide" or (layout.page == "auto" and self._is_too_long())
        self.widths = layout.widths(is_wide=self.is_wide)

    def sheet(self, values: Mapping[str, str], **more: Any) -> Sheet:
        left, right = self.layout.captions
        return Sheet(
            label="",
            title=filled(self.layout.title, values),
            landscape=self.is_wide,
            small=self.layout.is_small,
            caption_left=filled(left, values),
            caption_right=filled(right, values),
            tables=tuple(self._tables()),
            signatures=tuple(filled(pattern, values) for pattern in self.layout.signatures),
            **more,
        )

    def _tables(self) -> Iterator[Table]:
        """Parts without a head of their own share a table; a list begins one, so that its head is repeated."""
        bands: list[RowBand] = []
        for part in self.layout.parts:
            if isinstance(part, RowsPart):
                bands += self._rows(part)
            elif part.side:
                bands += self._beside(part, part.side)
            elif self._has_entries(part):
                if bands:
                    yield Table(widths=self.widths, bands=tuple(bands))
                bands = []
                yield Table(widths=self.widths, head=(_head(part),), bands=tuple(self._list(part)))
        if bands:
            yield Table(widths=self.widths, bands=tuple(bands))

    def _rows(self, part: RowsPart) -> Iterator[RowBand]:
        set_lines = [(line, [self._slot(slot) for slot in line.slots]) for line in part.lines]
        kept = [
            TableRow(tuple(cells)) for line, cells in set_lines if not line.optional or _says_something(line, cells)
        ]
        if kept and not (part.optional and not any(_says_something(line, cells) for line, cells in set_lines)):
            yield RowBand(tuple(kept))

    def _slot(self, slot: Slot) -> Cell:
        if not slot.field:
            return label(slot.caption, slot.span, slot.rows)
        cell = text("") if slot.field == BLANK else self.form.fields[slot.field](self.subject)
        if slot.caption and cell.text:
            cell = Cell(text=f"{slot.caption}：{cell.text}", look=Look.CENTRE)
        return replace(cell, columns=slot.span, rows=slot.rows)

    def _has_entries(self, part: ListPart) -> bool:
        return any(group.entries or (part.heading and group.about) for group in self.groups[part.name])

    def _list(self, part: ListPart) -> Iterator[RowBand]:
        """A group in bands. What it is about stays with the first of them."""
        for group in self.groups[part.name]:
            bands = [self._band(part, piece) for piece in self._pieces(part, group.entries)]
            if part.heading and group.about:
                rest = sum(column.span for column in part.columns) - part.heading.span
                about = TableRow((label(part.heading.caption, part.heading.span), text(group.about, rest)))
                bands = [RowBand((about, *(bands[0].rows if bands else ()))), *bands[1:]]
            yield from bands

    def _beside(self, part: ListPart, side: Slot) -> Iterator[RowBand]:
        """A list with a caption down its left, which every piece of it repeats."""
        entries = [entry for group in self.groups[part.name] for entry in group.entries]
        for place, piece in enumerate(self._pieces(part, entries)):
            rows = (*((_head(part),) if place == 0 else ()), *self._band(part, piece).rows)
            first = TableRow((label(side.caption, side.span, len(rows)), *rows[0].cells))
            yield RowBand((first, *rows[1:]))

    def _pieces(self, part: ListPart, entries: Sequence[ListEntry]) -> Iterator[list[ListEntry]]:
        heights = [self._height(part, entry, is_wide=self.is_wide) for entry in entries]
        return pieces(list(entries), heights)

    def _band(self, part: ListPart, entries: Sequence[ListEntry]) -> RowBand:
        shared = self._shared(part, entries)
        return RowBand(
            tuple(
                TableRow(tuple(_sum_cells(part, entry) if entry.sum_of else self._cells(part, entry, row, shared)))
                for row, entry in enumerate(entries)
            )
        )

    def _shared(self, part: ListPart, entries: Sequence[ListEntry]) -> dict[tuple[str, int], int]:
        """By column and row of a merged cell: over how many rows it reaches; 0 where it is reached by one above."""
        found: dict[tuple[str, int], int] = {}
        used = {column.field for column in part.columns}
        keys: list[tuple[str, ...]] = [() for _ in entries]
        for field in self.form.lists[part.name].merged:
            keys = [
                (*key, str(row) if entry.sum_of else entry.cells[field].text)
                for row, (key, entry) in enumerate(zip(keys, entries, strict=True))
            ]
            for _, members in groupby(range(len(entries)), key=keys.__getitem__):
                first, *others = members
                found |= {(field, first): 1 + len(others)} | {(field, other): 0 for other in others}
        return {place: rows for place, rows in found.items() if place[0] in used}

    def _cells(
        self, part: ListPart, entry: ListEntry, row: int, shared: Mapping[tuple[str, int], int]
    ) -> Iterator[Cell]:
        for column in part.columns:
            rows = shared.get((column.field, row), 1)
            if rows:
                yield replace(_cell(entry, column), columns=column.span, rows=rows)

    def _is_too_long(self) -> bool:
        return any(
            self._height(part, entry, is_wide=False) > TOO_LONG
            for part in self.layout.parts
            if isinstance(part, ListPart)
            for group in self.groups[part.name]
            for entry in group.entries
        )

    def _height(self, part: ListPart, entry: ListEntry, *, is_wide: bool) -> int:
        """The lines of the highest cell, but for those that it shares with its neighbours."""
        widths, start, highest = self.layout.widths(is_wide=is_wide), part.side.span if part.side else 0, 1
        for column in part.columns:
            if column.field not in self.form.lists[part.name].merged and column.field in entry.cells:
                share = sum(widths[start : start + column.span])
                held = room(share, is_wide=is_wide, is_small=self.layout.is_small)
                highest = max(highest, lines(entry.cells[column.field].text, held))
            start += column.span
        return highest


def _says_something(line: LinePart, cells: Sequence[Cell]) -> bool:
    return any(slot.field and cell.text for slot, cell in zip(line.slots, cells, strict=True))


def _head(part: ListPart) -> TableRow:
    return TableRow(tuple(label(column.caption, column.span) for column in part.columns))


def _cell(entry: ListEntry, column: Slot) -> Cell:
    return text("") if column.field == BLANK else entry.cells[column.field]


def _sum_cells(part: ListPart, entry: ListEntry) -> Iterator[Cell]:
    before = 0
    for column in part.columns:
        if column.field in entry.cells:
            break
        before += column.span
    if before:
        yield label(entry.sum_of, before)
    reached = 0
    for column in part.columns:
        if reached >= before:
            yield replace(entry.cells.get(column.field, text("")), columns=column.span)
        reached += column.span
