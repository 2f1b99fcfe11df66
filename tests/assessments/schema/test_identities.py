"""Total = parts: every identity names fields of the form, its check, and the figures that a paper shows for it."""

import re
from dataclasses import replace

import pytest

from assessments.rules.checks.facts import sums
from assessments.rules.typos import equations
from assessments.schema import facts as f
from assessments.schema.identities import IDENTITIES, StatedFigure, figure_at, parts_beside, sums_of
from assessments.schema.kinds import MONEY
from assessments.schema.pointers import definition_at
from tests.factories import complete_facts, wan

CODES = {identity.code for identity in IDENTITIES} - {""}
LINES = (f.FundingLine(adjusted=wan("3")), f.FundingLine(adjusted=wan("4")))
BARE = f.Facts(year=2025, department=f.DepartmentFacts(name="甲"))


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda each: each.total)
def test_totals_and_parts_are_amounts_of_the_form(identity):
    named = [place for place in (identity.total, *identity.parts, identity.optional, identity.instead) if place]

    assert {definition_at(re.sub(r"\*", "0", place)).kind for place in named} == {MONEY}
    assert identity.optional in ("", *identity.parts)


def test_each_check_of_a_sum_has_its_identity_and_every_identity_its_check():
    assert {check.code for check in sums.CHECKS} - {"K68"} == CODES == {f"K0{number}" for number in range(1, 8)}


def test_a_slip_is_looked_for_in_every_sum_that_a_check_holds():
    facts = complete_facts()
    stated = {found.total for found in sums_of(facts, *CODES) if found.figure(facts).computed is not None}

    assert {equation.total for equation in equations(facts)} <= stated
    assert {"/revenue/total", "/expenditure/total", "/expenditure/basic", "/expenditure/projects"} <= stated


@pytest.mark.parametrize(
    ("code", "pointer", "parts"),
    [
        ("K01", "/revenue/total", ["/revenue/lines/*/amount"]),
        ("K05", "/expenditure/projects", ["/projects/*/total/adjusted"]),
        ("K05", "/project_totals/initial", ["/projects/*/total/initial"]),
        ("K06", "/expenditure/projects", ["/project_totals/by_fund/*/amount"]),
        ("K07", "/projects/12/total/executed", ["/projects/12/funding/*/executed"]),
        ("K07", "/project_totals/executed", []),
    ],
)
def test_parts_stand_in_the_row_of_their_total(code, pointer, parts):
    assert list(parts_beside(code, pointer)) == parts


@pytest.mark.parametrize(
    ("stated", "computed", "shown", "differs"),
    [(None, None, None, False), (None, 2, 2, False), (1, None, 1, False), (0, 2, 0, True), (2, 2, 2, False)],
)
def test_what_is_stated_stands_before_what_its_parts_come_to(stated, computed, shown, differs):
    figure = StatedFigure(stated, computed)

    assert (figure.shown, figure.differs) == (shown, differs)


def test_papers_add_up_what_is_not_stated_from_as_far_below_as_they_must():
    facts = replace(
        BARE,
        expenditure=f.Expenditure(personnel=wan("1"), operating=wan("2")),
        projects=(f.Project(funding=LINES), f.Project(total=f.FundingTotal(adjusted=wan("5")), funding=LINES)),
    )

    assert figure_at(facts, "/expenditure/total") == StatedFigure(None, wan("15"))
    stated = replace(facts, project_totals=f.ProjectTotals(adjusted=wan("11")))
    assert figure_at(stated, "/expenditure/total") == StatedFigure(None, wan("14"))


def test_half_a_sum_is_none():
    facts = replace(BARE, revenue=f.Revenue(lines=(f.RevenueLine(amount=wan("1")), f.RevenueLine())))

    assert figure_at(facts, "/revenue/total") == StatedFigure(None, None)
