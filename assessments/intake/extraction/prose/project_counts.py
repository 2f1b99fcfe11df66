"""How many projects a report says that there are, in its several passages: one may be left of another's report."""

import re
from collections.abc import Iterator, Sequence

from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import RestatedCount

_ALL = re.compile(r"共|全部|所有|总数|合计|总计|均")
# Words that name a set of projects, and words that tell why two numbers of projects differ.
_SCOPE = re.compile(
    r"本级|所属|下属|二级|一级|机关|一般公共|基金|专项|重点|转移支付|债券|中央|省级|市级|县级|区级|部门评价|财政评价|事前|监控|20\d{2}年|上年|结转"
)
_EXPLAINED = re.compile(
    r"新增|追加|增加|撤销|合并|调整|取消|免评|涉密|不参与|未参评|未纳入|除|剩余|另|以上|抽取|选取|选择|其中"
)
_LONGEST_LEAD = 80  # characters


def restated_counts(page: Compact, groups: Sequence[Group], year: int | None) -> Iterator[RestatedCount]:
    """Numbers of all projects of one kind and year, without a word on why they differ. `year` is the report's."""
    first: dict[frozenset[str], Stated] = {}
    for group in groups:
        if group.family != "project_count":
            continue
        count = group.stated[0]
        said = _around(page.plain, count)
        if not _ALL.search(count.name) or _EXPLAINED.search(said):
            continue
        known = first.setdefault(frozenset(_SCOPE.findall(said)) - {f"{year}年"}, count)
        yield RestatedCount(first=known.value, again=count.value, spans=(known.words, count.words))


def _around(plain: str, count: Stated) -> str:
    """The sentence with the number."""
    low, high = max(0, count.start - _LONGEST_LEAD), min(len(plain), count.start + _LONGEST_LEAD)
    start = max(plain.rfind(stop, low, count.start) for stop in "。\n") + 1 or low
    ends = [end for end in (plain.find(stop, count.start, high) for stop in "。\n") if end >= 0]
    return plain[start : min(ends, default=high)]
