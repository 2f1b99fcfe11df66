"""Remarks of a review: written, put otherwise, taken back, settled; each time one is back where one was."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments.drafting import Refused
from assessments.facts_loader import facts_of
from assessments.queries import field_comments_for
from assessments.review.actions import comment_on_field, revise_comment, settle_comment, withdraw_comment
from assessments.schema.pointers import field_id
from assessments.schema.stable_places import stable_place
from assessments.web.addresses import review_url
from assessments.web.bureau.review_page import neighbour, remark_anchor, remark_fields
from assessments.web.bureau.views import render_review
from assessments.web.forms.comments import RemarkForm, RemarkTextForm
from assessments.web.scope import own_address, reviewed_assessment
from evalsite.accounts.models import User
from evalsite.requests import SignedInRequest, wants_part


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write a remark on one field, or on a field of one row, of the submitted text."""
    assessment = reviewed_assessment(request, pk)
    pointer = request.GET.get("place", "")
    fields = remark_fields(assessment, pointer)
    if not fields:
        raise Http404
    is_part = wants_part(request)
    form = RemarkForm(request.POST or None, fields=fields, is_inserted=is_part)
    if form.is_valid():
        place, text = form.cleaned_data["place"], form.cleaned_data["text"]
        try:
            comment_on_field(request.user, pk, stable_place(facts_of(assessment), place), dict(fields)[place], text)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect(review_url(pk, field_id(place)))
    template = "_remark_form" if is_part else "remark"
    context = {"assessment": assessment, "form": form, "fields": fields, "pointer": pointer, "is_part": is_part}
    return render(request, f"assessments/bureau/{template}.html", context, status=422 if form.errors else 200)


@require_POST
def settle(request: SignedInRequest, pk: int, comment_pk: int) -> HttpResponse:
    return _remark_step(request, pk, comment_pk, settle_comment)


@require_POST
def withdraw(request: SignedInRequest, pk: int, comment_pk: int) -> HttpResponse:
    return _remark_step(request, pk, comment_pk, withdraw_comment)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedInRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Put a remark into other words before a return carries it to the department."""
    assessment = reviewed_assessment(request, pk)
    remark = get_object_or_404(field_comments_for(request.user, assessment), pk=comment_pk)
    back = own_address(request, review_url(pk, remark_anchor(remark)))
    form = RemarkTextForm(request.POST if request.method == "POST" else None, initial={"text": remark.text})
    if form.is_valid():
        try:
            revise_comment(request.user, remark.pk, form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect(back)
    context = {"assessment": assessment, "remark": remark, "form": form, "back": back}
    return render(request, "assessments/bureau/remark_revise.html", context, status=422 if form.errors else 200)


def _remark_step(
    request: SignedInRequest, pk: int, comment_pk: int, take: Callable[[User, int], object]
) -> HttpResponse:
    assessment = reviewed_assessment(request, pk)
    remark = get_object_or_404(field_comments_for(request.user, assessment), pk=comment_pk)
    beside = neighbour(field_comments_for(request.user, assessment), remark)
    try:
        take(request.user, remark.pk)
    except Refused as refusal:
        return render_review(request, assessment, refusal.reason)
    is_gone = not field_comments_for(request.user, assessment).filter(pk=comment_pk).exists()
    return redirect(review_url(pk, beside if is_gone else remark_anchor(remark)))
