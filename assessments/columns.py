"""Which column holds which field of the form, for both directions: the one of the same name, but for those named here.

A field belongs to whatever row has its column: `staff_on_post` of the department to its budget, `phone` to the
assessment. A new field with a column of its name is read and written without a further line.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models

from assessments.models import Assessment, ProjectResult
from assessments.schema import facts as f
from assessments.schema import kinds
from assessments.schema.due import Due
from assessments.schema.fields import definitions_of
from budgets.models import DepartmentBudget, FiguresAsWritten, Project
from budgets.terms import MoneyUnit
from budgets.written import remember, text_as_written

Written = Mapping[str, str] | None  # by JSON pointer; None: from a form, where a figure is what its value says

_EXECUTION = {"weight": "execution_weight", "score": "execution_score"}
_RENAMED: dict[tuple[type, type[models.Model]], Mapping[str, str]] = {
    (f.DepartmentFacts, Assessment): {"code": "department_code"},
    (f.Dates, Assessment): {
        "completed": "completed_on",
        "reported": "reported_on",
        "published": "published_on",
        "due": "stated_due_on",
    },
    (f.Revenue, DepartmentBudget): {"total": "revenue_total"},
    (f.Expenditure, DepartmentBudget): {"total": "expenditure_total", "projects": "project_expenditure"},
    (f.FundingTotal, ProjectResult): _EXECUTION,
    (f.Execution, Assessment): _EXECUTION,
    (f.ProjectGoal, Project): {"expected": "expected_goal"},
    (f.ProjectGoal, ProjectResult): {"actual": "actual_goal"},
}


@cache
def columns_of(holder: type, model: type[models.Model]) -> Mapping[str, str]:
    """The columns of a row that hold fields of a piece: by the name of the field."""
    own = {each.name for each in model._meta.concrete_fields if not each.is_relation}  # noqa: SLF001 - Django's own way
    renamed = _RENAMED.get((holder, model), {})
    leaves = (
        name
        for name, definition in definitions_of(holder).items()
        if definition.kind is not None and not isinstance(definition.kind, kinds.Rows | kinds.Pairs)
    )
    found = {name: renamed.get(name, name) for name in leaves}
    return {name: column for name, column in found.items() if column in own}


def stated_in(row: models.Model, holder: type) -> dict[str, Any]:
    """What the row says of a piece, by the names of its fields."""
    return {
        name: _read(definitions_of(holder)[name].kind, getattr(row, column))
        for name, column in columns_of(holder, type(row)).items()
    }


def _read(kind: object, value: Any) -> Any:
    if isinstance(kind, kinds.Choice):
        return kind.words(value) if value else None
    if isinstance(kind, kinds.Deadline):
        return Due(value) if value else None
    return value


def written_in(row: models.Model, holder: type, pointer: str, unit: MoneyUnit) -> Iterator[tuple[str, str]]:
    """(JSON pointer, text) of the piece's figures that are not written as their value is."""
    if isinstance(row, FiguresAsWritten) and row.written:
        for name, column in columns_of(holder, type(row)).items():
            kind = definitions_of(holder)[name].kind
            text = text_as_written(row, column, unit if kind is kinds.MONEY else None) if _is_figure(kind) else None
            if text is not None:
                yield f"{pointer}/{name}", text


def put(
    row: models.Model, piece: Any, holder: type | None = None, *, written: Written = None, pointer: str = ""
) -> None:
    """Set the row's columns to what the piece says; `holder` defines its fields where the piece is a part of it."""
    holder = holder or type(piece)
    for name, column in columns_of(holder, type(row)).items():
        if not hasattr(piece, name):
            continue
        before, value = getattr(row, column), getattr(piece, name)
        setattr(row, column, value.text if isinstance(value, Due) else value)
        if _is_figure(definitions_of(holder)[name].kind):
            assert isinstance(row, FiguresAsWritten), row  # noqa: S101 - the base of every row with figures
            if written is not None:
                remember(row, column, written.get(f"{pointer}/{name}"))
            elif value != before or before is None:
                remember(row, column, None)


def _is_figure(kind: object) -> bool:
    return isinstance(kind, kinds.Number)
