"""What the department does beside filling in: overview of its sections, the check, explanations and answers."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.checkup import CheckUp, check_up
from assessments.drafting import Refused
from assessments.models import Assessment
from assessments.queries import field_comments_for
from assessments.review.actions import answer_comment as keep_answer
from assessments.review.actions import explain as keep_explanation
from assessments.web.department.check_page import (
    check_page,
    explanation_key,
    explanations_to_keep,
    finding_anchor,
    finding_at,
)
from assessments.web.department.task_page import task_list_page
from assessments.web.forms.comments import AnswerForm, ExplanationForm
from assessments.web.notices.pages import NoticeRow, notice_rows
from assessments.web.scope import own_address, seen_assessment, whole_assessment
from evalsite.requests import SignedInRequest


@require_safe
def task_list(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = seen_assessment(request, pk)
    page = task_list_page(request.user, assessment, check_up(assessment))
    context = {"assessment": assessment, "page": page, "notices": _notices(request, assessment)}
    return render(request, "assessments/department/task_list.html", context)


def _notices(request: SignedInRequest, assessment: Assessment) -> Sequence[NoticeRow]:
    """What was never handed in has no notice: then nothing is asked of the database."""
    return notice_rows(request.user, assessment) if assessment.was_handed_in else ()


@require_safe
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    return _check(request, pk)


@require_POST
def explain(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep every explanation that was typed; one that cannot be kept stays in its box, and so do the others."""
    checkup = check_up(whole_assessment(request, pk))
    posted = ExplanationForm.posted(request.POST)
    pressed = request.POST.get("pressed", "")
    meant = explanations_to_keep(posted, checkup, pressed)
    for form in meant:
        _keep_explanation(request, pk, checkup, form)
    failed = [form for form in meant if form.errors]
    if failed or not meant:
        return _check(request, pk, [form for form in posted if form.typed or form in failed], failed)
    sent = next((form for form in meant if form.key == pressed), meant[0])
    place = next(finding_anchor(item) for item in checkup.findings if explanation_key(item) == sent.key)
    return redirect(f"{reverse('assessments:check', args=[pk])}#{place}")


def _keep_explanation(request: SignedInRequest, pk: int, checkup: CheckUp, form: ExplanationForm) -> None:
    """Keep one, or put what stands against it into its form."""
    if not form.is_valid():
        return
    code, place, text = (form.cleaned_data[name] for name in ("code", "place", "text"))
    item = finding_at(checkup, code, place)
    if item is None:
        form.add_error("text", "该警告已经消失或内容已变，请重新核对。")
        return
    try:
        keep_explanation(request.user, pk, code, place, item.finding.message, text)
    except Refused as refusal:
        form.add_error("text", refusal.reason)


def _check(
    request: SignedInRequest,
    pk: int,
    posted: Sequence[ExplanationForm] = (),
    failed: Sequence[ExplanationForm] = (),
) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    page = check_page(request.user, assessment, check_up(assessment), posted)
    context = {"assessment": assessment, "page": page, "failed": failed}
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/department/check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_comment(request: SignedInRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Answer a remark, from the task list or from beside its field; then back to where one was."""
    assessment = whole_assessment(request, pk)
    comment = get_object_or_404(field_comments_for(request.user, assessment), pk=comment_pk)
    back = own_address(request, reverse("assessments:task_list", args=[pk]) + f"#remark-{comment.pk}")
    form = AnswerForm(request.POST or None, initial={"text": comment.answer})
    if form.is_valid():
        try:
            keep_answer(request.user, comment.pk, form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", refusal.reason)
        else:
            return redirect(back)
    context = {"assessment": assessment, "comment": comment, "form": form, "back": back}
    return render(request, "assessments/department/answer.html", context, status=422 if form.errors else 200)
