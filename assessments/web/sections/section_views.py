"""The pages on which a department fills in its self-assessment: show, compute, save."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from assessments.drafting import InvalidSection, Refused, Saved, StaleSection, save_section
from assessments.review.actions import answer_comment
from assessments.schema.pointers import field_id
from assessments.terms import Section
from assessments.web.forms.comments import AnswerForm
from assessments.web.forms.row_formset import is_row_action, with_row_action
from assessments.web.sections.forms.upload import UploadForm
from assessments.web.sections.section_page import SectionPage, open_section
from evalsite.requests import SignedInRequest

_JUST_SAVED = "just_saved"  # in the session: the next page shows first of all what could not be read
# What a form carries beside the figures themselves.
_CONTROLS = frozenset({"csrfmiddlewaretoken", "_action", "_typed", "seen_version"})


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int, section: Section) -> HttpResponse:
    return _answer(request, pk, section, None)


@require_http_methods(["GET", "HEAD", "POST"])
def project_section(request: SignedInRequest, pk: int, project_pk: int, section: Section) -> HttpResponse:
    return _answer(request, pk, section, project_pk)


@require_POST
def section_compute(request: SignedInRequest, pk: int, section: Section) -> JsonResponse:
    return _computed(open_section(request.user, pk, section, None, request.POST))


@require_POST
def project_section_compute(request: SignedInRequest, pk: int, project_pk: int, section: Section) -> JsonResponse:
    return _computed(open_section(request.user, pk, section, project_pk, request.POST))


def _computed(page: SectionPage) -> JsonResponse:
    """Sums and scores of what is typed; writes nothing, and a field that cannot be read counts as blank."""
    page.form.be_quiet()
    outputs = page.outputs
    return JsonResponse(
        {
            "outputs": {f"o-{name}": text for name, text in outputs.texts.items()},
            "differing": [f"o-{name}" for name in outputs.differing],
        }
    )


def _answer(request: SignedInRequest, pk: int, section: Section, project_pk: int | None) -> HttpResponse:
    """Show the section, or do with the posted form what the pressed button says."""
    if request.method != "POST":
        return show(request, open_section(request.user, pk, section, project_pk))
    action = request.POST.get("_action", "save")
    data = with_row_action(request.POST, action) if is_row_action(action) else request.POST
    page = open_section(request.user, pk, section, project_pk, data)
    if is_row_action(action) or action == "edit":
        return _draw(request, page)
    return _autosave(request, page) if request.headers.get("X-Autosave") else _save(request, page, action)


def _draw(request: SignedInRequest, page: SectionPage) -> HttpResponse:
    """The form around what was posted; it says whether just that is saved, and complains of nothing."""
    is_saved = page.is_saved  # asked first: what cannot be read is known by the complaints about it
    page.form.be_quiet()
    return show(request, page, is_saved=is_saved)


def _refused(request: SignedInRequest, page: SectionPage, reason: str, *, is_script: bool) -> HttpResponse:
    if is_script:
        return JsonResponse({"message": reason}, status=403)
    page.form.refuse([("", "", reason)])
    return show(request, page, status=403)


def _save(request: SignedInRequest, page: SectionPage, action: str) -> HttpResponse:
    """Keep the section and go on."""
    answer = keep(request, page)
    return redirect(where_next(page, action)) if answer is None else answer


def keep(request: SignedInRequest, page: SectionPage) -> HttpResponse | None:
    """Keep what was posted; what cannot be kept is shown again as it was typed, on the page that is given back."""
    if not page.decision.allowed:  # before anything is said about what was typed
        return _refused(request, page, page.decision.reason, is_script=False)
    answers = _typed_answers(page, request.POST)
    page.form.refuse([(f"answer-{pk}", "答复", text) for pk, form in answers.items() for text in _errors(form)])
    if page.form.refusals or not page.form.is_savable:
        return show(request, page, status=422)
    try:
        _write(page, request.POST)
    except StaleSection as stale:
        return _conflict(request, page, stale)
    except InvalidSection as invalid:
        page.form.refuse([(field_id(place) if place else "", "", message) for place, message in invalid.errors])
        return show(request, page, status=422)
    except Refused as refused:
        return _refused(request, page, refused.reason, is_script=False)
    for pk, form in answers.items():
        answer_comment(request.user, pk, form.cleaned_data["text"])
    _tell(request, page)
    request.session[_JUST_SAVED] = True
    return None


def where_next(page: SectionPage, action: str) -> str:
    """Where the pressed button leads after the save."""
    if action.startswith("answer:"):
        return f"{page.url}#remark-{action.removeprefix('answer:')}"
    return _onwards(page) if action == "continue" else page.url


def _typed_answers(page: SectionPage, data: QueryDict) -> dict[int, AnswerForm]:
    """Answers to remarks that say something new, by remark: they stand beside the fields and are saved with them."""
    typed = {remark: data.get(f"answer-{remark.pk}", "") for remark in page.own_remarks if remark.settled_at is None}
    return {
        remark.pk: AnswerForm({"text": text})
        for remark, text in typed.items()
        if text.strip() and text.splitlines() != remark.answer.splitlines()
    }


def _errors(form: AnswerForm) -> list[str]:
    return [str(message) for messages in form.errors.values() for message in messages]


def _tell(request: SignedInRequest, page: SectionPage) -> None:
    labels = list(dict.fromkeys(label for _, label, _ in page.form.complaints))
    if labels:
        kept = f"“{page.title}”已保存。{len(labels)} 处无法识别，已按原样保留，报送前须更正：{'、'.join(labels[:5])}"
        messages.warning(request, f"{kept}{'等' if len(labels) > 5 else ''}。")
    else:
        messages.success(request, f"“{page.title}”已保存。")


def _autosave(request: SignedInRequest, page: SectionPage) -> HttpResponse:
    """The same for a script: it says what came of it, and leaves what is typed alone."""
    if not page.decision.allowed:
        return _refused(request, page, page.decision.reason, is_script=True)
    if not page.form.is_savable:
        return JsonResponse({"errors": _complaints(page)}, status=422)
    try:
        saved = _write(page, request.POST)
    except StaleSection as stale:
        body = {"version": stale.version, "saved_by": stale.saved_by, "saved_at_text": _clock(stale.saved_at)}
        rows = [
            {"label": label, "yours": yours, "saved": theirs}
            for label, yours, theirs in page.differences(stale.current, stale.unread)
        ]
        return JsonResponse(body | {"differences": rows}, status=409)
    except InvalidSection as invalid:
        return JsonResponse(
            {"errors": [{"label": "", "message": message} for _, message in invalid.errors]}, status=422
        )
    except Refused as refused:
        return _refused(request, page, refused.reason, is_script=True)
    fresh = page.reopened()
    body = {"version": saved.version, "saved_at_text": _clock(saved.saved_at), "missing": fresh.missing_text}
    return JsonResponse(body | {"rows": page.row_numbers(fresh), "unread": _complaints(page)})


def _write(page: SectionPage, data: QueryDict) -> Saved:
    seen = data.get("seen_version", "")
    return save_section(
        page.user,
        page.assessment.pk,
        page.section,
        page.form.data_piece(),
        seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
        project_id=page.project.pk if page.project else None,
        unread=page.form.unread(),
    )


def show(
    request: SignedInRequest,
    page: SectionPage,
    status: int = 200,
    *,
    is_saved: bool = False,
    upload: UploadForm | None = None,
) -> HttpResponse:
    data = page.data or {}
    upload = upload or UploadForm.to_go_on(data)
    context = {
        "page": page,
        "form": page.form,
        "outputs": page.outputs,
        "seen_version": data.get("seen_version", str(page.draft.version)),
        "may_answer": page.decision.allowed,
        "just_saved": request.session.pop(_JUST_SAVED, False),
        "is_saved": is_saved,
        "is_answer": page.form.is_bound or upload.is_bound,
        "has_more": bool(upload.begun or (page.data is not None and _typed_answers(page, request.POST))),
        "upload": upload,
    }
    return render(request, f"assessments/sections/{page.section.value}.html", context, status=status)


def _conflict(request: SignedInRequest, page: SectionPage, stale: StaleSection) -> HttpResponse:
    """Both versions, side by side where they differ; nothing is overwritten before the person has chosen."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in _CONTROLS]
    context = {
        "page": page,
        "stale": stale,
        "differences": page.differences(stale.current, stale.unread),
        "typed": typed,
    }
    return render(request, "assessments/sections/conflict.html", context, status=409)


def _onwards(page: SectionPage) -> str:
    """The next stop as the way is after the save: the list of projects may have grown."""
    page = page.reopened()
    return page.next.url if page.next else reverse("assessments:check", args=[page.assessment.pk])


def _complaints(page: SectionPage) -> list[dict[str, Any]]:
    return [{"id": place, "label": label, "message": message} for place, label, message in page.form.complaints]


def _clock(moment: Any) -> str:
    return localtime(moment).strftime("%H:%M") if moment else ""
