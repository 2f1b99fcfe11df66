"""The results of every project of a county in one table: the table of one department, with a column for whose it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace

from assessments.reports import figures
from assessments.reports.document import Sheet
from assessments.reports.form import stamps
from assessments.reports.layout import Layout
from assessments.reports.summary_sheet import SUMMARY_FORM, SummarySubject
from assessments.reports.wording import or_missing
from assessments.rules import totals
from assessments.rules.facts import CompletionCounts, DepartmentFacts, Facts, Project, ProjectTotals
from assessments.rules.scheme import Scheme

_NONE_YET = CompletionCounts(full=0, half_or_more=0, under_half=0, not_started=0)
COUNTY_FORM = replace(SUMMARY_FORM, key="county")


@dataclass(slots=True)
class CountyResults:
    """Takes in one department after the other and keeps of each project only what its row says."""

    county: str
    year: int
    scheme: Scheme
    scope: str = ""  # where it is not the whole county
    projects: list[Project] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    is_approved: list[bool] = field(default_factory=list)  # of each project
    unapproved: list[str] = field(default_factory=list)  # departments
    unlisted: list[str] = field(default_factory=list)  # departments that state projects without naming them
    grades: Counter[str | None] = field(default_factory=Counter)
    reached: list[CompletionCounts] = field(default_factory=list)

    def add(self, facts: Facts, scheme: Scheme, *, is_approved: bool) -> None:
        if not is_approved:
            self.unapproved.append(or_missing(facts.department.name))
        if not facts.projects and figures.project_count(facts):
            self.unlisted.append(or_missing(facts.department.name))
        for project in facts.projects:
            score, grade = figures.project_score(project, scheme), figures.project_grade(project, scheme)
            if totals.is_assessed(project):
                self.grades[grade] += 1
                self.reached.append(totals.completion_counts((project,)))
            self.projects.append(replace(project, score=score, grade=grade, indicators=()))
            self.departments.append(facts.department.name)
            self.is_approved.append(is_approved)

    def sheet(self, layout: Layout) -> Sheet:
        facts = Facts(
            county=self.county,
            year=self.year,
            department=DepartmentFacts(name=self.county),
            projects=tuple(self.projects),
            project_totals=ProjectTotals(
                count=len(self.projects),
                by_grade=tuple((grade, self.grades[grade]) for grade, _ in self.scheme.grades),
                by_completion=_sum(self.reached),
            ),
        )
        subject = SummarySubject(facts, self.scheme, tuple(self.departments), self._parts())
        return COUNTY_FORM.sheet(layout, subject, stamps(facts), notes=tuple(self._notes()))

    def _parts(self) -> tuple[tuple[str, tuple[Project, ...]], ...]:
        """What is approved and what is not, where the table has both."""
        if len(set(self.is_approved)) < 2:
            return ()
        pairs = list(zip(self.projects, self.is_approved, strict=True))
        return tuple(
            (name, tuple(project for project, is_approved in pairs if is_approved is wanted))
            for name, wanted in (("审核通过", True), ("尚未审核通过", False))
        )

    def _notes(self) -> Iterable[str]:
        """Whose projects are not approved yet, and what the counts leave out."""
        if self.scope:
            yield f"注：本表汇总{self.scope}。"
        if self.unapproved:
            number = len(self.unapproved)
            yield f"注：{number}个部门尚未审核通过，所列为其当前内容：{'、'.join(self.unapproved)}。"
        known = {grade for grade, _ in self.scheme.grades}
        ungraded = sum(count for grade, count in self.grades.items() if grade not in known)
        unknown = sum(1 for counts in self.reached if counts == CompletionCounts())
        if ungraded:
            yield f"注：{ungraded}个参评项目尚无评价等级，未计入评价等级。"
        if unknown:
            yield f"注：{unknown}个参评项目的指标未填报完整，未计入目标实现程度。"
        if self.unlisted:
            yield f"注：未列出项目明细的部门：{'、'.join(self.unlisted)}。"


def _sum(counts: Iterable[CompletionCounts]) -> CompletionCounts:
    full, half_or_more, under_half, not_started = (
        sum(value or 0 for value in column)
        for column in zip(*(astuple(each) for each in (_NONE_YET, *counts)), strict=True)
    )
    return CompletionCounts(full=full, half_or_more=half_or_more, under_half=under_half, not_started=not_started)
