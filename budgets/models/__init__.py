from budgets.models.budget import DepartmentBudget, FundingLine, Project, RevenueLine
from budgets.models.department import Department, FinanceSection, Membership, SectionMembership
from budgets.models.fields import FiguresAsWritten, figure_field, money_field
from budgets.models.goal import Goal, Indicator, TargetChange
from budgets.models.year import FiscalYear

__all__ = [
    "Department",
    "DepartmentBudget",
    "FiguresAsWritten",
    "FinanceSection",
    "FiscalYear",
    "FundingLine",
    "Goal",
    "Indicator",
    "Membership",
    "Project",
    "RevenueLine",
    "SectionMembership",
    "TargetChange",
    "figure_field",
    "money_field",
]
