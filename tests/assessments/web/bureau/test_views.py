"""The bureau's list and its review of one assessment."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.checkup import check_up
from assessments.facts_loader import facts_of
from assessments.history import take_snapshot
from assessments.models import Assessment, FieldComment, Round
from assessments.review.actions import comment_on_field
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, Status
from assessments.workflow import snapshot_content
from budgets.models import Department, Membership
from budgets.terms import MembershipRole
from tests.assessments.web.conftest import add_departments
from tests.factories import PASSING, REVIEWING, SUBMITTING, complete_facts, complete_project

LIST = reverse("assessments:review_list")
EXPORT = reverse("assessments:review_export")


def url(name, world, *more):
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def names(response):
    return [row.department.name for row in response.context["listing"].page]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("section_reviewer", ["信访局"]),
        ("other_section_reviewer", ["教育局"]),
        ("performance_reviewer", ["信访局", "教育局"]),
        ("administrator", ["信访局", "教育局"]),
    ],
)
def test_each_reviewer_lists_the_own_part(world, sign_in, person, expected):
    assert names(sign_in(world.people[person]).get(LIST)) == expected


@pytest.mark.parametrize("person", ["preparer", "head", "unit_preparer", "stranger"])
@pytest.mark.parametrize("address", [LIST, EXPORT])
def test_a_department_finds_no_list(world, sign_in, person, address):
    assert sign_in(world.people[person]).get(address).status_code == 404


def a_mixed_county(world):
    """Three departments: one late without a submission, one submitted, one with an open remark."""
    world.fill()
    world.bring_to(*REVIEWING)
    comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "请核对。")
    world.bring_to(Action.RETURN_FOR_CHANGES)
    (submitted,) = add_departments(world, 1, Status.SUBMITTED)
    Assessment.objects.filter(pk=submitted.pk).update(score=Decimal("95.5"), grade="优")
    today = timezone.localdate()
    Round.objects.update(opens_on=today - timedelta(30), due_on=today - timedelta(1))
    return submitted


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"信访局", "教育局", "部门003"}),
        ("name=访", {"信访局"}),
        ("name=不存在", set()),
        ("status=submitted", {"部门003"}),
        ("status=returned", {"信访局"}),
        ("overdue=1", {"教育局"}),
        ("overdue=submitted_late", {"部门003"}),
        ("overdue=not_back", set()),
        ("remarks=1", {"信访局"}),
        ("status=not_started&overdue=1&name=教", {"教育局"}),
        ("status=nonsense", {"信访局", "教育局", "部门003"}),
        ("round=999999", {"信访局", "教育局", "部门003"}),
    ],
)
def test_filters_narrow_the_list(world, sign_in, query, expected):
    a_mixed_county(world)

    assert set(names(sign_in(world.performance_reviewer).get(f"{LIST}?{query}"))) == expected


def test_a_section_narrows_the_list(world, sign_in):
    response = sign_in(world.administrator).get(LIST, {"section": world.other_section.pk})

    assert names(response) == ["教育局"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("score", ["部门003", "信访局", "教育局"]),
        ("-score", ["信访局", "部门003", "教育局"]),
        ("status", ["教育局", "部门003", "信访局"]),
        ("-status", ["信访局", "部门003", "教育局"]),
        ("submitted", ["部门003", "信访局", "教育局"]),
    ],
)
def test_orders_follow_values_and_put_blanks_last(world, sign_in, order, expected):
    a_mixed_county(world)

    assert names(sign_in(world.administrator).get(LIST, {"order": order})) == expected


def test_a_heading_sorts_keeps_the_filter_and_turns_round(world, sign_in):
    client = sign_in(world.administrator)

    first = client.get(LIST, {"name": "局", "order": "score"}).context["listing"]

    by_heading = {column.heading: column for column in first.columns}
    assert by_heading["自评总分"].query == "name=%E5%B1%80&order=-score"
    assert by_heading["自评总分"].direction == "升序"
    assert by_heading["部门"].query == "name=%E5%B1%80&order=department"


def test_pages_hold_fifty_rows_and_keep_the_filter(world, sign_in):
    add_departments(world, 60)
    client = sign_in(world.section_reviewer)

    first, second = (client.get(LIST, {"name": "部门", "page": page}) for page in (1, 2))

    assert (len(names(first)), len(names(second))) == (50, 10)
    assert set(names(first)).isdisjoint(names(second))
    assert "?name=%E9%83%A8%E9%97%A8&amp;page=2" in first.content.decode()


def test_the_export_holds_exactly_the_filtered_rows_of_all_pages(world, sign_in):
    add_departments(world, 60)
    client = sign_in(world.section_reviewer)

    response = client.get(EXPORT, {"name": "部门", "order": "-department"})

    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows[0][:4] == ["部门", "业务股室", "自评任务", "状态"]
    assert [row[0] for row in rows[1:]] == [f"部门{number:03d}" for number in range(62, 2, -1)]
    assert unquote(response["Content-Disposition"]).startswith("attachment; filename*=utf-8''预算绩效自评情况")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", " =1"])
def test_no_exported_cell_becomes_a_formula(world, sign_in, name):
    Department.objects.filter(pk=world.own.pk).update(name=name)

    text = sign_in(world.section_reviewer).get(EXPORT).content.decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(text.split("\r\n", 1)[1])))[0] == f"'{name}"


def test_before_a_submission_there_is_nothing_to_read(world, sign_in):
    world.fill()

    html = sign_in(world.section_reviewer).get(url("review", world)).content.decode()

    assert "部门报送后，这里显示报送的内容" in html
    assert "信访事项办理" not in html


def test_what_matters_stands_first(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)

    response = sign_in(world.section_reviewer).get(url("review", world))

    headline, html = response.context["page"].headline, response.content.decode()
    assert (headline.score, headline.computed_score, headline.grade) == (Decimal(100), Decimal(100), "优")
    assert (headline.execution_rate, headline.adjusted, headline.executed) == (100, 1_140_000, 1_140_000)
    assert (
        html.index("自评总分")
        < html.index("各项校验未发现错误")
        < html.index("报送内容")
        < html.index("办结信访事项数量")
    )
    assert f'href="{url("step", world, Action.BEGIN_REVIEW)}">开始初审</a>' in html


def test_a_second_submission_shows_what_changed(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING, Action.RETURN_FOR_CHANGES)
    facts = complete_facts()
    world.fill(replace(facts, department=replace(facts.department, staff_on_post=15)))
    world.bring_to(*SUBMITTING)

    page = sign_in(world.section_reviewer).get(url("review", world)).context["page"]

    assert [(change.where, change.old, change.new) for change in page.changes] == [("在职人员数", "14", "15")]


def test_while_the_department_works_the_bureau_reads_what_was_handed_in(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING, Action.RETURN_FOR_CHANGES)
    facts = complete_facts()
    world.fill(replace(facts, narrative=replace(facts.narrative, problems="尚未写完的草稿文字")))

    html = sign_in(world.section_reviewer).get(url("review", world)).content.decode()

    assert "尚未写完的草稿文字" not in html
    assert "写意见" not in html


def test_who_prepared_it_reads_why_they_may_not_review(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)
    Membership.objects.create(user=world.section_reviewer, department=world.own, role=MembershipRole.PREPARER)

    html = sign_in(world.section_reviewer).get(url("review", world)).content.decode()

    assert "不能办理“开始初审”，请由财政局其他业务股室审核人办理。" in html
    assert "开始初审</a>" not in html


@pytest.mark.parametrize("person", ["other_section_reviewer", "preparer", "head", "stranger"])
@pytest.mark.parametrize("name", ["review", "comment"])
def test_a_review_is_found_by_its_reviewers_only(world, sign_in, person, name):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.people[person]).get(url(name, world), {"place": "/revenue/total"})

    assert response.status_code == 404


def test_a_remark_on_one_field_is_kept_at_its_stable_place(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)
    client = sign_in(world.section_reviewer)
    place = "/projects/1/indicators/0/actual"

    response = client.post(url("comment", world) + f"?place={place}", {"place": place, "text": "请附台账。"})

    comment = FieldComment.objects.get()
    facts = facts_of(world.fresh())
    assert comment.place == stable_place(facts, place)
    assert comment.label == "项目“信访信息系统运行维护”指标“办结信访事项数量”实际完成值"
    assert response["Location"] == url("review", world) + "#f-projects-1-indicators-0-actual"
    page = client.get(url("review", world)).context["page"]
    shown = [answer.pointer for group in page.groups for answer in group.every_answer() if answer.remarks]
    assert shown == [place]


def test_a_row_offers_all_its_fields(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.section_reviewer).get(url("comment", world), {"place": "/projects/0/indicators/1"})

    offered = [pointer.rpartition("/")[2] for pointer, _ in response.context["fields"]]
    assert offered[:3] == ["name", "group", "kind"]
    assert "actual" in offered


@pytest.mark.parametrize("place", ["", "/", "/nonsense", "/projects/99", "/projects", "x", "/revenue"])
def test_a_place_that_the_form_does_not_show_takes_no_remark(world, sign_in, place):
    world.fill()
    world.bring_to(*REVIEWING)
    client = sign_in(world.section_reviewer)

    response = client.post(url("comment", world) + f"?place={place}", {"place": place, "text": "意见"})

    assert response.status_code == 404
    assert not FieldComment.objects.exists()


def test_a_remark_at_another_place_than_the_offered_is_refused(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.section_reviewer).post(
        url("comment", world) + "?place=/revenue/total", {"place": "/expenditure/total", "text": "意见"}
    )

    assert response.status_code == 422
    assert not FieldComment.objects.exists()


@pytest.mark.parametrize("text", ["", "意" * 2001])
def test_a_remark_that_cannot_be_kept_stays_on_the_page(world, sign_in, text):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.section_reviewer).post(
        url("comment", world) + "?place=/revenue/total", {"place": "/revenue/total", "text": text}
    )

    assert response.status_code == 422
    assert text in response.content.decode()


def test_a_remark_off_the_desk_is_refused_with_its_reason(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)

    response = sign_in(world.section_reviewer).post(
        url("comment", world) + "?place=/revenue/total", {"place": "/revenue/total", "text": "请核对。"}
    )

    assert response.status_code == 422
    assert "该自评表目前不由您审核（现状态见页面上方），不能写意见。" in response.content.decode()


def test_a_script_gets_the_form_alone(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)

    response = sign_in(world.section_reviewer).get(
        url("comment", world), {"place": "/revenue/total"}, headers={"X-Requested-With": "XMLHttpRequest"}
    )

    html = response.content.decode()
    assert "<html" not in html
    assert '<form class="remark-form"' in html


def test_an_unsent_remark_is_withdrawn(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)
    remark = comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "请核对。")

    response = sign_in(world.section_reviewer).post(url("withdraw_comment", world, remark.pk))

    assert response["Location"] == url("review", world) + "#remarks"
    assert not FieldComment.objects.exists()


def test_an_answered_remark_is_settled_at_the_second_review(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)
    remark = comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "请核对。")
    world.bring_to(Action.RETURN_FOR_CHANGES, *SUBMITTING, Action.BEGIN_REVIEW)

    sign_in(world.section_reviewer).post(url("settle_comment", world, remark.pk))

    remark.refresh_from_db()
    assert remark.settled_at is not None


@pytest.mark.parametrize("name", ["settle_comment", "withdraw_comment"])
def test_a_refused_step_on_a_remark_says_why(world, sign_in, name):
    world.fill()
    world.bring_to(*PASSING)
    remark = comment_on_field(world.performance_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "请核对。")

    response = sign_in(world.section_reviewer).post(url(name, world, remark.pk))

    assert response.status_code == 422
    assert "该自评表目前不由您审核（现状态见页面上方），不能写意见。" in response.content.decode()


def test_queries_of_the_list_do_not_grow(world, sign_in, django_assert_num_queries):
    client = sign_in(world.section_reviewer)
    client.get(LIST)
    for more in (3, 27):
        add_departments(world, more, Status.SUBMITTED)
        with django_assert_num_queries(6):
            client.get(LIST)


def test_queries_of_the_review_do_not_grow(world, sign_in, django_assert_num_queries):
    client = sign_in(world.section_reviewer)
    for count in (3, 30):
        Assessment.objects.filter(pk=world.assessment.pk).update(status=Status.DRAFT, submitted_at=None)
        world.fill(complete_facts(projects=tuple(complete_project(f"项目{at}", "3.8") for at in range(count))))
        submitted(world)
        client.get(url("review", world))
        with django_assert_num_queries(23):
            client.get(url("review", world))


def submitted(world):
    """A snapshot of what stands there, and the status that goes with it, whatever the checks say of the figures."""
    assessment = world.fresh()
    take_snapshot(assessment, snapshot_content(assessment, check_up(assessment)))
    Assessment.objects.filter(pk=assessment.pk).update(status=Status.SUBMITTED, submitted_at=timezone.now())
