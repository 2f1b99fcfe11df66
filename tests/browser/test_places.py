"""Where one is on a long page: after a jump, under the head of a table, in a table that scrolls, and on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import address
from tests.conftest import LiveSite
from tests.factories import REVIEWING, World, make_world

COVERED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + 2);
  return !!top && !it.contains(top) && !top.contains(it) ? `${it.id} under ${top.outerHTML.slice(0, 60)}` : null;
}"""
BROKEN = """() => [...document.querySelectorAll('.report-table td:is(.number, .score)')]
  .filter(it => /^-?[0-9,.]+%?$/.test(it.textContent) && it.textContent.length > 3)
  .filter(it => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return range.getClientRects().length > 1;
  })
  .map(it => it.textContent)"""


@pytest.fixture
def county(live_site: LiveSite) -> World:
    with live_site.database():
        world = make_world()
        world.fill()
        return world


def as_person(site: LiveSite, new_context, user, **options) -> Page:
    context = new_context(**options)
    site.sign_in(context, user)
    return context.new_page()


def test_no_field_of_a_table_has_the_focus_under_its_head(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer, viewport={"width": 1366, "height": 500})
    with live_site.database():
        project = county.own.projects.first()
    page.goto(address("project_section", county, project.pk, "results"))
    page.locator("#f-projects-0-result-score, #f-projects-0-score").first.focus()

    found = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        found.append(page.evaluate(COVERED))

    assert [item for item in found if item] == []


def test_after_a_remark_the_reviewer_is_back_at_the_field_with_the_focus_there(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*REVIEWING)
    page = as_person(live_site, new_context, county.section_reviewer, java_script_enabled=False)
    page.goto(address("comment", county) + "?place=/projects/1/indicators/0/actual")
    page.get_by_label("审核意见").fill("请附台账。")
    page.get_by_role("button", name="保存意见").click()

    place = page.locator("#f-projects-1-indicators-0-actual")
    expect(place).to_be_in_viewport()
    expect(place).to_contain_text("请附台账。")


def test_a_wide_table_of_the_report_scrolls_by_keyboard_on_a_phone(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer, viewport={"width": 390, "height": 800})
    page.goto(address("report", county))
    table = page.locator(".report-sheet .report-scroll").first
    table.focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(table).to_be_focused()
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_no_figure_breaks_over_two_lines_in_print(live_site, county, new_context):
    page = as_person(live_site, new_context, county.preparer, viewport={"width": 590, "height": 900})
    page.goto(address("report", county))
    page.emulate_media(media="print")

    assert page.evaluate(BROKEN) == []
