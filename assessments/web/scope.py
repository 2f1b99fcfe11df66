"""What a request may see: everything else answers as if it did not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from assessments.models import Assessment
from assessments.permissions import may_see_section
from assessments.queries import assessments_for_review, assessments_visible_to, with_stated_totals
from assessments.terms import Section
from evalsite.requests import SignedInRequest


def seen_assessment(request: SignedInRequest, pk: int) -> Assessment:
    """An assessment of which the person may see at least a part."""
    return get_object_or_404(with_stated_totals(assessments_visible_to(request.user)), pk=pk)


def whole_assessment(request: SignedInRequest, pk: int) -> Assessment:
    """An assessment that the person may read from beginning to end: not for a unit's preparer."""
    assessment = seen_assessment(request, pk)
    if not may_see_section(request.user, assessment, Section.OVERVIEW):
        raise Http404
    return assessment


def reviewed_assessment(request: SignedInRequest, pk: int) -> Assessment:
    """An assessment in the person's part of the bureau's list."""
    return get_object_or_404(assessments_for_review(request.user), pk=pk)


def only_for_the_bureau(request: SignedInRequest) -> None:
    """Pages about many departments; to those of one they do not exist."""
    if request.user.bureau_role is None:
        raise Http404


def own_address(request: SignedInRequest, default: str) -> str:
    """Where the person wants to go afterwards, if that lies on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_own and wanted.startswith("/") else default
