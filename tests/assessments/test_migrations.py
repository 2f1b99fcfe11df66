"""Migrations that move data keep it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import World, make_world


@pytest.fixture
def migrated(transactional_db: None) -> Iterator[None]:
    """Whatever a test does, the next one finds the newest tables."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _rectifications(name: str):
    return (
        MigrationExecutor(connection)
        .loader.project_state([("assessments", name)])
        .apps.get_model("assessments", "Rectification")
    )


def test_deadlines_that_were_dates_are_kept_as_text(migrated: None) -> None:
    world: World = make_world()
    MigrationExecutor(connection).migrate([("assessments", "0011_transfer_forms")])
    old = _rectifications("0011_transfer_forms").objects
    old.create(assessment_id=world.assessment.pk, problem="甲", due="2024-03-31")
    old.create(assessment_id=world.assessment.pk, problem="乙", due=None)

    MigrationExecutor(connection).migrate([("assessments", "0012_deadlines_in_words")])

    new = _rectifications("0012_deadlines_in_words").objects
    assert list(new.order_by("pk").values_list("problem", "due")) == [("甲", "2024-03-31"), ("乙", None)]
