"""Of last year stay names, structure and targets."""

from decimal import Decimal

from assessments.exchange.carrying_over import carried_over
from assessments.schema import facts as f
from budgets.terms import FundKind
from tests.factories import YEAR, complete_facts, wan


def test_nothing_that_came_of_it_is_carried_over():
    last = complete_facts()
    next_year = carried_over(last)

    assert (next_year.year, next_year.department, next_year.units) == (YEAR + 1, last.department, last.units)
    assert next_year.expenditure == f.Expenditure()
    assert (next_year.score, next_year.grade, next_year.execution) == (None, None, f.Execution())
    assert (next_year.narrative, next_year.rectifications, next_year.dates) == (f.Narrative(), (), f.Dates())
    for project in next_year.projects:
        assert (project.funding, project.total, project.score, project.grade) == ((), f.FundingTotal(), None, None)
    every = [*next_year.indicators, *next_year.goals.sub[0].indicators, *next_year.projects[0].indicators]
    assert {(item.actual, item.score, item.reason, item.evidence) for item in every} == {(None, None, None, ())}


def test_a_result_becomes_the_baseline_and_the_adjusted_target_the_target():
    last = f.Indicator(name="甲", target="40", adjusted_target="38", actual="42", weight=Decimal(10), score=Decimal(9))
    (indicator,) = carried_over(
        f.Facts(year=2024, department=f.DepartmentFacts(name="甲"), indicators=(last,))
    ).indicators

    assert indicator == f.Indicator(name="甲", target="38", baseline="42", weight=Decimal(10))


def test_what_was_left_at_the_year_s_end_is_what_the_next_begins_with():
    lines = (f.RevenueLine(fund=FundKind.CARRY_OVER, amount=wan("1")), f.RevenueLine(label="拨款", amount=wan("2")))
    last = f.Facts(
        year=2024,
        department=f.DepartmentFacts(name="甲"),
        revenue=f.Revenue(total=wan("3"), lines=lines),
        expenditure=f.Expenditure(year_end_balance=wan("0.5")),
    )

    revenue = carried_over(last).revenue
    assert (revenue.total, [line.amount for line in revenue.lines]) == (None, [wan("0.5"), None])
