"""SECURITY row 5: who finds which page, and what it lets them do."""

import pytest

from assessments.terms import Action, Status
from tests.assessments.test_permissions import PEOPLE, TABLE
from tests.security.conftest import client_of, undone
from tests.security.county import PLACE, County
from tests.security.objects import routes
from tests.security.pages import Page, body_of
from tests.security.rows import all_rows, changes_since
from tests.security.test_matrix import BUREAU, READERS, refusals, sections_of, sees

EVERYBODY = set(PEOPLE)
IN_CHARGE = BUREAU - {"other_section_reviewer"}
OFFICE = {"performance_reviewer", "administrator"}
ADMINISTRATOR = {"administrator"}
OWNER = {"preparer"}  # of the report that was kept
BUNDLE_OWNER = {"section_reviewer"}
# By the name of the address: who finds a page there. Objects are those of the own department and of its unit's project.
PAGES: dict[str, set[str]] = {
    **dict.fromkeys(
        ("accounts:login", "accounts:password_change", "accounts:kept_form", "accounts:session"), EVERYBODY
    ),
    **dict.fromkeys(
        ("assessments:home", "assessments:check_list", "assessments:report_checks", "assessments:verify"), EVERYBODY
    ),
    **dict.fromkeys(("assessments:kept_report", "assessments:take_over", "assessments:take_over_into"), OWNER),
    **dict.fromkeys(
        (
            "assessments:task_list",
            "assessments:project_section",
            "assessments:project_preview",
            "assessments:project_picture",
            "assessments:target_change",
        ),
        READERS | {"unit_preparer"},
    ),
    **dict.fromkeys(
        (
            "assessments:section",
            "assessments:preview",
            "assessments:picture",
            "assessments:check",
            "assessments:copies",
            "assessments:answer_comment",
            "assessments:step",
            "assessments:done",
            "assessments:timeline",
            "assessments:report",
            "assessments:report_pdf",
            "assessments:documents",
            "assessments:document",
            "assessments:attachment",
            "assessments:notice",
            "assessments:notice_answers",
            "assessments:notice_step",
        ),
        READERS,
    ),
    **dict.fromkeys(
        ("assessments:review_list", "assessments:review_export", "assessments:copies_list", "assessments:notice_list"),
        BUREAU,
    ),
    **dict.fromkeys(("assessments:county", "assessments:county_reading", "assessments:county_document"), BUREAU),
    **dict.fromkeys(("assessments:bundle_list", "assessments:bundle_order"), BUREAU),
    **dict.fromkeys(("assessments:bundle", "assessments:bundle_download"), BUNDLE_OWNER),
    **dict.fromkeys(
        ("assessments:review", "assessments:comment", "assessments:revise_comment", "assessments:notice_new"), IN_CHARGE
    ),
    **dict.fromkeys(("assessments:round_list", "assessments:round_open", "assessments:round_scheme"), OFFICE),
    **dict.fromkeys(("assessments:exemption_list", "assessments:exemption_new", "assessments:exemption_end"), OFFICE),
    **dict.fromkeys(
        (
            "budgets:people",
            "budgets:person_new",
            "budgets:person",
            "budgets:person_password",
            "budgets:departments",
            "budgets:department_new",
            "budgets:department",
            "budgets:section_new",
            "budgets:section",
        ),
        ADMINISTRATOR,
    ),
}
# These take a form and show no page. Who may send it: here, or with the deeds of `test_matrix`.
SENDERS: dict[str, set[str]] = {
    "accounts:logout": EVERYBODY,
    "assessments:report_keep": EVERYBODY,
    "assessments:report_remove": OWNER,
    "assessments:section_compute": READERS,
    "assessments:project_section_compute": READERS | {"unit_preparer"},
    "assessments:round_include": OFFICE,
    "assessments:bundle_cancel": BUNDLE_OWNER,
    "assessments:bundle_remove": BUNDLE_OWNER,
    "budgets:person_unlock": ADMINISTRATOR,
    "budgets:address_release": ADMINISTRATOR,
}
ONLY_FORMS = set(SENDERS) | {
    "assessments:explain",
    "assessments:attachment_add",
    "assessments:attachment_remove",
    "assessments:settle_comment",
    "assessments:withdraw_comment",
}


def test_every_address_stands_in_a_table() -> None:
    assert {route.name for route in routes()} == set(PAGES) | ONLY_FORMS


def test_a_form_without_a_page_is_taken_from_whom_the_table_says(county: County) -> None:
    taken: dict[str, set[str]] = {name: set() for name in SENDERS}
    for route in routes():
        for person in PEOPLE if route.name in SENDERS else ():
            with undone():
                client, before = client_of(county.world.people[person]), all_rows()
                answer = client.post(route.paths(county.own.ids)[0])
                refused = answer.status_code == 404
                assert (route.name, person, refused and changes_since(before)) == (
                    route.name,
                    person,
                    refused and set(),
                )
            taken[route.name] |= set() if refused else {person}

    assert taken == SENDERS


def test_a_page_is_found_by_whom_the_table_says(county: County) -> None:
    county.bring_to(Status.APPROVED)
    found: dict[str, set[str]] = {route.name: set() for route in routes()}
    for name in PEOPLE:
        client = client_of(county.world.people[name])
        for route in routes():
            answer = client.get(route.paths(county.own.ids)[0] + f"?place={PLACE}")
            body_of(answer)
            assert (name, route.name, answer.status_code in {200, 302, 403, 404, 405}) == (name, route.name, True)
            if answer.status_code != 404:
                found[route.name].add(name)
            assert (route.name, answer.status_code == 405) == (route.name, route.name in ONLY_FORMS)

    assert found == PAGES | dict.fromkeys(ONLY_FORMS, EVERYBODY)


@pytest.mark.parametrize("action", ["save", "start", "import", "approved", "SUBMIT", "x" * 300])
def test_what_is_no_step_is_not_there(county: County, action: str) -> None:
    client = client_of(county.world.head)
    before = all_rows()

    for answer in (client.get, client.post):
        assert answer(f"/assessments/{county.own.assessment.pk}/steps/{action}/").status_code == 404

    assert changes_since(before) == set()


def test_a_section_shows_inputs_to_who_may_save_and_text_to_others(county: County) -> None:
    shown = {
        (name, section, owner): (answer.status_code, b'name="seen_version"' in answer.content)
        for name in PEOPLE
        for client in [client_of(county.world.people[name])]
        for section, owner, address in sections_of(county)
        for answer in [client.get(address)]
    }
    assert shown == {
        (name, section, owner): (200, Action.SAVE in TABLE[Status.RETURNED].get(name, set()))
        if sees(name, owner)
        else (404, False)
        for name in PEOPLE
        for section, owner, _ in sections_of(county)
    }


@pytest.mark.parametrize("name", ["preparer", "unit_preparer"])
def test_after_handing_in_even_the_preparer_reads_only(county: County, name: str) -> None:
    county.bring_to(Status.SUBMITTED)
    client = client_of(county.world.people[name])
    pages = [client.get(address) for _, owner, address in sections_of(county) if sees(name, owner)]

    assert [b'name="seen_version"' in page.content for page in pages] == [False] * len(pages)
    assert all("只能查看：当前状态为“已报送，待审核”，不能保存。" in page.content.decode() for page in pages)


def test_a_refused_save_says_so_on_the_page_and_keeps_the_text(county: County) -> None:
    county.bring_to(Status.CONFIRMING)
    client = client_of(county.world.preparer)
    before = all_rows()

    answer = client.post(
        f"/assessments/{county.own.assessment.pk}/narrative/", {"seen_version": "1", "narrative-problems": "已经写好的"}
    )

    assert (answer.status_code, changes_since(before)) == (403, set())
    page = Page(answer)
    assert refusals(Status.CONFIRMING, Action.SAVE)[0] in page.summary()
    assert "已经写好的" in page.text
