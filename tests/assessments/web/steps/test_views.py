"""Steps through the browser: a confirmation page, the step, what comes next, the timeline."""

import pytest
from django.urls import reverse
from django.utils.dateformat import format as date_format

from assessments.models import LogEntry
from assessments.reports.document.filing_number import FilingNumber
from assessments.terms import Action, Status
from evalsite.accounts.models import CostlyAction
from evalsite.accounts.rate_limit import CostlyKind
from tests.factories import APPROVING, REVIEWING, SUBMITTING


def url(name, world, *more):
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def test_looking_at_a_step_takes_none(world, sign_in):
    world.fill()
    before = LogEntry.objects.count()

    response = sign_in(world.preparer).get(url("step", world, Action.HAND_OVER))

    assert response.status_code == 200
    assert "在负责人报送或退回之前不能再修改" in response.content.decode()
    assert (world.fresh().status, LogEntry.objects.count()) == (Status.DRAFT, before)


def test_the_head_submits_and_gets_a_number(world, sign_in):
    world.fill()
    world.bring_to(Action.HAND_OVER)
    client = sign_in(world.head)

    response = client.post(url("step", world, Action.SUBMIT), {"comment": ""}, follow=True)

    html = response.content.decode()
    assert response.redirect_chain == [(url("done", world), 302)]
    assert f"<strong>{FilingNumber(2025, world.assessment.pk, 1)}</strong>" in html
    assert "业务股室将开始初审" in html
    assert world.fresh().status == Status.SUBMITTED


def test_pressing_twice_is_pressing_once(world, sign_in):
    world.fill()
    world.bring_to(Action.HAND_OVER)
    client = sign_in(world.head)

    answers = [client.post(url("step", world, Action.SUBMIT)) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [url("done", world)] * 2
    assert world.fresh().snapshots.count() == 1


@pytest.mark.parametrize("comment", ["", "   ", "长" * 2001])
def test_a_return_without_a_usable_comment_keeps_what_was_typed(world, sign_in, comment):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.section_reviewer).post(url("step", world, Action.RETURN_FOR_CHANGES), {"comment": comment})

    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in html
    assert 'href="#id_comment"' in html
    assert comment.strip() in html
    assert world.fresh().status == Status.SECTION_REVIEW


def test_who_may_not_reads_why(world, sign_in):
    world.fill()
    world.bring_to(Action.HAND_OVER)

    response = sign_in(world.preparer).get(url("step", world, Action.SUBMIT))

    assert response.status_code == 403
    assert "“报送财政局”由单位负责人办理，您没有办理此事项的权限。" in response.content.decode()


def test_a_refused_step_says_what_is_in_the_way(world, sign_in):
    response = sign_in(world.preparer).post(url("step", world, Action.HAND_OVER))

    assert response.status_code == 422
    assert "个部分未填完" in response.content.decode()
    assert world.fresh().status == Status.DRAFT


@pytest.mark.parametrize("action", ["save", "start", "nonsense"])
def test_what_is_no_step_has_no_page(world, sign_in, action):
    assert sign_in(world.preparer).get(url("step", world, action)).status_code == 404


def test_a_review_step_leads_back_to_the_review(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)

    response = sign_in(world.section_reviewer).post(url("step", world, Action.BEGIN_REVIEW))

    assert response["Location"] == url("review", world)


def test_a_reopened_assessment_leads_back_to_the_review(world, sign_in):
    world.fill()
    world.bring_to(*APPROVING)

    response = sign_in(world.administrator).post(url("step", world, Action.REOPEN), {"comment": "数据有误，重新核对。"})

    assert response["Location"] == url("review", world)
    assert world.fresh().status == Status.RETURNED


def test_the_timeline_tells_steps_and_collapses_saves(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING, Action.RETURN_FOR_CHANGES)

    response = sign_in(world.preparer).get(url("timeline", world))

    titles = [item.title for item in response.context["history"] if not hasattr(item, "events")]
    day = date_format(world.round.due_on, "Y年n月j日")
    assert titles == [
        f"退回修改（请于{day}前（含当日）重新报送）",
        "开始初审",
        "报送财政局",
        "送负责人确认",
        "建立自评表",
    ]
    assert "保存 1 次" in response.content.decode()


def test_the_timeline_speaks_each_side_s_words(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)

    department = sign_in(world.preparer).get(url("timeline", world)).content.decode()
    bureau = sign_in(world.section_reviewer).get(url("timeline", world)).content.decode()

    assert "（状态：已报送，待审核）" in department
    assert "（状态：待初审）" in bureau


@pytest.mark.usefixtures("drawn_anew")
def test_an_approval_beyond_the_limit_changes_nothing_and_keeps_what_was_written(world, sign_in, settings):
    settings.COSTLY_PER_HOUR = settings.COSTLY_PER_HOUR | {"document": 1}
    world.fill()
    world.bring_to(*REVIEWING, Action.PASS_SECTION_REVIEW)
    CostlyAction.objects.create(user=world.performance_reviewer, kind=CostlyKind.DOCUMENT.value)
    before = world.fresh().status

    answer = sign_in(world.performance_reviewer).post(
        f"/assessments/{world.assessment.pk}/steps/approve/", {"comment": "数据齐全，同意。"}
    )

    html = answer.content.decode()
    assert (answer.status_code, world.fresh().status) == (429, before)
    assert "每人每小时最多生成文书 1 次，您已达到上限，本次没有执行。" in html
    assert "数据齐全，同意。" in html
