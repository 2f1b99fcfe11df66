"""By when a department is to hand in or reply, and whether it did: of one row, and the same as columns of a query."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, DateField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localdate

from assessments.models import Assessment, RectificationNotice
from assessments.rules.punctuality import Lateness, Punctuality

DAYS_TO_COME_BACK = 7  # that a return gives where the reviewer names no day


def due_on(assessment: Assessment, day: date) -> date:  # noqa: ARG001 - a round has one date for all, on every day
    """The last day for handing in that holds for this department on `day`."""
    return assessment.round.due_on


_DUE_ON = F("round__due_on")  # `due_on` of today, for a query


def usual_return(last_day: date, today: date) -> date:
    """The day that a return suggests: never before the department's `last_day` for handing in."""
    return max(today + timedelta(days=DAYS_TO_COME_BACK), last_day)


def punctuality_of(assessment: Assessment, today: date) -> Punctuality:
    back = localdate(assessment.submitted_at) if assessment.submitted_at else None
    return Punctuality(
        today=today,
        due=assessment.first_due_on or due_on(assessment, today),
        handed_in=assessment.first_submitted_on or back,
        back_by=assessment.return_due_on,
        back=back,
    )


def reply_punctuality_of(notice: RectificationNotice, today: date) -> Punctuality:
    return Punctuality(
        today=today,
        due=notice.first_due_on or notice.due_on,
        handed_in=notice.first_replied_on,
        back_by=notice.return_due_on,
        back=notice.replied_on,
    )


def with_lateness(assessments: QuerySet[Assessment], today: date) -> QuerySet[Assessment]:
    """Adds `handed_in_on`, `is_overdue` (nothing handed in) and one column named after each kind of lateness."""
    submitted = TruncDate("submitted_at")
    named = assessments.annotate(
        handed_in_on=Coalesce("first_submitted_on", submitted, output_field=DateField()),
        held_due_on=Coalesce("first_due_on", _DUE_ON, output_field=DateField()),
        back_on=submitted,
    )
    return _with_lateness(named, today)


# Of a notice, for a query: the day that the department works towards, that of the last return where there was one.
NEXT_REPLY_ON = Coalesce("return_due_on", "due_on", output_field=DateField())


def with_reply_lateness(notices: QuerySet[RectificationNotice], today: date) -> QuerySet[RectificationNotice]:
    """The same of rectification notices."""
    named = notices.annotate(
        handed_in_on=F("first_replied_on"),
        held_due_on=Coalesce("first_due_on", "due_on", output_field=DateField()),
        back_on=F("replied_on"),
    )
    return _with_lateness(named, today)


def _with_lateness(named: QuerySet[Any], today: date) -> QuerySet[Any]:
    """`rules.punctuality.Punctuality.lateness` as columns."""
    conditions = {
        Lateness.NOT_SUBMITTED: Q(handed_in_on__isnull=True, held_due_on__lt=today),
        Lateness.SUBMITTED_LATE: Q(handed_in_on__gt=F("held_due_on")),
        Lateness.NOT_BACK: Q(back_on__isnull=True, return_due_on__lt=today),
        Lateness.BACK_LATE: Q(back_on__gt=F("return_due_on")),
    }
    columns = {str(kind): _yes_or_no(condition) for kind, condition in conditions.items()}
    return named.annotate(is_overdue=_yes_or_no(conditions[Lateness.NOT_SUBMITTED]), **columns)


def _yes_or_no(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, BooleanField())
