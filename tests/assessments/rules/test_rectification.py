"""Every state × role × step of a rectification notice, written out by hand; what is suggested, what an answer lacks."""

from datetime import date, timedelta

import pytest

from assessments.rules.rectification import (
    NOTICE_STEPS,
    Answer,
    Demand,
    issuing_roles,
    notice_roles,
    suggested,
    suggested_deadline,
)
from assessments.schema.due import Due
from assessments.schema.facts import Rectification
from assessments.terms import NoticeAction, NoticeState, Role, Status

A = NoticeAction
ANSWERING = {Role.PREPARER: {A.SAVE}, Role.HEAD: {A.SAVE, A.REPLY}}
TABLE: dict[NoticeState, dict[Role, set[NoticeAction]]] = {
    NoticeState.ISSUED: ANSWERING,
    NoticeState.RETURNED: ANSWERING,
    NoticeState.REPLIED: {name: {A.RETURN, A.ACCEPT} for name in (Role.PERFORMANCE_REVIEWER, Role.ADMINISTRATOR)},
    NoticeState.ACCEPTED: {},
}


@pytest.mark.parametrize("state", NoticeState)
@pytest.mark.parametrize("role", Role)
def test_a_role_takes_the_steps_that_the_table_says(state: NoticeState, role: Role) -> None:
    steps = {action for action in NoticeAction if role in notice_roles(action, state)}

    assert steps == TABLE[state].get(role, set())


@pytest.mark.parametrize("status", Status)
def test_a_notice_is_issued_once_the_review_has_ended(status: Status) -> None:
    office = {Role.PERFORMANCE_REVIEWER, Role.ADMINISTRATOR}

    assert issuing_roles(status) == (office if status in {Status.APPROVED, Status.PUBLISHED} else set())


def test_a_return_says_why_and_the_bureau_judges() -> None:
    assert {step.action for step in NOTICE_STEPS.values() if step.needs_comment} == {A.RETURN}
    assert {step.action for step in NOTICE_STEPS.values() if step.is_review} == {A.ISSUE, A.RETURN, A.ACCEPT}
    assert {step.action: step.target for step in NOTICE_STEPS.values()} == {
        A.ISSUE: NoticeState.ISSUED,
        A.SAVE: None,
        A.REPLY: NoticeState.REPLIED,
        A.RETURN: NoticeState.RETURNED,
        A.ACCEPT: NoticeState.ACCEPTED,
    }


def test_every_state_has_words_for_both_sides() -> None:
    assert [(state.label, state.bureau_label) for state in NoticeState] == [
        ("待反馈", "待反馈"),
        ("退回补充", "退回补充"),
        ("已反馈，待确认", "待确认销号"),
        ("已销号", "已销号"),
    ]


TODAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        (Answer(), ["未填写整改情况", "未填写完成日期"]),
        (Answer("已补充台账。"), ["未填写完成日期"]),
        (Answer("", TODAY), ["未填写整改情况"]),
        (Answer("已补充台账。", TODAY), []),
        (Answer("已补充台账。", TODAY, "台账"), []),
        (Answer("已补充台账。", date(2026, 5, 7)), ["完成日期晚于今天"]),
    ],
)
def test_what_an_answer_lacks(answer: Answer, lacks: list[str]) -> None:
    assert list(answer.lacks(TODAY)) == lacks


@pytest.mark.parametrize(
    ("row", "requirement"),
    [
        (
            Rectification(problem="甲", measure="建立台账。", owner="办公室", due=Due.on(date(2026, 12, 31))),
            "落实自评报告提出的整改措施“建立台账”（责任人：办公室，完成期限：2026年12月31日）。",
        ),
        (
            Rectification(problem="甲", measure="建立台账；", due=Due.on(date(2026, 12, 31))),
            "落实自评报告提出的整改措施“建立台账”（完成期限：2026年12月31日）。",
        ),
        (Rectification(problem="甲", measure="建立台账"), "落实自评报告提出的整改措施“建立台账”。"),
        (Rectification(problem="甲"), "制定整改措施，明确责任人和完成期限，按期完成。"),
    ],
)
def test_what_the_department_means_to_mend_is_offered_with_its_measure(row: Rectification, requirement: str) -> None:
    assert list(suggested([row], [])) == [Demand("甲", requirement)]


def test_the_deadline_offered_is_the_last_day_that_the_department_set_itself() -> None:
    rows = [Rectification(problem="甲", due=Due.on(TODAY + timedelta(days=days))) for days in (40, 90, -5)]

    assert suggested_deadline(rows, TODAY) == TODAY + timedelta(days=90)
    assert suggested_deadline(rows[2:], TODAY) == TODAY + timedelta(days=30)
    assert suggested_deadline([Rectification(due=Due.on(TODAY + timedelta(days=40)))], TODAY) == TODAY + timedelta(
        days=30
    )


def test_warnings_are_offered_too_and_a_plan_without_a_problem_is_not() -> None:
    offered = list(suggested([Rectification(measure="建立台账"), Rectification()], ["指标值偏低。"]))

    assert offered == [Demand("指标值偏低。", "核实相关数据和资料，确属差错的予以更正，并说明原因。")]


def test_deadlines_in_words_count_by_the_day_they_mean():
    rows = [
        Rectification(problem="甲", due=Due(words)) for words in ("长期坚持", "立行立改", f"{TODAY.year + 1}年上半年")
    ]

    assert suggested_deadline(rows[2:], TODAY) == date(TODAY.year + 1, 6, 30)
    assert suggested_deadline(rows[:2], TODAY) == TODAY + timedelta(days=30)
