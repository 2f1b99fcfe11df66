"""The rows of one draft: each list is read once and stays what it is, until `drafting` puts back what it has written.

So the facts after a save are made of the same rows, without a second reading.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import Flag, auto
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from assessments.models import (
    Assessment,
    Attachment,
    CoveredUnit,
    Evidence,
    ManagementNote,
    Rectification,
    StatedFundShare,
    StatedGradeCount,
)
from assessments.terms import Section
from budgets.models import (
    Department,
    DepartmentBudget,
    FundingLine,
    Goal,
    Indicator,
    Project,
    RevenueLine,
    TargetChange,
)

Row = TypeVar("Row", bound=Model)


class Lists(Flag):
    """What is read beside the assessment's own row and the list of its projects."""

    BUDGET = auto()
    REVENUE = auto()
    FUND_SHARES = auto()
    FUNDING = auto()
    MANAGEMENT = auto()
    GOALS = auto()
    DEPARTMENT_INDICATORS = auto()  # indicators come with their results
    PROJECT_INDICATORS = auto()
    RECTIFICATIONS = auto()
    UNITS = auto()
    GRADE_COUNTS = auto()
    EVIDENCE = auto()
    ATTACHMENTS = auto()


EVERY_LIST = ~Lists(0)
# What the page of a section shows, computes from, or holds against what it shows. A save writes no other list.
LISTS_OF: dict[Section, Lists] = {
    Section.OVERVIEW: Lists.BUDGET | Lists.UNITS,
    Section.FINANCE: (
        Lists.BUDGET | Lists.REVENUE | Lists.FUND_SHARES | Lists.GRADE_COUNTS | Lists.FUNDING | Lists.PROJECT_INDICATORS
    ),
    Section.PROJECTS: Lists.BUDGET,
    Section.FUNDING: Lists.FUNDING | Lists.MANAGEMENT,
    Section.RESULTS: Lists.FUNDING | Lists.PROJECT_INDICATORS | Lists.EVIDENCE,
    Section.GOALS: Lists.BUDGET | Lists.GOALS | Lists.DEPARTMENT_INDICATORS | Lists.EVIDENCE,
    Section.NARRATIVE: Lists(0),
    Section.RECTIFICATION: Lists.RECTIFICATIONS,
    Section.ATTACHMENTS: Lists.ATTACHMENTS,
}


class Named(NamedTuple):
    """One row of a list of names; `number` of projects beside the name of a grade."""

    name: str
    number: int | None = None


Owner = tuple[str, int]  # which foreign key it is, and the key of the row
NameList = tuple[Lists, int]  # a list of names, and the key of the row that it belongs to


class DraftRows:
    """The rows of an assessment as far as `lists` says; a list that it does not name is empty.

    `project`: only this project's own lists are read, beside the list of all projects.
    """

    def __init__(self, assessment: Assessment, lists: Lists = EVERY_LIST, project: int | None = None) -> None:
        self.assessment = assessment
        self.lists = lists
        self.of_project = {} if project is None else {"project": project}

    @cached_property
    def budget(self) -> DepartmentBudget:
        """The department's budget of the year; an unsaved one where there is none yet."""
        ours = {"department_id": self.assessment.department_id, "fiscal_year_id": self.assessment.round.fiscal_year_id}
        found = DepartmentBudget.objects.filter(**ours).first() if Lists.BUDGET in self.lists else None
        return found or DepartmentBudget(**ours)

    @cached_property
    def projects(self) -> list[Project]:
        return list(self._projects().select_related("unit", "result"))

    def _projects(self) -> QuerySet[Project]:
        ours = {"department": self.assessment.department_id, "fiscal_year": self.assessment.round.fiscal_year_id}
        return Project.objects.filter(**ours)

    @cached_property
    def units(self) -> list[Department]:
        """The department's subordinate units, as the register has them now."""
        return list(self.assessment.department.units.all())

    @cached_property
    def revenue(self) -> list[RevenueLine]:
        return self._read(Lists.REVENUE, RevenueLine.objects.filter(budget=self.budget.pk))

    @cached_property
    def goals(self) -> list[Goal]:
        return self._read(Lists.GOALS, Goal.objects.filter(budget=self.budget.pk))

    @cached_property
    def fund_shares(self) -> list[StatedFundShare]:
        return self._read(Lists.FUND_SHARES, self.assessment.stated_fund_shares.all())

    @cached_property
    def rectifications(self) -> list[Rectification]:
        return self._read(Lists.RECTIFICATIONS, self.assessment.rectifications.all())

    @cached_property
    def funding(self) -> dict[int, list[FundingLine]]:
        """By the project's key."""
        ours = FundingLine.objects.filter(project__in=self._projects().order_by()).filter(**self.of_project)
        return grouped(self._read(Lists.FUNDING, ours.order_by("position", "pk")), lambda row: row.project_id)

    @cached_property
    def management(self) -> dict[int, list[ManagementNote]]:
        """By the key of the project's result."""
        ours = ManagementNote.objects.filter(result__assessment=self.assessment)
        ours = ours.filter(**{f"result__{name}": key for name, key in self.of_project.items()})
        return grouped(self._read(Lists.MANAGEMENT, ours), lambda row: row.result_id)

    @cached_property
    def indicators(self) -> dict[Owner, list[Indicator]]:
        """By the one row that they belong to; `change_document` says what a target that was changed last rests on."""
        wanted = Q()
        if Lists.PROJECT_INDICATORS in self.lists:
            wanted |= Q(project__in=self._projects().order_by(), **self.of_project)
        if Lists.DEPARTMENT_INDICATORS in self.lists and self.budget.pk:
            wanted |= Q(goal__budget=self.budget) | Q(budget=self.budget)
        if not wanted:
            return defaultdict(list)
        last = TargetChange.objects.filter(indicator=OuterRef("pk")).order_by("-pk")
        said = Coalesce(NullIf("document", Value("")), "reason", output_field=TextField())
        document = last.values(document_or_reason=said)[:1]
        rows = Indicator.objects.filter(wanted).annotate(change_document=Subquery(document)).select_related("result")
        return grouped(rows.order_by("position", "pk"), owner_of)

    @cached_property
    def names(self) -> dict[NameList, list[Named]]:
        """Every list of names, in one query."""
        here, nothing = Q(assessment=self.assessment), Value(None, IntegerField())
        by_grade = (Cast("of_transfers", IntegerField()), "grade", F("count"))
        sources: tuple[tuple[Lists, type[Model], Q, tuple[Any, str, Any]], ...] = (
            (Lists.UNITS, CoveredUnit, here, (F("assessment"), "name", nothing)),
            (Lists.GRADE_COUNTS, StatedGradeCount, here, by_grade),
            (Lists.EVIDENCE, Evidence, Q(result__assessment=self.assessment), (F("result"), "name", nothing)),
            (Lists.ATTACHMENTS, Attachment, here, (F("assessment"), "name", nothing)),
        )
        queries = [
            model._default_manager.filter(ours)  # noqa: SLF001 - Django's name for it
            .order_by()
            .values_list(Value(which.value, IntegerField()), owner, "position", "pk", name, number)
            for which, model, ours, (owner, name, number) in sources
            if which in self.lists
        ]
        rows = sorted(queries[0].union(*queries[1:], all=True)) if queries else []
        found = defaultdict(list)
        for which, owner, _, _, name, number in rows:
            found[Lists(which), owner].append(Named(name, number))
        return found

    def _read(self, which: Lists, rows: QuerySet[Row]) -> list[Row]:
        return list(rows) if which in self.lists else []


def owner_of(indicator: Indicator) -> Owner:
    """The project, the goal or the budget that the indicator belongs to."""
    names = ("project", "goal", "budget")
    return next((name, key) for name in names if (key := getattr(indicator, f"{name}_id")) is not None)


def grouped(rows: Iterable[Row], key_of: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """The rows by what they belong to, in their order; none where nothing belongs to it."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return found
