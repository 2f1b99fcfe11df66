"""The first page: what must I do now, and by when."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.web.bureau.progress import current_progress
from assessments.web.home.page import desk, notice_desk, own_papers
from evalsite.requests import SignedInRequest
from evalsite.terms import BureauRole


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user, today = request.user, localdate()
    page: dict[str, Any] = {
        "own": own_papers(user, today),
        "desk": None,
        "notices": None,
        "rounds": current_progress(user) if user.bureau_role else (),
    }
    if user.bureau_role:
        if user.bureau_role != BureauRole.ADMINISTRATOR:
            page["desk"] = desk(user, today)
        if user.bureau_role != BureauRole.SECTION_REVIEWER:
            page["notices"] = notice_desk(user, today)
    return render(request, "assessments/home.html", page)
