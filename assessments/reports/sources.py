"""Documents of what was frozen or stands in the draft: from a snapshot or from rows to bytes."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.facts_loader import facts_of, scheme_of, submitted_facts, submitted_scheme
from assessments.models import Assessment, Snapshot
from assessments.queries import standing_snapshot, stored_report_of
from assessments.reports.document.filing_number import FilingNumber, filing
from assessments.reports.documents import DRAWERS, WHOLE_REPORT, Document, Format
from assessments.reports.papers.department_documents import ApprovalNote, Source, whole_report
from assessments.reports.papers.review_record_loader import record_of
from assessments.reports.pdf.pdf_file import Enclosed, render_pdf


def source_of(assessment: Assessment) -> Source:
    """What the documents say now, with the record of what was said and done."""
    return replace(stated_source(assessment), record=record_of(assessment))


def stated_source(assessment: Assessment) -> Source:
    """The figures and texts alone: what was approved, else what was handed in, else what stands in the draft."""
    return source_now(assessment, standing_snapshot(assessment))


def source_now(assessment: Assessment, snapshot: Snapshot | None) -> Source:
    """The same, where `standing_snapshot` was read already."""
    if snapshot and assessment.approved_at:
        return approved_source(snapshot, localdate(assessment.approved_at))
    if snapshot:
        return source_of_snapshot(snapshot)
    return Source(facts=facts_of(assessment), scheme=scheme_of(assessment.round), layouts=assessment.round.layouts)


def approved_source(snapshot: Snapshot, on: date) -> Source:
    """What was handed in, with the note of its approval."""
    source = source_of_snapshot(snapshot)
    number = FilingNumber(source.facts.year, snapshot.assessment_id, snapshot.number)
    page = settings.SITE_URL + reverse("assessments:verify") if settings.SITE_URL else ""
    note = ApprovalNote(approved_on=on, filing=filing(number, snapshot.sha256, page))
    return replace(source, approved=note)


def source_of_snapshot(snapshot: Snapshot) -> Source:
    """What was handed in, by the rules that were frozen with it."""
    return Source(
        facts=submitted_facts(snapshot),
        scheme=submitted_scheme(snapshot),
        layouts=snapshot.content.get("layouts", {}),  # snapshots that were taken before layouts were data
    )


def file_of(assessment: Assessment, document: Document, format_: Format, source: Source | None = None) -> bytes:
    """One document as a file. The whole report as PDF is the stored one where it was approved, byte for byte.

    `source` is what `source_of` gives, read here where the caller has not. Raises DocumentError where the document
    cannot be drawn.
    """
    stored = stored_report_of(assessment) if (document, format_) == (WHOLE_REPORT, Format.PDF) else None
    if stored:
        return bytes(stored.pdf)
    source = source or source_of(assessment)
    return DRAWERS[format_](document.build(source), draft=document.is_draft(source))


def pdf_of(assessment: Assessment) -> bytes:
    """The whole report as PDF."""
    return file_of(assessment, WHOLE_REPORT, Format.PDF)


def draw_approved(snapshot: Snapshot, on: date) -> bytes:
    """Draw the report that an approval stores, with the figures that it was made from inside; it is never drawn again.

    Raises PdfError where it cannot be drawn.
    """
    source = approved_source(snapshot, on)
    data = Enclosed(name="exchange.json", text=snapshot.content["exchange"], title="绩效自评数据交换文件", dated=on)
    return render_pdf(whole_report(source), draft=False, enclosed=data)
