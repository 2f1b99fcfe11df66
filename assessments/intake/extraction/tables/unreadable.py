"""Numbers in the cells of tables that nobody can read: 3,2.05,1 or 12.345.67."""

import re
from collections.abc import Iterator, Sequence

from assessments.intake.extraction.tables.grids import grids
from assessments.intake.loading.document import ReportText, Span
from budgets.money import NumberError, parse_number

_DIGITS = re.compile(r"[-+¥]?([0-9][0-9.,]*)(?:%|万元|亿元|元|分)?")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[.][0-9]{1,2}(?:[.][0-9]{1,2})?[.]?")
_LIST = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})+[.,]?")  # 1.2.3 numbers a heading, 1,2,3 tells of three things


def unreadable_numbers(document: ReportText, told: Sequence[Span]) -> Iterator[Span]:
    """Those of sentences, which are `told`, and those of cells that are none of these."""
    yield from told
    for start, end in unreadable_cells(document):
        if not any(start < last and first < end for first, last in told):
            yield start, end


def unreadable_cells(document: ReportText) -> Iterator[Span]:
    """Where such cells stand; dates, numbers of headings and lists of small numbers are none."""
    for grid in grids(document):
        for row in range(len(grid.rows)):
            for cell in grid.distinct(row):
                if cell.row == row and _is_unreadable(grid.words(cell)):
                    yield cell.span


def _is_unreadable(words: str) -> bool:
    match = _DIGITS.fullmatch(words)
    if match is None or _DATE.fullmatch(match[1]):
        return False
    if _LIST.fullmatch(match[1]) and not {",", "."} <= set(match[1]):
        return False
    try:
        parse_number(match[1])
    except NumberError:
        return any(sign in match[1] for sign in ",.")
    return False
