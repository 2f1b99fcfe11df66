"""Migrating from nothing, and over rows that a migration fills in: what comes of it never changes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

BEFORE_SHINGLES = [
    ("assessments", "0006_narrative_shingles"),
    ("budgets", "0001_initial"),
    ("accounts", "0001_initial"),
]
# What 0007 made of these narratives when it was released.
NARRATIVES: list[tuple[dict[str, str], list[int]]] = [
    (
        {
            "organisation": "县财政局2022年成立绩效自评工作领导小组，统一组织部门自评。",
            "problems": "个别项目前期论证不充分，（一）支付进度 83.5%，慢于序时进度。",
        },
        [44327016, 610473292, 622222732, 1645828148, 2044009272, 2163202716, 2195720944, 2771985708],
    ),
    ({"rectification": "短"}, []),
    ({}, []),
]


@pytest.fixture
def old_database(tmp_path: Path, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, empty and without tables, in the place of the site's."""
    before = connections["default"]
    own = type(before)({**before.settings_dict, "NAME": str(tmp_path / "old.sqlite3")}, "default")
    with django_db_blocker.unblock():
        connections["default"] = own
        try:
            yield own
        finally:
            own.close()
            connections["default"] = before


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="the migrations of data are plain Python")
def test_narratives_that_were_there_are_sampled_as_on_the_first_day(old_database: BaseDatabaseWrapper) -> None:
    executor = MigrationExecutor(old_database)
    executor.migrate(BEFORE_SHINGLES)
    old = executor.loader.project_state(BEFORE_SHINGLES).apps
    year = old.get_model("budgets", "FiscalYear").objects.create(year=2022)
    a_round = old.get_model("assessments", "Round").objects.create(
        fiscal_year=year, opens_on=date(2023, 1, 5), due_on=date(2023, 2, 28), scheme={}
    )
    for number, (narrative, _) in enumerate(NARRATIVES):
        department = old.get_model("budgets", "Department").objects.create(name=f"第{number}局")
        old.get_model("assessments", "Assessment").objects.create(round=a_round, department=department, **narrative)

    executor = MigrationExecutor(old_database)
    executor.migrate(executor.loader.graph.leaf_nodes())

    new = executor.loader.project_state().apps
    shingles = new.get_model("assessments", "NarrativeShingle").objects
    found = [
        sorted(shingles.filter(assessment=each).values_list("value", flat=True))
        for each in new.get_model("assessments", "Assessment").objects.order_by("pk")
    ]
    assert found == [expected for _, expected in NARRATIVES]
    assert shingles.exclude(round_id=a_round.pk).count() == 0
