"""10,000 random steps by random people: the status only ever moves as the hand-written table says."""

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from assessments import workflow
from assessments.drafting import Refused
from assessments.models import Assessment
from assessments.rules.lifecycle import TRANSITIONS
from assessments.terms import Action, Status
from assessments.workflow import take_step
from tests.assessments.test_permissions import PEOPLE, TABLE
from tests.factories import make_world

# 10,000 steps on SQLite; the rules are the same on PostgreSQL, where a tenth shows that its locks do not matter.
PARTS = 4  # so that two workers share them
WALKS, STEPS = (25 if connection.vendor == "sqlite" else 3), 100
STEP_ACTIONS = [action for action in Action if action is not Action.SAVE]


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_random_steps(monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    # The drawing of the PDF has its own tests; here a thousand approvals are wanted, not a thousand documents.
    monkeypatch.setattr(workflow, "draw_approved", lambda _content, _on: b"%PDF-")
    world = make_world()
    world.fill()
    taken: list[Action] = []

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            Assessment.objects.filter(pk=world.assessment.pk).update(
                status=Status.DRAFT, submitted_at=None, section_passed_at=None, approved_at=None, published_at=None
            )
            self.status = Status.DRAFT
            self.last: tuple[str, Action] | None = None

        @rule(person=st.sampled_from(PEOPLE), action=st.sampled_from(STEP_ACTIONS), likely=st.integers(0, 2))
        def step(self, person: str, action: Action, likely: int) -> None:
            if likely:  # two of three times somebody who may do something: a blind walk would seldom leave the draft
                able = [(who, what) for who, whats in TABLE[self.status].items() for what in sorted(whats)]
                choices = [(who, what) for who, what in able if what is not Action.SAVE]
                person, action = choices[(PEOPLE.index(person) + STEP_ACTIONS.index(action)) % len(choices)]
            repeated = self.last == (person, action) and TRANSITIONS[action].target is self.status
            allowed = action in TABLE[self.status].get(person, set())
            try:
                take_step(world.people[person], world.assessment.pk, action, "说明")
            except Refused:
                assert not allowed
                assert not repeated
            else:
                assert allowed or repeated
                if not repeated:
                    self.status, self.last = TRANSITIONS[action].target, (person, action)
                    taken.append(action)
            assert world.fresh().status == self.status

    run_state_machine_as_test(
        seed(part)(Walk),
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    # Some three hundred steps need not reach the end of the way, some thousand do.
    assert set(taken) == set(STEP_ACTIONS) or len(taken) < 1000
    entries = list(world.assessment.log.order_by("number").values_list("number", flat=True))
    assert all(right == left + 1 for left, right in pairwise(entries))
