"""Cells, rows and bands of the forms, and how much room a text takes in a column.

All forms with indicators stand on one grid of ten columns (财预〔2020〕10号, annex: 项目支出绩效自评表), so that the
tables stacked in one form share their lines.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from math import ceil

from assessments.reports.document import Band, Cell, Look, Row
from assessments.reports.figures import FormTotal
from assessments.reports.wording import NONE, NOT_APPLICABLE, actual, clean, or_missing, points, target, width
from assessments.rules.facts import Indicator
from assessments.rules.scheme import Scheme

# Widths of the ten columns on an upright and on a wide page, in percent of the text.
FORM = {False: (6, 13, 8, 13, 13, 14, 6, 6, 4, 17), True: (4, 8, 11, 13, 12, 12, 5, 5, 6, 24)}
# Characters that fit into one line of 三级指标, 指标值, 完成值 and 偏差原因, on an upright and on a wide page.
_ROOM = {False: (9, 5, 5, 9), True: (15, 7, 7, 19)}
# A band keeps its rows on one page. Longer groups are cut into several, each with its label: 20 lines are half a page.
_LINES_OF_A_GROUP = 20
_LINES_OF_A_PIECE = 10
_LONG_TEXT = 12  # lines: a text that takes more on an upright page asks for a wide one


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


def row(*cells: Cell) -> Row:
    return Row(cells)


def lines(value: str, room: int) -> int:
    """About how many lines a text takes in a column of `room` characters."""
    return sum(max(1, ceil(width(line) / room)) for line in value.split("\n"))


def _texts(indicator: Indicator) -> tuple[str, str, str, str]:
    return clean(indicator.name), target(indicator), actual(indicator), clean(indicator.reason)


def _height(indicator: Indicator, *, is_wide: bool) -> int:
    return max(lines(value, room) for value, room in zip(_texts(indicator), _ROOM[is_wide], strict=True))


def needs_wide_page(indicators: Iterable[Indicator]) -> bool:
    return any(_height(indicator, is_wide=False) > _LONG_TEXT for indicator in indicators)


INDICATOR_HEAD = row(
    label("一级指标"),
    label("二级指标"),
    label("三级指标", columns=2),
    label("年度指标值"),
    label("实际完成值"),
    label("分值"),
    label("得分"),
    label("偏差原因分析及改进措施", columns=2),
)


def indicator_bands(indicators: Iterable[Indicator], scheme: Scheme, *, is_wide: bool) -> Iterator[Band]:
    """The indicators by 一级指标 in the order of the scheme, within it by 二级指标 as they stand."""
    order = {name: place for place, (name, _) in enumerate(scheme.groups)}
    ordered = sorted(indicators, key=lambda item: order.get(clean(item.group), len(order)))
    for _, members in groupby(ordered, key=lambda item: clean(item.group)):
        group = list(members)
        for piece in _pieces(group, is_wide=is_wide):
            yield Band(tuple(_indicator_rows(piece)))


def _pieces(group: list[Indicator], *, is_wide: bool) -> Iterator[list[Indicator]]:
    heights = [_height(indicator, is_wide=is_wide) for indicator in group]
    if sum(heights) <= _LINES_OF_A_GROUP:
        yield group
        return
    piece: list[Indicator] = []
    used = 0
    for indicator, height in zip(group, heights, strict=True):
        if piece and used + height > _LINES_OF_A_PIECE:
            yield piece
            piece, used = [], 0
        piece.append(indicator)
        used += height
    yield piece


def _indicator_rows(piece: list[Indicator]) -> Iterator[Row]:
    kinds = [(kind, list(members)) for kind, members in groupby(piece, key=lambda item: clean(item.kind))]
    is_first = True
    for kind, members in kinds:
        for place, indicator in enumerate(members):
            cells: list[Cell] = []
            if is_first:
                cells.append(label(or_missing(indicator.group), rows=len(piece)))
                is_first = False
            if place == 0:
                cells.append(label(kind or or_missing(None), rows=len(members)))
            yield row(*cells, *_result_cells(indicator))


def _result_cells(indicator: Indicator) -> tuple[Cell, ...]:
    name, wanted, reached, reason = _texts(indicator)
    if indicator.not_applicable:
        scored = (score(NONE), score(NONE))
    else:
        scored = (score(points(indicator.weight)), score(points(indicator.score)))
    return (
        text(or_missing(name), columns=2),
        centre(wanted),
        centre(reached),
        *scored,
        text(reason or (NOT_APPLICABLE if indicator.not_applicable else ""), columns=2),
    )


def scaling_notes(total: FormTotal) -> tuple[str, ...]:
    """How a total came about where something does not apply."""
    if not total.is_scaled:
        return ()
    said = "注：标明“不适用”的指标不计分"
    if total.points is not None and total.weight is not None:
        said += f"，总分由得分{points(total.points)}分按适用分值{points(total.weight)}分折算"
    return (f"{said}。",)
