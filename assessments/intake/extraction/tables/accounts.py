"""Revenue and expenditure side by side in a form: what each line is called, and its amount (domain §3.2, I01–I04)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments.intake.extraction.tables.grids import Grid, money_unit
from assessments.intake.extraction.words.labels import Basis, Meaning, fund_of, meaning_of
from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.document import TextCell
from budgets.money import YUAN_PER, NumberError, parse_number
from budgets.terms import MoneyUnit

_NAMES = re.compile(r"^(?P<side>收入|支出)(?:项目|来源|构成|内容)?$")
_AMOUNT = re.compile(r"^(?P<digits>-?\d[\d,]*(?:\.\d+)?)(?:[(（][^()（）]*[)）])?$")
_OF_WHICH = re.compile(r"^其中[:：]?")
_SPENDING = {
    Meaning.BASIC: "basic",
    Meaning.PROJECTS: "projects",
    Meaning.PERSONNEL: "personnel",
    Meaning.OPERATING: "operating",
    Meaning.YEAR_END: "year_end_balance",
}


def account_groups(grid: Grid, unit: MoneyUnit, rows: tuple[int, int]) -> Iterator[Group]:
    """What the lines below 收入项目 and 支出项目 state, each side by itself."""
    for row in range(*rows):
        for column, cell in enumerate(grid.rows[row]):
            side = _NAMES.match(grid.words(cell))
            is_first = cell is not None and (column == 0 or grid.rows[row][column - 1] is not cell)
            amounts = grid.next_filled(row, column) if side and is_first else None
            if side and amounts is not None and "金额" in grid.words(amounts):
                lines = list(_lines(grid, money_unit(grid, unit, [grid.words(amounts)]), (row + 1, rows[1]), column))
                yield _revenue(lines) if side["side"] == "收入" else _expenditure(lines)


_Line = tuple[str, Stated]  # what it is called, and its amount under no pointer yet


def _lines(grid: Grid, unit: MoneyUnit, rows: tuple[int, int], column: int) -> Iterator[_Line]:
    """Down to the first row that has no name and amount at these columns."""
    for row in range(*rows):
        name = grid.rows[row][column]
        amount = grid.next_filled(row, column) if grid.words(name) else None
        stated = _stated(grid, amount, unit) if amount is not None else None
        if stated is not None:
            yield _OF_WHICH.sub("", grid.words(name)), stated
        elif grid.words(name):
            return


def _stated(grid: Grid, cell: TextCell, unit: MoneyUnit) -> Stated | None:
    match = _AMOUNT.match(grid.words(cell))
    if match is None:
        return None
    try:
        value: Decimal = parse_number(match["digits"]) * YUAN_PER[unit]
    except NumberError:
        return None
    return Stated("", value, cell.span, cell.span, match["digits"], str(unit), cell.start)


def _revenue(lines: list[_Line]) -> Group:
    group = Group(f"revenue:{Basis.UNSAID}", codes=frozenset({"K01", "K60"}))
    at = 0
    for name, amount in lines:
        if name in {"收入合计", "收入总计", "合计", "总计"}:
            group.add([_at(amount, "/revenue/total", name)])
        else:
            place = f"/revenue/lines/{at}"
            named = [Stated(f"{place}/fund", fund_of(name), amount.words, amount.words)]
            group.add([_at(amount, f"{place}/amount", name), *named])
            group.add([Stated(f"{place}/label", name, amount.words, amount.words)])
            at += 1
    return group


def _expenditure(lines: list[_Line]) -> Group:
    group = Group(f"expenditure:{Basis.UNSAID}", codes=frozenset({"K02", "K03", "K60"}))
    for name, amount in lines:
        meaning = meaning_of(name)
        field = (
            "total" if name in {"支出合计", "支出总计", "合计", "总计"} else _SPENDING.get(meaning) if meaning else None
        )
        if field:
            group.add([_at(amount, f"/expenditure/{field}", name)])
        elif meaning is not None or amount.value:
            group.withheld |= {"K02"}  # a part that the form does not know
    return group


def _at(amount: Stated, pointer: str, name: str) -> Stated:
    return Stated(pointer, amount.value, amount.span, amount.words, amount.digits, amount.unit, amount.start, name)
