import pytest

from tests.factories import World, make_world
from tests.security.conftest import _standing  # noqa: F401 - a fixture
from tests.security.county import County


@pytest.fixture
def world(db: None) -> World:
    """The small county of `tests.factories`, its round opened."""
    return make_world()


@pytest.fixture
def county(_standing: County, db: None) -> County:  # noqa: F811
    """Two departments with everything that a department can have."""
    return _standing
