"""What everybody who is signed in may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.rules.checks import CHECKS


@require_safe
def check_list(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/public/check_list.html", {"checks": CHECKS})
