"""The page of a step shows the remarks that it concerns, and asks what becomes of each."""

import pytest
from django.urls import reverse

from assessments.models import FieldComment
from assessments.review.actions import comment_on_field
from assessments.terms import Action, Status
from tests.factories import PASSING, REVIEWING, World
from tests.security.pages import Page


def url(name: str, world: World, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def remark(world: World, text: str, who: str = "section_reviewer") -> FieldComment:
    return comment_on_field(world.people[who], world.assessment.pk, "/revenue/total", "收入合计", text)


@pytest.fixture
def reviewed(world):
    world.fill()
    world.bring_to(*REVIEWING)
    return world


def test_a_pass_lists_what_was_not_sent_and_demands_a_decision(reviewed, sign_in):
    comment = remark(reviewed, "请附决算表。")
    client, where = sign_in(reviewed.section_reviewer), url("step", reviewed, Action.PASS_SECTION_REVIEW)

    page = Page(client.get(where))
    refused = client.post(where, {"comment": "同意"})

    assert "尚未处理的审核意见（1）" in page.text
    assert "请附决算表。" in page.text
    assert page.form_with("comment").fields.get(f"remark-{comment.pk}") is None  # nothing is chosen beforehand
    links = {link.get("href") for link in page.root.iter("a")}
    assert {url("review", reviewed) + "#f-revenue-total", url("step", reviewed, Action.RETURN_FOR_CHANGES)} <= links
    assert refused.status_code == 422
    assert "请选择处理办法。" in Page(refused).summary()
    assert Page(refused).value("comment") == "同意"
    assert reviewed.fresh().status_term is Status.SECTION_REVIEW

    client.post(where, {"comment": "同意", f"remark-{comment.pk}": "keep"})

    assert reviewed.fresh().status_term is Status.FINAL_REVIEW
    assert "请附决算表。" in sign_in(reviewed.performance_reviewer).get(url("review", reviewed)).content.decode()


def test_a_return_lists_what_it_will_send_and_sends_it_unless_it_is_dropped(reviewed, sign_in):
    first, second = remark(reviewed, "请附决算表。"), remark(reviewed, "请核对口径。")
    client, where = sign_in(reviewed.section_reviewer), url("step", reviewed, Action.RETURN_FOR_CHANGES)

    page = Page(client.get(where))
    form = page.form_with("comment")

    assert "随退回送达的审核意见（2）" in page.text
    assert [form.fields[f"remark-{item.pk}"] for item in (first, second)] == [["send"], ["send"]]
    edit = f"{url('revise_comment', reviewed, first.pk)}?next={where}%23remark-{first.pk}".replace("/", "%2F")
    assert edit.endswith(f"remark-{first.pk}")
    assert any(
        (link.get("href") or "").startswith(url("revise_comment", reviewed, first.pk)) for link in page.root.iter("a")
    )

    client.post(where, form.fields | {"comment": "请修改", f"remark-{second.pk}": "drop"})

    (sent,) = FieldComment.objects.all()
    assert (sent.pk, sent.sent_at is not None) == (first.pk, True)


def test_a_remark_is_put_otherwise_and_one_is_back_on_the_page_of_the_return(reviewed, sign_in):
    comment = remark(reviewed, "请附决算表。")
    client, where = sign_in(reviewed.section_reviewer), url("step", reviewed, Action.RETURN_FOR_CHANGES)
    edit = next(
        link.get("href") for link in Page(client.get(where)).root.iter("a") if "/comments/" in (link.get("href") or "")
    )

    form = Page(client.get(edit)).form_with("text")
    answer = client.post(edit, form.fields | {"text": "请附决算批复。"})

    assert form.fields["text"] == ["请附决算表。"]
    assert answer["Location"] == f"{where}#remark-{comment.pk}"
    assert FieldComment.objects.get().text == "请附决算批复。"


def test_an_approval_asks_about_everything_that_is_open(reviewed, sign_in):
    sent = remark(reviewed, "先前的意见。")
    reviewed.bring_to(Action.RETURN_FOR_CHANGES, *PASSING)
    kept = remark(reviewed, "后来的意见。", "performance_reviewer")

    page = Page(sign_in(reviewed.performance_reviewer).get(url("step", reviewed, Action.APPROVE)))

    assert "尚未处理的审核意见（2）" in page.text
    offered = {
        (control.get("name"), control.get("value"))
        for control in page.root.iter("input")
        if control.get("type") == "radio"
    }
    assert offered == {
        (f"remark-{sent.pk}", "settle"),
        (f"remark-{kept.pk}", "file"),
        (f"remark-{kept.pk}", "drop"),
    }


def test_the_department_sees_which_remarks_it_has_not_met(reviewed, sign_in):
    comment = remark(reviewed, "请附决算表。")
    reviewed.bring_to(Action.RETURN_FOR_CHANGES)
    client = sign_in(reviewed.preparer)

    check, tasks = Page(client.get(url("check", reviewed))), Page(client.get(url("task_list", reviewed)))

    assert "没有答复、也没有修改的审核意见（1）" in check.text
    assert "还有 1 条审核意见没有答复，也没有修改相应内容" in check.text
    assert any(
        (link.get("href") or "").startswith(url("answer_comment", reviewed, comment.pk))
        for link in check.root.iter("a")
    )
    assert "待答复或修改" in tasks.text
    client.post(url("answer_comment", reviewed, comment.pk), {"text": "已附。"})
    assert "没有答复、也没有修改" not in Page(client.get(url("check", reviewed))).text


@pytest.mark.parametrize("stop", [REVIEWING, PASSING])
def test_the_step_onwards_is_the_first_button_at_both_desks(world, sign_in, stop):
    world.fill()
    world.bring_to(*stop)
    who = world.section_reviewer if stop is REVIEWING else world.performance_reviewer

    page = sign_in(who).get(url("review", world)).context["page"]

    assert [button.is_backward for button in page.steps.buttons] == [False, True]
