"""SECURITY rows 6, 10 and 25: error pages and logs tell nothing, and a stale form loses nothing."""

import io
import json
import logging

import pytest
from django.test import Client

from evalsite.events import EventFormatter
from tests.evalsite.faulty_urls import TYPED

STATUS = {"value": 500, "chained": 500, "database": 500, "denied": 403, "missing": 404, "bad": 400}


@pytest.fixture
def lines(monkeypatch):
    """What the site has logged, line by line."""
    written = io.StringIO()
    for name in ("django", "evalsite"):
        (handler,) = [it for it in logging.getLogger(name).handlers if isinstance(it.formatter, EventFormatter)]
        monkeypatch.setattr(handler, "stream", written)
    return lambda: written.getvalue().splitlines()


@pytest.mark.urls("tests.evalsite.faulty_urls")
@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_a_fault_gives_what_was_typed_back_to_its_writer_and_to_no_log(signed_in, kind, status, lines, person):
    signed_in.raise_request_exception = False

    response = signed_in.post(f"/fail/{kind}/?q={TYPED}", {"text": TYPED})

    assert response.status_code == status
    body = response.content.decode()
    assert "typed-texts-title" in body
    assert all(leak not in body for leak in ("Traceback", "Error", "faulty_urls", "SELECT"))
    logged = lines()
    events = [json.loads(line) for line in logged]
    assert all(leak not in "\n".join(logged) for leak in (TYPED, json.dumps(TYPED), person.full_name, person.username))
    (request,) = [event for event in events if event["event"] == "request"]
    told = [request[name] for name in ("user_id", "method", "route", "status_code")]
    assert told == [person.pk, "POST", "fail/<slug:kind>/", status]
    faults = [event for event in events if "exception" in event]
    assert all(fault["frames"] for fault in faults)
    assert len(faults) == (kind != "missing")


def test_a_missing_page_looks_the_same_for_everybody(client, person):
    anonymous = client.get("/no/such/page/")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/no/such/page/").content == anonymous.content


def test_a_forged_host_gets_a_plain_page(client, db):
    response = client.get("/login/", headers={"Host": "evil.example"})

    assert (response.status_code, "evil" in response.content.decode()) == (400, False)


@pytest.fixture
def strict(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_stale_form_of_our_own_shows_what_was_typed_and_can_be_sent_again(strict):
    headers = {"Origin": "http://testserver"}
    stale = strict.post("/session/", {"problems": "已经写好的<b>问题</b>"}, headers=headers)

    token = stale.context["csrf_token"]
    again = strict.post("/session/", {"problems": "已经写好的", "csrfmiddlewaretoken": str(token)}, headers=headers)

    assert stale.status_code == 403
    assert "已经写好的&lt;b&gt;问题&lt;/b&gt;</textarea>" in stale.content.decode()
    assert 'action="/session/"' in stale.content.decode()
    assert again.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_a_form_of_another_site_is_not_repeated(strict, headers):
    response = strict.post("/session/", {"problems": "骗人的内容"}, headers=headers)

    assert response.status_code == 403
    assert "骗人的内容" not in response.content.decode()


def test_a_script_with_a_stale_token_gets_a_plain_answer(strict):
    response = strict.post("/session/", {"a": "b"}, headers={"Accept": "application/json"})

    assert (response.status_code, response.json()["error"]) == (403, "csrf")


def test_a_stale_login_never_shows_the_password(strict):
    strict.logout()

    response = strict.post(
        "/login/", {"username": "P01", "password": "geheim-42"}, headers={"Origin": "http://testserver"}
    )

    assert (response.status_code, "geheim-42" in response.content.decode()) == (403, False)


def test_a_form_that_is_too_large_is_refused_whole(strict, settings):
    response = strict.post(
        "/session/", {"text": "字" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}, headers={"Origin": "http://testserver"}
    )

    assert response.status_code == 400
    assert "内容过大" in response.content.decode()
