"""The money of a form: 年度资金总额 and its sources, with the points of the budget's execution (domain §3.1)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments.intake.document import Cell
from assessments.intake.grids import Grid, money_unit, number, stated_cell
from assessments.intake.heads import MONEY_HEADS, columns
from assessments.intake.statements import Group, Stated
from budgets.terms import FundKind, MoneyUnit

_ROWS: tuple[tuple[re.Pattern[str], FundKind | None], ...] = (
    (re.compile(r"上年(?:财政)?结转|结转资金|结转结余"), FundKind.CARRY_OVER),
    (re.compile(r"财政专户"), FundKind.SPECIAL_ACCOUNT),
    (re.compile(r"单位(?:自有)?资金|自有资金"), FundKind.UNIT_FUNDS),
    (re.compile(r"其他资金|其它资金|其他$"), FundKind.OTHER),
    (re.compile(r"当年财政拨款|财政拨款|本年财政|财政(?:性)?资金|本级财政"), FundKind.GENERAL_PUBLIC),
)
_TOTAL_ROW = re.compile(
    r"资金总额|预算总额|^总额|^合计|^总计|年度资金|项目资金|预算执行情况|^预算资金|资金(?:情况|投入)"
)
_DEEPER = re.compile(
    r"其中[:：]?(?:中央|省|市|县|区|一般公共|政府性|国有)|^(?:中央|省级?|市级?|县级?|区级?|一般公共|政府性|国有)"
)
_AMOUNTS = ("initial", "adjusted", "executed")
_RATIO = Decimal("1.2")  # a rate without "%" that is no greater was written as a fraction
_SUMS = frozenset({"K07"})


def read_funding(grid: Grid, unit: MoneyUnit, rows: tuple[int, int], holder: str, group: Group) -> set[str]:
    """State the funding between two rows of the grid. Gives the checks that it cannot answer."""
    for head in range(*rows):
        words = grid.row_words(head)
        found = columns(grid, head, words, MONEY_HEADS)
        if "executed" in found and {"initial", "adjusted"} & set(found):
            at = {name: place[0] for name, place in found.items()}
            return _Funding(grid, money_unit(grid, unit, words), at, holder, group).read(head, rows[1])
    return set()


class _Funding:
    def __init__(self, grid: Grid, unit: MoneyUnit, at: dict[str, int], holder: str, group: Group) -> None:
        self._grid, self._unit, self._at = grid, unit, at
        self._holder, self._group = holder, group
        self._lines = 0

    def read(self, head: int, end: int) -> set[str]:
        doubtful: set[str] = set()
        total = False
        for row in range(head + 1, end):
            if not any(self._numeric(row, name) for name in _AMOUNTS):
                continue
            label = self._label(row)
            if _TOTAL_ROW.search(label) and not total:
                total = True
                self._read_total(row)
            elif _DEEPER.search(label):
                continue
            elif not self._read_line(row, label):
                doubtful |= _SUMS
        return doubtful

    def _numeric(self, row: int, name: str) -> Cell | None:
        cell = self._grid.rows[row][self._at[name]] if name in self._at else None
        return cell if cell is not None and number(self._grid.words(cell)) is not None else None

    def _label(self, row: int) -> str:
        """The words left of the numbers that are nearest to them."""
        for cell in reversed(self._grid.rows[row][: min(self._at.values())]):
            words = self._grid.words(cell)
            if words and number(words) is None:
                return words
        return ""

    def _read_total(self, row: int) -> None:
        if self._holder:
            self._group.add(self._figures(row, f"{self._holder}/total", tuple(self._at)))
        else:  # the form of the whole department: its points have a field, its money stands in the report
            self._group.add(self._figures(row, "/execution", ("weight", "score")))

    def _read_line(self, row: int, label: str) -> bool:
        """A source of money. False where its label says nothing that we know."""
        fund = next((kind for pattern, kind in _ROWS if pattern.search(label)), None)
        if fund is None:
            return False
        if self._holder:
            place = f"{self._holder}/funding/{self._lines}"
            figures = list(self._figures(row, place, _AMOUNTS))
            if figures:
                words = figures[0].words
                self._group.add([Stated(f"{place}/label", label, words, words), *figures])
                self._lines += 1
        return True

    def _figures(self, row: int, place: str, names: tuple[str, ...]) -> Iterator[Stated]:
        for name in names:
            cell = self._numeric(row, name)
            if cell is not None and name == "execution_rate":
                yield from self._rate(row, f"{place}/{name}", cell)
            elif cell is not None:
                unit = self._unit if name in _AMOUNTS else "分"
                stated = stated_cell(self._grid, f"{place}/{name}", cell, unit=unit)
                if stated is not None:
                    yield stated

    def _rate(self, row: int, pointer: str, cell: Cell) -> Iterator[Stated]:
        """In percent; a fraction where a sheet gave "0.95" for 95 %, which its budget shows."""
        stated = rate_cell(self._grid, pointer, cell, self._numeric(row, "adjusted"), self._numeric(row, "executed"))
        if stated is not None:
            yield stated


def rate_cell(grid: Grid, pointer: str, cell: Cell, budget: Cell | None, spent: Cell | None) -> Stated | None:
    """A rate in percent. Without "%" a number up to about 1 is a fraction where budget and spending say so."""
    stated = stated_cell(grid, pointer, cell, unit="%")
    if stated is None or "%" in grid.words(cell) or stated.value > _RATIO:
        return stated
    whole = number(grid.words(budget)) if budget else None
    part = number(grid.words(spent)) if spent else None
    if not whole or part is None or abs(part / whole * 100 - stated.value) <= 1:
        return stated
    return Stated(pointer, stated.value * 100, stated.span, stated.words, stated.digits, "", stated.start)
