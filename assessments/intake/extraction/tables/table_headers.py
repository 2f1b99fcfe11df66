"""What the columns of a form are, by the words of their heads (domain §3), in one line or in two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.intake.extraction.tables.grids import Grid
from assessments.intake.extraction.words.years import named_year

# Columns that hold none of our fields, though words in their heads sound like one.
_OTHER = re.compile(
    r"系数|得分率|标准|细则|办法|依据|佐证|证据|来源|核心|描述|解释|内涵|(?:评分|指标|填报|填表)说明|复核|财政(?:评|审)|抽查|^扣分(?:值|数)?$"
    r"|占比|上年|评价要点|取数|计算(?:公式|方法)"
)
INDICATOR_HEADS = (
    ("weight", re.compile(r"标准分值?$|(?:权重|分值)[（(]?[%分]?[)）]?$")),
    ("unit", re.compile(r"(?:计量|度量|指标)单位|^单位(?:[（(].*)?$")),
    ("other", _OTHER),
    ("group", re.compile(r"^一级指标|^一级$")),
    ("kind", re.compile(r"^二级指标|^二级$")),
    (
        "name",
        re.compile(r"^[三四]级指标|^三级$|^(?:绩效)?指标名称|^指标内容|^具体指标|^评价指标$|^绩效指标$|^指标$|^考核指标"),
    ),
    ("comparator", re.compile(r"^(?:指标)?性质|^(?:计算|比较|运算)?符号|^指标方向")),
    ("adjusted_target", re.compile(r"(?:调整后?(?:的)?)(?:年度)?(?:指标|目标)值|调整值")),
    (
        "actual",
        re.compile(r"(?:实际|全年|自评|年度|年终)?完成(?:指标)?(?:值|情况|数|结果)|实际(?:值|完成|结果)|^完成值|业绩值|实现值|^实现情况"),
    ),
    ("reason", re.compile(r"(?:扣分|偏差|未完成|未达标|失分|偏离)")),
    ("score", re.compile(r"得分|自评分数?|评分$|^自评$|评价分")),
    ("weight", re.compile(r"分值|权重|满分|^应得分|^配分|^分数$")),
    (
        "target",
        re.compile(r"指标值|目标值|设定值|预期(?:值|目标|指标)|计划(?:完成)?(?:值|数)|年度(?:绩效)?(?:目标|指标)|^指标目标|^年初目标|^目标$|^值$|^数值$"),
    ),
    ("reason", re.compile(r"原因|改进|说明|备注")),
)  # fmt: skip
MONEY_HEADS = (
    ("initial", re.compile(r"年初")),
    (
        "adjusted",
        re.compile(r"全年预算|调整后?预?算?|预算数?[（(]?A|预算(?:安排)?数?$|^(?:预算|安排)(?:金额|资金)|^全年数"),
    ),
    ("other", re.compile(r"到位|占比|增减|上年")),
    ("weight", re.compile(r"分值|权重")),
    ("score", re.compile(r"(?<!复核)得分(?!率)|自评分")),
    ("execution_rate", re.compile(r"执行率|完成率|支出率|支付率|执行进度|支出进度|B/A")),
    ("executed", re.compile(r"执行(?:数|额|金额|资金)|实际支出|实际使用|支出(?:数|金额|额)|决算|^实际执行|^全年支出")),
)  # fmt: skip
_SUB_HEAD = re.compile(r"^(?:指标)?名称$|^权重|^分值|^符号|^值$|^数值$|^单位|^内容$|^得分$")
# What the second line of a head says better than both together: 一级指标 | 二级指标 | 三级指标 below 绩效指标.
_NAMED_BELOW = ("group", "kind", "name", "comparator", "target", "unit")
_BEFORE_NAME = frozenset({"group", "kind", "name", "other"})

Heads = Sequence[tuple[str, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its last row, and for each field the columns below its words, from `start` to `end`."""

    row: int
    columns: dict[str, tuple[int, int]]

    def at(self, name: str) -> int | None:
        place = self.columns.get(name)
        return place[0] if place else None


def columns(grid: Grid, row: int, words: Sequence[str], heads: Heads) -> dict[str, tuple[int, int]]:
    """Where each field stands. Of two columns with the same meaning the first right of the name counts, else the last.

    Levels of indicators may have weights of their own, left of the indicator that is meant.
    """
    found = _fields(grid, row, words, heads)
    # The deepest level is the indicator: 三级指标, or 四级指标 behind it.
    known = {name: place for name, place in found if name == "name"}
    behind = known["name"][1] if known else 0
    for name, place in found:
        is_better = name not in known or (known[name][0] < behind and name not in _BEFORE_NAME)
        if name != "name" and is_better:
            known[name] = place
    known.pop("other", None)
    return known


def _fields(grid: Grid, row: int, words: Sequence[str], heads: Heads) -> list[tuple[str, tuple[int, int]]]:
    """What each column of a row means, from left to right; the columns of one cell once."""
    found: list[tuple[str, tuple[int, int]]] = []
    for column, head in enumerate(words):
        name = _meaning(grid, row, column, head, heads)
        if name is None:
            continue
        before, (low, high) = found[-1] if found else ("", (0, 0))
        if (before, high) == (name, column) and _same_cell(grid, row, column, words):
            found[-1] = (name, (low, column + 1))
        else:
            found.append((name, (column, column + 1)))
    return found


def _meaning(grid: Grid, row: int, column: int, head: str, heads: Heads) -> str | None:
    name = next((name for name, pattern in heads if pattern.search(head)), None) if head else None
    return "other" if name is not None and _is_of_another_year(grid, row, column) else name


_ROWS_ABOVE = 2


def _is_of_another_year(grid: Grid, row: int, column: int) -> bool:
    """Whether a head, or one above it that stands not over the whole table, names another year than the report's."""
    if grid.year is None:
        return False
    above = (cells[column] for cells in grid.rows[max(0, row - _ROWS_ABOVE) : row + 1])
    heads = (cell for cell in above if cell is not None and cell.columns < len(grid.rows[row]))
    return any(named_year(grid.words(cell), grid.year) not in {None, grid.year} for cell in heads)


def _same_cell(grid: Grid, row: int, column: int, words: Sequence[str]) -> bool:
    cells = grid.rows[row]
    return cells[column] is not None and cells[column] is cells[column - 1] and words[column] == words[column - 1]


def indicator_head(grid: Grid, start: int, end: int) -> Head | None:
    """The first head above indicators between two rows; heads of two lines are read together."""
    for row in range(start, end):
        words = grid.row_words(row)
        known = columns(grid, row, words, INDICATOR_HEADS)
        if "name" not in known or not {"target", "actual", "score"} & set(known):
            continue
        if len({id(cell) for cell in grid.distinct(row)}) < 3:
            continue
        is_of_two = row + 1 < end and _is_second_line(grid, row, known["name"][0])
        return _head_of_two_lines(grid, row, words) if is_of_two else Head(row, known)
    return None


def _head_of_two_lines(grid: Grid, row: int, words: Sequence[str]) -> Head:
    below = grid.row_words(row + 1)
    joined = [high if high == low else high + low for high, low in zip(words, below, strict=True)]
    own = columns(grid, row + 1, below, INDICATOR_HEADS)
    both = columns(grid, row + 1, joined, INDICATOR_HEADS)
    return Head(row + 1, both | {name: own[name] for name in _NAMED_BELOW if name in own})


def _is_second_line(grid: Grid, row: int, name: int) -> bool:
    """Whether the row below names parts of the columns: 名称 | 权重, or 符号 | 值 | 单位."""
    below = grid.row_words(row + 1)
    own = [word for column, word in enumerate(below) if grid.rows[row + 1][column] is not grid.rows[row][column]]
    subs = sum(1 for word in own if _SUB_HEAD.search(word))
    goes_down = grid.rows[row + 1][name] is grid.rows[row][name]
    named = re.fullmatch(r"(?:指标)?名称", below[name]) is not None
    fields = columns(grid, row + 1, below, INDICATOR_HEADS)
    has_levels = {"group", "kind", "name"} <= set(fields)
    return (goes_down and (subs >= 2 or len(fields) >= 2)) or (named and subs >= 1) or has_levels
