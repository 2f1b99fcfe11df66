"""What the browser keeps of a form that was not saved: offered back, and gone when it should be."""

import pytest
from playwright.sync_api import expect

from tests.conftest import LiveSite
from tests.security.county import County, make_county

MARK = "写了很久的一段话"


@pytest.fixture
def county(live_site: LiveSite) -> County:
    with live_site.database():
        return make_county()


def test_a_draft_goes_when_it_is_given_up_saved_or_its_writer_leaves(live_site, county, page):
    live_site.sign_in(page.context, county.world.preparer)
    path = f"/assessments/{county.own.assessment.pk}/indicators/{county.own.indicator.pk}/target/"
    reason = page.get_by_label("调整原因")

    page.goto(path)
    reason.fill(MARK)
    page.reload()
    expect(reason).to_have_value(MARK)
    page.locator(".restored").get_by_role("button", name="放弃").click()
    expect(reason).to_have_value("")
    page.reload()
    expect(page.locator(".restored")).to_have_count(0)

    reason.fill(MARK)
    page.get_by_label("调整后指标值").first.fill("38")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(lambda address: path not in address)
    page.goto(path)
    expect(reason).to_have_value("")
    assert page.evaluate("localStorage.length") == 0

    reason.fill(MARK)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("details.account summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(lambda address: path not in address)
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_a_button_beside_a_text_sends_it_along(live_site, county, new_context, has_scripts):
    context = new_context(java_script_enabled=has_scripts)
    live_site.sign_in(context, county.world.preparer)
    page = context.new_page()
    page.goto("/report-checks/")
    page.fill("[name=text]", MARK)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="删除").first.click()

    expect(page.locator("[name=text]")).to_have_value(MARK)
    expect(page.get_by_role("status")).to_contain_text("已删除")


def test_two_tabs_keep_two_drafts(live_site, county, page):
    """A form that is sent: the newer stands in its box, the older beside it, until it is taken or given up."""
    live_site.sign_in(page.context, county.world.preparer)
    path = f"/assessments/{county.own.assessment.pk}/indicators/{county.own.indicator.pk}/target/"
    first = page.context.new_page()
    first.goto(path)
    first.reload()  # its name goes through the storage
    with first.expect_popup() as copied:  # a tab that another one opens starts with a copy of its storage
        first.evaluate("window.open(location.href)")
    tabs = (first, copied.value)
    for tab, text in zip(tabs, ("先写的一段话", "后写的一段话"), strict=True):
        tab.get_by_label("调整原因").fill(text)
        tab.wait_for_timeout(300)  # nobody closes a tab sooner; a browser writes its storage behind
    for tab in tabs:
        tab.close()

    page.goto(path)

    expect(page.get_by_label("调整原因")).to_have_value("后写的一段话")
    other = page.locator(".restored", has_text="另有")
    expect(other.locator("textarea")).to_have_value("先写的一段话")
    other.get_by_role("button", name="改用这份内容").click()
    expect(page.get_by_label("调整原因")).to_have_value("先写的一段话")
    expect(other.locator("textarea")).to_have_value("后写的一段话")
    other.get_by_role("button", name="放弃").click()
    page.reload()
    expect(page.get_by_label("调整原因")).to_have_value("先写的一段话")
    expect(other).to_have_count(0)
