"""The report on the screen and the list of documents, from the same source as every file."""

from dataclasses import dataclass

from assessments.models import Assessment, StoredReport
from assessments.queries import stored_report_of
from assessments.reports.document.model import Report
from assessments.reports.documents import Document, documents_of
from assessments.reports.papers.department_documents import whole_report
from assessments.reports.sources import source_of, stated_source


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    stored: StoredReport | None
    is_draft: bool


def report_page(assessment: Assessment) -> ReportPage:
    """The same text as the PDF."""
    source = stated_source(assessment)
    return ReportPage(whole_report(source), stored_report_of(assessment), source.is_draft)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    document: Document
    is_draft: bool


@dataclass(frozen=True, slots=True)
class DocumentList:
    documents: tuple[ListedDocument, ...]
    stored: StoredReport | None
    is_draft: bool


def document_list(assessment: Assessment) -> DocumentList:
    """The documents that this assessment gives; one without anything in it is left out."""
    source = source_of(assessment)
    documents = tuple(ListedDocument(document, document.is_draft(source)) for document in documents_of(source))
    return DocumentList(documents, stored_report_of(assessment), source.is_draft)
