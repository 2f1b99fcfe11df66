"""Projects as prose counts them: how many, how much, by fund, by grade, by how far their goals were reached."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.intake.compact import Compact
from assessments.intake.labels import fund_of
from assessments.intake.mentions import Measure, Mention
from assessments.intake.statements import Group, Stated, stated_number, stated_words

GRADES = {
    "优": "优",
    "优秀": "优",
    "良": "良",
    "良好": "良",
    "中": "中",
    "中等": "中",
    "合格": "中",
    "差": "差",
    "较差": "差",
}
_FUND = (
    r"(?:一般公共预算|公共财政预算|政府性(?:基金)?(?:预算)?|基金预算|国有资本经营(?:预算)?"
    r"|社会保险基金(?:预算)?|社保基金(?:预算)?)"
)
_FUND_PROJECTS = re.compile(rf"(?<!占)(?<!占本部门)(?P<fund>{_FUND})(?:支出)?项目(?!支出总额)")
_COUNTED = re.compile(r"项目(?:支出)?(?:个数|总数|数量)?(?:共计|总计|合计|共有|共|计|有|为|了|，)*$")
_FOLLOWED = re.compile(r"(?:预算|本级|支出|自评|参评|绩效|财政)*项目")
_NARROW = re.compile(
    r"(?:重点|工程|建设|新建|续建|产业|扶贫|帮扶|招商|科研|维修|改造|新增|追加|其中|省级|国家级|专项债)[^，。；]{0,4}项目"
)
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


def _passages(plain: str, found: Sequence[Mention]) -> Iterator[_Passage]:
    start, at = 0, 0
    for line in plain.split("\n"):
        end = start + len(line)
        inside = []
        while at < len(found) and found[at].start < end:
            inside.append(found[at])
            at += 1
        if "\t" not in line:
            yield _Passage(start, end, line, tuple(inside))
        start = end + 1


def _count(page: Compact, passage: _Passage) -> Stated | None:
    """The number of all projects: the first one that a paragraph on the budget counts without narrowing it down."""
    if not _ON_BUDGET.search(passage.text):
        return None
    for mention in passage.of(Measure.COUNT, passage.start, passage.end):
        named = _counts_projects(page, mention)
        after = page.plain[mention.end : mention.end + 12]
        narrow = _NARROW.search(mention.label + mention.digits + after) or _FUND_PROJECTS.search(mention.label)
        if named and not narrow and "转移支付" not in mention.label and not re.search("[优良中差]”?", mention.label):
            return stated_number(page, "/project_totals/count", mention, int(mention.value or 0))
    return None


def _counts_projects(page: Compact, mention: Mention) -> bool:
    """Whether it is a number of projects: "项目共计4个" or "共涉及4个项目"."""
    if mention.unit not in {"个", "项"}:
        return False
    behind = _FOLLOWED.match(page.plain, mention.end, mention.end + 12)
    before = re.search(r"(?:共|涉及|实施|安排|开展|纳入)[^，。；]{0,6}$", mention.label)
    return _COUNTED.search(mention.label) is not None or (behind is not None and before is not None)


# --- by fund ----------------------------------------------------------------------------------------------------------


def _shares(page: Compact, passage: _Passage) -> Iterator[Group]:
    heads = list(_FUND_PROJECTS.finditer(passage.text))
    parts: list[tuple[re.Match[str], list[Stated]]] = []
    for at, head in enumerate(heads):
        low = passage.start + head.end()
        high = passage.start + (heads[at + 1].start() if at + 1 < len(heads) else len(passage.text))
        figures = list(_share(page, passage, low, high, f"/project_totals/by_fund/{len(parts)}"))
        if any(item.pointer.endswith("/count") for item in figures):
            parts.append((head, figures))
    if len(parts) < 2:
        return
    group = Group("shares", codes=frozenset({"K06", "K17"}))
    first = passage.start + parts[0][0].start()
    for mention in passage.of(Measure.COUNT, passage.start, first):
        if _counts_projects(page, mention):
            group.add([stated_number(page, "/project_totals/count", mention, int(mention.value or 0))])
    for mention in passage.of(Measure.MONEY, passage.start, first):
        if re.search(r"资金|预算|金额|经费", mention.label) and group.value("/project_totals/count") is not None:
            group.add([stated_number(page, "/project_totals/adjusted", mention)])
    for at, (head, figures) in enumerate(parts):
        start = passage.start + head.start()
        group.add(
            [
                stated_words(
                    page, f"/project_totals/by_fund/{at}/fund", fund_of(head["fund"]), start, start + len(head[0])
                )
            ]
        )
        group.add(figures)
    yield group


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


# --- by grade ---------------------------------------------------------------------------------------------------------

_GRADE = r"[“\"‘「]?(?P<grade>优秀|良好|中等|较差|优|良|(?<![其之当年集])中|(?<![误偏相逆])差)[”\"’」]?"
_GRADE_COUNT = re.compile(
    rf"{_GRADE}(?:等?级|等次|档)?的?(?:项目)?(?:支出)?(?:有|共|为|的|：|数|，|计)*(?P<count>\d{{1,5}})(?:个|项)(?!月|百分)"
)
_COUNT_GRADE = re.compile(
    rf"(?P<count>\d{{1,5}})(?:个|项)(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价|评定)*(?:结果|结论|等级|等次|级别)*(?:为|是|被评为|评为|达到)+{_GRADE}(?:等|级|，|。|；|、|$)"
)


def _grades(page: Compact, passage: _Passage, count: Stated | None) -> Iterator[Group]:
    """Grades with their numbers, in each run of text that names them: "优"4个，"良"0个……"""
    pattern = max((_GRADE_COUNT, _COUNT_GRADE), key=lambda one: len(list(one.finditer(passage.text))))
    named: dict[str, re.Match[str]] = {}
    for match in pattern.finditer(passage.text):
        named.setdefault(GRADES[match["grade"]], match)
    if len(named) < 2 or "优" not in named:
        return
    first = passage.start + named["优"].start()
    about = page.plain[max(0, passage.start) : first]
    holder = "/transfers" if "转移支付" in about else "/project_totals"
    group = Group(f"grades:{holder}", codes=frozenset({"K16", "K17"}))
    for grade, match in named.items():
        start, end = passage.start + match.start(), passage.start + match.end()
        span = page.span(start, end)
        number = page.span(passage.start + match.start("count"), passage.start + match.end("count") + 1)
        pointer = f"{holder}/by_grade/{grade}"
        group.add(
            [
                Stated(
                    pointer,
                    int(match["count"]),
                    number,
                    span,
                    match["count"],
                    "个",
                    passage.start + match.start("count"),
                )
            ]
        )
    if holder == "/transfers":
        group.add(_transfer_count(page, passage, first))
    elif count is not None:
        group.add([count])
        total = sum(int(match["count"]) for match in named.values())
        if len(named) < 3 and total <= count.value:
            group.withheld = frozenset({"K16"})  # the grades that nobody reached need not be named
    graded = sum(int(match["count"]) for match in named.values())
    for rate in passage.of(Measure.PERCENT, first, passage.end):
        if re.search(r"(?:评优|优秀)率(?:为|达|达到|是)*$", rate.label):
            group.add([stated_number(page, f"{holder}/excellent_rate", rate)])
            if graded and rate.value and abs(Decimal(int(named["优"]["count"])) / graded * 100 - rate.value) < 1:
                group.withheld = frozenset()  # its rate says that the named grades are all there are
    yield group


def _transfer_count(page: Compact, passage: _Passage, before: int) -> Iterator[Stated]:
    for mention in passage.of(Measure.COUNT, passage.start, before):
        if "转移支付" in mention.label and mention.unit in {"个", "项"}:
            yield stated_number(page, "/transfers/count", mention, int(mention.value or 0))


# --- by how far goals were reached ------------------------------------------------------------------------------------

_MANY = r"(?:的)?(?:预算|支出)?(?:项目)?(?:共计|共有|共|有|为|，)*(?P<count>\d{1,5})(?:个|项)"
_BUCKETS = {
    "full": re.compile(rf"(?:达到?|为|在|：|，|程度)(?:了)?100%{_MANY}"),
    "half_or_more": re.compile(
        rf"50%(?:（含）)?(?:[-—~至到]+(?:9\d(?:\.\d+)?|100)%?(?:（不含）)?(?:之间)?|以上){_MANY}"
    ),
    "under_half": re.compile(rf"(?:50%(?:（不含）)?以下|(?:低于|小于|不足|不到|<)50%){_MANY}"),
    "not_started": re.compile(rf"未(?:开展|实施|启动|执行)(?:工作)?{_MANY}"),
}
_OTHER_BUCKET = re.compile(r"(?:60|70|75|80|85|90)%(?:（含）)?(?:以上|以下|[-—~至到])")


def _completion(page: Compact, passage: _Passage, count: Stated | None) -> Iterator[Group]:
    matches = {name: pattern.search(passage.text) for name, pattern in _BUCKETS.items()}
    known = {name: match for name, match in matches.items() if match}
    if "程度" not in passage.text or "full" not in known or len(known) < 2 or _OTHER_BUCKET.search(passage.text):
        return
    group = Group("completion", codes=frozenset({"K18"}))
    for name, match in known.items():
        start, end = passage.start + match.start(), passage.start + match.end()
        number = page.span(passage.start + match.start("count"), end)
        pointer = f"/project_totals/by_completion/{name}"
        group.add(
            [
                Stated(
                    pointer,
                    int(match["count"]),
                    number,
                    page.span(start, end),
                    match["count"],
                    "个",
                    passage.start + match.start("count"),
                )
            ]
        )
    if count is not None:
        group.add([count])
    yield group


# --- planned, adjusted, spent -----------------------------------------------------------------------------------------

_INITIAL = re.compile(r"年初(?:批复|下达)?(?:预算|安排|部门预算)|^(?:批复|年初)预算")
_ADJUSTED = re.compile(r"(?:调整|追加|调增|调减)后|调整预算|全年预算|(?:年中)?调整(?:后)?的?预算|可执行预算|预算调整数")
_EXECUTED = re.compile(
    r"(?:决算|执行|实际支出|实际使用|实际完成|全年支出|累计支出|支出完成|实际执行|实际拨付|支付)(?:总)?(?:数|金额|额|支出|资金|资金数)?"
    r"(?:共计|合计|为|了|共|达到?|：|，)*$|^(?:全年|实际|累计)?支出(?:数|金额)?(?:为|共)*$"
)
_RATE = re.compile(
    r"(?:(?:预算)?(?:执行|支出|完成|支付|使用)(?:率|进度)|完成(?:全年|调整后?|年度)?预算的?)(?:为|达到?|是|约|，|：)*$"
)
_PART = re.compile(r"其中|基本支出|人员|公用|三公|政府采购|接待")


def execution_groups(page: Compact, found: Sequence[Mention]) -> Iterator[Group]:
    """One for each sentence that states plan and result, of the projects or of the whole department.

    年初预算……，调整后……，决算数……，执行率……
    """
    for start, end, inside in sentences_of(page.plain, found):
        sentence = page.plain[start:end]
        columns = columns_of(inside)
        rate = next((one for one in inside if one.measure is Measure.PERCENT and _RATE.search(one.label)), None)
        if rate is None and len(columns) < 2:
            continue
        of_projects = re.search(r"项目", sentence[: inside[0].end - start]) is not None
        yield _execution(page, columns, rate, of_projects=of_projects)


def columns_of(inside: Sequence[Mention]) -> dict[str, Mention]:
    """The first amount of each column; none where a column is stated twice, for then it is a list of several things."""
    columns: dict[str, Mention] = {}
    doubled = set()
    for mention in inside:
        if mention.measure is not Measure.MONEY or mention.about or mention.value is None:
            continue
        name = _column(mention.label)
        if name in columns and columns[name].value != mention.value:
            doubled.add(name)
        if name:
            columns.setdefault(name, mention)
    return {} if doubled else columns


def _column(label: str) -> str | None:
    if _PART.search(label):
        return None
    if _ADJUSTED.search(label):
        return "adjusted"
    if _INITIAL.search(label):
        return "initial"
    return "executed" if _EXECUTED.search(label) else None


def _execution(page: Compact, columns: dict[str, Mention], rate: Mention | None, *, of_projects: bool) -> Group:
    holder = "/project_totals" if of_projects else "/expenditure"
    names = {"initial": "initial", "adjusted": "adjusted", "executed": "executed"}
    if not of_projects:  # the form holds one budget of the whole department, the adjusted one
        names = {"adjusted": "total", "executed": "executed"}
    group = Group(f"execution:{holder}", codes=frozenset({"K08", "K09", "K10"}))
    for column, name in names.items():
        if column in columns:
            group.add([stated_number(page, f"{holder}/{name}", columns[column])])
    if rate is not None and not rate.about:
        group.add([stated_number(page, f"{holder}/execution_rate", rate)])
        if _rate_holds(columns, rate.value):
            group.withheld = frozenset({"K08"})
    return group


def _rate_holds(columns: dict[str, Mention], rate: Decimal | None) -> bool:
    """Whether the rate follows from the initial budget: some reports divide by it."""
    initial, executed = columns.get("initial"), columns.get("executed")
    if rate is None or initial is None or executed is None or not initial.value or executed.value is None:
        return False
    return abs(executed.value / initial.value * 100 - rate) <= Decimal("0.01")


def sentences_of(plain: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    start, at = 0, 0
    for stop in re.finditer(r"[。\n]|$", plain):
        end = stop.start()
        inside = []
        while at < len(found) and found[at].start < end:
            if found[at].start >= start:
                inside.append(found[at])
            at += 1
        if inside and "\t" not in plain[start:end]:
            yield start, end, inside
        start = stop.end()
