"""What was done and what was handed in. Append-only: the database refuses UPDATE and DELETE on these tables."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.dateformat import format as date_format
from django.utils.timezone import localdate

from assessments.models.assessment import Assessment
from assessments.terms import Action, EventKind, NoticeAction, Role, Section, Status

_TITLES = {term.value: term.label for terms in (Action, EventKind, NoticeAction) for term in terms}
_FROM_COMMAND_LINE = "系统"

NEED_A_COMMENT = (Action.HAND_BACK, Action.WITHDRAW, Action.RETURN_FOR_CHANGES, Action.REOPEN)


class Snapshot(models.Model):
    """An assessment as it was handed in or approved: the exchange form, with scheme, findings and explanations."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField("序号")
    content = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "快照"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "number"),
                name="snapshot_numbers_are_unique",
                violation_error_message="快照序号重复。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} #{self.number}"


class LogEntry(models.Model):
    """One thing that one person did to an assessment, in the same transaction as the deed.

    `hash` covers the entry and the `hash` of the one before it: a change behind the application's back shows.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="log")
    number = models.PositiveIntegerField("序号")
    action = models.CharField("办理事项", max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        on_delete=models.PROTECT,
        null=True,  # NULL: from the command line
        related_name="+",
    )
    role = models.CharField("岗位", max_length=30, blank=True)
    from_status = models.CharField("原状态", max_length=20, choices=Status.choices, blank=True)
    to_status = models.CharField("新状态", max_length=20, choices=Status.choices, blank=True)
    comment = models.TextField("说明", blank=True)
    detail = models.JSONField("明细", default=dict, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="log_entries")
    at = models.DateTimeField("时间")
    hash = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "办理过程"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "number"),
                name="log_numbers_are_unique",
                violation_error_message="办理过程序号重复。",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=[action.value for action in NEED_A_COMMENT]) | ~Q(comment=""),
                name="log_return_has_a_comment",
                violation_error_message="退回、撤回须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"

    @property
    def title(self) -> str:
        """The deed as people read it, with what it was about: 豁免校验：K22，至2026年5月1日."""
        title = _TITLES.get(self.action, self.action)
        about = self._place + self._until
        return f"{title}：{about}" if about else title

    @property
    def name(self) -> str:
        """Who did it."""
        return str(self.actor) if self.actor else _FROM_COMMAND_LINE

    @property
    def who(self) -> str:
        """Who did it, and as what."""
        return f"{self.name}（{Role(self.role).label}）" if self.role else self.name

    @property
    def moved_to(self) -> Status | None:
        """The status that the step led to; None where it stayed."""
        return Status(self.to_status) if self.to_status and self.to_status != self.from_status else None

    def day(self, name: str) -> date | None:
        """A day that the detail names."""
        said = self.detail.get(name)
        return date.fromisoformat(said) if said else None

    @property
    def term(self) -> str:
        """By when a return wants the paper back, or by how much a submission came too late; else empty."""
        if back_by := self.day("return_due_on"):
            return f"请于{date_format(back_by, 'Y年n月j日')}前（含当日）重新报送"
        due = self.day("due") if self.action in {Action.SUBMIT, NoticeAction.REPLY} else None
        late = (localdate(self.at) - due).days if due else 0
        return f"逾期 {late} 天" if late > 0 else ""

    @property
    def _place(self) -> str:
        """What the deed was about, as the log has it: a section, a field, a check, an indicator or a paper."""
        section = self.detail.get("section", "")
        if section in set(Section):
            return Section(section).label
        names = ("label", "code", "name", "attachment")
        return str(next((self.detail[name] for name in names if self.detail.get(name)), ""))

    @property
    def _until(self) -> str:
        """The day until which an exemption was granted."""
        until = self.day("until")
        return f"，至{date_format(until, 'Y年n月j日')}" if until else ""


class StoredReport(models.Model):
    """The approved report: drawn once, kept with its SHA-256, never drawn again."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="stored_reports")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="stored_report")
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_at = models.DateTimeField("存档时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "存档报告"
        ordering = ("stored_at",)

    def __str__(self) -> str:
        return f"{self.assessment} {self.sha256[:12]}"
