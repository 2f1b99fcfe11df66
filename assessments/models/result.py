"""What came out: results of projects and indicators, evidence, and what will be mended."""

from django.db import models

from assessments.models.assessment import Assessment
from assessments.terms import Band, ManagementItem
from budgets.models import FiguresAsWritten, Indicator, Project, figure_field
from budgets.models.fields import not_negative


class ProjectResult(FiguresAsWritten):
    """A project's result as its people state it (points), or why it needs none (免予自评)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="project_results")
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="result")
    exempt_reason = models.CharField("免予自评原因", max_length=500, null=True, blank=True)  # noqa: DJ001
    actual_goal = models.TextField("年度总体目标：实际完成情况", null=True, blank=True)  # noqa: DJ001
    execution_weight = figure_field("预算执行率分值")
    execution_score = figure_field("预算执行率得分")
    score = figure_field("自评总分")
    grade = models.CharField("评价等级", max_length=20, null=True, blank=True)  # noqa: DJ001
    reason = models.TextField("未完成原因及改进措施", null=True, blank=True)  # noqa: DJ001
    # Of a project with money from above alone.
    ministry = models.CharField("中央主管部门", max_length=100, null=True, blank=True)  # noqa: DJ001
    audit_findings = models.TextField("巡视、审计和财政监督中发现的问题及所涉及的金额", null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = verbose_name_plural = "项目自评结果"
        constraints = [
            models.CheckConstraint(
                condition=not_negative("execution_weight", "execution_score", "score"),
                name="project_scores_not_negative",
                violation_error_message="分值和得分不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.score}"


class ManagementNote(models.Model):
    """One line of 资金管理情况 in the form of a transfer payment. No row where nothing is said."""

    result = models.ForeignKey(ProjectResult, on_delete=models.CASCADE, related_name="management_notes", db_index=False)
    item = models.CharField("内容", max_length=20, choices=ManagementItem.choices)
    statement = models.TextField("情况说明", null=True, blank=True)  # noqa: DJ001
    problems = models.TextField("存在问题和改进措施", null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = verbose_name_plural = "转移支付资金管理情况"
        constraints = [
            models.UniqueConstraint(
                fields=("result", "item"),
                name="one_management_note_per_item",
                violation_error_message="该项资金管理情况已经填写。",
            ),
            models.CheckConstraint(
                condition=models.Q(statement__isnull=False) | models.Q(problems__isnull=False),
                name="management_note_says_something",
                violation_error_message="情况说明、存在问题和改进措施至少填写一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}：{(self.statement or self.problems or '')[:30]}"


class IndicatorResult(FiguresAsWritten):
    """An indicator's result: what was reached, its score (points), the reason for a deviation."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="indicator_results")
    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="result")
    actual = models.CharField("实际完成值", max_length=500, null=True, blank=True)  # noqa: DJ001
    band = models.CharField("完成档次", max_length=20, choices=Band.choices, null=True, blank=True)  # noqa: DJ001
    score = figure_field("得分")
    reason = models.TextField("偏差原因分析及改进措施", null=True, blank=True)  # noqa: DJ001
    not_applicable = models.BooleanField("不适用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "指标完成情况"
        constraints = [
            models.CheckConstraint(
                condition=not_negative("score"),
                name="indicator_score_not_negative",
                violation_error_message="得分不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.actual}"


class Evidence(models.Model):
    """What proves an indicator's result: the name of a paper."""

    result = models.ForeignKey(IndicatorResult, on_delete=models.CASCADE, related_name="evidence")
    position = models.PositiveIntegerField("顺序", default=0)
    name = models.CharField("佐证材料", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Rectification(models.Model):
    """One problem with its measure, its owner and its date."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="rectifications")
    position = models.PositiveIntegerField("顺序", default=0)
    problem = models.TextField("问题", null=True, blank=True)  # noqa: DJ001
    measure = models.TextField("整改措施", null=True, blank=True)  # noqa: DJ001
    owner = models.CharField("责任人", max_length=100, null=True, blank=True)  # noqa: DJ001
    # An ISO date, or words such as 长期坚持 (assessments.schema.due).
    # Its column has another name, because dates stood in "due" before.
    due = models.CharField("完成期限", max_length=60, null=True, blank=True, db_column="due_words")  # noqa: DJ001

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return (self.problem or "")[:30]
