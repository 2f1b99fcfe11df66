"""Goals and the approved targets. Results are not here: they belong to the self-assessment."""

from django.conf import settings
from django.db import models

from budgets.models.budget import DepartmentBudget, Project
from budgets.models.fields import FiguresAsWritten, figure_field, not_negative
from budgets.terms import Comparator


class Goal(models.Model):
    """An overall goal (总体绩效目标) of a department's year, or a sub-goal (分项绩效目标) with indicators."""

    budget = models.ForeignKey(DepartmentBudget, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveIntegerField("顺序", default=0)
    is_overall = models.BooleanField("总体绩效目标")
    name = models.CharField("名称", max_length=200, blank=True)
    statement = models.TextField("目标内容", null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = verbose_name_plural = "绩效目标"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name or (self.statement or "")[:30]


class Indicator(FiguresAsWritten):
    """An indicator with its target. It belongs to exactly one of: a project, a sub-goal, the department as a whole.

    `approved` marks a target that the budget approval fixed: the self-assessment may not change it except by an
    `adjusted_target`, which needs a TargetChange.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators")
    budget = models.ForeignKey(
        DepartmentBudget, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    position = models.PositiveIntegerField("顺序", default=0)
    group = models.CharField("一级指标", max_length=60, null=True, blank=True)  # noqa: DJ001
    kind = models.CharField("二级指标", max_length=60, null=True, blank=True)  # noqa: DJ001
    name = models.CharField("三级指标", max_length=500, blank=True)
    comparator = models.CharField("指标性质", max_length=20, choices=Comparator.choices, null=True, blank=True)  # noqa: DJ001
    target = models.CharField("年度指标值", max_length=500, null=True, blank=True)  # noqa: DJ001
    adjusted_target = models.CharField("调整后指标值", max_length=500, null=True, blank=True)  # noqa: DJ001
    unit = models.CharField("计量单位", max_length=40, null=True, blank=True)  # noqa: DJ001
    baseline = models.CharField("基期值", max_length=200, null=True, blank=True)  # noqa: DJ001
    weight = figure_field("分值")
    core = models.BooleanField("核心指标", default=False, db_default=False)
    approved = models.BooleanField("已批复", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "绩效指标"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(project__isnull=False, goal__isnull=True, budget__isnull=True)
                    | models.Q(project__isnull=True, goal__isnull=False, budget__isnull=True)
                    | models.Q(project__isnull=True, goal__isnull=True, budget__isnull=False)
                ),
                name="indicator_has_one_owner",
                violation_error_message="指标须且只能属于一个项目、一个分项绩效目标或部门整体。",
            ),
            models.CheckConstraint(
                condition=not_negative("weight"),
                name="indicator_weight_not_negative",
                violation_error_message="分值不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "（未命名指标）"


class TargetChange(models.Model):
    """The trace of a change to an approved target: what, from, to, why, by which paper, who and when. Append-only."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="changes")
    old_value = models.CharField("批复的指标值", max_length=500, blank=True)
    new_value = models.CharField("调整后指标值", max_length=500, blank=True)
    reason = models.TextField("调整原因")
    document = models.CharField("批准文号", max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="调整人", on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField("调整时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标调整记录"
        ordering = ("changed_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="target_change_has_a_reason",
                violation_error_message="调整指标值须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_value} → {self.new_value}"
