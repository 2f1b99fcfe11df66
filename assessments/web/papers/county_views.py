"""Documents of many departments together, of those that the person reviews: the page, and the files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.models import Round
from assessments.queries import rounds_visible_to
from assessments.reports.county.departments import County
from assessments.reports.county.documents import CountyDocument, county_document_named
from assessments.reports.document.model import DocumentError
from assessments.reports.documents import Format
from assessments.web.papers.county_page import county_for, county_page
from assessments.web.papers.downloads import as_file
from assessments.web.scope import only_for_the_bureau
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.requests import SignedInRequest


def _document(key: str) -> CountyDocument:
    found = county_document_named(key)
    if found is None:
        raise Http404
    return found


def _county(request: SignedInRequest, pk: int) -> tuple[Round, County]:
    """The round, and what of it the person reviews."""
    only_for_the_bureau(request)
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    found = county_for(request.user, round_)
    if found is None:
        raise Http404
    return round_, found


@require_safe
def county(request: SignedInRequest) -> HttpResponse:
    only_for_the_bureau(request)
    page = county_page(request.user, request.GET)
    return render(request, "assessments/bureau/county.html", {"page": page})


@require_safe
def county_reading(request: SignedInRequest, pk: int, county_key: str) -> HttpResponse:
    """One document on the screen: the same text as in its files."""
    round_, found = _county(request, pk)
    wanted = _document(county_key)
    shown = {"round": round_, "county": found, "document": wanted, "report": wanted.build(found)}
    return render(request, "assessments/bureau/county_reading.html", shown)


@costly(CostlyKind.COUNTY)
@require_safe
def county_document(request: SignedInRequest, pk: int, county_key: str, ending: str) -> HttpResponse:
    """One document in one format."""
    round_, found = _county(request, pk)
    wanted = _document(county_key)
    if ending not in wanted.formats:
        raise Http404
    format_ = Format(ending)
    try:
        content = wanted.file(found, format_)
    except DocumentError as error:
        return render(request, "assessments/bureau/county_failed.html", {"round": round_, "error": error}, status=503)
    return as_file(content, format_.content_type, wanted.file_name(found, format_))
