"""Budget execution: its rate, its score, and how it fits the results (domain §1.3 item 6, §5.1 I11–I13)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.rules.checks.check import (
    ZERO,
    Check,
    Context,
    InReports,
    Problem,
    check,
    money,
    money_text,
    short,
    text,
    unequal_figures,
)
from assessments.rules.scoring.scores import department_execution_score, project_execution_score
from assessments.rules.scoring.scores import execution_score as points_for_rate
from assessments.rules.scoring.totals import (
    FULL,
    department_execution_rate,
    project_columns,
    project_execution_rate,
)
from assessments.schema.facts import Execution, FundingTotal, Indicator
from assessments.schema.identities import sum_of
from assessments.schema.pointers import assessed_projects, department_indicators, project_pointer
from assessments.schema.scheme import Thresholds
from assessments.terms import Severity
from budgets.money import rate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spending:
    """A budget with what was spent of it (元), and the rate (percent) that is stated beside it."""

    pointer: str
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None


def _spendings(context: Context) -> Iterator[_Spending]:
    stated, totals = context.facts.expenditure, context.facts.project_totals
    yield _Spending(pointer="/expenditure", budget=stated.total, executed=stated.executed, rate=stated.execution_rate)
    yield _Spending(
        pointer="/project_totals", budget=totals.adjusted, executed=totals.executed, rate=totals.execution_rate
    )
    for index, project in enumerate(context.facts.projects):
        columns = project_columns(project)
        yield _Spending(
            pointer=f"{project_pointer(index)}/total",
            budget=columns.adjusted,
            executed=columns.executed,
            rate=project.total.execution_rate,
        )


@check(
    "K08",
    Severity.ERROR,
    "预算执行率复算",
    formula="|填列的预算执行率 − 全年执行数 ÷ 全年预算数| ≤ 0.01 个百分点；按所写位数四舍五入的只提示",
    source="表内勾稽关系",
    concerns=("~/adjusted", "~/total", "~/executed"),
    in_reports=InReports.PASSAGE,
)
def execution_rate(context: Context) -> Iterator[Problem]:
    for spending in _spendings(context):
        computed = rate(spending.executed, spending.budget)
        pointer = f"{spending.pointer}/execution_rate"
        yield from unequal_figures(context, pointer, spending.rate, computed, "按执行数与预算数计算为", "%")


@check(
    "K09",
    Severity.ERROR,
    "执行数是否超预算",
    formula="全年执行数 ≤ 全年预算数 + 0.01（总额和各项资金来源）",
    source="表内勾稽关系",
    concerns=("~/adjusted", "~/total", "~/executed"),
    in_reports=InReports.PASSAGE,
)
def over_execution(context: Context) -> Iterator[Problem]:
    """A source by itself only where its project as a whole is within its budget, and never one that was cut back."""
    for spending in _spendings(context):
        yield from _over(context, f"{spending.pointer}/executed", spending.executed, spending.budget)
    for index, project in enumerate(context.facts.projects):
        whole = project_columns(project)
        if any(True for _ in _over(context, "", whole.executed, whole.adjusted)):
            continue
        for at, line in enumerate(project.funding):
            if line.adjusted is not None and line.adjusted >= 0:
                pointer = f"{project_pointer(index)}/funding/{at}/executed"
                yield from _over(context, pointer, line.executed, line.adjusted)


def _over(context: Context, pointer: str, executed: Decimal | None, budget: Decimal | None) -> Iterator[Problem]:
    if executed is None or budget is None or executed - budget <= context.money_tolerance:
        return
    yield Problem(
        message=(
            f"{context.label(pointer)} {money_text(context, executed)}，超过全年预算数 {money_text(context, budget)}，"
            f"多出 {money_text(context, executed - budget)}。请更正全年执行数；确有追加的，更正全年预算数。"
        ),
        path=pointer,
        left=money(context, executed),
        right=money(context, budget),
        difference=money(context, executed - budget),
    )


@check(
    "K10",
    Severity.ERROR,
    "预算数为零但填有执行率",
    formula="全年预算数 = 0 时不填预算执行率和预算执行率得分",
    source="财预〔2020〕10号：执行率以全年预算数为分母；表内勾稽关系",
    concerns=("~/adjusted", "~/total", "~/executed"),
    in_reports=InReports.PASSAGE,
)
def rate_of_nothing(context: Context) -> Iterator[Problem]:
    facts = context.facts
    for pointer, budget, stated in _rates_and_scores(context):
        if budget == 0 and stated is not None:
            yield _of_nothing(context, pointer, stated)
    if facts.expenditure.total == 0 and facts.execution.score is not None:
        yield _of_nothing(context, "/execution/score", facts.execution.score)


def _rates_and_scores(context: Context) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Pointer, budget and stated figure of every rate and score that has a budget below it; exempt projects are out."""
    facts = context.facts
    for holder, budget, stated in (
        ("/expenditure", facts.expenditure.total, facts.expenditure.execution_rate),
        ("/project_totals", facts.project_totals.adjusted, facts.project_totals.execution_rate),
    ):
        yield f"{holder}/execution_rate", budget, stated
    for index, project in assessed_projects(facts):
        pointer, budget = f"{project_pointer(index)}/total", project_columns(project).adjusted
        yield f"{pointer}/execution_rate", budget, project.total.execution_rate
        if project.total.weight != 0:
            yield f"{pointer}/score", budget, project.total.score


def _of_nothing(context: Context, pointer: str, stated: Decimal) -> Problem:
    return Problem(
        message=(
            f"全年预算数为 0，{context.label(pointer)}填为 {text(stated)}，无法计算。"
            "请留空（报告中显示“—”），或更正全年预算数。"
        ),
        path=pointer,
        left=short(stated),
    )


@check(
    "K11",
    Severity.ERROR,
    "预算执行率得分",
    formula="|得分 − min(1, 预算执行率) × 分值| ≤ 0.01；分档计分的年度按分档；按所写位数四舍五入的只提示",
    source="财预〔2020〕10号；财预〔2021〕101号（分档）；表内勾稽关系",
    concerns=("~/adjusted", "~/executed", "~/execution_rate", "~/weight", "/expenditure"),
)
def execution_score(context: Context) -> Iterator[Problem]:
    facts, scheme = context.facts, context.scheme
    spendings = {spending.pointer: spending for spending in _spendings(context)}
    for index, project in assessed_projects(facts):
        pointer, computed = f"{project_pointer(index)}/total", project_execution_score(project, scheme)
        yield from _wrong_points(context, spendings[pointer], f"{pointer}/score", project.total, computed)
    computed = department_execution_score(facts, scheme)
    yield from _wrong_points(context, spendings["/expenditure"], "/execution/score", facts.execution, computed)


def _wrong_points(
    context: Context, spending: _Spending, pointer: str, stated: Execution | FundingTotal, computed: Decimal | None
) -> Iterator[Problem]:
    if not _comes_of_a_rounded_rate(context, spending, stated):
        full = stated.weight
        yield from unequal_figures(context, pointer, stated.score, computed, "按预算执行率计算为", "分", full=full)


def _comes_of_a_rounded_rate(context: Context, spending: _Spending, stated: Execution | FundingTotal) -> bool:
    """Whether the rate stands without its money, and the points are those of one written like it: 9.72 beside "97%"."""
    if spending.rate is None or stated.score is None or rate(spending.executed, spending.budget) is not None:
        return False
    half = context.step(f"{spending.pointer}/execution_rate", spending.rate) / 2
    weight = context.scheme.execution if stated.weight is None else stated.weight
    ends = (spending.rate - half, spending.rate + half)
    least, most = (points_for_rate(end, weight, context.scheme) or ZERO for end in ends)
    return least <= stated.score <= most


@check(
    "K26",
    Severity.WARNING,
    "执行与得分背离",
    formula="指标得分率 − 预算执行率 ≤ 5 个百分点；未执行比例 ≤ 20%（界限随年度方案）",
    source="自评预警口径：资金未支出而得分高",
    concerns=("~/adjusted", "~/execution_rate", "~~/indicators/*/score"),
)
def score_without_spending(context: Context) -> Iterator[Problem]:
    facts = context.facts
    for index, project in assessed_projects(facts):
        pointer = f"{project_pointer(index)}/total/executed"
        yield from _diverging(context, pointer, project_execution_rate(project), project.indicators)
    indicators = tuple(place.indicator for place in department_indicators(facts))
    yield from _diverging(context, "/expenditure/executed", department_execution_rate(facts), indicators)


@dataclass(frozen=True, slots=True)
class Divergence:
    """Spending and results that do not go together. Percent; `spent` is the execution rate, at most 100.

    `reached` is the share of the indicators' points, `ahead` by how many percentage points it runs too far ahead of
    the spending. None where it does not: then too little was spent.
    """

    executed: Decimal
    spent: Decimal
    reached: Decimal | None
    ahead: Decimal | None


def divergence(executed: Decimal | None, indicators: Iterable[Indicator], limits: Thresholds) -> Divergence | None:
    """What K26 asks about, for one project or one department; None where all is well or cannot be told."""
    if executed is None:
        return None
    counted = [indicator for indicator in indicators if not indicator.not_applicable]
    reached = rate(sum_of(item.score for item in counted), sum_of(item.weight for item in counted))
    spent = min(FULL, executed)
    if reached is not None and reached - spent > limits.execution_gap:
        return Divergence(executed, spent, reached, reached - spent)
    return Divergence(executed, spent, reached, None) if FULL - spent > limits.unexecuted else None


def _diverging(
    context: Context, pointer: str, executed: Decimal | None, indicators: tuple[Indicator, ...]
) -> Iterator[Problem]:
    limits = context.scheme.thresholds
    found = divergence(executed, indicators, limits)
    if found is None:
        return
    if found.reached is not None and found.ahead is not None:
        yield Problem(
            message=(
                f"{_of(context, pointer)}指标得分占分值的 {text(found.reached)}%，比预算执行率 {text(found.spent)}% "
                f"高 {text(found.ahead)} 个百分点（界限 {text(limits.execution_gap)}）。"
                "请核实得分；得分属实的，写明资金没有支出完而目标已实现的原因。"
            ),
            path=pointer,
            left=short(found.reached),
            right=short(found.executed),
            difference=short(found.ahead),
        )
    else:
        yield Problem(
            message=(
                f"{_of(context, pointer)}预算执行率 {text(found.executed)}%，"
                f"未执行部分超过 {text(limits.unexecuted)}%。"
                "请核对；确属实际的，写明原因。"
            ),
            path=pointer,
            left=short(found.executed),
            right=short(FULL - limits.unexecuted),
            difference=short(FULL - limits.unexecuted - found.spent),
        )


def _of(context: Context, pointer: str) -> str:
    """Whose spending it is: the project by name, or the department as a whole."""
    project, found, _ = pointer.rpartition("/total/")
    return context.label(project) if found else "部门整体"


CHECKS: tuple[Check[Context], ...] = (
    execution_rate,
    over_execution,
    rate_of_nothing,
    execution_score,
    score_without_spending,
)
