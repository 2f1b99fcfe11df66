"""What the departments of a county come to: counted here once for the table of all projects and for the report.

Money in 元, rates in percent, scores in points. A sum is unknown while a part of it is not stated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from assessments.reports.county.departments import County, DepartmentPaper, Found, PaperStanding
from assessments.reports.document import figures
from assessments.reports.document.formatting import or_missing
from assessments.rules.checks.facts.execution import Divergence, divergence
from assessments.rules.scoring import totals
from assessments.rules.scoring.scores import rounded
from assessments.rules.scoring.transfers import has_transfers
from assessments.schema.facts import CompletionCounts, Project, ProjectTotals, Rectification, Transfers
from assessments.schema.identities import sum_of
from assessments.schema.scheme import Scheme
from budgets.money import rate
from budgets.terms import FundKind

_NO_PROJECT = CompletionCounts(full=0, half_or_more=0, under_half=0, not_started=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedProject:
    """One project as a row of a list: with the score and grade that its papers show, without its indicators."""

    project: Project
    reached: CompletionCounts
    diverging: Divergence | None

    @property
    def is_assessed(self) -> bool:
        return self.project.is_assessed


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDepartment:
    """What lists and sums need of one department. Money is that of the whole department, not of its projects alone."""

    name: str
    section: str
    standing: PaperStanding
    handed_in: date | None
    is_late: bool
    units: int
    stated_projects: int | None
    projects: tuple[CountedProject, ...]
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str | None
    transfers: Transfers | None
    rectifications: tuple[Rectification, ...]
    found: tuple[Found, ...]

    @property
    def is_approved(self) -> bool:
        return self.standing is PaperStanding.APPROVED

    @property
    def is_reported(self) -> bool:
        return self.standing is not PaperStanding.PENDING

    @property
    def is_unlisted(self) -> bool:
        """Whether it states projects without naming them."""
        return not self.projects and bool(self.stated_projects)


def counted(county: County) -> tuple[CountedDepartment, ...]:
    """All departments in their order, read one after the other."""
    return tuple(_counted_department(paper, county) for paper in county.read())


def _is_late(paper: DepartmentPaper, due: date) -> bool:
    return paper.handed_in is not None and paper.handed_in > (paper.due or due)


def _counted_department(paper: DepartmentPaper, county: County) -> CountedDepartment:
    facts, scheme = paper.source.facts, paper.source.scheme
    return CountedDepartment(
        name=or_missing(facts.department.name),
        section=paper.section,
        standing=paper.standing,
        handed_in=paper.handed_in,
        is_late=_is_late(paper, county.due),
        units=len(facts.units),
        stated_projects=figures.project_count(facts),
        projects=tuple(_counted_project(project, scheme) for project in facts.projects),
        budget=figures.expenditure_total(facts).shown,
        executed=facts.expenditure.executed,
        rate=figures.department_rate(facts).shown,
        score=figures.department_score(facts, scheme),
        grade=figures.department_grade(facts, scheme),
        transfers=facts.transfers if has_transfers(facts) else None,
        rectifications=facts.rectifications,
        found=paper.found,
    )


def _counted_project(project: Project, scheme: Scheme) -> CountedProject:
    is_assessed = project.is_assessed
    executed = totals.project_execution_rate(project)
    score, grade = figures.project_score(project, scheme), figures.project_grade(project, scheme)
    return CountedProject(
        project=replace(project, score=score, grade=grade, indicators=()),
        reached=totals.completion_counts((project,)) if is_assessed else CompletionCounts(),
        diverging=divergence(executed, project.indicators, scheme.thresholds) if is_assessed else None,
    )


def projects_of(departments: Iterable[CountedDepartment]) -> tuple[CountedProject, ...]:
    return tuple(project for department in departments for project in department.projects)


def project_totals(projects: Sequence[CountedProject], scheme: Scheme) -> ProjectTotals:
    """What listed projects come to. Those without a grade of the scheme, or without results, are left out of counts."""
    assessed = [item for item in projects if item.is_assessed]
    grades = Counter(item.project.grade for item in assessed)
    by_grade = tuple((grade, grades[grade]) for grade, _ in scheme.grades)
    money = totals.all_projects(item.project for item in projects)
    return ProjectTotals(
        count=len(projects),
        initial=money.initial,
        adjusted=money.adjusted,
        executed=money.executed,
        execution_rate=money.execution_rate,
        by_fund=totals.fund_shares([item.project for item in projects]),
        by_grade=by_grade,
        excellent_rate=totals.excellent_rate(by_grade, scheme.grades[0][0]),
        by_completion=_sum(item.reached for item in assessed),
    )


def _sum(counts: Iterable[CompletionCounts]) -> CompletionCounts:
    full, half_or_more, under_half, not_started = (
        sum(value or 0 for value in column)
        for column in zip(*(astuple(each) for each in (_NO_PROJECT, *counts)), strict=True)
    )
    return CompletionCounts(full=full, half_or_more=half_or_more, under_half=under_half, not_started=not_started)


def ungraded(projects: Iterable[CountedProject], scheme: Scheme) -> int:
    """Assessed projects that no grade of the scheme counts."""
    known = {grade for grade, _ in scheme.grades}
    return sum(item.is_assessed and item.project.grade not in known for item in projects)


def without_results(projects: Iterable[CountedProject]) -> int:
    """Assessed projects of which it cannot be told how far their goals were reached."""
    return sum(item.is_assessed and item.reached == CompletionCounts() for item in projects)


def spent_by_fund(projects: Iterable[CountedProject]) -> dict[FundKind, Decimal | None]:
    """What assessed projects spent of each fund; None where a line of it does not say."""
    parts: dict[FundKind, list[Decimal | None]] = {}
    for item in projects:
        for line in item.project.funding if item.is_assessed else ():
            if line.fund is not None:
                parts.setdefault(line.fund, []).append(line.executed)
    return {fund: sum_of(amounts) for fund, amounts in parts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The departments of a county; `projects` and `totals` are those of the approved ones."""

    county: County
    departments: Sequence[CountedDepartment]
    approved: Sequence[CountedDepartment]
    projects: Sequence[CountedProject]
    totals: ProjectTotals

    @property
    def assessed(self) -> Sequence[CountedProject]:
        return [item for item in self.projects if item.is_assessed]


def survey_of(county: County) -> Survey:
    departments = counted(county)
    approved = [department for department in departments if department.is_approved]
    projects = projects_of(approved)
    return Survey(
        county=county,
        departments=departments,
        approved=approved,
        projects=projects,
        totals=project_totals(projects, county.scheme),
    )


@dataclass(frozen=True, slots=True)
class Spending:
    """Of whole departments: 全年预算数 and 全年执行数."""

    budget: Decimal | None
    executed: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        return rate(self.executed, self.budget)


def spending(departments: Sequence[CountedDepartment]) -> Spending:
    return Spending(
        sum_of(department.budget for department in departments),
        sum_of(department.executed for department in departments),
    )


def mean(scores: Iterable[Decimal | None]) -> Decimal | None:
    """Of the scores that there are, with two decimals; None of none."""
    known = [score for score in scores if score is not None]
    return rounded(Fraction(sum(known, Decimal(0))) / len(known)) if known else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Equal scores share a place, and the next one is counted on from all of them; no score, no place."""

    place: int | None
    department: CountedDepartment


def ranking(departments: Iterable[CountedDepartment]) -> Iterator[Ranked]:
    """The best first; among equals the order in which they come."""
    scored = [(department.score, department) for department in departments]
    best_first = sorted(scored, key=lambda pair: (pair[0] is None, -(pair[0] or 0)))
    scores = [score for score, _ in best_first]
    for score, department in best_first:
        yield Ranked(None if score is None else scores.index(score) + 1, department)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInCounty:
    """How often a check spoke when papers were handed in."""

    code: str
    departments: int
    cases: int
    explained: int


def common_findings(departments: Iterable[CountedDepartment]) -> tuple[FoundInCounty, ...]:
    """By check, those of most departments first. What a department was let off is not among them."""
    by_code: dict[str, list[tuple[int, Found]]] = {}
    for place, department in enumerate(departments):
        for finding in department.found:
            if not finding.is_exempt:
                by_code.setdefault(finding.code, []).append((place, finding))
    found = [
        FoundInCounty(
            code=code,
            departments=len({place for place, _ in cases}),
            cases=len(cases),
            explained=sum(finding.is_explained for _, finding in cases),
        )
        for code, cases in by_code.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.departments, -item.cases, item.code)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSums:
    """转移支付 as departments state it; a level that nobody names is left out."""

    departments: int
    count: int | None
    total: Decimal | None
    by_level: tuple[tuple[str, Decimal], ...]


def transfer_sums(departments: Iterable[CountedDepartment]) -> TransferSums:
    stated = [department.transfers for department in departments if department.transfers]
    levels = (
        ("中央", [item.central for item in stated]),
        ("省级", [item.provincial for item in stated]),
        ("市级", [item.municipal for item in stated]),
    )
    return TransferSums(
        departments=len(stated),
        count=totals.count_of(item.count for item in stated),
        total=sum_of(item.total for item in stated),
        by_level=tuple(
            (name, sum(known, Decimal(0))) for name, amounts in levels if (known := [a for a in amounts if a])
        ),
    )
