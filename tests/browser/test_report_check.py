"""A written report in a real browser: upload, jump to a mark and back, take over; the same without JavaScript."""

import pytest
from playwright.sync_api import expect

from assessments.facts_loader import facts_of
from tests.assessments.intake.files import docx, paragraph, word_table
from tests.assessments.web.report_checks.test_take_over_views import REPORT
from tests.conftest import LiveSite
from tests.factories import World, make_world, wan

NAME = "信访局整体支出绩效自评报告（送审稿）.docx"
TABLE = word_table([["一级指标", "二级指标", "三级指标"], [("产出指标", 2), "办结信访事项"]])


@pytest.fixture
def county(live_site: LiveSite) -> World:
    with live_site.database():
        return make_world()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(docx("".join(map(paragraph, REPORT.split("\n"))) + TABLE))
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1366, 390])
def test_from_the_upload_to_the_draft(live_site, county, new_context, file, scripts, width):
    context = new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    live_site.sign_in(context, county.preparer)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="报告校核").click()
    page.get_by_label("上传报告").set_input_files(file)
    page.get_by_role("button", name="开始校核").click()
    expect(page.locator("h1")).to_have_text(NAME)

    page.locator("#f1").get_by_role("link").first.click()
    assert page.url.endswith("#m1-1")
    expect(page.locator(".at:target + mark")).to_be_in_viewport()
    page.locator(".check-text .mark-ref").first.click()
    expect(page.locator("li:target")).to_be_in_viewport()
    expect(page.locator(".text-table td")).to_have_count(5)
    page.locator(".figure-table a").first.click()
    expect(page.locator(".at:target")).to_be_in_viewport()

    page.get_by_role("button", name="保留并转入填报").click()
    expect(page.locator("h1")).to_have_text("转入填报：信访局")
    assert not page.get_by_label("基本支出", exact=True).is_checked()  # the report does not add up here
    page.get_by_label("基本支出", exact=True).check()
    page.get_by_role("button", name="转入勾选的内容").click()

    expect(page).to_have_url(f"/assessments/{county.assessment.pk}/")
    expect(page.get_by_role("status").first).to_contain_text(f"已从“{NAME}”转入")
    with live_site.database():
        facts = facts_of(county.fresh())
    assert (facts.revenue.total, facts.expenditure.basic, facts.expenditure.personnel) == (wan("300"), wan("200"), None)


def test_a_refused_file_leaves_the_pasted_text(live_site, county, new_context, tmp_path, browser_faults):
    browser_faults.allowed = ["status of 422"]
    context = new_context()
    live_site.sign_in(context, county.section_reviewer)
    page = context.new_page()
    page.goto("/report-checks/")
    path = tmp_path / "报告.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(60))
    page.get_by_label("上传报告").set_input_files(path)
    page.get_by_role("button", name="开始校核").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#report-file_error")).to_contain_text("文件已损坏，打不开。请用 Word 或 WPS 重新保存后重试。")
    page.get_by_label("或粘贴文字").fill(REPORT)
    page.get_by_role("button", name="开始校核").click()
    expect(page.locator("h1")).to_have_text("粘贴的文字")
