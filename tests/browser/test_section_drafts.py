"""What the browser keeps of a section that saves by itself, whatever became of the save that was on its way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from assessments.review.actions import comment_on_field
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
    page.wait_for_function("() => localStorage.length === 0")

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
    page.wait_for_function("() => localStorage.length === 0")  # else that draft is still this tab's own
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


def held(page: Page, holds: Callable[[Route], bool]) -> list[Route]:
    """Requests that the page waits for, until the test lets them go."""
    waiting: list[Route] = []
    page.route("**/*", lambda route: waiting.append(route) if holds(route) else route.fallback())
    return waiting


def wait_for(waiting: list[Route], page: Page) -> Route:
    for _ in range(500):
        if waiting:
            return waiting.pop()
        page.wait_for_timeout(20)
    pytest.fail("the page asked for nothing")


def is_save(route: Route) -> bool:
    return bool(route.request.headers.get("x-autosave"))


def test_a_page_drawn_before_a_save_arrived_shows_what_was_saved(desk):  # noqa: F811
    """The tab that is left hears that its text was saved, and lets go of it; the next page was drawn without it."""
    leaving, coming = desk.open("narrative"), desk.page.context.new_page()
    saves = held(leaving, is_save)
    pages = held(coming, lambda route: route.request.resource_type == "document")
    leaving.fill(BOX, "甲")
    leaving.evaluate("dispatchEvent(new Event('online'))")
    save = wait_for(saves, leaving)
    coming.evaluate("(path) => { location.href = path }", leaving.url)
    page = wait_for(pages, coming)
    drawn = page.fetch()

    save.continue_()
    expect(leaving.locator("#save-state")).to_contain_text("自动保存")
    page.fulfill(response=drawn)
    wait_for(pages, coming).continue_()

    expect(coming.locator(BOX)).to_have_value("甲")
    assert coming.evaluate("localStorage.length") == 0


def test_a_draft_that_arrives_while_it_is_asked_about_is_shown(desk, browser_faults):  # noqa: F811
    """The answer then knows the words, but has read the version before them: that tells nothing about this page."""
    browser_faults.allowed = FAULTS
    leaving, coming = section(desk, arrives_unheard), desk.page
    pages = held(coming, lambda route: route.request.resource_type == "document")
    drawings = held(coming, lambda route: route.request.method == "POST" and route.request.resource_type == "fetch")
    coming.evaluate("(path) => { location.href = path }", leaving.url)
    page = wait_for(pages, coming)
    drawn = page.fetch()
    leaving.fill(BOX, "甲")
    save_by_itself(leaving)
    left(leaving)

    page.fulfill(response=drawn)
    drawing = wait_for(drawings, coming)
    answer = drawing.fetch()
    version = re.compile('data-version="[0-9]+"')
    old = version.search(drawn.text())[0]
    drawing.fulfill(response=answer, body=version.sub(old, answer.text()))
    wait_for(pages, coming).continue_()

    expect(coming.locator(BOX)).to_have_value("甲")


def test_an_open_page_that_nobody_types_in_follows_a_save_of_another_tab(desk):  # noqa: F811
    other, page = desk.page.context.new_page(), desk.open("narrative")
    desk.open("narrative", other)

    page.fill(BOX, "甲")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(other.locator(BOX)).to_have_value("甲")


def test_a_button_waits_for_the_save_that_is_on_its_way(desk):  # noqa: F811
    """Else it goes under the version before that save, and meets oneself as somebody else who has saved."""
    page = desk.open("narrative")
    saves = held(page, is_save)
    page.fill(BOX, "甲")
    page.evaluate("dispatchEvent(new Event('online'))")
    save = wait_for(saves, page)
    answer = save.fetch()
    page.fill(BOX, "甲乙")

    page.get_by_role("button", name="暂存", exact=True).last.click(no_wait_after=True)
    save.fulfill(response=answer)

    expect(page.get_by_text("已保存").first).to_be_visible()
    assert desk.facts().narrative.problems == "甲乙"


def test_two_tabs_keep_two_drafts(desk, browser_faults):  # noqa: F811
    browser_faults.allowed = FAULTS
    tabs = [section(desk, is_lost) for _ in range(2)]
    for page, text in zip(tabs, ("先写的一段话", "后写的一段话"), strict=True):
        page.fill(BOX, text)
        page.wait_for_timeout(20)
    for page in tabs:
        left(page)

    page = section(desk, is_lost)

    expect(page.locator(BOX)).to_have_value("后写的一段话")
    other = page.locator(".restored", has_text="另有")
    expect(other.locator("textarea")).to_have_value("先写的一段话")
    other.get_by_role("button", name="改用这份内容").click()
    expect(page.locator(BOX)).to_have_value("先写的一段话")
    expect(other.locator("textarea")).to_have_value("后写的一段话")
    other.get_by_role("button", name="放弃").click()
    page.reload()
    expect(page.locator(BOX)).to_have_value("先写的一段话")
    expect(other).to_have_count(0)
