"""Near-copies: the bureau's list of a round, and one department's narrative beside what it is like."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.web.bureau.similarity_page import copies_page, pair_list
from assessments.web.scope import only_for_the_bureau, whole_assessment
from evalsite.requests import SignedInRequest


@require_safe
def copies(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    context = {"assessment": assessment, "page": copies_page(request.user, assessment)}
    return render(request, "assessments/copies.html", context)


@require_safe
def copies_list(request: SignedInRequest) -> HttpResponse:
    only_for_the_bureau(request)
    pairs = pair_list(request.user, request.GET)
    return render(request, "assessments/bureau/copies_list.html", {"pairs": pairs})
