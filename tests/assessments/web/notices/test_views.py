"""Rectification notices through HTTP: issued by the bureau, answered by the department, judged by the bureau."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.checkup import check_up
from assessments.models import Assessment, RectificationNotice
from assessments.review.actions import explain
from assessments.review.rectification import issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import Answer, Demand
from assessments.schema.due import Due
from assessments.terms import Action, NoticeAction, NoticeState, Status
from tests.assessments.web.conftest import SignIn, add_departments
from tests.factories import REVIEWING, World, complete_facts, complete_project
from tests.security.pages import Page

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=30)
A = NoticeAction


def approve(*assessments: Assessment) -> None:
    """Where a notice can be issued; how they came there does not matter here."""
    times = dict.fromkeys(("submitted_at", "section_passed_at", "approved_at"), timezone.now())
    Assessment.objects.filter(pk__in=[item.pk for item in assessments]).update(status=Status.APPROVED, **times)


@pytest.fixture
def approved(world: World) -> World:
    """What was handed in carries one warning, and one thing that the department itself means to mend."""
    first = complete_project("甲项目", "60")
    far_above = replace(first.indicators[0], actual="80")
    first = replace(first, indicators=(far_above, *first.indicators[1:]))
    world.fill(complete_facts(projects=(first, complete_project("乙项目", "54"))))
    for item in check_up(world.fresh()).open_warnings:
        finding = item.finding
        explain(world.preparer, world.assessment.pk, finding.code, item.stable_place, finding.message, "情况属实。")
    world.bring_to(*REVIEWING)
    approve(world.assessment)
    return world


@pytest.fixture
def notice(world: World) -> RectificationNotice:
    approve(world.assessment)
    return issue(world)


def issue(world: World, assessment: Assessment | None = None, *, due_on=DUE) -> RectificationNotice:
    demands = (Demand("台账不全。", "补齐台账。"), Demand("佐证不足。", "补充佐证。"))
    return issue_notice(world.performance_reviewer, (assessment or world.assessment).pk, demands, due_on, "请整改。")


ANSWERS = {1: Answer("已补齐。", TODAY, "台账"), 2: Answer("已补充。", TODAY)}


def answer(world: World, notice: RectificationNotice) -> RectificationNotice:
    return save_answers(world.preparer, notice.pk, ANSWERS, seen_version=notice.version)


def reply(world: World, notice: RectificationNotice) -> RectificationNotice:
    return take_notice_step(world.head, answer(world, notice).pk, A.REPLY)


def page_of(client: Client, path: str) -> Page:
    response = client.get(path)
    assert (path, response.status_code) == (path, 200)
    return Page(response)


def form_of(client: Client, path: str) -> dict[str, list[str]]:
    return page_of(client, path).forms[-1].fields


def new(world: World) -> str:
    return f"/review/{world.assessment.pk}/notice/"


def test_the_form_offers_what_the_department_and_the_checks_have_said(approved: World, sign_in: SignIn) -> None:
    page = page_of(sign_in(approved.performance_reviewer), new(approved))

    fields = page.form_with("rows").fields
    planned, warning = fields["items-0-problem"][0], fields["items-1-problem"][0]
    row = approved.assessment.rectifications.get()
    assert planned == row.problem
    assert fields["due_on"] == [Due(row.due).shown]
    assert row.measure.rstrip("。") in fields["items-0-requirement"][0]
    snapshot = approved.assessment.snapshots.get().content
    assert [warning] == [item["message"] for item in snapshot["findings"] if item["severity"] == "warning"]
    assert not [name for name in fields if name.endswith("chosen")]


def test_a_notice_is_chosen_changed_looked_at_and_issued(approved: World, sign_in: SignIn) -> None:
    client = sign_in(approved.performance_reviewer)
    chosen = form_of(client, new(approved)) | {
        "items-1-chosen": ["on"],
        "items-1-problem": ["实际完成值明显偏高。\n请说明口径。"],
        "opening": ["经审核，发现下列问题。"],
        "due_on": [DUE.isoformat()],
    }

    look = Page(client.post(new(approved), chosen | {"_action": "look"}))

    assert "实际完成值明显偏高。" in look.text
    assert RectificationNotice.objects.count() == 0
    kept = look.form_with("rows").fields
    sent = {name: value for name, value in chosen.items() if name != "csrfmiddlewaretoken"}
    assert {name: value for name, value in kept.items() if name != "csrfmiddlewaretoken"} == sent

    edited = Page(client.post(new(approved), kept | {"_action": "edit"}))
    assert edited.form_with("rows").fields["items-1-problem"] == ["实际完成值明显偏高。\n请说明口径。"]

    answer = client.post(new(approved), kept | {"_action": "issue"})

    issued = RectificationNotice.objects.get()
    assert answer["Location"] == f"/notices/{issued.pk}/"
    assert (issued.opening, issued.due_on) == ("经审核，发现下列问题。", DUE)
    assert [item.problem for item in issued.items.all()] == ["实际完成值明显偏高。\n请说明口径。"]
    assert f"整改通知 {issued.reference} 已下达。" in page_of(client, answer["Location"]).text


def test_an_item_can_be_added_and_nothing_that_was_typed_is_lost(approved: World, sign_in: SignIn) -> None:
    client = sign_in(approved.administrator)
    fields = form_of(client, new(approved)) | {"due_on": ["不久"], "opening": ["说明文字"], "items-0-problem": ["改写"]}

    page = Page(client.post(new(approved), fields | {"_action": "add"}))

    assert page.summary() == ""
    after = page.form_with("rows").fields
    assert (after["due_on"], after["opening"], after["items-0-problem"]) == (["不久"], ["说明文字"], ["改写"])
    assert (after["rows"], after["items-3-problem"], after["items-3-chosen"]) == (["4"], [""], ["on"])


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"due_on": ""}, "整改期限：请填写整改期限。"),
        ({"due_on": "下月"}, "整改期限：请按“2023-11-20”的格式填写日期。"),
        ({"due_on": TODAY.isoformat()}, "整改期限：整改期限须晚于今天。"),
        ({}, "请至少列入一项整改事项。"),
        ({"items-0-chosen": "on", "items-0-requirement": ""}, "第 1 项整改要求：请填写整改要求，或取消“列入通知”。"),
        ({"items-0-chosen": "on", "items-0-problem": "字" * 2001}, "最多 2000 个字，现有 2001 个字。"),
        ({"rows": "x"}, "请至少列入一项整改事项。"),
    ],
)
def test_what_is_missing_is_said_at_its_place(approved: World, sign_in: SignIn, typed, complaint: str) -> None:
    client = sign_in(approved.performance_reviewer)
    fields = form_of(client, new(approved)) | {"due_on": [DUE.isoformat()], "opening": ["留着"]}

    for action in ("look", "issue"):
        response = client.post(new(approved), fields | typed | {"_action": action})
        page = Page(response)
        assert (response.status_code, page.value("opening")) == (422, "留着")
        assert complaint in page.summary()
    assert RectificationNotice.objects.count() == 0


def test_a_refused_notice_keeps_what_was_typed(approved: World, sign_in: SignIn) -> None:
    """Meanwhile the assessment was opened again."""
    client = sign_in(approved.performance_reviewer)
    fields = form_of(client, new(approved)) | {"items-0-chosen": ["on"], "items-0-problem": ["写好的"]}
    approved.bring_to(Action.REOPEN)

    response = client.post(new(approved), fields | {"_action": "issue"})

    page = Page(response)
    assert (response.status_code, page.value("items-0-problem")) == (422, "写好的")
    assert "审核通过后才能下达整改通知。" in page.summary()


def test_before_the_approval_the_page_says_why_not(world: World, sign_in: SignIn) -> None:
    response = sign_in(world.performance_reviewer).get(new(world))

    assert response.status_code == 403
    assert "审核通过后才能下达整改通知。" in Page(response).text


def test_a_department_without_suggestions_gets_one_blank_item(world: World, sign_in: SignIn) -> None:
    approve(world.assessment)
    fields = form_of(sign_in(world.performance_reviewer), new(world))

    assert (fields["rows"], fields["items-0-chosen"], fields["items-0-problem"]) == (["1"], ["on"], [""])


@pytest.mark.parametrize(("name", "offered"), [("performance_reviewer", True), ("section_reviewer", False)])
def test_the_review_page_leads_to_it(notice, world: World, sign_in: SignIn, name: str, offered: bool) -> None:
    html = sign_in(world.people[name]).get(f"/review/{world.assessment.pk}/").content.decode()

    assert (f'href="{new(world)}"' in html, f'href="/notices/{notice.pk}/"' in html) == (offered, True)


def answers_page(notice: RectificationNotice) -> str:
    return f"/notices/{notice.pk}/answers/"


def test_answers_are_written_in_parts(notice, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.preparer)
    fields = form_of(client, answers_page(notice)) | {
        "item-2-text": ["已补充佐证。"],
        "item-2-evidence": ["照片\n台账"],
    }

    assert client.post(answers_page(notice), fields)["Location"] == f"/notices/{notice.pk}/"

    page = page_of(client, f"/notices/{notice.pk}/")
    assert "整改情况已保存。" in page.text
    assert "暂存整改情况" in page.text
    rows = [(item.answer, item.done_on, item.evidence) for item in notice.items.all()]
    assert rows == [("", None, ""), ("已补充佐证。", None, "照片\n台账")]


def test_a_wrong_date_is_said_at_its_place_and_the_text_stays(notice, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.preparer)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    fields = form_of(client, answers_page(notice)) | {"item-1-text": ["写了很多"], "item-1-done_on": [tomorrow]}

    response = client.post(answers_page(notice), fields)

    page = Page(response)
    assert (response.status_code, page.value("item-1-text")) == (422, "写了很多")
    assert page.error_at("item-1-done_on") == "完成日期不能晚于今天。 如 2026-11-20。"
    assert "第 1 项完成日期：完成日期不能晚于今天。" in page.summary()
    assert page.value("seen_version") == "0"


def test_two_people_at_once_lose_nothing(notice, world: World, sign_in: SignIn) -> None:
    """The later one sees both texts, and what the earlier one saved goes only by a second press."""
    client = sign_in(world.head)
    late = form_of(client, answers_page(notice)) | {"item-1-text": ["负责人的说法"]}
    answer(world, notice)

    response = client.post(answers_page(notice), late)

    page = Page(response)
    assert (response.status_code, page.value("item-1-text"), page.value("seen_version")) == (409, "负责人的说法", "1")
    assert "您填写期间，整改情况已由填报人甲保存" in page.text
    assert "已保存的内容：已补齐。" in page.text
    assert notice.items.get(position=1).answer == "已补齐。"

    again = page.form_with("seen_version").fields
    assert client.post(answers_page(notice), again).status_code == 302
    assert notice.items.get(position=1).answer == "负责人的说法"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "０"])
def test_a_version_that_never_was_is_a_stale_one(notice, world: World, sign_in: SignIn, version: str) -> None:
    answer(world, notice)
    fields = {"seen_version": version, "item-1-text": "改", "item-1-done_on": "", "item-1-evidence": ""}

    assert sign_in(world.head).post(answers_page(notice), fields).status_code == 409


def test_after_the_reply_the_text_typed_meanwhile_stays_on_the_page(notice, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.preparer)
    fields = form_of(client, answers_page(notice)) | {"item-1-text": ["迟来的文字"]}
    reply(world, notice)

    response = client.post(answers_page(notice), fields)

    page = Page(response)
    assert (response.status_code, page.value("item-1-text")) == (422, "迟来的文字")
    assert "整改通知已反馈，待确认，不能暂存整改情况。" in page.summary()
    assert client.get(answers_page(notice))["Location"] == f"/notices/{notice.pk}/"


def step_page(notice: RectificationNotice, step: NoticeAction) -> str:
    return f"/notices/{notice.pk}/steps/{step}/"


def take(client: Client, notice: RectificationNotice, step: NoticeAction, comment: str = ""):
    fields = form_of(client, step_page(notice, step))
    return client.post(step_page(notice, step), fields | {"comment": [comment]})


def test_the_whole_way_through_the_pages(notice, world: World, sign_in: SignIn) -> None:
    answer(world, notice)
    head, office = sign_in(world.head), sign_in(world.performance_reviewer)

    assert take(head, notice, A.REPLY).status_code == 302
    assert take(office, notice, A.RETURN, "请附目录。").status_code == 302
    assert "请附目录。" in page_of(sign_in(world.preparer), answers_page(notice)).text
    assert take(head, notice, A.REPLY).status_code == 302
    assert "上次退回意见" in page_of(office, f"/notices/{notice.pk}/").text
    assert take(office, notice, A.ACCEPT).status_code == 302

    page = page_of(sign_in(world.preparer), f"/notices/{notice.pk}/")
    assert "由绩效审核人确认销号。" in page.text
    assert "退回意见" not in page.text.partition("办理过程")[0]
    assert RectificationNotice.objects.get().state_term is NoticeState.ACCEPTED


def test_a_return_without_a_word_stays_on_the_page(notice, world: World, sign_in: SignIn) -> None:
    reply(world, notice)

    response = take(sign_in(world.performance_reviewer), notice, A.RETURN)

    assert (response.status_code, "请填写说明。" in Page(response).summary()) == (422, True)
    assert RectificationNotice.objects.get().state_term is NoticeState.REPLIED


def test_a_reply_with_gaps_says_what_is_missing(notice, world: World, sign_in: SignIn) -> None:
    save_answers(world.preparer, notice.pk, {1: ANSWERS[1]}, seen_version=0)
    head = sign_in(world.head)

    page = page_of(head, f"/notices/{notice.pk}/")
    assert "第 2 项未填写整改情况、未填写完成日期。" in page.text
    response = take(head, notice, A.REPLY)
    assert (response.status_code, "第 2 项未填写整改情况" in Page(response).summary()) == (422, True)


def test_what_changed_since_it_was_read_is_not_sent(notice, world: World, sign_in: SignIn) -> None:
    answer(world, notice)
    head = sign_in(world.head)
    fields = form_of(head, step_page(notice, A.REPLY))
    save_answers(world.preparer, notice.pk, {1: Answer("刚改过。", TODAY)}, seen_version=1)

    response = head.post(step_page(notice, A.REPLY), fields)

    page = Page(response)
    assert "整改情况刚刚有变，请核对后再办理。" in page.summary()
    assert ("刚改过。" in page.text, page.value("seen_version")) == (True, "2")


def test_who_may_not_is_told_why(notice, world: World, sign_in: SignIn) -> None:
    response = sign_in(world.preparer).get(step_page(notice, A.REPLY))

    assert (
        response.status_code,
        "“报送整改情况反馈”由单位负责人办理，您没有办理此事项的权限。" in Page(response).text,
    ) == (403, True)


@pytest.mark.parametrize("step", ["issue_notice", "save_reply", "approve", "x"])
def test_what_is_no_step_is_not_there(notice, world: World, sign_in: SignIn, step: str) -> None:
    assert sign_in(world.head).get(f"/notices/{notice.pk}/steps/{step}/").status_code == 404


def test_a_late_reply_is_said_with_its_days(notice, world: World, sign_in: SignIn) -> None:
    reply(world, notice)
    RectificationNotice.objects.update(first_due_on=TODAY - timedelta(days=3))

    text = page_of(sign_in(world.performance_reviewer), f"/notices/{notice.pk}/").text
    assert "逾期 3 天" in text


def test_the_papers_can_be_taken_from_the_notice_and_from_the_documents(notice, world: World, sign_in: SignIn) -> None:
    client = sign_in(world.preparer)
    root, one = f"/assessments/{world.assessment.pk}/documents/", f"{notice.year}-{notice.number}"
    papers = [f"{root}rectification-notice-{one}.{ending}" for ending in ("pdf", "docx")]
    replies = [f"{root}rectification-reply-{one}.{ending}" for ending in ("pdf", "docx")]
    for page in (f"/notices/{notice.pk}/", root):
        html = client.get(page).content.decode()
        assert [f'"{path}"' in html for path in (*papers, *replies)] == [True, True, False, False]
    assert client.get(replies[0]).status_code == 404

    answer(world, notice)

    assert client.get(replies[1])["Content-Disposition"].count("%E8%8D%89%E7%A8%BF") == 1  # 草稿
    for page in (f"/notices/{notice.pk}/", root):
        html = client.get(page).content.decode()
        assert [f'"{path}"' in html for path in (*papers, *replies)] == [True] * 4
        assert "（草稿）" in html.partition("整改情况反馈")[2]
    reader = sign_in(world.section_reviewer)
    assert [reader.get(path).status_code for path in papers] == [200, 200]
    assert sign_in(world.other_head).get(papers[0]).status_code == 404


def test_a_number_of_another_department_s_notice_is_not_there(notice, world: World, sign_in: SignIn) -> None:
    path = f"/assessments/{world.other_assessment.pk}/documents/rectification-notice-{notice.year}-{notice.number}.pdf"

    assert sign_in(world.administrator).get(path).status_code == 404


Stage = tuple[str, str, str, bool]
STAGES: dict[str, dict[str, tuple[str, bool]]] = {
    "issued": {"preparer": ("填写整改情况", True), "head": ("填写整改情况", True)},
    "answered": {"preparer": ("查看整改情况", False), "head": ("核对并报送", True)},
    "replied": {"preparer": ("查看整改情况", False), "head": ("查看整改情况", False)},
    "returned": {"preparer": ("补充整改情况", True), "head": ("补充整改情况", True)},
}
LEAD = {
    "issued": lambda world, notice: notice,
    "answered": answer,
    "replied": reply,
    "returned": lambda world, notice: take_notice_step(
        world.administrator, reply(world, notice).pk, A.RETURN, "请补充。"
    ),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_department_finds_its_task_on_the_first_page(notice, world: World, sign_in: SignIn, stage: str) -> None:
    LEAD[stage](world, notice)

    found = {}
    for name in STAGES[stage]:
        own = sign_in(world.people[name]).get("/").context["own"].notices
        found[name] = [(item.step.button, item.step.is_mine) for item in own]
        for item in own:
            assert sign_in(world.people[name]).get(item.step.url).status_code == 200

    assert found == {name: [step] for name, step in STAGES[stage].items()}


def test_what_is_accepted_or_not_ours_is_no_task(notice, world: World, sign_in: SignIn) -> None:
    shown = {name: sign_in(user).get("/").content.decode() for name, user in world.people.items()}
    assert {name for name, html in shown.items() if notice.reference in html} == {"preparer", "head"}
    take_notice_step(world.administrator, reply(world, notice).pk, A.ACCEPT)

    assert notice.reference not in sign_in(world.preparer).get("/").content.decode()
    assert notice.reference in sign_in(world.preparer).get(f"/assessments/{world.assessment.pk}/").content.decode()


def overdue(notice: RectificationNotice, days: int) -> None:
    due_on = TODAY - timedelta(days=days)
    issued_on = due_on - timedelta(days=30)
    RectificationNotice.objects.filter(pk=notice.pk).update(due_on=due_on, issued_on=issued_on, year=issued_on.year)


def test_the_office_finds_what_waits_and_what_is_late(notice, world: World, sign_in: SignIn) -> None:
    (other,) = add_departments(world, 1)
    approve(other)
    late = issue(world, other)
    overdue(late, 2)
    reply(world, notice)

    for name in ("performance_reviewer", "administrator"):
        desk = sign_in(world.people[name]).get("/").context["notices"]
        assert ([row.notice for row in desk.rows], desk.count) == ([notice], 1)
        assert [(kind.reply_label, tally.count) for kind, tally in desk.late] == [("逾期未反馈", 1)]
    assert sign_in(world.section_reviewer).get("/").context["notices"] is None


def test_the_list_has_the_overdue_first_and_the_accepted_last(notice, world: World, sign_in: SignIn) -> None:
    others = add_departments(world, 2)
    approve(*others)
    late, later = (issue(world, assessment) for assessment in others)
    accepted = issue(world, due_on=DUE - timedelta(days=9))
    take_notice_step(world.administrator, reply(world, accepted).pk, A.ACCEPT)
    overdue(late, 2)
    overdue(later, 9)

    response = sign_in(world.performance_reviewer).get("/notices/")

    assert [row.notice for row in response.context["listing"].rows] == [later, late, notice, accepted]
    text = Page(response).text
    assert ("已逾期 9 天" in text, "共 4 份整改通知" in text) == (True, True)


FILTERS = [
    ("name=信访", ["own"]),
    ("state=issued", ["own", "late"]),
    ("state=replied", []),
    ("overdue=1", ["late"]),
    ("round=999", ["own", "late"]),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_the_list_is_narrowed(notice, world: World, sign_in: SignIn, query: str, expected: list[str]) -> None:
    (other,) = add_departments(world, 1)
    approve(other)
    late = issue(world, other)
    overdue(late, 2)
    names = {notice.pk: "own", late.pk: "late"}

    response = sign_in(world.administrator).get(f"/notices/?{query}")

    assert sorted(names[row.notice.pk] for row in response.context["listing"].rows) == sorted(expected)


def test_a_section_sees_its_own_departments_notices(notice, world: World, sign_in: SignIn) -> None:
    assert notice.reference in page_of(sign_in(world.section_reviewer), "/notices/").text
    assert "还没有整改通知。" in page_of(sign_in(world.other_section_reviewer), "/notices/").text
    assert sign_in(world.head).get("/notices/").status_code == 404


def test_a_long_list_has_pages(notice, world: World, sign_in: SignIn) -> None:
    for _ in range(50):
        issue(world, due_on=DUE + timedelta(days=RectificationNotice.objects.count()))

    client = sign_in(world.administrator)
    assert len(client.get("/notices/").context["listing"].rows) == 50
    assert len(client.get("/notices/?page=2").context["listing"].rows) == 1


def test_the_form_asks_a_fixed_number_of_questions(approved: World, sign_in: SignIn, django_assert_num_queries) -> None:
    client = sign_in(approved.performance_reviewer)
    with django_assert_num_queries(6):
        client.get(new(approved))
