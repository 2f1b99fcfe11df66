"""No step swallows a remark, and nothing is handed in again over the department's silence."""

from dataclasses import replace

import pytest

from assessments.checkup import check_up
from assessments.drafting import Refused
from assessments.models import FieldComment
from assessments.review.actions import (
    answer_comment,
    comment_on_field,
    revise_comment,
    settle_comment,
    withdraw_comment,
)
from assessments.terms import Action, RemarkDecision, Status
from assessments.workflow import take_step
from budgets.models import SectionMembership
from evalsite.terms import BureauRole
from tests.factories import PASSING, REVIEWING, World, complete_facts, person, wan

pytestmark = pytest.mark.django_db
TOTAL = "/revenue/total"


def remark(world: World, text: str = "请核对", who: str = "section_reviewer") -> FieldComment:
    return comment_on_field(world.people[who], world.assessment.pk, TOTAL, "收入合计", text)


def logged(world: World, *actions: str) -> list[tuple[str, str]]:
    entries = world.assessment.log.filter(action__in=actions).order_by("number")
    return [(entry.action, entry.comment) for entry in entries]


@pytest.fixture
def reviewed(world: World) -> World:
    world.fill()
    world.bring_to(*REVIEWING)
    return world


def step(world: World, who: str, action: Action, decisions: dict[int, str] | None = None) -> None:
    take_step(world.people[who], world.assessment.pk, action, "说明", decisions=decisions or {})


@pytest.mark.parametrize("decision", [None, "send", "settle", "file", "nonsense"])
def test_a_pass_says_of_every_unsent_remark_what_becomes_of_it(reviewed: World, decision: str | None) -> None:
    comment = remark(reviewed)

    with pytest.raises(Refused, match=r"还有 1 条审核意见没有处理（收入合计）。请逐条选择处理办法，或退回修改。"):
        step(reviewed, "section_reviewer", Action.PASS_SECTION_REVIEW, {comment.pk: decision} if decision else None)

    assert reviewed.fresh().status_term is Status.SECTION_REVIEW
    assert FieldComment.objects.get() == comment


def test_a_remark_kept_for_the_final_review_waits_there(reviewed: World) -> None:
    comment = remark(reviewed)

    step(reviewed, "section_reviewer", Action.PASS_SECTION_REVIEW, {comment.pk: RemarkDecision.KEEP})

    kept = FieldComment.objects.get()
    assert (kept.pk, kept.sent_at, kept.settled_at) == (comment.pk, None, None)
    assert reviewed.assessment.log.latest("number").detail == {"kept": ["收入合计"]}
    with pytest.raises(Refused, match="还有 1 条审核意见没有处理"):
        step(reviewed, "performance_reviewer", Action.APPROVE)
    assert reviewed.fresh().status_term is Status.FINAL_REVIEW
    assert not reviewed.assessment.stored_reports.exists()


def test_a_remark_dropped_with_a_pass_stays_in_the_log(reviewed: World) -> None:
    comment = remark(reviewed)

    step(reviewed, "section_reviewer", Action.PASS_SECTION_REVIEW, {comment.pk: RemarkDecision.DROP})

    assert not FieldComment.objects.exists()
    assert logged(reviewed, "comment", "withdraw_comment") == [("comment", "请核对"), ("withdraw_comment", "请核对")]


def test_an_approval_files_what_was_never_sent_and_settles_what_was(reviewed: World) -> None:
    sent = remark(reviewed, "先前的")
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *PASSING)
    unsent = remark(reviewed, "后来的", "performance_reviewer")
    with pytest.raises(Refused, match="还有 2 条审核意见没有处理（收入合计）"):
        step(reviewed, "performance_reviewer", Action.APPROVE)
    with pytest.raises(Refused, match="还有 1 条审核意见没有处理"):  # what was sent cannot be dropped
        step(reviewed, "performance_reviewer", Action.APPROVE, {sent.pk: "drop", unsent.pk: "file"})

    step(reviewed, "performance_reviewer", Action.APPROVE, {sent.pk: "settle", unsent.pk: "file"})

    assert not FieldComment.objects.filter(settled_at=None).exists()
    assert FieldComment.objects.get(pk=unsent.pk).sent_at is None
    assert logged(reviewed, "settle", "file_comment") == [("settle", "先前的"), ("file_comment", "后来的")]


def test_a_return_sends_all_but_what_is_dropped(reviewed: World) -> None:
    first, second = remark(reviewed, "先前的"), remark(reviewed, "后来的")

    step(reviewed, "section_reviewer", Action.RETURN_FOR_CHANGES, {first.pk: RemarkDecision.DROP})

    (sent,) = FieldComment.objects.all()
    assert (sent.pk, sent.sent_at is not None, sent.returned_text) == (second.pk, True, "2858700")
    assert logged(reviewed, "withdraw_comment") == [("withdraw_comment", "先前的")]


SILENCE = "还有 1 条审核意见没有答复，也没有修改相应内容"


def hand_over(world: World) -> None:
    take_step(world.preparer, world.assessment.pk, Action.HAND_OVER)


def changed(world: World, amount: str) -> None:
    """Other revenue and other balance, so that the figures still hold together."""
    facts = complete_facts()
    more = replace(facts.revenue.lines[0], amount=wan(amount) - wan("12.24"))
    revenue = replace(facts.revenue, total=wan(amount), lines=(more, facts.revenue.lines[1]))
    rest = wan(amount) - wan("285.87")
    world.fill(replace(facts, revenue=revenue, expenditure=replace(facts.expenditure, year_end_balance=rest)))


def test_nothing_is_handed_in_again_while_a_remark_is_neither_answered_nor_acted_upon(reviewed: World) -> None:
    comment = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)

    assert check_up(reviewed.fresh()).unmet == (comment,)
    with pytest.raises(Refused, match=SILENCE):
        hand_over(reviewed)

    answer_comment(reviewed.preparer, comment.pk, "已核对，无误。")
    hand_over(reviewed)
    assert reviewed.fresh().status_term is Status.CONFIRMING


def test_a_change_of_what_the_remark_is_about_is_an_answer(reviewed: World) -> None:
    remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)

    changed(reviewed, "290.00")

    hand_over(reviewed)
    assert reviewed.fresh().status_term is Status.CONFIRMING


def test_what_is_returned_once_more_wants_an_answer_once_more(reviewed: World) -> None:
    comment = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    answer_comment(reviewed.preparer, comment.pk, "已核对。")
    reviewed.bring_to(*REVIEWING, Action.RETURN_FOR_CHANGES)

    with pytest.raises(Refused, match=SILENCE):
        hand_over(reviewed)

    answer_comment(reviewed.preparer, comment.pk, "已核对，附决算表。")
    hand_over(reviewed)


def test_a_settled_remark_asks_for_nothing(reviewed: World) -> None:
    comment = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *REVIEWING)
    settle_comment(reviewed.section_reviewer, comment.pk)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)

    assert check_up(reviewed.fresh()).unmet == ()


def test_the_head_cannot_submit_over_a_silence_either(reviewed: World) -> None:
    remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    type(reviewed.assessment).objects.filter(pk=reviewed.assessment.pk).update(status=Status.CONFIRMING)

    with pytest.raises(Refused, match=SILENCE):
        take_step(reviewed.head, reviewed.assessment.pk, Action.SUBMIT)


def test_a_remark_of_before_this_rule_is_met_by_an_answer_alone(reviewed: World) -> None:
    comment = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    FieldComment.objects.update(returned_at=None, returned_text=None)
    changed(reviewed, "290.00")

    assert check_up(reviewed.fresh()).unmet == (FieldComment.objects.get(),)
    answer_comment(reviewed.preparer, comment.pk, "已核对。")
    assert check_up(reviewed.fresh()).unmet == ()


@pytest.fixture
def successor(reviewed: World) -> World:
    """Somebody else of the same section, who has just taken over."""
    reviewed.people["successor"] = person("jieban", "接班人", BureauRole.SECTION_REVIEWER)
    SectionMembership.objects.create(user=reviewed.successor, section=reviewed.section)
    return reviewed


def test_a_successor_drops_what_the_predecessor_left_unsent(successor: World) -> None:
    comment = remark(successor)

    withdraw_comment(successor.successor, comment.pk)

    assert not FieldComment.objects.exists()
    entry = successor.assessment.log.latest("number")
    assert (entry.action, entry.actor, entry.comment) == ("withdraw_comment", successor.successor, "请核对")


def test_a_successor_puts_it_into_other_words_and_answers_for_it(successor: World) -> None:
    comment = remark(successor)

    for _ in range(2):  # the button was pressed twice
        revise_comment(successor.successor, comment.pk, " 请附决算表 ")

    revised = FieldComment.objects.get()
    assert (revised.text, revised.author) == ("请附决算表", successor.successor)
    assert logged(successor, "revise_comment") == [("revise_comment", "请附决算表")]


@pytest.mark.parametrize("who", ["performance_reviewer", "administrator", "other_section_reviewer", "preparer"])
def test_nobody_off_the_desk_touches_it(reviewed: World, who: str) -> None:
    comment = remark(reviewed)

    for touch in (withdraw_comment, lambda user, pk: revise_comment(user, pk, "改写")):
        with pytest.raises(Refused, match="目前不由您审核"):
            touch(reviewed.people[who], comment.pk)

    assert FieldComment.objects.get().text == "请核对"


def test_what_was_sent_stands(reviewed: World) -> None:
    sent = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *REVIEWING)

    with pytest.raises(Refused, match="此条意见已随退回送达部门，不能撤销；部门已处理的，请销号。"):
        withdraw_comment(reviewed.section_reviewer, sent.pk)
    with pytest.raises(Refused, match="此条意见已随退回送达部门，不能修改"):
        revise_comment(reviewed.section_reviewer, sent.pk, "改写")
