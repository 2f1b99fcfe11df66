"""Cells of the forms, how much room a text takes in a column, and where a long list is cut."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import ceil
from typing import TypeVar

from assessments.reports.document.formatting import width
from assessments.reports.document.model import Cell, Look, RowBand, Table, TableRow

# In mm: widths of the text on an upright and on a wide page; of the cells of a form, and of one that is set small, the
# padding and the size of a character.
_TEXT_WIDTH = {False: 156, True: 225}
_PADDING = {False: 2.2, True: 1.5}
_CHARACTER = {False: 3.175, True: 3.0}
# A band keeps its rows on one page. Longer groups are cut into several: 20 lines are half a page.
_LINES_OF_A_GROUP = 20
_LINES_OF_A_PIECE = 10
TOO_LONG = 12  # lines: a text that takes more on an upright page asks for a wide one

Item = TypeVar("Item")


def label(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(text=text, look=Look.LABEL, columns=columns, rows=rows)


def text(value: str, columns: int = 1) -> Cell:
    return Cell(text=value, columns=columns)


def number(value: str, columns: int = 1) -> Cell:
    return Cell(text=value, look=Look.NUMBER, columns=columns)


def score(value: str, columns: int = 1) -> Cell:
    return Cell(text=value, look=Look.SCORE, columns=columns)


def centre(value: str, columns: int = 1) -> Cell:
    return Cell(text=value, look=Look.CENTRE, columns=columns)


def listing(widths: tuple[int, ...], head: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A plain table: one head where there are names of columns, one band a row."""
    names = tuple(map(label, head))
    bands = tuple(RowBand((TableRow(row),)) for row in rows)
    return Table(widths=widths, head=(TableRow(names),) if names else (), bands=bands)


def lines(value: str, room: int | Decimal) -> int:
    """About how many lines a text takes in a column of `room` characters."""
    return sum(max(1, ceil(width(line) / room)) for line in value.split("\n"))


def room(share: int, *, is_wide: bool, is_small: bool = False) -> int:
    """How many characters fit into one line of a column that takes `share` percent of the text's width."""
    return max(1, int((_TEXT_WIDTH[is_wide] * share / 100 - _PADDING[is_small]) / _CHARACTER[is_small]))


def pieces(items: Sequence[Item], heights: Sequence[int]) -> Iterator[list[Item]]:
    """The items in one piece, or in several where they would take more than half a page."""
    if sum(heights) <= _LINES_OF_A_GROUP:
        if items:
            yield list(items)
        return
    piece: list[Item] = []
    used = 0
    for item, height in zip(items, heights, strict=True):
        if piece and used + height > _LINES_OF_A_PIECE:
            yield piece
            piece, used = [], 0
        piece.append(item)
        used += height
    yield piece
