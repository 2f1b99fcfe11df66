"""The record of an assessment: what happened between department and bureau, nothing private, in constant queries."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import add_attachment
from assessments.facts_loader import facts_of
from assessments.reports.papers.review_record import (
    FiledPaper,
    Notice,
    NoticeItem,
    Remark,
    ReviewRecord,
    SubmittedFinding,
)
from assessments.reports.papers.review_record_loader import record_of
from assessments.reports.sources import source_of, stated_source
from assessments.review.actions import answer_comment, comment_on_field, exempt, explain, settle_comment
from assessments.review.rectification import issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import Answer, Demand
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, NoticeAction, Severity, Status
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, World, complete_facts, complete_project
from tests.small_pdf import small_pdf

pytestmark = pytest.mark.django_db

PLACE = "/projects/0/indicators/0/actual"


def remark(world: World, text: str):
    place = stable_place(facts_of(world.fresh()), PLACE)
    return comment_on_field(world.section_reviewer, world.assessment.pk, place, "实际完成值", text)


def test_steps_stand_in_their_order_with_words_and_who_said_them(world):
    world.fill()
    world.bring_to(Action.HAND_OVER, Action.HAND_BACK, *REVIEWING)
    remark(world, "请附台账")
    world.bring_to(Action.RETURN_FOR_CHANGES)

    events = record_of(world.fresh()).events

    assert [(event.title, event.who, event.words, event.moved_to) for event in events] == [
        ("建立自评表", "系统", "", None),
        ("报送财政局", "负责人甲（单位负责人）", "说明", Status.SUBMITTED),
        ("开始初审", "审核人甲（业务股室审核人）", "说明", Status.SECTION_REVIEW),
        ("退回修改", "审核人甲（业务股室审核人）", "说明", Status.RETURNED),
    ]
    assert all(event.at.tzinfo == timezone.get_current_timezone() for event in events)


def test_an_exemption_is_told_with_its_check_and_day(world):
    until = timezone.localdate() + timedelta(days=9)
    exempt(world.administrator, world.own, "K58", "上年并账", until)

    event = record_of(world.fresh()).events[-1]

    day = f"{until.year}年{until.month}月{until.day}日"
    assert (event.title, event.who, event.words) == (f"豁免校验：跨年结转，至{day}", "管理员（系统管理员）", "上年并账")


def test_only_remarks_that_a_return_has_carried_are_in_it(world):
    world.fill()
    world.bring_to(*REVIEWING)
    sent = remark(world, "请附台账")
    world.bring_to(Action.RETURN_FOR_CHANGES)
    answer_comment(world.preparer, sent.pk, "已附")
    world.bring_to(*REVIEWING)
    settle_comment(world.section_reviewer, sent.pk)
    remark(world, "内部看法")
    today = timezone.localdate()
    told = Remark(
        label="实际完成值",
        text="请附台账",
        author="审核人甲",
        sent_on=today,
        answer="已附",
        answered_by="填报人甲",
        answered_on=today,
        is_settled=True,
    )
    assert record_of(world.fresh()).remarks == (told,)
    assert "内部看法" not in repr(record_of(world.fresh()))

    world.bring_to(Action.PASS_SECTION_REVIEW, Action.APPROVE)  # an approval settles what was never sent
    assert record_of(world.fresh()).remarks == (told,)
    assert "内部看法" not in repr(record_of(world.fresh()))


def test_findings_are_those_of_the_submission_that_was_reviewed(world):
    first = complete_project()
    far_above = replace(first.indicators[0], actual="80")
    project = replace(first, indicators=(far_above, *first.indicators[1:]))
    world.fill(complete_facts(projects=(project, complete_project("另一项目", "54"))))
    (warning,) = check_up(world.fresh()).open_warnings
    said = warning.finding
    explain(world.preparer, world.assessment.pk, said.code, warning.stable_place, said.message, "年中来访上升。")
    world.bring_to(*SUBMITTING)
    assert record_of(world.fresh()).reviewed is None

    world.bring_to(Action.BEGIN_REVIEW, Action.RETURN_FOR_CHANGES)
    reviewed = record_of(world.fresh()).reviewed
    assert str(reviewed.number) == f"2025-{world.assessment.pk:04}-1"
    assert reviewed.due == world.round.due_on
    told = SubmittedFinding(
        code=said.code,
        severity=Severity.WARNING,
        message=said.message,
        explanation="年中来访上升。",
        explained_by="填报人甲",
    )
    assert told in reviewed.findings

    world.fill()  # the draft goes on, and is handed in again: until a review begins, the first one is what was reviewed
    world.bring_to(*SUBMITTING)
    assert record_of(world.fresh()).reviewed == reviewed
    world.bring_to(Action.BEGIN_REVIEW)
    assert str(record_of(world.fresh()).reviewed.number) == f"2025-{world.assessment.pk:04}-2"


def test_attachments_come_with_size_and_checksum(world):
    paper = add_attachment(world.preparer, world.assessment.pk, "台账", BytesIO(small_pdf()), "paper.pdf")
    assert record_of(world.fresh()).attachments == (
        FiledPaper(name="台账", size=len(small_pdf()), sha256=paper.sha256),
    )
    assert len(paper.sha256) == 64


def test_the_checksum_of_the_stored_report_stands_as_long_as_it_counts(world):
    world.fill()
    assert record_of(world.bring_to(*PASSING)).stored_sha256 == ""
    assessment = world.bring_to(Action.APPROVE)
    assert record_of(assessment).stored_sha256 == assessment.stored_reports.get().sha256
    assert record_of(world.bring_to(Action.REOPEN)).stored_sha256 == ""


def test_figures_alone_are_read_without_the_record(world):
    world.fill()
    world.bring_to(*APPROVING)
    assert stated_source(world.fresh()).record == ReviewRecord()
    assert source_of(world.fresh()).record == record_of(world.fresh())


def test_notices_stand_in_it_with_what_was_answered(world):
    world.fill()
    world.bring_to(*APPROVING)
    today = timezone.localdate()
    demands = (Demand("台账不全。", "补齐台账。"), Demand("佐证不足。", "补充佐证。"))
    due_on = today + timedelta(days=30)
    row = issue_notice(world.administrator, world.assessment.pk, demands, due_on, "请整改。")
    save_answers(world.preparer, row.pk, {2: Answer("已补充。", today, "照片")}, seen_version=0)

    (notice,) = record_of(world.fresh()).notices

    assert notice == Notice(
        year=today.year,
        number=1,
        reference=row.reference,
        opening="请整改。",
        issued_on=today,
        due_on=due_on,
        items=(
            NoticeItem(problem="台账不全。", requirement="补齐台账。"),
            NoticeItem(
                problem="佐证不足。", requirement="补充佐证。", answer="已补充。", done_on=today, evidence="照片"
            ),
        ),
    )
    save_answers(world.preparer, row.pk, {1: Answer("已补齐。", today)}, seen_version=1)
    take_notice_step(world.head, row.pk, NoticeAction.REPLY)
    take_notice_step(world.administrator, row.pk, NoticeAction.ACCEPT)
    (notice,) = record_of(world.fresh()).notices
    assert (notice.replied_on, notice.accepted_on) == (today, today)


@pytest.mark.parametrize("rounds", [1, 3])
def test_seven_queries_however_much_was_said(world, rounds):
    world.fill()
    for number in range(rounds):
        world.bring_to(*REVIEWING)
        remark(world, f"意见{number}")
        world.bring_to(Action.RETURN_FOR_CHANGES)
    world.bring_to(*APPROVING)
    due_on = timezone.localdate() + timedelta(days=30)
    for number in range(rounds):
        issue_notice(world.administrator, world.assessment.pk, [Demand(f"问题{number}", "整改")] * rounds, due_on)
    assessment = world.fresh()
    with CaptureQueriesContext(connection) as queries:
        record = record_of(assessment)
    assert (len(record.remarks), len(record.notices), len(queries)) == (rounds, rounds, 7)
