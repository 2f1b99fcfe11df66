"""The departments of the demo county, as their statements and as drafts that are not finished or not right."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from assessments.demo import county, petition_bureau, plans
from assessments.demo.outcomes import carry_out
from assessments.demo.statements import Setting, statement
from assessments.schema.facts import Dates, Execution, Facts, Indicator, Project
from assessments.schema.scheme import SCHEME_2020_10, Scheme

SCHEME: Scheme = SCHEME_2020_10
TODAY = date(2023, 4, 20)
SEED, DEPARTMENTS = 181, 20


@dataclass(frozen=True)
class Case:
    name: str
    facts: Facts

    def __repr__(self):
        return self.name


@cache
def statements() -> tuple[Case, ...]:
    """Every department's whole statement, 信访局's of the year before among them."""
    bureau = petition_bureau.statement_of_2021(plans.petition_bureau(2021, SCHEME), _setting(2021))
    made = []
    for plan in plans.departments(DEPARTMENTS, 2022, SCHEME):
        rng = random.Random(f"{SEED} 2022 {plan.name}")
        made.append(Case(plan.name, statement(carry_out(plan, rng), _setting(2022), rng)))
    return Case("信访局2021", bureau), *made


@cache
def drafts() -> tuple[Case, ...]:
    """The same departments on their way: nothing filled in, half of it, and each with a fault of its own."""
    whole = statements()
    return (
        Case("信访局2022", petition_bureau.draft_of_2022()),
        Case("信访局2022按文件读入", replace(petition_bureau.draft_of_2022(), money_unit=whole[0].facts.money_unit)),
        *(Case(f"{case.name}未填", _without_results(case.facts, 0)) for case in whole[1:4]),
        *(Case(f"{case.name}填一半", _without_results(case.facts, 3)) for case in whole[4:7]),
        *_spoilt(whole[1:]),
    )


def _setting(year: int) -> Setting:
    return Setting(county=county.COUNTY, year=year, scheme=SCHEME, today=TODAY.replace(year=year + 1))


def _without_results(facts: Facts, filled: int) -> Facts:
    """Only the first `filled` indicators of each holder have results; scores, totals and days are not there yet."""
    return replace(
        facts,
        projects=tuple(
            replace(
                project,
                total=replace(project.total, score=None),
                indicators=_blank(project.indicators, filled),
                score=None,
                grade=None,
                reason=None,
            )
            for project in facts.projects
        ),
        goals=replace(
            facts.goals,
            sub=tuple(replace(goal, indicators=_blank(goal.indicators, filled)) for goal in facts.goals.sub),
        ),
        indicators=_blank(facts.indicators, filled),
        execution=Execution(),
        score=None,
        grade=None,
        dates=Dates(),
    )


def _blank(indicators: tuple[Indicator, ...], filled: int) -> tuple[Indicator, ...]:
    return tuple(
        item if at < filled else replace(item, actual=None, band=None, score=None, reason=None, evidence=())
        for at, item in enumerate(indicators)
    )


def _spoilt(whole: tuple[Case, ...]) -> Iterator[Case]:
    """Each fault in a department of its own, dealt out in turn."""
    for at, (what, spoil) in enumerate(_FAULTS.items()):
        case = whole[at % len(whole)]
        yield Case(f"{case.name}{what}", spoil(case.facts))


def _project(facts: Facts, at: int = 0, **changes: object) -> Facts:
    projects = list(facts.projects)
    projects[at] = replace(projects[at], **changes)
    return replace(facts, projects=tuple(projects))


def _indicator(project: Project, at: int, **changes: object) -> tuple[Indicator, ...]:
    rows = list(project.indicators)
    rows[at] = replace(rows[at], **changes)
    return tuple(rows)


def _revenue(facts: Facts) -> Facts:
    first, *others = facts.revenue.lines
    lines = (replace(first, amount=first.amount - 439_900), *others)
    return replace(facts, revenue=replace(facts.revenue, lines=lines))


def _basic(facts: Facts) -> Facts:
    spent = facts.expenditure
    return replace(facts, expenditure=replace(spent, personnel=spent.personnel + 20_000))


def _rate(facts: Facts) -> Facts:
    total = facts.projects[0].total
    return _project(facts, total=replace(total, execution_rate=Decimal("61.5")))


def _rounded(facts: Facts) -> Facts:
    """Rates in whole percent and scores with one decimal, as many a form has them."""

    def whole(value: Decimal | None, digits: str) -> Decimal | None:
        return None if value is None else value.quantize(Decimal(digits), ROUND_HALF_UP)

    projects = tuple(
        replace(
            project,
            total=replace(
                project.total,
                execution_rate=whole(project.total.execution_rate, "1"),
                score=whole(project.total.score, "0.1"),
            ),
            indicators=tuple(replace(row, score=whole(row.score, "0.1")) for row in project.indicators),
            score=whole(project.score, "0.1"),
        )
        for project in facts.projects
    )
    totals = replace(facts.project_totals, execution_rate=whole(facts.project_totals.execution_rate, "1"))
    spent = replace(facts.expenditure, execution_rate=whole(facts.expenditure.execution_rate, "1"))
    return replace(facts, projects=projects, project_totals=totals, expenditure=spent)


def _funding(facts: Facts) -> Facts:
    first = facts.projects[0]
    lines = tuple(replace(line, adjusted=line.adjusted + 50_000) for line in first.funding)
    return _project(facts, funding=lines)


def _weight(facts: Facts) -> Facts:
    first = facts.projects[0]
    return _project(facts, indicators=_indicator(first, 1, weight=first.indicators[1].weight + 5))


def _too_many_points(facts: Facts) -> Facts:
    first = facts.projects[0]
    return _project(facts, indicators=_indicator(first, 0, score=first.indicators[0].weight + 1))


def _total(facts: Facts) -> Facts:
    return _project(facts, score=facts.projects[0].score - 3)


def _no_reason(facts: Facts) -> Facts:
    first = facts.projects[0]
    score = first.indicators[0].weight - 2
    return _project(facts, indicators=_indicator(first, 0, score=score, reason=None))


def _department_total(facts: Facts) -> Facts:
    return replace(facts, score=facts.score - 4)


def _grade(facts: Facts) -> Facts:
    return replace(facts, grade="差")


def _words_for_a_number(facts: Facts) -> Facts:
    first = facts.projects[0]
    return _project(facts, indicators=_indicator(first, 0, actual="已完成"))


def _no_measures(facts: Facts) -> Facts:
    said = "预算编制不够细化，资产管理存在差距。"
    return replace(facts, rectifications=(), narrative=replace(facts.narrative, problems=said, rectification=None))


def _one_project_twice(facts: Facts) -> Facts:
    return replace(facts, projects=(*facts.projects, facts.projects[0]))


def _two_alike(facts: Facts) -> Facts:
    first = facts.projects[0]
    twin = replace(first.indicators[0], name=f"{first.indicators[0].name}情况")
    return _project(facts, indicators=(*first.indicators, twin))


def _project_expenditure(facts: Facts) -> Facts:
    spent = facts.expenditure
    return replace(facts, expenditure=replace(spent, projects=spent.projects + 30_000))


def _long_name(facts: Facts) -> Facts:
    name = "青龙满族自治县农村人居环境整治提升和乡村振兴综合服务中心"
    return replace(facts, department=replace(facts.department, name=name, self_noun="我中心"))


_FAULTS: dict[str, Callable[[Facts], Facts]] = {
    "收入合计不等": _revenue,
    "基本支出不等": _basic,
    "执行率不对": _rate,
    "明细与总额不等": _funding,
    "分值不足百": _weight,
    "得分超过分值": _too_many_points,
    "总分不对": _total,
    "扣分无原因": _no_reason,
    "部门总分不对": _department_total,
    "等级不对": _grade,
    "完成值是文字": _words_for_a_number,
    "问题没有措施": _no_measures,
    "一个项目两次": _one_project_twice,
    "两个指标相似": _two_alike,
    "项目支出不等": _project_expenditure,
    "单位名称很长": _long_name,
    "按整数四舍五入": _rounded,
}
