"""The pages on which a department fills in its self-assessment: show, compute, save."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from assessments.drafting import InvalidSection, Refused, Saved, StaleSection, all_or_nothing, save
from assessments.review.actions import answer_comment
from assessments.schema.pointers import field_id
from assessments.terms import Section
from assessments.web.forms.comments import AnswerForm
from assessments.web.forms.row_actions import is_row_action, with_row_action
from assessments.web.sections.forms.upload import UploadForm
from assessments.web.sections.section_page import SectionPage, open_page, open_to_save
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
    return _computed(open_page(request.user, pk, section, None, request.POST))


@require_POST
def project_section_compute(request: SignedInRequest, pk: int, project_pk: int, section: Section) -> JsonResponse:
    return _computed(open_page(request.user, pk, section, project_pk, request.POST))


def _computed(page: SectionPage) -> JsonResponse:
    """Sums and scores of what is typed; writes nothing, and a field that cannot be read counts as blank."""
    page.form.suppress_errors()
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
        return show(request, open_page(request.user, pk, section, project_pk))
    action = request.POST.get("_action", "save")
    if is_row_action(action) or action == "edit":
        data = with_row_action(request.POST, action) if is_row_action(action) else request.POST
        return _draw(request, open_page(request.user, pk, section, project_pk, data))
    if request.headers.get("X-Autosave"):
        return _autosave(request, pk, section, project_pk)
    page, refusal = keep(request, pk, section, project_pk)
    return refusal or redirect(where_next(page, action))


def _draw(request: SignedInRequest, page: SectionPage) -> HttpResponse:
    """The form around what was posted; it says whether just that is saved, and complains of nothing."""
    is_saved = page.is_saved  # asked first: what cannot be read is known by the complaints about it
    page.form.suppress_errors()
    return show(request, page, is_saved=is_saved)


@dataclass(frozen=True, slots=True)
class _Invalid:
    """What was typed cannot be saved; the form says where and why."""


_Outcome = Saved | _Invalid | Refused | StaleSection | InvalidSection


def _write(
    request: SignedInRequest, pk: int, section: Section, project_pk: int | None, *, with_answers: bool
) -> tuple[SectionPage, _Outcome]:
    """Read, check and write under one lock; gives back the page of what was posted, and what came of it."""
    try:
        with all_or_nothing() as writer:
            page = open_to_save(request.user, pk, section, project_pk, request.POST)
            if not page.decision.allowed:  # before anything is said about what was typed
                return page, Refused(page.decision.reason)
            if with_answers:
                _check_answers(page, request.POST)
            if page.form.refusals or not page.form.is_savable:
                return page, _Invalid()
            seen = request.POST.get("seen_version", "")
            return page, save(
                writer,
                page.opened,
                page.form.data_piece(),
                seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
                unread=page.form.unread(),
            )
    except (Refused, StaleSection, InvalidSection) as refusal:
        return page, refusal


def _refused(request: SignedInRequest, page: SectionPage, reason: str) -> HttpResponse:
    page.form.refuse([("", "", reason)])
    return show(request, page, status=403)


def keep(
    request: SignedInRequest, pk: int, section: Section, project_pk: int | None
) -> tuple[SectionPage, HttpResponse | None]:
    """Keep what was posted, and give back the page as it is then.

    What cannot be kept is shown again as it was typed, in the answer that comes with the page.
    """
    page, outcome = _write(request, pk, section, project_pk, with_answers=True)
    match outcome:
        case Saved():
            for remark, form in _typed_answers(page, request.POST).items():
                if form.is_valid():
                    answer_comment(request.user, remark, form.cleaned_data["text"])
            _tell(request, page)
            return page.after(outcome), None
        case StaleSection():
            return page, _conflict(request, page, outcome)
        case Refused():
            return page, _refused(request, page, outcome.reason)
        case InvalidSection():
            page.form.refuse([(field_id(place) if place else "", "", message) for place, message in outcome.errors])
    return page, show(request, page, status=422)


def where_next(page: SectionPage, action: str) -> str:
    """Where the pressed button leads after the save, of which `page` is the new state."""
    if action.startswith("answer:"):
        return f"{page.url}#remark-{action.removeprefix('answer:')}"
    if action != "continue":
        return page.url
    return page.next.url if page.next else reverse("assessments:check", args=[page.assessment.pk])


def _typed_answers(page: SectionPage, data: QueryDict) -> dict[int, AnswerForm]:
    """Answers to remarks that say something new, by remark: they stand beside the fields and are saved with them."""
    typed = {remark: data.get(f"answer-{remark.pk}", "") for remark in page.own_remarks if remark.settled_at is None}
    return {
        remark.pk: AnswerForm({"text": text})
        for remark, text in typed.items()
        if text.strip() and text.splitlines() != remark.answer.splitlines()
    }


def _check_answers(page: SectionPage, data: QueryDict) -> None:
    page.form.refuse(
        [
            (f"answer-{pk}", "答复", str(message))
            for pk, form in _typed_answers(page, data).items()
            for messages in form.errors.values()
            for message in messages
        ]
    )


def _tell(request: SignedInRequest, page: SectionPage) -> None:
    labels = list(dict.fromkeys(label for _, label, _ in page.form.error_list))
    if labels:
        kept = f"“{page.title}”已保存。{len(labels)} 处无法识别，已按原样保留，报送前须更正：{'、'.join(labels[:5])}"
        messages.warning(request, f"{kept}{'等' if len(labels) > 5 else ''}。")
        request.session[_JUST_SAVED] = True
    else:
        messages.success(request, f"“{page.title}”已保存。")


def _autosave(request: SignedInRequest, pk: int, section: Section, project_pk: int | None) -> HttpResponse:
    """The same for a script: it says what came of it, and leaves what is typed alone."""
    page, outcome = _write(request, pk, section, project_pk, with_answers=False)
    match outcome:
        case Saved():
            fresh = page.after(outcome)
            body = {"version": outcome.version, "saved_at_text": _clock(outcome.saved_at)}
            body |= {"missing": fresh.missing_text, "rows": page.row_numbers(fresh), "unread": _error_list(page)}
            return JsonResponse(body)
        case StaleSection():
            rows = [
                {"label": label, "yours": yours, "saved": theirs}
                for label, yours, theirs in page.differences(outcome.current, outcome.unread)
            ]
            body = {"version": outcome.version, "saved_by": outcome.saved_by, "differences": rows}
            return JsonResponse(body | {"saved_at_text": _clock(outcome.saved_at)}, status=409)
        case Refused():
            return JsonResponse({"message": outcome.reason}, status=403)
        case InvalidSection():
            errors = [{"label": "", "message": message} for _, message in outcome.errors]
        case _:
            errors = _error_list(page)
    return JsonResponse({"errors": errors}, status=422)


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


def _error_list(page: SectionPage) -> list[dict[str, Any]]:
    return [{"id": place, "label": label, "message": message} for place, label, message in page.form.error_list]


def _clock(moment: Any) -> str:
    return localtime(moment).strftime("%H:%M") if moment else ""
