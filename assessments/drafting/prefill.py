"""What is known is not asked again: a new year's draft begins with what last year's paper says."""

from dataclasses import replace

from assessments.drafting.saves import budget_of
from assessments.drafting.writers import Target, write
from assessments.exchange.carrying_over import carried_over
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.queries import year_before
from assessments.schema import facts as f
from assessments.schema.sections import DepartmentGoals, Finance, Overview
from assessments.terms import Section


def prefill(assessment: Assessment) -> None:
    """Fill an empty draft from the same department's assessment of the year before, where there is one.

    No version is counted: a section with content that nobody has saved is one to look through. Targets that this
    year's budget approval brought stay; results, scores, money spent and prose are never carried over.
    """
    before = year_before(assessment)
    if before is None:
        return
    last, now = carried_over(facts_of(before)), facts_of(assessment)
    target = Target(assessment, budget_of(assessment))
    write(target, Section.OVERVIEW, Overview(department=_department(last, now), units=now.units or last.units))
    revenue = replace(now.revenue, lines=now.revenue.lines or last.revenue.lines)
    write(target, Section.FINANCE, Finance(revenue=revenue, expenditure=now.expenditure))
    if now.goals == f.Goals() and not now.indicators:
        goals = DepartmentGoals(
            overall=last.goals.overall, sub=last.goals.sub, indicators=last.indicators, execution=now.execution
        )
        write(target, Section.GOALS, goals)


def _department(last: f.Facts, now: f.Facts) -> f.DepartmentFacts:
    known, stated = last.department, now.department
    return replace(
        stated,
        self_noun=stated.self_noun or known.self_noun,
        contact=stated.contact or known.contact,
        phone=stated.phone or known.phone,
        internal_offices=known.internal_offices if stated.internal_offices is None else stated.internal_offices,
        staff_on_post=known.staff_on_post if stated.staff_on_post is None else stated.staff_on_post,
    )
