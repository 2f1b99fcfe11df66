"""What one section of the form holds, as a piece of the facts: what forms give, drafts keep and versions compare."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessments.schema.facts import (
    Dates,
    DepartmentFacts,
    Execution,
    Expenditure,
    Facts,
    FundingLine,
    FundingTotal,
    Indicator,
    Narrative,
    ProjectGoal,
    ProjectTotals,
    ProjectTransfer,
    Rectification,
    Revenue,
    SubGoal,
    Transfers,
)
from assessments.terms import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    department: DepartmentFacts
    units: tuple[str, ...] = ()
    dates: Dates = Dates()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finance:
    """Revenue and expenditure. `project_totals` and `transfers` are what a paper states, seldom typed by hand."""

    revenue: Revenue = Revenue()
    expenditure: Expenditure = Expenditure()
    project_totals: ProjectTotals = ProjectTotals()
    transfers: Transfers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectHeader:
    """One row of the list of projects; `row` None is a new project, a project that is left out is removed."""

    name: str = ""
    code: str | None = None
    unit: str | None = None
    activity: str | None = None
    exempt_reason: str | None = None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    lines: tuple[FundingLine, ...] = ()
    total: FundingTotal = FundingTotal()
    transfer: ProjectTransfer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    goal: ProjectGoal = ProjectGoal()
    indicators: tuple[Indicator, ...] = ()
    score: Decimal | None = None
    grade: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentGoals:
    overall: tuple[str, ...] = ()
    sub: tuple[SubGoal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    execution: Execution = Execution()
    score: Decimal | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectifications:
    rows: tuple[Rectification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projects:
    headers: tuple[ProjectHeader, ...] = ()


SectionData = (
    Overview | Finance | Projects | Funding | Results | DepartmentGoals | Narrative | Rectifications | Attachments
)


def section_data(facts: Facts, section: Section, project: int | None = None) -> SectionData:
    """The piece of the facts that one section shows; `project` is an index into `facts.projects`."""
    if section.is_per_project:
        if project is None:
            raise ValueError(f"{section} belongs to a project")
        shown = facts.projects[project]
        if section is Section.FUNDING:
            return Funding(lines=shown.funding, total=shown.total, transfer=shown.transfer)
        return Results(
            goal=shown.goal, indicators=shown.indicators, score=shown.score, grade=shown.grade, reason=shown.reason
        )
    pieces: dict[Section, SectionData] = {
        Section.OVERVIEW: Overview(department=facts.department, units=facts.units, dates=facts.dates),
        Section.FINANCE: Finance(
            revenue=facts.revenue,
            expenditure=facts.expenditure,
            project_totals=facts.project_totals,
            transfers=facts.transfers,
        ),
        Section.PROJECTS: Projects(
            headers=tuple(
                ProjectHeader(
                    name=item.name,
                    code=item.code,
                    unit=item.unit,
                    activity=item.activity,
                    exempt_reason=item.exempt_reason,
                    row=item.row,
                )
                for item in facts.projects
            )
        ),
        Section.GOALS: DepartmentGoals(
            overall=facts.goals.overall,
            sub=facts.goals.sub,
            indicators=facts.indicators,
            execution=facts.execution,
            score=facts.score,
            grade=facts.grade,
        ),
        Section.NARRATIVE: facts.narrative,
        Section.RECTIFICATION: Rectifications(rows=facts.rectifications),
        Section.ATTACHMENTS: Attachments(names=facts.attachments),
    }
    return pieces[section]
