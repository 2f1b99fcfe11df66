"""Files that leave the site: each through the same scope as its page, never from a public folder."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.queries import stored_report_of
from assessments.reports.document.model import DocumentError
from assessments.reports.documents import Format, document_named
from assessments.reports.excel.csv_text import csv_text
from assessments.reports.sources import file_of, pdf_of, source_of
from assessments.web.bureau.list_page import export_rows, filtered
from assessments.web.scope import only_for_the_bureau, whole_assessment
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.costs import begin_costly_work
from evalsite.requests import SignedInRequest


@costly(CostlyKind.DOCUMENT)
@require_safe
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The stored bytes of an approved report, or a draft with its watermark."""
    assessment = whole_assessment(request, pk)
    stored = stored_report_of(assessment)
    try:
        content = pdf_of(assessment)
    except DocumentError as error:
        return render(request, "assessments/report_failed.html", {"assessment": assessment, "error": error}, status=503)
    draft = "" if stored else "（草稿）"
    name = f"{assessment.department.name}{assessment.round.fiscal_year.year}年度预算绩效自评报告{draft}.pdf"
    response = as_file(content, "application/pdf", name)
    if stored:
        response["ETag"] = f'"{stored.sha256}"'
    return response


@costly(CostlyKind.DOCUMENT)
@require_safe
def document(request: SignedInRequest, pk: int, key: str, ending: str) -> HttpResponse:
    """One document of the assessment in one format."""
    assessment = whole_assessment(request, pk)
    source = source_of(assessment)
    wanted = document_named(key, source)
    if wanted is None or ending not in wanted.formats:
        raise Http404
    format_ = Format(ending)
    try:
        content = file_of(assessment, wanted, format_, source)
    except DocumentError as error:
        return render(request, "assessments/report_failed.html", {"assessment": assessment, "error": error}, status=503)
    return as_file(content, format_.content_type, wanted.file_name(source, format_))


@require_safe
def attachment(request: SignedInRequest, pk: int, attachment_pk: int) -> HttpResponseBase:
    assessment = whole_assessment(request, pk)
    paper = get_object_or_404(assessment.attachments, pk=attachment_pk)
    if not paper.file.name:
        raise Http404
    ending = paper.file.name.rpartition(".")[2]
    name = paper.name if paper.name.endswith(f".{ending}") else f"{paper.name}.{ending}"
    return FileResponse(
        paper.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


@costly(CostlyKind.COUNTY)
@require_safe
def review_export(request: SignedInRequest) -> HttpResponse:
    """The bureau's list as it is filtered and sorted, as CSV that Excel and WPS open."""
    only_for_the_bureau(request)
    begin_costly_work()
    today = localdate()
    text = csv_text(export_rows(filtered(request.user, request.GET, today)))
    return as_file(text.encode(), "text/csv; charset=utf-8", f"预算绩效自评情况{today:%Y%m%d}.csv")


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header or "attachment"})
