"""The forms that reports carry as tables: 项目支出绩效自评表 in its many layouts, and lists of projects (domain §3).

Columns are found by the words of their heads, in one line or two, and rows by the words at their left; a table whose
head is not understood gives no facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.intake.document import Cell, ReportText
from assessments.intake.grids import Grid, grids, is_blank, money_unit, number, stated_cell, stated_text
from assessments.intake.statements import Group, Stated
from assessments.terms import Band
from budgets.terms import Comparator, FundKind, MoneyUnit

_INDICATOR_HEADS = (
    ("group", re.compile(r"^一级指标")),
    ("kind", re.compile(r"^二级指标")),
    ("name", re.compile(r"^三级指标|^四级指标|^指标名称|^指标内容|^具体指标|^绩效指标名称|^评价指标$")),
    ("comparator", re.compile(r"^(?:指标)?性质|^(?:计算|比较)?符号|^指标方向|^运算符")),
    ("adjusted_target", re.compile(r"调整后?(?:的)?指标值|调整值")),
    (
        "actual",
        re.compile(r"(?:实际|全年|自评)?完成(?:指标)?(?:值|情况|数)|^实际(?:值|完成)|全年实际值|^完成值|业绩值"),
    ),
    ("score", re.compile(r"得分|自评分|评分$|^自评$")),
    ("weight", re.compile(r"分值|权重|^标准分|^满分|^应得分")),
    ("target", re.compile(r"指标值|目标值|预期(?:值|目标|指标)|计划(?:完成)?值|年度目标|年度指标|^指标目标")),
    ("unit", re.compile(r"计量单位|度量单位|^单位$|指标单位")),
    ("reason", re.compile(r"原因|偏差|改进|未完成|说明|备注")),
)
_MONEY_HEADS = (
    ("initial", re.compile(r"年初")),
    ("adjusted", re.compile(r"全年预算|调整后|调整预算|预算数?[（(]?A|预算数$|^预算金额|^预算资金|^全年预算")),
    ("executed", re.compile(r"执行数|执行额|实际支出|支出数|决算|^执行金额|实际使用|执行资金|到位数?B")),
    ("execution_rate", re.compile(r"执行率|完成率|支出率|支付率|B/A")),
    ("weight", re.compile(r"分值|权重")),
    ("score", re.compile(r"得分|自评分")),
)
_MONEY_ROWS: tuple[tuple[re.Pattern[str], FundKind | None], ...] = (
    (re.compile(r"上年(?:财政)?结转|结转资金|结转结余"), FundKind.CARRY_OVER),
    (re.compile(r"财政专户"), FundKind.SPECIAL_ACCOUNT),
    (re.compile(r"单位(?:自有)?资金|自有资金"), FundKind.UNIT_FUNDS),
    (re.compile(r"其他资金|其它资金|其他$"), FundKind.OTHER),
    (re.compile(r"当年财政拨款|财政拨款|本年财政|财政资金|本级财政"), FundKind.GENERAL_PUBLIC),
)
_TOTAL_ROW = re.compile(r"资金总额|预算总额|^总额|^合计|^总计|年度资金|项目资金总")
_DEEPER = re.compile(
    r"其中[:：]?(?:中央|省|市|县|区|一般公共|政府性|国有)|^(?:中央|省级?|市级?|县级?|区级?)(?:财政|资金|补助)"
)
_END_ROW = re.compile(r"^(?:合计|总分|总计|自评总分|总得分|得分合计|综合得分|小计)")
_BANDS = (
    (re.compile("部分达成"), Band.PARTLY),
    (re.compile("未达成"), Band.NOT_ACHIEVED),
    (re.compile("达成预期"), Band.ACHIEVED),
)
_SIGNED = re.compile(r"^(≥|≤|=|>|<|>=|<=|大于等于|不低于|不少于|小于等于|不超过|不高于)")
_SIGNS = {
    "≥": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST, "大于等于": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "<=": Comparator.AT_MOST, "小于等于": Comparator.AT_MOST,
    "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST, "=": Comparator.EQUAL, "等于": Comparator.EQUAL,
    ">": Comparator.MORE_THAN, "大于": Comparator.MORE_THAN, "<": Comparator.LESS_THAN, "小于": Comparator.LESS_THAN,
    "定性": Comparator.QUALITATIVE,
}  # fmt: skip


@dataclass(slots=True)
class TableReading:
    """Facts of all tables, and the columns that were not there to be filled in."""

    groups: list[Group]
    projects: int
    unasked: list[str]  # pointers of fields for which a table has no column


def table_groups(document: ReportText, unit: MoneyUnit) -> TableReading:
    reading = TableReading([], 0, [])
    for grid in grids(document):
        if not _read_form(grid, unit, reading):
            _read_list(grid, unit, reading)
    return reading


def _columns(words: list[str], heads: tuple[tuple[str, re.Pattern[str]], ...]) -> dict[str, int]:
    """Where each column stands, by its head; the first of two with the same meaning."""
    found: dict[str, int] = {}
    for column, head in enumerate(words):
        for name, pattern in heads:
            if head and pattern.search(head):
                found.setdefault(name, column)
                break
    return found


# --- one project's form -----------------------------------------------------------------------------------------------


def _read_form(grid: Grid, unit: MoneyUnit, reading: TableReading) -> bool:
    """Read a self-assessment form: its funding and its indicators. False where the table is none."""
    head = _indicator_head(grid)
    if head is None:
        return False
    of_project = _labelled(grid, re.compile(r"^(?:项目|专项|转移支付.*)名称"))
    holder = ""
    group = Group("form")
    if of_project is not None:
        holder = f"/projects/{reading.projects}"
        reading.projects += 1
        named = stated_text(grid, f"{holder}/name", of_project)
        group.add([named] if named else [])
        _read_funding(grid, unit, head[0], holder, group)
    row, columns = head
    last = _read_indicators(grid, row, columns, holder, group, reading)
    _read_total(grid, last, columns, holder, group)
    reading.groups.append(group)
    return True


def _indicator_head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The last line of the head above the indicators, and its columns; heads of two lines are read together."""
    for row in range(len(grid.rows)):
        words = grid.row_words(row)
        columns = _columns(words, _INDICATOR_HEADS)
        if "name" not in columns or not {"target", "actual", "score"} & set(columns):
            continue
        below = grid.row_words(row + 1) if row + 1 < len(grid.rows) else []
        second = _columns(below, _INDICATOR_HEADS)
        if len(second) >= 2 and grid.rows[row + 1][columns["name"]] is grid.rows[row][columns["name"]]:
            joined = [high if high == low else high + low for high, low in zip(words, below, strict=True)]
            return row + 1, _columns(below, _INDICATOR_HEADS) | {
                name: at for name, at in _columns(joined, _INDICATOR_HEADS).items() if name not in second
            }
        return row, columns
    return None


def _labelled(grid: Grid, pattern: re.Pattern[str]) -> Cell | None:
    for row in range(min(len(grid.rows), 12)):
        for column, cell in enumerate(grid.rows[row]):
            if cell is not None and pattern.search(grid.words(cell)):
                return grid.next_filled(row, column)
    return None


def _read_indicators(
    grid: Grid, head: int, columns: dict[str, int], holder: str, group: Group, reading: TableReading
) -> int:
    """Rows below the head, until one that sums up. Gives that row."""
    count = 0
    for row in range(head + 1, len(grid.rows)):
        cells, words = grid.rows[row], grid.row_words(row)
        if _END_ROW.search(words[0]) or (len(words) > 1 and _END_ROW.search(words[columns["name"]])):
            return row
        name = cells[columns["name"]]
        distinct = list(grid.distinct(row))
        if name is None or is_blank(grid.words(name)) or len(distinct) < 3 or name is cells[-1]:
            continue
        if _is_execution(grid.words(name)):
            _read_execution(grid, cells, columns, holder, group)
            continue
        pointer = f"{holder}/indicators/{count}"
        stated = list(_indicator(grid, cells, columns, pointer))
        if not any(item.pointer.rpartition("/")[2] in {"target", "actual", "weight", "score"} for item in stated):
            continue
        group.add([Stated(pointer, None, name.span, name.span), *stated])
        reading.unasked.extend(
            f"{pointer}/{column}" for column in ("reason", "actual", "kind") if column not in columns
        )
        count += 1
    return len(grid.rows) - 1


def _read_execution(grid: Grid, cells: list[Cell | None], columns: dict[str, int], holder: str, group: Group) -> None:
    """The execution of the budget among the indicators: its points have fields of their own."""
    place = f"{holder}/total" if holder else "/execution"
    for name in ("weight", "score"):
        if name in columns:
            figure = stated_cell(grid, f"{place}/{name}", cells[columns[name]], unit="分")
            group.add([figure] if figure else [])


def _is_execution(name: str) -> bool:
    return re.fullmatch(r"预算执行率|资金执行率|预算资金执行率", name) is not None


def _indicator(grid: Grid, cells: list[Cell | None], columns: dict[str, int], pointer: str) -> Iterator[Stated]:
    for name in ("group", "kind", "name", "unit", "reason", "target", "adjusted_target", "actual"):
        if name in columns:
            stated = stated_text(grid, f"{pointer}/{name}", cells[columns[name]])
            if stated is not None:
                yield stated
    for name in ("weight", "score"):
        if name in columns:
            figure = stated_cell(grid, f"{pointer}/{name}", cells[columns[name]], unit="分")
            if figure is not None:
                yield figure
    yield from _comparator(grid, cells, columns, pointer)


def _comparator(grid: Grid, cells: list[Cell | None], columns: dict[str, int], pointer: str) -> Iterator[Stated]:
    """From its own column, else from the sign before the target; words for a target mean a qualitative indicator."""
    cell = cells[columns["comparator"]] if "comparator" in columns else None
    said = _SIGNS.get(grid.words(cell)) if cell is not None else None
    if said is None and "target" in columns:
        cell = cells[columns["target"]]
        words = grid.words(cell)
        match = _SIGNED.match(words)
        if match:
            said = _SIGNS[match[1]]
        elif words and not re.search(r"\d", words):
            said = Comparator.QUALITATIVE
    if said is not None and cell is not None:
        yield Stated(f"{pointer}/comparator", said, cell.span, cell.span)
    actual = cells[columns["actual"]] if "actual" in columns else None
    for pattern, band in _BANDS:
        if actual is not None and pattern.search(grid.words(actual)):
            yield Stated(f"{pointer}/band", band, actual.span, actual.span)
            break


def _read_total(grid: Grid, row: int, columns: dict[str, int], holder: str, group: Group) -> None:
    words = grid.row_words(row)
    if not any(_END_ROW.search(word) for word in words) or "score" not in columns:
        return
    cell = grid.rows[row][columns["score"]]
    total = stated_cell(grid, f"{holder}/score", cell, unit="分")
    if total is not None:
        group.add([total])


def _read_funding(grid: Grid, unit: MoneyUnit, before: int, holder: str, group: Group) -> None:
    for head in range(before):
        columns = _columns(grid.row_words(head), _MONEY_HEADS)
        if "executed" not in columns or not {"initial", "adjusted"} & set(columns):
            continue
        unit = money_unit(grid, unit, grid.row_words(head))
        lines = 0
        for row in range(head + 1, before):
            label = _row_label(grid, row, min(columns.values()))
            if _TOTAL_ROW.search(label):
                group.add(_money_row(grid, row, columns, f"{holder}/total", unit))
                continue
            fund = next((kind for pattern, kind in _MONEY_ROWS if pattern.search(label)), None)
            if fund is None or _DEEPER.search(label):
                continue
            figures = [item for item in _money_row(grid, row, columns, f"{holder}/funding/{lines}", unit)
                       if item.pointer.rpartition("/")[2] in {"initial", "adjusted", "executed"}]  # fmt: skip
            if figures:
                place = figures[0].words
                group.add([Stated(f"{holder}/funding/{lines}/label", label, place, place), *figures])
                lines += 1
        return


def _row_label(grid: Grid, row: int, first_number: int) -> str:
    """The words left of the numbers that are nearest to them."""
    for cell in reversed(grid.rows[row][:first_number]):
        words = grid.words(cell)
        if words and number(words) is None:
            return words
    return ""


def _money_row(grid: Grid, row: int, columns: dict[str, int], holder: str, unit: MoneyUnit) -> Iterator[Stated]:
    for name, column in columns.items():
        kind = unit if name in {"initial", "adjusted", "executed"} else "%" if name == "execution_rate" else "分"
        stated = stated_cell(grid, f"{holder}/{name}", grid.rows[row][column], unit=kind)
        if stated is not None:
            yield stated


# --- a list of projects -----------------------------------------------------------------------------------------------

_LIST_HEADS = (
    ("name", re.compile(r"^(?:预算)?(?:项目|专项)名称|^项目$")),
    ("grade", re.compile(r"等级|等次|评价结果|自评结论")),
    *((name, pattern) for name, pattern in _MONEY_HEADS if name != "weight"),
)
_GRADES = {"优": "优", "优秀": "优", "良": "良", "良好": "良", "中": "中", "差": "差"}


def _read_list(grid: Grid, unit: MoneyUnit, reading: TableReading) -> None:
    """A table with one project in each row."""
    for head in range(min(len(grid.rows), 4)):
        columns = _columns(grid.row_words(head), _LIST_HEADS)
        if "name" not in columns or len(columns) < 2:
            continue
        unit = money_unit(grid, unit, grid.row_words(head))
        group = Group("list")
        for row in range(head + 1, len(grid.rows)):
            name = grid.rows[row][columns["name"]]
            words = grid.words(name)
            if name is None or is_blank(words) or number(words) is not None or _END_ROW.search(words.strip("：:")):
                continue
            if (
                any(_END_ROW.search(word) for word in grid.row_words(row)[: columns["name"]])
                or name is grid.rows[row][-1]
            ):
                continue
            holder = f"/projects/{reading.projects}"
            figures = list(_listed(grid, row, columns, holder, unit))
            if figures:
                group.add([Stated(f"{holder}/name", grid.raw(name), name.span, name.span), *figures])
                reading.projects += 1
        if group.stated:
            reading.groups.append(group)
        return


def _listed(grid: Grid, row: int, columns: dict[str, int], holder: str, unit: MoneyUnit) -> Iterator[Stated]:
    amounts = {name: column for name, column in columns.items() if name not in {"name", "grade", "score"}}
    yield from _money_row(grid, row, amounts, f"{holder}/total", unit)
    if "score" in columns:
        score = stated_cell(grid, f"{holder}/score", grid.rows[row][columns["score"]], unit="分")
        if score is not None:
            yield score
    if "grade" in columns:
        cell = grid.rows[row][columns["grade"]]
        grade = _GRADES.get(grid.words(cell).removesuffix("级"))
        if grade and cell is not None:
            yield Stated(f"{holder}/grade", grade, cell.span, cell.span)
