"""Changing an approved target, with its trace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.drafting import InvalidSection, Refused, change_target
from assessments.web.sections.forms.target import TargetChangeForm
from assessments.web.sections.target_page import TargetPage, open_target
from evalsite.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def target_change(request: SignedInRequest, pk: int, indicator_pk: int) -> HttpResponse:
    page = open_target(request.user, pk, indicator_pk)
    form = TargetChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(request, page, form):
        messages.success(request, f"指标“{page.indicator}”的指标值已调整为 {form.cleaned_data['new_value']}。")
        return redirect(page.back)
    status = 422 if form.errors else 200
    return render(request, "assessments/sections/target.html", {"page": page, "form": form}, status=status)


def _changed(request: SignedInRequest, page: TargetPage, form: TargetChangeForm) -> bool:
    """Change the target, or put what stands against it into the form."""
    said = form.cleaned_data
    try:
        change_target(
            request.user,
            page.assessment.pk,
            page.indicator.pk,
            said["new_value"],
            reason=said["reason"],
            document=said["document"],
        )
    except Refused as refused:
        form.add_error(None, refused.reason)
    except InvalidSection as invalid:
        for place, message in invalid.errors:
            name = place.removeprefix("/")
            form.add_error(name if name in form.fields else None, message)
    return not form.errors
