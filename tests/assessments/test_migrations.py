"""Migrations that move data keep it."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.utils.timezone import make_aware

from tests.factories import World, make_world


@pytest.fixture
def migrated(transactional_db: None) -> Iterator[None]:
    """Whatever a test does, the next one finds the newest tables."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _apps(name: str) -> StateApps:
    return MigrationExecutor(connection).loader.project_state([("assessments", name)]).apps


def _rectifications(name: str):
    return _apps(name).get_model("assessments", "Rectification")


def test_deadlines_that_were_dates_are_kept_as_text(migrated: None) -> None:
    world: World = make_world()
    MigrationExecutor(connection).migrate([("assessments", "0011_transfer_forms")])
    old = _rectifications("0011_transfer_forms").objects
    old.create(assessment_id=world.assessment.pk, problem="甲", due="2024-03-31")
    old.create(assessment_id=world.assessment.pk, problem="乙", due=None)

    MigrationExecutor(connection).migrate([("assessments", "0012_deadlines_in_words")])

    new = _rectifications("0012_deadlines_in_words").objects
    assert list(new.order_by("pk").values_list("problem", "due")) == [("甲", "2024-03-31"), ("乙", None)]


def test_old_replies_get_the_day_of_the_first_from_the_log(migrated: None) -> None:
    """As they were left by the former code: a return took the day of the reply away, and no return named a day."""
    world: World = make_world()
    MigrationExecutor(connection).migrate([("assessments", "0018_what_a_return_asked")])
    before = _apps("0018_what_a_return_asked")
    told = {
        "nothing yet": ("issued", None, []),
        "answered": ("replied", date(2026, 3, 9), [("send_reply", 9)]),
        "returned": ("returned", None, [("send_reply", 4), ("return_reply", 6)]),
        "answered twice": ("replied", date(2026, 3, 9), [("send_reply", 4), ("return_reply", 6), ("send_reply", 9)]),
        "without a log": ("replied", date(2026, 3, 9), None),
    }
    number = 0
    for opening, (state, replied_on, entries) in told.items():
        notice = before.get_model("assessments", "RectificationNotice").objects.create(
            assessment_id=world.assessment.pk,
            opening=opening,
            year=2026,
            number=[*told].index(opening) + 1,
            due_on=date(2026, 3, 5),
            issued_on=date(2026, 2, 1),
            issued_by_id=world.administrator.pk,
            state=state,
            replied_on=replied_on,
            replied_by_id=world.head.pk if replied_on else None,
            return_comment="请补充。" if state == "returned" else "",
        )
        for action, day in [] if entries is None else [("issue_notice", 1), *entries]:
            number += 1
            detail = {"notice": notice.pk} | ({"due": "2026-03-05"} if action == "issue_notice" else {})
            before.get_model("assessments", "LogEntry").objects.create(
                assessment_id=world.assessment.pk,
                number=900 + number,
                action=action,
                at=make_aware(datetime(2026, 3, day, 23, 30)),  # noqa: DTZ001 - of the county
                detail=detail,
                hash=f"{number:064}",
            )

    MigrationExecutor(connection).migrate([("assessments", "0020_fill_first_reply")])

    notices = _apps("0020_fill_first_reply").get_model("assessments", "RectificationNotice").objects
    found = notices.order_by("number").values_list("opening", "first_replied_on__day", "first_due_on", "return_due_on")
    due = date(2026, 3, 5)
    assert list(found) == [
        ("nothing yet", None, None, None),
        ("answered", 9, due, None),
        ("returned", 4, due, None),
        ("answered twice", 4, due, None),
        ("without a log", 9, due, None),
    ]
