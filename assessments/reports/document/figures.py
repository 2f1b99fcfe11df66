"""The figures of a report: what the department states, and where it states nothing, what its own lines come to.

A stated figure is never replaced; where the lines contradict it, both can be shown. Money in 元, rates in percent.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

from assessments.rules.scoring import scores, totals
from assessments.schema.facts import CompletionCounts, Facts, FundingTotal, FundShare, Indicator, Project, ProjectTotals
from assessments.schema.identities import COLUMN_NAMES, StatedFigure, figure_at, sum_of
from assessments.schema.scheme import Scheme
from budgets.money import rate

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Budget:
    """The three columns of a budget table: 年初预算数, 全年（调整后）预算数, 全年执行数, and their 预算执行率."""

    initial: StatedFigure
    adjusted: StatedFigure
    executed: StatedFigure
    stated_rate: Decimal | None

    @property
    def rate(self) -> StatedFigure:
        return StatedFigure(self.stated_rate, rate(self.executed.shown, self.adjusted.shown))

    @property
    def shown(self) -> Amounts:
        return self.initial.shown, self.adjusted.shown, self.executed.shown

    @property
    def computed(self) -> Amounts:
        return self.initial.computed, self.adjusted.computed, self.executed.computed

    @property
    def differs(self) -> bool:
        return self.initial.differs or self.adjusted.differs or self.executed.differs


def project_budget(project: Project) -> Budget:
    return _budget(project.total, totals.funding_sums(project.funding))


def all_projects_budget(facts: Facts) -> Budget:
    return _budget(facts.project_totals, totals.all_projects(facts.projects))


def _budget(stated: FundingTotal | ProjectTotals, sums: totals.FundingColumns) -> Budget:
    figures = {name: StatedFigure(getattr(stated, name), getattr(sums, name)) for name in COLUMN_NAMES}
    return Budget(**figures, stated_rate=stated.execution_rate)


def revenue_total(facts: Facts) -> StatedFigure:
    return figure_at(facts, "/revenue/total")


def expenditure_total(facts: Facts) -> StatedFigure:
    return figure_at(facts, "/expenditure/total")


def basic_total(facts: Facts) -> StatedFigure:
    return figure_at(facts, "/expenditure/basic")


def project_expenditure(facts: Facts) -> StatedFigure:
    return figure_at(facts, "/expenditure/projects")


def department_rate(facts: Facts) -> StatedFigure:
    stated = facts.expenditure
    return StatedFigure(stated.execution_rate, rate(stated.executed, expenditure_total(facts).shown))


def project_count(facts: Facts) -> int | None:
    """All projects, the exempt among them; None while none is listed or counted."""
    stated = facts.project_totals.count
    return (len(facts.projects) or None) if stated is None else stated


def exempt_projects(facts: Facts) -> tuple[Project, ...]:
    return tuple(project for project in facts.projects if not project.is_assessed)


def assessed_money(facts: Facts) -> Decimal | None:
    """The adjusted budgets of the projects that are assessed: as stated where none is exempt."""
    if not exempt_projects(facts):
        return all_projects_budget(facts).adjusted.shown
    return totals.all_projects(project for project in facts.projects if project.is_assessed).adjusted


def by_fund(facts: Facts) -> tuple[FundShare, ...]:
    """The funds that carry projects; a fund with nothing in it is left out."""
    return carrying(facts.project_totals.by_fund or totals.fund_shares(facts.projects))


def carrying(shares: Iterable[FundShare]) -> tuple[FundShare, ...]:
    """Without the funds that have nothing in them."""
    return tuple(share for share in shares if share.count != 0 or share.amount)


def by_grade(facts: Facts, scheme: Scheme) -> tuple[tuple[str, int | None], ...]:
    """How many projects have each grade, from the best to the worst."""
    grades = [name for name, _ in scheme.grades]
    if facts.project_totals.by_grade:
        stated = dict(facts.project_totals.by_grade)
        return tuple((grade, stated.get(grade)) for grade in grades)
    if not facts.projects:
        return tuple((grade, None) for grade in grades)
    graded = (replace(project, grade=project_grade(project, scheme)) for project in facts.projects)
    return totals.grade_counts(graded, grades)


def excellent_rate(facts: Facts, scheme: Scheme) -> Decimal | None:
    stated = facts.project_totals.excellent_rate
    return totals.excellent_rate(by_grade(facts, scheme), scheme.grades[0][0]) if stated is None else stated


def by_completion(facts: Facts) -> tuple[tuple[str, int | None], ...]:
    """How many projects reached how much of their goals (domain I20)."""
    counts = facts.project_totals.by_completion
    if counts == CompletionCounts() and facts.projects:
        assessed = [project for project in facts.projects if project.is_assessed]
        counts = totals.completion_counts(assessed)
    return completion_named(counts)


def completion_named(counts: CompletionCounts) -> tuple[tuple[str, int | None], ...]:
    return tuple(zip(("达到100%", "50%（含）至100%（不含）", "不足50%", "未开展"), astuple(counts), strict=True))


def department_indicators(facts: Facts) -> tuple[Indicator, ...]:
    """The indicators of the department: those of its sub-goals, then its own."""
    return tuple(indicator for sub in facts.goals.sub for indicator in sub.indicators) + facts.indicators


def execution_weight(stated: Decimal | None, scheme: Scheme) -> Decimal:
    return scheme.execution if stated is None else stated


@dataclass(frozen=True, slots=True)
class FormTotal:
    """What stands in the last row of a form: all weights that apply, and the points reached of them."""

    weight: Decimal | None
    points: Decimal | None
    is_scaled: bool  # something does not apply, so that the total is scaled up to the full score (domain §1.3, item 7)


def form_total(indicators: Iterable[Indicator], weight: Decimal, score: Decimal | None) -> FormTotal:
    """`weight` and `score` are those of the execution rate."""
    rows = list(indicators)
    counted = [row for row in rows if not row.not_applicable]
    return FormTotal(
        sum_of((weight, *(row.weight for row in counted))),
        sum_of((score, *(row.score for row in counted))),
        is_scaled=len(counted) < len(rows),
    )


def project_execution_score(project: Project, scheme: Scheme) -> Decimal | None:
    stated = project.total.score
    return scores.project_execution_score(project, scheme) if stated is None else stated


def project_score(project: Project, scheme: Scheme) -> Decimal | None:
    return scores.project_score(project, scheme) if project.score is None else project.score


def department_execution_score(facts: Facts, scheme: Scheme) -> Decimal | None:
    stated = facts.execution.score
    return scores.department_execution_score(facts, scheme) if stated is None else stated


def department_score(facts: Facts, scheme: Scheme) -> Decimal | None:
    return scores.department_score(facts, scheme) if facts.score is None else facts.score


def project_grade(project: Project, scheme: Scheme) -> str | None:
    return project.grade or scores.grade(project_score(project, scheme), scheme)


def department_grade(facts: Facts, scheme: Scheme) -> str | None:
    return facts.grade or scores.grade(department_score(facts, scheme), scheme)
