"""SECURITY row 8: whatever a request carries, only the fields that a form shows are written."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models import Field
from django.test import Client
from django.utils import timezone

from assessments.models import (
    Assessment,
    Attachment,
    Exemption,
    Explanation,
    FieldComment,
    KeptReport,
    LogEntry,
    RectificationNotice,
)
from assessments.terms import Action, Status
from budgets.models import TargetChange
from evalsite.accounts.models import User
from tests.factories import PASSWORD
from tests.security.conftest import client_of, undone
from tests.security.county import PLACE, WAYS, County
from tests.security.pages import Fields, Form, Page
from tests.security.rows import Rows, all_rows, changes_since
from tests.security.test_matrix import sections_of
from tests.small_pdf import small_pdf


def _forged(column: Field) -> str:
    """A value that the column would take."""
    if column.choices:
        return str(column.choices[-1][0])
    if isinstance(column, models.DateTimeField):
        return "2001-01-01 00:00:00"
    if isinstance(column, models.DateField):
        return "2001-01-01"
    is_number = isinstance(column, models.DecimalField | models.IntegerField | models.BooleanField | models.ForeignKey)
    return "1" if is_number else "forged"


# Every column of every table, by field name and by column name ("department", "department_id").
COLUMNS: dict[str, str] = {
    name: _forged(column)
    for label in ("accounts", "assessments", "budgets")
    for model in apps.get_app_config(label).get_models()
    for column in model._meta.concrete_fields
    for name in (column.name, column.attname)
}
# Fields of an indicator's form that the page shows only where they say something.
SHOWN_AT_NEED = {"adjusted_target"}
SAVED = {"assessments.SectionDraft.version", "assessments.SectionDraft.saved_at", "+assessments.LogEntry"}


def with_every_column(form: Form | Fields) -> Fields:
    """The form as a browser sends it, and after it, beside each of its fields, every column that it does not show."""
    fields, shown = (form.fields, form.names) if isinstance(form, Form) else (form, form.keys())
    holders = {name.rpartition("-")[0] for name in shown} | {"", "assessment", "0"}
    forged = {
        f"{holder}-{name}" if holder else name: [value]
        for holder in holders
        for name, value in COLUMNS.items()
        if name not in SHOWN_AT_NEED
    }
    return fields | {name: value for name, value in forged.items() if name not in shown}


def shown_form(client: Client, address: str, name: str = "seen_version") -> Form:
    """The form of a page that has this field."""
    return Page(client.get(address)).form_with(name)


@pytest.fixture
def preparer(county: County) -> Client:
    return client_of(county.world.preparer)


def test_a_section_keeps_nothing_that_it_does_not_show(county: County, preparer: Client) -> None:
    for section, owner, address in sections_of(county):
        form = shown_form(preparer, address)
        before = all_rows()
        answer = preparer.post(address, with_every_column(form))
        assert (section, owner, answer.status_code, changes_since(before)) == (section, owner, 302, set())


def test_beside_a_real_change_only_that_change_is_kept(county: County, preparer: Client) -> None:
    address = f"/assessments/{county.own.assessment.pk}/narrative/"
    fields = shown_form(preparer, address).fields | {"narrative-problems": ["新写的问题"]}
    before = all_rows()

    preparer.post(address, with_every_column(fields))

    # The sample of the narrative follows its text.
    sample = {"+assessments.NarrativeShingle", "-assessments.NarrativeShingle"}
    assert changes_since(before) == SAVED | sample | {"assessments.Assessment.problems"}


def test_a_closed_section_keeps_nothing_at_all(county: County, preparer: Client) -> None:
    pages = [(address, shown_form(preparer, address)) for _, _, address in sections_of(county)]
    county.bring_to(Status.SUBMITTED)
    before = all_rows()

    codes = [preparer.post(address, with_every_column(form)).status_code for address, form in pages]

    assert (codes, changes_since(before)) == ([403] * len(pages), set())


def test_an_approved_target_stays_whatever_is_sent(county: County, preparer: Client) -> None:
    address = f"/assessments/{county.own.assessment.pk}/projects/{county.own.unit_project.pk}/results/"
    fields = shown_form(preparer, address).fields
    locked = ("group", "kind", "name", "comparator", "target", "adjusted_target", "unit", "baseline", "weight")
    forged = {f"indicators-{row}-{name}": ["1"] for row in range(5) for name in (*locked, "approved", "position")}
    before = all_rows()

    assert preparer.post(address, fields | forged).status_code == 302

    assert changes_since(before) == set()


def test_an_approved_indicator_cannot_be_passed_off_as_a_new_one(county: County, preparer: Client) -> None:
    """Without its row number, or with somebody else's, the approved row would be missing: that is refused."""
    address = f"/assessments/{county.own.assessment.pk}/projects/{county.own.unit_project.pk}/results/"
    fields = shown_form(preparer, address).fields
    before = all_rows()
    for number in ("", str(county.other.indicator.pk), fields["indicators-1-row"][0], "abc", "-1"):
        answer = preparer.post(address, fields | {"indicators-0-row": [number], "indicators-0-name": ["换了名"]})
        assert (number, answer.status_code, changes_since(before)) == (number, 422, set())
        assert "已批复的指标不能删除。" in Page(answer).summary()


def neighbours_rows(county: County) -> dict[str, list[int]]:
    """Keys of the other department's rows, by the table of the form that could name them."""
    project, budget = county.other.project, county.other.world.own.budgets.get()
    return {
        "projects": [project.pk, county.other.unit_project.pk],
        "funding": list(project.funding_lines.values_list("pk", flat=True)),
        "indicators": list(project.indicators.values_list("pk", flat=True)),
        "revenue-lines": list(budget.revenue_lines.values_list("pk", flat=True)),
        "goals-sub": list(budget.goals.filter(is_overall=False).values_list("pk", flat=True)),
        "rectifications": list(county.other.assessment.rectifications.values_list("pk", flat=True)),
    }


def test_a_row_number_of_another_department_touches_nothing_of_theirs(county: County, preparer: Client) -> None:
    theirs = neighbours_rows(county)
    assert all(theirs.values())
    next_door = rows_next_door(county, all_rows())
    foreign = [f"{table}-{index}-row" for table in theirs for index in range(3)]
    for section, owner, address in sections_of(county):
        with undone():
            fields = shown_form(preparer, address).fields
            named = {name: [str(theirs[name.rsplit("-", 2)[0]][0])] for name in foreign if name in fields}
            preparer.post(address, fields | named)
            after = all_rows()
            assert (section, owner, {key: after[key[0]].get(key[1]) for key in next_door}) == (
                section,
                owner,
                next_door,
            )


def rows_next_door(county: County, rows: Rows) -> dict[tuple[str, int], dict[str, object]]:
    """The other department's rows, by table and key."""
    other = county.other
    owners = {
        "assessment_id": {other.assessment.pk},
        "department_id": {other.world.own.pk},
        "project_id": {other.project.pk, other.unit_project.pk},
        "budget_id": {other.world.own.budgets.get().pk},
    }
    return {
        (table, key): row
        for table, keyed in rows.items()
        for key, row in keyed.items()
        if any(row.get(column) in keys for column, keys in owners.items())
    }


STATUS, LOGGED = "assessments.Assessment.status", "+assessments.LogEntry"
# What a step writes, and who takes it.
STEPS: dict[Action, tuple[str, set[str]]] = {
    Action.HAND_OVER: ("preparer", set()),
    Action.HAND_BACK: ("head", set()),
    Action.SUBMIT: ("head", {"submitted_at", "+assessments.Snapshot"}),  # again: the first days stay
    Action.WITHDRAW: ("head", {"submitted_at"}),
    Action.BEGIN_REVIEW: ("section_reviewer", set()),
    Action.PASS_SECTION_REVIEW: ("section_reviewer", {"section_passed_at"}),
    Action.RETURN_FOR_CHANGES: (
        "section_reviewer",
        {
            *("submitted_at", "return_due_on"),
            *(f"assessments.FieldComment.{name}" for name in ("sent_at", "returned_at", "returned_text")),
        },
    ),
    Action.APPROVE: (
        "performance_reviewer",
        {"approved_at", "+assessments.StoredReport", "assessments.FieldComment.settled_at"},
    ),
    Action.PUBLISH: ("performance_reviewer", {"published_at", "published_on"}),
    Action.REOPEN: (
        "administrator",
        {"submitted_at", "section_passed_at", "approved_at", "published_at", "return_due_on"},
    ),
}


def test_a_step_writes_what_belongs_to_it_and_nothing_that_is_sent(county: County) -> None:
    """All steps in the order of `WAYS`, so that the report is drawn once."""
    clients = {name: client_of(county.world.people[name]) for name, _ in STEPS.values()}
    begun = timezone.now()
    # Another day at each return: that of the return before stays nowhere.
    days = {Action.RETURN_FOR_CHANGES: begun + timedelta(days=8), Action.REOPEN: begun + timedelta(days=9)}
    for action in [*WAYS[Status.DRAFT], Action.HAND_OVER, Action.SUBMIT, Action.WITHDRAW, *_THROUGH]:
        name, written = STEPS[action]
        address = f"/assessments/{county.own.assessment.pk}/steps/{action}/"
        if action is Action.HAND_OVER:
            county.world.answer_remarks()
        form = Page(clients[name].get(address)).form_with("comment")
        chosen = {f"remark-{pk}": [str(decision)] for pk, decision in county.world.decide(action).items()}
        chosen |= {"back_by": [str(timezone.localdate(days[action]))]} if action in days else {}
        assert (action, chosen.keys() - form.names) == (action, set())
        before = all_rows()
        answer = clients[name].post(address, with_every_column(form.fields | chosen | {"comment": ["说明"]}))
        assert (action, answer.status_code) == (action, 302)
        columns = {item if "." in item else f"assessments.Assessment.{item}" for item in written}
        assert (action, changes_since(before)) == (action, columns | {STATUS, LOGGED})
        entry = LogEntry.objects.latest("pk")
        assert (entry.actor, entry.action, entry.comment, entry.at > begun) == (
            county.world.people[name],
            action,
            "说明",
            True,
        )
    assert set(STEPS) == {action for action in Action if action is not Action.SAVE}


# After a withdrawal: through a second return to the end, and back.
_THROUGH = (
    Action.HAND_OVER,
    Action.SUBMIT,
    Action.BEGIN_REVIEW,
    Action.RETURN_FOR_CHANGES,
    Action.HAND_OVER,
    Action.SUBMIT,
    Action.BEGIN_REVIEW,
    Action.PASS_SECTION_REVIEW,
    Action.APPROVE,
    Action.PUBLISH,
    Action.REOPEN,
)


def test_a_word_is_kept_as_of_who_said_it_and_when(county: County, preparer: Client) -> None:
    own, pk = county.own, county.own.assessment.pk
    finding = {"code": [own.warning.finding.code], "place": [own.warning.stable_place]}
    explanation = "assessments.Explanation."
    comment = "assessments.FieldComment."
    cases: list[tuple[str, Fields, set[str]]] = [
        (
            f"/assessments/{pk}/explain/",
            finding | {"text": ["新说明"]},
            {explanation + "text", explanation + "written_at", LOGGED},
        ),
        (
            f"/assessments/{pk}/comments/{own.sent.pk}/answer/",
            {"text": ["新答复"]},
            {comment + "answer", comment + "answered_at", LOGGED},
        ),
        (
            f"/assessments/{pk}/indicators/{own.indicator.pk}/target/",
            {"new_value": ["38"], "reason": ["再调"], "document": ["2号"]},
            {"+budgets.TargetChange", "budgets.Indicator.adjusted_target", LOGGED},
        ),
    ]
    for address, fields, written in cases:
        before = all_rows()
        assert preparer.post(address, with_every_column(fields)).status_code == 302
        assert (address, changes_since(before)) == (address, written)

    own.sent.refresh_from_db()
    change = TargetChange.objects.latest("pk")
    assert Explanation.objects.get(assessment=own.assessment).author == county.world.preparer
    assert (own.sent.answered_by, own.sent.settled_at) == (county.world.preparer, None)
    assert (change.indicator, change.old_value, change.changed_by) == (own.indicator, "39", county.world.preparer)


def test_a_remark_is_the_reviewers_own_and_unsent(county: County) -> None:
    county.bring_to(Status.SECTION_REVIEW)
    reviewer = client_of(county.world.section_reviewer)
    before = all_rows()

    fields = with_every_column({"place": [PLACE], "text": ["请核对"]})
    assert reviewer.post(f"/review/{county.own.assessment.pk}/comments/?place={PLACE}", fields).status_code == 302

    assert changes_since(before) == {"+assessments.FieldComment", LOGGED}
    remark = FieldComment.objects.latest("pk")
    assert (remark.author, remark.text, remark.sent_at, remark.settled_at, remark.answer, remark.answered_at) == (
        county.world.section_reviewer,
        "请核对",
        None,
        None,
        "",
        None,
    )


def test_a_paper_is_measured_and_named_by_the_site(county: County, preparer: Client) -> None:
    content = small_pdf()
    fields = with_every_column({"name": ["新附件"]}) | {"file": SimpleUploadedFile("x.pdf", content)}
    before = all_rows()

    assert preparer.post(f"/assessments/{county.own.assessment.pk}/attachments/add/", fields).status_code == 302

    assert changes_since(before) == {"+assessments.Attachment", LOGGED}
    paper = Attachment.objects.latest("pk")
    assert (paper.assessment, paper.name, paper.size, len(paper.sha256)) == (
        county.own.assessment,
        "新附件",
        len(content),
        64,
    )
    assert paper.file.name.startswith("attachments/")


def test_a_report_is_kept_as_one_s_own_and_as_it_was_read(county: County, preparer: Client) -> None:
    checked = preparer.post(
        "/report-checks/", with_every_column({"text": ["2025年收入预算285.87万元，平稳有序运行。"]})
    )
    before = all_rows()

    assert (
        preparer.post("/report-checks/keep/", with_every_column(Page(checked).form_with("sealed"))).status_code == 302
    )

    assert changes_since(before) == {"+assessments.KeptReport"}
    row = KeptReport.objects.first()
    assert (row.owner, row.name, row.content["text"]) == (
        county.world.preparer,
        "粘贴的文字",
        "2025年收入预算285.87万元，平稳有序运行。",
    )


def test_an_exemption_is_granted_and_ended_by_who_is_signed_in(county: County) -> None:
    office = client_of(county.world.performance_reviewer)
    said = {"department": [str(county.world.own.pk)], "code": ["K01"], "reason": ["并账"], "until": ["2099-12-31"]}
    before = all_rows()

    assert office.post("/exemptions/new/", with_every_column(said)).status_code == 302
    assert changes_since(before) == {"+assessments.Exemption", LOGGED}

    granted = Exemption.objects.latest("pk")
    before = all_rows()
    answer = office.post(f"/exemptions/{granted.pk}/end/", with_every_column({"reason": ["已更正"]}))

    assert (answer.status_code, changes_since(before)) == (
        302,
        {f"assessments.Exemption.{name}" for name in ("ended_by_id", "ended_at", "end_reason")} | {LOGGED},
    )
    granted.refresh_from_db()
    assert (granted.granted_by, granted.ended_by, granted.reason, granted.end_reason) == (
        county.world.performance_reviewer,
        county.world.performance_reviewer,
        "并账",
        "已更正",
    )


def test_a_notice_is_issued_answered_and_judged_by_who_is_signed_in(county: County) -> None:
    world, table = county.world, "assessments.RectificationNotice."
    clients = {name: client_of(world.people[name]) for name in ("preparer", "head", "performance_reviewer")}
    county.bring_to(Status.APPROVED)
    due_on = timezone.localdate() + timedelta(days=30)
    item = {"items-0-chosen": ["on"], "items-0-problem": ["问题"], "items-0-requirement": ["要求"]}
    issued = {"_action": ["issue"], "rows": ["1"], "due_on": [str(due_on)], "opening": [""]} | item
    answers = {"seen_version": ["0"], "item-1-text": ["已改"], "item-1-done_on": [str(timezone.localdate())]}
    replied = {f"{table}{name}" for name in ("state", "replied_on", "replied_by_id")}
    answered = {"assessments.RectificationItem.answer", "assessments.RectificationItem.done_on", table + "version"}
    first = {f"{table}{name}" for name in ("first_replied_on", "first_due_on")}
    returned = replied | {f"{table}{name}" for name in ("return_comment", "return_due_on")}
    new = {"+assessments.RectificationNotice", "+assessments.RectificationItem"}
    seen: Fields = {"seen_version": ["1"], "comment": ["说明"]}
    ways: list[tuple[str, str, Fields, set[str]]] = [
        ("performance_reviewer", "/review/{assessment}/notice/", issued, new),
        ("preparer", "/notices/{notice}/answers/", answers | {"item-1-evidence": [""]}, answered),
        ("head", "/notices/{notice}/steps/send_reply/", seen, replied | first),
        ("performance_reviewer", "/notices/{notice}/steps/return_reply/", seen, returned),
        ("head", "/notices/{notice}/steps/send_reply/", seen, replied),
        (
            "performance_reviewer",
            "/notices/{notice}/steps/accept_reply/",
            seen,
            {f"{table}{name}" for name in ("state", "accepted_on", "accepted_by_id")},
        ),
    ]
    for name, address, fields, written in ways:
        before, latest = all_rows(), RectificationNotice.objects.latest("pk")
        path = address.format(assessment=county.own.assessment.pk, notice=latest.pk)
        assert (path, clients[name].post(path, with_every_column(fields)).status_code) == (path, 302)
        assert (path, changes_since(before)) == (path, written | {LOGGED})

    notice = RectificationNotice.objects.latest("pk")
    assert (notice.assessment, notice.year, notice.due_on) == (county.own.assessment, timezone.localdate().year, due_on)
    assert (notice.issued_by, notice.replied_by, notice.accepted_by) == (
        world.performance_reviewer,
        world.head,
        world.performance_reviewer,
    )


def test_what_is_taken_over_from_a_report_is_what_was_ticked(county: County, preparer: Client) -> None:
    address = f"/report-checks/{county.own.report.pk}/take-over/{county.own.assessment.pk}/"
    form = next(form for form in Page(preparer.get(address)).forms if "take" in form.names)
    before = all_rows()

    answer = preparer.post(address, with_every_column(form) | {"take": ["/revenue/total", "/department/name", "/year"]})

    assert (answer.status_code, changes_since(before)) == (302, SAVED | {"budgets.DepartmentBudget.revenue_total"})


@pytest.fixture
def administrator(county: County) -> Client:
    return client_of(county.world.administrator)


def test_an_account_gets_what_its_page_shows(county: County, administrator: Client) -> None:
    address = f"/people/{county.world.preparer.pk}/"
    form = shown_form(administrator, address, "full_name")
    before = all_rows()
    assert administrator.post(address, with_every_column(form)).status_code == 302
    # Roles are written anew on every save.
    assert changes_since(before) == {"+budgets.Membership", "-budgets.Membership"}
    assert [item.role for item in county.world.preparer.memberships.all()] == ["preparer"]


def test_a_new_account_has_no_power_that_was_not_given(county: County, administrator: Client) -> None:
    fields = Page(administrator.get("/people/new/")).form_with("full_name").fields
    fields |= {"username": ["xinren"], "full_name": ["新人"]}

    assert administrator.post("/people/new/", with_every_column(fields)).status_code == 200

    new = User.objects.get(username="xinren")
    assert (new.bureau_role, new.is_active, new.must_change_password, new.last_login) == (None, True, True, None)
    assert (new.memberships.count(), new.section_memberships.count()) == (0, 0)
    assert timezone.now() - new.date_joined < timedelta(minutes=5)


def test_departments_sections_and_schemes_keep_what_their_pages_show(county: County, administrator: Client) -> None:
    ids = county.own.ids
    for address, name in (
        (f"/departments/{ids['department']}/", "self_noun"),
        (f"/departments/sections/{ids['finance_section']}/", "name"),
    ):
        form = shown_form(administrator, address, name)
        before = all_rows()
        assert administrator.post(address, with_every_column(form)).status_code == 302
        assert (address, changes_since(before)) == (address, set())


def test_a_round_is_opened_with_what_its_page_shows(county: County, administrator: Client) -> None:
    today = timezone.localdate()
    fields = Page(administrator.get("/rounds/open/")).form_with("year").fields
    fields |= {"year": ["2031"], "opens_on": [str(today)], "due_on": [str(today + timedelta(days=9))]}
    asked = Page(administrator.post("/rounds/open/", fields)).form_with("reach").fields
    before = all_rows()

    assert administrator.post("/rounds/open/", with_every_column(asked)).status_code == 302

    assert changes_since(before) == {
        "+budgets.FiscalYear",
        "+budgets.DepartmentBudget",
        "+assessments.Round",
        "+assessments.Assessment",
        "+assessments.CoveredUnit",
        LOGGED,
    }
    assert {item.status for item in Assessment.objects.filter(round__fiscal_year__year=2031)} == {Status.DRAFT}


def test_a_fixed_scheme_stays_and_an_open_one_takes_only_what_its_page_shows(
    county: County, administrator: Client
) -> None:
    address = f"/rounds/{county.world.round.pk}/scheme/"
    fields = Page(administrator.get(address)).form_with("execution").fields if _has_form(administrator, address) else {}
    before = all_rows()

    answer = administrator.post(address, with_every_column(fields))

    assert (answer.status_code, changes_since(before)) == (422, set())


def _has_form(client: Client, address: str) -> bool:
    return any("execution" in form.fields for form in Page(client.get(address)).forms)


def test_ones_own_password_page_writes_the_password(county: County) -> None:
    client = client_of(county.world.preparer)
    before = all_rows()
    fields = {"old_password": [PASSWORD], "new_password1": ["Neu-Tor-4711-gut"], "new_password2": ["Neu-Tor-4711-gut"]}

    answer = client.post("/password/", with_every_column(fields))

    assert (answer.status_code, changes_since(before)) == (302, {"accounts.User.password"})


def test_the_columns_are_all_there() -> None:
    """A list that silently shrank would test nothing."""
    assert {"status", "submitted_at", "approved", "written", "county", "department_id", "sha256"} <= set(COLUMNS)
