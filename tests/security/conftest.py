"""One county for a whole module, built inside a transaction; what a test does to it is taken back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from assessments.terms import Status
from tests.factories import World
from tests.security.county import County, make_county

BACKEND = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")), undone():
        yield make_county()


@pytest.fixture(scope="module", params=Status, ids=str)
def status(request: pytest.FixtureRequest) -> Status:
    """Every status, one after another."""
    return request.param


@pytest.fixture(scope="module")
def _led(_standing: County, status: Status) -> Iterator[County]:
    with undone():
        _standing.bring_to(status)
        yield _standing


@pytest.fixture
def county(_standing: County, db: None) -> County:
    """The county with both departments' assessments returned once."""
    return _standing


@pytest.fixture
def county_at(_led: County, db: None) -> County:
    """The county with the own department's assessment at `status`."""
    return _led


@pytest.fixture
def world(county: County) -> World:
    return county.world
