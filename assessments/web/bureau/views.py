"""What the bureau does: the list of assessments, and the review of one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.permissions import may_issue_notice
from assessments.queries import timeline
from assessments.web.bureau.list_page import listing
from assessments.web.bureau.review_page import review_page
from assessments.web.notices.pages import notice_rows
from assessments.web.scope import only_for_the_bureau, reviewed_assessment
from assessments.web.steps.history import history_for
from evalsite.requests import SignedInRequest


@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    only_for_the_bureau(request)
    page = listing(request.user, request.GET, localdate())
    return render(request, "assessments/bureau/review_list.html", {"listing": page})


@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    return render_review(request, reviewed_assessment(request, pk))


def render_review(request: SignedInRequest, assessment: Assessment, refusal: str = "") -> HttpResponse:
    context = {
        "assessment": assessment,
        "page": review_page(request.user, assessment),
        "notices": notice_rows(request.user, assessment),
        "may_issue": may_issue_notice(request.user, assessment).allowed,
        "history": history_for(request.user, assessment, timeline(assessment)),
        "refusal": refusal,
    }
    return render(request, "assessments/bureau/review.html", context, status=422 if refusal else 200)
