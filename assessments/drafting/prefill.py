"""What is known is not asked again: a new year's draft begins with what last year's paper says."""

from dataclasses import replace

from assessments.drafting.saves import budget_of
from assessments.drafting.writers import Target, write
from assessments.facts import facts_of
from assessments.models import Assessment
from assessments.queries import year_before
from assessments.rules import facts as f
from assessments.rules.sections import DepartmentGoals, Finance, Overview
from assessments.terms import Section
from budgets.terms import FundKind


def prefill(assessment: Assessment) -> None:
    """Fill an empty draft from the same department's assessment of the year before, where there is one.

    No version is counted: a section with content that nobody has saved is one to look through. Targets that this
    year's budget approval brought stay; results, scores, money spent and prose are never carried over.
    """
    before = year_before(assessment)
    if before is None:
        return
    last, now = facts_of(before), facts_of(assessment)
    target = Target(assessment, budget_of(assessment))
    write(target, Section.OVERVIEW, Overview(department=_department(last, now), units=now.units or last.units))
    write(target, Section.FINANCE, Finance(revenue=_revenue(last, now), expenditure=now.expenditure))
    if now.goals == f.Goals() and not now.indicators:
        write(target, Section.GOALS, _goals(last, now))


def _department(last: f.Facts, now: f.Facts) -> f.DepartmentFacts:
    known, stated = last.department, now.department
    return replace(
        stated,
        self_noun=stated.self_noun or known.self_noun,
        internal_offices=known.internal_offices if stated.internal_offices is None else stated.internal_offices,
        staff_on_post=known.staff_on_post if stated.staff_on_post is None else stated.staff_on_post,
    )


def _revenue(last: f.Facts, now: f.Facts) -> f.Revenue:
    """The same sources by name; this year's carry-over is last year's balance (domain I32)."""
    if now.revenue.lines:
        return now.revenue
    balance = last.expenditure.year_end_balance
    return f.Revenue(
        total=now.revenue.total,
        lines=tuple(
            replace(line, amount=balance if line.fund is FundKind.CARRY_OVER else None, row=None)
            for line in last.revenue.lines
        ),
    )


def _goals(last: f.Facts, now: f.Facts) -> DepartmentGoals:
    return DepartmentGoals(
        overall=last.goals.overall,
        sub=tuple(
            replace(goal, indicators=tuple(map(_target_only, goal.indicators)), row=None) for goal in last.goals.sub
        ),
        indicators=tuple(map(_target_only, last.indicators)),
        execution=now.execution,
    )


def _target_only(indicator: f.Indicator) -> f.Indicator:
    """The indicator as a plan: last year's result becomes the baseline."""
    return f.Indicator(
        group=indicator.group,
        kind=indicator.kind,
        name=indicator.name,
        comparator=indicator.comparator,
        target=indicator.adjusted_target or indicator.target,
        unit=indicator.unit,
        baseline=indicator.actual,
        weight=indicator.weight,
    )
