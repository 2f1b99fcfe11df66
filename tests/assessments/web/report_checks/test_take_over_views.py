"""Taking over through HTTP: choose the draft, see every piece beside what stands, confirm, land on the task list."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.drafting import InvalidSection, replace_draft, save_section
from assessments.facts_loader import facts_of
from assessments.intake.checking import checked
from assessments.intake.loading.document import ReportText
from assessments.intake.storage import NamedReport, keep
from assessments.models import KeptReport
from assessments.schema import facts as f
from assessments.schema.pointers import value_at
from assessments.terms import Section
from assessments.web.report_checks import take_over_views as view
from budgets.models import FiscalYear, Indicator
from tests.factories import SUBMITTING, YEAR, complete_facts, indicator
from tests.security.pages import Page
from tests.security.rows import all_rows, changes_since

REPORT = f"""信访局{YEAR}年度部门整体支出绩效自评报告
一、基本情况
{YEAR}年收入预算300.00万元，其中：一般公共预算收入280.00万元，上年结转结余20.00万元。
{YEAR}年支出预算300.00万元，其中：基本支出200.00万元（人员经费150.00万元，公用经费40.00万元），项目支出100.00万元。
截至{YEAR}年底，我局有内设机构3个，在职人员14人。
二、绩效自评结果
部门整体自评得分96分，评价等级为“优”。
1.数量指标：办结信访事项≥40件，实际完成42件；
2.满意度指标：来访群众满意度≥90%，实际完成93%。
信访局
{YEAR + 1}年3月15日
"""


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.preparer)


def kept(world, text=REPORT, owner="preparer"):
    return keep(world.people[owner], NamedReport("报告.docx", checked(ReportText(text))))


def address(row, assessment):
    return reverse("assessments:take_over_into", args=[row.pk, assessment.pk])


def fields_of(page):
    """What the form would send as it stands; without a ticked box only versions."""
    return next(form for form in page.forms if "take" in form.names).fields


def ticked(page):
    return fields_of(page).get("take", [])


def test_from_the_result_one_comes_to_the_only_open_draft(world, client):
    checked = Page(client.post(reverse("assessments:report_checks"), {"text": REPORT}))
    fields = checked.form_with("sealed").fields | {"take_over": "1"}

    answer = client.post(reverse("assessments:report_keep"), fields, follow=True)

    row = KeptReport.objects.get()
    assert [url for url, _ in answer.redirect_chain] == [
        f"/report-checks/{row.pk}/take-over/",
        address(row, world.assessment),
    ]


@pytest.mark.parametrize("name", ["section_reviewer", "administrator", "stranger", "unit_preparer"])
def test_who_fills_in_nothing_is_told_so(world, sign_in, name):
    row = kept(world, owner=name)
    answer = sign_in(world.people[name]).get(f"/report-checks/{row.pk}/take-over/")

    assert (answer.status_code, "没有可以转入的自评表" in answer.content.decode()) == (200, True)


def test_of_several_open_drafts_one_is_chosen(world, client):
    row = kept(world)
    world.other.memberships.create(user=world.preparer, role="preparer")
    html = client.get(f"/report-checks/{row.pk}/take-over/").content.decode()

    for assessment in (world.assessment, world.other_assessment):
        assert f'href="{address(row, assessment)}"' in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_department_and_another_s_report_are_not_there(world, client, method):
    mine, theirs = kept(world), kept(world, owner="other_preparer")

    for row, assessment in ((mine, world.other_assessment), (theirs, world.assessment)):
        assert getattr(client, method)(address(row, assessment)).status_code == 404


def test_what_was_handed_in_takes_nothing(world, client):
    world.fill()
    world.bring_to(*SUBMITTING)
    row, before = kept(world), all_rows()
    for answer in (client.get(address(row, world.assessment)), client.post(address(row, world.assessment))):
        assert (answer.status_code, "不能保存" in answer.content.decode()) == (403, True)
        assert "转入勾选的内容</button>" not in answer.content.decode()
    assert changes_since(before) == set()


def test_each_piece_stands_beside_its_words_and_what_is_there(world, client):
    world.fill(replace(complete_facts(), expenditure=f.Expenditure()))
    row = kept(world)
    answer = client.get(address(row, world.assessment))
    html, page = answer.content.decode(), Page(answer)

    assert page.summary() == ""
    assert "285.87 万元" in html  # what stands as the total of revenue
    assert "与报告不同，勾选将替换" in html
    assert f'href="/report-checks/{row.pk}/#at-{REPORT.index(f"{YEAR}年收入预算")}"' in html
    boxes = set(ticked(page))
    assert "/expenditure/projects" in boxes  # blank until now
    assert "/revenue/total" not in boxes  # something else stands there
    assert "/expenditure/basic" not in boxes  # blank, but the report does not add up
    assert "基本支出 200.00 万元，人员经费与日常公用经费之和 190.00 万元" in html
    assert "/department/staff_on_post" not in {box.get("value") for box in page.root.iter("input")}  # the same


def test_a_locked_target_is_shown_and_cannot_be_ticked(world, client):
    own = indicator("来访群众满意度", "满意度指标", "服务对象满意度指标", "10", target="95", unit="%")
    world.fill(replace(complete_facts(), indicators=(own,)))
    Indicator.objects.update(approved=True)
    page = Page(client.get(address(kept(world), world.assessment)))

    values = {box.get("value") for box in page.root.iter("input") if box.get("name") == "take"}
    results = [value for value in values if value.endswith("/actual")]
    assert len(results) == 2
    assert len([value for value in results if value.replace("/actual", "/target") not in values]) == 1
    assert "已经批复，不转入" in page.text


@pytest.mark.parametrize(
    ("year", "words", "has_form"),
    [
        (YEAR, "", True),
        (YEAR + 1, f"报告是上一年度（{YEAR} 年）的：", True),
        (YEAR + 2, f"报告是 {YEAR} 年度的，不能转入 {YEAR + 2} 年度的自评表", False),
        (YEAR - 1, f"报告是 {YEAR} 年度的，不能转入 {YEAR - 1} 年度的自评表", False),
    ],
)
def test_the_year_decides_what_is_offered(world, client, year, words, has_form):
    FiscalYear.objects.update(year=year)
    page = Page(client.get(address(kept(world), world.assessment)))
    values = {box.get("value") for box in page.root.iter("input")}

    assert words in page.text
    assert any("take" in form.names for form in page.forms) is has_form
    assert ("/score" in values) is (year == YEAR)
    assert any(value.endswith("/baseline") for value in values if value) is (year == YEAR + 1)


def test_a_sum_of_last_year_that_fails_says_nothing_against_this_year_s_rows(world, client):
    text = REPORT.replace("一般公共预算收入280.00万元", "一般公共预算收入200.00万元")
    this_year = Page(client.get(address(kept(world, text), world.assessment)))
    FiscalYear.objects.update(year=YEAR + 1)
    next_year = Page(client.get(address(kept(world, text), world.assessment)))

    assert ("/revenue/lines/0" in ticked(this_year), "/revenue/lines/0" in ticked(next_year)) == (False, True)


def test_a_report_without_a_year_or_of_another_office_is_asked_about(world, client):
    text = REPORT.replace(f"{YEAR}年", "本年").replace(f"{YEAR + 1}年", "").replace("信访局本年", "水务局本年")
    page = Page(client.get(address(kept(world, text.replace("信访局", "水务局")), world.assessment)))

    assert "报告没有写明年度" in page.text
    assert "报告中的单位是“水务局”" in page.text


def test_a_report_that_says_what_stands_already_brings_nothing(world, client):
    row = kept(world)
    page = Page(client.get(address(row, world.assessment)))
    every = [box.get("value") for box in page.root.iter("input") if box.get("name") == "take"]
    client.post(address(row, world.assessment), {"take": every})

    assert "都与已填的一致" in Page(client.get(address(row, world.assessment))).text


def test_what_was_ticked_is_written_and_one_lands_on_the_task_list(world, client):
    row = kept(world)
    page = Page(client.get(address(row, world.assessment)))

    answer = client.post(
        address(row, world.assessment), fields_of(page) | {"take": ["/revenue/total", "/score"]}, follow=True
    )

    assert answer.redirect_chain == [(reverse("assessments:task_list", args=[world.assessment.pk]), 302)]
    words = "已从“报告.docx”转入：收入与支出 1 项、部门总体目标与指标 1 项。请逐部分核对后再报送。"
    assert words in answer.content.decode()
    after = facts_of(world.fresh())
    assert (after.revenue, after.score, after.grade) == (f.Revenue(total=3_000_000), 96, None)
    assert "转入报告“报告.docx”" in client.get(f"/assessments/{world.assessment.pk}/timeline/").content.decode()
    assert KeptReport.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("boxes", [[], ["/nonsense"], ["/projects/0/score"]])
def test_nothing_ticked_nothing_written(world, client, boxes):
    row, before = kept(world), all_rows()

    answer = client.post(address(row, world.assessment), {"take": boxes})

    assert (answer.status_code, "未勾选任何内容" in Page(answer).summary()) == (422, True)
    assert changes_since(before) == set()


def test_after_somebody_else_s_save_every_tick_is_still_there(world, client):
    row = kept(world)
    fields = fields_of(Page(client.get(address(row, world.assessment)))) | {"take": ["/score", "/expenditure/total"]}
    goals = f.Facts(year=YEAR, department=f.DepartmentFacts(name=""))
    world.fill(replace(goals, department=f.DepartmentFacts(name="信访局"), grade="良"))
    before = all_rows()

    answer = client.post(address(row, world.assessment), fields)

    page = Page(answer)
    assert (answer.status_code, changes_since(before)) == (409, set())
    assert "填报人甲保存了要转入的部分，没有转入" in page.summary()
    assert sorted(ticked(page)) == ["/expenditure/total", "/score"]
    assert client.post(address(row, world.assessment), fields_of(page)).status_code == 302
    assert facts_of(world.fresh()).score == 96


def test_what_the_database_refuses_is_named_and_nothing_is_written(world, client, monkeypatch):
    def refuse(*_arguments, **_options):
        raise InvalidSection([("/score", "得分不能为负数。")])

    monkeypatch.setattr(view, "take_over", refuse)
    row = kept(world)
    answer = client.post(address(row, world.assessment), {"take": ["/score"]})

    assert answer.status_code == 422
    assert "自评总分：得分不能为负数。" in Page(answer).summary()
    assert ticked(Page(answer)) == ["/score"]


READ_FROM_OUR_OWN_REPORT = [
    *(f"/revenue/{name}" for name in ("total", "lines/0/amount", "lines/1/amount")),
    *(f"/expenditure/{name}" for name in ("total", "basic", "personnel", "operating", "projects")),
    "/expenditure/execution_rate",
    *("/department/internal_offices", "/department/staff_on_post", "/dates/reported", "/score", "/grade"),
    *("/narrative/target_quality_overall", "/narrative/target_quality_projects", "/narrative/problems"),
]


def test_our_own_report_taken_over_into_an_empty_draft_says_the_same(world, client):
    world.fill()
    told = facts_of(world.fresh())
    report = client.get(reverse("assessments:report", args=[world.assessment.pk])).content
    empty = f.Facts(year=YEAR, department=f.DepartmentFacts(name="信访局"))
    replace_draft(world.assessment.pk, empty, world.preparer)
    checked = client.post(reverse("assessments:report_checks"), {"file": SimpleUploadedFile("报告.html", report)})
    fields = Page(checked).form_with("sealed").fields | {"take_over": "1"}
    page = Page(client.post(reverse("assessments:report_keep"), fields, follow=True))
    every = [box.get("value") for box in page.root.iter("input") if box.get("name") == "take"]
    row = KeptReport.objects.get()

    assert client.post(address(row, world.assessment), fields_of(page) | {"take": every}).status_code == 302

    after = facts_of(world.fresh())
    assert {place: value_at(after, place) for place in READ_FROM_OUR_OWN_REPORT} == {
        place: value_at(told, place) for place in READ_FROM_OUR_OWN_REPORT
    }


@pytest.mark.parametrize("copies", [1, 6])
def test_the_page_asks_the_database_the_same_whatever_the_report(world, client, copies):
    row = kept(world, REPORT + f"其他事项{'，稳步推进' * copies}。\n" * copies)
    save_section(world.preparer, world.assessment.pk, Section.NARRATIVE, f.Narrative(problems="无"), seen_version=0)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(row, world.assessment)).status_code == 200
    assert len(queries) == 15
