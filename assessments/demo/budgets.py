"""What the budget approval leaves before a year's self-assessment begins: projects, money and targets, no result."""

from assessments.demo.plans import Plan
from assessments.schema import facts as f
from budgets.models import Department, DepartmentBudget, FiscalYear, FundingLine, Goal, Indicator, Project


def approve_budget(plan: Plan, year: int) -> None:
    """Write the plan's targets as budget rows; opening the year's round locks them."""
    department = Department.objects.get(name=plan.name, parent=None)
    fiscal_year, _ = FiscalYear.objects.get_or_create(year=year)
    budget = DepartmentBudget.objects.create(
        department=department, fiscal_year=fiscal_year, internal_offices=plan.offices, staff_on_post=plan.staff
    )
    units = {unit.name: unit for unit in department.units.all()}
    for position, project in enumerate(plan.projects):
        row = Project.objects.create(
            department=department,
            unit=units[project.unit] if project.unit else None,
            fiscal_year=fiscal_year,
            position=position,
            name=project.name,
            code=project.code,
            activity=project.activity,
            expected_goal=project.goal.expected,
        )
        for at, line in enumerate(project.funding):
            FundingLine.objects.create(
                project=row, position=at, label=line.label, fund=line.fund, source=line.source, initial=line.initial
            )
        _targets(project.indicators, project=row)
    for position, statement in enumerate(plan.goals.overall):
        Goal.objects.create(budget=budget, position=position, is_overall=True, statement=statement)
    for position, goal in enumerate(plan.goals.sub):
        kept = Goal.objects.create(
            budget=budget, position=position, is_overall=False, name=goal.name, statement=goal.statement
        )
        _targets(goal.indicators, goal=kept)
    _targets(plan.indicators, budget=budget)


def _targets(indicators: tuple[f.Indicator, ...], **owner: Project | Goal | DepartmentBudget) -> None:
    Indicator.objects.bulk_create(
        Indicator(
            position=position,
            group=item.group,
            kind=item.kind,
            name=item.name,
            comparator=item.comparator,
            target=item.target,
            unit=item.unit,
            baseline=item.baseline,
            weight=item.weight,
            **owner,
        )
        for position, item in enumerate(indicators)
    )
