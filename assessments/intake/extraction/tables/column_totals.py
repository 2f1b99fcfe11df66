"""Tables that add up their columns in a last line: lists of projects, scores by group, anything else (I05, I16)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.intake.extraction.tables.grids import Grid, grids, money_unit, number
from assessments.intake.loading.document import ReportText, TextCell
from assessments.rules.text.stated import CellNumber, ColumnKind, RateOfRow, StatedColumn
from budgets.terms import MoneyUnit

_SUM_ROW = re.compile(r"^(?:合计|总计|总分|合\s*计)[:：]?$")
_PART_ROW = re.compile(r"小计|其中")
_NO_SUM = re.compile(r"率|比|％|%|单价|序号|编号|编码|代码|年份|等级|排名|指标值|完成值|均")
_POINTS = re.compile(r"得分|分值|权重|评分")
_WEIGHT = re.compile(r"(?:分值|权重)[^得自评]*$")
_MONEY = re.compile(r"预算|执行|支出|决算|金额|资金|收入|安排|年初")
_RATE = re.compile(r"执行率|支出率|执行进度|支付率")
_FORM = re.compile(r"[三四]级指标")


def stated_columns(document: ReportText) -> Iterator[tuple[StatedColumn, ...]]:
    """The columns of each table that has a last line which sums them up."""
    for table in _summed(document):
        rows = range(table.first, table.last)
        if not any(_PART_ROW.search("".join(table.grid.row_words(row)[:2])) for row in rows):
            found = (_column(table, head, at) for at, head in enumerate(table.heads))
            yield tuple(column for column in found if column is not None)


def rates_of_rows(document: ReportText, unit: MoneyUnit) -> Iterator[RateOfRow]:
    """The rates in such last lines; `unit` is that of tables that name none."""
    for table in _summed(document):
        yield from _rate(table, money_unit(table.grid, unit, table.heads))


@dataclass(frozen=True, slots=True)
class _SummedTable:
    """A table, its first row with numbers, the row that sums up, and the words above each column."""

    grid: Grid
    first: int
    last: int
    heads: list[str]


def _summed(document: ReportText) -> Iterator[_SummedTable]:
    for grid in grids(document):
        last = _sum_row(grid)
        if last is None:
            continue
        form = next((row + 1 for row in range(last) if _FORM.search("".join(grid.row_words(row)))), 0)
        first = next((row for row in range(form, last) if _numbers(grid, row)), last)
        if last - first >= 2:
            yield _SummedTable(grid, first, last, _heads(grid, first, form))


def _sum_row(grid: Grid) -> int | None:
    """The last line of the table, where it is one that sums up; the first of several: 合计 above 总分."""
    found = None
    for row in range(len(grid.rows) - 1, 1, -1):
        if any(_SUM_ROW.search(word) for word in grid.row_words(row)[:3]):
            found = row
        elif found is not None or _numbers(grid, row):
            break
    return found


def _numbers(grid: Grid, row: int) -> int:
    """How many numbers stand in a row behind its first cell, which may be a line's own number."""
    return sum(number(grid.words(cell)) is not None for cell in list(grid.distinct(row))[1:])


def _heads(grid: Grid, first: int, form: int) -> list[str]:
    """The words above each column; of a form, which has its money above its indicators, those of the last head."""
    heads = [""] * len(grid.rows[0])
    for row in range(max(0, form - 1), first):
        words = grid.row_words(row)
        if len(set(words)) > 2:
            heads = [head if head.endswith(word) else head + word for head, word in zip(heads, words, strict=True)]
    return heads


def _column(table: _SummedTable, head: str, at: int) -> StatedColumn | None:
    grid, cell = table.grid, table.grid.rows[table.last][at]
    total = _figure(grid, cell)
    if total is None or not head or _NO_SUM.search(head) or "%" in grid.words(cell):
        return None
    parts = [_part(grid, grid.rows[row][at]) for row in range(table.first, table.last)]
    known = tuple(part for part in parts if part is not None)
    kind = _kind(head, table.heads)
    return StatedColumn(head=head, kind=kind, parts=known, total=total) if len(known) == len(parts) else None


def _part(grid: Grid, cell: TextCell | None) -> CellNumber | None:
    """The number in a cell, 0 where it is blank; None for words, and for a cell that reaches over others."""
    words = grid.words(cell)
    value = number(words)
    if cell is None or (cell.rows, cell.columns) != (1, 1) or (value is None and len(words) > _LONGEST_BLANK):
        return None
    return CellNumber(value or Decimal(0), cell.span)


_LONGEST_BLANK = 2  # signs for "nothing": "——"


def _kind(head: str, heads: Sequence[str]) -> ColumnKind:
    if _POINTS.search(head):
        return ColumnKind.WEIGHT if _WEIGHT.search(head) else ColumnKind.SCORE
    is_list = any("项目名称" in other for other in heads)
    return ColumnKind.PROJECTS if is_list and _MONEY.search(head) else ColumnKind.OTHER


def _rate(table: _SummedTable, unit: MoneyUnit) -> Iterator[RateOfRow]:
    """Of two columns of one name the last counts."""
    grid, heads = table.grid, table.heads
    at = {name: place for place, head in enumerate(heads) for name in (_name(head),) if name}
    cells = {name: grid.rows[table.last][place] for name, place in at.items()}
    budget, spent, rate = (_figure(grid, cells.get(name)) for name in ("budget", "spent", "rate"))
    if budget is None or not budget.value or spent is None or rate is None:
        return
    words = grid.words(cells["rate"])
    step = Decimal(10) ** -len(words.rstrip("%").partition(".")[2])
    yield RateOfRow(
        head=heads[at["rate"]],
        unit=unit,
        rate=rate,
        spent=spent,
        budget=budget,
        step=step,
        is_percent="%" in words,
    )


def _figure(grid: Grid, cell: TextCell | None) -> CellNumber | None:
    value = number(grid.words(cell))
    return None if cell is None or value is None else CellNumber(value, cell.span)


def _name(head: str) -> str | None:
    if _RATE.search(head):
        return "rate"
    if re.search(r"全年预算|调整后|调整预算|预算数[（(]?A|^预算数|^预算金额", head):
        return "budget"
    return "spent" if re.search(r"执行数|支出数|决算数|执行金额|实际支出|全年执行", head) else None
