"""No field of the form is forgotten: each leaf of the definition stands in every place that a field has."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.test import Client

from assessments.exchange import file_format
from assessments.exchange.differences import changes_between
from assessments.facts_loader import facts_of
from assessments.import_export import import_facts
from assessments.schema.facts import DepartmentFacts, Facts
from assessments.schema.pointers import value_at, word
from assessments.terms import Section
from assessments.web.answers.stated_values import answers_of
from assessments.web.sections.section_page import open_page
from tests.assessments.schema.leaves import filled, leaves, pattern_of
from tests.assessments.web.test_labels import fields_of, shown_fields
from tests.conftest import ROOT
from tests.form_fields import form_fields

LEAVES = dict(leaves())
FILLED: Facts = filled()

# Of the site, the register or the round: nobody types them into the form.
_GIVEN = {
    "/county": "the county's name is a setting of the site, copied into each assessment",
    "/year": "the round's",
    "/money_unit": "the unit of a paper that was written elsewhere: the form is always typed in 万元",
    "/department/name": "the register's",
    "/dates/due": "the round's; only an imported file states another",
    **{
        pattern: "the round's rules, edited on the page of the round" for pattern in LEAVES if pattern[:8] == "/scheme/"
    },
}
_NOT_ON_THE_CHECK_PAGE = {
    pattern: "stands in the head of the page or on the page of the round"
    for pattern in _GIVEN
    if pattern not in {"/department/name", "/dates/due"}
}


def missing(found: Iterable[str], exceptions: dict[str, str]) -> set[str]:
    return set(LEAVES) - set(map(pattern_of, found)) - set(exceptions)


def test_an_exception_is_a_leaf_and_is_one():
    assert set(_GIVEN) <= set(LEAVES)
    in_forms = {pattern_of(bound.pointer) for section in Section for bound in shown_fields(section)}
    assert in_forms & set(_GIVEN) == set()


def test_every_leaf_has_a_field_in_a_form():
    found = [bound.pointer for section in Section for bound in shown_fields(section)]
    found += [f"{pointer}/0" for pointer in found if pointer.endswith("/evidence")]  # one box, a line for each

    assert missing(found, _GIVEN) == set()


def test_every_leaf_stands_on_the_check_page():
    answers = [answer for group in answers_of(FILLED) for answer in group.every_answer()]
    of_lists = {"/units", "/attachments", "/goals/overall"}
    found = [f"{answer.pointer}/0" if answer.pointer in of_lists else answer.pointer for answer in answers]
    found += [f"{pointer}/0" for pointer in found if pointer.endswith("/evidence")]

    assert missing(found, _NOT_ON_THE_CHECK_PAGE) == set()
    assert [answer.pointer for answer in answers if not answer.text and not answer.is_needless] == []


def test_every_leaf_comes_back_from_a_file():
    again = file_format.read(file_format.dumps(FILLED))

    assert replace(again, scheme=FILLED.scheme) == FILLED  # of the rules a file states only what it must
    assert [pattern for pattern in LEAVES if _at(again, pattern) in (None, "", ())] == []


def _at(facts: Facts, pattern: str) -> object:
    return value_at(facts, pattern.replace("/*/", "/0/").removesuffix("/*"))


def test_every_leaf_that_changes_is_a_difference():
    blank = Facts(year=FILLED.year, department=DepartmentFacts(name=""))

    paths = [change["path"] for change in changes_between(blank, FILLED)]

    unchanged = {pattern for pattern in LEAVES if _at(blank, pattern) == _at(FILLED, pattern)}
    unchanged.add("/money_unit")  # both are written in one unit, so that only the amounts are compared
    assert {pattern for pattern in LEAVES if not any(_is_within(pattern, path) for path in paths)} <= unchanged


def _is_within(pattern: str, path: str) -> bool:
    changed = pattern_of(path)
    return pattern == changed or pattern.startswith(f"{changed}/") or pattern == f"{changed}/*"


def test_every_leaf_has_a_name_in_findings():
    """One text of a list is called as the list is."""
    unnamed = [pattern for pattern in LEAVES if not word(pattern) and not word(pattern.removesuffix("/*"))]
    assert unnamed == []


@pytest.mark.django_db
def test_every_leaf_comes_back_from_its_row(world):
    """Through the one writer of drafts into rows, and back through the one bridge."""
    facts = replace(FILLED, year=world.round.fiscal_year.year, scheme=None)

    read = facts_of(import_facts(facts, world.round).assessment)

    lost = {pattern for pattern in LEAVES if _at(facts, pattern) != _at(read, pattern)}
    assert lost - set(_GIVEN) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("section", Section)
def test_every_field_of_a_form_stands_on_its_page(world, section):
    world.fill(replace(FILLED, year=world.round.fiscal_year.year, scheme=None))
    row = facts_of(world.fresh()).projects[0].row if section.is_per_project else None
    page = open_page(world.preparer, world.assessment.pk, section, row)
    client = Client()
    client.force_login(world.preparer, backend="django.contrib.auth.backends.ModelBackend")

    drawn = set(re.findall(r'\bname="([^"]+)"', client.get(page.url).content.decode()))

    assert {bound.html_name for part in page.form.parts for bound in fields_of(part)} - drawn == set()


def test_what_people_meet_changes_only_where_it_is_meant_to():
    """`python -m tests.form_fields` writes the file anew; what changed for people is its difference."""
    assert form_fields() == json.loads((ROOT / "tests/assessments/schema/form-fields.json").read_text())
