"""A report check-up that a person chose to keep: the text that was read and what was found, never the file."""

from django.conf import settings
from django.db import models


class KeptReport(models.Model):
    """One written report as it was read. Only its owner sees it; no assessment depends on it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="保留人", on_delete=models.CASCADE, related_name="kept_reports"
    )
    name = models.CharField("名称", max_length=200)
    content = models.JSONField("文字与表格")  # `intake.loading.document.ReportText.as_json`
    # `intake.checked_report.CheckResult` as plain values; none in rows of before it was stored.
    result = models.JSONField("校核结果", null=True, editable=False)
    rules_version = models.CharField(
        "校核规则版本", max_length=64, blank=True, default="", db_default="", editable=False
    )
    kept_at = models.DateTimeField("保留时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "保留的校核结果"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
