"""The stage itself: a site of its own per test, and a browser that reports what pages do."""

from evalsite.accounts.models import User


def test_a_site_has_its_own_database_and_answers(live_site, page):
    with live_site.database():
        user = User.objects.create_user("P01", full_name="填报人甲")
    live_site.sign_in(page.context, user)

    response = page.goto("/password/")

    assert (response.status, page.title()) == (200, "修改密码 · 示例县预算绩效自评")


def test_another_host_and_a_broken_script_are_noticed(live_site, page, browser_faults):
    browser_faults.allowed = ["http://other.example/", "oh"]
    page.goto("/login/")

    page.evaluate("() => { new Image().src = 'http://other.example/x.png'; setTimeout(() => { throw Error('oh') }) }")
    page.wait_for_timeout(300)

    assert sorted(fault.split(":")[0] for fault in browser_faults.seen) == ["console", "request", "script"]
