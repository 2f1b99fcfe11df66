"""What a department states at the end of its year: a plan with results, scored by the rules, with prose and dates."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from assessments.demo.outcomes import missed_indicators
from assessments.demo.plans import Plan
from assessments.demo.transfers import with_transfers
from assessments.rules.scoring import scores
from assessments.rules.scoring.totals import all_projects, amounts_by_fund, funding_sums
from assessments.schema.due import Due
from assessments.schema.facts import (
    Dates,
    DepartmentFacts,
    Execution,
    Expenditure,
    Facts,
    FundingTotal,
    Indicator,
    Narrative,
    Project,
    Rectification,
    Revenue,
    RevenueLine,
)
from assessments.schema.scheme import Scheme
from assessments.terms import Band
from budgets.money import parse_amount, rate
from budgets.terms import Comparator, FundKind

_PART_DONE = Decimal("0.7")  # of the weight: in the middle of its band
_LATE = Decimal("0.8")  # of the weight of a date that was missed by days
_REVENUE_LABELS = {
    FundKind.GENERAL_PUBLIC: "一般公共预算收入",
    FundKind.GOVERNMENT_FUND: "政府性基金预算收入",
    FundKind.CARRY_OVER: "上年结转结余",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Whose statement it is, of which year, and when it is made."""

    county: str
    year: int
    scheme: Scheme
    today: date


def statement(plan: Plan, setting: Setting, rng: random.Random) -> Facts:
    """The whole statement of a department that carried out its plan."""
    facts = Facts(
        county=setting.county,
        year=setting.year,
        department=DepartmentFacts(
            name=plan.name,
            code=plan.code,
            self_noun=plan.self_noun,
            internal_offices=plan.offices,
            staff_on_post=plan.staff,
        ),
        units=tuple(unit.name for unit in plan.units),
        projects=tuple(_scored_project(project, setting.scheme) for project in plan.projects),
        goals=replace(
            plan.goals,
            sub=tuple(replace(goal, indicators=_scored(goal.indicators, setting.scheme)) for goal in plan.goals.sub),
        ),
        indicators=_scored(plan.indicators, setting.scheme),
        narrative=_narrative(plan, setting, rng),
        rectifications=_rectifications(plan, setting.today),
        attachments=(
            f"{setting.year}年度部门整体支出绩效自评情况表（盖章扫描件）",
            f"{setting.year}年度项目支出绩效自评表汇编",
            "绩效指标佐证材料目录",
        ),
        dates=Dates(completed=setting.today - timedelta(days=3), reported=setting.today - timedelta(days=1)),
    )
    return with_department_score(with_transfers(_with_money(facts, plan, rng), setting.scheme), setting.scheme)


def _scored(indicators: Sequence[Indicator], scheme: Scheme) -> tuple[Indicator, ...]:
    return tuple(item if item.not_applicable else replace(item, score=_score(item, scheme)) for item in indicators)


def _score(item: Indicator, scheme: Scheme) -> Decimal:
    """By the rule; a person's judgement where the rules leave it to one."""
    by_rule = scores.indicator_score(item, scheme)
    if by_rule is not None:
        return by_rule
    weight = item.weight or Decimal(0)
    if item.comparator is Comparator.QUALITATIVE:
        return weight if item.band is Band.ACHIEVED else scores.rounded(weight * _PART_DONE)
    return scores.rounded(weight * _LATE)


def _scored_project(project: Project, scheme: Scheme) -> Project:
    if not project.is_assessed:
        return replace(project, total=FundingTotal())
    sums = funding_sums(project.funding)
    total = FundingTotal(
        initial=sums.initial,
        adjusted=sums.adjusted,
        executed=sums.executed,
        execution_rate=_two_places(sums.execution_rate),
        weight=scheme.execution,
    )
    project = replace(project, total=total, indicators=_scored(project.indicators, scheme))
    project = replace(project, total=replace(total, score=scores.project_execution_score(project, scheme)))
    score = scores.project_score(project, scheme)
    reason = project.reason if score is not None and score < scheme.full_score else None
    return replace(project, score=score, grade=scores.grade(score, scheme), reason=reason)


def with_department_score(facts: Facts, scheme: Scheme) -> Facts:
    """The facts with the department's execution score, total and grade by the rules."""
    facts = replace(facts, execution=Execution(weight=scheme.execution))
    score = scores.department_execution_score(facts, scheme)
    facts = replace(facts, execution=Execution(weight=scheme.execution, score=score))
    total = scores.department_score(facts, scheme)
    return replace(facts, score=total, grade=scores.grade(total, scheme))


def _two_places(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else scores.rounded(percent)


def _with_money(facts: Facts, plan: Plan, rng: random.Random) -> Facts:
    """Revenue and expenditure around the projects; staff costs by head."""
    personnel = parse_amount(str(plan.staff * Decimal(rng.randint(780, 960)) / 100))
    operating = parse_amount(str(plan.staff * Decimal(rng.randint(95, 210)) / 100))
    return with_budget(facts, personnel, operating, carry_over=parse_amount(str(Decimal(rng.randint(0, 900)) / 100)))


def with_budget(facts: Facts, personnel: Decimal, operating: Decimal, carry_over: Decimal) -> Facts:
    """The facts with a balanced budget: what the projects' own funds do not give, the general budget does."""
    projects = all_projects(facts.projects)
    adjusted, executed = projects.adjusted or Decimal(0), projects.executed or Decimal(0)
    basic = personnel + operating
    total = basic + adjusted
    by_fund = {fund: amount for fund, amount in amounts_by_fund(facts.projects).items() if amount}
    by_fund.pop(FundKind.GENERAL_PUBLIC, None)
    by_fund[FundKind.CARRY_OVER] = carry_over
    general = total - sum(by_fund.values(), Decimal(0))
    lines = [(FundKind.GENERAL_PUBLIC, general), *((fund, amount) for fund, amount in by_fund.items() if amount)]
    return replace(
        facts,
        revenue=Revenue(
            total=total,
            lines=tuple(RevenueLine(fund=fund, label=_REVENUE_LABELS[fund], amount=amount) for fund, amount in lines),
        ),
        expenditure=Expenditure(
            total=total,
            basic=basic,
            personnel=personnel,
            operating=operating,
            projects=adjusted,
            executed=basic + executed,
            execution_rate=_two_places(rate(basic + executed, total)),
        ),
    )


_ORGANISATION = (
    "{noun}成立由主要负责人牵头的自评工作小组，财务股室汇总资金数据，业务股室填报完成情况和佐证，经集体研究后报送县财政局。",
    "{noun}召开专题会议布置自评工作，逐项目明确填报人和复核人，对完成值与台账、凭证逐项核对，确认无误后报送。",
)
_QUALITY_OVERALL = (
    "年初总体目标与部门职责一致，分项绩效目标能够对应重点工作；部分效益指标的测算依据还不充分。",
    "部门整体目标覆盖主要职能，指标值与年度计划衔接；个别指标的口径还需进一步明确。",
)
_QUALITY_PROJECTS = (
    "项目目标明确，数量、质量、时效指标基本可以取数核实；少数指标值按往年经验测定，与实际需求有一定距离。",
    "项目指标与预算内容相匹配，多数指标可量化；满意度调查的样本范围还可以扩大。",
)
_RECTIFICATION = (
    "针对自评发现的问题逐条制定措施，明确责任人和完成期限；自评结果作为编制下年度预算和设定绩效目标的依据。",
    "将整改事项列入督办清单，按季检查落实情况；对执行进度慢的项目，在安排下年度预算时统筹考虑。",
)


def _narrative(plan: Plan, setting: Setting, rng: random.Random) -> Narrative:
    missed = missed_indicators(plan.projects)
    problems = (
        "；".join(f"{project.name}的“{item.name}”未达到年度指标值" for project, item in missed[:3]) + "。"
        if missed
        else "个别项目资金支出主要集中在下半年，上半年支付较少。"
    )
    organisation = rng.choice(_ORGANISATION).format(noun=plan.self_noun)
    return Narrative(
        organisation=f"按照县财政局关于开展{setting.year}年度预算绩效自评工作的要求，{organisation}",
        target_quality_overall=rng.choice(_QUALITY_OVERALL),
        target_quality_projects=rng.choice(_QUALITY_PROJECTS),
        problems=problems,
        rectification=rng.choice(_RECTIFICATION),
    )


def _rectifications(plan: Plan, today: date) -> tuple[Rectification, ...]:
    rows = [
        Rectification(
            problem=f"{project.name}的“{item.name}”未达到年度指标值。",
            measure="查明原因，制定分月计划，完成情况每月通报，年底前补齐。",
            owner=f"{project.activity}业务负责人",
            due=Due.on(today + timedelta(days=120)),
        )
        for project, item in missed_indicators(plan.projects)[:3]
    ]
    if rows:
        return tuple(rows)
    return (
        Rectification(
            problem="支出进度不够均衡，资金支付集中在下半年。",
            measure="年初编制分月用款计划，每季度分析支出进度。",
            owner="财务股室负责人",
            due=Due.on(today + timedelta(days=90)),
        ),
    )
