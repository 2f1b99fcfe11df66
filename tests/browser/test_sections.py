"""Filling in, as a clerk does it: typing, pasting, saving, meeting a colleague's version, losing the session."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from assessments.drafting import save_section, version_of
from assessments.facts_loader import facts_of
from assessments.schema.facts import Narrative
from assessments.terms import Section
from budgets.terms import FundKind, SourceLevel
from tests.factories import World, complete_facts, make_world, wan
from tests.small_pdf import small_pdf


@dataclass
class Desk:
    """A preparer at a computer, with a filled-in assessment on the site."""

    site: object
    page: Page
    world: World
    projects: list[int]

    def open(self, path: str, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(f"/assessments/{self.world.assessment.pk}/{path}/")
        return page

    def facts(self):
        with self.site.database():
            return facts_of(self.world.fresh())


@pytest.fixture
def desk(live_site, page) -> Desk:
    with live_site.database():
        world = make_world()
        world.fill(replace(complete_facts(), rectifications=()))
        projects = [project.row for project in facts_of(world.fresh()).projects]
    live_site.sign_in(page.context, world.preparer)
    return Desk(live_site, page, world, projects)


def output(page: Page, name: str):
    return page.locator(f"[id='o-{name}']")


def paste(page: Page, text: str) -> None:
    """What a browser does with Ctrl+V, without asking for the right to read the clipboard."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_totals_and_differences_follow_the_typing(desk):
    page = desk.open("finance")

    page.fill("#f-revenue-lines-0-amount", "１，１５６，４００.５")

    expect(output(page, "revenue-total")).to_have_text("1,156,412.74")
    expect(output(page, "revenue-total-difference")).to_contain_text("相差")
    page.fill("#f-revenue-lines-0-amount", "7,00.0,77")
    expect(output(page, "revenue-total")).to_have_text("—")


def test_a_score_is_computed_and_taken_over(desk):
    page = desk.open(f"projects/{desk.projects[0]}/results")

    page.fill("#f-projects-0-indicators-0-actual", "20")
    page.fill("#f-projects-0-indicators-0-score", "")
    expect(output(page, "indicators-0-score")).to_have_text("10")
    page.locator("[data-into='f-projects-0-indicators-0-score']").click()

    expect(page.locator("#f-projects-0-indicators-0-score")).to_have_value("10")
    expect(output(page, "score")).to_have_text("90")
    expect(output(page, "group-total-score")).to_have_text("90")


def test_it_saves_by_itself_and_says_when(desk):
    page = desk.open("overview")

    page.fill("#f-department-staff_on_post", "0")

    expect(page.locator("#save-state")).to_have_text("有未保存的内容")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    assert page.locator("#save-state").get_attribute("aria-live") == "polite"
    assert desk.facts().department.staff_on_post == 0
    page.reload()
    expect(page.locator("#f-department-staff_on_post")).to_have_value("0")


def test_a_new_row_saved_by_itself_is_one_row_when_saved_again(desk):
    page = desk.open("rectification")
    page.fill("#f-rectifications-0-problem", "台账不全")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    first = desk.facts().rectifications

    page.fill("#f-rectifications-0-measure", "补齐台账")
    expect(page.locator("#save-state")).to_have_text("有未保存的内容")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)

    second = desk.facts().rectifications
    assert [(item.problem, item.measure) for item in second] == [("台账不全", "补齐台账")]
    assert [item.row for item in second] == [item.row for item in first]


def test_what_cannot_be_read_is_not_shouted(desk):
    page = desk.open("overview")

    page.fill("#f-department-staff_on_post", "十四")

    expect(page.locator("#save-state")).to_contain_text("自动保存，1 处无法识别，已按原样保留", timeout=8_000)
    expect(page.locator(".field-error")).to_have_count(0)


def test_what_can_be_read_again_is_complained_of_no_longer(desk):
    page = desk.open("overview")
    page.fill("#f-department-staff_on_post", "十四")
    page.fill("#f-department-internal_offices", "三")
    expect(page.locator("#save-state")).to_contain_text("2 处无法识别", timeout=8_000)
    page.reload()
    expect(page.locator(".error-summary li, .field-error")).to_have_count(4)

    page.fill("#f-department-staff_on_post", "14")

    expect(page.locator("#save-state")).to_contain_text("1 处无法识别", timeout=8_000)
    expect(page.locator(".error-summary li, .field-error")).to_have_count(2)
    expect(page.locator("#f-department-staff_on_post")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-department-internal_offices_error")).to_contain_text("“三”不是数字")

    page.fill("#f-department-internal_offices", "3")

    expect(page.locator(".error-summary, .field-error, .has-error")).to_have_count(0, timeout=8_000)


def test_errors_stand_on_top_and_at_their_field(desk):
    page = desk.open("overview")
    page.fill("#f-department-staff_on_post", "十四")
    page.fill("#f-dates-completed", "2023-02-30")

    page.get_by_role("button", name="暂存", exact=True).last.click()

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("错误：")
    message = "“十四”不是数字，请填写 1234.56 这样的数字。"
    assert summary.locator("a").all_text_contents() == [
        f"在职人员数（人）：{message}",
        "自评完成日期：没有“2023-02-30”这一天，请核对。",
    ]
    summary.locator("a").first.click()
    field = page.locator("#f-department-staff_on_post")
    expect(field).to_be_focused()
    expect(field).to_have_value("十四")
    expect(field).to_have_attribute("aria-describedby", "f-department-staff_on_post_error")
    expect(page.locator("#f-department-staff_on_post_error")).to_contain_text(message)


def colleague_saves(desk: Desk, text: str) -> None:
    """The head saves the section in between."""
    with desk.site.database():
        assessment = desk.world.fresh()
        seen = version_of(assessment.pk, Section.NARRATIVE).version
        data = Narrative(problems=text)
        save_section(desk.world.head, assessment.pk, Section.NARRATIVE, data, seen_version=seen)


@pytest.mark.parametrize(
    ("choice", "kept"), [("采用我填写的", "我的文字"), ("采用已保存的", "同事的文字")], ids=["mine", "saved"]
)
def test_nobody_overwrites_a_colleague_unseen(desk, browser_faults, choice, kept):
    browser_faults.allowed = ["status of 409"]
    page = desk.open("narrative")
    colleague_saves(desk, "同事的文字")

    page.fill("#f-narrative-problems", "我的文字")
    expect(page.locator("#save-state")).to_contain_text("自动保存已停止", timeout=8_000)
    assert desk.facts().narrative.problems == "同事的文字"
    page.get_by_role("button", name="暂存", exact=True).last.click()

    row = page.locator(".compare tbody tr", has_text="存在的问题")
    assert row.locator("th, td").all_inner_texts() == ["存在的问题", "我的文字", "同事的文字"]
    page.get_by_text(choice, exact=True).click()
    expect(page.locator("#f-narrative-problems")).to_have_value(kept)
    assert desk.facts().narrative.problems == kept
    page.reload()
    expect(page.locator("#f-narrative-problems")).to_have_value(kept)


def test_a_pasted_block_grows_the_table_and_can_be_undone(desk):
    page = desk.open("rectification")
    rows = [f'问题{number}\t"第一步\n第二步"\t责任人{number}\t2026-03-{number:02}' for number in range(1, 13)]
    page.focus("#f-rectifications-0-problem")

    paste(page, "\n".join(rows))

    expect(page.locator("[data-row]")).to_have_count(12)
    expect(page.locator("#announcer")).to_have_text("已粘贴 12 行，新增 11 行。")
    expect(page.locator("#f-rectifications-11-measure")).to_have_value("第一步\n第二步")
    expect(page.locator("#f-rectifications-11-owner")).to_have_value("责任人12")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("#f-rectifications-0-problem")).to_have_value("")
    paste(page, "\n".join(rows))
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    saved = desk.facts().rectifications
    assert [item.problem for item in saved] == [f"问题{number}" for number in range(1, 13)]
    assert saved[11].due.text == "2026-03-12"


ACCOUNTING = (
    "一般公共预算\t一般公共预算拨款\t 1,285.87 \n政府性基金预算\t政府性基金\t -   \n"
    "单位资金\t事业收入\t ¥ 12.50 \n单位资金\t其他收入\t(3.20)\n"
)  # fmt: skip
MERGED = (
    "当年财政拨款\t一般公共预算\t县级\t50.00\t50.00\t48.00\n\t\t省级\t30.00\t30.00\t30.00\n"
    "合 计\t\t\t80.00\t80.00\t78.00\n"
)
DEADLINES = (
    "个别指标偏低\t重新测算\t办公室\t长期坚持\n台账不全\t补齐台账\t综合科\t2024年6月底前\n"
    "材料归档慢\t专人负责\t综合科\t2024/6/30 0:00\n制度不健全\t修订制度\t办公室\t立行立改\n"
)


def test_amounts_in_a_spreadsheet_s_own_format_are_saved(desk):
    page = desk.open("finance")
    page.focus("#f-revenue-lines-0-fund")

    paste(page, ACCOUNTING)

    expect(page.locator("#announcer")).to_have_text("已粘贴 4 行，新增 2 行。")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    lines = desk.facts().revenue.lines
    assert [line.amount for line in lines] == [wan("1285.87"), wan("0"), wan("12.5"), None]
    expect(page.locator("#f-revenue-lines-3-amount")).to_have_value("(3.20)")
    expect(page.locator(".error-summary a")).to_have_text("收入来源第 4 行：金额（万元）：不能为负数。")


def test_merged_cells_repeat_and_totals_are_no_rows(desk):
    page = desk.open(f"projects/{desk.projects[0]}/funding")
    page.focus("#f-projects-0-funding-0-label")

    paste(page, MERGED)

    expect(page.locator("#announcer")).to_have_text("已粘贴 2 行，新增 1 行，略过合计 1 行，2 处合并单元格沿用上一行。")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    lines = desk.facts().projects[0].funding
    assert [(line.label, line.fund, line.source, line.executed) for line in lines] == [
        ("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.COUNTY, wan("48")),
        ("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.PROVINCIAL, wan("30")),
    ]


def test_a_blank_cell_erases_nothing(desk):
    page = desk.open("finance")
    page.focus("#f-revenue-lines-0-fund")

    paste(page, "\t\t99\n\t\t\n")

    expect(page.locator("#announcer")).to_have_text("已粘贴 1 行。")
    values = [page.input_value(f"#f-revenue-lines-0-{name}") for name in ("fund", "label", "amount")]
    assert values == ["general_public", "一般公共预算收入", "99"]


def test_deadlines_as_offices_write_them(desk):
    page = desk.open("rectification")
    page.focus("#f-rectifications-0-problem")

    paste(page, DEADLINES)
    page.get_by_role("button", name="暂存", exact=True).last.click()

    expect(page.get_by_text("已保存").first).to_be_visible()
    shown = [page.input_value(f"#f-rectifications-{row}-due") for row in range(4)]
    assert shown == ["长期坚持", "2024年6月底前", "2024年6月30日", "立行立改"]


def test_a_pasted_block_of_indicators_keeps_its_columns(desk):
    page = desk.open(f"projects/{desk.projects[0]}/results")
    page.get_by_role("button", name="添加指标").click()
    expect(page.locator("#f-projects-0-indicators-5-group")).to_be_focused()

    paste(
        page,
        "产出指标\t数量指标\t走访户数\t≥\t1,200\t户\t1,250\t10\t9.5\r\n效益指标\t社会效益指标\t知晓率\t大于\t90\t%\t95\t5\t5\r\n",
    )

    def values(row):
        names = ["group", "kind", "name", "comparator", "target", "unit", "actual", "weight", "score"]
        return [page.input_value(f"[name='indicators-{row}-{name}']") for name in names]

    assert values(5) == ["产出指标", "数量指标", "走访户数", "≥", "1,200", "户", "1,250", "10", "9.5"]
    assert values(6) == ["效益指标", "社会效益指标", "知晓率", "", "90", "%", "95", "5", "5"]
    expect(page.locator("#announcer")).to_have_text("已粘贴 2 行，新增 1 行，1 处选项未能识别，请手工选择。")


def test_keys_move_by_row_and_by_cell(desk):
    page = desk.open("finance")
    focused = "document.activeElement.id"
    page.focus("#f-revenue-lines-0-amount")

    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "f-revenue-lines-1-amount"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "f-revenue-lines-0-amount"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "f-revenue-lines-1-label"
    page.evaluate(
        """document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    assert page.evaluate(focused) == "f-revenue-lines-1-label"
    assert page.url.endswith("/finance/")


def test_the_keyboard_alone_reaches_the_end_of_the_page(desk):
    page = desk.open("finance")
    page.focus("#f-revenue-lines-0-fund")
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if "上一部分" in page.evaluate("document.activeElement.textContent"):
            return
        assert here not in seen, f"the focus turns in a circle at {here}"
        seen.add(here)
    pytest.fail("the focus never leaves the form")


def test_a_removed_row_comes_back(desk):
    page = desk.open("finance")
    page.locator("[data-remove-row]").first.click()

    expect(page.locator("[data-grid='revenue-lines'] [data-row]")).to_have_count(1)
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#f-revenue-lines-0-amount")).to_have_value("273.63")
    page.locator("[data-remove-row]").first.click()
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert [line.label for line in desk.facts().revenue.lines] == ["上年结转结余"]


def test_sub_goals_grow_with_tables_of_their_own(desk):
    page = desk.open("goals")
    page.get_by_role("button", name="添加分项绩效目标").click()
    page.locator("[name='goals-sub-1-name']").fill("维稳工作")
    goal = page.locator("[data-grid='goals-sub'] > [data-row]").nth(1)
    goal.get_by_role("button", name="添加指标").click()
    page.locator("[name='goals-sub-1-indicators-1-name']").fill("劝返次数")
    page.get_by_role("button", name="暂存", exact=True).last.click()

    expect(page.get_by_text("已保存").first).to_be_visible()
    added = desk.facts().goals.sub[1]
    assert (added.name, [item.name for item in added.indicators]) == ("维稳工作", ["劝返次数"])


def test_a_session_that_ran_out_loses_no_text(desk, browser_faults):
    browser_faults.allowed = ["status of 401"]
    page = desk.open("narrative")
    page.focus("#f-narrative-problems")  # first: the page's own first question may find the session gone already
    with desk.site.database():
        Session.objects.all().delete()
    page.fill("#f-narrative-problems", "写了一个小时的文字")
    dialog = page.locator("#session-dialog")
    expect(dialog).to_be_visible(timeout=8_000)

    href = dialog.locator("[data-login]").get_attribute("href")
    assert href.endswith("narrative%2F%23f-narrative-problems")
    dialog.locator("[data-login]").click()
    desk.site.sign_in(page.context, desk.world.preparer)
    desk.open("narrative")

    expect(page.locator("#f-narrative-problems")).to_have_value("写了一个小时的文字")
    expect(page.locator(".restored")).to_contain_text("尚未保存")
    page.press("#f-narrative-problems", "End")
    page.type("#f-narrative-problems", "。")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    expect(page.locator(".restored")).to_have_text("已恢复上次填写的内容，并已保存。")
    assert desk.facts().narrative.problems == "写了一个小时的文字。"


def test_the_next_person_at_the_tab_finds_nothing(desk, browser_faults):
    browser_faults.allowed = ["status of 401"]
    page = desk.open("narrative")
    with desk.site.database():
        Session.objects.all().delete()
    page.fill("#f-narrative-problems", "甲的文字")
    expect(page.locator("#session-dialog")).to_be_visible(timeout=8_000)

    desk.site.sign_in(page.context, desk.world.head)
    desk.open("narrative")

    expect(page.locator("#f-narrative-problems")).not_to_have_value("甲的文字")
    assert "甲的文字" not in page.evaluate("JSON.stringify(localStorage)")


def no_script(new_context, desk: Desk) -> Page:
    context: BrowserContext = new_context(java_script_enabled=False)
    desk.site.sign_in(context, desk.world.preparer)
    return context.new_page()


def test_without_scripts_rows_come_by_round_trip_and_nothing_typed_is_lost(desk, new_context):
    page = desk.open("finance", no_script(new_context, desk))
    page.fill("#f-revenue-lines-0-amount", "10")
    page.fill("#f-revenue-total", "30.000001")
    page.get_by_role("button", name="添加收入来源").click()
    page.fill("#f-revenue-lines-2-label", "其他收入")
    page.fill("#f-revenue-lines-2-amount", "20.000001")
    page.locator("button[value='remove_row:revenue-lines:1']").click()
    page.get_by_role("button", name="暂存", exact=True).last.click()

    revenue = desk.facts().revenue
    assert [(line.label, line.amount) for line in revenue.lines] == [
        ("一般公共预算收入", wan("10")),
        ("其他收入", Decimal("200000.01")),
    ]
    assert page.input_value("#f-revenue-total") == "30.000001"
    assert page.locator("[id='o-revenue-total']").text_content() == "30.000001"


def test_without_scripts_enter_saves_and_removes_nothing(desk, new_context):
    page = desk.open("finance", no_script(new_context, desk))
    page.fill("#f-revenue-lines-1-amount", "13")
    page.press("#f-revenue-lines-1-amount", "Enter")

    assert [line.amount for line in desk.facts().revenue.lines] == [wan("273.63"), wan("13")]


@pytest.mark.parametrize("width", [1366, 390])
def test_no_barrier_and_no_sideways_scrolling(desk, axe_source, width):
    page, project = desk.page, desk.projects[0]
    page.set_viewport_size({"width": width, "height": 800})
    paths = [section.value for section in Section if not section.is_per_project]
    paths += [f"projects/{project}/{section.value}" for section in Section if section.is_per_project]
    found = {}
    for path in paths:
        desk.open(path)
        page.evaluate(axe_source)
        violations = page.evaluate("axe.run().then((result) => result.violations.map((item) => item.id))")
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if violations or sideways:
            found[path] = (violations, sideways)
    assert found == {}


def test_a_focused_field_is_not_under_the_bar(desk):
    page = desk.open(f"projects/{desk.projects[0]}/results")
    page.set_viewport_size({"width": 1366, "height": 500})
    hidden = []
    for field in page.locator("form input:visible, form select:visible, form textarea:visible").all():
        field.focus()
        bar, box = page.locator(".save-bar").bounding_box(), field.bounding_box()
        if box["y"] < bar["y"] + bar["height"] and box["y"] + box["height"] > bar["y"] + 1:
            hidden.append(field.get_attribute("id"))
    assert hidden == []


@pytest.mark.parametrize("button", ["上传文件", "暂存"])
@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_uploaded_paper_is_listed_and_the_list_beside_it_kept(
    desk, new_context, tmp_path: Path, has_scripts: bool, button: str
):
    """The file and the list are one form: each of its buttons keeps both, and so does taking a file out again."""
    context = new_context(java_script_enabled=has_scripts)
    desk.site.sign_in(context, desk.world.preparer)
    paper = tmp_path / "问卷.pdf"
    paper.write_bytes(small_pdf())
    page = desk.open("attachments", context.new_page())
    page.fill("#f-attachments-0", "刚填的一行")
    page.set_input_files("#f-upload-file", paper)
    page.get_by_role("button", name=button, exact=True).last.click()

    expect(page.locator(".file-list")).to_contain_text("问卷")
    expect(page.locator("#f-attachments-0")).to_have_value("刚填的一行")
    page.fill("#f-attachments-0", "改过的一行")
    page.locator(".file-list button").click()
    expect(page.locator(".file-list")).to_have_count(0)
    expect(page.locator("#f-attachments-0")).to_have_value("改过的一行")
    assert desk.facts().attachments == ("改过的一行",)
    if has_scripts:
        assert page.evaluate("localStorage.length") == 0


def test_one_is_warned_before_the_session_ends_and_may_go_on(desk):
    page = desk.page
    asked = []

    def answer(route):
        asked.append(route.request.method)
        seconds = 1800 if "POST" in asked else 120
        route.fulfill(json={"seconds_left": seconds})

    page.route("**/session/", answer)
    desk.open("narrative")
    dialog = page.locator("#session-dialog")
    expect(dialog).to_contain_text("约 2 分钟后将退出登录")

    dialog.get_by_role("button", name="继续填写").click()

    expect(dialog).not_to_be_visible()
    assert asked == ["GET", "POST"]


def test_what_cannot_be_read_is_there_at_another_computer(desk, new_context):
    page = desk.open("finance")
    page.get_by_role("button", name="添加收入来源").click()
    page.locator("[name='revenue-lines-2-amount']").fill("三千")
    expect(page.locator("#save-state")).to_contain_text("无法识别，已按原样保留", timeout=8_000)

    context = new_context()
    desk.site.sign_in(context, desk.world.head)
    elsewhere = desk.open("finance", context.new_page())

    expect(elsewhere.locator("[name='revenue-lines-2-amount']")).to_have_value("三千")


def test_a_saved_form_is_not_restored(desk):
    page = desk.open("narrative")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()

    page.reload()

    expect(page.locator("#save-state")).to_contain_text("上次保存")
    assert page.evaluate("localStorage.length") == 0
