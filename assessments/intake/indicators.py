"""Indicator rows in prose: "……案件数≥40件", "不少于40件", "完成率达到98%（目标值≥95%）" (domain §2.4)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assessments.intake.compact import Compact
from assessments.intake.outline import Line, sub_goals
from assessments.intake.statements import Group, Stated, stated_words
from budgets.terms import Comparator

_SIGNS = {
    "≥": Comparator.AT_LEAST,
    ">=": Comparator.AT_LEAST,
    "大于等于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST,
    "不低于": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    "小于等于": Comparator.AT_MOST,
    "不超过": Comparator.AT_MOST,
    "不高于": Comparator.AT_MOST,
    "不多于": Comparator.AT_MOST,
    "=": Comparator.EQUAL,
    ">": Comparator.MORE_THAN,
    "<": Comparator.LESS_THAN,
    "≧": Comparator.AT_LEAST,
    "≦": Comparator.AT_MOST,
}
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_ROW = re.compile(
    rf"(?P<name>[^，。；：\n\t≥≤=<>]{{2,40}})(?P<sign>{_SIGN})(?P<target>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit>百分比|百分点|个百分点|%|[万亿]?元(?:/[\u4e00-\u9fff]{1,3})?|[\u4e00-\u9fff]{1,3}?(?=[，。；、）（\n]|$)|公里|平方米|人次|场次)?"
)
_LONGEST_LEAD = 400  # characters of its line that tell what an indicator belongs to
_MOST_ROWS = 500  # more indicators than any report has in its prose
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、]|（\d{1,2}）|[①-⑩]|(?:绩效)?指标\d*：|(?:数量|质量|时效|成本|效益|满意度)指标[：:])+"
)
_DONE = (
    r"(?:实际)?(?:完成|达到?|实现|为|值为?|：)+(?:值|了|数)?(?:为|：)?"
    r"(?P<actual>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[\u4e00-\u9fff]{0,2})"
)
_ACTUAL_BEHIND = re.compile(rf"^[^。；\n≥≤]{{0,3}}[，（]?(?:全年|年末|本年)?(?:实际|自评)[^。；\n\d≥≤]{{0,6}}?{_DONE}")


@dataclass(frozen=True, slots=True)
class _Row:
    """One indicator as prose gives it, with its place in the compact text."""

    match: re.Match[str]
    name: str
    name_start: int


def indicator_group(page: Compact, lines: Sequence[Line]) -> Group:
    """Indicators under their sub-goal where one stands above them, else of the department as a whole."""
    group = Group("indicators")
    goals = [page.find(statement.start) for _, statement in sub_goals(lines)]
    ends = _ends_of_goals(page, lines, goals)
    counts: dict[str, int] = {}
    for row in islice(_rows(page.plain), _MOST_ROWS):
        holder = ""
        for number, (start, end) in enumerate(zip(goals, ends, strict=True)):
            if start <= row.match.start() < end:
                holder = f"/goals/sub/{number}"
        pointer = f"{holder}/indicators/{counts.get(holder, 0)}"
        counts[holder] = counts.get(holder, 0) + 1
        group.add(_stated(page, row, pointer))
    return group


def _ends_of_goals(page: Compact, lines: Sequence[Line], goals: list[int]) -> list[int]:
    headings = [page.find(line.start) for line in lines if 0 < line.level <= 2]
    return [min((place for place in headings if place > start), default=len(page.plain)) for start in goals]


def _rows(plain: str) -> Iterator[_Row]:
    for match in _ROW.finditer(plain):
        if "\t" in _around(plain, match.start(), match.end()):
            continue  # a table's row is read as one
        name = _NUMBERED.sub("", match["name"].strip('“”"（）、'))
        word_sign = match["sign"] not in "≥≤=<>>=<=" and not match["sign"].isascii()
        if len(name) < 2 or (word_sign and not _is_indicator_line(plain, match.start())):
            continue
        start = match.start("name") + match["name"].find(name)
        yield _Row(match, name, start)


def _around(plain: str, start: int, end: int) -> str:
    """The line in which something stands, as far as it can matter."""
    low, high = max(0, start - _LONGEST_LEAD), min(len(plain), end + _LONGEST_LEAD)
    first = plain.rfind("\n", low, start) + 1 or low
    last = plain.find("\n", end, high)
    return plain[first : high if last < 0 else last]


def _is_indicator_line(plain: str, at: int) -> bool:
    """A word like "不超过" states a target only where the passage says that it lists indicators."""
    low = max(0, at - _LONGEST_LEAD)
    start = plain.rfind("\n", low, at) + 1 or low
    return re.search(r"指标(?:值)?[：:]|目标值", plain[start:at]) is not None


def _stated(page: Compact, row: _Row, pointer: str) -> Iterator[Stated]:
    match, plain = row.match, page.plain
    whole = page.span(row.name_start, match.end())
    yield Stated(pointer, None, whole, whole)
    yield stated_words(page, f"{pointer}/name", row.name, row.name_start, match.end("name"))
    comparator = _SIGNS[match["sign"]]
    yield stated_words(page, f"{pointer}/comparator", comparator, match.start("sign"), match.end("sign"))
    span = page.span(match.start("target"), match.end())
    yield Stated(
        f"{pointer}/target", match["target"], span, whole, match["target"], match["unit"] or "", match.start("target")
    )
    if match["unit"]:
        yield stated_words(page, f"{pointer}/unit", match["unit"], match.start("unit"), match.end("unit"))
    actual = _ACTUAL_BEHIND.match(plain[match.end() : match.end() + 60])
    if actual:
        start, end = match.end() + actual.start("actual"), match.end() + actual.end()
        span = page.span(start, end)
        yield Stated(f"{pointer}/actual", actual["actual"], span, span, actual["actual"], actual["unit"], start)
