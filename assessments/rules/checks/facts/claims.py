"""Claims that do not go together: full marks and shortcomings, problems and measures, dates, one year and the next."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from assessments.rules.checks.check import (
    Check,
    Context,
    InReports,
    Problem,
    check,
    money,
    money_text,
    short,
    text,
)
from assessments.rules.checks.facts.formalities import shown
from assessments.rules.text.quantities import is_stated, plain
from assessments.rules.text.shortcomings import admitted, says_nothing
from assessments.rules.text.similarity import NearCopy, prose_of, similarity
from assessments.schema.facts import Facts, Indicator, Rectification
from assessments.schema.identities import sum_of
from assessments.schema.pointers import assessed_projects, project_pointer, scored_indicators, shortened
from assessments.terms import Severity
from budgets.terms import FundKind


@check(
    "K27",
    Severity.WARNING,
    "项目全部满分",
    formula="参评项目 ≥ 3 个（随年度方案）时，得分不全是满分",
    source="财预〔2020〕10号：自评应当客观；复核口径：自评结果应当客观真实",
    concerns=("/projects/*/score", "/projects/*/name"),
)
def full_marks(context: Context) -> Iterator[Problem]:
    scores = [project.score for _, project in assessed_projects(context.facts)]
    full = context.scheme.full_score
    if len(scores) >= max(1, context.scheme.thresholds.full_marks) and all(score == full for score in scores):
        yield Problem(
            message=f"{len(scores)} 个参评项目全部得满分 {text(full)} 分，请逐项复核；确属实际的，写明原因。",
            path="/projects",
            left=Decimal(len(scores)),
            right=short(full),
        )


@check(
    "K28",
    Severity.WARNING,
    "满分但写有不足",
    formula="总分 = 满分时，“存在的问题”和目标质量说明不写差距、不足、不够",
    source="复核口径：报告内部逻辑一致",
    in_reports=InReports.PROSE,
)
def full_marks_with_shortcomings(context: Context) -> Iterator[Problem]:
    """An honest remark on how the work was organised is none: only words that say that something falls short."""
    facts = context.facts
    if facts.score is None or facts.score != context.scheme.full_score:
        return
    for name in ("target_quality_overall", "target_quality_projects", "problems"):
        said = getattr(facts.narrative, name) or ""
        spans = tuple(admitted(said))
        if spans:
            pointer = f"/narrative/{name}"
            words = "".join(dict.fromkeys(f"“{said[start:end]}”" for start, end in spans[:3]))
            yield Problem(
                message=(
                    f"部门自评满分，但“{context.label(pointer)}”写有{words}。请扣减相应得分；不扣分的，写明原因。"
                ),
                path=pointer,
                left=short(facts.score),
                spans=spans,
            )


@check(
    "K29",
    Severity.HINT,
    "未得满分未写问题",
    formula="总分低于最高等级的分数线（通常 90 分，随年度方案）时，写明存在的问题或问题与整改措施",
    source="财预〔2020〕10号：自评差的要说明原因并整改",
    in_reports=InReports.PROSE,
)
def points_lost_without_problem(context: Context) -> Iterator[Problem]:
    facts, good = context.facts, max((start for _, start in context.scheme.grades), default=Decimal(90))
    if facts.score is None or facts.score >= good or facts.rectifications:
        return
    if says_nothing(facts.narrative.problems):
        message = f"部门自评总分 {text(facts.score)} 分，低于 {text(good)} 分，未写存在的问题，请核对。"
        yield Problem(message=message, path="/narrative/problems", left=short(facts.score), right=good)


@check(
    "K30",
    Severity.ERROR,
    "问题与整改措施",
    formula="每个问题有整改措施、责任人、完成期限；写了问题的有整改措施",
    source="财预〔2020〕10号：自评结果应用和整改",
    in_reports=InReports.PROSE,
)
def measures(context: Context) -> Iterator[Problem]:
    facts = context.facts
    for at, row in enumerate(facts.rectifications):
        lacking = list(_lacking(row))
        if is_stated(row.problem) and lacking:
            pointer = f"/rectifications/{at}"
            names = "、".join(
                context.label(f"{pointer}/{name}").removeprefix(context.label(pointer)) for name in lacking
            )
            message = f"问题“{shortened((row.problem or '').strip())}”没有{names}，请补填。"
            yield Problem(message=message, path=f"{pointer}/{lacking[0]}")
    no_measure = not facts.rectifications and not is_stated(facts.narrative.rectification)
    if no_measure and not says_nothing(facts.narrative.problems):
        message = "写有存在的问题，没有整改措施，请逐条填写措施、责任人和完成期限；确无问题的写“无”。"
        yield Problem(message=message, path="/narrative/rectification")


def _lacking(row: Rectification) -> Iterator[str]:
    for name in ("measure", "owner"):
        if not is_stated(getattr(row, name)):
            yield name
    if row.due is None:
        yield "due"


_TRANSFERS_ASSESSED = re.compile("对下转移支付|转移支付[^，。；\n]{0,12}(自评表|自评报告|绩效自评|评优率|自评结果)")
_DENIED = re.compile("(不涉及|未涉及|无|没有|不含|未安排)[^，。；\n]{0,12}$")


def transfers_assessed(prose: str) -> Iterator[tuple[int, int]]:
    """Where a text speaks of assessing transfer payments, and does not say that there are none."""
    for match in _TRANSFERS_ASSESSED.finditer(prose):
        clause = re.search("[^，。；\n]*$", prose[: match.start()])
        if not _DENIED.search(clause[0] if clause else ""):
            yield match.span()


@check(
    "K43",
    Severity.ERROR,
    "无转移支付但写有自评",
    formula="转移支付项目数 = 0 且金额 = 0 时，文字中不写转移支付自评",
    source="表内勾稽关系；模板残留",
    in_reports=InReports.PROSE,
)
def transfers_of_nothing(context: Context) -> Iterator[Problem]:
    transfers = context.facts.transfers
    if transfers is None or transfers.count != 0 or transfers.total not in {None, Decimal(0)}:
        return
    for pointer, said in narrative_fields(context.facts):
        spans = tuple(transfers_assessed(said))
        if spans:
            words = said[spans[0][0] : spans[0][1]]
            message = (
                f"没有填转移支付，但“{context.label(pointer)}”写有转移支付自评内容“{words}”。"
                "有转移支付的，到“收入与支出”补填；没有的，删去这段文字。"
            )
            yield Problem(message=message, path=pointer, left=Decimal(0), spans=spans)


NARRATIVE = ("organisation", "target_quality_overall", "target_quality_projects", "problems", "rectification")


def narrative_fields(facts: Facts) -> Iterator[tuple[str, str]]:
    """The pointers and texts of the prose that people write."""
    for name in NARRATIVE:
        said = getattr(facts.narrative, name)
        if is_stated(said):
            yield f"/narrative/{name}", said


@check(
    "K45",
    Severity.ERROR,
    "日期先后",
    formula="自评完成 ≤ 报告落款 ≤ 公开；次年10月（随年度方案）以后才自评的提示",
    source="表内勾稽关系；预算法：决算随后公开",
    concerns=("/dates",),
)
def order_of_dates(context: Context) -> Iterator[Problem]:
    dates = context.facts.dates
    for earlier, later in (("completed", "reported"), ("reported", "published"), ("completed", "published")):
        first, second = getattr(dates, earlier), getattr(dates, later)
        if first is not None and second is not None and first > second:
            if (earlier, later) == ("completed", "published") and dates.reported is not None:
                continue  # one of the two pairs above has said it
            one, other = context.label(f"/dates/{earlier}"), context.label(f"/dates/{later}")
            message = f"{one}（{shown(first)}）晚于{other}（{shown(second)}），请更正其中有误的日期。"
            yield Problem(message=message, path=f"/dates/{later}", difference=Decimal((first - second).days))
    yield from _late(context)


def _late(context: Context) -> Iterator[Problem]:
    """Not overdue (K46): later than such reports are of use, since they are published with the final accounts."""
    year, month = context.facts.year, context.scheme.thresholds.latest_month
    done = context.facts.dates.completed or context.facts.dates.reported
    due = context.due or context.facts.dates.due
    if done is None or due is not None or (done.year, done.month) <= (year + 1, month):
        return
    pointer = "/dates/completed" if context.facts.dates.completed else "/dates/reported"
    message = (
        f"{context.label(pointer)}为{shown(done)}，已在决算公开（一般{year + 1}年{month}月前）之后，"
        "请核对日期是否填错。"
    )
    yield Problem(message=message, path=pointer, severity=Severity.HINT)


@check(
    "K58",
    Severity.WARNING,
    "跨年结转",
    formula="|本年上年结转结余 − 上年年末结转结余| ≤ 0.01",
    source="表内勾稽关系（跨年）",
)
def carried_over(context: Context) -> Iterator[Problem]:
    lines = [(at, line) for at, line in enumerate(context.facts.revenue.lines) if line.fund is FundKind.CARRY_OVER]
    brought = sum_of(line.amount for _, line in lines)
    left = context.last_year.expenditure.year_end_balance if context.last_year else None
    if brought is None or left is None or abs(brought - left) <= context.money_tolerance:
        return
    yield Problem(
        message=(
            f"上年结转结余 {money_text(context, brought)}，上年报告的年末结转结余 {money_text(context, left)}，"
            f"相差 {money_text(context, abs(brought - left))}，请更正；确属实际的，写明原因。"
        ),
        path=f"/revenue/lines/{lines[0][0]}/amount",
        left=money(context, brought),
        right=money(context, left),
        difference=money(context, abs(brought - left)),
    )


@check(
    "K59",
    Severity.WARNING,
    "文字雷同",
    formula="文字说明与上年、与其他部门的相同比例 < 80%（随年度方案）；指标完成值不与上年全部相同",
    source="复核口径：自评结果应当客观真实",
)
def near_copies(context: Context) -> Iterator[Problem]:
    """One finding for all sources: it is explained once. Whole percents, so that it changes only where it matters."""
    limit = context.scheme.thresholds.similar_texts
    found = sorted((copy for copy in _copies(context) if copy.similarity >= limit), key=lambda copy: -copy.similarity)
    if found:
        yield Problem(
            message=(
                f"文字说明{_sources(found)}（界限 {text(limit)}%）。请点“逐段对照”查看，按本单位情况修改；"
                "确需相同的，写明原因。"
            ),
            path="/narrative",
            left=short(found[0].similarity),
            right=short(limit),
        )
    if context.last_year is not None:
        yield from _same_results(context, context.last_year)


_MOST_SOURCES = 3


def _sources(copies: Sequence[NearCopy]) -> str:
    if len(copies) == 1:
        return f"有 {int(copies[0].similarity)}% 与{copies[0].source}相同"
    named = "、".join(f"{copy.source}（{int(copy.similarity)}%）" for copy in copies[:_MOST_SOURCES])
    rest = f"等 {len(copies)} 份报告" if len(copies) > _MOST_SOURCES else ""
    return f"与{named}{rest}部分相同"


def _copies(context: Context) -> Iterator[NearCopy]:
    yield from context.near_copies
    if context.last_year is not None:
        share = similarity(prose_of(context.facts.narrative), prose_of(context.last_year.narrative))
        yield NearCopy(source="上年报告", similarity=share)


_ENOUGH = 5  # results that can hardly be the same by chance
_ALL = re.compile("100%?|0|完成|已完成|达标|合格")


def _same_results(context: Context, last_year: Facts) -> Iterator[Problem]:
    """Every result that could have changed is last year's."""
    before = {place.indicator.name: _result(place.indicator) for place in scored_indicators(last_year)}
    now = {place.indicator.name: _result(place.indicator) for place in scored_indicators(context.facts)}
    shared = [name for name, result in now.items() if result and name in before and not _ALL.fullmatch(result)]
    if len(shared) >= _ENOUGH and all(now[name] == before[name] for name in shared):
        message = f"{len(shared)} 个指标的实际完成值与上年完全相同，请核对；确实相同的，写明原因。"
        yield Problem(message=message, path="/indicators", left=Decimal(len(shared)))


def _result(indicator: Indicator) -> str:
    return plain(indicator.actual or "")


# Offices whose work no government fund pays for: the funds are tied to land, lotteries, roads, resettlement.
_NO_FUND = re.compile(
    "信访|档案|史志|党史|党校|工会|妇女联合|妇联|共青团|团县委|组织部|宣传部|统战部|政法委|纪委|纪律检查|人大常委会|政协|法院|检察院|审计局|统计局"
    "|编制委员会|机要|保密|老干部"
)
_FUND_WORDS = re.compile("土地|出让|征地|拆迁|彩票|福彩|体彩|公益金|移民|水库|污水|基础设施|专项债|债券|抗疫|国债|基金")


@check(
    "K63",
    Severity.HINT,
    "政府性基金用途",
    formula="职能与政府性基金无关的部门，政府性基金项目的名称写明所用基金",
    source="预算法：政府性基金专款专用",
)
def fund_use(context: Context) -> Iterator[Problem]:
    facts = context.facts
    if not _NO_FUND.search(facts.department.name):
        return
    for index, project in enumerate(facts.projects):
        for at, line in enumerate(project.funding):
            named = _FUND_WORDS.search(f"{project.name}{project.goal.expected or ''}{line.label}")
            if line.fund is FundKind.GOVERNMENT_FUND and line.adjusted and not named:
                pointer = f"{project_pointer(index)}/funding/{at}/fund"
                yield _fund_question(context, pointer, line.adjusted)
    for at, share in enumerate(facts.project_totals.by_fund):
        if share.fund is FundKind.GOVERNMENT_FUND and share.amount and not facts.projects:
            yield _fund_question(context, f"/project_totals/by_fund/{at}/amount", share.amount)


def _fund_question(context: Context, pointer: str, amount: Decimal) -> Problem:
    project, is_of_project, _ = pointer.partition("/funding/")
    whose = context.label(project) if is_of_project else "项目"
    return Problem(
        message=(
            f"{context.facts.department.name}{whose}有政府性基金 {money_text(context, amount)}，"
            "基金专款专用，请核对资金性质是否填对。"
        ),
        path=pointer,
        left=money(context, amount),
    )


_SENSITIVE = re.compile(
    "进京|非访|上访|劝返|接返|稳控|维稳|涉密|机密|秘密级|绝密|涉恐|反恐|国家安全|邪教|线人|技侦|监控对象"
)


@check(
    "K65",
    Severity.WARNING,
    "公开前须审查的内容",
    formula="指标、项目名称含敏感词的，公开前审查；已填公开日期的须写明原因，未填的提示",
    source="政府信息公开：涉密和敏感内容不公开",
)
def sensitive_items(context: Context) -> Iterator[Problem]:
    facts = context.facts
    names = [(place.pointer, place.indicator.name) for place in scored_indicators(facts)]
    names += [(project_pointer(index), project.name) for index, project in enumerate(facts.projects)]
    found = [(pointer, name) for pointer, name in names if _SENSITIVE.search(name)]
    if not found:
        return
    shown_names = "".join(f"“{shortened(name, 20)}”" for _, name in found[:3])
    rest = f"等 {len(found)} 处" if len(found) > 3 else ""
    published: date | None = facts.dates.published
    when = f"（已填公开日期{shown(published)}）" if published else ""
    reason = "；已经审查同意的，写明情况" if published else ""
    yield Problem(
        message=(f"{shown_names}{rest}可能涉及敏感内容{when}。公开前请遮蔽有关内容，或经保密审查同意{reason}。"),
        path=f"{found[0][0]}/name",
        left=Decimal(len(found)),
        severity=None if published else Severity.HINT,
    )


CHECKS: tuple[Check[Context], ...] = (
    full_marks,
    full_marks_with_shortcomings,
    points_lost_without_problem,
    measures,
    transfers_of_nothing,
    order_of_dates,
    carried_over,
    near_copies,
    fund_use,
    sensitive_items,
)
