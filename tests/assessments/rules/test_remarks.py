"""What a step must decide of an open remark, written out whole, and when the department has met one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from assessments.rules.remarks import choices, is_met, text_at, usual_choice
from assessments.terms import Action, RemarkDecision
from tests.factories import complete_facts

KEEP, SEND, SETTLE, FILE, DROP = (
    RemarkDecision.KEEP,
    RemarkDecision.SEND,
    RemarkDecision.SETTLE,
    RemarkDecision.FILE,
    RemarkDecision.DROP,
)
# Of a remark that no return has carried out yet, and of one that was sent. Steps that are not named touch none.
WANTED = {
    Action.PASS_SECTION_REVIEW: ((KEEP, DROP), ()),
    Action.RETURN_FOR_CHANGES: ((SEND, DROP), ()),
    Action.APPROVE: ((FILE, DROP), (SETTLE,)),
}


@pytest.mark.parametrize("action", Action)
def test_what_a_step_may_do_with_an_open_remark(action):
    unsent, sent = choices(action, is_sent=False), choices(action, is_sent=True)

    assert (unsent, sent) == WANTED.get(action, ((), ()))
    assert usual_choice(action) == (SEND if action is Action.RETURN_FOR_CHANGES else None)


ASKED = datetime(2026, 3, 1, tzinfo=UTC)
EARLIER, LATER = ASKED - timedelta(days=1), ASKED + timedelta(days=1)


@pytest.mark.parametrize(
    ("answered", "before", "now", "met"),
    [
        (None, "40", "40", False),
        (None, "40", "41", True),
        (None, "40", "", True),
        (None, "", "41", True),
        (None, None, "41", False),  # nobody noted what stood there
        (LATER, "40", "40", True),
        (ASKED, None, "40", True),
        (EARLIER, "40", "40", False),  # answered, and returned once more since
        (EARLIER, "40", "41", True),
    ],
)
def test_a_remark_is_met_by_an_answer_or_a_change_since_the_last_return(answered, before, now, met):
    assert is_met(asked=ASKED, answered=answered, before=before, now=now) is met


def test_the_same_number_written_otherwise_is_no_change():
    facts = complete_facts()
    same = replace(facts, score=Decimal("100.00"))

    assert text_at(facts, "/score") == text_at(same, "/score") == "100"


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/projects/0/indicators/0/actual", "42"),
        ("/projects/0/indicators/0/evidence", "工作台账"),
        ("/projects/9/name", ""),
        ("/goals/overall", "接待群众来访，办理群众来信，按期办结信访事项。"),
        ("/narrative/problems", "个别指标的基期资料由手工登记，核对耗时较长，影响了汇总进度。"),
    ],
)
def test_what_stands_at_a_place(pointer, text):
    assert text_at(complete_facts(), pointer) == text


def test_what_nobody_can_read_counts_as_it_was_written():
    facts = replace(complete_facts(), score=None, written={"/score": "九十"})

    assert text_at(facts, "/score") == "九十"
