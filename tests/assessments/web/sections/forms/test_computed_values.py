"""What stands beside the typing, by the rules of the year."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.terms import Band, Section
from assessments.web.sections.forms.computed_values import outputs_of
from budgets.terms import Comparator
from tests.assessments.web.posting import opened, posted
from tests.factories import complete_facts


def outputs(section: Section, facts=None, **typed: str):
    facts = facts or complete_facts()
    data = posted(opened(facts, section)) | {name.replace("__", "-"): value for name, value in typed.items()}
    form = opened(facts, section, data)
    form.suppress_errors()
    return outputs_of(form)


def test_a_page_opens_with_what_typing_would_give():
    for section in Section:
        assert outputs_of(opened(complete_facts(), section)) == outputs(section)


def test_nothing_differs_where_everything_agrees():
    assert {section: outputs(section).differing for section in Section if outputs(section).differing} == {}


def test_the_difference_is_said_in_wan():
    said = outputs(Section.FINANCE, revenue__lines__0__amount="229.64")

    assert said.texts["revenue-total"] == "241.88"
    assert said.texts["revenue-total-difference"] == "相差 43.99"
    assert said.differing == ["revenue-total"]


@pytest.mark.parametrize("amount", ["", "abc"])
def test_half_a_sum_is_no_sum(amount):
    assert outputs(Section.FINANCE, revenue__lines__0__amount=amount).texts["revenue-total"] == "—"


@pytest.mark.parametrize(
    ("executed", "adjusted", "rate", "score"),
    [
        ("51.6", "60", "86", "8.6"),
        ("0", "60", "0", "0"),
        ("66", "60", "110", "10"),
        ("5", "0", "—", "—"),
        ("1", "3", "33.33", "3.33"),
    ],
)
def test_execution_rate_and_score(executed, adjusted, rate, score):
    typed = {"total__executed": executed, "total__adjusted": adjusted, "total__execution_rate": "", "total__score": ""}

    texts = outputs(Section.FUNDING, **typed).texts

    assert (texts["total-execution_rate"], texts["total-score"]) == (rate, score)


def test_a_rate_shown_with_two_decimals_is_no_contradiction():
    typed = {"total__executed": "1", "total__adjusted": "3", "total__execution_rate": "33.33", "total__score": "3.33"}
    typed |= {"funding__0__executed": "1", "funding__0__adjusted": "3", "funding__0__initial": "60"}

    assert outputs(Section.FUNDING, **typed).differing == []


def test_scores_sums_and_grade_follow():
    said = outputs(Section.RESULTS, indicators__0__actual="20", indicators__0__score="10")

    assert said.texts["indicators-0-score"] == "10"
    assert (said.texts["group-0-weight"], said.texts["group-0-score"]) == ("50", "40")
    assert (said.texts["group-total-weight"], said.texts["group-total-score"]) == ("100", "90")
    assert said.texts["score"] == "90"
    assert said.differing == ["score"]


def test_weights_that_do_not_make_the_full_score_are_marked():
    assert "group-total-weight" in outputs(Section.RESULTS, indicators__0__weight="25").differing


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (Band.ACHIEVED, "本档 16 至 20 分"),
        (Band.PARTLY, "本档 12 至不足 16 分"),
        (Band.NOT_ACHIEVED, "本档 0 至不足 12 分"),
    ],
)
def test_a_band_says_which_points_it_allows(band, said):
    typed = {"indicators__0__comparator": Comparator.QUALITATIVE.value, "indicators__0__band": band.value}

    texts = outputs(Section.RESULTS, **typed).texts

    assert (texts["indicators-0-range"], texts["indicators-0-score"]) == (said, "—")


def test_rows_with_gaps_keep_their_own_outputs():
    facts = complete_facts()
    data = posted(opened(facts, Section.RESULTS))
    data = {name: value for name, value in data.items() if not name.startswith("indicators-1-")}
    form = opened(facts, Section.RESULTS, data)

    texts = outputs_of(form).texts

    assert "indicators-2-score" in texts
    assert "indicators-1-score" not in texts


def test_the_department_counts_goals_and_its_own_indicators():
    facts = complete_facts()
    facts = replace(facts, execution=replace(facts.execution, score=Decimal(9)))

    said = outputs(Section.GOALS, facts)

    assert said.texts["execution-score"] == "10"
    assert said.texts["score"] == "99"
    assert set(said.differing) == {"execution-score", "score"}
