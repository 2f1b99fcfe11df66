"""What was planned and spent: a department's year, its revenue lines, its projects and their funding."""

from django.db import models

from budgets.models.department import Department
from budgets.models.fields import FiguresAsWritten, count_field, figure_field, money_field, not_negative
from budgets.models.year import FiscalYear
from budgets.terms import FundKind, SourceLevel


class DepartmentBudget(FiguresAsWritten):
    """A department's budget of one year, with the totals that its papers state (money in 元, rate in percent)."""

    department = models.ForeignKey(Department, verbose_name="部门", on_delete=models.PROTECT, related_name="budgets")
    fiscal_year = models.ForeignKey(FiscalYear, verbose_name="年度", on_delete=models.PROTECT, related_name="budgets")
    internal_offices = count_field("内设机构数")
    staff_on_post = count_field("在职人员数")
    revenue_total = money_field("收入合计")
    expenditure_total = money_field("支出合计")
    basic = money_field("基本支出")
    personnel = money_field("人员经费")
    operating = money_field("日常公用经费")
    project_expenditure = money_field("项目支出")
    year_end_balance = money_field("年末结转结余")
    executed = money_field("全年执行数")
    execution_rate = figure_field("预算执行率")

    class Meta:
        verbose_name = verbose_name_plural = "部门预算"
        constraints = [
            models.UniqueConstraint(
                fields=("department", "fiscal_year"),
                name="one_budget_per_department_and_year",
                violation_error_message="该部门本年度已有预算。",
            ),
            models.CheckConstraint(
                condition=not_negative("revenue_total", "expenditure_total", "basic", "personnel", "operating"),
                name="department_budget_not_negative",
                violation_error_message="收入、支出不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.fiscal_year}"


class RevenueLine(FiguresAsWritten):
    """One source of a department's revenue (元)."""

    budget = models.ForeignKey(DepartmentBudget, on_delete=models.CASCADE, related_name="revenue_lines")
    position = models.PositiveIntegerField("顺序", default=0)
    fund = models.CharField("资金性质", max_length=20, choices=FundKind.choices, null=True, blank=True)  # noqa: DJ001
    label = models.CharField("名称", max_length=200, blank=True)
    amount = money_field("金额")

    class Meta:
        verbose_name = verbose_name_plural = "收入来源"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=not_negative("amount"),
                name="revenue_line_not_negative",
                violation_error_message="收入金额不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_fund_display() or "收入"


class Project(FiguresAsWritten):
    """A project (项目支出) of a department, carried out by itself or by one of its units; stated totals in 元."""

    department = models.ForeignKey(
        Department, verbose_name="主管部门", on_delete=models.PROTECT, related_name="projects"
    )
    unit = models.ForeignKey(
        Department,
        verbose_name="实施单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="unit_projects",
        help_text="留空即由部门本级实施。",
    )
    fiscal_year = models.ForeignKey(FiscalYear, verbose_name="年度", on_delete=models.PROTECT, related_name="projects")
    position = models.PositiveIntegerField("顺序", default=0)
    name = models.CharField("项目名称", max_length=200, blank=True)
    code = models.CharField("项目编码", max_length=60, null=True, blank=True)  # noqa: DJ001
    activity = models.CharField("对应工作活动", max_length=200, null=True, blank=True)  # noqa: DJ001
    expected_goal = models.TextField("年度总体目标：预期目标", null=True, blank=True)  # noqa: DJ001
    initial = money_field("年初预算数（填列）")
    adjusted = money_field("全年预算数（填列）")
    executed = money_field("全年执行数（填列）")
    execution_rate = figure_field("预算执行率（填列）")

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=not_negative("adjusted", "executed"),
                name="project_total_not_negative",
                violation_error_message="全年预算数、全年执行数不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "（未命名项目）"


class FundingLine(FiguresAsWritten):
    """One source of a project's money in its three columns (元). A single source may be taken back below zero."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funding_lines")
    position = models.PositiveIntegerField("顺序", default=0)
    label = models.CharField("资金来源", max_length=200, blank=True)
    fund = models.CharField("资金性质", max_length=20, choices=FundKind.choices, null=True, blank=True)  # noqa: DJ001
    source = models.CharField("资金级次", max_length=20, choices=SourceLevel.choices, null=True, blank=True)  # noqa: DJ001
    initial = money_field("年初预算数")
    adjusted = money_field("全年预算数")
    executed = money_field("全年执行数")

    class Meta:
        verbose_name = verbose_name_plural = "项目资金"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=not_negative("initial", "executed"),
                name="funding_line_not_negative",
                violation_error_message="年初预算数、全年执行数不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.label or "资金"
