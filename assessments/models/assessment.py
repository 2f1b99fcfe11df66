"""One department's self-assessment in one round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.round import Round
from assessments.terms import Section, Status
from budgets.models import Department, FiguresAsWritten, Project, figure_field
from budgets.models.fields import not_negative
from budgets.terms import MoneyUnit


def _status_has_time(status: tuple[Status, ...], field: str) -> Q:
    """The timestamp stands exactly when the status says so."""
    reached = Q(status__in=status)
    return (reached & Q(**{f"{field}__isnull": False})) | (~reached & Q(**{f"{field}__isnull": True}))


_SUBMITTED = (Status.SUBMITTED, Status.SECTION_REVIEW, Status.FINAL_REVIEW, Status.APPROVED, Status.PUBLISHED)
_PASSED = (Status.FINAL_REVIEW, Status.APPROVED, Status.PUBLISHED)
_APPROVED = (Status.APPROVED, Status.PUBLISHED)


class Assessment(FiguresAsWritten):
    """What a department states of itself beside its budget: scores, prose, dates. Only `workflow` writes `status`."""

    round = models.ForeignKey(Round, verbose_name="自评任务", on_delete=models.PROTECT, related_name="assessments")
    department = models.ForeignKey(
        Department, verbose_name="部门", on_delete=models.PROTECT, related_name="assessments"
    )
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    section_passed_at = models.DateTimeField("初审通过时间", null=True, blank=True)
    approved_at = models.DateTimeField("终审通过时间", null=True, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)

    # Lateness is judged by these (rules.punctuality); the log has them too, and `check_archive` holds them against it.
    first_submitted_on = models.DateField("首次报送日期", null=True, blank=True)
    first_due_on = models.DateField("首次报送时的截止日期", null=True, blank=True)
    return_due_on = models.DateField("退回后重新报送期限", null=True, blank=True)  # of the last return

    # As this year's paper says them; the register may change later without touching last year's paper.
    department_code = models.CharField("预算编码", max_length=40, null=True, blank=True)  # noqa: DJ001
    self_noun = models.CharField("自称", max_length=20, null=True, blank=True)  # noqa: DJ001
    contact = models.CharField("联系人", max_length=60, null=True, blank=True)  # noqa: DJ001
    phone = models.CharField("联系电话", max_length=60, null=True, blank=True)  # noqa: DJ001
    county = models.CharField("县名", max_length=100, null=True, blank=True)  # noqa: DJ001
    money_unit = models.CharField("原稿金额单位", max_length=4, choices=MoneyUnit.choices, default=MoneyUnit.WAN)
    # The scheme that an imported file names; the round's own scheme is the one that counts.
    stated_scheme = models.JSONField("文件所附方案", null=True, blank=True)
    # What was typed and cannot be read, by stable place ("/revenue/lines/#7/amount"): no value, kept for its writer.
    unread = models.JSONField(
        "无法识别的内容",
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        blank=True,
        editable=False,
    )

    execution_weight = figure_field("预算执行率分值")
    execution_score = figure_field("预算执行率得分")
    score = figure_field("自评总分")
    grade = models.CharField("评价等级", max_length=20, null=True, blank=True)  # noqa: DJ001

    organisation = models.TextField("绩效自评工作组织开展情况", null=True, blank=True)  # noqa: DJ001
    target_quality_overall = models.TextField("整体绩效目标设定质量情况", null=True, blank=True)  # noqa: DJ001
    target_quality_projects = models.TextField("项目绩效目标设定质量情况", null=True, blank=True)  # noqa: DJ001
    problems = models.TextField("存在的问题", null=True, blank=True)  # noqa: DJ001
    rectification = models.TextField("整改措施及结果应用", null=True, blank=True)  # noqa: DJ001

    completed_on = models.DateField("自评完成日期", null=True, blank=True)
    reported_on = models.DateField("报告落款日期", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    stated_due_on = models.DateField("文件所列截止日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算绩效自评"
        ordering = ("department__code", "department__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("round", "department"),
                name="one_assessment_per_round_and_department",
                violation_error_message="该部门已有本年度自评表。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]),
                name="assessment_status_is_known",
                violation_error_message="状态不存在。",
            ),
            models.CheckConstraint(
                condition=_status_has_time(_SUBMITTED, "submitted_at"),
                name="assessment_submitted_iff_time",
                violation_error_message="报送状态与报送时间不一致。",
            ),
            models.CheckConstraint(
                condition=_status_has_time(_PASSED, "section_passed_at"),
                name="assessment_section_passed_iff_time",
                violation_error_message="初审状态与初审通过时间不一致。",
            ),
            models.CheckConstraint(
                condition=_status_has_time(_APPROVED, "approved_at"),
                name="assessment_approved_iff_time",
                violation_error_message="终审状态与终审通过时间不一致。",
            ),
            models.CheckConstraint(
                condition=_status_has_time((Status.PUBLISHED,), "published_at"),
                name="assessment_published_iff_time",
                violation_error_message="公开状态与公开时间不一致。",
            ),
            models.CheckConstraint(
                condition=Q(first_submitted_on__isnull=True, first_due_on__isnull=True)
                | Q(first_submitted_on__isnull=False, first_due_on__isnull=False),
                name="assessment_first_submission_iff_due",
                violation_error_message="首次报送日期与当时的截止日期须同时有或同时没有。",
            ),
            models.CheckConstraint(
                condition=not_negative("execution_weight", "execution_score", "score"),
                name="assessment_scores_not_negative",
                violation_error_message="分值和得分不能为负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.round}"

    @property
    def status_term(self) -> Status:
        """The status as the enum, with its labels."""
        return Status(self.status)

    @property
    def was_handed_in(self) -> bool:
        """Whether the bureau has ever had it: before that there is no remark, no return and no notice."""
        return self.first_submitted_on is not None or self.status != Status.DRAFT


class SectionDraft(models.Model):
    """The version of one section of the form: a save that has seen an older one is refused."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="section_drafts")
    section = models.CharField("部分", max_length=20, choices=Section.choices)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="保存人",
        on_delete=models.PROTECT,
        null=True,  # NULL: from the command line
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "填报进度"
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "section"),
                condition=Q(project__isnull=True),
                name="one_draft_per_section",
                violation_error_message="该部分已有保存记录。",
            ),
            models.UniqueConstraint(
                fields=("assessment", "section", "project"),
                condition=Q(project__isnull=False),
                name="one_draft_per_project_section",
                violation_error_message="该部分已有保存记录。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.get_section_display()} v{self.version}"


class CoveredUnit(models.Model):
    """A subordinate unit that the self-assessment covers, by the name that the paper uses."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="covered_units")
    position = models.PositiveIntegerField("顺序", default=0)
    name = models.CharField("单位名称", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "所属预算单位"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A paper that belongs to the report: by name, and with its file where one was uploaded."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField("顺序", default=0)
    name = models.CharField("附件名称", max_length=300)
    # Random on disk, outside static, sent only through the scoped download view.
    file = models.FileField("文件", upload_to="attachments/", null=True, blank=True)
    size = models.PositiveBigIntegerField("大小（字节）", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
