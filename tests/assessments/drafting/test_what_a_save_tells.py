"""What a save gives back is made of the rows that it wrote: it says what a new reading of the database says."""

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from assessments.draft_rows import DraftRows
from assessments.drafting import save_section, version_of
from assessments.exchange.differences import changes_between
from assessments.facts_loader import facts_in, facts_of
from assessments.schema import facts as f
from assessments.schema.sections import section_data
from assessments.terms import Section
from tests.assessments.rules.strategies import FACTS
from tests.factories import World

pytestmark = pytest.mark.django_db
# Two papers and all their sections are one example: nobody would read what a search for a smaller one finds.
WHOLE = settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def savable(piece: Any) -> Any:
    """The same without what the form and the database refuse: sums below zero, names of nothing, unknown units."""
    if isinstance(piece, Decimal):
        return abs(piece)
    if isinstance(piece, tuple):
        return tuple(savable(each) for each in piece if not isinstance(each, str) or each.strip())
    if not is_dataclass(piece) or isinstance(piece, f.Scheme):
        return piece
    asked = {each.name: savable(getattr(piece, each.name)) for each in fields(piece) if each.name != "written"}
    return replace(piece, **asked | ({"unit": None} if isinstance(piece, f.Project) else {}))


def on_rows_of(piece: Any, stands: Any) -> Any:
    """The piece as a form posts it: every second row of a list is one that stands there, the others are new."""
    if isinstance(piece, tuple):
        known = [*stands, *[None] * len(piece)] if isinstance(stands, tuple) else [None] * len(piece)
        return tuple(on_rows_of(each, known[at] if at % 2 == 0 else None) for at, each in enumerate(piece))
    if not is_dataclass(piece):
        return piece
    asked = {
        each.name: on_rows_of(getattr(piece, each.name), getattr(stands, each.name, None)) for each in fields(piece)
    }
    return replace(piece, **asked | ({"row": getattr(stands, "row", None)} if "row" in asked else {}))


@WHOLE
@given(first=FACTS, then=FACTS)
def test_a_save_tells_what_then_stands_there_and_what_it_changed(world: World, first: f.Facts, then: f.Facts) -> None:
    first, then = savable(first), savable(then)
    with transaction.atomic():
        world.fill(replace(first, projects=(f.Project(name="信访事项办理"), *first.projects)))
        for section in Section:
            _save_and_compare(world, section, replace(then, projects=(f.Project(name="甲"), *then.projects)))
        transaction.set_rollback(True)


def _save_and_compare(world: World, section: Section, then: f.Facts) -> None:
    before = facts_of(world.fresh())
    index = 0 if section.is_per_project else None
    project = None if index is None else before.projects[index].row
    named = replace(then, department=replace(then.department, name=before.department.name))  # the register's
    at_hand = named if index is None else replace(named, projects=named.projects[-1:])
    data = on_rows_of(section_data(at_hand, section, index), section_data(before, section, index))
    seen = version_of(world.assessment.pk, section, project).version

    saved = save_section(world.preparer, world.assessment.pk, section, data, seen_version=seen, project_id=project)

    after = facts_of(world.fresh())
    assert section_data(after, section, index) == data
    assert saved.opened.facts == facts_in(DraftRows(world.fresh(), saved.opened.rows.lists, project))
    if saved.changed:
        changes = world.assessment.log.latest("number").detail["changes"]
        assert changes == changes_between(before, after)
