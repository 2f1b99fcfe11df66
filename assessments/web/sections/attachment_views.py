"""Papers beside their list: one form, whose every button keeps what is typed. Downloads: `web.papers.downloads`."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from assessments.drafting import InvalidSection, Refused, add_attachment, remove_attachment
from assessments.terms import Section
from assessments.web.forms.row_actions import is_row_action
from assessments.web.scope import seen_assessment
from assessments.web.sections.forms.upload import UploadForm
from assessments.web.sections.section_page import SectionPage, open_page
from assessments.web.sections.section_views import keep, section, show, where_next
from evalsite.accounts.rate_limit import CostlyKind, LimitReachedError, costly
from evalsite.requests import SignedInRequest

_UPLOAD = "upload"  # the button beside the file


@costly(CostlyKind.UPLOAD)
@require_POST
def attachment_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the list, then the file chosen beside it, whatever button was pressed."""
    action = request.POST.get("_action", _UPLOAD)
    if is_row_action(action):
        return section(request, pk, Section.ATTACHMENTS)
    page, refused = _keep_list(request, pk)
    if refused is not None:
        return refused
    upload = UploadForm(request.POST, request.FILES)
    if action == _UPLOAD or upload.has_changed():
        if not (upload.is_valid() and _added(page, upload)):
            return _upload_refused(request, page, upload)
        messages.success(request, "文件已上传。")
    return redirect(_files(page) if action == _UPLOAD else where_next(page, action))


@require_POST
def attachment_remove(request: SignedInRequest, pk: int, attachment_pk: int) -> HttpResponse:
    paper = get_object_or_404(seen_assessment(request, pk).attachments, pk=attachment_pk)
    if not paper.file:
        raise Http404
    page, refused = _keep_list(request, pk)
    if refused is not None:
        return refused
    try:
        remove_attachment(page.user, paper.pk)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, f"“{paper.name}”已删除。")
    return redirect(_files(page))


def _keep_list(request: SignedInRequest, pk: int) -> tuple[SectionPage, HttpResponse | None]:
    """The section, with its list kept as it was posted where it came along."""
    if "seen_version" in request.POST:
        return keep(request, pk, Section.ATTACHMENTS, None)
    return open_page(request.user, pk, Section.ATTACHMENTS, None), None


def _upload_refused(request: SignedInRequest, page: SectionPage, upload: UploadForm) -> HttpResponse:
    """The list as it is saved by now; beside the file what is wrong with it."""
    labels = {bound.name: (bound.id_for_label, str(bound.label)) for bound in upload}
    page.form.refuse(
        [(*labels.get(name, ("", "")), str(text)) for name, texts in upload.errors.items() for text in texts]
    )
    return show(request, page, status=422, upload=upload)


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


def _files(page: SectionPage) -> str:
    return f"{page.url}#files-title"
