"""What everybody who is signed in may read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.rules.checks.catalogue import catalogue
from evalsite.requests import SignedInRequest


@require_safe
def check_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "assessments/public/check_list.html", {"checks": catalogue()})
