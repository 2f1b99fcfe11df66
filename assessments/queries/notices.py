"""Rectification notices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import (
    Case,
    Q,
    QuerySet,
    Value,
    When,
)

from assessments.deadlines import NEXT_REPLY_ON, with_reply_lateness
from assessments.models import (
    Assessment,
    LogEntry,
    RectificationNotice,
)
from assessments.queries.papers import timeline
from assessments.terms import NoticeState
from budgets.access import whole_departments_for
from budgets.models import Membership
from evalsite.accounts.models import User


def notices_visible_to(user: User) -> QuerySet[RectificationNotice]:
    """Rectification notices of every department whose papers the person may read as a whole."""
    return RectificationNotice.objects.filter(assessment__department__in=whole_departments_for(user)).select_related(
        "assessment__round__fiscal_year", "assessment__department__section"
    )


def notices_by_urgency(user: User, today: date) -> QuerySet[RectificationNotice]:
    """The same with in what they are late: the open and late first, then by their day, what is accepted last."""
    is_late = Q(not_submitted=True) | Q(not_back=True)
    rank = Case(When(is_late, then=Value(0)), When(state=NoticeState.ACCEPTED, then=Value(2)), default=Value(1))
    notices = with_reply_lateness(notices_visible_to(user), today)
    return notices.annotate(rank=rank).order_by("rank", NEXT_REPLY_ON, "-year", "-number")


def open_notices_of(user: User) -> QuerySet[RectificationNotice]:
    """What the person's own departments have not brought to an end, the most urgent first."""
    mine = Membership.objects.filter(user=user).values("department")
    return (
        notices_visible_to(user)
        .filter(assessment__department__in=mine)
        .exclude(state=NoticeState.ACCEPTED)
        .prefetch_related("items")
        .order_by(NEXT_REPLY_ON, "year", "number")
    )


def notices_of(user: User, assessment: Assessment) -> QuerySet[RectificationNotice]:
    """The notices of one assessment, in the order of their numbers."""
    return notices_visible_to(user).filter(assessment=assessment)


def notice_numbers(assessments: Iterable[Assessment]) -> Mapping[int, Sequence[tuple[int, int]]]:
    """(year, number) of the notices of each of these assessments, by its key."""
    found: dict[int, list[tuple[int, int]]] = {}
    notices = RectificationNotice.objects.filter(assessment__in=assessments)
    for pk, year, number in notices.values_list("assessment_id", "year", "number"):
        found.setdefault(pk, []).append((year, number))
    return found


def entries_of(notice: RectificationNotice) -> QuerySet[LogEntry]:
    """Who did what with the notice, newest first."""
    return timeline(notice.assessment).filter(detail__notice=notice.pk)


def newest_entry(notice: RectificationNotice, *actions: str) -> LogEntry | None:
    """The last of these deeds on the notice."""
    return entries_of(notice).filter(action__in=actions).first()
