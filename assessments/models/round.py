from django.db import models
from django.db.models import F, Q

from budgets.models import FiscalYear


class Round(models.Model):
    """One year's self-assessment task (自评任务): opened once, with a deadline and the frozen rules of its year."""

    fiscal_year = models.OneToOneField(FiscalYear, verbose_name="年度", on_delete=models.PROTECT, related_name="round")
    opens_on = models.DateField("开始日期")
    due_on = models.DateField("报送截止日期")
    # A `schema.scheme.Scheme`, written by `schema.scheme_format`: a round keeps the rules that it was opened with.
    scheme = models.JSONField("评分方案")
    # By form the text of its layout (docs/form-layouts.md): forms of a year keep their layout, like its rules.
    layouts = models.JSONField("表样", default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    notice = models.TextField("通知要点", blank=True)
    opened_at = models.DateTimeField("下达时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "自评任务"
        ordering = ("-fiscal_year__year",)
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="round_is_due_after_it_opens",
                violation_error_message="截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year.year}年度预算绩效自评"
