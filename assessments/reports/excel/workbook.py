"""The forms of a report as an Excel file, one worksheet each. The only module that imports XlsxWriter.

A figure is a number with a format that shows it as the page does; everything else is a string, never a formula or a
link. Excel computes in binary and keeps 15 digits: a decimal of at most 15 digits survives the way into a binary
number and back, so the number written is the one that the text states. A longer one stays a string.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from assessments.reports.document.cells import lines
from assessments.reports.document.column_positions import places
from assessments.reports.document.model import Cell, DocumentError, FigurePicture, Look, Report, Sheet, Table, TableRow
from assessments.reports.document.page import page_of
from evalsite.costs import begin_costly_work

LONGEST_TEXT = 32_767  # UTF-16 units in a cell
LONGEST_NAME = 31  # UTF-16 units in the name of a worksheet
_DIGITS = 15
_TALLEST_ROW = 400  # points; Excel ends at 409
_FROZEN = 6  # rows that may stand still on a screen
_INCH = 25.4  # mm
_PIXEL = 0.75  # points
_A4 = 9
_TYPE, _LINE = 9, 12  # points, as in report.css
_PADDING = Decimal("0.4")  # characters
_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no time zone
_FIGURE = re.compile(r"(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<places>\d+))?)(?P<percent>%?)", re.ASCII)
_UNFIT_IN_NAME = re.compile(r"[\[\]:*?/\\\s\x00-\x1f\x7f]+")
_RESERVED_NAME = "history"

_SONG = {"font_name": "宋体", "font_size": _TYPE}
_CELL = _SONG | {"border": 1, "text_wrap": True, "valign": "vcenter"}
_HEI = {"font_name": "黑体"}
LABEL = _HEI | {"font_size": 16}
TITLE = {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}
_LOOKS = {
    Look.LABEL: _CELL | _HEI | {"align": "center"},
    Look.TEXT: _CELL | {"align": "left"},
    Look.NUMBER: _CELL | {"align": "right"},
    Look.SCORE: _CELL | {"align": "center"},
    Look.CENTRE: _CELL | {"align": "center"},
}


class TableError(DocumentError):
    """The Excel file could not be written."""


@dataclass(frozen=True, slots=True)
class NumberCell:
    value: Decimal
    number_format: str


def figure_of(text: str) -> NumberCell | None:
    """The number that a text states and the format that shows it again; None where it is no number or too long."""
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    value = Decimal(found["number"].replace(",", ""))
    if len(value.as_tuple().digits) > _DIGITS or (text.startswith("-") and not value):
        return None
    whole = "#,##0" if "," in text else "0"
    number_format = whole + (f".{'0' * len(found['places'])}" if found["places"] else "") + found["percent"]
    return NumberCell(value / 100 if found["percent"] else value, number_format)


def render_xlsx(report: Report, *, draft: bool) -> bytes:
    """Write the forms of the report and the titled tables of its text. The same report gives the same bytes.

    Raises TableError where a text is longer than a cell of Excel holds.
    """
    begin_costly_work()
    file = io.BytesIO()
    book = Workbook(
        file,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties(
        {
            "title": f"{report.title}（草稿）" if draft else report.title,
            "author": report.office,
            "company": report.office,
            "created": report.stamp or _NO_DATE,
        }
    )
    formats = _Formats(book)
    sheets = (*_titled(report), *report.sheets)
    for name, sheet in zip(names_of(sheets), sheets, strict=True):
        _Worksheet(book.add_worksheet(name), formats, sheet).write(draft=draft)
    book.close()
    return file.getvalue()


def chart_figures(picture: FigurePicture) -> bytes:
    """A workbook with the figures of one picture, for whoever edits it: names, then a column for each series."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_DATE})
    sheet = book.add_worksheet("Sheet1")
    for column, name in enumerate(picture.series, start=1):
        sheet.write_string(0, column, name)
    for row, bars in enumerate(picture.rows, start=1):
        sheet.write_string(row, 0, bars.label)
        for column, value in enumerate(bars.values, start=1):
            sheet.write_number(row, column, value)
    book.close()
    return file.getvalue()


def names_of(sheets: Iterable[Sheet]) -> list[str]:
    """A name for each worksheet that Excel takes and that no other has."""
    taken, names = {_RESERVED_NAME}, []
    for sheet in sheets:
        wanted = _UNFIT_IN_NAME.sub(" ", f"{sheet.label} {sheet.subject or sheet.title}").strip(" '")
        name, number = _cut(wanted, LONGEST_NAME).rstrip(" '") or "表", 1
        first = name
        while name.lower() in taken:
            number += 1
            mark = f"（{number}）"
            name = _cut(first, LONGEST_NAME - len(mark)) + mark
        taken.add(name.lower())
        names.append(name)
    return names


def _titled(report: Report) -> Iterator[Sheet]:
    """The tables of the text that have a title of their own, each as a form."""
    for block in report.blocks:
        if isinstance(block, Table) and block.title:
            yield Sheet(label="", title=block.title, tables=(block,))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    while _units(text) > units:
        text = text[:-1]
    return text


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, properties: dict[str, Any]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class _Worksheet:
    """One form being written, from top to bottom."""

    def __init__(self, target: Any, formats: _Formats, sheet: Sheet) -> None:
        self._target, self._formats, self._sheet = target, formats, sheet
        self._page = page_of(landscape=sheet.landscape)
        self._widths = self._page.columns(sheet.tables[0].widths)  # points
        self._last = len(self._widths) - 1
        self._row = 0

    def write(self, *, draft: bool) -> None:
        self._set_up(draft=draft)
        sheet = self._sheet
        if sheet.label:
            self._line([sheet.label], LABEL, 24)
        self._line([sheet.title], TITLE, 32)
        if sheet.caption_left or sheet.caption_right:
            self._line([sheet.caption_left, sheet.caption_right], _SONG, 16, last_align="right")
        for table in sheet.tables:
            if table.head:
                self._head(table.head)
            for band in table.bands:
                self._band(band.rows)
        for note in sheet.notes:
            room = round(self._page.text_width / _TYPE)
            self._line([note], _SONG | {"text_wrap": True, "valign": "top"}, _LINE * lines(note, room) + 4)
        if sheet.signatures:
            self._line(sheet.signatures, _SONG | {"valign": "vcenter"}, 18)

    def _set_up(self, *, draft: bool) -> None:
        target, page = self._target, self._page
        target.set_paper(_A4)
        if self._sheet.landscape:
            target.set_landscape()
        margins = {side: getattr(page, side) / _INCH for side in ("left", "right", "top", "bottom")}
        target.set_margins(**margins)
        target.fit_to_pages(1, 0)
        target.hide_gridlines(2)
        target.set_footer("&C— &P —", {"margin": (page.bottom - 14) / _INCH})
        if draft:
            target.set_header("&C草稿", {"margin": page.top / _INCH / 2})
        for column, width in enumerate(self._widths):
            target.set_column_pixels(column, column, round(width / _PIXEL))

    def _line(self, texts: Iterable[str], look: dict[str, Any], height: float, last_align: str = "left") -> None:
        """Texts side by side over the whole width, outside the tables."""
        pieces = list(texts)
        edges = _shares(self._widths, len(pieces))
        for place, (text, first, after) in enumerate(zip(pieces, edges, edges[1:], strict=False), start=1):
            aligned = {"align": last_align} if place == len(pieces) > 1 else {}
            self._put((self._row, first, self._row, after - 1), text, look | aligned)
        self._target.set_row(self._row, height)
        self._row += 1

    def _head(self, rows: tuple[TableRow, ...]) -> None:
        """The last head is repeated on paper; one near the top stands still on the screen."""
        first = self._row
        self._band(rows)
        self._target.repeat_rows(first, self._row - 1)
        if self._row <= _FROZEN:
            self._target.freeze_panes(self._row, 0)

    def _band(self, rows: tuple[TableRow, ...]) -> None:
        placed = [[(place.column, place.cell) for place in row if place.is_start] for row in places(rows)]
        starts = [self._row]
        for height in self._heights(placed):
            parts = ceil(height / _TALLEST_ROW)  # a row taller than Excel has them is several, merged
            for part in range(starts[-1], starts[-1] + parts):
                self._target.set_row(part, height / parts)
            starts.append(starts[-1] + parts)
        for number, row in enumerate(placed):
            for column, cell in row:
                area = (starts[number], column, starts[number + cell.rows] - 1, column + cell.columns - 1)
                self._cell(area, cell)
        self._row = starts[-1]

    def _heights(self, placed: list[list[tuple[int, Cell]]]) -> list[float]:
        """Points that each row takes; what a cell over several rows lacks is added to its last."""
        heights = [float(_LINE + 4)] * len(placed)
        for rows_high in sorted({cell.rows for row in placed for _, cell in row}):
            for number, row in enumerate(placed):
                for column, cell in row:
                    if cell.rows == rows_high:
                        last = number + cell.rows - 1
                        lacking = self._height(column, cell) - sum(heights[number : last + 1])
                        heights[last] += max(0.0, lacking)
        return heights

    def _height(self, column: int, cell: Cell) -> float:
        room = Decimal(sum(self._widths[column : column + cell.columns])) / _TYPE - _PADDING
        return lines(cell.text, max(Decimal(1), room)) * _LINE + 4.0

    def _cell(self, area: tuple[int, int, int, int], cell: Cell) -> None:
        figure = figure_of(cell.text) if cell.look in {Look.NUMBER, Look.SCORE} else None
        if figure is None:
            self._put(area, cell.text, _LOOKS[cell.look])
            return
        form = self._formats.get(_LOOKS[cell.look] | {"num_format": figure.number_format})
        self._merge(area, form)
        self._target.write_number(area[0], area[1], figure.value, form)

    def _put(self, area: tuple[int, int, int, int], text: str, look: dict[str, Any]) -> None:
        if _units(text) > LONGEST_TEXT:
            raise TableError(f"有一格文字超过 Excel 单元格上限（{LONGEST_TEXT:,} 字），请下载 PDF 或 Word 文件。")
        form = self._formats.get(look)
        self._merge(area, form)
        row, column = area[:2]
        if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own markup
            plain = self._formats.get(_SONG)
            self._target.write_rich_string(row, column, plain, text[:1], plain, text[1:], form)
        elif text:
            self._target.write_string(row, column, text, form)

    def _merge(self, area: tuple[int, int, int, int], form: Any) -> None:
        if area[:2] == area[2:]:
            self._target.write_blank(area[0], area[1], None, form)
        else:
            self._target.merge_range(*area, "", form)


def _shares(widths: tuple[int, ...], number: int) -> list[int]:
    """Edges among the columns that cut the width into about `number` equal parts."""
    edges, total = [0], sum(widths)
    for part in range(1, number):
        nearest = min(range(len(widths) + 1), key=lambda edge: abs(sum(widths[:edge]) - total * part / number))
        edges.append(min(max(nearest, edges[-1] + 1), len(widths) - number + part))
    return [*edges, len(widths)]
