"""Where a section is written to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from assessments.columns import Written, put
from assessments.draft_rows import DraftRows
from assessments.drafting.rows import RowWriter
from assessments.models import Assessment, ProjectResult
from budgets.models import DepartmentBudget, Project


@dataclass(kw_only=True)
class Destination:
    """The rows of a draft with their writer, and for a section of a project the project at its `pointer`.

    `written` is set by an import, `new_units` lets it add unknown units.
    """

    rows: DraftRows
    writer: RowWriter
    project: Project | None = None
    pointer: str = ""
    written: Written = None
    new_units: bool = False

    @property
    def assessment(self) -> Assessment:
        return self.rows.assessment

    @property
    def budget(self) -> DepartmentBudget:
        """The department's budget of the round's year, made empty where there is none yet."""
        budget = self.rows.budget
        if budget._state.adding:  # noqa: SLF001 - Django's name for it
            self.rows.budget, _ = DepartmentBudget.objects.get_or_create(
                department_id=budget.department_id, fiscal_year_id=budget.fiscal_year_id
            )
        return self.rows.budget

    def own_project(self) -> Project:
        """The project whose section it is; raises ValueError where the section is of no project."""
        if self.project is None:
            raise ValueError("the section belongs to a project")
        return self.project

    def result(self) -> ProjectResult:
        """What the project states of its result; a new row where it has stated nothing yet."""
        found: ProjectResult | None = getattr(self.project, "result", None)
        return found or ProjectResult(assessment=self.assessment, project=self.project)

    def put(self, row: Model, piece: Any, pointer: str) -> None:
        """The piece into its columns of the row; its figures as the file wrote them."""
        put(row, piece, written=self.written, pointer=pointer)
