"""Tables that add up their columns in a last line: lists of projects, scores by group, anything else (I05, I16).

Nobody says of a table that its lines are all there is. It is held to its last line where that line does come to the sum
in another column: then one column is wrong and not the reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.intake.extraction.tables.grids import Grid, grids, money_unit, number
from assessments.intake.loading.document import Cell, ReportText
from assessments.rules.checks.listed import LISTED_SUM
from assessments.rules.findings import REQUESTS, Finding
from assessments.rules.scoring.rounding import is_rounded_or_cut
from assessments.terms import Severity
from budgets.money import YUAN_PER, plain_text
from budgets.terms import MoneyUnit

_SUM_ROW = re.compile(r"^(?:合计|总计|总分|合\s*计)[:：]?$")
_PART_ROW = re.compile(r"小计|其中")
_NO_SUM = re.compile(r"率|比|％|%|单价|序号|编号|编码|代码|年份|等级|排名|指标值|完成值|均")
_POINTS = re.compile(r"得分|分值|权重|评分")
_WEIGHT = re.compile(r"(?:分值|权重)[^得自评]*$")
_MONEY = re.compile(r"预算|执行|支出|决算|金额|资金|收入|安排|年初")
_RATE = re.compile(r"执行率|支出率|执行进度|支付率")
_FORM = re.compile(r"[三四]级指标")
_TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of numbers: its head, the cells above the last line, and the cell in it."""

    head: str
    parts: tuple[tuple[Cell, Decimal], ...]
    total: Cell
    stated: Decimal

    @property
    def computed(self) -> Decimal:
        return sum((value for _, value in self.parts), Decimal(0))

    @property
    def holds(self) -> bool:
        return abs(self.computed - self.stated) <= _TOLERANCE


def column_findings(document: ReportText, unit: MoneyUnit) -> Iterator[Finding]:
    """K05, K12, K14 and K69 for columns that do not come to their last line; K08 for the rate in that line."""
    for grid in grids(document):
        last = _sum_row(grid)
        if last is None:
            continue
        form = next((row + 1 for row in range(last) if _FORM.search("".join(grid.row_words(row)))), 0)
        first = next((row for row in range(form, last) if _numbers(grid, row)), last)
        heads = _heads(grid, first, form)
        if last - first < 2:
            continue
        own = [row for row in range(first, last) if not _PART_ROW.search("".join(grid.row_words(row)[:2]))]
        columns = [column for at, head in enumerate(heads) if (column := _column(grid, head, at, own, last))]
        if len(own) == last - first and any(column.holds and column.stated for column in columns):
            yield from (_finding(column, heads) for column in columns if not column.holds)
        yield from _rate(grid, heads, last, money_unit(grid, unit, heads))


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


def _column(grid: Grid, head: str, at: int, rows: Sequence[int], last: int) -> _Column | None:
    total = grid.rows[last][at]
    stated = number(grid.words(total))
    if total is None or stated is None or not head or _NO_SUM.search(head) or "%" in grid.words(total):
        return None
    parts = []
    for row in rows:
        cell = grid.rows[row][at]
        words = grid.words(cell)
        if cell is None or cell.rows > 1 or cell.columns > 1 or (words and number(words) is None and len(words) > 2):
            return None
        parts.append((cell, number(words) or Decimal(0)))
    return _Column(head, tuple(parts), total, stated)


def _finding(column: _Column, heads: Sequence[str]) -> Finding:
    listed = any("项目名称" in head for head in heads) and _MONEY.search(column.head) is not None
    points = _POINTS.search(column.head)
    code = ("K12" if _WEIGHT.search(column.head) else "K14") if points else "K05" if listed else LISTED_SUM.code
    apart = abs(column.computed - column.stated)
    severity = Severity.WARNING if code == LISTED_SUM.code else Severity.ERROR
    return Finding(
        code=code,
        severity=severity,
        message=(
            f"表中“{column.head}”合计 {plain_text(column.stated)}，各行之和 {plain_text(column.computed)}，"
            f"相差 {plain_text(apart)}。{REQUESTS[severity]}"
        ),
        spans=(column.total.span, *(cell.span for cell, value in column.parts if value)),
        left=column.stated,
        right=column.computed,
        difference=apart,
    )


def _rate(grid: Grid, heads: Sequence[str], last: int, unit: MoneyUnit) -> Iterator[Finding]:
    at = {name: place for place, head in enumerate(heads) for name in (_name(head),) if name}
    cells = {name: grid.rows[last][place] for name, place in at.items()}
    values = {name: number(grid.words(cell)) for name, cell in cells.items()}
    budget, spent, rate = (values.get(name) for name in ("budget", "spent", "rate"))
    shown = cells.get("rate")
    if not budget or spent is None or rate is None or shown is None:
        return
    decimals = len(grid.words(shown).rstrip("%").partition(".")[2])
    computed, step = spent / budget * 100, Decimal(10) ** -decimals
    coarse = 200 / YUAN_PER[unit] / budget if unit is MoneyUnit.YI else Decimal(0)
    if is_rounded_or_cut(rate, computed, step, coarse):
        return
    if "%" not in grid.words(shown) and abs(rate * 100 - computed) <= 1:
        return
    right = computed.quantize(Decimal("0.01"))
    yield Finding(
        code="K08",
        severity=Severity.ERROR,
        message=f"表中合计行的“{heads[at['rate']]}”{plain_text(rate)}%，按该行计算应为 {plain_text(right)}%，请更正。",
        spans=tuple(cell.span for name in ("rate", "spent", "budget") if (cell := cells[name]) is not None),
        left=rate,
        right=right,
        difference=abs(rate - right),
    )


def _name(head: str) -> str | None:
    if _RATE.search(head):
        return "rate"
    if re.search(r"全年预算|调整后|调整预算|预算数[（(]?A|^预算数|^预算金额", head):
        return "budget"
    return "spent" if re.search(r"执行数|支出数|决算数|执行金额|实际支出|全年执行", head) else None
