"""Uploading papers and taking them out again. Downloads: `views.downloads`."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from assessments.drafting import InvalidSection, Refused, add_attachment, remove_attachment
from assessments.forms.upload import UploadForm
from assessments.pages.section import SectionPage, open_section
from assessments.terms import Section
from evalsite.accounts.allowance import CostlyKind, LimitReachedError, costly
from evalsite.requests import SignedInRequest


@costly(CostlyKind.UPLOAD)
@require_POST
def attachment_add(request: SignedInRequest, pk: int) -> HttpResponse:
    page = open_section(request.user, pk, Section.ATTACHMENTS, None)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and _added(page, form):
        messages.success(request, "文件已上传。")
        return redirect(f"{page.url}#files-title")
    context = {"page": page, "form": form}
    return render(request, "assessments/sections/upload_refused.html", context, status=422)


@require_POST
def attachment_remove(request: SignedInRequest, pk: int, attachment_pk: int) -> HttpResponse:
    page = open_section(request.user, pk, Section.ATTACHMENTS, None)
    paper = get_object_or_404(page.assessment.attachments, pk=attachment_pk)
    if not paper.file:
        raise Http404
    try:
        remove_attachment(page.user, paper.pk)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, f"“{paper.name}”已删除。")
    return redirect(f"{page.url}#files-title")


def _added(page: SectionPage, form: UploadForm) -> bool:
    """Keep the file, or put what stands against it into the form."""
    file = form.cleaned_data["file"]
    try:
        add_attachment(page.user, page.assessment.pk, form.cleaned_data["name"], file, file.name)
    except (Refused, LimitReachedError) as refused:
        form.add_error(None, str(refused))
    except InvalidSection as invalid:
        for _, message in invalid.errors:
            form.add_error("file", message)
    return not form.errors
