"""Every place that a link leads to exists on its page, for everybody and wherever the assessment stands."""

import re
from dataclasses import replace

import pytest

from assessments.facts_loader import facts_of
from assessments.rules.checks import run_checks
from assessments.schema import facts as f
from assessments.schema.pointers import field_id, place_of
from assessments.terms import Status
from assessments.web.addresses import section_url
from assessments.web.answers.anchors import Anchors
from assessments.web.answers.stated_values import answers_of
from budgets.terms import FundKind
from tests.assessments.rules.checks.test_checks import CASES
from tests.factories import wan
from tests.security.conftest import client_of, undone
from tests.security.county import County
from tests.walk.crawl import ids_of, walk

DRAWN = ("/preview/", "/report/", "/county/")  # slow, and the preparer walks through them


@pytest.mark.parametrize(
    ("person", "status", "without"),
    [
        ("preparer", Status.RETURNED, ()),
        ("unit_preparer", Status.RETURNED, DRAWN),
        ("head", Status.CONFIRMING, DRAWN),
        ("section_reviewer", Status.SECTION_REVIEW, DRAWN),
        ("administrator", Status.APPROVED, DRAWN),
    ],
)
def test_every_place_that_a_link_leads_to_exists(
    county: County, person: str, status: Status, without: tuple[str, ...]
) -> None:
    with undone():
        county.bring_to(status)
        site = walk(client_of(county.world.people[person]), without=without)

    assert len(site.sources) > 5, sorted(site.sources)
    assert site.broken() == set()


def places_of_findings() -> set[str]:
    """Every place that a check names in its cases, as if of the first row everywhere."""
    found = {finding.path for case in CASES for finding in run_checks(case.values[0].context())}
    return {re.sub(r"\d+", "0", path) for path in found if path}


def everything(county: County) -> f.Facts:
    """The own department's paper with something at every place that the form has."""
    facts = facts_of(county.own.assessment)
    shares = (f.FundShare(fund=FundKind.GENERAL_PUBLIC, count=2, amount=wan("114")),)
    adjusted = replace(facts.indicators[0], adjusted_target="290")
    return replace(
        facts,
        indicators=(adjusted, *facts.indicators[1:]),
        project_totals=replace(facts.project_totals, by_fund=shares),
        transfers=f.Transfers(count=0, total=wan("0"), by_grade=tuple((name, 0) for name in "优良中差")),
    )


def test_every_place_that_a_check_names_stands_on_the_page_of_its_section(county: County) -> None:
    lost, ids = set(), {}
    with undone():
        county.world.fill(everything(county))
        client = client_of(county.world.preparer)
        project = county.own.unit_project.pk
        for path in places_of_findings():
            place = place_of(path)
            assert place is not None, path
            address = section_url(
                county.own.assessment.pk, place.section, project if place.section.is_per_project else None
            )
            if address not in ids:
                ids[address] = ids_of(client.get(address).content.decode())
            if field_id(path) not in ids[address]:
                lost.add(path)

    assert lost == set()


def test_the_review_shows_every_place_that_a_check_names_or_what_holds_it(county: County) -> None:
    """A finding on the page of the review leads to a place there, however deep it is and whatever the paper lacks."""
    for facts in (everything(county), f.Facts(year=2025, department=f.DepartmentFacts(name="信访局"))):
        groups = answers_of(facts)
        ids = {answer.field_id for group in groups for answer in group.every_answer()} | {
            group.anchor for group in groups
        }
        anchors = Anchors(groups)
        for path in places_of_findings():
            assert anchors.at(path) in ids or not facts.projects, path
        assert (anchors.at(None), anchors.at("/nonsense")) == ("content", "content")
