"""Plan and result in one sentence: 年初预算……，调整后……，决算数……，执行率…… (domain §5.1 I09, I11, I12)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assessments.intake.extraction.words.numbers import Measure, Mention, by_stretch
from assessments.intake.extraction.words.statements import Group, stated_number
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import StatedRate

_INITIAL = re.compile(r"年初(?:批复|下达)?(?:预算|安排|部门预算)|^(?:批复|年初)预算")
_ADJUSTED = re.compile(r"(?:调整|追加|调增|调减)后|调整预算|全年预算|(?:年中)?调整(?:后)?的?预算|可执行预算|预算调整数")
_EXECUTED = re.compile(
    r"(?:决算|执行|实际支出|实际使用|实际完成|全年支出|累计支出|支出完成|实际执行|实际拨付|支付)(?:总)?(?:数|金额|额|支出|资金|资金数)?"
    r"(?:共计|合计|为|了|共|达到?|：|，)*$|^(?:全年|实际|累计)?支出(?:数|金额)?(?:为|共)*$"
)
_BUDGET = re.compile(r"(?:预算|批复|下达)(?:数|总额|金额|安排|资金|安排资金)?(?:共计|合计|为|是|共|：)*$")
_RATE_END = r"(?:为|达到?|是|约|，|：|了)*$"
_RATE = re.compile(
    rf"(?:(?:执行|支出|支付|(?:资金|经费|预算)使用|^使用)(?:率|进度)|(?:预算|资金|支出)完成率|完成(?:全年|调整后?|年度|年初)?预算的?){_RATE_END}"
)
_RATE_ALONE = re.compile(
    rf"(?:预算执行|预算支出|资金执行|实际支出|资金支付|资金支出|支出|预算完成)(?:率|进度){_RATE_END}"
)
_PART = re.compile(r"其中|基本支出|人员|公用|三公|政府采购|接待")
# A sentence that speaks of one of these before its amounts speaks of no whole.
_OF_PART = re.compile(
    r"三公|接待|公务|因公|出国|用车|采购|会议费|培训费|基本支出|人员|公用|工资|资产|债务|结转|结余|收入|专项|经费|[该本]项目|转移支付|一般公共|基金"
)


_ALL_PROJECTS = re.compile(r"项目(?:支出|资金|预算|经费)|[各个项]项目|项目(?:共|总|合计)?\d|所有项目|全部项目")
_OF_WHOLE = re.compile(
    r"部门|单位|[我本][局委办院校会厅部所站馆镇乡处]|中心|街道|整体|总支出|支出总|年初预算|全年预算|预算总|调整|部门预算|年度支出|全年支出|年支出"
)


def execution_groups(page: Compact, found: Sequence[Mention], *, of_project: bool) -> Iterator[Group]:
    """One for each sentence that states plan and result, of the projects or of the whole department.

    A sentence on something else (one project, one kind of expense) gives no facts; `stated_rates` holds its figures.
    `of_project` says that the report is on a project: then no sentence speaks of the whole department.
    """
    for start, _, inside in sentences_of(page.plain, found):
        columns = columns_of(inside)
        rate = _rate(inside)
        if of_project or not _tells_execution(columns, rate):
            continue
        first = min((one.start for one in columns.values()), default=inside[0].start)
        named = page.plain[start : inside[0].end]
        of_projects = "项目" in named
        is_of_all = _ALL_PROJECTS.search(named) if of_projects else _is_of_whole(page.plain, columns, first)
        if is_of_all and not _OF_PART.search(page.plain, start, first):
            yield _execution(page, columns, rate, of_projects=of_projects)


def _tells_execution(columns: Mapping[str, Mention], rate: Mention | None) -> bool:
    """Whether there are two amounts to hold against each other, or a rate that names what it is of."""
    if rate is None:
        return len(columns) > 1
    return bool(columns) or _RATE_ALONE.search(rate.label) is not None


def _is_of_whole(plain: str, columns: Mapping[str, Mention], first: int) -> bool:
    """Whether the words before the first amount name the department or its budget; a rate alone names it itself."""
    return not columns or _OF_WHOLE.search(_lead(plain, first)) is not None


def _lead(plain: str, at: int) -> str:
    """The words of the line up to an amount and over its name's end, as far as they can name whose it is."""
    low = max(0, at - _LONGEST_LEAD)
    return plain[plain.rfind("\n", low, at) + 1 or low : at]


_LONGEST_LEAD = 200  # characters


def _rate(inside: Sequence[Mention]) -> Mention | None:
    """The rate of execution that a sentence states; none where it states two."""
    rates = [one for one in inside if one.measure is Measure.PERCENT and not one.about and _RATE.search(one.label)]
    return rates[0] if len(rates) == 1 else None


def columns_of(inside: Sequence[Mention]) -> dict[str, Mention]:
    """The first amount of each column; none where a column is stated twice, for then it is a list of several things."""
    columns: dict[str, Mention] = {}
    doubled = set()
    for mention in inside:
        if mention.measure is not Measure.MONEY or not mention.is_exact:
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
    group = Group(f"execution:{holder}", codes=frozenset({"K09", "K10"}))
    for column, name in names.items():
        if column in columns:
            group.add([stated_number(page, f"{holder}/{name}", columns[column])])
    if rate is not None:
        group.add([stated_number(page, f"{holder}/execution_rate", rate)])
    return group


# Rates of money under their other names: how much of the plan has arrived, and how much has been spent.
_OF_MONEY = (
    r"^(?:[\u4e00-\u9fff]{0,12}(?:资金|金|款|补贴|补助|经费|预算|支出|投资|指标)"
    r"|(?:实际|总|全年|年度|本年|当年|累计|综合|项目|其|最终|实现|的){0,4}+)"
)
_ARRIVAL_RATE = re.compile(rf"{_OF_MONEY}(?:到位|落实|到账)(?:率|进度|比例){_RATE_END}")
_SPENDING_RATE = re.compile(
    rf"{_OF_MONEY}(?:发放|拨付|兑付|兑现|报账|列支|使用|支付|支出|执行|完成)(?:率|进度|比例){_RATE_END}"
)
_OTHER_SCOPE = re.compile(
    r"全[县市省区国]|上年|上一?年度|去年|同期|[上下]半年|季度|月[底末]|平均|目标|要求|序时|应达|力争|考核|[高低]于|不足|超过"
)
_AMOUNT_END = (
    r"(?:财政|补助|补贴|专项|奖补|资金|经费|金额|投资|支出|款项?|[数额]|共计|合计|总计|[为是了共达约：]){0,6}+$"
)
_ARRIVED = re.compile(r"(?:到位|落实|到账|实到)" + _AMOUNT_END)
_SPENT = re.compile(
    r"(?:支付|支出|发放|兑付|兑现|执行|使用|列支|报账|实发|实付|决算|完成投资|完成(?=为?$)|拨付(?:至|到|给)?[\u4e00-\u9fff]{0,4}?)"
    + _AMOUNT_END
)
_NOT_YET = re.compile(r"[未尚应拟待欠]|计划|预算|结余|结转|剩余|可用|下达|目标|收到|指标")
_PLANNED = re.compile(
    r"(?:计划|(?:计划|应|需|拟)(?:发放|支付|拨付|支出|兑付|到位|完成投资)|预算|批复|下达|安排|收到|争取|筹集|应[发拨付]|投入|资金|经费|投资|补助|补贴|款|金)(?:数|总额|额|安排|资金|经费|投资|投入|补助"
    r"|金|共计|合计|总计|[为是共了：]){0,5}+$"
)
_LEFT = re.compile(r"[未尚欠]|结余|结转|剩余|节约|[增减]|追加")


def stated_rates(page: Compact, sentences: Sequence[Sequence[Mention]]) -> Iterator[StatedRate]:
    """A rate with what was spent and the plans that stand before it, whatever the sentence speaks of."""
    earlier: list[Mention] = []  # amounts of the sentences before
    for inside in sentences:
        alone = _rate(inside)
        for at, rate in enumerate(inside):
            if not _is_rate(rate, alone):
                continue
            before = _before_rate(page.plain, inside[max(0, at - _NEAREST) : at], rate)
            pair = _pair(before, rate) or (_pair_of_columns(inside, rate) if rate is alone else None)
            if pair is not None:
                yield _stated_rate(page, rate, pair, before, earlier)
        earlier = [*earlier, *(one for one in inside if one.measure is Measure.MONEY)][-_NEAR:]


def _stated_rate(
    page: Compact, rate: Mention, pair: tuple[Mention, Mention], before: Sequence[Mention], earlier: Sequence[Mention]
) -> StatedRate:
    """Where only what has arrived stands beside a rate, the plan may stand in a sentence before."""
    done, plan = pair
    near = [*before, *earlier] if _ARRIVED.search(plan.label) else before
    plans = tuple(one.stated(page) for one in near if one is not done and one.value is not None)
    return StatedRate(rate=rate.stated(page), done=done.stated(page), plan=plan.stated(page), plans=plans)


def _is_rate(rate: Mention, alone: Mention | None) -> bool:
    """Whether it is an exact percentage by the name of how much has arrived or been spent."""
    if rate.measure is not Measure.PERCENT or not rate.is_exact or _OTHER_SCOPE.search(rate.label):
        return False
    return rate is alone or any(names.search(rate.label) for names in (_ARRIVAL_RATE, _SPENDING_RATE))


def _before_rate(plain: str, inside: Sequence[Mention], rate: Mention) -> list[Mention]:
    """The exact amounts that a rate can be of: those behind the rate of the same name before it."""
    first = inside[0].start if inside else rate.start
    alike = (one.end for one in inside if one.measure is Measure.PERCENT and one.label == rate.label)
    start = max(alike, default=first)
    start = max(start, plain.rfind("；", start, rate.start))
    return [one for one in inside if one.measure is Measure.MONEY and one.start >= start and not one.each]


def _pair(before: Sequence[Mention], rate: Mention) -> tuple[Mention, Mention] | None:
    """The one amount that has arrived or been spent, and the plan before it; None where either is in doubt."""
    arrival = _ARRIVAL_RATE.search(rate.label) is not None
    named, left_out = (_ARRIVED, _SPENT) if arrival else (_SPENT, _LEFT)
    done = [one for one in before if named.search(one.label) and not _NOT_YET.search(one.label)]
    others = (one for one in before if one not in done)
    plans = [one for one in others if _is_plan(one.label) and not left_out.search(one.label)]
    return _exact_pair(done, plans, _MOST_PLANS)


def _exact_pair(done: Sequence[Mention], plans: Sequence[Mention], most_plans: int) -> tuple[Mention, Mention] | None:
    """What was done and the last plan, where only one was done, and no more was planned than can be of it."""
    is_certain = len(done) == 1 and 0 < len(plans) <= most_plans
    return (done[0], plans[-1]) if is_certain and not any(one.about for one in (*done, *plans)) else None


_NEAR = 6  # amounts
_NEAREST = 20  # numbers before a rate
_MOST_PLANS = 2  # what was planned and what of it has arrived


def _is_plan(label: str) -> bool:
    is_named = _PLANNED.search(label) is not None or _ARRIVED.search(label) is not None
    return is_named and not _LEFT.search(label)


def _pair_of_columns(inside: Sequence[Mention], rate: Mention) -> tuple[Mention, Mention] | None:
    """What was spent and its budget, by the names of a budget's columns."""
    before = [one for one in inside if one.measure is Measure.MONEY and one.start < rate.start and not one.about]
    spent = [one for one in before if _EXECUTED.search(one.label)]
    budgets = [one for one in before if _budget(one.label)]
    most = 1 + len({"initial", "adjusted"} & set(columns_of(inside)))
    return _exact_pair(spent, budgets, most)


def _budget(label: str) -> bool:
    return _BUDGET.search(label) is not None or _column(label) in {"initial", "adjusted"}


def sentences_of(plain: str, found: Sequence[Mention]) -> Iterator[tuple[int, int, list[Mention]]]:
    """Sentences with figures: where they stand, and their figures. Rows of tables are left out."""
    for start, end, inside in by_stretch(found, _sentences(plain)):
        if inside and "\t" not in plain[start:end]:
            yield start, end, inside


def _sentences(plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in re.finditer(r"[。\n]|$", plain):
        yield start, stop.start()
        start = stop.end()
