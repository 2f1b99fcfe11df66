"""Steps of the lifecycle, for both sides: ask once more, take the step, say what happens next."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from assessments.deadlines import due_on, usual_return
from assessments.drafting import Refused
from assessments.queries import timeline as log_of
from assessments.rules.lifecycle import TRANSITIONS
from assessments.terms import Action
from assessments.web.forms.comments import StepForm
from assessments.web.scope import whole_assessment
from assessments.web.steps.buttons import CONSEQUENCES, confirmation, is_bureau_step
from assessments.web.steps.history import history_for
from assessments.web.steps.receipt import receipt
from assessments.workflow import take_step
from evalsite.accounts.rate_limit import CostlyKind, costly
from evalsite.requests import SignedInRequest


@costly(CostlyKind.DOCUMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: SignedInRequest, pk: int, action: str) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    if action not in set(TRANSITIONS):
        raise Http404
    chosen = TRANSITIONS[Action(action)]
    page = confirmation(request.user, assessment, chosen)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        needs_comment=chosen.needs_comment,
        sets_a_day=chosen.sets_a_day,
        remarks=page.choices,
        initial={"back_by": usual_return(due_on(assessment, localdate()), localdate())},
    )
    if form.is_valid():
        try:
            said = form.cleaned_data
            take_step(
                request.user,
                pk,
                chosen.action,
                said["comment"],
                back_by=said.get("back_by"),
                decisions=form.decisions,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            page = confirmation(request.user, assessment, chosen)
        else:
            return redirect("assessments:review" if is_bureau_step(chosen) else "assessments:done", pk)
    status = 422 if form.errors else 200 if page.decision.allowed else 403
    context = {"assessment": assessment, "page": page, "form": form, "consequence": CONSEQUENCES[chosen.action]}
    return render(request, "assessments/step.html", context, status=status)


@require_safe
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    context = {"assessment": assessment, "receipt": receipt(assessment)}
    return render(request, "assessments/department/done.html", context)


@require_safe
def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    assessment = whole_assessment(request, pk)
    history = history_for(request.user, assessment, log_of(assessment))
    return render(request, "assessments/timeline.html", {"assessment": assessment, "history": history})
