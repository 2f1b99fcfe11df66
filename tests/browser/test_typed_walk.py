"""No text box of the site loses what was typed when the tab is closed, the line breaks or the session ends."""

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from tests.conftest import LiveSite
from tests.security.county import County, make_county
from tests.security.text_forms import TextForm, text_forms

MARK = "写了很久的一段话"
# Boxes of one form that the browser shows; a pressed button may show more of them.
BOXES = """(number) => [...document.forms[number].elements].filter((box) =>
    box.name && box.matches("textarea:not([readonly]), input:not([type]), input[type=text]"))"""


@pytest.fixture
def county(live_site: LiveSite) -> County:
    with live_site.database():
        return make_county()


@pytest.fixture
def forms(live_site: LiveSite, county: County) -> list[TextForm]:
    with live_site.database():
        return text_forms(county)


def fill(page: Page, form: TextForm) -> None:
    page.evaluate(
        f"""([number, text]) => ({BOXES})(number).forEach((box, at) => {{
            box.value = text + at;
            box.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }})""",
        [form.number, MARK],
    )


def wait_until_kept(page: Page, form: TextForm) -> None:
    """Every box has its text again, and the page says so; that of a section may have been saved and drawn anew."""
    page.wait_for_function(
        f"""([number, text]) => ({BOXES})(number).every((box, at) => box.value === text + at)""",
        arg=[form.number, MARK],
        timeout=20_000,
    )
    page.locator(".restored, [data-section-form]").first.wait_for(state="attached")


def test_every_text_box_keeps_its_text(live_site, county, forms, new_context, browser_faults):
    """Typed, the line broken in the sending, the tab closed, the session at its end: then it is there again."""
    browser_faults.allowed = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 401", "status of 409"]
    contexts: dict[str, BrowserContext] = {}
    lost = []
    for form in forms:
        if form.who not in contexts:
            contexts[form.who] = new_context()
        context = contexts[form.who]
        live_site.sign_in(context, county.world.people[form.who])
        page = context.new_page()
        page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.goto(form.path)
        fill(page, form)
        page.wait_for_timeout(300)  # nobody closes a tab sooner; a browser writes its storage behind
        page.close()
        context.clear_cookies()
        live_site.sign_in(context, county.world.people[form.who])
        again = context.new_page()
        again.goto(form.path)
        try:
            wait_until_kept(again, form)
        except Error:
            lost.append(str(form))
        again.evaluate("localStorage.clear()")
        again.close()
    assert lost == []
