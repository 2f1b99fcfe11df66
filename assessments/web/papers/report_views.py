"""The report on the screen, to be read and printed, and the list of documents to be taken away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.web.papers.report_page import document_list, report_page
from assessments.web.scope import whole_assessment
from evalsite.requests import SignedInRequest


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    return render(request, "assessments/report.html", {"assessment": assessment, "page": report_page(assessment)})


@require_safe
def documents(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    return render(request, "assessments/documents.html", {"assessment": assessment, "page": document_list(assessment)})
