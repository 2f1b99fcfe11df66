from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.drafting import version_of
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.schema import facts as f
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Section
from assessments.workflow import open_round
from budgets.models import DepartmentBudget, FiscalYear, Goal, RevenueLine
from budgets.terms import Comparator
from tests.factories import YEAR, World

pytestmark = pytest.mark.django_db


def next_year(world: World) -> Assessment:
    day = world.round.due_on + timedelta(days=365)
    round_ = open_round(None, YEAR + 1, day, day, SCHEME_2020_10)
    return Assessment.objects.select_related("round__fiscal_year", "department").get(round=round_, department=world.own)


def test_a_new_year_begins_with_what_last_years_paper_says(world: World) -> None:
    world.fill()
    assessment = next_year(world)
    facts, last = facts_of(assessment), facts_of(world.fresh())
    assert facts.department == last.department
    assert facts.units == last.units
    assert [(line.label, line.amount) for line in facts.revenue.lines] == [
        ("一般公共预算收入", None),
        ("上年结转结余", Decimal(0)),
    ]
    assert facts.goals.overall == last.goals.overall
    assert facts.goals.sub[0].indicators == (
        f.Indicator(
            group="产出指标",
            kind="数量指标",
            name="受理信访事项数量",
            comparator=Comparator.AT_LEAST,
            target="40",
            unit="件",
            baseline="42",
            weight=Decimal(50),
        ),
    )


def test_results_money_and_prose_are_not_carried_over(world: World) -> None:
    world.fill()
    facts = facts_of(next_year(world))
    assert (facts.score, facts.grade, facts.projects, facts.rectifications) == (None, None, (), ())
    assert (facts.expenditure, facts.narrative, facts.dates) == (f.Expenditure(), f.Narrative(), f.Dates())


def test_a_prefilled_section_is_one_that_nobody_has_saved(world: World) -> None:
    world.fill()
    assessment = next_year(world)
    assert [version_of(assessment.pk, section).version for section in Section if not section.is_per_project] == [0] * 7


def test_what_this_years_budget_brought_stays(world: World) -> None:
    world.fill()
    year = FiscalYear.objects.create(year=YEAR + 1)
    budget = DepartmentBudget.objects.create(department=world.own, fiscal_year=year, staff_on_post=20)
    RevenueLine.objects.create(budget=budget, label="本年收入", amount=Decimal(5))
    Goal.objects.create(budget=budget, is_overall=True, statement="新的目标")
    facts = facts_of(next_year(world))
    assert facts.department.staff_on_post == 20
    assert [line.label for line in facts.revenue.lines] == ["本年收入"]
    assert (facts.goals.overall, facts.goals.sub, facts.indicators) == (("新的目标",), (), ())


def test_a_first_year_begins_empty(world: World) -> None:
    facts = facts_of(world.fresh())
    assert (facts.goals, facts.revenue) == (f.Goals(), f.Revenue())
