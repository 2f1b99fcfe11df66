"""SECURITY rows 1, 10 and 11 on every address there is: a new page is covered before anybody thinks of it."""

import pytest
from django.apps import apps
from django.test import Client

from budgets.models import Indicator, Project
from evalsite.accounts.models import User
from tests.addresses import all_addresses
from tests.factories import APPROVING, REVIEWING, make_world

BACKEND = "django.contrib.auth.backends.ModelBackend"
OPEN = {"/login/", "/verify/"}
# What a visit may write: that somebody is there, and that an answer was costly.
FOOTPRINTS = {"sessions.Session", "axes.AccessLog", "axes.AccessAttempt", "accounts.CostlyAction"}
EVERY_ADDRESS = pytest.mark.parametrize("address", all_addresses(), ids=str)
PEOPLE = ["preparer", "head", "unit_preparer", "section_reviewer", "performance_reviewer", "administrator", "stranger"]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def everything():
    """Every row of every table, but for footprints."""
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label not in FOOTPRINTS
    }


def assert_guarded(response):
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_only_the_login_and_the_verification_of_reports_are_open():
    opened = {address.path for address in all_addresses() if Client().get(address.path).status_code != 302}

    assert opened == OPEN


@pytest.mark.django_db
@EVERY_ADDRESS
def test_a_stranger_is_sent_to_the_login_whatever_the_method(client, address):
    if address.path not in OPEN:
        for method in ("get", "head", "post", "put", "patch", "delete"):
            response = getattr(client, method)(address.path)
            assert (method, response.status_code, response.headers["Location"].partition("?")[0]) == (
                method,
                302,
                "/login/",
            )
            assert_guarded(response)


@pytest.mark.django_db
@EVERY_ADDRESS
def test_no_form_is_taken_without_its_token(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("P01", full_name="填报人甲"), backend=BACKEND)

    response = client.post(address.path, {"a": "b"})

    assert response.status_code == 403
    assert_guarded(response)


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [(), REVIEWING, APPROVING], ids=["draft", "in review", "approved"])
@pytest.mark.parametrize("name", PEOPLE)
def test_looking_changes_nothing_and_every_answer_is_guarded(client, name, steps):
    world = make_world()
    world.fill()
    world.bring_to(*steps)
    samples = {
        "pk": world.assessment.pk,
        "project_pk": Project.objects.first().pk,
        "indicator_pk": Indicator.objects.first().pk,
    }
    client.force_login(world.people[name], backend=BACKEND)
    before = everything()

    for address in all_addresses(samples):
        response = client.get(address.path)
        assert (address.route, response.status_code < 500) == (address.route, True)
        assert_guarded(response)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/no/such/page/", "/%00/", "/static/vendor/../../manage.py", "/login"])
def test_what_is_not_there_is_guarded_too(client, path):
    assert_guarded(client.get(path))


def test_a_method_that_a_page_does_not_know_is_guarded(client, db):
    response = client.put("/login/")

    assert response.status_code in {200, 405}
    assert_guarded(response)
