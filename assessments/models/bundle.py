"""Documents of many departments in one ZIP file, made in the background for the person who asked for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.assessment import Assessment
from assessments.terms import BundleState, DocumentState


class Bundle(models.Model):
    """One order: which documents of which departments, how far they are, and where the finished file lies.

    `state` changes by conditional updates only, so that a cancelled or failed bundle never becomes ready.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.CASCADE, related_name="bundles"
    )
    assessments = models.ManyToManyField(Assessment, verbose_name="部门自评", related_name="+")
    state = models.CharField("状态", max_length=20, choices=BundleState.choices, default=BundleState.WORKING)
    reason = models.CharField("原因", max_length=200, blank=True)
    created_at = models.DateTimeField("申请时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    file = models.CharField("文件", max_length=100, blank=True)  # below MEDIA_ROOT
    size = models.PositiveBigIntegerField("字节数", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "打包下载"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("owner",),
                condition=Q(state=BundleState.WORKING),
                name="one_working_bundle_per_person",
                violation_error_message="上一个打包任务尚未完成，请等它完成或取消后再试。",
            ),
            models.CheckConstraint(
                condition=Q(state=BundleState.WORKING, ended_at__isnull=True)
                | (~Q(state=BundleState.WORKING) & Q(ended_at__isnull=False)),
                name="bundle_ended_iff_time",
                violation_error_message="打包任务的状态与结束时间不一致。",
            ),
            models.CheckConstraint(
                condition=~Q(state=BundleState.READY) | (~Q(file="") & ~Q(sha256="") & Q(size__isnull=False)),
                name="ready_bundle_has_a_file",
                violation_error_message="打包任务已完成，但没有文件。",
            ),
        ]

    def __str__(self) -> str:
        return f"打包下载 {self.pk}"


class BundledDocument(models.Model):
    """One document in one format. `position` counts the departments from 1; 0 is a document of all of them.

    `attempts` counts how often its drawing was begun: a killed worker begins again.
    """

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveIntegerField("序号")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField("文书", max_length=40)
    format = models.CharField("格式", max_length=10)
    state = models.CharField("状态", max_length=20, choices=DocumentState.choices, default=DocumentState.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    name = models.CharField("文件名", max_length=200, blank=True)
    is_draft = models.BooleanField("草稿", default=False)
    size = models.PositiveBigIntegerField("字节数", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "打包下载的文件"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("bundle", "position", "key", "format"),
                name="bundled_documents_are_unique",
                violation_error_message="文件重复。",
            ),
            models.CheckConstraint(
                condition=Q(position=0, assessment__isnull=True) | Q(position__gt=0, assessment__isnull=False),
                name="bundled_document_of_all_iff_in_front",
                violation_error_message="汇总材料排在最前，部门的自评材料须属于一个部门。",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.DONE) | (~Q(name="") & ~Q(sha256="") & Q(size__isnull=False)),
                name="done_document_has_a_file",
                violation_error_message="文件已生成，但没有内容。",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.FAILED) | ~Q(reason=""),
                name="failed_document_has_a_reason",
                violation_error_message="文件未能生成，但没有写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.stored_name

    @property
    def whose(self) -> str:
        """The department, or that it is a document of all departments of the order."""
        return self.assessment.department.name if self.assessment else "汇总"

    @property
    def stored_name(self) -> str:
        """The name of its file until it is packed."""
        return f"{self.position}-{self.key}.{self.format}"
