"""The bureau's register of exemptions: who was let off which check, why and until when."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from assessments.drafting import Refused
from assessments.permissions import may_exempt, may_exempt_department
from assessments.queries import exemptions_visible_to
from assessments.review.actions import end_exemption, exempt
from assessments.web.bureau.exemption_forms import EndExemptionForm, ExemptionForm
from assessments.web.bureau.exemption_page import exemption_row, register
from assessments.web.scope import own_address
from evalsite.requests import SignedInRequest


def _only_for_granters(request: SignedInRequest) -> None:
    """The register does not exist for anybody else."""
    if not may_exempt(request.user):
        raise Http404


@require_safe
def exemption_list(request: SignedInRequest) -> HttpResponse:
    _only_for_granters(request)
    page = register(request.user, request.GET, localdate())
    return render(request, "assessments/bureau/exemption_list.html", {"register": page})


@require_http_methods(["GET", "HEAD", "POST"])
def exemption_new(request: SignedInRequest) -> HttpResponse:
    """Grant one; the address may name the department, the check, and the page to come back to."""
    _only_for_granters(request)
    back = own_address(request, reverse("assessments:exemption_list"))
    named = {name: request.GET.get(name, "") for name in ("department", "code")}
    form = ExemptionForm(request.POST if request.method == "POST" else None, initial=named)
    if form.is_valid():
        said = form.cleaned_data
        try:
            granted = exempt(request.user, said["department"], said["code"], said["reason"], said["until"])
        except Refused as refusal:
            is_allowed = may_exempt_department(request.user, said["department"]).allowed
            form.add_error("code" if is_allowed else "department", refusal.reason)
        else:
            messages.success(request, f"已豁免{granted.department.name}的 {granted.code}。")
            return redirect(back)
    context = {"form": form, "back": back}
    return render(request, "assessments/bureau/exemption_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def exemption_end(request: SignedInRequest, pk: int) -> HttpResponse:
    exemption = get_object_or_404(exemptions_visible_to(request.user), pk=pk)
    back = own_address(request, f"{reverse('assessments:exemption_list')}#exemption-{pk}")
    form = EndExemptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_exemption(request.user, pk, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"已终止对{exemption.department.name}的 {exemption.code} 豁免，校验恢复。")
            return redirect(back)
    context = {"row": exemption_row(exemption, localdate()), "form": form, "back": back}
    return render(request, "assessments/bureau/exemption_end.html", context, status=422 if form.errors else 200)
