"""What is known is not asked again: a new year's draft begins with what last year's paper says."""

from dataclasses import replace

from assessments.drafting.saves import budget_of
from assessments.drafting.writers import WriteTarget, write
from assessments.exchange.carrying_over import carried_over, with_last_year
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
    target = WriteTarget(assessment, budget_of(assessment))
    department = with_last_year(now.department, last.department)
    write(target, Section.OVERVIEW, Overview(department=department, units=now.units or last.units))
    revenue = replace(now.revenue, lines=now.revenue.lines or last.revenue.lines)
    write(target, Section.FINANCE, Finance(revenue=revenue, expenditure=now.expenditure))
    if now.goals == f.Goals() and not now.indicators:
        goals = DepartmentGoals(
            overall=last.goals.overall, sub=last.goals.sub, indicators=last.indicators, execution=now.execution
        )
        write(target, Section.GOALS, goals)
