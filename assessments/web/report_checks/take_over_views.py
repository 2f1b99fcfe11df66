"""Taking over what a kept report says: choose the draft, look at every piece beside what stands, confirm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.drafting import InvalidSection, Refused, StaleSection, take_over
from assessments.intake.loading.document import Unreadable
from assessments.intake.storage import report_of
from assessments.models import KeptReport
from assessments.queries import kept_reports_of
from assessments.schema.facts import Facts
from assessments.schema.pointers import label
from assessments.web.report_checks.pages import ReportCheckPage
from assessments.web.report_checks.take_over_page import TakeOverPage, drafts_open_to, seen_versions
from assessments.web.scope import whole_assessment
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.requests import SignedInRequest

_BOX = "take"  # the name of every box on the page


@require_safe
def choose_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever has one open draft goes there at once."""
    row = get_object_or_404(kept_reports_of(request.user), pk=pk)
    drafts = drafts_open_to(request.user)
    if len(drafts) == 1:
        return redirect("assessments:take_over_into", row.pk, drafts[0].pk)
    return render(request, "assessments/report_check/choose_draft.html", {"kept": row, "drafts": drafts})


@costly(CostlyKind.REPORT_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest, pk: int, assessment_pk: int) -> HttpResponse:
    row = get_object_or_404(kept_reports_of(request.user), pk=pk)
    assessment = whole_assessment(request, assessment_pk)
    try:
        check = ReportCheckPage(row.name, report_of(row))
    except Unreadable as refusal:
        messages.error(request, f"“{row.name}”无法按现行规则重新校核：{refusal}")
        return redirect("assessments:report_checks")
    posted = frozenset(request.POST.getlist(_BOX)) if request.method == "POST" else None
    return _confirm(request, row, TakeOverPage(request.user, assessment, check, posted))


def _confirm(request: SignedInRequest, row: KeptReport, page: TakeOverPage) -> HttpResponse:
    if not page.decision.allowed:
        return _show(request, row, page, [page.decision.reason], 403)
    if page.posted is None:
        return _show(request, row, page, [], 200)
    if page.proposal is None or not page.chosen:
        return _show(request, row, page, ["未勾选任何内容，未转入。请勾选后再点“转入勾选的内容”。"], 422)
    return _take(request, row, page, page.proposal)


def _take(request: SignedInRequest, row: KeptReport, page: TakeOverPage, proposal: Facts) -> HttpResponse:
    """Write what was confirmed; what cannot be written is shown again with every tick."""
    seen = seen_versions(request.POST.getlist("seen"))
    chosen = frozenset(offer.source for offer in page.chosen)
    assessment = page.assessment
    try:
        take_over(request.user, assessment.pk, proposal, chosen, seen=seen, report=row.name)
    except StaleSection as stale:
        reason = (
            f"您核对期间，{stale.saved_by or '他人'}保存了要转入的部分，没有转入。下面已是最新内容，请重新核对后确认。"
        )
        return _show(request, row, TakeOverPage(request.user, assessment, page.check, page.posted), [reason], 409)
    except InvalidSection as invalid:
        reasons = [f"{label(place, proposal) if place else ''}：{message}" for place, message in invalid.errors]
        return _show(request, row, page, ["没有转入，请取消勾选以下内容或先更正报告：", *reasons], 422)
    except Refused as refusal:
        return _show(request, row, page, [refusal.reason], 403)
    messages.success(request, f"已从“{row.name}”转入：{page.taken()}。请逐部分核对后再报送。")
    return redirect("assessments:task_list", assessment.pk)


def _show(
    request: SignedInRequest, row: KeptReport, page: TakeOverPage, reasons: list[str], status: int
) -> HttpResponse:
    context = {"kept": row, "page": page, "reasons": reasons, "box": _BOX}
    return render(request, "assessments/report_check/take_over.html", context, status=status)
