"""What reviewers and departments say to each other about fields and findings."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.assessment import Assessment
from assessments.terms import ExemptionState
from budgets.models import Department


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.PROTECT, related_name="+")


class FieldComment(models.Model):
    """A reviewer's remark on one field; the department sees it beside the field and answers it there.

    `place` is the stable place of the field (`schema.stable_places`). A remark is a private note of the review until
    the return carries it to the department (`sent_at`).
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="field_comments")
    place = models.CharField("位置", max_length=300)
    label = models.CharField("位置名称", max_length=300)
    text = models.TextField("审核意见")
    author = _person("提出人")
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    sent_at = models.DateTimeField("随退回送达时间", null=True, blank=True)
    # Of the last return that carried it; rows from before 0.2 have neither.
    returned_at = models.DateTimeField("最近退回时间", null=True, blank=True)
    returned_text = models.TextField("退回时的内容", null=True, blank=True)  # noqa: DJ001 - "" is a blank field
    answer = models.TextField("单位答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    settled_at = models.DateTimeField("销号时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="field_comment_has_text",
                violation_error_message="审核意见不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="field_comment_answer_iff_time",
                violation_error_message="答复与答复时间不一致。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.text[:30]}"


class Explanation(models.Model):
    """The department's written explanation of a warning. It holds as long as the finding says the same."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="explanations")
    code = models.CharField("校验编号", max_length=10)
    place = models.CharField("位置", max_length=300, blank=True)
    message = models.TextField("说明时的校验结果")
    text = models.TextField("说明")
    author = _person("说明人")
    written_at = models.DateTimeField("说明时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "警告说明"
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "code", "place"),
                name="one_explanation_per_finding",
                violation_error_message="该条警告已有说明。",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="explanation_has_text",
                violation_error_message="说明不能为空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}：{self.text[:30]}"


class Exemption(models.Model):
    """The bureau lets one department off one check, with a reason and an end; a row, never a disabled check.

    It is never changed or deleted: whoever ends it before its day adds who, when and why, once.
    """

    department = models.ForeignKey(Department, verbose_name="部门", on_delete=models.PROTECT, related_name="exemptions")
    code = models.CharField("校验编号", max_length=10)
    reason = models.TextField("豁免原因")
    until = models.DateField("有效期至")
    granted_by = _person("批准人")
    granted_at = models.DateTimeField("批准时间", auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="终止人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # nobody asks for what somebody ended
    )
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    end_reason = models.TextField("终止原因", blank=True, default="", db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "校验豁免"
        ordering = ("-granted_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="exemption_has_a_reason",
                violation_error_message="豁免须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="exemption_end_is_whole",
                violation_error_message="终止豁免须记录终止人、时间和原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.code}"

    def state_on(self, day: date) -> ExemptionState:
        if self.ended_at:
            return ExemptionState.ENDED
        return ExemptionState.IN_FORCE if day <= self.until else ExemptionState.EXPIRED
