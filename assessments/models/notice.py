"""Rectification notices 整改通知: what the bureau asks to be mended, and what the department answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.models.assessment import Assessment
from assessments.terms import NoticeState


def _later_person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # nobody asks what somebody sent or accepted
    )


_REPLIED = Q(state__in=(NoticeState.REPLIED, NoticeState.ACCEPTED))
_ACCEPTED = Q(state=NoticeState.ACCEPTED)
_HAS_REPLY = Q(replied_on__isnull=False, replied_by__isnull=False)
_HAS_NO_REPLY = Q(replied_on__isnull=True, replied_by__isnull=True)
_HAS_ACCEPTANCE = Q(accepted_on__isnull=False, accepted_by__isnull=False)
_HAS_NO_ACCEPTANCE = Q(accepted_on__isnull=True, accepted_by__isnull=True)


class RectificationNotice(models.Model):
    """One notice to one department. Only `rectifying` writes it; it is never taken away.

    It carries days, as papers do; the times stand in the log. `version` counts how often the answers were saved.
    """

    assessment = models.ForeignKey(
        Assessment, verbose_name="预算绩效自评", on_delete=models.PROTECT, related_name="notices"
    )
    # 发文字号 as GB/T 9704—2012 has it: who issues, the year of the issue, the number within that year.
    prefix = models.CharField("发文机关代字", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    opening = models.TextField("正文开头", blank=True)
    due_on = models.DateField("整改期限")
    state = models.CharField("状态", max_length=20, choices=NoticeState.choices, default=NoticeState.ISSUED)
    version = models.PositiveIntegerField("版本", default=0)
    issued_on = models.DateField("下达日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="下达人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    replied_on = models.DateField("反馈日期", null=True, blank=True)
    replied_by = _later_person("反馈人")
    # Lateness is judged by these (rules.punctuality); the log has them too, and `check_archive` holds them against it.
    first_replied_on = models.DateField("首次反馈日期", null=True, blank=True)
    first_due_on = models.DateField("首次反馈时的整改期限", null=True, blank=True)
    return_due_on = models.DateField("退回后重新报送期限", null=True, blank=True)  # of the last return
    accepted_on = models.DateField("销号日期", null=True, blank=True)
    accepted_by = _later_person("销号人")
    return_comment = models.TextField("退回意见", blank=True)  # of the last return

    class Meta:
        verbose_name = verbose_name_plural = "整改通知"
        ordering = ("year", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("year", "number"),
                name="notice_number_is_unique_in_its_year",
                violation_error_message="该年度已有此编号的整改通知。",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__year=F("year")),
                name="notice_year_is_that_of_its_issue",
                violation_error_message="整改通知的年份与下达日期不一致。",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("issued_on")),
                name="notice_is_due_after_its_issue",
                violation_error_message="整改期限不能早于下达日期。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in NoticeState]),
                name="notice_state_is_known",
                violation_error_message="整改通知的状态不存在。",
            ),
            models.CheckConstraint(
                condition=(_REPLIED & _HAS_REPLY) | (~_REPLIED & _HAS_NO_REPLY),
                name="notice_replied_iff_reply",
                violation_error_message="整改通知的状态与反馈日期、反馈人不一致。",
            ),
            models.CheckConstraint(
                condition=(_ACCEPTED & _HAS_ACCEPTANCE) | (~_ACCEPTED & _HAS_NO_ACCEPTANCE),
                name="notice_accepted_iff_acceptance",
                violation_error_message="整改通知的状态与销号日期、销号人不一致。",
            ),
            models.CheckConstraint(
                condition=Q(first_replied_on__isnull=True, first_due_on__isnull=True)
                | Q(first_replied_on__isnull=False, first_due_on__isnull=False),
                name="notice_first_reply_iff_due",
                violation_error_message="首次反馈日期与当时的整改期限须同时有或同时没有。",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(replied_on__gte=F("issued_on")),
                name="notice_is_answered_after_its_issue",
                violation_error_message="反馈日期不能早于下达日期。",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("replied_on")),
                name="notice_is_accepted_after_its_reply",
                violation_error_message="销号日期不能早于反馈日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.RETURNED) | ~Q(return_comment=""),
                name="notice_return_has_a_comment",
                violation_error_message="退回整改情况反馈须填写意见。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as the paper bears it, such as 青财绩〔2023〕1号."""
        return f"{self.prefix}〔{self.year}〕{self.number}号"

    @property
    def state_term(self) -> NoticeState:
        return NoticeState(self.state)


class RectificationItem(models.Model):
    """One thing to mend, and what the department says of it."""

    notice = models.ForeignKey(RectificationNotice, on_delete=models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveIntegerField("序号")
    problem = models.TextField("存在问题")
    requirement = models.TextField("整改要求")
    answer = models.TextField("整改情况", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    evidence = models.TextField("佐证材料", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改事项（通知）"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("notice", "position"),
                name="one_item_per_place_in_a_notice",
                violation_error_message="整改事项的序号重复。",
            ),
            models.CheckConstraint(
                condition=~Q(problem="") & ~Q(requirement=""),
                name="notice_item_has_problem_and_requirement",
                violation_error_message="整改事项须写明存在问题和整改要求。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.problem[:30]}"
