"""A rectification notice from the approved report to its end, as people do it: keyboard, buttons, two roles."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Assessment, RectificationNotice
from assessments.terms import NoticeState
from tests.factories import APPROVING, make_world


def issue(office: Page, assessment: Assessment, problem: str, due_on: date) -> None:
    office.goto(f"/review/{assessment.pk}/")
    office.get_by_role("link", name="下达整改通知").click()
    first, added = office.get_by_role("group", name="第 1 项"), office.get_by_role("group", name="第 3 项")
    expect(first.get_by_label("存在问题")).to_have_value(problem)
    first.get_by_label("列入通知").check()
    office.get_by_role("button", name="添加事项").click()
    added.get_by_label("存在问题").fill("佐证材料不足。")
    office.get_by_role("textbox", name="整改期限").fill(due_on.isoformat())
    office.get_by_role("button", name="预览通知").last.click()
    expect(office.get_by_role("alert")).to_contain_text("第 3 项整改要求：请填写整改要求")
    added.get_by_label("整改要求").fill("补充台账和照片。")
    added.get_by_label("整改要求").press("Enter")  # a line break, not a button
    office.get_by_role("button", name="预览通知").last.click()
    expect(office.get_by_role("heading", name="预览整改通知")).to_be_visible()
    expect(office.locator("main")).to_contain_text("补充台账和照片。")
    office.get_by_role("button", name="下达整改通知").click()
    expect(office.get_by_role("heading", name="整改通知 〔")).to_be_visible()


def answer_and_send(clerk: Page, head: Page, today: date) -> None:
    clerk.goto("/")
    clerk.get_by_role("link", name="填写整改情况").click()
    for number in (1, 2):
        item = clerk.get_by_role("group", name=f"第 {number} 项")
        item.get_by_label("整改情况").fill(f"第{number}项已经落实。")
        item.get_by_label("完成日期").fill(today.isoformat())
    clerk.get_by_role("button", name="暂存").click()
    expect(clerk.get_by_text("整改情况已保存。")).to_be_visible()

    head.goto("/")
    head.get_by_role("link", name="核对并报送").click()
    head.get_by_role("button", name="报送整改情况反馈").click()
    expect(head.locator("main")).to_contain_text("已反馈，待确认")


def return_and_send_again(office: Page, head: Page) -> None:
    office.goto("/")
    office.get_by_role("link", name="信访局 整改通知").click()
    office.get_by_role("link", name="退回补充").click()
    office.get_by_role("button", name="退回补充").click()
    expect(office.get_by_role("alert")).to_contain_text("请填写说明。")
    office.get_by_label("说明").fill("请附台账目录。")
    office.get_by_role("button", name="退回补充").click()

    head.goto("/")
    head.get_by_role("link", name="补充整改情况").click()
    expect(head.locator("main")).to_contain_text("请附台账目录。")
    head.get_by_role("group", name="第 2 项").get_by_label("佐证材料").fill("台账目录")
    head.get_by_role("button", name="暂存").click()
    head.get_by_role("link", name="报送整改情况反馈").click()
    head.get_by_role("button", name="报送整改情况反馈").click()


def accept(office: Page) -> None:
    office.goto("/notices/")
    office.locator("tbody").get_by_role("link").click()
    office.get_by_role("link", name="确认销号").click()
    office.get_by_role("button", name="确认销号").click()
    expect(office.locator("main")).to_contain_text("由绩效审核人确认销号。")


def test_a_notice_from_its_issue_to_its_end(live_site, new_context, browser_faults):
    browser_faults.allowed = ["status of 422"]
    with live_site.database():
        world = make_world()
        world.fill()
        world.bring_to(*APPROVING)
        problem = world.assessment.rectifications.get().problem
        today = timezone.localdate()
    pages = {}
    for name in ("performance_reviewer", "preparer", "head"):
        context = new_context()
        live_site.sign_in(context, world.people[name])
        pages[name] = context.new_page()
    office, clerk, head = pages.values()

    issue(office, world.assessment, problem, today + timedelta(days=20))
    answer_and_send(clerk, head, today)
    return_and_send_again(office, head)
    accept(office)

    with live_site.database():
        notice = RectificationNotice.objects.get()
        assert notice.state_term is NoticeState.ACCEPTED
        assert notice.due_on == today + timedelta(days=20)
        assert notice.items.get(position=2).requirement == "补充台账和照片。"
        assert Assessment.objects.get(pk=world.assessment.pk).status_term.is_final
