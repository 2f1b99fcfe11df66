"""The report on the screen and the list of documents, from the same source as every file."""

from dataclasses import dataclass

from assessments.models import Assessment, StoredReport
from assessments.queries import stored_report_of
from assessments.reports.archive import source_of
from assessments.reports.content import whole_report
from assessments.reports.document import Report
from assessments.reports.documents import DOCUMENTS, Document


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    stored: StoredReport | None
    is_draft: bool


def report_page(assessment: Assessment) -> ReportPage:
    """The same text as the PDF."""
    source = source_of(assessment)
    return ReportPage(whole_report(source), stored_report_of(assessment), source.is_draft)


@dataclass(frozen=True, slots=True)
class DocumentList:
    documents: tuple[Document, ...]
    stored: StoredReport | None
    is_draft: bool


def document_list(assessment: Assessment) -> DocumentList:
    """The documents that the facts of this assessment give; one without anything in it is left out."""
    source = source_of(assessment)
    documents = tuple(document for document in DOCUMENTS if document.applies(source.facts))
    return DocumentList(documents, stored_report_of(assessment), source.is_draft)
