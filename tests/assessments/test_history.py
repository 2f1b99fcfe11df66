"""The history can be added to, and nothing else; whoever changes it behind the application's back is seen."""

import pytest
from django.db import DatabaseError, connection, transaction

from assessments.append_only import install_triggers, remove_triggers
from assessments.history import broken_entries
from assessments.models import LogEntry, Snapshot, StoredReport
from assessments.terms import Action
from budgets.models import Indicator, TargetChange
from tests.factories import APPROVING, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(world: World) -> World:
    world.fill()
    world.bring_to(*APPROVING)
    TargetChange.objects.create(
        indicator=Indicator.objects.first(), old_value="1", new_value="2", reason="机构调整", changed_by=world.preparer
    )
    return world


@pytest.mark.parametrize("model", [LogEntry, Snapshot, StoredReport, TargetChange])
def test_no_row_of_history_is_changed_or_deleted(approved: World, model: type) -> None:
    table, column = model._meta.db_table, "reason" if model is TargetChange else "sha256"
    column = "comment" if model is LogEntry else column
    rows = list(model.objects.values())
    assert rows
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="办理过程只增不改"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="办理过程只增不改"), transaction.atomic():
        model.objects.update(**{column: "x"})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.first().delete()
    assert list(model.objects.values()) == rows


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE assessments_logentry SET comment = 'x' WHERE number = 3",
        "UPDATE assessments_logentry SET actor_id = NULL WHERE number = 3",
        "UPDATE assessments_logentry SET to_status = 'approved' WHERE number = 3",
        "UPDATE assessments_logentry SET action = 'approve' WHERE number = 3",
        "UPDATE assessments_logentry SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3",
        "UPDATE assessments_logentry SET detail = '{\"x\": 1}' WHERE number = 3",
        "UPDATE assessments_logentry SET hash = 'x' WHERE number = 3",
        "DELETE FROM assessments_logentry WHERE number = 3",
    ],
)
def test_a_change_behind_the_applications_back_breaks_the_chain(world: World, tampering: str) -> None:
    world.fill()
    world.bring_to(Action.HAND_OVER, Action.HAND_BACK, Action.HAND_OVER)
    assert broken_entries(world.assessment) == []
    remove_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"{tampering} AND assessment_id = {world.assessment.pk}")
    install_triggers(connection)
    broken = broken_entries(world.assessment)
    assert broken[0] in {3, 4}
