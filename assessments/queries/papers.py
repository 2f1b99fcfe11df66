"""What was filed: snapshots, stored reports, log entries, bundles, kept check-ups."""

from django.db.models import (
    QuerySet,
)

from assessments.models import (
    Assessment,
    Bundle,
    KeptReport,
    LogEntry,
    SectionDraft,
    Snapshot,
    StoredReport,
)
from assessments.queries.assessments import assessments_for_review
from assessments.terms import Action, Status
from evalsite.accounts.models import User


def kept_reports_of(user: User) -> QuerySet[KeptReport]:
    """Reports whose check-up the person has kept, newest first: nobody else sees them."""
    return KeptReport.objects.filter(owner=user)


def timeline(assessment: Assessment) -> QuerySet[LogEntry]:
    """Who did what, newest first."""
    return assessment.log.select_related("actor").order_by("-number")


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


def approved_last_year(assessment: Assessment) -> Snapshot | None:
    """What the same department's assessment of the year before was approved with; None where it was not."""
    approved = Snapshot.objects.filter(
        assessment__department=assessment.department_id,
        assessment__round__fiscal_year__year=assessment.round.fiscal_year.year - 1,
        assessment__status__in=[status for status in Status if status.is_final],
        stored_report__isnull=False,
    )
    return approved.order_by("-stored_report__pk").first()


def last_snapshots(assessment: Assessment, count: int = 2) -> list[Snapshot]:
    """The newest snapshots, newest first: what lies on the desk, and what lay there before."""
    return list(assessment.snapshots.order_by("-number")[:count])


def bundles_of(user: User) -> QuerySet[Bundle]:
    """The person's own ZIP files; none for somebody who may no longer see every department in them."""
    ordered = Bundle.assessments.through.objects
    lost = ordered.exclude(assessment__in=assessments_for_review(user)).values("bundle")
    return Bundle.objects.filter(owner=user).exclude(pk__in=lost)
