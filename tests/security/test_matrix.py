"""SECURITY row 5 through HTTP: every status × person × step, section and deed, against tables written by hand."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment
from assessments.rules.lifecycle import TRANSITIONS, roles_for
from assessments.terms import Action, Role, Section, Status
from tests.assessments.test_permissions import PEOPLE, TABLE
from tests.security.conftest import client_of, undone
from tests.security.county import PLACE, County
from tests.security.pages import said
from tests.security.rows import all_rows, changes_since
from tests.small_pdf import small_pdf

STEPS = [action for action in Action if action is not Action.SAVE]
# Who reads the whole paper; for everybody else its steps do not exist.
READERS = {"preparer", "head", "section_reviewer", "performance_reviewer", "administrator"}
WRITERS = {"preparer", "head"}
BUREAU = {"section_reviewer", "other_section_reviewer", "performance_reviewer", "administrator"}
OFFICE = {"performance_reviewer", "administrator"}
ADMINISTRATOR = {"administrator"}
EVERYBODY = set(PEOPLE)
# The step that was just taken, by the person who took it: a second press is answered like the first and writes nothing.
JUST_TAKEN: dict[Status, tuple[str, Action]] = {
    Status.DRAFT: ("head", Action.HAND_BACK),
    Status.CONFIRMING: ("preparer", Action.HAND_OVER),
    Status.SUBMITTED: ("head", Action.SUBMIT),
    Status.SECTION_REVIEW: ("section_reviewer", Action.BEGIN_REVIEW),
    Status.FINAL_REVIEW: ("section_reviewer", Action.PASS_SECTION_REVIEW),
    Status.APPROVED: ("performance_reviewer", Action.APPROVE),
    Status.PUBLISHED: ("performance_reviewer", Action.PUBLISH),
}


def status_of(county: County) -> Status:
    return Assessment.objects.get(pk=county.own.assessment.pk).status_term


@pytest.fixture
def clients(county_at: County) -> dict[str, Client]:
    return {name: client_of(county_at.world.people[name]) for name in PEOPLE}


def refusals(status: Status, action: Action) -> tuple[str, str]:
    """The two ways of saying no: the state forbids it to everybody, or the role to this person."""
    roles = "、".join(role.label for role in Role if role in roles_for(action, status))
    return (
        f"当前状态为“{status.label}”，不能{action.label}。",
        f"“{action.label}”由{roles}办理，您没有办理此事项的权限。",
    )


def test_a_step_is_taken_by_whom_and_when_the_table_says(county_at: County, clients, status: Status) -> None:
    before = all_rows()
    back_by = str(timezone.localdate() + timedelta(days=9))
    # What belongs to any step: its words, the day to be back by, what becomes of each open remark.
    forms = {
        action: {f"remark-{pk}": decision for pk, decision in county_at.world.decide(action).items()}
        | {"comment": "说明", "back_by": back_by}
        for action in STEPS
    }
    for name, client in clients.items():
        for action in STEPS:
            cell = (status, name, action)
            address = f"/assessments/{county_at.own.assessment.pk}/steps/{action}/"
            if action in TABLE[status].get(name, set()):
                with undone():
                    answer = client.post(address, forms[action])
                    reached = status_of(county_at)
                assert (cell, answer.status_code, reached) == (cell, 302, TRANSITIONS[action].target)
                continue
            answer = client.post(address, forms[action])
            expected = 404 if name not in READERS else 302 if JUST_TAKEN.get(status) == (name, action) else 422
            assert (cell, answer.status_code) == (cell, expected)
            if expected == 422:
                assert any(words in said(answer) for words in refusals(status, action)), cell
        assert (name, changes_since(before)) == (name, set())


def sections_of(county: County) -> list[tuple[Section, str, str]]:
    """(section, whose project, address) of every section page of the own department."""
    root = f"/assessments/{county.own.assessment.pk}/"
    pages = [(section, "", f"{root}{section}/") for section in Section if not section.is_per_project]
    for owner, project in (("unit", county.own.unit_project), ("department", county.own.project)):
        pages += [(s, owner, f"{root}projects/{project.pk}/{s}/") for s in Section if s.is_per_project]
    return pages


# An approved target, a project with one, and a paper with its file do not go by being left out.
KEEP_WHAT_IS_FIXED = {(Section.RESULTS, "unit"), (Section.PROJECTS, ""), (Section.ATTACHMENTS, "")}


def sees(name: str, owner: str) -> bool:
    """A unit's preparer sees what the unit itself carries out."""
    return name in READERS or (name == "unit_preparer" and owner == "unit")


def test_a_section_is_saved_by_whom_and_when_the_table_says(county_at: County, clients, status: Status) -> None:
    """Empty forms, as a script saves them: an allowed one empties the section, or says why it cannot be emptied."""
    before = all_rows()
    for name, client in clients.items():
        for section, owner, address in sections_of(county_at):
            cell = (status, name, section, owner)
            with undone():
                answer = client.post(address, {"seen_version": "1"}, headers={"X-Autosave": "1"})
                saved = Action.SAVE in TABLE[status].get(name, set()) and sees(name, owner)
                changed = changes_since(before) if saved else set()
            if saved:
                expected = 422 if (section, owner) in KEEP_WHAT_IS_FIXED else 200
                assert (cell, answer.status_code, bool(changed)) == (cell, expected, expected == 200)
            else:
                assert (cell, answer.status_code) == (cell, 403 if sees(name, owner) else 404)
                assert not sees(name, owner) or answer.json()["message"] in refusals(status, Action.SAVE), cell
        assert (name, changes_since(before)) == (name, set())


EDITABLE = {Status.DRAFT, Status.RETURNED}


def deeds(county: County) -> dict[str, tuple[str, dict[str, object], dict[str, set[Status]]]]:
    """Address, form, and in which statuses whom it succeeds; everybody else is refused, or finds nothing."""
    own = county.own
    pk, review = own.assessment.pk, f"/review/{own.assessment.pk}"
    editing = dict.fromkeys(WRITERS, EDITABLE)
    desk = {"section_reviewer": {Status.SECTION_REVIEW}, "performance_reviewer": {Status.FINAL_REVIEW}}
    explanation = {"code": own.warning.finding.code, "place": own.warning.stable_place, "text": "新的说明"}
    target = {"new_value": "38", "reason": "再次调整"}
    notice, version = f"/notices/{own.notice.pk}", {"seen_version": own.notice.version}
    answers = version | {"item-1-text": "已补齐全年台账", "item-1-done_on": "2024-01-05"}
    due_on = timezone.localdate() + timedelta(days=9)
    item = {"items-0-chosen": "on", "items-0-problem": "新问题", "items-0-requirement": "新要求"}
    issued = {"_action": "issue", "rows": "1", "due_on": str(due_on)} | item
    return {
        "explain": (f"/assessments/{pk}/explain/", explanation, editing),
        "answer_comment": (f"/assessments/{pk}/comments/{own.sent.pk}/answer/", {"text": "新答复"}, editing),
        "target_change": (
            f"/assessments/{pk}/indicators/{own.indicator.pk}/target/",
            target,
            editing | {"unit_preparer": EDITABLE},
        ),
        "attachment_add": (f"/assessments/{pk}/attachments/add/", {"name": "新附件"}, editing),
        "attachment_remove": (f"/assessments/{pk}/attachments/{own.paper.pk}/remove/", {}, editing),
        "comment": (f"{review}/comments/?place={PLACE}", {"place": PLACE, "text": "新意见"}, desk),
        "settle_comment": (f"{review}/comments/{own.sent.pk}/settle/", {}, desk),
        "withdraw_comment": (
            f"{review}/comments/{own.unsent.pk}/withdraw/",
            {},
            desk,
        ),
        "revise_comment": (f"{review}/comments/{own.unsent.pk}/", {"text": "改了说法的意见"}, desk),
        "notice_new": (f"{review}/notice/", issued, {name: {Status.APPROVED, Status.PUBLISHED} for name in OFFICE}),
        "notice_answers": (f"{notice}/answers/", answers, {name: set(Status) for name in WRITERS}),
        "send_reply": (f"{notice}/steps/send_reply/", version, {"head": set(Status)}),
        "return_reply": (f"{notice}/steps/return_reply/", version | {"comment": "请补充"}, {}),
        "accept_reply": (f"{notice}/steps/accept_reply/", version, {}),
    }


# Deeds on the bureau's pages exist for the bureau's people in charge, the others for who reads the whole paper.
KNOWN_TO = {
    **dict.fromkeys(("explain", "answer_comment", "attachment_add", "attachment_remove"), READERS),
    **dict.fromkeys(("notice_answers", "send_reply", "return_reply", "accept_reply"), READERS),
    "target_change": READERS | {"unit_preparer"},
    **dict.fromkeys(
        ("comment", "settle_comment", "withdraw_comment", "revise_comment", "notice_new"),
        BUREAU - {"other_section_reviewer"},
    ),
}


def test_a_deed_is_done_by_whom_and_when_the_table_says(county_at: County, clients, status: Status) -> None:
    before = all_rows()
    for deed, (address, fields, allowed) in deeds(county_at).items():
        for name, client in clients.items():
            cell = (status, deed, name)
            upload = {"file": SimpleUploadedFile("a.pdf", small_pdf())} if deed == "attachment_add" else {}
            if status in allowed.get(name, set()):
                with undone():
                    answer = client.post(address, fields | upload)
                    assert (cell, answer.status_code, bool(changes_since(before))) == (cell, 302, True)
                continue
            answer = client.post(address, fields | upload)
            if name not in KNOWN_TO[deed]:
                assert (cell, answer.status_code) == (cell, 404)
            else:
                # A form is shown again with the reason; a single button leads back to a page that says it.
                assert (cell, answer.status_code in {302, 422}) == (cell, True)
                words = said(client.get(answer.url) if answer.status_code == 302 else answer)
                assert re.search(r"不能|才能|不由您审核|只能|已经消失|没有办理此事项的权限", words), cell
        assert (deed, changes_since(before)) == (deed, set())
