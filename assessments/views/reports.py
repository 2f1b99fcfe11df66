"""The report on the screen, to be read and printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.pages.report import report_page
from assessments.views.scope import whole_assessment


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    return render(request, "assessments/report.html", {"assessment": assessment, "page": report_page(assessment)})
