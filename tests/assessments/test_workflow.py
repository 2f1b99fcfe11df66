"""Steps: in order, by the right person, once, with their log, their snapshot and their report."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import Refused
from assessments.exchange.file_format import read
from assessments.facts_loader import facts_of
from assessments.history import broken_entries
from assessments.models import FieldComment, LogEntry, Snapshot, StoredReport
from assessments.reports.sources import pdf_of
from assessments.review.actions import comment_on_field, explain
from assessments.rules.lifecycle import TRANSITIONS
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action, Status
from assessments.workflow import include_departments, open_round, take_step
from budgets.models import Department, Indicator
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, YEAR, World, complete_facts

pytestmark = pytest.mark.django_db


def entry_of(world: World, action: Action) -> LogEntry:
    return world.assessment.log.filter(action=action).latest("number")


def test_the_whole_way_is_logged_with_who_when_and_why(world: World) -> None:
    world.fill()
    world.bring_to(*APPROVING, Action.PUBLISH, Action.REOPEN)
    steps = world.assessment.log.exclude(from_status="", to_status="").exclude(action__in=["start", "save"])
    assert [(e.action, e.actor.full_name, e.role, e.from_status, e.to_status) for e in steps] == [
        ("hand_over", "填报人甲", "preparer", "draft", "confirming"),
        ("submit", "负责人甲", "head", "confirming", "submitted"),
        ("begin_review", "审核人甲", "section_reviewer", "submitted", "section_review"),
        ("pass_section_review", "审核人甲", "section_reviewer", "section_review", "final_review"),
        ("approve", "绩效审核人", "performance_reviewer", "final_review", "approved"),
        ("publish", "绩效审核人", "performance_reviewer", "approved", "published"),
        ("reopen", "管理员", "administrator", "published", "returned"),
    ]
    assert broken_entries(world.assessment) == []


def test_timestamps_stand_with_their_status_and_fall_with_a_return(world: World) -> None:
    def times() -> list[bool]:
        row = world.fresh()
        return [
            stamp is not None for stamp in (row.submitted_at, row.section_passed_at, row.approved_at, row.published_at)
        ]

    world.fill()
    seen = [times()]
    for action in (*APPROVING, Action.PUBLISH, Action.REOPEN):
        world.bring_to(action)
        seen.append(times())
    assert seen == [
        [False, False, False, False],
        [False, False, False, False],
        [True, False, False, False],
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
        [False, False, False, False],
    ]


@pytest.mark.parametrize("action", [step.action for step in TRANSITIONS.values() if step.needs_comment])
def test_a_step_that_needs_a_comment_is_refused_without(world: World, action: Action) -> None:
    before = {
        Action.HAND_BACK: SUBMITTING[:1],
        Action.WITHDRAW: SUBMITTING,
        Action.RETURN_FOR_CHANGES: REVIEWING,
        Action.REOPEN: APPROVING,
    }[action]
    actor = {
        Action.HAND_BACK: "head",
        Action.WITHDRAW: "head",
        Action.RETURN_FOR_CHANGES: "section_reviewer",
        Action.REOPEN: "administrator",
    }[action]
    world.fill()
    status = world.bring_to(*before).status
    with pytest.raises(Refused, match=f"{action.label}须填写说明。"):
        take_step(world.people[actor], world.assessment.pk, action, "  ")
    assert world.fresh().status == status


def test_an_empty_draft_is_not_handed_over(world: World) -> None:
    with pytest.raises(Refused, match="个部分未填完"):
        take_step(world.preparer, world.assessment.pk, Action.HAND_OVER)
    assert world.fresh().status == Status.DRAFT


def test_submitting_twice_is_submitting_once(world: World) -> None:
    world.fill()
    world.bring_to(*SUBMITTING)
    first = entry_of(world, Action.SUBMIT)
    again = take_step(world.head, world.assessment.pk, Action.SUBMIT)
    assert again == first
    assert Snapshot.objects.count() == 1


def test_somebody_elses_step_is_not_taken_for_ones_own(world: World) -> None:
    world.fill()
    world.bring_to(*SUBMITTING)
    with pytest.raises(Refused):
        take_step(world.preparer, world.assessment.pk, Action.SUBMIT)


def test_a_submission_freezes_what_was_handed_in(world: World) -> None:
    world.fill()
    world.bring_to(*SUBMITTING)
    snapshot = entry_of(world, Action.SUBMIT).snapshot
    assert snapshot is not None
    handed_in = facts_of(world.fresh())
    assert read(snapshot.content["exchange"]) == handed_in
    assert snapshot.content["scheme"]["name"] == SCHEME_2020_10.name


def test_the_head_withdraws_until_a_review_has_begun(world: World) -> None:
    world.fill()
    world.bring_to(*SUBMITTING, Action.WITHDRAW)
    assert world.fresh().status == Status.DRAFT
    world.bring_to(*REVIEWING)
    with pytest.raises(Refused, match="当前状态为“业务股室审核中”，不能撤回。"):
        take_step(world.head, world.assessment.pk, Action.WITHDRAW, "有误")


def test_an_approval_stores_the_report_once_and_for_all(world: World) -> None:
    world.fill()
    world.bring_to(*APPROVING)
    stored = StoredReport.objects.get()
    pdf = bytes(stored.pdf)
    assert pdf.startswith(b"%PDF-")
    assert stored.sha256 == hashlib.sha256(pdf).hexdigest()
    assert stored.snapshot == entry_of(world, Action.SUBMIT).snapshot
    Department.objects.filter(pk=world.own.pk).update(name="改了名的局")
    assert pdf_of(world.fresh()) == pdf


def test_a_character_that_no_font_has_stops_the_approval_and_is_named(world: World) -> None:
    facts = complete_facts()
    problems = f"{facts.narrative.problems}由张\U0002ebf0负责。"
    world.fill(replace(facts, narrative=replace(facts.narrative, problems=problems)))
    world.bring_to(*PASSING)
    with pytest.raises(Refused, match=r"没有能显示“.”（U\+2EBF0）的字体"):
        take_step(world.performance_reviewer, world.assessment.pk, Action.APPROVE)
    assert world.fresh().status == Status.FINAL_REVIEW
    assert not StoredReport.objects.exists()


def test_a_return_carries_the_remarks_and_a_second_submission_freezes_again(world: World) -> None:
    world.fill()
    world.bring_to(*REVIEWING)
    comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "请核对")
    assert FieldComment.objects.get().sent_at is None
    world.bring_to(Action.RETURN_FOR_CHANGES)
    assert FieldComment.objects.get().sent_at is not None
    world.bring_to(*APPROVING)
    assert [item.number for item in Snapshot.objects.all()] == [1, 2]
    assert FieldComment.objects.get().settled_at is not None


def test_a_warning_must_be_explained_and_new_figures_want_a_new_word(world: World) -> None:
    facts = complete_facts()
    first, *others = facts.projects
    far_above = replace(first.indicators[0], actual="80")
    facts = replace(facts, projects=(replace(first, indicators=(far_above, *first.indicators[1:])), *others))
    world.fill(facts)
    with pytest.raises(Refused, match="还有 1 条警告须写明原因"):
        take_step(world.preparer, world.assessment.pk, Action.HAND_OVER)
    (item,) = check_up(world.fresh()).open_warnings
    assert item.finding.code == "K22"
    explain(world.preparer, world.assessment.pk, "K22", item.stable_place, item.finding.message, "年中信访量上升。")
    assert check_up(world.fresh()).may_submit
    farther = replace(far_above, actual="90")
    world.fill(replace(facts, projects=(replace(first, indicators=(farther, *first.indicators[1:])), *others)))
    assert [one.finding.code for one in check_up(world.fresh()).open_warnings] == ["K22"]


def test_a_wrong_order_is_refused(world: World) -> None:
    world.fill()
    for action in (Action.SUBMIT, Action.BEGIN_REVIEW, Action.APPROVE, Action.PUBLISH, Action.REOPEN):
        for person in world.people.values():
            with pytest.raises(Refused):
                take_step(person, world.assessment.pk, action, "说明")
    assert world.fresh().status == Status.DRAFT


def test_opening_a_round_gives_every_department_its_assessment_and_locks_targets(world: World) -> None:
    assert {item.department.name for item in world.round.assessments.all()} == {"信访局", "教育局"}
    assert [unit.name for unit in world.assessment.covered_units.all()] == ["信访服务中心"]
    world.fill()
    Indicator.objects.update(approved=False)
    today = timezone.localdate()
    with pytest.raises(Refused, match="已经下达"):
        open_round(None, YEAR, today, today, SCHEME_2020_10)
    with pytest.raises(Refused, match="由绩效股审核人、系统管理员"):
        open_round(world.head, YEAR + 1, today, today, SCHEME_2020_10)
    with pytest.raises(ValidationError, match="截止日期不能早于开始日期"):
        open_round(None, YEAR + 1, today, today - timedelta(days=1), SCHEME_2020_10)


def test_a_department_founded_later_is_included_on_request(world: World) -> None:
    late = Department.objects.create(name="数据局")
    with pytest.raises(Refused, match="由绩效股审核人、系统管理员"):
        include_departments(world.section_reviewer, world.round.pk)
    assert include_departments(world.performance_reviewer, world.round.pk) == [late]
    assert include_departments(world.performance_reviewer, world.round.pk) == []
    assert late.assessments.get().log.get().actor == world.performance_reviewer


def test_a_step_leaves_nothing_behind_when_it_fails(world: World) -> None:
    world.fill()
    world.bring_to(*PASSING)
    entries = world.assessment.log.count()
    snapshots = Snapshot.objects.count()
    with pytest.raises(Refused):
        take_step(world.performance_reviewer, world.assessment.pk, Action.RETURN_FOR_CHANGES, "")
    assert (world.assessment.log.count(), Snapshot.objects.count()) == (entries, snapshots)
