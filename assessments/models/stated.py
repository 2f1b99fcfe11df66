"""Totals that a department's paper states about its projects and transfers, kept beside the computed ones."""

from django.db import models

from assessments.models.assessment import Assessment
from budgets.models import FiguresAsWritten, figure_field, money_field
from budgets.models.fields import count_field
from budgets.terms import FundKind


class StatedProjectTotals(FiguresAsWritten):
    """Stated totals over all projects (money in 元, rates in percent)."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="stated_project_totals")
    count = count_field("项目个数")
    initial = money_field("年初预算数")
    adjusted = money_field("全年预算数")
    executed = money_field("全年执行数")
    execution_rate = figure_field("预算执行率")
    excellent_rate = figure_field("评优率")
    full = count_field("目标实现程度100%的项目数")
    half_or_more = count_field("目标实现程度50%（含）至100%（不含）的项目数")
    under_half = count_field("目标实现程度不足50%的项目数")
    not_started = count_field("未开展的项目数")

    class Meta:
        verbose_name = verbose_name_plural = "项目合计（填列）"

    def __str__(self) -> str:
        return f"{self.assessment} 项目合计"


class StatedTransfers(FiguresAsWritten):
    """Stated totals of transfer payments (元). No row where a department has none."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="stated_transfers")
    count = count_field("转移支付项目个数")
    total = money_field("转移支付合计")
    central = money_field("中央转移支付")
    provincial = money_field("省级转移支付")
    municipal = money_field("市级转移支付")
    excellent_rate = figure_field("评优率")

    class Meta:
        verbose_name = verbose_name_plural = "转移支付（填列）"

    def __str__(self) -> str:
        return f"{self.assessment} 转移支付"


class StatedFundShare(FiguresAsWritten):
    """Stated number and money of the projects of one of the four budgets."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="stated_fund_shares")
    position = models.PositiveIntegerField("顺序", default=0)
    fund = models.CharField("资金性质", max_length=20, choices=FundKind.choices, null=True, blank=True)  # noqa: DJ001
    count = count_field("项目个数")
    amount = money_field("涉及资金")
    share = figure_field("占比")

    class Meta:
        verbose_name = verbose_name_plural = "按资金性质（填列）"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.get_fund_display() or "资金"


class StatedGradeCount(models.Model):
    """Stated number of projects, or of transfer payments, with one grade."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="stated_grade_counts")
    of_transfers = models.BooleanField("转移支付", default=False)
    position = models.PositiveIntegerField("顺序", default=0)
    grade = models.CharField("等级", max_length=20)
    count = count_field("项目个数")

    class Meta:
        verbose_name = verbose_name_plural = "等级个数（填列）"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "of_transfers", "grade"),
                name="one_count_per_grade",
                violation_error_message="该等级的个数已经填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grade} {self.count}"
