from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.scoring import totals
from assessments.schema.facts import (
    CompletionCounts,
    FundingLine,
    FundingTotal,
    FundShare,
    Indicator,
    Project,
)
from assessments.schema.identities import sum_of
from budgets.terms import FundKind
from tests.assessments.rules.papers import bare, paper

D = Decimal


def decimal(text):
    return None if text is None else D(text)


def project(adjusted="100", fund=FundKind.GENERAL_PUBLIC, **said):
    line = FundingLine(fund=fund, initial=D(0), adjusted=decimal(adjusted), executed=D(50))
    return Project(name="甲", **({"funding": (line,)} | said))


def scored(score, weight="10", **said):
    return Indicator(score=decimal(score), weight=decimal(weight), **said)


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ([], None),
        (["1", None], None),
        ([None], None),
        (["1"], "1"),
        (["0.1", "0.2", "-0.3"], "0"),
        (["115.64", "114", "12.24"], "241.88"),
    ],
)
def test_a_sum_needs_every_part(parts, total):
    numbers = [decimal(part) for part in parts]

    assert sum_of(numbers) == decimal(total)


@pytest.mark.parametrize(("parts", "total"), [([], None), ([1, None], None), ([0], 0), ([4, 0, 1], 5)])
def test_a_count_needs_every_part(parts, total):
    assert totals.count_of(parts) == total


@given(st.lists(st.decimals(-(10**12), 10**12, places=2), min_size=1, max_size=40))
def test_a_sum_is_exact(parts):
    assert sum_of(parts) * 100 == sum(int(part * 100) for part in parts)


def test_a_project_states_its_money_or_its_lines_add_up():
    road = paper().projects[0]
    lines_only = replace(road, total=FundingTotal())

    assert totals.funding_sums(road.funding) == totals.FundingColumns(
        initial=D(1_000_000), adjusted=D(1_200_000), executed=D(1_176_000)
    )
    assert totals.project_columns(lines_only) == totals.project_columns(road)
    assert totals.project_columns(replace(road, total=FundingTotal(adjusted=D(5)))).adjusted == D(5)
    assert totals.project_columns(Project()) == totals.FundingColumns()


@pytest.mark.parametrize(
    ("adjusted", "executed", "percent"),
    [("120", "90", "75"), ("0", "0", None), ("100", "105", "105"), (None, "5", None)],
)
def test_the_execution_rate(adjusted, executed, percent):
    columns = totals.FundingColumns(adjusted=decimal(adjusted), executed=decimal(executed))

    assert columns.execution_rate == decimal(percent)


def test_rates_are_computed_before_they_are_believed():
    facts = paper({"/projects/1/total/execution_rate": "12", "/expenditure/execution_rate": "12"})

    assert totals.project_execution_rate(facts.projects[1]) == D(90)
    assert totals.department_execution_rate(facts) == D(98)


def test_a_stated_rate_serves_where_money_is_missing_and_none_where_the_budget_is_0():
    missing = paper({"/expenditure/executed": None, "/expenditure/execution_rate": "77"})
    nothing = paper({"/expenditure/total": "0"})

    assert totals.department_execution_rate(missing) == D(77)
    assert totals.department_execution_rate(nothing) is None
    assert totals.project_execution_rate(Project(total=FundingTotal(execution_rate=D(66)))) == D(66)
    assert totals.project_execution_rate(project("0", total=FundingTotal(execution_rate=D(66)))) is None


@pytest.mark.parametrize(
    ("counts", "percent"),
    [
        ((("优", 3), ("良", 1)), "75"),
        ((("优", 0), ("良", 0)), None),
        ((("良", 4),), "0"),
        ((("优", None), ("良", 1)), None),
        ((("优", 1), ("良", None)), None),
        ((), None),
    ],
)
def test_the_excellent_rate(counts, percent):
    assert totals.excellent_rate(counts) == decimal(percent)


COMPLETION = [
    ([scored("10"), scored("10")], "full"),
    ([scored("10"), scored("9.99")], "half_or_more"),
    ([scored("10"), scored("0")], "half_or_more"),
    ([scored("4.99")], "under_half"),
    ([scored("0")], "under_half"),
    ([scored("10"), scored(None, not_applicable=True)], "full"),
    ([scored(None)], None),
    ([], None),
]


@pytest.mark.parametrize(("indicators", "bucket"), COMPLETION)
def test_projects_are_counted_by_how_far_their_goals_were_reached(indicators, bucket):
    counts = totals.completion_counts([project(indicators=tuple(indicators))])
    nothing = {"full": 0, "half_or_more": 0, "under_half": 0, "not_started": 0}

    assert counts == (CompletionCounts() if bucket is None else CompletionCounts(**(nothing | {bucket: 1})))


def unspent(*indicators):
    line = FundingLine(fund=FundKind.OTHER, adjusted=D(100), executed=D(0))
    return Project(name="甲", funding=(line,), indicators=indicators)


NOT_STARTED = [
    ((), True),
    ((scored("0"),), True),
    ((scored("0", actual="0"),), True),
    ((scored(None),), True),
    ((scored("5", not_applicable=True),), True),
    ((scored("5"),), False),
    ((scored(None, actual="3"),), False),
]


@pytest.mark.parametrize(("indicators", "not_started"), NOT_STARTED)
def test_a_project_without_money_and_result_has_not_started(indicators, not_started):
    assert totals.is_not_started(unspent(*indicators)) is not_started


def test_all_buckets_of_a_mixed_list():
    done, half, little = (project(indicators=(scored(score),)) for score in ("10", "5", "4"))

    assert totals.completion_counts([done, done, half, little, unspent()]) == CompletionCounts(
        full=2, half_or_more=1, under_half=1, not_started=1
    )
    assert totals.completion_counts([]) == CompletionCounts(full=0, half_or_more=0, under_half=0, not_started=0)


def test_a_project_is_counted_with_the_fund_that_gives_most():
    mixed = Project(
        funding=(
            FundingLine(fund=FundKind.GENERAL_PUBLIC, adjusted=D(40)),
            FundingLine(fund=FundKind.GOVERNMENT_FUND, adjusted=D(30)),
            FundingLine(fund=FundKind.GOVERNMENT_FUND, adjusted=D(30)),
            FundingLine(fund=None, adjusted=D(500)),
            FundingLine(fund=FundKind.OTHER, adjusted=None),
        )
    )

    assert totals.main_fund(mixed) is FundKind.GOVERNMENT_FUND
    assert totals.main_fund(Project()) is None


def test_shares_of_the_four_budgets_and_of_what_else_is_named():
    listed = [
        project("100"),
        project("60", exempt_reason="涉密"),
        project("30", fund=FundKind.UNIT_FUNDS),
        project("40", fund=None),
    ]

    assert totals.fund_shares(listed) == (
        FundShare(fund=FundKind.GENERAL_PUBLIC, count=1, amount=D(100), share=D("62.5")),
        FundShare(fund=FundKind.GOVERNMENT_FUND, count=0, amount=D(0), share=None),
        FundShare(fund=FundKind.SOCIAL_INSURANCE, count=0, amount=D(0), share=None),
        FundShare(fund=FundKind.STATE_CAPITAL, count=0, amount=D(0), share=None),
        FundShare(fund=FundKind.UNIT_FUNDS, count=1, amount=D(30), share=D(100)),
    )


def test_grades_are_counted_once_every_assessed_project_has_one():
    listed = [project(grade="优"), project(grade="良"), project(exempt_reason="涉密")]

    assert totals.grade_counts(listed, ("优", "良", "中")) == (("优", 1), ("良", 1), ("中", 0))
    assert totals.grade_counts([*listed, project()], ("优",)) == (("优", None),)
    assert totals.grade_counts([], ("优",)) == (("优", 0),)


def test_what_a_sound_paper_comes_to_is_what_it_states():
    facts = paper()
    computed, stated = totals.project_totals(facts), facts.project_totals

    assert (computed.count, computed.initial, computed.adjusted, computed.executed, computed.execution_rate) == (
        stated.count,
        stated.initial,
        stated.adjusted,
        stated.executed,
        stated.execution_rate,
    )
    assert (computed.by_grade, computed.excellent_rate, computed.by_completion) == (
        stated.by_grade,
        stated.excellent_rate,
        stated.by_completion,
    )


def test_no_projects_come_to_nothing():
    computed = totals.project_totals(bare())

    assert (computed.count, computed.adjusted, computed.excellent_rate) == (0, None, None)
