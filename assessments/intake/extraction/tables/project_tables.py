"""Lists of projects: a table with one project in each row (domain §3.4)."""

import re
from collections.abc import Iterator

from assessments.intake.extraction.tables.forms import FormReading
from assessments.intake.extraction.tables.funding import rate_cell
from assessments.intake.extraction.tables.grades import grade_in
from assessments.intake.extraction.tables.grids import Grid, is_blank, money_unit, number, stated_cell, stated_name
from assessments.intake.extraction.tables.table_headers import MONEY_HEADS, columns
from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.document import TextCell
from assessments.rules.text.quantities import plain
from budgets.terms import FundKind, MoneyUnit

_HEADS = (
    ("other", re.compile(r"复核|财政(?:评|审)|抽查|系数")),
    ("name", re.compile(r"^(?:预算|绩效|自评|支出)?(?:项目|专项)(?:支出)?名称|^项目$|^(?:二级|具体)项目")),
    ("fund", re.compile(r"^资金(?:性质|类别|类型)|^预算(?:性质|类别|类型)")),
    ("grade", re.compile(r"等级|等次|评价结果|自评结论|自评结果")),
    *((name, pattern) for name, pattern in MONEY_HEADS if name != "weight"),
)
_SUM_ROW = re.compile(r"^(?:合计|总计|小计|总额|.{0,12}(?:合计|小计)$|其中[:：])")
_FUNDS = {plain(kind.label): kind for kind in FundKind}
_HEAD_ROWS = 6  # at most above the list


def read_list(grid: Grid, unit: MoneyUnit, reading: FormReading) -> None:
    head = _head(grid)
    if head is not None:
        _read_rows(grid, *head, unit, reading)


def is_list(grid: Grid) -> bool:
    """Whether a table has one project in each row."""
    return _head(grid) is not None


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row that heads a list, and the columns below it."""
    for row in range(min(len(grid.rows), _HEAD_ROWS)):
        words = grid.row_words(row)
        found = columns(grid, row, words, _HEADS)
        if "name" in found and len(found) > 1 and _is_of_projects(words[found["name"][0]], found):
            return row, {name: place[0] for name, place in found.items()}
    return None


def _is_of_projects(name: str, found: dict[str, tuple[int, int]]) -> bool:
    """A bare "项目" also heads the lines of accounts: only scores or grades show that projects are meant."""
    return name != "项目" or bool({"score", "grade"} & set(found))


def _read_rows(grid: Grid, head: int, at: dict[str, int], unit: MoneyUnit, reading: FormReading) -> None:
    unit = money_unit(grid, unit, grid.row_words(head))
    group = Group("list")
    for row in range(head + 1, len(grid.rows)):
        name = grid.rows[row][at["name"]]
        words = grid.words(name)
        if name is None or is_blank(words) or number(words) is not None or len(list(grid.distinct(row))) < 3:
            continue
        if any(_SUM_ROW.search(word.strip("：:")) for word in grid.row_words(row)[: at["name"] + 1]):
            continue
        holder = f"/projects/{reading.projects}"
        figures = list(_figures(grid, row, at, holder, unit))
        if figures:
            group.add([*stated_name(grid, holder, name), *figures])
            reading.projects += 1
    if group.stated:
        reading.groups.append(group)


def _figures(grid: Grid, row: int, at: dict[str, int], holder: str, unit: MoneyUnit) -> Iterator[Stated]:
    cells = {name: grid.rows[row][column] for name, column in at.items()}
    fund = cells.get("fund")
    if fund is not None and (kind := _FUNDS.get(grid.words(fund))) is not None:
        yield Stated(f"{holder}/fund", kind, fund.span, fund.span)  # of all its money: `merging` gives it to its lines
    for name in ("initial", "adjusted", "executed", "score"):
        place = f"{holder}/score" if name == "score" else f"{holder}/total/{name}"
        stated = stated_cell(grid, place, cells.get(name), unit="分" if name == "score" else unit)
        if stated is not None:
            yield stated
    rate = cells.get("execution_rate")
    if rate is not None:
        stated = rate_cell(grid, f"{holder}/total/execution_rate", rate, cells.get("adjusted"), cells.get("executed"))
        yield from [stated] if stated is not None else []
    yield from _grade(grid, cells.get("grade"), holder)


def _grade(grid: Grid, cell: TextCell | None, holder: str) -> Iterator[Stated]:
    grade = grade_in(grid.words(cell))
    if grade and cell is not None:
        yield Stated(f"{holder}/grade", grade, cell.span, cell.span)
