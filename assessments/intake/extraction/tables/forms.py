"""项目支出绩效自评表, 部门整体支出绩效自评表 and 转移支付绩效自评表 in their many layouts (domain §3.1–3.3).

One table may hold several forms below each other. What is not certain is not stated, and sums over it are withheld.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from assessments.intake.extraction.tables.accounts import account_groups
from assessments.intake.extraction.tables.funding import read_funding
from assessments.intake.extraction.tables.grades import stated_grade
from assessments.intake.extraction.tables.grids import Grid, is_blank, number, stated_cell, stated_name
from assessments.intake.extraction.tables.table_headers import Head, indicator_head
from assessments.intake.extraction.words.brackets import stated_band, taken_out_of_brackets
from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.document import TextCell
from assessments.rules.text.quantities import plain
from budgets.terms import Comparator, MoneyUnit

_END_ROW = re.compile(r"^(?:合计|总分|总计|自评总分|总得分|得分合计|分数合计|综合得分|自评得分合计|合计得分)")
_PART_SUM = re.compile(r"^(?:小计|.{0,8}小计$)")
_NUMBER_OF_ROW = re.compile(
    r"^(?:指标|目标)\s*[\d一二三四五六七八九十]{1,2}\s*[:：、.．]?|^[(（]?\d{1,2}[)）]?[、.．:：](?!\d)"
)
_PROJECT_NAME = re.compile(r"^(?:项目|专项|转移支付.{0,10})名称")
_SCORE_ABOVE = re.compile(r"^(?:自评|综合|部门自评)?(?:总分|总得分|得分)(?:[（(]分[)）])?$")
_AT_LEAST = ("≥", ">=", "大于等于", "不低于", "不少于", "不小于", "至少", "达到")
_AT_MOST = ("≤", "<=", "小于等于", "不超过", "不高于", "不多于", "不大于", "控制在", "最多")
_SIGNS: dict[str, Comparator] = {
    **dict.fromkeys(_AT_LEAST, Comparator.AT_LEAST),
    **dict.fromkeys(_AT_MOST, Comparator.AT_MOST),
    **dict.fromkeys(("=", "==", "等于"), Comparator.EQUAL),
    **dict.fromkeys((">", "大于", "高于", "超过"), Comparator.MORE_THAN),
    **dict.fromkeys(("<", "小于", "低于"), Comparator.LESS_THAN),
    **dict.fromkeys(("定性", "文字描述"), Comparator.QUALITATIVE),
}
_SIGNED = re.compile("|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)))
_RAISED = re.compile(r"^\D*\d[\d.,]*\D{0,4}?(?:及|（含）)?(?P<sign>以上|以内|以下)$")
_NOT_APPLICABLE = re.compile(r"不适用|不考核|不涉及|未实施|本年度?不")
_SUMS = frozenset({"K12", "K14"})
_COLUMNS_OF_CHECKS = ("reason", "actual", "kind")  # whose absence says nothing of the rows
_OVERALL = re.compile(r"^(?:年度)?(?:总体|整体)(?:绩效)?目标$")
_SUB_GOAL = re.compile(r"^分项(?:绩效)?目标\d{0,2}$")
_GOAL_NUMBER = re.compile(r"(?<![\d.])(?P<number>\d{1,2})[.、．](?!\d)")
_NOTE = 120  # characters below a form
_WEIGHT_OF_ROW = r"(?:/projects/\d+)?/indicators/\d+/weight"
_TRANSFER_NAME = re.compile(r"^转移支付.{0,10}名称")


@dataclass(slots=True)
class FormReading:
    """Forms so far, and how many projects they name."""

    groups: list[Group] = field(default_factory=list)
    projects: int = 0
    of_department: int = 0
    passages: list[Group] = field(default_factory=list)  # what a form states of the whole department's money


def read_forms(grid: Grid, unit: MoneyUnit, reading: FormReading) -> bool:
    """Read all forms of a table. False where it holds none."""
    start, found = 0, False
    while (head := indicator_head(grid, start, len(grid.rows))) is not None:
        found = True
        start = _FormTable(grid, reading, start, head).read(unit) + 1
    return found


def begins_form(words: Sequence[str]) -> bool:
    """Whether a row is the first of a form: it names the project, or is the title."""
    return any(_PROJECT_NAME.search(word) for word in words) or "绩效自评表" in words[0]


class _FormTable:
    """One form: its funding above the head, its indicators below, and its last line."""

    def __init__(self, grid: Grid, reading: FormReading, start: int, head: Head) -> None:
        self._grid, self._reading, self._start, self._head = grid, reading, start, head
        is_transfer = _labelled(grid, start, head.row, _TRANSFER_NAME) is not None
        self._group = Group("transfer form" if is_transfer else "form")
        self._doubtful: set[str] = set()
        self._unasked: list[str] = []
        self._sub_goals = 0
        named = _labelled(grid, start, head.row, _PROJECT_NAME)
        self._named_in = named.row if named is not None else None
        self._holder = self._place(named)
        self._group.add(stated_name(grid, self._holder, named))

    def _place(self, named: TextCell | None) -> str:
        """Of a project, or of the whole department: by the project's name, else by the title."""
        title = self._grid.lead() + "".join(self._grid.row_words(row)[0] for row in range(self._start, self._head.row))
        is_first = self._reading.of_department == 0
        if named is None and is_first and not ("项目支出" in title and "整体" not in title):
            self._reading.of_department += 1
            return ""
        self._reading.projects += 1
        return f"/projects/{self._reading.projects - 1}"

    def _state(self, *stated: Stated | None) -> None:
        self._group.add([item for item in stated if item is not None])

    def read(self, unit: MoneyUnit) -> int:
        """Read the form; gives its last row."""
        rows = (self._start, self._head.row)
        funding = read_funding(self._grid, unit, rows, self._holder, self._group)
        self._doubtful |= funding.doubtful
        if funding.of_department.stated:
            self._reading.passages.append(funding.of_department)
        if not self._holder:
            self._reading.passages += account_groups(self._grid, unit, rows)
            self._state(*self._overall_goals(rows))
        last = self._read_rows()
        self._read_total(last)
        below = range(last, min(last + 2, len(self._grid.rows)))
        self._state(*stated_grade(self._grid, f"{self._holder}/grade", (*below, *self._rows_of_own_above())))
        self._group.withheld = frozenset(self._doubtful)
        self._group.unasked = tuple(self._unasked)
        self._reading.groups.append(self._group)
        if not self._holder and not self._doubtful & _SUMS:  # the prose may state another score than the form
            self._reading.passages.append(Group("form score", self._group.stated, frozenset({"K14"})))
        return last

    def _overall_goals(self, rows: tuple[int, int]) -> Iterator[Stated]:
        """The numbered goals in one cell: "1.……2.……"."""
        cell = _labelled(self._grid, rows[0], rows[1], _OVERALL, within=rows[1] - rows[0])
        if cell is None:
            return
        text = self._grid.document.text[cell.start : cell.end]
        numbers = list(_GOAL_NUMBER.finditer(text))
        starts = [match for at, match in enumerate(numbers) if match["number"] == str(at + 1)]
        for at, match in enumerate(starts):
            end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
            said = text[match.end() : end].strip().rstrip("；;。")
            span = (cell.start + match.end(), cell.start + match.end() + len(said))
            yield Stated(f"/goals/overall/{at}", said, span, span)

    def _read_sub_goal(self, row: int, words: list[str]) -> bool:
        """A line across the list that names the sub-goal of the rows below."""
        if self._holder or not _SUB_GOAL.match(words[0]):
            return False
        cell = self._grid.next_filled(row, 0)
        if cell is not None:
            name, _, said = self._grid.raw(cell).partition("：")
            place = f"/goals/sub/{self._sub_goals}"
            self._sub_goals += 1
            end = cell.start + len(name)
            self._state(
                Stated(f"{place}/name", name, (cell.start, end), cell.span),
                Stated(f"{place}/statement", said, cell.span, cell.span) if said and said != "未填写" else None,
            )
        return True

    def _read_rows(self) -> int:
        """Rows below the head, until one that sums up. Gives that row."""
        count, head = 0, self._grid.row_words(self._head.row)
        for row in range(self._head.row + 1, len(self._grid.rows)):
            words = self._grid.row_words(row)
            if self._is_end(words):
                return self._last_end(row)
            if begins_form(words):
                return row - 1
            if (
                self._read_sub_goal(row, words) or self._is_part_sum(row, words) or words == head
            ):  # a page break repeats the head
                continue
            count += self._read_row(row, f"{self._holder}/indicators/{count}")
        return len(self._grid.rows) - 1

    def _last_end(self, row: int) -> int:
        """The last of several lines that sum up: "合计 90" stands above "总分 100"."""
        while row + 1 < len(self._grid.rows) and self._is_end(self._grid.row_words(row + 1)):
            row += 1
        return row

    def _is_end(self, words: list[str]) -> bool:
        return any(_END_ROW.search(words[at]) for at in {0, self._name} if words[at])

    def _is_part_sum(self, row: int, words: list[str]) -> bool:
        """A line that adds up a group: "小计", or the group's name across all columns up to its weight."""
        if any(_PART_SUM.search(word) for word in words):
            return True
        at = self._head.at("group")
        cells = self._grid.rows[row]
        spread = at is not None and cells[at] is not None and cells[at] is cells[self._name] and at != self._name
        return spread and not any(self._text(row, name) for name in ("target", "actual"))

    @property
    def _name(self) -> int:
        return self._head.columns["name"][0]

    def _read_row(self, row: int, pointer: str) -> int:
        """1 where the row is an indicator, else 0."""
        name = self._joined(row, "name")
        own = _NUMBER_OF_ROW.sub("", name.value) if name else ""
        is_weighted = any(self._numeric(row, column) is not None for column in ("weight", "score"))
        if name is None or not self._names_indicator(row, own):
            self._doubtful |= _SUMS if is_weighted else set()
            return 0
        if _is_execution(own) and is_weighted:
            self._read_execution(row)
            return 0
        stated = [*self._fields(row, pointer), *self._numbers(row, pointer), *self._not_applicable(row, pointer)]
        if not self._says_something(stated) and not self._is_left_blank(row, own):
            return 0
        place = (name.span[0], name.span[1])
        self._state(Stated(pointer, None, place, place), Stated(f"{pointer}/name", own, place, place), *stated)
        self._unasked += [f"{pointer}/{column}" for column in _COLUMNS_OF_CHECKS if column not in self._head.columns]
        return 1

    def _names_indicator(self, row: int, name: str) -> bool:
        return not (is_blank(name.strip("…. ")) or self._is_across(row) or self._is_remark(row))

    def _is_across(self, row: int) -> bool:
        """One cell over the whole row: a heading or a remark."""
        return len(list(self._grid.distinct(row))) < 3

    def _is_remark(self, row: int) -> bool:
        """Whether one cell stands below the heads of what was asked and of what came of it."""
        asked, told = self._head.at("target"), self._head.at("actual")
        if asked is None or told is None:
            return False
        cells = self._grid.rows[row]
        return cells[asked] is not None and cells[asked] is cells[told]

    @staticmethod
    def _says_something(stated: list[Stated]) -> bool:
        """Rows of the blank form that nobody used have neither target nor result, and no points."""
        fields = {item.pointer.rpartition("/")[2]: item.value for item in stated}
        return bool({"target", "actual"} & set(fields)) or bool(fields.get("weight")) or bool(fields.get("score"))

    def _is_left_blank(self, row: int, name: str) -> bool:
        """An indicator with a name of its own in a form that was used: its target and result were forgotten."""
        labels = {self._text(row, column) for column in ("group", "kind")}
        return bool(self._text(row, "kind")) and name not in labels and self._is_used

    @cached_property
    def _is_used(self) -> bool:
        """Whether some row has both a target and a result."""
        rows = range(self._head.row + 1, len(self._grid.rows))
        return any(self._text(row, "target") and self._text(row, "actual") for row in rows)

    def _fields(self, row: int, pointer: str) -> Iterator[Stated]:
        for name in ("group", "kind", "unit", "reason", "target", "adjusted_target", "actual"):
            stated = self._joined(row, name)
            if stated is not None:
                yield from taken_out_of_brackets(name, replace(stated, pointer=f"{pointer}/{name}"))
        yield from self._comparator(row, pointer)

    def _numbers(self, row: int, pointer: str) -> Iterator[Stated]:
        """Points; those of one cell over several indicators belong to none of them."""
        for name in ("weight", "score"):
            cell = self._numeric(row, name)
            if cell is not None and (self._is_shared(row, cell) or self._may_reach_down(row)):
                self._doubtful |= _SUMS
            elif cell is not None:
                stated = stated_cell(self._grid, f"{pointer}/{name}", cell, unit="分")
                if stated is not None:
                    yield stated

    def _not_applicable(self, row: int, pointer: str) -> Iterator[Stated]:
        """A row that the form itself leaves out of the score; where its points are gone, the sums are not ours."""
        said = next((item for name in ("actual", "reason") if (item := self._joined(row, name)) is not None), None)
        if said is None or self._numeric(row, "score") is not None or not _NOT_APPLICABLE.match(said.value):
            return
        if self._numeric(row, "weight") is None:
            self._doubtful |= {"K12"} if self._is_scaled() else _SUMS
        yield Stated(f"{pointer}/not_applicable", value=True, span=said.span, words=said.words)

    def _is_scaled(self) -> bool:
        """Whether a note below says that the total was scaled up to the full score."""
        end = self._grid.table.end
        return "折算" in self._grid.document.text[end : end + _NOTE]

    def _may_reach_down(self, row: int) -> bool:
        """Whether the next row has an indicator and no cells for its points: pasted text does not show merged cells."""
        if row + 1 >= len(self._grid.rows) or self._joined(row + 1, "name") is None:
            return False
        below = self._grid.rows[row + 1]
        places = [self._head.at(name) for name in ("weight", "score")]
        return all(at is not None and below[at] is None for at in places)

    def _is_shared(self, row: int, cell: TextCell) -> bool:
        if cell.rows == 1:
            return False
        name = self._grid.rows[row][self._name]
        return name is None or (cell.row, cell.rows) != (name.row, name.rows)

    def _joined(self, row: int, name: str) -> Stated | None:
        """The words below a head; several cells there, as "≥" and "40", are one text."""
        if name not in self._head.columns:
            return None
        low, high = self._head.columns[name]
        cells = [cell for cell in dict.fromkeys(self._grid.rows[row][low:high]) if cell and self._grid.words(cell)]
        filled = [cell for cell in cells if not is_blank(self._grid.words(cell), of_field=name)]
        if not filled:
            return None
        span = (filled[0].start, filled[-1].end)
        value = self._grid.raw(filled[0]) if len(filled) == 1 else "".join(self._grid.words(cell) for cell in filled)
        return Stated(name, value, span, span)

    def _text(self, row: int, name: str) -> str:
        stated = self._joined(row, name)
        return stated.value if stated else ""

    def _numeric(self, row: int, name: str) -> TextCell | None:
        low, high = self._head.columns.get(name, (0, 0))
        for cell in self._grid.rows[row][low:high]:
            if cell is not None and number(self._grid.words(cell)) is not None:
                return cell
        return None

    def _read_execution(self, row: int) -> None:
        """The execution of the budget among the indicators: its points have fields of their own."""
        place = f"{self._holder}/total" if self._holder else "/execution"
        for name in ("weight", "score"):
            self._state(stated_cell(self._grid, f"{place}/{name}", self._numeric(row, name), unit="分"))

    def _comparator(self, row: int, pointer: str) -> Iterator[Stated]:
        """From its own column, else from the sign at the target; words for a target mean a qualitative indicator."""
        stated = self._joined(row, "comparator")
        said = _SIGNS.get(plain(stated.value)) if stated else None
        if said is None:
            stated = self._joined(row, "target")
            said = _said(plain(stated.value)) if stated else None
        if said is not None and stated is not None:
            yield Stated(f"{pointer}/comparator", said, stated.span, stated.words)
        actual = self._joined(row, "actual")
        if actual is not None:
            yield from stated_band(replace(actual, pointer=f"{pointer}/actual"))

    def _rows_of_own_above(self) -> range:
        """Above the project's name a total or grade is the last line of the form before, cut off by a page break."""
        return range(self._start if self._named_in is None else self._named_in, self._head.row)

    def _read_total(self, row: int) -> None:
        words = self._grid.row_words(row)
        if not any(_END_ROW.search(word) for word in words) or "score" not in self._head.columns:
            own = self._rows_of_own_above()
            above = _labelled(self._grid, own.start, own.stop, _SCORE_ABOVE)
            self._state(stated_cell(self._grid, f"{self._holder}/score", above, unit="分"))
            return
        total = stated_cell(self._grid, f"{self._holder}/score", self._numeric(row, "score"), unit="分")
        weights = stated_cell(self._grid, "", self._numeric(row, "weight"), unit="分")
        self._state(total)
        if weights is not None and weights.value not in {Decimal(100), self._weights_with_execution()}:
            self._doubtful |= _SUMS  # a sum of indicators only, or of one of several parts

    def _weights_with_execution(self) -> Decimal | None:
        """All weights of the form; None where it has none for the budget's execution: it may stand elsewhere."""
        execution = self._group.value(f"{self._holder}/total/weight" if self._holder else "/execution/weight")
        rows = [item.value for item in self._group.stated if re.fullmatch(_WEIGHT_OF_ROW, item.pointer)]
        return sum(rows, execution) if execution is not None and rows else None


def _said(words: str) -> Comparator | None:
    """The comparator that a target carries."""
    match = _SIGNED.match(words)
    if match and re.search(r"\d", words):
        return _SIGNS[match[0]]
    raised = _RAISED.match(words)
    if raised:
        return Comparator.AT_LEAST if raised["sign"] == "以上" else Comparator.AT_MOST
    return None if re.search(r"\d", words) else Comparator.QUALITATIVE


def _is_execution(name: str) -> bool:
    return re.fullmatch(r"(?:年度|部门|项目|全年)?(?:预算|资金|预算资金|财政资金)执行率?", plain(name)) is not None


def _labelled(grid: Grid, start: int, end: int, pattern: re.Pattern[str], within: int = 12) -> TextCell | None:
    """The cell beside a label above the head of the indicators."""
    for row in range(start, min(end, start + within)):
        for column, cell in enumerate(grid.rows[row]):
            if cell is not None and pattern.search(grid.words(cell)):
                return grid.next_filled(row, column)
    return None
