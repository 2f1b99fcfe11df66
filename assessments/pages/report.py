"""Which text of a report a person sees: the draft in the department, what was handed in at the bureau and after."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from assessments.models import Assessment, StoredReport
from assessments.queries import last_snapshots, stored_report_of
from assessments.reports.archive import report_of, report_of_snapshot
from assessments.reports.content import ApprovalNote
from assessments.reports.document import Report


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    stored: StoredReport | None
    is_draft: bool


def report_page(assessment: Assessment) -> ReportPage:
    """The same text as the PDF: of the stored snapshot where one was approved, else a draft."""
    stored = stored_report_of(assessment)
    if stored and assessment.approved_at:
        note = ApprovalNote(approved_on=localdate(assessment.approved_at))
        return ReportPage(report_of_snapshot(stored.snapshot.content, note), stored, is_draft=False)
    if assessment.submitted_at:
        return ReportPage(report_of_snapshot(last_snapshots(assessment, 1)[0].content), None, is_draft=True)
    return ReportPage(report_of(assessment), None, is_draft=True)
