"""报告查验: open to whoever holds a report. Asking is a GET that a QR code can hold; a file is sent by POST."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.web.public.verification_forms import FileForm, HashForm, NumberForm
from assessments.web.public.verification_page import by_file, by_hash, by_number


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    numbered = NumberForm(asked if "number" in asked else None)
    hashed = HashForm(asked if "sha256" in asked else None)
    sent = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    found = None
    if sent.is_valid():
        found = by_file(sent.cleaned_data["file"].chunks())
    elif hashed.is_valid():
        found = by_hash(hashed.cleaned_data["sha256"])
    elif numbered.is_valid():
        found = by_number(numbered.cleaned_data["number"], numbered.cleaned_data["code"])
    forms = (numbered, hashed, sent)
    context = {
        "numbered": numbered,
        "hashed": hashed,
        "sent": sent,
        "found": found,
        "is_answered": any(form.is_bound and form.is_valid() for form in forms),
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "assessments/public/verify.html", context, status=status)
