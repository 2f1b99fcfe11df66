"""The pages of the report as pictures, beside the section that feeds them. Whoever may see the section may see them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.reports.document.model import DocumentError
from assessments.reports.preview import PreviewBusyError, preview_of
from assessments.terms import Section
from assessments.web.addresses import picture_url
from assessments.web.sections.preview_page import address_of, preview_page, seen_section
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.requests import SignedInRequest, wants_part

_RETRY = 2  # seconds; a script asks again
_PATIENCE = 3  # seconds; for a picture nobody asks again


@costly(CostlyKind.PREVIEW)
@require_safe
def preview(request: SignedInRequest, pk: int, section: Section, project_pk: int | None = None) -> HttpResponse:
    """A page; for a script the pictures alone."""
    page = preview_page(request.user, seen_section(request.user, pk, section, project_pk))
    template = "_pictures" if wants_part(request) else "preview"
    response = render(
        request, f"assessments/preview/{template}.html", {"page": page}, status=503 if page.error else 200
    )
    if isinstance(page.error, PreviewBusyError):
        response["Retry-After"] = str(_RETRY)
    return response


@costly(CostlyKind.PICTURE)
@require_safe
def picture(
    request: SignedInRequest, pk: int, section: Section, number: int, mark: str, project_pk: int | None = None
) -> HttpResponse:
    """A page of the preview. Where it looks otherwise by now, the address of what it has become."""
    seen = seen_section(request.user, pk, section, project_pk)
    try:
        shown = preview_of(seen.assessment, seen.section, seen.project, patience=_PATIENCE)
        if not 1 <= number <= len(shown.pages):
            raise Http404
        current = shown.pages[number - 1].mark
        if current != mark:
            return redirect(picture_url(address_of(seen), number, current))
        content = shown.picture(number)
    except DocumentError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, content_type="image/png")
