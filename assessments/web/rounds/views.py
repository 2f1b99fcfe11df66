"""The year's rounds: opened by the bureau, their schemes edited until the first submission."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.drafting import Refused
from assessments.facts_loader import scheme_of
from assessments.models import Round
from assessments.queries import departments_outside, has_submissions, rounds_visible_to
from assessments.web.bureau.progress import current_progress
from assessments.web.rounds.forms import OpenRoundForm, SchemeForm
from assessments.web.rounds.pages import reach, round_rows
from assessments.workflow import ROUND_OPENERS, include_departments, open_round, refuse_to_open, revise_scheme
from evalsite.requests import SignedInRequest


def _only_for_openers(request: SignedInRequest) -> None:
    """The pages of the year's work do not exist for anybody else."""
    if request.user.bureau_role not in ROUND_OPENERS:
        raise Http404


@require_safe
def round_list(request: SignedInRequest) -> HttpResponse:
    _only_for_openers(request)
    rounds = round_rows(request.user)
    context: dict[str, Any] = {"rounds": rounds, "current": current_progress(request.user), "outside": ()}
    if rounds:
        context["outside"] = departments_outside(rounds[0].round)
    return render(request, "assessments/bureau/round_list.html", context)


@require_POST
def round_include(request: SignedInRequest, pk: int) -> HttpResponse:
    _only_for_openers(request)
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    included = include_departments(request.user, round_.pk)
    names = "、".join(department.name for department in included)
    messages.success(request, f"已纳入：{names}。" if names else "没有需要纳入的部门。")
    return redirect("assessments:round_list")


@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: SignedInRequest) -> HttpResponse:
    _only_for_openers(request)
    form, reached = OpenRoundForm(request.POST or None), reach()
    confirmed = request.POST.get("reach") == reached.mark
    if form.is_valid():
        opened = _opened(request, form, confirmed=confirmed)
        if opened:
            messages.success(request, f"{opened}已下达。")
            return redirect("assessments:round_list")
    context = {"form": form, "reach": reached, "is_asking": form.is_bound and form.is_valid()}
    context["has_changed"] = "reach" in request.POST and not confirmed
    status = 422 if form.errors else 200
    return render(request, "assessments/bureau/round_open.html", context, status=status)


def _opened(request: SignedInRequest, form: OpenRoundForm, *, confirmed: bool) -> Round | None:
    """Open it once whom it reaches has been confirmed; what stands against it is put into the form before."""
    said = form.cleaned_data
    try:
        refuse_to_open(request.user, said["year"])
        if not confirmed:
            return None
        return open_round(
            request.user, said["year"], said["opens_on"], said["due_on"], form.scheme, said["notice"] or ""
        )
    except Refused as refusal:
        form.add_error("year", refusal.reason)
    except ValidationError as error:
        form.add_error(None, error)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def round_scheme(request: SignedInRequest, pk: int) -> HttpResponse:
    _only_for_openers(request)
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    form = SchemeForm(scheme_of(round_), request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            revise_scheme(request.user, pk, form.result)
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, "评分方案已保存。")
            return redirect("assessments:round_scheme", pk)
    errors = list(form.errors()) if request.method == "POST" else []
    context = {"round": round_, "form": form, "errors": errors, "refusal": refusal}
    context["is_fixed"] = has_submissions(round_)
    status = 422 if errors or refusal else 200
    return render(request, "assessments/bureau/round_scheme.html", context, status=status)
