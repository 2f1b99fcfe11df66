"""Two people at once: one winner, the loser sees both versions, one log row per effect (SECURITY row 18)."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from assessments.drafting import Refused, StaleSection, save_section
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.schema.facts import Narrative
from assessments.terms import Action, Section, Status
from assessments.workflow import take_step
from budgets.models import SectionMembership
from evalsite.terms import BureauRole
from tests.factories import World, make_world, person

RACES = 200

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db) -> World:
    return make_world()


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all runners at the same moment, each on a connection of its own; gives results or exceptions."""
    barrier = threading.Barrier(len(runners))
    results: list[Any] = [None] * len(runners)

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = runners[index]()
        except (Refused, StaleSection) as refusal:
            results[index] = refusal
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_editors_of_one_section(world: World) -> None:
    for number in range(RACES):
        texts = [f"甲 {number}", f"乙 {number}"]
        outcome = race(
            *(
                lambda user=user, text=text, number=number: save_section(
                    user, world.assessment.pk, Section.NARRATIVE, Narrative(organisation=text), seen_version=number
                )
                for user, text in zip((world.preparer, world.head), texts, strict=True)
            )
        )
        lost = [index for index, result in enumerate(outcome) if isinstance(result, StaleSection)]
        assert len(lost) == 1
        winner = texts[1 - lost[0]]
        assert outcome[lost[0]].current == Narrative(organisation=winner)
        assert facts_of(world.fresh()).narrative.organisation == winner
    assert world.assessment.log.filter(action="save").count() == RACES


def put(world: World, status: Status, **times: Any) -> None:
    """Place the assessment for the next race."""
    Assessment.objects.filter(pk=world.assessment.pk).update(
        status=status, **({"submitted_at": None, "section_passed_at": None} | times)
    )


def test_two_reviewers_of_one_assessment(world: World) -> None:
    second = person("gushi3", "审核人丙", BureauRole.SECTION_REVIEWER)
    SectionMembership.objects.create(user=second, section=world.section)
    winners = Counter()
    for _ in range(RACES):
        put(world, Status.SECTION_REVIEW, submitted_at=timezone.now())
        outcome = race(
            lambda: take_step(world.section_reviewer, world.assessment.pk, Action.PASS_SECTION_REVIEW),
            lambda: take_step(second, world.assessment.pk, Action.RETURN_FOR_CHANGES, "请核对"),
        )
        refusals = [isinstance(result, Refused) for result in outcome]
        assert sorted(refusals) == [False, True]
        won = outcome[refusals.index(False)]
        assert world.fresh().status == won.to_status
        winners[won.action] += 1
    entries = world.assessment.log.filter(action__in=["pass_section_review", "return_for_changes"])
    assert entries.count() == RACES == sum(winners.values())


def test_one_head_who_clicks_twice(world: World) -> None:
    world.fill()
    for number in range(1, RACES + 1):
        put(world, Status.CONFIRMING)
        outcome = race(*[lambda: take_step(world.head, world.assessment.pk, Action.SUBMIT)] * 2)
        assert outcome[0] == outcome[1]
        assert world.assessment.snapshots.count() == number
    assert world.assessment.log.filter(action="submit").count() == RACES


def test_the_race_is_real(world: World) -> None:
    """A naive get-check-save lets both win at least once: what the races above hold is not an accident."""

    def naive(target: Status, barrier: threading.Barrier) -> bool:
        row = Assessment.objects.get(pk=world.assessment.pk)
        barrier.wait()
        if row.status != Status.SECTION_REVIEW:
            return False
        row.status, row.section_passed_at = target, timezone.now() if target is Status.FINAL_REVIEW else None
        row.submitted_at = None if target is Status.RETURNED else row.submitted_at
        row.save()
        return True

    both = 0
    for _ in range(10):
        put(world, Status.SECTION_REVIEW, submitted_at=timezone.now())
        barrier = threading.Barrier(2)
        both += race(
            lambda barrier=barrier: naive(Status.FINAL_REVIEW, barrier),
            lambda barrier=barrier: naive(Status.RETURNED, barrier),
        ) == [True, True]
    assert both > 0
    assert connection.vendor in {"sqlite", "postgresql"}
