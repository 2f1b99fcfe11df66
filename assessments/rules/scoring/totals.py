"""What the facts come to: sums, counts and rates computed from their parts, to stand beside what is stated.

Money in 元, rates in percent. A sum is None where a part of it is not stated: half a sum would be a wrong figure.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.rules.text.quantities import is_stated
from assessments.schema.facts import (
    CompletionCounts,
    Facts,
    FundingLine,
    FundShare,
    Indicator,
    Project,
    ProjectTotals,
)
from assessments.schema.identities import COLUMN_NAMES, StatedFigure, sum_of
from budgets.money import rate
from budgets.terms import FundKind

FULL = Decimal(100)
HALF = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingColumns:
    """The three columns of a funding table (元)."""

    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None

    @property
    def execution_rate(self) -> Decimal | None:
        """Executed ÷ adjusted in percent, unrounded; None where either is missing or the budget is 0."""
        return rate(self.executed, self.adjusted)


def count_of(parts: Iterable[int | None]) -> int | None:
    """The sum of counts; None where there is no part or one is not stated."""
    stated = list(parts)
    if not stated or any(part is None for part in stated):
        return None
    return sum(part for part in stated if part is not None)


def funding_sums(lines: Sequence[FundingLine]) -> FundingColumns:
    """年度资金总额: each column over all funding lines of a project."""
    return _sums(lines)


def project_columns(project: Project) -> FundingColumns:
    """A project's money: as its total row states it, else as its funding lines add up."""
    sums, stated = funding_sums(project.funding), project.total
    shown = {name: StatedFigure(getattr(stated, name), getattr(sums, name)).shown for name in COLUMN_NAMES}
    return FundingColumns(**shown)


def _sums(rows: Sequence[FundingLine | FundingColumns]) -> FundingColumns:
    return FundingColumns(**{name: sum_of(getattr(row, name) for row in rows) for name in COLUMN_NAMES})


def all_projects(projects: Iterable[Project]) -> FundingColumns:
    return _sums([project_columns(project) for project in projects])


def excellent_rate(by_grade: Iterable[tuple[str, int | None]], best: str = "优") -> Decimal | None:
    """评优率 = projects of the best grade ÷ assessed projects, in percent; None where nobody was assessed (I19)."""
    counts = tuple(by_grade)
    assessed = count_of(count for _, count in counts)
    excellent = dict(counts).get(best, 0)
    if assessed is None or excellent is None:
        return None
    return rate(Decimal(excellent), Decimal(assessed))


def completion(project: Project) -> Decimal | None:
    """How far a project's goal is reached: points of its indicators ÷ their weights, in percent."""
    counted = [indicator for indicator in project.indicators if not indicator.not_applicable]
    points = sum_of(indicator.score for indicator in counted)
    return rate(points, sum_of(indicator.weight for indicator in counted))


def is_not_started(project: Project) -> bool:
    """Nothing was spent, and no indicator has a result above zero."""
    return project_columns(project).executed == 0 and not any(_has_result(item) for item in project.indicators)


def _has_result(indicator: Indicator) -> bool:
    if indicator.not_applicable:
        return False
    return bool(indicator.score) or (is_stated(indicator.actual) and indicator.score is None)


def completion_counts(projects: Iterable[Project]) -> CompletionCounts:
    """Assessed projects by how far their goals were reached (I20); nothing where one cannot be told."""
    buckets: Counter[str] = Counter()
    for project in projects:
        bucket = _bucket(project)
        if bucket is None:
            return CompletionCounts()
        buckets[bucket] += 1
    return CompletionCounts(**{name: buckets[name] for name in ("full", "half_or_more", "under_half", "not_started")})


def _bucket(project: Project) -> str | None:
    if is_not_started(project):
        return "not_started"
    reached = completion(project)
    if reached is None:
        return None
    if reached >= FULL:
        return "full"
    return "half_or_more" if reached >= HALF else "under_half"


def main_fund(project: Project) -> FundKind | None:
    """The fund that gives a project most of its adjusted budget: where the project is counted."""
    amounts = amounts_by_fund([project])
    return max(amounts, key=lambda fund: amounts[fund]) if amounts else None


def amounts_by_fund(projects: Iterable[Project]) -> dict[FundKind, Decimal]:
    """Adjusted budgets by fund kind, over the funding lines that name a fund."""
    amounts: dict[FundKind, Decimal] = {}
    for project in projects:
        for line in project.funding:
            if line.fund is not None and line.adjusted is not None:
                amounts[line.fund] = amounts.get(line.fund, Decimal(0)) + line.adjusted
    return amounts


FOUR_BUDGETS = (
    FundKind.GENERAL_PUBLIC,
    FundKind.GOVERNMENT_FUND,
    FundKind.SOCIAL_INSURANCE,
    FundKind.STATE_CAPITAL,
)


def fund_shares(projects: Sequence[Project]) -> tuple[FundShare, ...]:
    """The four budgets, and other funds that projects name: assessed projects, their money, their share (I19)."""
    assessed = [project for project in projects if project.is_assessed]
    amounts, all_amounts = amounts_by_fund(assessed), amounts_by_fund(projects)
    counts = Counter(main_fund(project) for project in assessed)
    others = tuple(fund for fund in FundKind if fund not in FOUR_BUDGETS and (fund in all_amounts or counts[fund]))
    return tuple(
        FundShare(
            fund=fund,
            count=counts[fund],
            amount=amounts.get(fund, Decimal(0)),
            share=rate(amounts.get(fund, Decimal(0)), all_amounts.get(fund)),
        )
        for fund in (*FOUR_BUDGETS, *others)
    )


def grade_counts(projects: Iterable[Project], grades: Iterable[str]) -> tuple[tuple[str, int | None], ...]:
    """How many assessed projects state each grade; unknown (None) while one states none."""
    stated = [project.grade for project in projects if project.is_assessed]
    if not all(stated):
        return tuple((grade, None) for grade in grades)
    counts = Counter(stated)
    return tuple((grade, counts[grade]) for grade in grades)


def project_totals(facts: Facts, grades: Sequence[str] = ("优", "良", "中", "差")) -> ProjectTotals:
    """What the listed projects come to, in the form in which a department states it. `grades` from best to worst."""
    assessed = [project for project in facts.projects if project.is_assessed]
    money = all_projects(facts.projects)
    by_grade = grade_counts(facts.projects, grades)
    return ProjectTotals(
        count=len(facts.projects),
        initial=money.initial,
        adjusted=money.adjusted,
        executed=money.executed,
        execution_rate=money.execution_rate,
        by_fund=fund_shares(facts.projects),
        by_grade=by_grade,
        excellent_rate=excellent_rate(by_grade, grades[0]),
        by_completion=completion_counts(assessed),
    )


def department_execution_rate(facts: Facts) -> Decimal | None:
    """Executed ÷ expenditure budget of the whole department, in percent; as stated where its money is not stated."""
    stated = facts.expenditure
    if stated.total is not None and stated.executed is not None:
        return rate(stated.executed, stated.total)
    return stated.execution_rate


def project_execution_rate(project: Project) -> Decimal | None:
    """A project's executed ÷ adjusted budget in percent; as stated where its money is not stated."""
    columns = project_columns(project)
    if columns.adjusted is not None and columns.executed is not None:
        return columns.execution_rate
    return project.total.execution_rate
