"""The pages of the report beside the form: there while one types, never in the way."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import complete_facts, make_world

WIDE, DESK, PHONE = ({"width": width, "height": 900} for width in (1680, 1366, 390))
A4_WIDTH = 795  # pixels, where the height is 1123
STATE = "[data-state]"


@pytest.fixture
def world(live_site):
    with live_site.database():
        world = make_world()
        world.fill(complete_facts())
    return world


@pytest.fixture
def page(live_site, world, new_context) -> Page:
    context = new_context(viewport=WIDE)
    live_site.sign_in(context, world.preparer)
    return context.new_page()


def opened(page: Page, world, section: str = "narrative") -> Page:
    page.goto(f"/assessments/{world.assessment.pk}/{section}/")
    return page


def addresses(page: Page) -> list[str]:
    return page.locator("[data-pages] img").evaluate_all("images => images.map(image => image.getAttribute('src'))")


def held_back(page: Page) -> list[Route]:
    """Questions for a preview that nobody answers."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/preview/", hold)
    return waiting


def is_drawn(page: Page) -> None:
    image = page.locator("[data-pages] img").first
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", A4_WIDTH)


def test_the_pages_stand_beside_the_form_and_follow_what_is_saved(page, world):
    opened(page, world)
    is_drawn(page)
    before = addresses(page)

    page.fill("#f-narrative-target_quality_projects", "项目目标与批复一致，指标可以取数。")

    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    until = time.monotonic() + 5
    while addresses(page) == before and time.monotonic() < until:
        page.wait_for_timeout(50)
    changed = [old != new for old, new in zip(before, addresses(page), strict=True)]
    assert any(changed)
    assert not all(changed)
    expect(page.locator("#f-narrative-target_quality_projects")).to_be_focused()


def test_typing_goes_on_while_the_server_draws(page, world):
    """The preview is held back: nothing else waits for it, and no second one is asked for meanwhile."""
    waiting = held_back(page)
    opened(page, world)
    expect(page.locator(STATE)).to_have_text("正在更新…")
    field = page.locator("#f-narrative-organisation")

    field.fill("")
    field.press_sequentially("成立工作小组。", delay=20)

    expect(field).to_have_value("成立工作小组。")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    field.press_sequentially("逐项核对。")
    expect(page.locator("#save-state")).to_have_text("有未保存的内容")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    assert len(waiting) == 1


def test_an_answer_from_before_the_save_is_dropped(page, world):
    waiting = held_back(page)
    opened(page, world)
    page.fill("#f-narrative-organisation", "成立工作小组。")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)

    old = "<ol data-pages><li data-first><img alt='旧' width='1' height='1'></li></ol>"
    waiting[0].fulfill(status=200, content_type="text/html", body=old)
    page.wait_for_timeout(100)
    assert page.locator("[data-pages]").count() == 0
    page.wait_for_timeout(1_000)

    assert len(waiting) == 2
    waiting[1].continue_()
    is_drawn(page)


def test_a_busy_server_is_asked_again(page, world, browser_faults):
    browser_faults.allowed = ["status of 503"]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(
                status=503, headers={"Retry-After": "1"}, content_type="text/html", body="<p data-note>忙</p>"
            )
        else:
            route.continue_()

    page.route("**/preview/", answer)
    opened(page, world)

    is_drawn(page)
    assert len(asked) == 2


def test_it_opens_where_the_section_stands(page, world):
    with_text = complete_facts()
    opened(page, world, "rectification")
    is_drawn(page)
    assert with_text.rectifications
    top = page.locator("[data-body]").evaluate("body => body.scrollTop")
    first = page.locator("[data-first]").evaluate("page => page.offsetTop - page.parentElement.offsetTop")
    assert abs(top - first) <= 1


def test_it_is_closed_and_stays_closed(page, world):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/preview/") else None)
    opened(page, world)
    is_drawn(page)
    page.locator("[data-preview-close]").click()
    expect(page.locator("#preview")).to_be_hidden()
    toggle = page.locator("[data-preview-toggle]")
    expect(toggle).to_be_focused()
    expect(toggle).to_have_attribute("aria-expanded", "false")

    opened(page, world, "overview")
    page.fill("#f-department-staff_on_post", "9")
    expect(page.locator("#save-state")).to_contain_text("自动保存", timeout=8_000)
    page.wait_for_timeout(800)

    expect(page.locator("#preview")).to_be_hidden()
    assert len(asked) == 1
    toggle.press("Enter")
    is_drawn(page)
    assert len(asked) == 2


def test_at_a_desk_it_is_opened_by_its_button(page, world):
    page.set_viewport_size(DESK)
    opened(page, world)
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator(".preview-link")).to_be_hidden()

    page.locator("[data-preview-toggle]").click()

    is_drawn(page)
    expect(page.locator("#preview-title")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_a_phone_it_is_a_page_of_its_own(page, world):
    page.set_viewport_size(PHONE)
    opened(page, world)
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator("[data-preview-toggle]")).to_be_hidden()

    page.locator(".preview-link").click()

    expect(page).to_have_url(re.compile(r"/narrative/preview/#here$"))
    is_drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_without_scripts_it_is_a_link(live_site, world, new_context, size):
    context = new_context(viewport=size, java_script_enabled=False)
    live_site.sign_in(context, world.preparer)
    page = opened(context.new_page(), world)
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator("[data-preview-toggle]")).to_be_hidden()

    page.locator(".preview-link").click()

    expect(page.locator("[data-pages] img").first).to_be_visible()


def test_a_character_without_a_glyph_is_told_while_one_fills_in(page, world):
    opened(page, world)
    is_drawn(page)

    page.fill("#f-narrative-organisation", "成立由\U000f0001组成的工作小组。")

    expect(page.locator("#preview [data-note]")).to_contain_text("U+F0001", timeout=10_000)
    expect(page.locator("#preview [data-note]")).to_contain_text("请改用规范汉字")


def test_the_panel_puts_nothing_in_the_way(page, world, axe_source):
    opened(page, world)
    is_drawn(page)

    found = page.evaluate(axe_source + "; axe.run().then(result => result.violations.map(it => it.id))")

    assert found == []
