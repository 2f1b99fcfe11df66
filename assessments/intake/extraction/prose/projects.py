"""Projects as prose counts them: how many, how much, by fund, by grade, by how far their goals were reached."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.intake.extraction.tables.grades import GRADES
from assessments.intake.extraction.words.labels import fund_of
from assessments.intake.extraction.words.numbers import Measure, Mention, by_stretch, lines_in
from assessments.intake.extraction.words.statements import Group, Stated, stated_number, stated_words
from assessments.intake.loading.normalised_text import Compact

_FUND = (
    r"(?:一般公共预算|公共财政预算|政府性(?:基金)?(?:预算)?|基金预算|国有资本经营(?:预算)?"
    r"|社会保险基金(?:预算)?|社保基金(?:预算)?)"
)
_FUND_PROJECTS = re.compile(
    rf"(?<!占)(?<!占本部门)(?P<fund>{_FUND})(?:(?:支出)?项目(?!支出总额)|(?=：?\d{{1,5}}[个项](?:项目|[，；。（、]|$)))"
)
_COUNTED = re.compile(r"项目(?:支出)?(?:个数|总数|数量)?(?:共计|总计|合计|共有|共|计|有|为|了|，){0,6}+$")
_FOLLOWED = re.compile(r"(?:预算|本级|支出|自评|参评|绩效|财政)*项目")
_NARROW = re.compile(
    r"(?:重点|工程|建设|新建|续建|产业|扶贫|帮扶|招商|科研|维修|改造|新增|追加|其中|省级|国家级|专项债)[^，。；]{0,4}项目"
)
_PART_OF = re.compile(r"其中|包括|包含|[一二]级项目|以[上下]|得分")
_ON_BUDGET = re.compile(r"自评|预算|决算|资金|评价|项目支出")


_NEAR, _SHORT = 3, 30  # paragraphs between a number of projects and its parts; headings do not count


@dataclass(frozen=True, slots=True)
class _Passage:
    """One paragraph with the numbers that stand in it."""

    start: int
    end: int
    text: str
    found: tuple[Mention, ...]

    def of(self, measure: Measure, low: int, high: int) -> Iterator[Mention]:
        return (
            one for one in self.found if one.measure is measure and low <= one.start < high and one.value is not None
        )


def project_groups(page: Compact, found: Sequence[Mention]) -> Iterator[Group]:
    """What the paragraphs of a report say of its projects."""
    count: Stated | None = None
    since = 0  # paragraphs since that count was read
    for passage in _passages(page.plain, found):
        own = _count(page, passage)
        count, since = (own, 0) if own else (count, since + (len(passage.text) > _SHORT))
        near = count if since <= _NEAR else None
        about_transfers = "转移支付" in passage.text
        yield from _shares(page, passage)
        yield from _grades(page, passage, None if about_transfers else near)
        yield from _completion(page, passage, near)
        if own and not about_transfers:
            yield Group("project_count", [own])


_SENTENCE_IN_TABLE = re.compile(r"[^\t]{0,8}(?:(?:实现|完成)程度|资金性质)\t[^\t]*")  # as the summary has them


def _passages(plain: str, found: Sequence[Mention]) -> Iterator[_Passage]:
    for start, end, inside in by_stretch(found, lines_in(plain)):
        line = plain[start:end]
        if "\t" not in line or _SENTENCE_IN_TABLE.fullmatch(line):
            yield _Passage(start, end, line, tuple(inside))


def _count(page: Compact, passage: _Passage) -> Stated | None:
    """The number of all projects: the first one that a paragraph on the budget counts without narrowing it down."""
    if not _ON_BUDGET.search(passage.text):
        return None
    for mention in passage.of(Measure.COUNT, passage.start, passage.end):
        if _counts_projects(page, mention) and not _is_of_some(page, passage, mention):
            return stated_number(page, "/project_totals/count", mention, int(mention.number))
    return None


_OF_SOME = re.compile("^的|转移支付|[优良中差]")


def _is_of_some(page: Compact, passage: _Passage, mention: Mention) -> bool:
    """Whether a number of projects is no exact one, or the words around it narrow it down."""
    before = max(passage.start, mention.label_start - 3)
    if mention.about or _OF_SOME.search(mention.label) or _PART_OF.search(page.plain, before, mention.start):
        return True
    after = re.split("[，。；：（]", page.plain[mention.end : mention.end + 12])[0]
    narrow = _NARROW.search(mention.label + mention.digits + after) or _FUND_PROJECTS.search(mention.label)
    return narrow is not None


def _counts_projects(page: Compact, mention: Mention) -> bool:
    """Whether it is a number of projects: "项目共计4个" or "共涉及4个项目"."""
    if mention.unit not in {"个", "项"}:
        return False
    behind = _FOLLOWED.match(page.plain, mention.end, mention.end + 12)
    before = re.search(r"(?:共|涉及|实施|安排|开展|纳入|全部|所有)[^，。；]{0,6}$", mention.label)
    return _COUNTED.search(mention.label) is not None or (behind is not None and before is not None)


def _shares(page: Compact, passage: _Passage) -> Iterator[Group]:
    parts = _parts_by_fund(page, passage)
    if not parts:
        return
    # One fund alone may be a part of what the projects have.
    group = Group("shares", codes=frozenset({"K06", "K17"}) if len(parts) > 1 else frozenset())
    group.add(_totals_before(page, passage, passage.start + parts[0][0].start()))
    for at, (head, figures) in enumerate(parts):
        start = passage.start + head.start()
        fund = stated_words(
            page, f"/project_totals/by_fund/{at}/fund", fund_of(head["fund"]), start, start + len(head[0])
        )
        group.add([fund, *figures])
    yield group


def _parts_by_fund(page: Compact, passage: _Passage) -> list[tuple[re.Match[str], list[Stated]]]:
    """The funds whose projects a passage counts, each with its figures up to the next fund."""
    heads = list(_FUND_PROJECTS.finditer(passage.text))
    ends = [*(head.start() for head in heads[1:]), len(passage.text)]
    parts: list[tuple[re.Match[str], list[Stated]]] = []
    for head, end in zip(heads, ends, strict=False):
        low, high = passage.start + head.end(), passage.start + end
        figures = list(_share(page, passage, low, high, f"/project_totals/by_fund/{len(parts)}"))
        if any(item.pointer.endswith("/count") for item in figures):
            parts.append((head, figures))
    return parts


def _totals_before(page: Compact, passage: _Passage, first: int) -> Iterator[Stated]:
    """The number and the money of all projects, where a passage states them before the first fund."""
    counts = [one for one in passage.of(Measure.COUNT, passage.start, first) if _counts_projects(page, one)]
    if not counts:
        return
    yield stated_number(page, "/project_totals/count", counts[0], int(counts[0].number))
    money = passage.of(Measure.MONEY, passage.start, first)
    amount = next((one for one in money if re.search(r"资金|预算|金额|经费", one.label)), None)
    if amount is not None:
        yield stated_number(page, "/project_totals/adjusted", amount)


def _share(page: Compact, passage: _Passage, low: int, high: int, pointer: str) -> Iterator[Stated]:
    sentence_end = page.plain.find("。", low, high)
    high = high if sentence_end < 0 else sentence_end
    count = next(passage.of(Measure.COUNT, low, high), None)
    if count and count.unit in {"个", "项"}:
        yield stated_number(page, f"{pointer}/count", count, int(count.value or 0))
    amount = next(passage.of(Measure.MONEY, low, high), None)
    if amount:
        yield stated_number(page, f"{pointer}/amount", amount)
    share = next((one for one in passage.of(Measure.PERCENT, low, high) if one.label.startswith("占")), None)
    if share:
        yield stated_number(page, f"{pointer}/share", share)


_GRADE = r"[“\"‘「]?(?P<grade>优秀|良好|中等|较差|优|良|(?<![其之当年集目])中|(?<![误偏相逆])差)[”\"’」]?"
_GRADE_COUNT = re.compile(
    rf"{_GRADE}(?:等?级|等次|档)?的?(?:项目)?(?:支出)?(?:有|共|为|的|：|数|，|计)*(?P<count>\d{{1,5}})(?:个|项)(?!月|百分)"
)
_COUNT_GRADE = re.compile(
    rf"(?P<count>\d{{1,5}})(?:个|项)(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价|评定)*(?:结果|结论|等级|等次|级别)*(?:为|是|被评为|评为|达到)+{_GRADE}(?:等|级|，|。|；|、|$)"
)


def _grades(page: Compact, passage: _Passage, count: Stated | None) -> Iterator[Group]:
    """Grades with their numbers, in each run of text that names them: "优"4个，"良"0个……"""
    pattern = max((_COUNT_GRADE, _GRADE_COUNT), key=lambda one: len(list(one.finditer(passage.text))))
    named: dict[str, re.Match[str]] = {}
    for match in pattern.finditer(passage.text):
        named.setdefault(GRADES[match["grade"]], match)
    if len(named) < 2 or "优" not in named:
        return
    first = passage.start + named["优"].start()
    about = page.plain[max(0, passage.start) : first]
    holder = "/transfers" if "转移支付" in about else "/project_totals"
    group = Group(f"grades:{holder}", codes=frozenset({"K16", "K17"}))
    group.add(
        _counted(page, passage, f"{holder}/by_grade/{grade}", match, match.end("count") + 1)
        for grade, match in named.items()
    )
    if holder == "/transfers":
        group.add(_transfer_count(page, passage, first))
    elif count is not None:
        group.add([count])
        group.withheld = _withheld_of_grades(passage, named, count, first)
    for rate in passage.of(Measure.PERCENT, first, passage.end):
        if re.search(r"(?:评优|优秀)率(?:为|达|达到|是)*$", rate.label):
            group.add([stated_number(page, f"{holder}/excellent_rate", rate)])
            if _is_rate_of(named, rate.number):
                group.withheld = frozenset()  # its rate says that the named grades are all there are
    yield group


def _is_rate_of(named: Mapping[str, re.Match[str]], rate: Decimal) -> bool:
    """Whether so many percent of what was graded at all are 优."""
    graded = sum(int(match["count"]) for match in named.values())
    return bool(graded and rate) and abs(Decimal(int(named["优"]["count"])) / graded * 100 - rate) < 1


def _counted(page: Compact, passage: _Passage, pointer: str, match: re.Match[str], end: int) -> Stated:
    """The number of projects that a pattern found in a passage; `end` is where the number with its unit ends there."""
    start = passage.start + match.start("count")
    number = page.span(start, passage.start + end)
    words = page.span(passage.start + match.start(), passage.start + match.end())
    return Stated(pointer, int(match["count"]), number, words, match["count"], "个", start)


def _withheld_of_grades(
    passage: _Passage, named: Mapping[str, re.Match[str]], count: Stated, first: int
) -> frozenset[str]:
    """K16, where grades that nobody reached may be left out, or where they are those of some projects or of offices."""
    total = sum(int(match["count"]) for match in named.values())
    of_some = any(one.value == total for one in passage.of(Measure.COUNT, passage.start, first))
    return frozenset({"K16"}) if of_some or (len(named) < 3 and total <= count.value) else frozenset()


def _transfer_count(page: Compact, passage: _Passage, before: int) -> Iterator[Stated]:
    for mention in passage.of(Measure.COUNT, passage.start, before):
        if "转移支付" in mention.label and mention.unit in {"个", "项"}:
            yield stated_number(page, "/transfers/count", mention, int(mention.value or 0))


_MANY = r"(?:的)?(?:预算|支出)?(?:项目)?(?:共计|共有|共|有|为|，|：){0,6}+(?P<count>\d{1,5})(?:个|项)"
_BUCKETS = {
    "full": re.compile(rf"(?:达到?|为|在|：|，|程度)(?:了)?100%{_MANY}"),
    "half_or_more": re.compile(
        rf"50%(?:（含）)?(?:[-—~至到]+(?:9\d(?:\.\d+)?|100)%?(?:（不含）)?(?:之间)?|以上){_MANY}"
    ),
    "under_half": re.compile(rf"(?:50%(?:（不含）)?以下|(?:低于|小于|不足|不到|<)50%){_MANY}"),
    "not_started": re.compile(rf"未(?:开展|实施|启动|执行)(?:工作)?{_MANY}"),
}
_OTHER_BUCKET = re.compile(r"(?:60|70|75|80|85|90)%(?:（含）)?(?:以上|以下|[-—~至到])")


def _tells_completion(text: str) -> bool:
    """Whether a passage speaks of how far goals were reached, in the form's own steps."""
    return "程度" in text and not _OTHER_BUCKET.search(text)


def _completion(page: Compact, passage: _Passage, count: Stated | None) -> Iterator[Group]:
    known = {name: match for name, pattern in _BUCKETS.items() if (match := pattern.search(passage.text))}
    if "full" not in known or len(known) < 2 or not _tells_completion(passage.text):
        return
    group = Group("completion", codes=frozenset({"K18"}))
    group.add(
        _counted(page, passage, f"/project_totals/by_completion/{name}", match, match.end())
        for name, match in known.items()
    )
    numbers = [int(match["count"]) for match in known.values()]
    if count is not None:
        group.add([count])
    if 0 not in numbers and (count is None or sum(numbers) == count.value):
        group.withheld = frozenset({"K18"})  # a report that names no empty bucket leaves them all out
    yield group
