"""Columns against the definition: each field has one, as long as the field, and empty where the field may be."""

import pytest
from django.db import models

from assessments.columns import columns_of
from assessments.models import (
    Assessment,
    Attachment,
    CoveredUnit,
    Evidence,
    IndicatorResult,
    ManagementNote,
    ProjectResult,
    Rectification,
    StatedFundShare,
    StatedGradeCount,
    StatedProjectTotals,
    StatedTransfers,
)
from assessments.schema import facts as f
from assessments.schema import kinds
from assessments.schema.fields import definitions_of
from budgets.models import DepartmentBudget, FundingLine, Goal, Indicator, Project, RevenueLine

# The rows that hold a piece together.
ROWS: dict[type, tuple[type[models.Model], ...]] = {
    f.DepartmentFacts: (Assessment, DepartmentBudget),
    f.Dates: (Assessment,),
    f.Revenue: (DepartmentBudget,),
    f.RevenueLine: (RevenueLine,),
    f.Expenditure: (DepartmentBudget,),
    f.ProjectTotals: (StatedProjectTotals,),
    f.CompletionCounts: (StatedProjectTotals,),
    f.FundShare: (StatedFundShare,),
    f.Transfers: (StatedTransfers,),
    f.Project: (Project, ProjectResult),
    f.FundingLine: (FundingLine,),
    f.FundingTotal: (Project, ProjectResult),
    f.ProjectTransfer: (ProjectResult,),
    f.ManagementNote: (ManagementNote,),
    f.ProjectGoal: (Project, ProjectResult),
    f.Indicator: (Indicator, IndicatorResult),
    f.SubGoal: (Goal,),
    f.Execution: (Assessment,),
    f.Narrative: (Assessment,),
    f.Rectification: (Rectification,),
    f.Facts: (Assessment,),
}
# Kept otherwise than in a column of its own.
ELSEWHERE = {
    (f.DepartmentFacts, "name"): "the register's",
    (f.Project, "unit"): "a row of the register",
    (f.Facts, "year"): "the round's",
}
FIELDS = [
    (holder, name, definition)
    for holder in ROWS
    for name, definition in definitions_of(holder).items()
    if definition.kind is not None and not isinstance(definition.kind, kinds.Rows | kinds.Pairs)
]


def fields_of_model(holder: type, name: str) -> list[models.Field]:
    return [
        model._meta.get_field(columns_of(holder, model)[name])
        for model in ROWS[holder]
        if name in columns_of(holder, model)
    ]


@pytest.mark.parametrize(("holder", "name", "definition"), FIELDS, ids=[f"{h.__name__}.{n}" for h, n, _ in FIELDS])
def test_a_field_has_one_column_that_holds_it(holder, name, definition):
    if (holder, name) in ELSEWHERE:
        assert fields_of_model(holder, name) == []
        return
    (column,) = fields_of_model(holder, name)
    kind = definition.kind
    may_be_empty = getattr(kind, "nullable", not isinstance(kind, kinds.Flag))

    assert column.null is may_be_empty
    if isinstance(kind, kinds.Text):
        assert isinstance(column, models.TextField) or column.max_length == kind.longest
    if isinstance(kind, kinds.Choice):
        assert column.max_length >= max(len(word.value) for word in kind.words)


# Lists of texts, each of which is a row, and what stands beside a text in it.
NAMES: dict[tuple[type, str], tuple[type[models.Model], str]] = {
    (f.Facts, "units"): (CoveredUnit, "name"),
    (f.Facts, "attachments"): (Attachment, "name"),
    (f.Goals, "overall"): (Goal, "statement"),
    (f.Indicator, "evidence"): (Evidence, "name"),
    (f.ProjectTotals, "by_grade"): (StatedGradeCount, "grade"),
    (f.Transfers, "by_grade"): (StatedGradeCount, "grade"),
}


def lists_of_texts() -> dict[tuple[type, str], int]:
    """Every list whose items are texts, and every object with free names: how long one of them may be."""
    found = {}
    for holder in {f.Goals, *ROWS}:
        for name, definition in definitions_of(holder).items():
            if isinstance(definition.kind, kinds.Rows) and isinstance(definition.kind.item, kinds.Text):
                found[holder, name] = definition.kind.item.longest
            elif isinstance(definition.kind, kinds.Pairs):
                found[holder, name] = definition.kind.longest_key
    return found


def test_a_text_of_a_list_has_a_column_that_holds_it():
    columns = {place: model._meta.get_field(name) for place, (model, name) in NAMES.items()}

    assert set(columns) == set(lists_of_texts())
    for place, longest in lists_of_texts().items():
        assert isinstance(columns[place], models.TextField) or columns[place].max_length == longest, place


# Columns that hold no field of the form, and why.
NO_FIELDS = {
    "id": "the row's own",
    "position": "the order of the rows",
    "written": "how figures were written",
    "approved": "the budget approval's (an indicator says it, nobody types it)",
    "is_overall": "which of two lists a goal stands in",
    "item": "which line of 资金管理情况 a note is",
    **dict.fromkeys(
        ("status", "submitted_at", "section_passed_at", "approved_at", "published_at"), "the way of the assessment"
    ),
    **dict.fromkeys(("first_submitted_on", "first_due_on", "return_due_on"), "by what lateness is judged"),
    "stated_scheme": "the rules that an imported file names",
    "unread": "what was typed and cannot be read",
}


def test_a_column_holds_a_field_of_the_form_or_says_what_else():
    models_of_rows = {model for found in ROWS.values() for model in found}
    held = {
        (model, column)
        for holder, found in ROWS.items()
        for model in found
        for column in columns_of(holder, model).values()
    } | set(NAMES.values())

    others = {
        f"{model.__name__}.{column.name}"
        for model in models_of_rows
        for column in model._meta.concrete_fields
        if not column.is_relation and (model, column.name) not in held and column.name not in NO_FIELDS
    }
    assert others == set()
