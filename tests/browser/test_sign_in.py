"""SECURITY row 9 and UX rows 7, 17, 23 in a real browser: signing in, running out of time, and losing nothing."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from evalsite.accounts.models import User
from evalsite.accounts.session_expiry import LAST_SEEN
from tests.factories import PASSWORD as FACTORY_PASSWORD
from tests.factories import make_world

PASSWORD = "Lantern-by-Gate-37"


@pytest.fixture
def person(live_site):
    with live_site.database():
        return User.objects.create_user("P01", PASSWORD, full_name="填报人甲")


def sign_in(page, address, username):
    """Through the login page, with the password of the factories."""
    if address:
        page.goto(address)
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(FACTORY_PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_person_signs_in_with_a_pasted_password_and_out_again(page, person, browser_faults):
    browser_faults.allowed = ["status of 404"]  # the first page belongs to another test
    page.goto("/password/")
    assert page.url.endswith("/login/?next=%2Fpassword%2F")

    page.get_by_label("账号").fill("P01")
    page.get_by_label("密码").focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        const open = document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        if (open) document.execCommand('insertText', false, text); }""",
        PASSWORD,
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/password/")

    page.locator("details.account > summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/")


def test_a_wrong_password_is_said_and_keeps_the_name(page, person):
    page.goto("/login/")
    page.get_by_label("账号").fill("P01")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()

    assert page.title().startswith("错误：登录")
    assert page.get_by_text("账号或密码不正确").is_visible()
    assert page.get_by_label("账号").input_value() == "P01"


def let_sessions_idle(live_site):
    """Half an hour passes."""
    with live_site.database():
        for row in Session.objects.all():
            session = SessionStore(row.session_key)
            session[LAST_SEEN] -= 31 * 60
            session.save()


def test_what_was_written_without_scripts_waits_behind_the_login(new_context, live_site):
    """SECURITY row 9, UX row 7: the browser sends the form too late; nothing of it is lost."""
    with live_site.database():
        world = make_world()
    page = new_context(java_script_enabled=False).new_page()
    address = f"/assessments/{world.assessment.pk}/narrative/"
    sign_in(page, address, world.preparer.username)
    page.locator("textarea[name$=organisation]").fill("成立自评工作组。\n逐项核对<资料>。")
    let_sessions_idle(live_site)

    page.get_by_role("button", name="暂存").last.click()
    assert page.get_by_text("登录已超时，请重新登录").is_visible()
    sign_in(page, None, world.preparer.username)
    page.get_by_role("button", name="继续提交").click()

    page.goto(address)
    assert page.locator("textarea[name$=organisation]").input_value() == "成立自评工作组。\n逐项核对<资料>。"


@pytest.mark.parametrize("path", ["/login/", "/login/?expired=1", "/password/", "/no/such/page/"])
def test_no_barrier_is_found(page, live_site, person, axe_source, path, browser_faults):
    browser_faults.allowed = ["status of 404"]
    if path == "/password/":
        live_site.sign_in(page.context, person)
    page.goto(path)

    found = page.evaluate(
        axe_source + "; axe.run().then(result => result.violations.map(it => it.id + ': ' + it.help))"
    )

    assert found == []
