"""What every page owes to whoever uses it: keyboard, large type, small screens, paper, and work without scripts."""

import csv
import io

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import FieldComment
from assessments.terms import Action, Section, Status
from tests.conftest import LiveSite
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, World, make_world


@pytest.fixture
def county(live_site: LiveSite) -> World:
    with live_site.database():
        world = make_world()
        world.fill()
        return world


def address(name: str, world: World, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def as_person(live_site: LiveSite, new_context, user, **options) -> Page:
    context = new_context(**options)
    live_site.sign_in(context, user)
    return context.new_page()


def test_the_first_key_offers_to_skip_to_the_content(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer)
    page.goto("/")

    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("跳到主要内容")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  const row = it.closest('.task') || it;
  const rowStyle = getComputedStyle(row);
  const seen = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height, 20) / 2;
  const top = document.elementFromPoint(x, y);
  return {
    what: it.outerHTML.slice(0, 90), outlined: seen(style) || seen(rowStyle),
    covered: !!top && !it.contains(top) && !top.contains(it) && !row.contains(top),
    last: it === document.body,
  };
}"""


def test_focus_is_always_seen_and_never_covered(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*REVIEWING)
    preparer = as_person(live_site, new_context, county.preparer)
    reviewer = as_person(live_site, new_context, county.section_reviewer)
    faults = []
    for page, path in (
        (preparer, "/"),
        (preparer, address("task_list", county)),
        (reviewer, "/review/"),
        (reviewer, address("step", county, Action.RETURN_FOR_CHANGES)),
    ):
        page.goto(path)
        for _ in range(60):
            page.keyboard.press("Tab")
            state = page.evaluate(FOCUS)
            if state["last"]:
                break
            faults += [(path, state)] if not state["outlined"] or state["covered"] else []

    assert faults == []


TARGETS = """() => [...document.querySelectorAll(
    'button, .btn, summary, nav a, .task-name a, .row-action a, th a, input:not([type=hidden]), select, textarea')]
  .filter(it => it.checkVisibility() && !it.closest('.skip-link, .visually-hidden'))
  .map(it => [it.outerHTML.slice(0, 90), (it.closest('.task') || it).getBoundingClientRect()])
  .filter(([_, box]) => box.width < 24 || box.height < 24)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("width", [1366, 390])
def test_targets_are_large_enough_for_a_finger(live_site, county, new_context, width):
    with live_site.database():
        county.bring_to(*REVIEWING)
    size = {"width": width, "height": 900}
    preparer = as_person(live_site, new_context, county.preparer, viewport=size)
    reviewer = as_person(live_site, new_context, county.section_reviewer, viewport=size)
    administrator = as_person(live_site, new_context, county.administrator, viewport=size)
    small = {}
    for page, path in (
        (preparer, "/"),
        (preparer, address("task_list", county)),
        (preparer, address("check", county)),
        (reviewer, "/review/"),
        (reviewer, address("review", county)),
        (administrator, "/people/"),
        (administrator, reverse("budgets:person_new")),
        (administrator, "/departments/"),
        (administrator, reverse("assessments:round_scheme", args=[county.round.pk])),
    ):
        page.goto(path)
        if found := page.evaluate(TARGETS):
            small[path] = found

    assert small == {}


def test_a_menu_opens_by_key_and_closes_with_escape(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer)
    page.goto("/")
    summary = page.locator(".account summary")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="修改密码")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="修改密码")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_whole_row_of_a_task_is_its_link(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer)
    page.goto(address("task_list", county))
    row = page.locator(".task", has_text="收入与支出")
    box = row.bounding_box()

    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)

    expect(page).to_have_url(reverse("assessments:section", args=[county.assessment.pk, Section.FINANCE]))


def test_large_type_is_kept_on_the_next_page_and_overflows_nowhere(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer, viewport={"width": 390, "height": 800})
    page.goto("/")
    before = page.locator("h1").evaluate("it => parseFloat(getComputedStyle(it).fontSize)")

    page.get_by_role("button", name="大字").click()
    page.goto(address("check", county))

    after = page.locator("h1").evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert after == before * 1.25
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_paper_shows_the_same_figures_and_no_controls(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer)
    page.goto(address("check", county))

    page.emulate_media(media="print")

    for control in (".site-header", ".site-footer", ".tabs", ".row-action"):
        for it in page.locator(control).all():
            expect(it).to_be_hidden()
    expect(page.locator(".breadcrumbs")).to_contain_text("2025年度预算绩效自评 · 信访局")  # whose paper it is
    expect(page.locator(".breadcrumbs")).to_be_visible()
    for figure in ("285.87", "273.63", "171.87", "114.00"):
        expect(page.get_by_text(figure, exact=True).first).to_be_visible()


def test_the_printed_report_is_the_report_alone(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*SUBMITTING)
    page = as_person(live_site, new_context, county.head)
    page.goto(address("report", county))

    page.emulate_media(media="print")

    expect(page.locator(".report-title")).to_be_visible()
    expect(page.locator(".report-head")).to_be_hidden()
    expect(page.locator(".site-header")).to_be_hidden()


def test_the_head_submits_and_prints_the_receipt(live_site, county, new_context):
    with live_site.database():
        county.bring_to(Action.HAND_OVER)
    page = as_person(live_site, new_context, county.head)
    page.goto("/")

    page.get_by_role("link", name="核对并报送").click()
    expect(page.get_by_text("可以报送：各部分均已填完")).to_be_visible()
    page.get_by_role("link", name="报送财政局").click()
    page.get_by_role("button", name="报送财政局").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("已报送，待审核")
    expect(page.get_by_text(f"2025-{county.assessment.pk:04d}-1")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_visible()


def test_a_failed_step_has_its_summary_focused_and_leads_to_the_field(live_site, county, new_context, browser_faults):
    browser_faults.allowed = ["status of 422"]
    with live_site.database():
        county.bring_to(*REVIEWING)
    page = as_person(live_site, new_context, county.section_reviewer)
    page.goto(address("step", county, Action.RETURN_FOR_CHANGES))

    page.get_by_role("button", name="退回修改").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.title().startswith("错误：")
    page.get_by_role("link", name="说明：请填写说明。").click()
    expect(page.locator("#id_comment")).to_be_focused()
    expect(page.locator("#id_comment")).to_have_attribute("aria-invalid", "true")


def test_a_reviewer_remarks_on_a_field_without_leaving_the_page(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*REVIEWING)
    page = as_person(live_site, new_context, county.section_reviewer)
    page.goto(address("review", county))

    page.locator("[id='f-revenue-total']").get_by_role("link", name="写意见").click()
    box = page.locator("[id='f-revenue-total']").get_by_label("审核意见")
    expect(box).to_be_focused()
    box.fill("请附决算表。")
    page.get_by_role("button", name="保存意见").click()

    expect(page.locator("[id='f-revenue-total'] .inline-remark")).to_have_text("意见：请附决算表。")
    expect(page.locator("#remarks")).to_contain_text("尚未送达部门")
    with live_site.database():
        assert [remark.label for remark in FieldComment.objects.all()] == ["收入合计"]


def test_without_scripts_a_review_goes_from_the_list_to_the_return(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*SUBMITTING)
    page = as_person(live_site, new_context, county.section_reviewer, java_script_enabled=False)
    page.goto("/review/")
    page.get_by_label("部门名称").fill("信访")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="信访局").click()
    page.get_by_role("link", name="开始初审").click()
    page.get_by_role("button", name="开始初审").click()

    page.locator("tr:has(td[id='f-projects-0-indicators-0-name'])").get_by_role("link", name="写意见").click()
    page.get_by_label("针对的内容").select_option(label="项目“信访事项办理”指标“办结信访事项数量”实际完成值")
    page.get_by_label("审核意见").fill("请附台账。")
    page.get_by_role("button", name="保存意见").click()
    page.get_by_role("link", name="退回修改").click()
    page.get_by_label("说明").fill("请按意见修改。")
    page.get_by_role("button", name="退回修改").click()

    expect(page.get_by_text("退回修改").first).to_be_visible()
    with live_site.database():
        assert county.fresh().status == Status.RETURNED
        assert FieldComment.objects.get().sent_at is not None


def test_a_choice_filters_at_once_and_the_export_is_what_is_shown(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*SUBMITTING)
    page = as_person(live_site, new_context, county.performance_reviewer)
    page.goto("/review/")

    page.get_by_label("状态", exact=True).select_option("submitted")
    page.wait_for_url("**status=submitted**")
    shown = page.locator("tbody th").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出当前列表").click()

    text = download.value.path().read_text("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == shown == ["信访局"]
    assert download.value.suggested_filename.startswith("预算绩效自评情况")


def test_a_picture_has_its_figures_beside_it(live_site, county, new_context):
    page = as_person(live_site, new_context, county.administrator)
    page.goto("/")

    expect(page.get_by_role("img", name="进度，数据见下表")).to_be_visible()
    cells = page.locator(".data-table tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == ["全部", "2", "0", "0", "1", "0", "1"]


def test_the_approved_report_downloads_under_its_own_name(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*APPROVING)
    page = as_person(live_site, new_context, county.preparer)
    page.goto("/")
    page.get_by_role("link", name="查看报告").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()

    assert download.value.suggested_filename == "信访局2025年度预算绩效自评报告.pdf"


def test_what_waits_longest_stands_on_the_first_page(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*PASSING)
    page = as_person(live_site, new_context, county.performance_reviewer)
    page.goto("/")

    expect(page.get_by_role("heading", name="待我审核（1）")).to_be_visible()
    page.get_by_role("link", name="信访局").click()
    expect(page.get_by_role("link", name="终审通过")).to_be_visible()
