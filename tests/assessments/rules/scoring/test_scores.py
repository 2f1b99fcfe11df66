from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.scoring.scores import (
    ScoreRange,
    cap,
    department_execution_score,
    department_score,
    excess,
    execution_score,
    grade,
    indicator_score,
    is_over_fulfilled,
    project_execution_score,
    project_score,
    rounded,
    score_range,
)
from assessments.schema.facts import Execution, FundingTotal, Indicator, Project
from assessments.schema.scheme import PRESETS, SCHEME_2020_10, SCHEME_2021_101, OverFulfilment, Scheme
from assessments.terms import Band
from budgets.terms import Comparator
from tests.assessments.rules.papers import bare, paper

D = Decimal


def decimal(text):
    return None if text is None else D(text)


def indicator(comparator, target, actual, weight="10", **said):
    return Indicator(
        name="甲", comparator=Comparator(comparator), target=target, actual=actual, weight=decimal(weight), **said
    )


RATIO = [
    # comparator, target, actual, weight, score
    ("≥", "40", "40", "10", "10.00"),
    ("≥", "40", "42", "10", "10.00"),
    ("≥", "40", "39", "10", "9.75"),
    ("≥", "40", "0", "10", "0.00"),
    ("≥", "40", "-5", "10", "0.00"),
    ("≥", "3", "1", "10", "3.33"),
    ("≥", "3", "2", "10", "6.67"),
    ("≥", "3", "1", "0.015", "0.01"),  # exactly half a cent goes up, also where the quotient has no end
    ("≥", "1,000", "995", "20", "19.90"),
    ("≥", "90%", "85.5%", "10", "9.50"),
    ("≥", "≥90%", "85.5", "10", "9.50"),
    ("≥", "不低于90%", "90", "10", "10.00"),
    ("≥", "４０", "３０", "10", "7.50"),
    ("≥", "0", "0", "10", "10.00"),
    ("≥", "0", "-1", "10", None),
    ("≥", "-5", "-4", "10", "10.00"),
    ("≥", "-5", "-6", "10", None),
    (">", "40", "41", "10", "10.00"),
    (">", "40", "40", "10", None),
    (">", "40", "20", "10", "5.00"),
    ("≤", "147", "147", "10", "10.00"),
    ("≤", "147", "100", "10", "10.00"),
    ("≤", "147", "150", "10", "9.80"),
    ("≤", "0", "0", "10", "10.00"),
    ("≤", "0", "1", "10", "0.00"),
    ("≤", "-1", "1", "10", None),
    ("≤", "30万元", "32万元", "10", "9.38"),
    ("<", "10", "9.9", "10", "10.00"),
    ("<", "10", "10", "10", None),
    ("<", "10", "20", "10", "5.00"),
    ("=", "100", "100.0", "10", "10.00"),
    ("=", "100", "90", "10", "9.00"),
    ("=", "100", "110", "10", "9.00"),
    ("=", "100", "250", "10", "0.00"),
    ("=", "-10", "-9", "10", "9.00"),
    ("=", "0", "0", "10", "10.00"),
    ("=", "0", "1", "10", None),
    # dates and words
    ("≤", "2022-12-31前", "2022年12月31日", "10", "10.00"),
    ("≤", "2022-12-31前", "2023年1月1日", "10", None),
    ("=", "2022年12月底前", "2022.12.30", "10", "10.00"),
    ("≥", "2022-12-31", "2022-12-30", "10", None),
    ("≤", "2022-12-31", "按时完成", "10", None),
    ("=", "完成", "完成", "10", "10.00"),
    ("=", "完成", " 完 成 ", "10", "10.00"),
    ("=", "完成", "基本完成", "10", None),
    ("=", " ", " ", "10", None),
    # no number to hold against
    ("≤", "30", "完成", "10", None),
    ("≥", "40", "≥40", "10", None),
    ("≥", "40", None, "10", None),
    ("≥", None, "40", "10", None),
    ("≥", "≤40", "40", "10", None),
    ("≥", "40件", "40次", "10", None),
    ("≥", "40", "40", None, None),
    ("qualitative", "40", "40", "10", None),
]


@pytest.mark.parametrize(("comparator", "target", "actual", "weight", "score"), RATIO)
def test_an_indicator_is_scored_by_ratio(comparator, target, actual, weight, score):
    found = indicator_score(indicator(comparator, target, actual, weight), SCHEME_2020_10)

    assert (None if found is None else str(found)) == score


def test_an_adjusted_target_counts():
    assert indicator_score(indicator("≥", "40", "30", adjusted_target="30"), SCHEME_2020_10) == D(10)
    assert indicator_score(indicator("≥", "40", "30", adjusted_target=" "), SCHEME_2020_10) == D("7.50")


def test_what_does_not_apply_or_has_no_comparator_is_not_scored():
    assert indicator_score(indicator("≥", "40", "30", not_applicable=True), SCHEME_2020_10) is None
    assert indicator_score(replace(indicator("≥", "40", "30"), comparator=None), SCHEME_2020_10) is None


@pytest.mark.parametrize(
    ("actual", "score"), [("100", "10.00"), ("80", "5.00"), ("60", "0.00"), ("59.9", "0.00"), ("90", "7.50")]
)
def test_a_pass_line_of_60(actual, score):
    assert str(indicator_score(indicator("≥", "100", actual), SCHEME_2021_101)) == score


def test_a_pass_line_of_100_gives_all_or_nothing():
    scheme = replace(SCHEME_2020_10, pass_line=D(100))

    assert indicator_score(indicator("≥", "100", "99"), scheme) == D(0)
    assert indicator_score(indicator("≥", "100", "100"), scheme) == D(10)


POLICIES = [
    (OverFulfilment.NONE, "200", "10.00"),
    (OverFulfilment.FIXED, "129", "10.00"),
    (OverFulfilment.FIXED, "130", "8.00"),
    (OverFulfilment.FIXED, "900", "8.00"),
    (OverFulfilment.PROPORTIONAL, "130", "10.00"),
    (OverFulfilment.PROPORTIONAL, "150", "8.00"),
    (OverFulfilment.PROPORTIONAL, "500", "0.00"),
    (OverFulfilment.MANUAL, "129", "10.00"),
    (OverFulfilment.MANUAL, "130", None),
]


@pytest.mark.parametrize(("policy", "actual", "score"), POLICIES)
def test_a_target_far_too_low_costs_what_the_year_says(policy, actual, score):
    found = indicator_score(indicator("≥", "100", actual), replace(SCHEME_2020_10, over_fulfilment=policy))

    assert (None if found is None else str(found)) == score


@pytest.mark.parametrize(("comparator", "target", "actual"), [("≤", "100", "10"), ("=", "100", "100"), ("≥", "0", "9")])
def test_nothing_is_taken_where_more_is_not_better(comparator, target, actual):
    scheme = replace(SCHEME_2020_10, over_fulfilment=OverFulfilment.FIXED)

    assert indicator_score(indicator(comparator, target, actual), scheme) == D(10)


@pytest.mark.parametrize(
    ("comparator", "target", "actual", "percent"),
    [
        ("≥", "100", "130", "30"),
        (">", "50", "60", "20"),
        ("=", "100", "150", "50"),
        ("≥", "100", "100", None),
        ("≤", "100", "150", None),
        ("≥", "0", "5", None),
        ("≥", "100", "完成", None),
    ],
)
def test_how_far_an_actual_value_is_above_its_target(comparator, target, actual, percent):
    assert excess(indicator(comparator, target, actual)) == decimal(percent)


def test_a_deviation_begins_at_the_threshold():
    assert is_over_fulfilled(indicator("≥", "100", "130"), SCHEME_2020_10)
    assert not is_over_fulfilled(indicator("≥", "100", "129.99"), SCHEME_2020_10)


@given(
    comparator=st.sampled_from(["≥", ">", "≤", "<", "="]),
    target=st.decimals(0, 10**6, places=2),
    actual=st.decimals(0, 10**6, places=2),
    weight=st.decimals(0, 100, places=2),
    scheme=st.sampled_from(list(PRESETS.values())),
)
def test_a_score_lies_between_nothing_and_the_weight(comparator, target, actual, weight, scheme):
    found = indicator_score(indicator(comparator, str(target), str(actual), str(weight)), scheme)

    assert found is None or (0 <= found <= weight and found == round(found, 2))


@given(
    target=st.integers(1, 10**6),
    less=st.integers(0, 10**6),
    more=st.integers(0, 10**6),
    weight=st.decimals("0.01", 100, places=2),
)
def test_a_better_result_never_scores_less(target, less, more, weight):
    less, more = sorted((less, more))
    by_more, by_less = (
        [indicator_score(indicator(sign, str(target), str(actual), str(weight)), SCHEME_2020_10) for actual in order]
        for sign, order in (("≥", (less, more)), ("≤", (more, less)))
    )

    assert by_more[0] <= by_more[1]
    assert by_less[0] <= by_less[1]


@pytest.mark.parametrize(
    ("points", "shown"), [("1.005", "1.01"), ("1.0049", "1.00"), ("-1.005", "-1.01"), ("0", "0.00"), ("2", "2.00")]
)
def test_scores_are_rounded_half_up(points, shown):
    assert str(rounded(D(points))) == shown
    assert str(rounded(Fraction(points))) == shown


RANGES = [
    (Band.ACHIEVED, {"8": True, "10": True, "7.99": False, "10.01": False}),
    (Band.PARTLY, {"6": True, "7.99": True, "8": False, "5.99": False}),
    (Band.NOT_ACHIEVED, {"0": True, "5.99": True, "6": False, "-0.01": False}),
    (None, {"0": True, "10": True, "10.01": False}),
]


@pytest.mark.parametrize(("band", "scores"), RANGES)
def test_a_band_names_the_points_that_may_be_given(band, scores):
    allowed = score_range(indicator("qualitative", None, None, band=band))

    assert {score: allowed.allows(D(score)) for score in scores} == scores


@pytest.mark.parametrize(
    ("weight", "expected"),
    [("0", ScoreRange(low=D(0), high=D(0))), (None, None), ("-1", None), ("5", ScoreRange(low=D(4), high=D(5)))],
)
def test_a_range_needs_a_weight(weight, expected):
    assert score_range(indicator("qualitative", None, None, weight, band=Band.ACHIEVED)) == expected


def test_a_number_may_score_anything_up_to_its_weight():
    assert score_range(indicator("≥", "1", "1", band=Band.PARTLY)) == ScoreRange(low=D(0), high=D(10))


EXECUTION = [
    # rate, linear, banded
    ("100", "10.00", "10.00"),
    ("105", "10.00", "10.00"),
    ("99.99", "10.00", "7.00"),
    ("88.74", "8.87", "7.00"),
    ("86.2", "8.62", "7.00"),
    ("80", "8.00", "7.00"),
    ("79.99", "8.00", "5.00"),
    ("76", "7.60", "5.00"),
    ("60", "6.00", "5.00"),
    ("59.99", "6.00", "0.00"),
    ("0", "0.00", "0.00"),
    ("-5", "0.00", "0.00"),
]


@pytest.mark.parametrize(("rate", "linear", "banded"), EXECUTION)
def test_execution_is_scored_by_the_method_of_the_year(rate, linear, banded):
    assert execution_score(D(rate), D(10), SCHEME_2020_10) == D(linear)
    assert execution_score(D(rate), D(10), SCHEME_2021_101) == D(banded)
    assert execution_score(D(rate), D(20), SCHEME_2021_101) == 2 * D(banded)


@pytest.mark.parametrize(("rate", "weight"), [(None, "10"), ("100", None)])
def test_execution_without_rate_or_weight_is_not_scored(rate, weight):
    assert execution_score(decimal(rate), decimal(weight), SCHEME_2020_10) is None


def test_the_weight_of_execution_is_the_schemes_where_none_is_stated():
    facts = paper({"/projects/0/total/weight": None, "/execution/weight": None})

    assert project_execution_score(facts.projects[0], SCHEME_2020_10) == D("9.80")
    assert department_execution_score(facts, replace(SCHEME_2020_10, execution=D(20))) == D("19.60")


def test_a_stated_rate_serves_where_no_money_is_stated():
    project = Project(total=FundingTotal(execution_rate=D(76), weight=D(10)))

    assert project_execution_score(project, SCHEME_2020_10) == D("7.60")


CAPS = tuple((D(below), D(limit)) for below, limit in ((80, 89), (70, 79), (60, 69), (50, 59)))


@pytest.mark.parametrize(
    ("rate", "limit"),
    [("80", None), ("79.99", "89"), ("70", "89"), ("65", "79"), ("59.9", "69"), ("10", "59"), (None, None)],
)
def test_low_execution_caps_the_total(rate, limit):
    assert cap(decimal(rate), replace(SCHEME_2020_10, caps=CAPS)) == decimal(limit)
    assert cap(decimal(rate), SCHEME_2020_10) is None


def scored(weight, score, **said):
    return Indicator(name="甲", weight=decimal(weight), score=decimal(score), **said)


TOTALS = {
    "all scored": (("10", "9"), [("50", "45"), ("40", "40")], "94.00"),
    "one not scored": (("10", "9"), [("50", None), ("40", "40")], None),
    "execution not scored": (("10", None), [("50", "45"), ("40", "40")], None),
    "execution without weight": ((None, "9"), [("50", "45"), ("40", "40")], "94.00"),
    "no execution at all": ((None, None), [("60", "55"), ("40", "40")], "95.00"),
    "execution of weight 0": (("0", None), [("60", "55"), ("30", "30")], "85.00"),
    "weights do not carry all": ((None, None), [("50", "45"), ("40", "40")], None),
    "weight not stated": ((None, None), [("50", "45"), (None, "40")], None),
    "nothing to sum": (("10", "10"), [], None),
}


@pytest.mark.parametrize(("execution", "rows", "total"), TOTALS.values(), ids=TOTALS)
def test_a_project_total(execution, rows, total):
    project = Project(
        total=FundingTotal(weight=decimal(execution[0]), score=decimal(execution[1])),
        indicators=tuple(scored(*row) for row in rows),
    )

    assert project_score(project, SCHEME_2020_10) == decimal(total)


NOT_APPLICABLE = {
    "weight kept": (("10", "9"), [("50", "45"), ("30", "24")], "10", "86.67"),
    "weight moved": (("10", "9"), [("50", "45"), ("40", "32")], "0", "86.00"),
    "weight not stated": (("10", "9"), [("50", "45"), ("40", "32")], None, "86.00"),
    "execution of the scheme's weight": ((None, "9"), [("50", "45"), ("30", "24")], "10", "86.67"),
    "no execution": ((None, None), [("50", "45"), ("30", "24")], "20", "86.25"),
    "an applicable one without weight": (("10", "9"), [("50", "45"), (None, "24")], "10", None),
    "nothing applicable has weight": (("0", "0"), [("0", "0")], "100", None),
}


@pytest.mark.parametrize(("execution", "rows", "out", "total"), NOT_APPLICABLE.values(), ids=NOT_APPLICABLE)
def test_what_does_not_apply_is_shared_among_the_rest(execution, rows, out, total):
    indicators = (*(scored(*row) for row in rows), scored(out, None, not_applicable=True))
    project = Project(
        total=FundingTotal(weight=decimal(execution[0]), score=decimal(execution[1])), indicators=indicators
    )

    assert project_score(project, SCHEME_2020_10) == decimal(total)


def test_a_cap_holds_a_total_down():
    project = paper({"/projects/0/total/executed": "60"}).projects[0]

    assert project_score(project, replace(SCHEME_2020_10, caps=CAPS)) == D(69)
    assert project_score(project, SCHEME_2020_10) == D("96.80")


def test_the_department_is_scored_over_all_its_indicators():
    facts = paper()

    assert department_score(facts, SCHEME_2020_10) == D("99.80")
    assert department_score(replace(facts, execution=Execution(weight=D(10))), SCHEME_2020_10) is None
    assert department_score(bare(), SCHEME_2020_10) is None


GRADES = [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差")]


@pytest.mark.parametrize(("score", "name"), [*GRADES, ("0", "差"), ("-1", None), (None, None)])
def test_a_grade(score, name):
    assert grade(decimal(score), SCHEME_2020_10) == name


def test_thresholds_may_stand_in_any_order():
    scheme = Scheme(grades=(("合格", D(60)), ("优秀", D(85))))

    assert [grade(D(score), scheme) for score in (85, 84, 59)] == ["优秀", "合格", None]
