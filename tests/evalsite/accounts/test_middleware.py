"""SECURITY row 9: how sessions begin and end, and that nobody loses what they typed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from evalsite.accounts.models import User
from evalsite.accounts.session_expiry import LAST_SEEN, SIGNED_IN
from tests.addresses import all_addresses

IDLE = timedelta(minutes=30).total_seconds()
LIFETIME = timedelta(hours=12).total_seconds()


def let_pass(client, *, idle=0.0, signed_in=0.0):
    """Turn the clock of a session: seconds since the last thing done, and since the sign-in."""
    session = client.session
    session[LAST_SEEN] -= idle
    session[SIGNED_IN] -= signed_in
    session.save()


def sign_in(client, username, password, **query):
    return client.post("/login/", {"username": username, "password": password}, query_params=query)


def is_live(client):
    return client.get("/password/").status_code == 200


@pytest.mark.parametrize(
    ("idle", "signed_in", "live"),
    [
        (IDLE - 5, IDLE, True),
        (IDLE, IDLE, False),
        (0, LIFETIME - 5, True),
        (0, LIFETIME, False),
    ],
)
def test_a_session_ends_after_idling_and_at_the_end_of_its_life(signed_in, person, live, idle, request):
    client = request.getfixturevalue("client")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    let_pass(client, idle=idle, signed_in=signed_in)

    assert is_live(client) == live


def test_what_a_person_does_begins_the_idle_time_anew(signed_in):
    for _ in range(3):
        let_pass(signed_in, idle=IDLE - 60)
        assert is_live(signed_in)


def test_asking_for_the_time_left_does_not_prolong_it_and_continuing_does(signed_in):
    let_pass(signed_in, idle=IDLE - 60)

    assert 55 <= signed_in.get("/session/").json()["seconds_left"] <= 60
    assert 55 <= signed_in.get("/session/").json()["seconds_left"] <= 60
    assert signed_in.post("/session/").json()["seconds_left"] >= IDLE - 5
    assert signed_in.get("/session/").json()["seconds_left"] >= IDLE - 5


def test_the_absolute_end_comes_nearer_whatever_one_does(signed_in):
    let_pass(signed_in, signed_in=LIFETIME - 60)

    assert 55 <= signed_in.post("/session/").json()["seconds_left"] <= 60


def test_the_session_id_changes_at_sign_in(client, person, password):
    client.get("/login/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    sign_in(client, person.username, password)

    assert client.session.session_key != session.session_key
    assert not Client().session.exists(session.session_key)


def test_signing_out_ends_the_session_on_the_server(signed_in):
    key = signed_in.session.session_key

    assert signed_in.post("/logout/").headers["Location"] == "/login/"

    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_live(thief)


def test_signing_out_by_a_link_does_nothing(signed_in):
    assert signed_in.get("/logout/").status_code == 405
    assert is_live(signed_in)


def test_disabling_an_account_ends_its_sessions(signed_in, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_live(signed_in)


def test_a_new_password_ends_the_sessions_elsewhere_and_keeps_this_one(signed_in, person, password):
    elsewhere = Client()
    elsewhere.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    new = "Harbour-7-Teapots"

    signed_in.post("/password/", {"old_password": password, "new_password1": new, "new_password2": new})

    assert (is_live(signed_in), is_live(elsewhere)) == (True, False)


@pytest.mark.parametrize(
    "headers", [{"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Dest": "empty"}, {"Accept": "application/json"}]
)
def test_a_script_learns_of_the_end_and_nothing_is_redirected(signed_in, headers):
    let_pass(signed_in, idle=IDLE)

    response = signed_in.post("/session/", {"text": "正在填写"}, headers=headers)

    assert response.status_code == 401
    assert response.json()["login"] == "/login/?next=%2F&expired=1"


def test_a_form_sent_too_late_waits_behind_the_login(signed_in, person, password):
    let_pass(signed_in, idle=IDLE)

    refused = signed_in.post(
        "/session/?a=1",
        {"problems": "预算<执行>偏慢\n第二行", "rows": ["1", "2"]},
        headers={"Referer": "http://testserver/x/"},
    )
    back = sign_in(signed_in, person.username, password, next="/x/")
    page = signed_in.get(back.headers["Location"])

    assert refused.headers["Location"] == "/login/?next=%2Fx%2F&expired=1"
    assert back.headers["Location"] == "/login/continue/"
    assert page.context["kept"].path == "/session/?a=1"
    assert page.context["kept"].fields == [("problems", "预算<执行>偏慢\n第二行"), ("rows", "1"), ("rows", "2")]
    assert "预算&lt;执行&gt;偏慢\n第二行</textarea>" in page.content.decode()


def test_nobody_else_sees_what_was_kept(signed_in, password):
    User.objects.create_user("P02", password, full_name="填报人乙")
    let_pass(signed_in, idle=IDLE)
    signed_in.post("/session/", {"problems": "只有我知道"})

    back = sign_in(signed_in, "P02", password)
    page = signed_in.get("/login/continue/")

    assert (back.headers["Location"], page.headers["Location"]) == ("/", "/")
    assert signed_in.session.get("kept_form") is None


@pytest.mark.parametrize("fields", [{}, {"old_password": "a", "new_password1": "b"}])
def test_an_empty_form_and_a_password_are_not_kept(signed_in, fields):
    let_pass(signed_in, idle=IDLE)

    signed_in.post("/password/", fields)

    assert "kept_form" not in signed_in.session


def test_a_stranger_cannot_make_the_site_keep_anything(client, db):
    client.post("/session/", {"text": "x" * 1000})

    assert dict(client.session) == {}


@pytest.mark.parametrize(
    ("following", "target"),
    [
        ("/password/", "/password/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_sign_in_leads_back_within_the_site_only(client, person, password, following, target):
    response = client.post("/login/", {"username": person.username, "password": password, "next": following})

    assert response.headers["Location"] == target


def test_the_login_page_says_that_the_session_ran_out(client, db):
    assert "登录已超时" in client.get("/login/?expired=1").content.decode()
    assert "登录已超时" not in client.get("/login/").content.decode()


OPEN_BEFORE_CHANGE = {"/password/", "/logout/", "/session/", "/login/"}


@pytest.mark.parametrize(
    "address", [address for address in all_addresses() if address.path not in OPEN_BEFORE_CHANGE], ids=str
)
def test_an_initial_password_opens_the_change_page_only(signed_in, person, address):
    User.objects.filter(pk=person.pk).update(must_change_password=True)

    for response in (signed_in.get(address.path), signed_in.post(address.path)):
        assert (response.status_code, response.headers.get("Location")) == (302, "/password/")


def test_an_initial_password_ends_with_its_change(signed_in, person, password):
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    new = "Harbour-7-Teapots"

    same = signed_in.post(
        "/password/", {"old_password": password, "new_password1": password, "new_password2": password}
    )
    signed_in.post("/password/", {"old_password": password, "new_password1": new, "new_password2": new})

    assert same.context["form"].errors == {"new_password1": ["新密码不能与原密码相同。"]}
    person.refresh_from_db()
    assert (person.must_change_password, person.check_password(new)) == (False, True)
