"""The way of a rectification notice through the database: numbers, answers, versions, steps, and the log of it all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.drafting import Refused
from assessments.history import broken_entries
from assessments.models import Assessment, LogEntry, RectificationNotice
from assessments.permissions import may_issue_notice, may_on_notice
from assessments.review.rectification import StaleAnswers, issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import MOST_ITEMS, Answer, Demand
from assessments.terms import Action, NoticeAction, NoticeState, Status
from tests.assessments.test_permissions import PEOPLE
from tests.factories import APPROVING, World

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=30)
DEMANDS = (Demand("台账不全。", "补齐台账。"), Demand("佐证不足。", "补充佐证。"))
ANSWER = Answer("已补齐全年台账。", TODAY, "台账复印件")
ANSWERS = {1: ANSWER, 2: Answer("已补充佐证。", TODAY)}
A = NoticeAction


@pytest.fixture
def approved(world: World) -> World:
    """A world whose assessment stands approved; how it came there does not matter here."""
    now = timezone.now()
    times = dict.fromkeys(("submitted_at", "section_passed_at", "approved_at"), now)
    Assessment.objects.filter(pk=world.assessment.pk).update(status=Status.APPROVED, **times)
    return world


@pytest.fixture
def notice(approved: World) -> RectificationNotice:
    return issue(approved)


def issue(world: World, demands: tuple[Demand, ...] = DEMANDS, **said: object) -> RectificationNotice:
    known = {"due_on": DUE, "opening": "请按期整改。"} | said
    return issue_notice(world.performance_reviewer, world.assessment.pk, demands, **known)  # type: ignore[arg-type]


def answer(world: World, notice: RectificationNotice) -> RectificationNotice:
    return save_answers(world.preparer, notice.pk, ANSWERS, seen_version=0)


def reply(world: World, notice: RectificationNotice) -> RectificationNotice:
    answer(world, notice)
    return take_notice_step(world.head, notice.pk, A.REPLY)


def said_in_log(notice: RectificationNotice) -> list[tuple[str, str, str]]:
    entries = notice.assessment.log.filter(detail__notice=notice.pk).order_by("number")
    return [(entry.action, str(entry.actor), entry.comment) for entry in entries]


def test_a_notice_has_a_number_items_and_an_entry_in_the_log(approved: World, settings) -> None:
    settings.NOTICE_PREFIX = "示财绩"

    notice = issue(approved)

    assert notice.reference == f"示财绩〔{TODAY.year}〕1号"
    assert (notice.state_term, notice.issued_on, notice.issued_by) == (
        NoticeState.ISSUED,
        TODAY,
        approved.performance_reviewer,
    )
    items = [(item.position, item.problem, item.requirement, item.answer) for item in notice.items.all()]
    assert items == [(1, "台账不全。", "补齐台账。", ""), (2, "佐证不足。", "补充佐证。", "")]
    entry = LogEntry.objects.get(action=A.ISSUE)
    assert (entry.actor, entry.role, entry.comment) == (
        approved.performance_reviewer,
        "performance_reviewer",
        "请按期整改。",
    )
    assert entry.detail == {
        "notice": notice.pk,
        "label": notice.reference,
        "due": DUE.isoformat(),
        "items": [
            {"problem": "台账不全。", "requirement": "补齐台账。"},
            {"problem": "佐证不足。", "requirement": "补充佐证。"},
        ],
    }


def test_numbers_run_through_the_county_and_begin_anew_each_year(approved: World) -> None:
    first = issue(approved)
    Assessment.objects.filter(pk=approved.other_assessment.pk).update(
        status=Status.APPROVED, **dict.fromkeys(("submitted_at", "section_passed_at", "approved_at"), timezone.now())
    )
    second = issue_notice(approved.administrator, approved.other_assessment.pk, DEMANDS, DUE)
    third = issue(approved, (Demand("另一个问题。", "另行整改。"),))

    assert [item.number for item in (first, second, third)] == [1, 2, 3]
    last_year = date(TODAY.year - 1, 12, 1)
    RectificationNotice.objects.update(year=last_year.year, issued_on=last_year)
    assert issue(approved).number == 1


def test_a_prefix_that_changes_later_leaves_the_papers_as_they_are(approved: World, settings) -> None:
    settings.NOTICE_PREFIX = "甲"
    notice = issue(approved)
    settings.NOTICE_PREFIX = "乙"

    assert RectificationNotice.objects.get(pk=notice.pk).reference == f"甲〔{TODAY.year}〕1号"


def test_a_notice_of_an_earlier_day_has_the_number_of_its_year(approved: World) -> None:
    issue(approved)
    day = date(TODAY.year - 1, 12, 1)

    earlier = issue(approved, due_on=day + timedelta(days=1), on=day)

    assert (earlier.issued_on, earlier.year, earlier.number) == (day, TODAY.year - 1, 1)
    with pytest.raises(Refused, match="整改期限须晚于下达之日。"):
        issue(approved, due_on=day, on=day)


def test_a_double_click_issues_once(approved: World) -> None:
    first, again = issue(approved), issue(approved)

    assert (first.pk, RectificationNotice.objects.count()) == (again.pk, 1)
    assert [action for action, _, _ in said_in_log(first)] == [A.ISSUE]
    assert issue(approved, DEMANDS[:1]).pk != first.pk


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"demands": ()}, "请至少列入一项整改事项。"),
        ({"demands": (Demand("甲", " "),)}, "每项都须写明存在问题和整改要求。"),
        ({"demands": (Demand("", "乙"),)}, "每项都须写明存在问题和整改要求。"),
        (
            {"demands": DEMANDS[:1] * (MOST_ITEMS + 1)},
            f"一份通知最多 {MOST_ITEMS} 项整改事项，现有 {MOST_ITEMS + 1} 项。",
        ),
        ({"demands": (Demand("字" * 2001, "乙"),)}, "每段文字最多 2000 字。"),
        ({"opening": "字" * 2001}, "每段文字最多 2000 字。"),
        ({"due_on": TODAY}, "整改期限须晚于下达之日。"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_whole(approved: World, said: dict[str, object], reason: str) -> None:
    before = LogEntry.objects.count()
    with pytest.raises(Refused) as refused:
        issue(approved, **said)  # type: ignore[arg-type]

    assert (refused.value.reason, RectificationNotice.objects.count()) == (reason, 0)
    assert LogEntry.objects.count() == before


def test_before_the_review_has_ended_there_is_no_notice(world: World) -> None:
    with pytest.raises(Refused, match="审核通过后才能下达整改通知。"):
        issue(world)


def test_who_issues(approved: World) -> None:
    answers = {name: may_issue_notice(approved.people[name], approved.fresh()) for name in PEOPLE}

    assert {name for name, decision in answers.items() if decision.allowed} == {"performance_reviewer", "administrator"}
    assert {decision.reason for decision in answers.values()} == {
        "",
        "“下达整改通知”由绩效股审核人、系统管理员办理，您没有办理此事项的权限。",
        "您没有办理此事项的权限。如应由您办理，请联系财政局系统管理员核对账号。",
    }


def test_who_prepared_or_answered_neither_issues_nor_judges(approved: World, notice: RectificationNotice) -> None:
    """A head who moved to the bureau would accept the reply that he sent."""
    reply(approved, notice)
    clerk = approved.head
    clerk.memberships.all().delete()
    clerk.bureau_role = "performance_reviewer"
    clerk.save()

    def reason(action: A) -> str:
        others = "绩效股审核人、系统管理员"
        return f"您参与过此自评表的填报，或属于该部门，不能办理“{action.label}”，请由财政局其他{others}办理。"

    assert may_issue_notice(clerk, approved.fresh()).reason == reason(A.ISSUE)
    for action in (A.RETURN, A.ACCEPT):
        with pytest.raises(Refused, match=reason(action)):
            take_notice_step(clerk, notice.pk, action, "意见")


STEPS_OF: dict[NoticeState, dict[str, set[NoticeAction]]] = {
    NoticeState.ISSUED: {"preparer": {A.SAVE}, "head": {A.SAVE, A.REPLY}},
    NoticeState.RETURNED: {"preparer": {A.SAVE}, "head": {A.SAVE, A.REPLY}},
    NoticeState.REPLIED: {name: {A.RETURN, A.ACCEPT} for name in ("performance_reviewer", "administrator")},
    NoticeState.ACCEPTED: {},
}


@pytest.mark.parametrize("state", NoticeState)
def test_every_person_may_do_what_the_table_says(
    approved: World, notice: RectificationNotice, state: NoticeState
) -> None:
    notice.state = state
    answers = {
        (name, action): may_on_notice(approved.people[name], action, notice)
        for name in PEOPLE
        for action in NoticeAction
    }

    allowed = {key for key, decision in answers.items() if decision.allowed}
    assert allowed == {(name, action) for name, actions in STEPS_OF[state].items() for action in actions}
    assert all(bool(decision.reason) is not decision.allowed for decision in answers.values())


def test_a_disabled_account_may_nothing(approved: World, notice: RectificationNotice) -> None:
    approved.head.is_active = False

    assert may_on_notice(approved.head, A.SAVE, notice).reason == "账号已停用，请联系财政局系统管理员。"


def test_a_reopened_assessment_keeps_its_notices_and_they_go_on(world: World) -> None:
    world.fill()
    world.bring_to(*APPROVING)
    notice = issue(world)
    world.bring_to(Action.REOPEN)

    reply(world, notice)
    take_notice_step(world.administrator, notice.pk, A.ACCEPT)

    assert RectificationNotice.objects.get().state_term is NoticeState.ACCEPTED
    assert (world.fresh().status_term, broken_entries(world.fresh())) == (Status.RETURNED, [])
    with pytest.raises(Refused, match="审核通过后才能下达整改通知。"):
        issue(world, DEMANDS[:1])


def test_answers_are_saved_in_part_and_counted(approved: World, notice: RectificationNotice) -> None:
    saved = save_answers(approved.preparer, notice.pk, {2: ANSWER}, seen_version=0)

    assert saved.version == 1
    rows = [(item.answer, item.done_on, item.evidence) for item in notice.items.all()]
    assert rows == [("", None, ""), ("已补齐全年台账。", TODAY, "台账复印件")]
    entry = LogEntry.objects.get(action=A.SAVE)
    assert entry.detail == {
        "notice": notice.pk,
        "label": notice.reference,
        "answers": [
            {"position": 2, "answer": "已补齐全年台账。", "done_on": TODAY.isoformat(), "evidence": "台账复印件"}
        ],
    }


def test_the_same_words_twice_are_saved_once(approved: World, notice: RectificationNotice) -> None:
    answer(approved, notice)
    again = save_answers(approved.preparer, notice.pk, ANSWERS, seen_version=0)

    assert (again.version, LogEntry.objects.filter(action=A.SAVE).count()) == (1, 1)


def test_a_stale_save_writes_nothing_and_says_who_was_there(approved: World, notice: RectificationNotice) -> None:
    answer(approved, notice)
    with pytest.raises(StaleAnswers) as stale:
        save_answers(approved.head, notice.pk, {1: Answer("另一种说法。")}, seen_version=0)

    assert (stale.value.notice.version, stale.value.saved_by) == (1, "填报人甲")
    assert notice.items.get(position=1).answer == "已补齐全年台账。"
    assert LogEntry.objects.filter(action=A.SAVE).count() == 1


def test_an_item_that_there_is_not_is_not_made(approved: World, notice: RectificationNotice) -> None:
    save_answers(approved.preparer, notice.pk, {9: ANSWER}, seen_version=0)

    assert (notice.items.count(), notice.version) == (2, 0)


def test_an_answer_without_end_is_refused(approved: World, notice: RectificationNotice) -> None:
    with pytest.raises(Refused, match="每段文字最多 2000 字。"):
        save_answers(approved.preparer, notice.pk, {1: replace(ANSWER, evidence="字" * 2001)}, seen_version=0)


def test_the_whole_way(approved: World, notice: RectificationNotice) -> None:
    world = approved
    reply(world, notice)
    returned = take_notice_step(world.performance_reviewer, notice.pk, A.RETURN, "请附台账目录。")
    assert (returned.state_term, returned.replied_on, returned.replied_by) == (NoticeState.RETURNED, None, None)
    assert returned.return_comment == "请附台账目录。"
    save_answers(world.preparer, notice.pk, {1: replace(ANSWER, evidence="台账目录")}, seen_version=1)
    take_notice_step(world.head, notice.pk, A.REPLY, seen_version=2)
    accepted = take_notice_step(world.administrator, notice.pk, A.ACCEPT)

    assert (accepted.state_term, accepted.accepted_by, accepted.replied_by) == (
        NoticeState.ACCEPTED,
        world.administrator,
        world.head,
    )
    assert said_in_log(notice) == [
        (A.ISSUE, "绩效审核人", "请按期整改。"),
        (A.SAVE, "填报人甲", ""),
        (A.REPLY, "负责人甲", ""),
        (A.RETURN, "绩效审核人", "请附台账目录。"),
        (A.SAVE, "填报人甲", ""),
        (A.REPLY, "负责人甲", ""),
        (A.ACCEPT, "管理员", ""),
    ]
    assert broken_entries(world.fresh()) == []


def test_what_was_sent_first_stays_in_the_log(approved: World, notice: RectificationNotice) -> None:
    reply(approved, notice)
    take_notice_step(approved.performance_reviewer, notice.pk, A.RETURN, "请补充。")
    save_answers(approved.preparer, notice.pk, {1: replace(ANSWER, text="改写过的。")}, seen_version=1)
    take_notice_step(approved.head, notice.pk, A.REPLY)

    sent = LogEntry.objects.filter(action=A.REPLY).order_by("number")
    assert [[row["answer"] for row in entry.detail["answers"]] for entry in sent] == [
        ["已补齐全年台账。", "已补充佐证。"],
        ["改写过的。", "已补充佐证。"],
    ]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, "第 1 项未填写整改情况、未填写完成日期，第 2 项未填写整改情况、未填写完成日期。"),
        ({1: ANSWER, 2: Answer("已改。")}, "第 2 项未填写完成日期。"),
        ({1: ANSWER, 2: replace(ANSWER, done_on=TODAY + timedelta(days=1))}, "第 2 项完成日期晚于今天。"),
    ],
)
def test_a_reply_with_gaps_is_not_sent(
    approved: World, notice: RectificationNotice, answers: dict[int, Answer], reason: str
) -> None:
    save_answers(approved.head, notice.pk, answers, seen_version=0)
    with pytest.raises(Refused) as refused:
        take_notice_step(approved.head, notice.pk, A.REPLY)

    assert (refused.value.reason, RectificationNotice.objects.get().state_term) == (reason, NoticeState.ISSUED)


def test_the_head_sends_what_the_head_has_read(approved: World, notice: RectificationNotice) -> None:
    answer(approved, notice)
    save_answers(approved.preparer, notice.pk, {1: replace(ANSWER, text="刚改过。")}, seen_version=1)
    with pytest.raises(Refused, match="整改情况刚刚有变，请核对后再办理。"):
        take_notice_step(approved.head, notice.pk, A.REPLY, seen_version=1)


@pytest.mark.parametrize("action", [A.RETURN, A.ACCEPT])
def test_a_reviewer_judges_what_the_reviewer_has_read(
    approved: World, notice: RectificationNotice, action: NoticeAction
) -> None:
    """Meanwhile a colleague has returned it, and another text has come."""
    reply(approved, notice)
    take_notice_step(approved.administrator, notice.pk, A.RETURN, "请补充。")
    save_answers(approved.preparer, notice.pk, {1: replace(ANSWER, text="改写过的。")}, seen_version=1)
    take_notice_step(approved.head, notice.pk, A.REPLY)

    with pytest.raises(Refused, match="整改情况刚刚有变，请核对后再办理。"):
        take_notice_step(approved.performance_reviewer, notice.pk, action, "意见", seen_version=1)


@pytest.mark.parametrize("comment", ["", "  "])
def test_a_return_without_a_word_is_refused(approved: World, notice: RectificationNotice, comment: str) -> None:
    reply(approved, notice)
    with pytest.raises(Refused, match="退回补充须填写意见。"):
        take_notice_step(approved.performance_reviewer, notice.pk, A.RETURN, comment)


def test_a_comment_without_end_is_refused(approved: World, notice: RectificationNotice) -> None:
    reply(approved, notice)
    with pytest.raises(Refused, match="意见最多 2000 字。"):
        take_notice_step(approved.performance_reviewer, notice.pk, A.ACCEPT, "字" * 2001)


Way = Callable[[World, RectificationNotice], object]
WAYS: dict[NoticeAction, tuple[str, tuple[Way, ...]]] = {
    A.REPLY: ("head", (answer,)),
    A.RETURN: ("performance_reviewer", (reply,)),
    A.ACCEPT: ("performance_reviewer", (reply,)),
}


@pytest.mark.parametrize("action", WAYS)
def test_a_step_taken_twice_is_taken_once(approved: World, notice: RectificationNotice, action: NoticeAction) -> None:
    person, before = WAYS[action]
    for way in before:
        way(approved, notice)
    for _ in range(2):
        take_notice_step(approved.people[person], notice.pk, action, "意见")

    assert LogEntry.objects.filter(action=action).count() == 1


def test_the_second_of_two_reviewers_is_told_where_it_stands(approved: World, notice: RectificationNotice) -> None:
    reply(approved, notice)
    take_notice_step(approved.performance_reviewer, notice.pk, A.ACCEPT)

    with pytest.raises(Refused, match="整改通知已销号，不能确认销号。"):
        take_notice_step(approved.administrator, notice.pk, A.ACCEPT)
    with pytest.raises(Refused, match="整改通知已销号，不能退回补充。"):
        take_notice_step(approved.administrator, notice.pk, A.RETURN, "再改。")


@pytest.mark.parametrize("person", ["stranger", "other_head", "unit_preparer"])
def test_whoever_has_nothing_to_do_with_it_changes_nothing(
    approved: World, notice: RectificationNotice, person: str
) -> None:
    with pytest.raises(Refused):
        save_answers(approved.people[person], notice.pk, ANSWERS, seen_version=0)
    with pytest.raises(Refused):
        take_notice_step(approved.people[person], notice.pk, A.REPLY)

    assert [action for action, _, _ in said_in_log(notice)] == [A.ISSUE]
