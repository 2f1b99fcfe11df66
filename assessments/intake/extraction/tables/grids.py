"""Tables as they are read: rows of cells without spaces, merged cells repeated, numbers with their unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.intake.extraction.words.statements import Stated
from assessments.intake.loading.document import ReportText, Span, TextCell, TextTable
from assessments.rules.text.quantities import plain
from budgets.money import YUAN_PER, NumberError, parse_number
from budgets.terms import MoneyUnit

_UNIT_SAID = re.compile(r"(?:单位|金额)[：:]?(?:人民币)?[（(]?(亿元|万元|元)|[（(](亿元|万元|元)[）)]")
_BLANK = {"", "/", "-", "—", "——", "--", "–", "\\", "／", "…", "……", "*", "_", "未填写", "未填", "待填写", "待填"}
_NONE = {"无", "暂无"}  # blank as a label, an answer as a result or a reason
_LEAD = 120  # characters before a table in which its unit may stand


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows; every place holds the cell that covers it."""

    document: ReportText
    table: TextTable
    rows: list[list[TextCell | None]]
    year: int | None = None  # of the report

    def words(self, cell: TextCell | None) -> str:
        """A cell's text without spaces, its letters and digits in one spelling."""
        return "" if cell is None else plain(self.document.text[cell.start : cell.end])

    def raw(self, cell: TextCell | None) -> str:
        return "" if cell is None else self.document.text[cell.start : cell.end].strip()

    def row_words(self, row: int) -> list[str]:
        return [self.words(cell) for cell in self.rows[row]]

    def lead(self) -> str:
        """The words just above the table."""
        return plain(self.document.text[max(0, self.table.start - _LEAD) : self.table.start])

    def distinct(self, row: int) -> Iterator[TextCell]:
        """The row's cells from left to right, each once."""
        last = None
        for cell in self.rows[row]:
            if cell is not None and cell is not last:
                yield cell
            last = cell

    def next_filled(self, row: int, column: int) -> TextCell | None:
        """The next cell to the right of a label that holds something else than the label."""
        label = self.rows[row][column]
        for cell in self.rows[row][column + 1 :]:
            if cell is not None and cell is not label:
                return cell if self.words(cell) else None
        return None


def grids(document: ReportText, year: int | None = None) -> Iterator[Grid]:
    for table in document.tables:
        yield Grid(document, table, table.grid(), year)


def money_unit(grid: Grid, default: MoneyUnit, near: Sequence[str] = ()) -> MoneyUnit:
    """The unit that the header names, else the table or the line above it, else that of the report's prose."""
    for said in (*near, plain(grid.document.text[grid.table.start : grid.table.end]), grid.lead()):
        match = _UNIT_SAID.search(said)
        if match:
            return MoneyUnit(match[1] or match[2])
    return default


def is_blank(words: str, of_field: str = "") -> bool:
    """Whether a cell says nothing."""
    return words in _BLANK or (words in _NONE and of_field not in {"target", "actual", "reason"})


def number(words: str) -> Decimal | None:
    """One number in a cell, with or without its unit; None for words, blanks and more than one number."""
    match = re.fullmatch(r"([-+]?\d[\d,]*(?:\.\d+)?)(?:%|分|万元|亿元|元|个)?", words)
    if match is None:
        return None
    try:
        return parse_number(match[1])
    except NumberError:
        return None


def stated_cell(grid: Grid, pointer: str, cell: TextCell | None, *, unit: MoneyUnit | str = "") -> Stated | None:
    """The number in a cell: money in 元 where `unit` is one of money."""
    if cell is None or (value := number(grid.words(cell))) is None:
        return None
    span: Span = cell.span
    own = re.search(r"(亿元|万元|元)$", grid.words(cell))
    if isinstance(unit, MoneyUnit):
        unit = MoneyUnit(own[1]) if own else unit
        value *= YUAN_PER[unit]
    digits = re.match(r"[-+]?[\d,.]+", grid.words(cell))
    return Stated(pointer, value, span, span, digits[0] if digits else "", str(unit), cell.start)


def stated_text(grid: Grid, pointer: str, cell: TextCell | None) -> Stated | None:
    """The words of a cell; None where it is blank."""
    if cell is None or is_blank(grid.words(cell)):
        return None
    return Stated(pointer, grid.raw(cell), cell.span, cell.span)


_CODE = re.compile(r"[（(](?P<code>(?!(?:19|20)\d\d[）)])[0-9A-Za-z][0-9A-Za-z._-]{3,39})[）)]$")


def stated_name(grid: Grid, holder: str, cell: TextCell | None) -> Iterator[Stated]:
    """What a row is called, and its code where that stands in brackets behind the name ("（133001）")."""
    stated = stated_text(grid, f"{holder}/name", cell)
    if stated is None:
        return
    code = _CODE.search(stated.value)
    if code is None or not code.start() or not any(map(str.isdigit, code["code"])):
        yield stated
        return
    yield replace(stated, value=stated.value[: code.start()].rstrip())
    yield replace(stated, pointer=f"{holder}/code", value=code["code"])
