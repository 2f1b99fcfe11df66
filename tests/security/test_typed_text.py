"""No text box of the site loses what was typed, without a script: refused, gone, expired, it is on the next page."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from budgets.models import Membership, SectionMembership
from evalsite.accounts import session_expiry
from evalsite.accounts.models import User
from tests.security.conftest import client_of, undone
from tests.security.county import County
from tests.security.pages import said
from tests.security.text_forms import TextForm, text_forms

MARK = "Nr. 4711/"  # no Chinese sign: figures, numbers of papers and addresses are typed as well
TOO_LONG = MARK + "x" * 20_001


def _numbered(text: str, at: int) -> str:
    return f"{text}{at};"


def filled(form: TextForm, text: str) -> dict[str, list[str]]:
    """The form with the text in each of its boxes, told apart by a number."""
    return form.form.fields | {name: [_numbered(text, at)] for at, name in enumerate(form.boxes)}


def lost(form: TextForm, text: str, response: HttpResponse) -> list[str]:
    page = said(response)
    return [f"{form} {name}" for at, name in enumerate(form.boxes) if _numbered(text, at) not in page]


@pytest.fixture(scope="module")
def forms(_standing: County, django_db_blocker: Any) -> list[TextForm]:
    with django_db_blocker.unblock(), undone():
        found = text_forms(_standing)
    assert len(found) > 20
    return found


def test_no_page_has_a_button_that_leaves_the_text_behind(forms: list[TextForm]) -> None:
    """Without scripts it would be lost: a button beside a text belongs to its form, or to a page of its own."""
    assert {(form.route, resolve(other.action).view_name) for form in forms for other in form.others} == set()


def test_who_may_no_longer_do_it_keeps_the_text(county: County, forms: list[TextForm]) -> None:
    found = []
    for form in forms:
        client = client_of(county.world.people[form.who])
        with undone():
            Membership.objects.all().delete()
            SectionMembership.objects.all().delete()
            User.objects.update(bureau_role=None)
            response = client.post(form.goal, filled(form, MARK))
        if response.status_code < 400 and response.status_code != 200:
            continue  # open to everybody, and done
        found += lost(form, MARK, response)
    assert found == []


def test_what_is_too_long_stays(county: County, forms: list[TextForm]) -> None:
    found = []
    for form in forms:
        client = client_of(county.world.people[form.who])
        with undone():
            response = client.post(form.goal, filled(form, TOO_LONG))
            if response.status_code == 302:  # kept as it was typed, beside its field
                response = client.get(response.headers["Location"].partition("#")[0])
            found += lost(form, TOO_LONG, response)
    assert found == []


@pytest.mark.parametrize("is_known", [True, False], ids=["whose session has run out", "whose session is gone"])
def test_the_end_of_a_session_keeps_the_text(county: County, forms: list[TextForm], is_known: bool) -> None:
    found = []
    for form in forms:
        user = county.world.people[form.who]
        client = client_of(user)
        with undone():
            _end_session(client, is_known=is_known)
            response = client.post(form.goal, filled(form, MARK))
            if is_known:
                client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
                response = client.get("/login/continue/")
        found += lost(form, MARK, response)
    assert found == []


def _end_session(client: Client, *, is_known: bool) -> None:
    if is_known:
        session = client.session
        session[session_expiry.LAST_SEEN] = time.time() - 24 * 60 * 60
        session.save()
    else:
        Session.objects.filter(pk=client.cookies[settings.SESSION_COOKIE_NAME].value).delete()
