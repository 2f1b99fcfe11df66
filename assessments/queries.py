"""One scoped query per question: lists, pages, exports and downloads all start here. What is not in it is 404."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from assessments.deadlines import NEXT_REPLY_ON, with_lateness, with_reply_lateness
from assessments.models import (
    Assessment,
    Bundle,
    Exemption,
    FieldComment,
    KeptReport,
    LogEntry,
    RectificationNotice,
    Round,
    SectionDraft,
    Snapshot,
    StoredReport,
)
from assessments.permissions import may_exempt, reads_as_bureau, roles_of
from assessments.rules.punctuality import Lateness
from assessments.terms import Action, NoticeState, ReviewState, Role, Stage, Status
from budgets.access import departments_for, whole_departments_for
from budgets.models import Department, Membership, Project
from budgets.terms import BureauRole, MembershipRole
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class ProgressCount:
    """How many assessments of one section of the bureau stand at one stage, and how many of them are late."""

    section: str
    section_id: int | None
    stage: Stage
    count: int
    late: Mapping[Lateness, int]


_IS_STARTED = Exists(SectionDraft.objects.filter(assessment=OuterRef("pk")))
_REVIEW_STATE = Case(
    When(Q(status=Status.DRAFT) & ~_IS_STARTED, then=Value(ReviewState.NOT_STARTED.value)), default=F("status")
)
_STAGE = Case(
    *(
        When(
            Q(status=status, first_submitted_on__isnull=not handed_in) & (~_IS_STARTED if is_blank else Q()),
            then=Value(state.stage(was_handed_in=handed_in).value),
        )
        for handed_in in (False, True)
        for status, state, is_blank in (
            (Status.DRAFT, ReviewState.NOT_STARTED, True),
            *((status, ReviewState(status.value), False) for status in Status),
        )
    )
)


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """Assessments that the person may open, newest round first, with `review_state` and `stage` for the bureau."""
    return (
        Assessment.objects.filter(department__in=departments_for(user))
        .annotate(review_state=_REVIEW_STATE, stage=_STAGE)
        .select_related("round__fiscal_year", "department__section")
        .order_by("-round__fiscal_year__year", "department__code", "department__name")
    )


def assessments_for_review(user: User) -> QuerySet[Assessment]:
    """What a person of the bureau finds in the review list; nothing for anybody else."""
    if user.bureau_role is None:
        return Assessment.objects.none()
    visible = assessments_visible_to(user)
    if user.bureau_role == BureauRole.SECTION_REVIEWER:
        return visible.filter(department__section__memberships__user=user)
    return visible


def with_progress(assessments: QuerySet[Assessment], today: date) -> QuerySet[Assessment]:
    """Adds to each row: last save, number of saved sections, in what it is late, open remarks."""
    return with_lateness(assessments, today).annotate(
        last_saved_at=Max("section_drafts__saved_at"),
        saved_sections=Count("section_drafts", distinct=True),
        open_comments=Count(
            "field_comments",
            filter=Q(field_comments__sent_at__isnull=False, field_comments__settled_at__isnull=True),
            distinct=True,
        ),
    )


def waiting_for(user: User) -> QuerySet[Assessment]:
    """What waits on a reviewer's desk, longest first."""
    return assessments_for_review(user).filter(status__in=desk_of(user)).order_by("submitted_at")


_DESKS: dict[BureauRole, tuple[Status, ...]] = {
    BureauRole.SECTION_REVIEWER: (Status.SUBMITTED, Status.SECTION_REVIEW),
    BureauRole.PERFORMANCE_REVIEWER: (Status.FINAL_REVIEW,),
}


def desk_of(user: User) -> tuple[Status, ...]:
    """Where an assessment stands that waits for this person."""
    return _DESKS.get(BureauRole(user.bureau_role), ()) if user.bureau_role else ()


def kept_reports_of(user: User) -> QuerySet[KeptReport]:
    """Reports whose check-up the person has kept, newest first: nobody else sees them."""
    return KeptReport.objects.filter(owner=user)


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


def projects_of(assessment: Assessment) -> QuerySet[Project]:
    """All projects of the department in the round's year, in the order of the form."""
    return Project.objects.filter(
        department_id=assessment.department_id, fiscal_year_id=assessment.round.fiscal_year_id
    ).select_related("unit")


def projects_visible_to(user: User, assessment: Assessment) -> QuerySet[Project]:
    """The projects that the person may open: a unit's preparer sees only the unit's own."""
    return _projects_for(user, assessment, roles_of(user, assessment))


def _projects_for(user: User, assessment: Assessment, roles: frozenset[Role]) -> QuerySet[Project]:
    projects = projects_of(assessment)
    if roles == {Role.UNIT_PREPARER}:
        mine = Membership.objects.filter(user=user, role=MembershipRole.PREPARER).values("department")
        return projects.filter(unit__in=mine)
    return projects


def field_comments_for(user: User, assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks on fields: the department sees those that a return has carried to it, a unit those on its projects."""
    comments = assessment.field_comments.select_related("author", "answered_by")
    roles = roles_of(user, assessment)
    if reads_as_bureau(user, assessment, roles):
        return comments
    sent = comments.filter(sent_at__isnull=False)
    if roles != {Role.UNIT_PREPARER}:
        return sent
    of_the_unit = Q(pk__in=[])
    for pk in _projects_for(user, assessment, roles).values_list("pk", flat=True):
        of_the_unit |= Q(place__startswith=f"/projects/#{pk}/")
    return sent.filter(of_the_unit)


def open_comments_for(user: User, assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks that nobody has settled yet."""
    return field_comments_for(user, assessment).filter(settled_at__isnull=True)


def carried_comments(assessment: Assessment) -> QuerySet[FieldComment]:
    """Remarks that a return has carried to the department: all that a paper may say of them."""
    sent = assessment.field_comments.filter(sent_at__isnull=False)
    return sent.select_related("author", "answered_by").order_by("sent_at", "created_at", "pk")


def exemptions_visible_to(user: User) -> QuerySet[Exemption]:
    """The register of exemptions: for those who may grant them."""
    if not may_exempt(user):
        return Exemption.objects.none()
    return Exemption.objects.select_related("department", "granted_by", "ended_by")


def exemptions_in_force(department_id: int, today: date) -> dict[str, Exemption]:
    """What a department is let off today, by the check's code."""
    valid = Exemption.objects.filter(department=department_id, until__gte=today, ended_at__isnull=True)
    return {item.code: item for item in valid.select_related("granted_by")}


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


def timeline(assessment: Assessment) -> QuerySet[LogEntry]:
    """Who did what, newest first."""
    return assessment.log.select_related("actor").order_by("-number")


def year_before(assessment: Assessment) -> Assessment | None:
    """The same department's assessment of the year before."""
    before = Assessment.objects.filter(
        department=assessment.department_id, round__fiscal_year__year=assessment.round.fiscal_year.year - 1
    )
    return before.select_related("round__fiscal_year", "department").first()


def section_drafts_of(assessment: Assessment) -> QuerySet[SectionDraft]:
    return assessment.section_drafts.select_related("saved_by")


def stored_reports() -> QuerySet[StoredReport]:
    """Every report that was ever approved, without its bytes: for whoever holds one and asks whether it is genuine."""
    related = ("snapshot", "assessment__department", "assessment__round__fiscal_year")
    return StoredReport.objects.select_related(*related).defer("pdf", "snapshot__content")


def approvals() -> QuerySet[LogEntry]:
    """The chained entries of approvals, which carry the hash of the report that they stored; oldest first."""
    related = ("assessment__department", "assessment__round__fiscal_year")
    return LogEntry.objects.filter(action=Action.APPROVE).select_related(*related).order_by("pk")


def is_in_force(stored: StoredReport) -> bool:
    """Whether the report is the one that stands approved: not reopened since, nor approved anew."""
    later = stored.assessment.stored_reports.filter(pk__gt=stored.pk)
    return stored.assessment.status_term.is_final and not later.exists()


def stored_report_of(assessment: Assessment) -> StoredReport | None:
    """The newest approved report, if the assessment stands approved; its bytes are final."""
    if not assessment.status_term.is_final:
        return None
    return assessment.stored_reports.order_by("-pk").first()


def newest_stored_hash(assessment: Assessment) -> str:
    """The SHA-256 of the approved report, "" where none stands approved."""
    if not assessment.status_term.is_final:
        return ""
    return assessment.stored_reports.order_by("-pk").values_list("sha256", flat=True).first() or ""


def standing_snapshot(assessment: Assessment) -> Snapshot | None:
    """What was approved, else what was handed in; None where the draft is all there is."""
    if assessment.status_term.is_final:
        return assessment.snapshots.filter(stored_report__isnull=False).order_by("-stored_report__pk").first()
    return last_snapshots(assessment, 1)[0] if assessment.submitted_at else None


def own_assessments(user: User) -> QuerySet[Assessment]:
    """Assessments of the departments that the person belongs to, directly or through a subordinate unit."""
    memberships = Membership.objects.filter(user=user)
    mine = Q(department__in=memberships.values("department"))
    of_my_units = Q(department__in=memberships.filter(department__parent__isnull=False).values("department__parent"))
    return (
        Assessment.objects.filter(mine | of_my_units)
        .select_related("round__fiscal_year", "department__section")
        .order_by("-round__fiscal_year__year", "department__code", "department__name")
    )


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


def last_snapshots(assessment: Assessment, count: int = 2) -> list[Snapshot]:
    """The newest snapshots, newest first: what lies on the desk, and what lay there before."""
    return list(assessment.snapshots.order_by("-number")[:count])


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


def bundles_of(user: User) -> QuerySet[Bundle]:
    """The person's own ZIP files; none for somebody who may no longer see every department in them."""
    ordered = Bundle.assessments.through.objects
    lost = ordered.exclude(assessment__in=assessments_for_review(user)).values("bundle")
    return Bundle.objects.filter(owner=user).exclude(pk__in=lost)
