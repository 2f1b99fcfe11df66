"""Remarks, answers, explanations, exemptions: by whom, when, and with which trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import Refused
from assessments.models import Exemption, Explanation, FieldComment
from assessments.queries import field_comments_for
from assessments.reviewing import (
    answer_comment,
    comment_on_field,
    exempt,
    explain,
    settle_comment,
    withdraw_comment,
)
from assessments.terms import Action
from tests.factories import PASSING, REVIEWING, SUBMITTING, World, complete_facts, wan

pytestmark = pytest.mark.django_db

SOME_DAY = timezone.localdate() + timedelta(days=30)


def remark(world: World) -> FieldComment:
    return comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", " 请核对 ")


@pytest.fixture
def reviewed(world: World) -> World:
    world.fill()
    world.bring_to(*REVIEWING)
    return world


def test_the_department_sees_a_remark_once_the_return_carried_it(reviewed: World) -> None:
    comment = remark(reviewed)
    assert (comment.text, comment.author) == ("请核对", reviewed.section_reviewer)
    assert list(field_comments_for(reviewed.section_reviewer, reviewed.fresh())) == [comment]
    assert list(field_comments_for(reviewed.preparer, reviewed.fresh())) == []
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    assert list(field_comments_for(reviewed.preparer, reviewed.fresh())) == [comment]


def test_the_way_of_a_remark_is_logged(reviewed: World) -> None:
    comment = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    answered = answer_comment(reviewed.preparer, comment.pk, "已核对，无误。")
    assert (answered.answer, answered.answered_by) == ("已核对，无误。", reviewed.preparer)
    reviewed.bring_to(*REVIEWING)
    settle_comment(reviewed.section_reviewer, comment.pk)
    settle_comment(reviewed.section_reviewer, comment.pk)
    said = reviewed.assessment.log.filter(action__in=["comment", "answer", "settle"]).order_by("number")
    assert [(entry.action, entry.actor, entry.comment) for entry in said] == [
        ("comment", reviewed.section_reviewer, "请核对"),
        ("answer", reviewed.preparer, "已核对，无误。"),
        ("settle", reviewed.section_reviewer, ""),
    ]


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("preparer", "现在不在您的审核环节。"),
        ("other_section_reviewer", "现在不在您的审核环节。"),
        ("performance_reviewer", "现在不在您的审核环节。"),
        ("administrator", "现在不在您的审核环节。"),
    ],
)
def test_only_the_reviewer_at_whose_desk_it_lies_remarks(reviewed: World, person: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        comment_on_field(reviewed.people[person], reviewed.assessment.pk, "/score", "得分", "请核对")
    assert not FieldComment.objects.exists()


def test_a_reviewer_with_a_past_in_the_department_does_not_remark(reviewed: World) -> None:
    reviewed.section_reviewer.memberships.create(department=reviewed.own, role="preparer")
    with pytest.raises(Refused, match="您参与过此自评表的填报"):
        remark(reviewed)


def test_one_takes_back_only_ones_own_unsent_remark(reviewed: World) -> None:
    comment = remark(reviewed)
    withdraw_comment(reviewed.section_reviewer, comment.pk)
    assert not FieldComment.objects.exists()
    sent = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *REVIEWING)
    with pytest.raises(Refused, match="只能撤销本人尚未退回的意见。"):
        withdraw_comment(reviewed.section_reviewer, sent.pk)


def test_the_final_reviewer_remarks_at_the_final_desk(world: World) -> None:
    world.fill()
    world.bring_to(*PASSING)
    assert comment_on_field(world.performance_reviewer, world.assessment.pk, "/score", "得分", "请核对").pk


def test_a_remark_is_answered_by_whoever_it_was_sent_to(reviewed: World) -> None:
    comment = remark(reviewed)
    with pytest.raises(Refused, match="当前状态为“业务股室审核中”"):
        answer_comment(reviewed.preparer, comment.pk, "已改")
    later = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    with pytest.raises(Refused, match="该意见不在您的填报范围内。"):
        answer_comment(reviewed.unit_preparer, later.pk, "已改")
    assert answer_comment(reviewed.head, later.pk, "已改").answered_by == reviewed.head


def test_an_unsent_remark_cannot_be_answered(reviewed: World) -> None:
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    comment = FieldComment.objects.create(
        assessment=reviewed.assessment, place="/score", label="得分", text="未送达", author=reviewed.section_reviewer
    )
    with pytest.raises(Refused, match="该意见不在您的填报范围内。"):
        answer_comment(reviewed.preparer, comment.pk, "已改")


@pytest.mark.parametrize("words", ["", "  ", "字" * 2001])
@pytest.mark.parametrize(
    "say",
    [
        lambda w, text: comment_on_field(w.section_reviewer, w.assessment.pk, "/score", "得分", text),
        lambda w, text: explain(w.preparer, w.other_assessment.pk, "K22", "", "提示", text),
        lambda w, text: exempt(w.administrator, w.own, "K22", text, SOME_DAY),
    ],
    ids=["remark", "explanation", "exemption"],
)
def test_words_are_neither_missing_nor_endless(
    reviewed: World, say: Callable[[World, str], object], words: str
) -> None:
    reviewed.preparer.memberships.update(department=reviewed.other)
    with pytest.raises(Refused, match="最多 2000 字" if len(words) > 2000 else "请填写"):
        say(reviewed, words)


def test_a_new_explanation_takes_the_place_of_the_old_one(world: World) -> None:
    for text in ("先前的说明", "现在的说明"):
        explain(world.preparer, world.assessment.pk, "K22", "/score", "提示", text)
    assert [item.text for item in Explanation.objects.all()] == ["现在的说明"]
    assert world.assessment.log.filter(action="explain").count() == 2


def test_who_does_not_fill_in_does_not_explain(world: World) -> None:
    for name in ("unit_preparer", "other_preparer", "section_reviewer", "stranger"):
        with pytest.raises(Refused):
            explain(world.people[name], world.assessment.pk, "K22", "", "提示", "说明")
    world.fill()
    world.bring_to(*SUBMITTING)
    with pytest.raises(Refused):
        explain(world.preparer, world.assessment.pk, "K22", "", "提示", "说明")


def test_an_exemption_is_a_row_that_ends(world: World) -> None:
    def errors() -> list[str]:
        return sorted({item.finding.code for item in check_up(world.fresh()).open_errors})

    facts = complete_facts()
    world.fill(replace(facts, revenue=replace(facts.revenue, total=wan("285.88") + wan("1"))))
    assert "K01" in errors()
    for name in ("head", "section_reviewer", "stranger"):
        with pytest.raises(Refused, match="只有绩效股和系统管理员可以豁免校验。"):
            exempt(world.people[name], world.own, "K01", "决算口径不同", SOME_DAY)
    exempt(world.performance_reviewer, world.own, "K01", "决算口径不同", SOME_DAY)
    assert "K01" not in errors()
    assert world.assessment.log.latest("number").comment == "决算口径不同"
    Exemption.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "K01" in errors()
