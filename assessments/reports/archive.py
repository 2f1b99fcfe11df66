"""Reports of what was frozen or stands in the draft: from a snapshot or from rows to bytes."""

from datetime import date
from typing import Any

from assessments.facts import facts_of, scheme_of
from assessments.models import Assessment
from assessments.queries import stored_report_of
from assessments.reports.content import ApprovalNote, build_report
from assessments.reports.document import Report
from assessments.reports.pdf import render_pdf
from assessments.rules.exchange_format import read
from assessments.rules.scheme_format import from_json


def report_of(assessment: Assessment) -> Report:
    """The report of what stands in the draft now."""
    return build_report(facts_of(assessment), scheme_of(assessment.round))


def report_of_snapshot(content: dict[str, Any], approved: ApprovalNote | None = None) -> Report:
    """The report of what was handed in, by the rules that were frozen with it."""
    return build_report(read(content["exchange"]), from_json(content["scheme"]), approved=approved)


def pdf_of(assessment: Assessment) -> bytes:
    """The stored report where one was approved, byte for byte; else the draft with its watermark."""
    stored = stored_report_of(assessment)
    if stored:
        return bytes(stored.pdf)
    return render_pdf(report_of(assessment), draft=True)


def draw_approved(content: dict[str, Any], on: date) -> bytes:
    """Draw the report that an approval stores; it is never drawn again."""
    return render_pdf(report_of_snapshot(content, ApprovalNote(approved_on=on)), draft=False)
