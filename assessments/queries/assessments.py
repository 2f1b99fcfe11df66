"""Assessments and their projects: who sees which, and what waits for whom."""

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

from assessments.deadlines import with_lateness
from assessments.models import (
    Assessment,
    SectionDraft,
)
from assessments.permissions import roles_of
from assessments.terms import ReviewState, Role, Status
from budgets.access import departments_for, units_prepared_by
from budgets.models import Membership, Project
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

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


def with_stated_totals(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """The same with the totals that each states (`draft_rows`), which are rows beside its own."""
    return assessments.select_related("stated_project_totals", "stated_transfers")


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


def projects_of(assessment: Assessment) -> QuerySet[Project]:
    """All projects of the department in the round's year, in the order of the form."""
    return Project.objects.filter(
        department_id=assessment.department_id, fiscal_year_id=assessment.round.fiscal_year_id
    ).select_related("unit")


def projects_visible_to(user: User, assessment: Assessment) -> QuerySet[Project]:
    """The projects that the person may open, as `permissions.may_see_project` says."""
    projects = projects_of(assessment)
    if roles_of(user, assessment) == {Role.UNIT_PREPARER}:
        return projects.filter(unit__in=units_prepared_by(user))
    return projects


def year_before(assessment: Assessment) -> Assessment | None:
    """The same department's assessment of the year before."""
    before = Assessment.objects.filter(
        department=assessment.department_id, round__fiscal_year__year=assessment.round.fiscal_year.year - 1
    )
    return before.select_related("round__fiscal_year", "department").first()


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
