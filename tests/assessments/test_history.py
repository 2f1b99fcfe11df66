"""The history can be added to, and nothing else; whoever changes it behind the application's back is seen."""

import pytest
from django.db import connection

from assessments.append_only import install_triggers, remove_triggers
from assessments.history import broken_entries
from assessments.terms import Action
from tests.factories import World

pytestmark = pytest.mark.django_db


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
