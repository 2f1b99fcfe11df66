"""报告校核: check a report that was written elsewhere; keep it where its owner says so; throw it away."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.intake.limits import LARGEST_FILE
from assessments.intake.loader import check_pasted, check_report
from assessments.intake.loading.document import Unreadable
from assessments.intake.storage import MOST_KEPT, Full, NamedReport, keep, remove, report_of, sealed, unsealed
from assessments.queries import kept_reports_of
from assessments.web.report_checks.forms import PASTED, ReportCheckForm
from assessments.web.report_checks.pages import ReportCheckPage
from evalsite.accounts.rate_limit import CostlyKind, LimitReachedError, costly
from evalsite.requests import SignedInRequest


@costly(CostlyKind.REPORT_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def report_checks(request: SignedInRequest) -> HttpResponse:
    """Ask for a report, or answer at once with its check-up: nothing of it is kept."""
    if request.method != "POST":
        return _ask(request, ReportCheckForm(), 200)
    form = ReportCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, form, 422)
    try:
        named = _check(form)
    except Unreadable as refusal:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(refusal))
        return _ask(request, form, 422)
    except LimitReachedError as reached:
        form.add_error(None, str(reached))
        return _ask(request, form, 429)
    page = ReportCheckPage(named.name, named.report)
    return render(
        request, "assessments/report_check/result.html", {"page": page, "sealed": sealed(request.user, named)}
    )


@require_POST
def report_keep(request: SignedInRequest) -> HttpResponse:
    """Keep what the page carried, because its reader has asked for it."""
    report = unsealed(request.user, request.POST.get("sealed", ""))
    if report is None:
        messages.error(request, "校核结果已过期，请重新上传。")
        return redirect("assessments:report_checks")
    try:
        row = keep(request.user, report)
    except Full as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:report_checks")
    messages.success(request, f"“{row.name}”的校核结果已保留，只有您能看到。")
    return redirect("assessments:take_over" if "take_over" in request.POST else "assessments:kept_report", row.pk)


@costly(CostlyKind.REPORT_CHECK)
@require_safe
def kept_report(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(kept_reports_of(request.user), pk=pk)
    try:
        page = ReportCheckPage(row.name, report_of(row))
    except Unreadable as refusal:
        messages.error(request, f"“{row.name}”无法按现行规则重新校核：{refusal}")
        return redirect("assessments:report_checks")
    return render(request, "assessments/report_check/result.html", {"page": page, "kept": row})


@require_POST
def report_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(kept_reports_of(request.user), pk=pk)
    remove(row)
    messages.success(request, f"“{row.name}”的校核结果已删除。")
    text = request.POST.get("text")  # the buttons of the list send what is pasted beside it
    if not text:
        return redirect("assessments:report_checks")
    form = ReportCheckForm()
    form.initial["text"] = text
    return _ask(request, form, 200)


def _ask(request: SignedInRequest, form: ReportCheckForm, status: int) -> HttpResponse:
    kept = kept_reports_of(request.user).defer("content", "result")
    context = {"form": form, "kept": kept, "most_kept": MOST_KEPT}
    return render(request, "assessments/report_check/ask.html", context, status=status)


def _check(form: ReportCheckForm) -> NamedReport:
    """The report that was sent, checked; raises Unreadable."""
    file: UploadedFile | None = form.cleaned_data["file"]
    if file is None:
        return NamedReport(PASTED, check_pasted(form.cleaned_data["text"]))
    name = str(file.name)
    # One byte more than is allowed tells that a file is too large.
    return NamedReport(name, check_report(file.read(LARGEST_FILE + 1), name))
