"""The department's pages beside the form: task list, check, explanations, answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.checkup import check_up
from assessments.facts_loader import facts_of
from assessments.models import Explanation, FieldComment, Round
from assessments.review.actions import comment_on_field
from assessments.rules.checks.catalogue import catalogue
from assessments.schema.facts import Dates
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, Completeness, Section
from tests.factories import REVIEWING, complete_facts, complete_project


def url(name, world, *more):
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def incomplete_facts():
    """A revenue total that its lines do not make (K01), and no offices stated."""
    facts = complete_facts()
    department = replace(facts.department, internal_offices=None)
    return replace(facts, department=department, revenue=replace(facts.revenue, total=facts.revenue.total + 10_000))


def with_warning():
    """Complete figures, but an evidence that nobody named."""
    facts = complete_facts()
    first, *others = facts.projects[0].indicators
    bare = replace(first, actual="80", evidence=())
    project = replace(facts.projects[0], indicators=(bare, *others))
    return replace(facts, projects=(project, *facts.projects[1:]))


def test_every_section_is_a_row_with_its_state(world, sign_in):
    world.fill(incomplete_facts())

    page = sign_in(world.preparer).get(url("task_list", world)).context["page"]

    states = {task.section: task.state for task in (*page.before_projects, *page.after_projects)}
    assert states[Section.OVERVIEW] is Completeness.INCOMPLETE
    assert states[Section.NARRATIVE] is Completeness.COMPLETE
    assert [project.name for project in page.projects] == ["信访事项办理", "信访信息系统运行维护"]
    assert [[task.section for task in project.tasks] for project in page.projects] == [
        [Section.FUNDING, Section.RESULTS]
    ] * 2


def test_a_row_says_what_is_missing_and_who_saved_it(world, sign_in):
    world.fill(incomplete_facts())

    html = sign_in(world.preparer).get(url("task_list", world)).content.decode()

    assert "内设机构数未填写。" in html
    assert "填报人甲保存" in html


def test_a_unit_s_preparer_sees_the_unit_s_projects_only(world, sign_in):
    mine = complete_project("服务中心项目", "54", unit="信访服务中心")
    world.fill(complete_facts(projects=(complete_project(), mine)))

    response = sign_in(world.unit_preparer).get(url("task_list", world))

    page = response.context["page"]
    assert ([project.name for project in page.projects], page.before_projects, page.after_projects) == (
        ["服务中心项目"],
        (),
        (),
    )
    assert "信访事项办理" not in response.content.decode()


@pytest.mark.parametrize("name", ["check", "done", "timeline", "report", "report_pdf", "documents"])
def test_the_whole_assessment_is_not_for_a_unit_s_preparer(world, sign_in, name):
    assert sign_in(world.unit_preparer).get(url(name, world)).status_code == 404


@pytest.mark.parametrize("name", ["task_list", "check", "done", "timeline", "report", "report_pdf", "documents"])
def test_the_department_next_door_is_not_found(world, sign_in, name):
    assert sign_in(world.other_preparer).get(url(name, world)).status_code == 404


def returned(world):
    """The assessment came back with one remark on the revenue total."""
    world.fill()
    world.bring_to(*REVIEWING)
    place = stable_place(facts_of(world.fresh()), "/revenue/total")
    comment = comment_on_field(world.section_reviewer, world.assessment.pk, place, "收入合计", "请附决算表核对。")
    world.bring_to(Action.RETURN_FOR_CHANGES)
    return comment


def test_a_returned_assessment_shows_the_remarks_first_with_the_way_to_their_fields(world, sign_in):
    returned(world)

    html = sign_in(world.preparer).get(url("task_list", world)).content.decode()

    field = reverse("assessments:section", args=[world.assessment.pk, Section.FINANCE]) + "#f-revenue-total"
    assert f'href="{field}">收入合计</a>' in html
    assert html.index("财政局退回意见") < html.index("请附决算表核对。") < html.index("填报内容")


def test_a_remark_is_not_seen_before_the_return(world, sign_in):
    world.fill()
    world.bring_to(*REVIEWING)
    comment_on_field(world.section_reviewer, world.assessment.pk, "/revenue/total", "收入合计", "内部意见一")

    client = sign_in(world.preparer)

    for name in ("task_list", "check", "timeline"):
        assert "内部意见一" not in client.get(url(name, world)).content.decode()
    assert client.get(url("answer_comment", world, FieldComment.objects.get().pk)).status_code == 404


def test_an_answer_is_kept_and_leads_back_to_where_one_was(world, sign_in):
    comment = returned(world)
    back = reverse("assessments:section", args=[world.assessment.pk, Section.FINANCE])

    response = sign_in(world.preparer).post(
        url("answer_comment", world, comment.pk), {"text": "已附决算表。", "next": f"{back}#remark-1"}
    )

    comment.refresh_from_db()
    assert (response["Location"], comment.answer) == (f"{back}#remark-1", "已附决算表。")


def test_an_answer_never_leads_to_another_site(world, sign_in):
    comment = returned(world)

    response = sign_in(world.preparer).post(
        url("answer_comment", world, comment.pk), {"text": "已附。", "next": "https://example.com/"}
    )

    assert response["Location"] == url("task_list", world) + f"#remark-{FieldComment.objects.get().pk}"


@pytest.mark.parametrize("text", ["", "字" * 2001])
def test_an_answer_that_cannot_be_kept_stays_on_the_page(world, sign_in, text):
    comment = returned(world)

    response = sign_in(world.preparer).post(url("answer_comment", world, comment.pk), {"text": text})

    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in html
    assert text in html
    comment.refresh_from_db()
    assert comment.answer == ""


def test_an_error_names_both_numbers_and_leads_to_its_field(world, sign_in):
    world.fill(incomplete_facts())

    response = sign_in(world.preparer).get(url("check", world))

    html, blockers = response.content.decode(), response.context["page"].checkup.blockers
    field = reverse("assessments:section", args=[world.assessment.pk, Section.FINANCE]) + "#f-revenue-total"
    assert f'href="{field}"' in html
    assert "286.87 与 285.87" in html
    assert len(blockers) == 2
    for reason in blockers:
        assert f"<li>{reason}</li>" in html
    assert f'href="{url("step", world, Action.HAND_OVER)}"' not in html


def test_a_difference_of_money_keeps_its_two_decimals(world, sign_in):
    facts = complete_facts()
    world.fill(replace(facts, revenue=replace(facts.revenue, total=facts.revenue.total + 20_000)))

    html = sign_in(world.preparer).get(url("check", world)).content.decode()

    assert "<strong>2.00</strong>" in html


def test_everything_stated_stands_on_the_page_and_blanks_are_named(world, sign_in):
    world.fill(incomplete_facts())

    html = sign_in(world.preparer).get(url("check", world)).content.decode()

    for words in ("286.87", "信访信息系统运行维护", "办结信访事项数量", "办公室主任", "未填写"):
        assert words in html
    field = reverse("assessments:section", args=[world.assessment.pk, Section.OVERVIEW])
    assert f'href="{field}#f-department-internal_offices">修改' in html


def test_without_a_fault_the_way_is_free(world, sign_in):
    world.fill()

    response = sign_in(world.preparer).get(url("check", world))

    html = response.content.decode()
    assert response.context["page"].checkup.blockers == ()
    assert "可以报送：各部分均已填完。" in html
    assert f'href="{url("step", world, Action.HAND_OVER)}">送负责人确认</a>' in html


def test_who_cannot_act_reads_why(world, sign_in):
    world.fill()
    world.bring_to(Action.HAND_OVER)

    html = sign_in(world.preparer).get(url("check", world)).content.decode()

    assert "“报送财政局”由单位负责人办理，您没有办理此事项的权限。" in html
    assert ">修改<" not in html


def a_warning(world):
    world.fill(with_warning())
    return check_up(world.fresh()).open_warnings[0]


def test_a_warning_is_explained(world, sign_in):
    warning = a_warning(world)
    said = {"code": warning.finding.code, "place": warning.stable_place, "text": "数据来自信访信息系统，已核对。"}

    response = sign_in(world.preparer).post(url("explain", world), said)

    assert response["Location"].startswith(url("check", world))
    assert Explanation.objects.get().text == "数据来自信访信息系统，已核对。"


@pytest.mark.parametrize("text", ["", "说" * 2001])
def test_an_explanation_that_cannot_be_kept_stays_in_its_box(world, sign_in, text):
    warning = a_warning(world)
    said = {"code": warning.finding.code, "place": warning.stable_place, "text": text}

    response = sign_in(world.preparer).post(url("explain", world), said)

    rows = (*response.context["page"].errors, *response.context["page"].warnings)
    bound = [row.form for row in rows if row.form is not None and row.form.is_bound]
    assert response.status_code == 422
    assert [form["text"].value() for form in bound] == [text]
    assert not Explanation.objects.exists()


def test_all_explanations_that_were_typed_are_kept_with_one_press(world, sign_in):
    facts = with_warning()
    (first,) = facts.projects[:1]
    second = replace(first, indicators=(first.indicators[0], replace(first.indicators[0], name="另一项指标")))
    world.fill(replace(facts, projects=(second, *facts.projects[1:])))
    warnings = check_up(world.fresh()).open_warnings
    assert len(warnings) > 1
    said = {
        "code": [item.finding.code for item in warnings],
        "place": [item.stable_place for item in warnings],
        "text": [f"第{at}条说明" for at in range(len(warnings))],
        "pressed": f"{warnings[0].finding.code} {warnings[0].stable_place}",
    }
    said["text"][1] = "长" * 2001

    refused = sign_in(world.preparer).post(url("explain", world), said)

    html = refused.content.decode()
    assert (refused.status_code, "长" * 2001 in html, "第0条说明" in html) == (422, True, True)
    kept = {text for text in said["text"] if len(text) < 100}
    assert set(Explanation.objects.values_list("text", flat=True)) == kept


def test_an_explanation_of_a_finding_that_has_gone_is_not_kept(world, sign_in):
    world.fill()

    response = sign_in(world.preparer).post(url("explain", world), {"code": "K01", "place": "/x", "text": "说明"})

    assert response.status_code == 422
    assert "该警告已经消失或内容已变，请重新核对。" in response.content.decode()
    assert not Explanation.objects.exists()


def test_a_typed_script_is_shown_as_text(world, sign_in):
    facts = complete_facts()
    hostile = replace(facts.narrative, problems="<script>alert(1)</script>")
    world.fill(replace(facts, narrative=hostile))

    html = sign_in(world.preparer).get(url("check", world)).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(("name", "queries"), [("task_list", 20), ("check", 19)])
def test_queries_do_not_grow_with_the_projects(world, sign_in, django_assert_num_queries, name, queries):
    client = sign_in(world.preparer)
    for count in (3, 30):
        world.fill(complete_facts(projects=tuple(complete_project(f"项目{at}", "3") for at in range(count))))
        client.get(url(name, world))
        with django_assert_num_queries(queries):
            client.get(url(name, world))


def test_everybody_may_read_all_checks(world, sign_in):
    html = sign_in(world.stranger).get(reverse("assessments:check_list")).content.decode()

    for entry in catalogue():
        assert f'<th scope="row">{entry.code}</th>' in html


@pytest.mark.parametrize(
    ("completed", "reported", "codes"), [(1, 3, {"K46", "K71"}), (-99, -100, {"K45", "K46", "K72"})]
)
def test_findings_of_days_are_shown(world, sign_in, completed, reported, codes):
    """Of a department that is late every page with its findings opens, the check and the review alike."""
    today = timezone.localdate()
    days = {"completed": today + timedelta(days=completed), "reported": today + timedelta(days=reported)}
    world.fill(replace(complete_facts(), dates=Dates(**days)))
    Round.objects.update(opens_on=today - timedelta(days=30), due_on=today - timedelta(days=2))

    html = sign_in(world.preparer).get(url("check", world)).content.decode()

    assert {code for code in ("K45", "K46", "K71", "K72") if f">{code}</span>" in html} == codes
    assert "对照" not in html
