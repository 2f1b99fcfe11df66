"""Remarks, answers, explanations, exemptions: by whom, when, and with which trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import Refused
from assessments.models import Exemption, Explanation, FieldComment
from assessments.queries import exemptions_in_force, field_comments_for
from assessments.review.actions import (
    answer_comment,
    comment_on_field,
    end_exemption,
    exempt,
    explain,
    settle_comment,
    withdraw_comment,
)
from assessments.terms import Action, ExemptionState
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, World, complete_facts, wan

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
        ("settle", reviewed.section_reviewer, "请核对"),
    ]


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("preparer", "该自评表目前不由您审核（现状态见页面上方），不能写意见。"),
        ("other_section_reviewer", "该自评表目前不由您审核（现状态见页面上方），不能写意见。"),
        ("performance_reviewer", "该自评表目前不由您审核（现状态见页面上方），不能写意见。"),
        ("administrator", "该自评表目前不由您审核（现状态见页面上方），不能写意见。"),
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


def test_one_takes_back_only_what_is_unsent(reviewed: World) -> None:
    comment = remark(reviewed)
    withdraw_comment(reviewed.section_reviewer, comment.pk)
    assert not FieldComment.objects.exists()
    sent = remark(reviewed)
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *REVIEWING)
    with pytest.raises(Refused, match="此条意见已随退回送达部门，不能撤销"):
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
        with pytest.raises(Refused, match="“豁免校验”由绩效股审核人、系统管理员办理，您没有办理此事项的权限。"):
            exempt(world.people[name], world.own, "K01", "决算口径不同", SOME_DAY)
    exempt(world.performance_reviewer, world.own, "K01", "决算口径不同", SOME_DAY)
    assert "K01" not in errors()
    assert world.assessment.log.latest("number").comment == "决算口径不同"
    Exemption.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "K01" in errors()


def test_an_exemption_is_ended_once_and_stays_in_the_register(world: World) -> None:
    granted = exempt(world.performance_reviewer, world.own, "K01", "决算口径不同", SOME_DAY)
    for name in ("head", "section_reviewer", "stranger"):
        with pytest.raises(Refused, match="“豁免校验”由绩效股审核人、系统管理员办理，您没有办理此事项的权限。"):
            end_exemption(world.people[name], granted.pk, "已更正")

    for _ in range(2):  # the button was pressed twice
        end_exemption(world.administrator, granted.pk, "已更正")

    row = Exemption.objects.get()
    assert (row.ended_by, row.end_reason, row.state_on(SOME_DAY)) == (
        world.administrator,
        "已更正",
        ExemptionState.ENDED,
    )
    assert exemptions_in_force(world.own.pk, timezone.localdate()) == {}
    logged = world.assessment.log.filter(action__contains="exempt").values_list("action", "role", "comment", "detail")
    detail = {"code": "K01", "until": SOME_DAY.isoformat()}
    assert list(logged) == [
        ("exempt", "performance_reviewer", "决算口径不同", detail),
        ("end_exemption", "administrator", "已更正", detail),
    ]
    assert not world.other_assessment.log.filter(action__contains="exempt").exists()
    with pytest.raises(Refused, match="此项豁免已终止，校验已恢复，无须终止。"):
        end_exemption(world.performance_reviewer, granted.pk, "再终止")


def test_an_exemption_that_has_run_out_cannot_be_ended(world: World) -> None:
    granted = exempt(world.performance_reviewer, world.own, "K01", "决算口径不同", SOME_DAY)
    Exemption.objects.update(until=timezone.localdate() - timedelta(days=1))

    with pytest.raises(Refused, match="此项豁免已到期，校验已恢复，无须终止。"):
        end_exemption(world.performance_reviewer, granted.pk, "已更正")


def test_a_check_is_not_exempted_twice_at_a_time(world: World) -> None:
    said = (world.own, "K01", "决算口径不同", SOME_DAY)
    first = exempt(world.performance_reviewer, *said)

    assert exempt(world.performance_reviewer, *said) == first  # sent twice
    for user, until in ((world.administrator, SOME_DAY), (world.performance_reviewer, SOME_DAY + timedelta(days=1))):
        with pytest.raises(Refused, match=r"信访局的 K01 已豁免至.*如需调整，请先终止原豁免。"):
            exempt(user, world.own, "K01", "决算口径不同", until)
    with pytest.raises(Refused, match="有效期不能早于今天。"):
        exempt(world.administrator, world.own, "K02", "并账", timezone.localdate() - timedelta(days=1))
    exempt(world.administrator, world.other, "K01", "并账", SOME_DAY)
    end_exemption(world.administrator, first.pk, "期限有误")
    again = exempt(world.administrator, world.own, "K01", "并账", timezone.localdate())

    assert [row.pk for row in Exemption.objects.filter(department=world.own)] == [again.pk, first.pk]
    assert Exemption.objects.count() == 3


def test_what_is_final_gets_no_more_entries(world: World) -> None:
    world.fill()
    world.bring_to(*APPROVING)
    before = world.assessment.log.count()

    exempt(world.performance_reviewer, world.own, "K01", "决算口径不同", SOME_DAY)

    assert world.assessment.log.count() == before
