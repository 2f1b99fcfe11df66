"""Rows as CSV that Excel and WPS open: with a byte order mark, and no cell that they would take for a formula."""

import csv
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"  # Excel and WPS read UTF-8 only after it
_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    lines = _Lines([BYTE_ORDER_MARK])
    csv.writer(lines).writerows([plain_cell(cell) for cell in row] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """What `csv.writer` asks of a file."""

    write = list.append


def plain_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: Excel runs what begins with one of four signs."""
    is_formula = text.lstrip()[:1] in _FORMULA_SIGNS if text.strip() else False
    return f"'{text}" if is_formula else text
