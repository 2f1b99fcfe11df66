"""Columns against the definition: each field has one, as long as the field, and empty where the field may be."""

import pytest
from django.db import models

from assessments.columns import columns_of
from assessments.models import (
    Assessment,
    IndicatorResult,
    ManagementNote,
    ProjectResult,
    Rectification,
    StatedFundShare,
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
