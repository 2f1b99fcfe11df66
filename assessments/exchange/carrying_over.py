"""What one year's self-assessment says of the next: names, structure and targets, never results, scores or prose."""

from dataclasses import replace

from assessments.schema import facts as f
from budgets.terms import FundKind


def carried_over(last: f.Facts) -> f.Facts:
    """The facts with which the year after may begin; rows keep their order and stand without a database row."""
    known = last.department
    return f.Facts(
        year=last.year + 1,
        money_unit=last.money_unit,
        department=f.DepartmentFacts(
            name=known.name,
            code=known.code,
            self_noun=known.self_noun,
            internal_offices=known.internal_offices,
            staff_on_post=known.staff_on_post,
            contact=known.contact,
            phone=known.phone,
        ),
        units=last.units,
        revenue=f.Revenue(lines=_revenue_lines(last)),
        projects=tuple(_project(project) for project in last.projects),
        goals=f.Goals(
            overall=last.goals.overall,
            sub=tuple(
                replace(goal, indicators=tuple(map(_target_only, goal.indicators)), row=None) for goal in last.goals.sub
            ),
        ),
        indicators=tuple(map(_target_only, last.indicators)),
    )


def _revenue_lines(last: f.Facts) -> tuple[f.RevenueLine, ...]:
    """The same sources by name; this year's carry-over is last year's balance (domain I32)."""
    balance = last.expenditure.year_end_balance
    return tuple(
        replace(line, amount=balance if line.fund is FundKind.CARRY_OVER else None, row=None)
        for line in last.revenue.lines
    )


def _project(last: f.Project) -> f.Project:
    """The project as a plan: what it is called, who carries it out, what it is for."""
    return f.Project(
        name=last.name,
        code=last.code,
        unit=last.unit,
        activity=last.activity,
        goal=f.ProjectGoal(expected=last.goal.expected),
        indicators=tuple(map(_target_only, last.indicators)),
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
        core=indicator.core,
    )
