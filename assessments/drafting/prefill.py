"""What is known is not asked again: a new year's draft begins with what last year's paper says."""

from dataclasses import replace

from assessments.draft_rows import DraftRows
from assessments.drafting.destination import Destination
from assessments.drafting.rows import RowWriter
from assessments.drafting.writers import write
from assessments.exchange.carrying_over import carried_over, with_last_year
from assessments.facts_loader import facts_in, facts_of
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
    rows = DraftRows(assessment)
    last, now = carried_over(facts_of(before)), facts_in(rows)
    to = Destination(rows=rows, writer=RowWriter())
    department = with_last_year(now.department, last.department)
    write(to, Section.OVERVIEW, Overview(department=department, units=now.units or last.units))
    revenue = replace(now.revenue, lines=now.revenue.lines or last.revenue.lines)
    write(to, Section.FINANCE, Finance(revenue=revenue, expenditure=now.expenditure))
    if now.goals == f.Goals() and not now.indicators:
        goals = DepartmentGoals(
            overall=last.goals.overall, sub=last.goals.sub, indicators=last.indicators, execution=now.execution
        )
        write(to, Section.GOALS, goals)
