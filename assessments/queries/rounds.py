"""Rounds: who sees which, how far each is, whom it reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from assessments.deadlines import with_lateness
from assessments.models import (
    Assessment,
    Round,
    Snapshot,
)
from assessments.queries.assessments import assessments_for_review
from assessments.rules.punctuality import Lateness
from assessments.terms import Stage, Status
from budgets.access import departments_for
from budgets.models import Department, Membership, Project
from budgets.terms import MembershipRole
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class ProgressCount:
    """How many assessments of one section of the bureau stand at one stage, and how many of them are late."""

    section: str
    section_id: int | None
    stage: Stage
    count: int
    late: Mapping[Lateness, int]


def rounds_visible_to(user: User) -> QuerySet[Round]:
    """Rounds in which the person has something to see; all of them for the bureau."""
    rounds = Round.objects.select_related("fiscal_year")
    if user.bureau_role:
        return rounds
    return rounds.filter(assessments__department__in=departments_for(user)).distinct()


FINISHED = tuple(status for status in Status if status.is_final)


def current_rounds(user: User) -> list[Round]:
    """Rounds in which somebody whom the person reviews is not finished, and the newest one; newest first."""
    unfinished = assessments_for_review(user).exclude(status__in=FINISHED).order_by().values("round")
    rounds = list(rounds_visible_to(user).annotate(is_open=Q(pk__in=unfinished)))
    return [each for place, each in enumerate(rounds) if each.is_open or place == 0]


def progress_counts(round_: Round, user: User, today: date) -> list[ProgressCount]:
    """How many of the round's assessments in the person's list stand where, by section, in one query."""
    late = {f"{kind}_count": Count("pk", filter=Q(**{str(kind): True})) for kind in Lateness}
    rows = (
        with_lateness(round_for_review(user, round_), today)
        .order_by("department__section__name", "department__section")
        .values_list("department__section__name", "department__section", F("stage"))
        .annotate(count=Count("pk"), **late)
    )
    return [
        ProgressCount(name or "未归口", pk, Stage(stage), count, dict(zip(Lateness, counts, strict=True)))
        for name, pk, stage, count, *counts in rows
    ]


def not_started(round_: Round, user: User) -> QuerySet[Assessment]:
    """Assessments of the round in which nobody has saved anything yet."""
    return round_for_review(user, round_).filter(Q(stage=Stage.NOT_STARTED))


_HANDED_IN = Q(assessments__submitted_at__isnull=False) | Q(assessments__first_submitted_on__isnull=False)


def rounds_with_counts(user: User) -> QuerySet[Round]:
    """Rounds with the number of their assessments: all, handed in (and after), approved."""
    counted = rounds_visible_to(user).annotate(
        departments=Count("assessments"),
        submitted=Count("assessments", filter=_HANDED_IN),
        approved=Count("assessments", filter=Q(assessments__approved_at__isnull=False)),
    )
    return counted.order_by("-fiscal_year__year")  # grouping forgets the model's own order


def has_submissions(round_: Round) -> bool:
    """Whether anything was ever handed in by the round's rules: from then on they stand."""
    return Snapshot.objects.filter(assessment__round=round_).exists()


def round_for_review(user: User, round_: Round) -> QuerySet[Assessment]:
    """The round's assessments in the person's part of the review, in the order of the departments."""
    return assessments_for_review(user).filter(round=round_)


def projects_in(round_: Round, assessments: Iterable[Assessment]) -> int:
    """How many projects these departments have in the round's year."""
    departments = [assessment.department_id for assessment in assessments]
    return Project.objects.filter(fiscal_year=round_.fiscal_year_id, department__in=departments).count()


def departments_outside(round_: Round) -> QuerySet[Department]:
    """Departments that have no assessment in the round: all before it opens, later those that were founded since."""
    return Department.objects.filter(parent__isnull=True).exclude(assessments__round=round_)


def departments_reached() -> QuerySet[Department]:
    """Whom a round that is opened now will reach, each with whether somebody there prepares and somebody heads it."""

    def has(role: MembershipRole) -> Exists:
        return Exists(Membership.objects.filter(department=OuterRef("pk"), role=role, user__is_active=True))

    return (
        Department.objects.filter(parent__isnull=True)
        .annotate(has_preparer=has(MembershipRole.PREPARER), has_head=has(MembershipRole.HEAD))
        .select_related("section")
        .order_by("code", "name")
    )
