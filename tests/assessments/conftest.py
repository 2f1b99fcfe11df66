import pytest

from tests.factories import World, make_world


@pytest.fixture
def world(db) -> World:
    """The small county of `tests.factories`, its round opened."""
    return make_world()
