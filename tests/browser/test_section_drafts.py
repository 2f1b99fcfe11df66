"""What the browser keeps of a section that saves by itself, whatever became of the save that was on its way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from assessments.reviewing import comment_on_field
from assessments.terms import Action
from tests.browser.test_sections import Desk, desk  # noqa: F401
from tests.factories import REVIEWING, SUBMITTING

BOX = "#f-narrative-problems"
FAULTS = ["ERR_FAILED", "status of 409"]


def left(page: Page) -> None:
    """As by the end of the whole browser: nothing more is sent on leaving, which no test could tell the fate of."""
    page.evaluate("Object.defineProperty(document, 'visibilityState', { get: () => 'visible' })")
    page.wait_for_timeout(300)  # nobody closes a tab sooner; a browser writes its storage behind
    page.close()


def section(desk: Desk, saves: Callable[[Route], None], path: str = "narrative") -> Page:  # noqa: F811
    """A tab in which each save by itself fares as told."""
    page = desk.page.context.new_page()

    def fare(route: Route) -> None:
        if route.request.headers.get("x-autosave"):
            saves(route)
        else:
            route.continue_()

    page.route("**/*", fare)
    return desk.open(path, page)


def arrives_unheard(route: Route) -> None:
    route.fetch()
    route.abort()


def is_lost(route: Route) -> None:
    route.abort()


def save_by_itself(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#save-state")).to_contain_text("网络中断", timeout=20_000)


def test_what_became_of_a_save_is_asked_and_not_guessed(desk, browser_faults):  # noqa: F811
    browser_faults.allowed = FAULTS
    # It arrived, its answer did not: nothing is offered, nothing is kept.
    page = section(desk, arrives_unheard)
    page.fill(BOX, "甲")
    save_by_itself(page)
    left(page)
    page = section(desk, is_lost)
    expect(page.locator(BOX)).to_have_value("甲")
    page.wait_for_function("() => localStorage.length === 0")
    expect(page.locator(".restored")).to_have_count(0)
    left(page)

    # More was typed while it was on its way: that is there again, and is no conflict with oneself.
    page = section(desk, arrives_unheard)
    page.fill(BOX, "乙")
    save_by_itself(page)
    page.fill(BOX, "乙，接着写")
    left(page)
    page = desk.open("narrative")
    expect(page.locator(".restored")).to_be_visible()
    expect(page.locator(BOX)).to_have_value("乙，接着写")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert desk.facts().narrative.problems == "乙，接着写"
    assert page.evaluate("localStorage.length") == 0

    # It was lost, and the same person has saved other words since.
    page = section(desk, is_lost)
    page.fill(BOX, "丙")
    save_by_itself(page)
    kept = page.evaluate("JSON.stringify(localStorage)")
    left(page)
    page = desk.page
    page.evaluate("localStorage.clear()")
    desk.open("narrative")
    page.fill(BOX, "丁")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    page.evaluate("(kept) => Object.assign(localStorage, JSON.parse(kept))", kept)
    desk.open("narrative")
    expect(page.locator(".restored")).to_be_visible()
    expect(page.locator(BOX)).to_have_value("丙")
    page.get_by_role("button", name="暂存", exact=True).last.click()
    expect(page.locator(".compare tbody tr", has_text="存在的问题")).to_contain_text("丁")


def test_an_answer_is_kept_though_the_rest_has_arrived(desk, browser_faults):  # noqa: F811
    browser_faults.allowed = FAULTS
    with desk.site.database():
        world = desk.world
        world.fill()
        world.bring_to(*REVIEWING)
        comment_on_field(world.section_reviewer, world.assessment.pk, "/narrative/problems", "存在的问题", "请写具体")
        world.bring_to(Action.RETURN_FOR_CHANGES)
    page = section(desk, arrives_unheard)
    page.fill(BOX, "甲")
    page.locator("[name^=answer-]").fill("已写具体")
    save_by_itself(page)
    left(page)

    page = desk.open("narrative")

    expect(page.locator("[name^=answer-]")).to_have_value("已写具体")
    expect(page.locator(BOX)).to_have_value("甲")


@pytest.mark.parametrize("is_read_only", [False, True], ids=["cannot be drawn", "may no longer be saved"])
def test_what_finds_no_box_is_shown_until_it_is_given_up(desk, browser_faults, is_read_only):  # noqa: F811
    browser_faults.allowed = FAULTS
    page = section(desk, is_lost)
    page.fill(BOX, "写了很久的一段话")
    left(page)
    if is_read_only:
        with desk.site.database():
            desk.world.fill()
            desk.world.bring_to(*SUBMITTING)
    page = desk.page
    page.route("**/narrative/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    for _ in range(2):
        desk.open("narrative")
        expect(page.locator(".restored textarea").first).to_have_value("写了很久的一段话")
    page.get_by_role("button", name="放弃").click()
    desk.open("narrative")
    expect(page.locator(".restored")).to_have_count(0)
