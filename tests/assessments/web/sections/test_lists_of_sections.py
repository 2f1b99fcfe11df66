"""A section reads only the lists that `LISTS_OF` names: its page is the page that knows the whole paper."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from assessments.draft_rows import DraftRows
from assessments.facts_loader import facts_in, scheme_of
from assessments.schema import facts as f
from assessments.schema.scheme_format import to_json
from assessments.terms import Section
from assessments.web.sections.forms.projects import FundingForm
from assessments.web.sections.section_page import SectionPage, open_page
from tests.assessments.drafting.test_what_a_save_tells import savable
from tests.assessments.rules.strategies import FACTS
from tests.assessments.web.posting import posted
from tests.factories import World, complete_facts, complete_project

pytestmark = pytest.mark.django_db
WHOLE = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def _scheme_with_a_cap(world: World) -> None:
    """A rule that looks from the points at the money."""
    world.round.scheme = to_json(replace(scheme_of(world.round), caps=((Decimal(60), Decimal(59)),)))
    world.round.save()


def _shown(page: SectionPage) -> dict[str, Any]:
    return {
        "values": posted(page.form),
        "outputs": page.outputs,
        "state": page.state,
        "stops": page.stops,
        "fields": [(bound.pointer, bound.full_label, bound.shown) for bound in page.form.bound_fields()],
        "asks for transfers": page.form.has_transfers if isinstance(page.form, FundingForm) else None,
    }


def _compare_every_section(world: World, facts: f.Facts) -> None:
    world.fill(facts)
    for section in Section:
        if section.is_per_project and not facts.projects:
            continue
        row = world.fresh().department.projects.latest("position").pk if section.is_per_project else None
        page = open_page(world.preparer, world.assessment.pk, section, row)
        rows = DraftRows(page.assessment)
        whole = SectionPage(opened=replace(page.opened, rows=rows, facts=facts_in(rows)))

        assert _shown(page) == _shown(whole)


def _spent(project: f.Project, executed: str) -> f.Project:
    """The project with its money in its lines alone."""
    lines = tuple(replace(line, executed=Decimal(executed)) for line in project.funding)
    return replace(project, funding=lines, total=replace(project.total, initial=None, adjusted=None, executed=None))


NOTE = f.FundManagement(use=f.ManagementNote(statement="专款专用。"))
PAPERS = {
    "complete": complete_facts(projects=(complete_project(), complete_project("维护", "54"))),
    "sums of lines": complete_facts(projects=(complete_project(), _spent(complete_project("维护", "54"), "540000"))),
    "a cap by its lines": complete_facts(projects=(_spent(complete_project(), "1"),)),
    "money from above": complete_facts(
        projects=(replace(complete_project(), transfer=f.ProjectTransfer(management=NOTE)),)
    ),
}


@pytest.mark.parametrize("facts", PAPERS.values(), ids=PAPERS)
def test_each_paper(world: World, facts: f.Facts) -> None:
    _compare_every_section(world, facts)


def test_a_paper_without_projects(world: World) -> None:
    facts = replace(complete_facts(), projects=())
    _compare_every_section(world, replace(facts, expenditure=replace(facts.expenditure, projects=Decimal(0))))


@WHOLE
@given(facts=FACTS)
def test_any_paper(world: World, facts: f.Facts) -> None:
    facts = savable(facts)
    with transaction.atomic():
        _compare_every_section(world, replace(facts, projects=(*facts.projects, f.Project(name="信访事项办理"))))
        transaction.set_rollback(True)
