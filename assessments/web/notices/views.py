"""Rectification notices: the bureau issues and judges them, the department answers, others read."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from assessments.deadlines import usual_return
from assessments.drafting import Refused
from assessments.models import Assessment, RectificationNotice
from assessments.permissions import may_issue_notice, may_on_notice
from assessments.queries import entries_of, notices_visible_to
from assessments.review.rectification import StaleAnswers, issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import NOTICE_STEPS
from assessments.terms import NoticeAction
from assessments.web.forms.comments import StepForm
from assessments.web.notices.forms import AnswersForm, IssueForm
from assessments.web.notices.pages import (
    CONSEQUENCES,
    answer_rows,
    notice_confirmation,
    notice_list,
    notice_page,
    notice_paper,
    saved_answers,
    suggested_notice,
)
from assessments.web.scope import only_for_the_bureau, reviewed_assessment
from assessments.web.steps.history import history_for
from evalsite.requests import SignedInRequest


def _seen_notice(request: SignedInRequest, pk: int) -> RectificationNotice:
    return get_object_or_404(notices_visible_to(request.user), pk=pk)


@require_safe
def notice_list_page(request: SignedInRequest) -> HttpResponse:
    only_for_the_bureau(request)
    page = notice_list(request.user, request.GET, localdate())
    return render(request, "assessments/bureau/notice_list.html", {"listing": page})


@require_safe
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _seen_notice(request, pk)
    history = history_for(request.user, seen.assessment, entries_of(seen))
    return render(request, "assessments/notice.html", {"page": notice_page(request.user, seen), "history": history})


@require_http_methods(["GET", "HEAD", "POST"])
def notice_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose and word the items, look at the paper, issue it. Nothing is kept before that."""
    assessment = reviewed_assessment(request, pk)
    decision = may_issue_notice(request.user, assessment)
    action = request.POST.get("_action", "")
    if request.method != "POST":
        form = suggested_notice(assessment, localdate()) if decision.allowed else IssueForm()
    elif action in {"add", "edit"} or not decision.allowed:
        form = IssueForm.unjudged(request.POST, more=action == "add")
        form.refusals += [] if decision.allowed else [decision.reason]
    else:
        form = IssueForm(request.POST)
        if form.is_valid():
            answer = _issue(request, assessment, form) if action == "issue" else _look(request, assessment, form)
            if answer:
                return answer
    status = 422 if form.complaints else 200 if decision.allowed else 403
    context = {"assessment": assessment, "form": form, "decision": decision}
    return render(request, "assessments/bureau/notice_new.html", context, status=status)


def _look(request: SignedInRequest, assessment: Assessment, form: IssueForm) -> HttpResponse:
    context = {"assessment": assessment, "form": form, "paper": notice_paper(assessment, form, localdate())}
    return render(request, "assessments/bureau/notice_look.html", context)


def _issue(request: SignedInRequest, assessment: Assessment, form: IssueForm) -> HttpResponse | None:
    """None where it was refused: then the form says why."""
    said = form.head.cleaned_data
    try:
        issued = issue_notice(request.user, assessment.pk, form.demands, said["due_on"], said["opening"])
    except Refused as refusal:
        form.refusals.append(refusal.reason)
        return None
    messages.success(request, f"整改通知 {issued.reference} 已下达。")
    return redirect("assessments:notice", issued.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the answers; whatever stands against a save, what was typed stays on the page."""
    seen = _seen_notice(request, pk)
    saved = saved_answers(seen)
    if request.method != "POST":
        if not may_on_notice(request.user, NoticeAction.SAVE, seen).allowed:
            return redirect("assessments:notice", pk)
        return _answering(request, seen, AnswersForm(saved=saved))
    form = AnswersForm(request.POST, saved=saved)
    if not form.is_valid():
        return _answering(request, seen, form)
    try:
        save_answers(request.user, pk, form.answers, seen_version=form.seen_version)
    except Refused as refusal:
        form.refusals.append(refusal.reason)
        return _answering(request, seen, form)
    except StaleAnswers as stale:
        return _answering(request, stale.notice, form, stale)
    messages.success(request, "整改情况已保存。")
    return redirect("assessments:notice", pk)


def _answering(
    request: SignedInRequest, seen: RectificationNotice, form: AnswersForm, stale: StaleAnswers | None = None
) -> HttpResponse:
    context = {
        "notice": seen,
        "form": form,
        "rows": answer_rows(seen, form, saved_answers(seen) if stale else None),
        "seen_version": form.seen_version if form.complaints else seen.version,
        "stale": stale,
    }
    status = 409 if stale else 422 if form.complaints else 200
    return render(request, "assessments/department/notice_answers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Send the reply, return it, or accept it: a look at all answers first."""
    seen = _seen_notice(request, pk)
    if step not in CONSEQUENCES:
        raise Http404
    action = NoticeAction(step)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        needs_comment=NOTICE_STEPS[action].needs_comment,
        sets_a_day=NOTICE_STEPS[action].sets_a_day,
        initial={"back_by": usual_return(seen.due_on, localdate())},
    )
    if form.is_valid():
        try:
            take_notice_step(
                request.user,
                pk,
                action,
                form.cleaned_data["comment"],
                seen_version=_version(request),
                back_by=form.cleaned_data.get("back_by"),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{action.label}：{seen.reference}。")
            return redirect("assessments:notice", pk)
    page = notice_confirmation(request.user, seen, action)
    status = 422 if form.errors else 200 if page.decision.allowed else 403
    return render(request, "assessments/notice_step.html", {"page": page, "form": form}, status=status)


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
