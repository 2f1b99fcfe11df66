"""Taking facts over, piece by piece: what is offered, what stands against it, what comes of what was chosen."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exchange.taking_over import Standing, adopted, confirmed, offers, proposed
from assessments.schema import facts as f
from budgets.terms import FundKind
from tests.factories import YEAR, complete_facts, complete_project, indicator, wan

NOTHING = f.Facts(year=YEAR, department=f.DepartmentFacts(name="信访局"))
WHOLE = replace(
    complete_facts(),
    project_totals=f.ProjectTotals(
        count=2,
        by_fund=(f.FundShare(fund=FundKind.GENERAL_PUBLIC, count=2, amount=wan("114")),),
        by_grade=(("优", 2),),
        by_completion=f.CompletionCounts(full=2),
    ),
    transfers=f.Transfers(count=0, total=Decimal(0), by_grade=(("优", 0),)),
)
# What is not the report's to say.
KEPT = {"county": None, "attachments": ()}


def sources(read, now):
    return {offer.source for offer in offers(read, now)}


def test_everything_confirmed_into_an_empty_draft_is_the_report():
    merged = adopted(WHOLE, NOTHING, sources(WHOLE, NOTHING))

    expected = replace(WHOLE, **KEPT, department=replace(WHOLE.department, code=None))
    assert merged == expected


def test_nothing_confirmed_changes_nothing():
    assert adopted(WHOLE, NOTHING, frozenset()) == NOTHING
    assert adopted(WHOLE, complete_facts(), frozenset()) == complete_facts()


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (None, Standing.BLANK),
        (wan("1"), Standing.SAME),
        (wan("2"), Standing.DIFFERENT),
        (Decimal(0), Standing.DIFFERENT),
    ],
)
def test_what_stands_already_is_told_apart(now, standing):
    read = replace(NOTHING, revenue=f.Revenue(total=wan("1")))
    (offer,) = offers(read, replace(NOTHING, revenue=f.Revenue(total=now)))

    assert (offer.source, offer.standing, offer.now, offer.value) == ("/revenue/total", standing, now, wan("1"))


def test_what_the_report_does_not_state_is_not_offered():
    read = replace(NOTHING, grade="", units=(), indicators=(f.Indicator(name=" "), f.Indicator()))
    assert offers(read, complete_facts()) == ()


def test_an_approved_target_stays_and_its_result_is_offered():
    own = replace(indicator("办结数", "产出指标", "数量指标", "20", actual=None, score=None), approved=True, row=7)
    told = indicator("办结数", "产出指标", "数量指标", "25", target="50", actual="60")
    read, now = replace(NOTHING, indicators=(told,)), replace(NOTHING, indicators=(own,))

    found = {offer.source.rpartition("/")[2]: offer.standing for offer in offers(read, now)}
    (merged,) = adopted(read, now, sources(read, now)).indicators

    assert found["target"] is found["weight"] is Standing.LOCKED
    assert (found["group"], found["actual"]) == (Standing.SAME, Standing.BLANK)
    assert (merged.target, merged.weight, merged.actual, merged.row) == ("40", Decimal(20), "60", 7)


def test_a_row_is_recognised_by_its_name_whatever_the_spaces_and_the_order():
    first, second = complete_project("甲项目", "1"), complete_project("乙项目", "2")
    now = replace(NOTHING, projects=(replace(first, row=1, score=None), replace(second, row=2)))
    read = replace(
        NOTHING, projects=(replace(second, name="乙 项目"), replace(first, name=" 甲项目", score=Decimal(90)))
    )

    merged = adopted(read, now, sources(read, now))

    assert [(project.name, project.row, project.score) for project in merged.projects] == [
        ("甲项目", 1, Decimal(90)),
        ("乙项目", 2, Decimal(100)),
    ]


def test_two_rows_of_one_name_meet_two_rows():
    read = replace(NOTHING, indicators=(f.Indicator(name="甲", actual="1"), f.Indicator(name="甲", actual="2")))
    now = replace(NOTHING, indicators=(f.Indicator(name="甲", row=5),))

    merged = adopted(read, now, sources(read, now)).indicators

    assert [(item.row, item.actual) for item in merged] == [(5, "1"), (None, "2")]


def test_without_its_row_nothing_inside_a_new_row_is_taken():
    read = replace(NOTHING, projects=(complete_project(),))
    found = offers(read, NOTHING)
    inside = {offer.source for offer in found if offer.needs}
    rows = {offer.source for offer in found if offer.is_row}

    assert adopted(read, NOTHING, inside - rows) == NOTHING
    assert confirmed(found, inside - rows) == ()
    assert adopted(read, NOTHING, {"/projects/0"}).projects == (f.Project(name="信访事项办理"),)
    assert [offer.source for offer in confirmed(found, {"/projects/0", "/projects/0/score", "/nonsense"})] == [
        "/projects/0",
        "/projects/0/score",
    ]


def test_what_is_the_same_or_locked_cannot_be_confirmed():
    found = offers(WHOLE, WHOLE)

    assert {offer.standing for offer in found} == {Standing.SAME}
    assert confirmed(found, {offer.source for offer in found}) == ()


@pytest.mark.parametrize("year", [YEAR, None])
def test_a_report_of_this_year_brings_everything(year):
    given_units = proposed(WHOLE, year, YEAR, {"信访服务中心"})
    assert given_units == WHOLE


@pytest.mark.parametrize("year", [YEAR - 2, YEAR + 1])
def test_a_report_of_another_time_brings_nothing(year):
    assert proposed(WHOLE, year, YEAR, ()) is None


def test_last_year_s_report_brings_no_result():
    given = proposed(WHOLE, YEAR, YEAR + 1, ())
    assert (given.score, given.expenditure, given.projects[0].score) == (None, f.Expenditure(), None)


def test_a_unit_that_nobody_knows_is_left_out():
    read = replace(NOTHING, projects=(complete_project(unit="信访服务中心"), complete_project("乙", unit="别处")))
    assert [project.unit for project in proposed(read, YEAR, YEAR, {"信访服务中心"}).projects] == ["信访服务中心", None]


DRAFT = replace(
    complete_facts(projects=(replace(complete_project(amount="50"), row=3),)), score=Decimal(80), grade=None, units=()
)
EVERY = sorted(sources(WHOLE, DRAFT))


@given(st.sets(st.sampled_from(EVERY)))
def test_exactly_what_was_chosen_changes(chosen):
    """Offered again, what was chosen stands, and everything else stands as it did."""
    before = offers(WHOLE, DRAFT)
    taken = {offer.source for offer in confirmed(before, chosen)}

    after = {offer.source: offer for offer in offers(WHOLE, adopted(WHOLE, DRAFT, chosen))}

    for offer in before:
        if offer.source in taken and not offer.is_row:
            assert after[offer.source].standing is Standing.SAME
        elif not offer.is_row and not offer.needs:
            assert (after[offer.source].standing, after[offer.source].now) == (offer.standing, offer.now)
    assert adopted(WHOLE, adopted(WHOLE, DRAFT, chosen), chosen) == adopted(WHOLE, DRAFT, chosen)
