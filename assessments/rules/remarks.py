"""Remarks of a review: what a step must decide of those that are open, and when the department has met one."""

from datetime import datetime
from decimal import Decimal

from assessments.schema.facts import Facts
from assessments.schema.pointers import value_at
from assessments.terms import Action, RemarkDecision
from budgets.money import plain_text

_CHOICES: dict[tuple[Action, bool], tuple[RemarkDecision, ...]] = {
    # (step, whether a return has carried the remark to the department)
    (Action.PASS_SECTION_REVIEW, False): (RemarkDecision.KEEP, RemarkDecision.DROP),
    (Action.RETURN_FOR_CHANGES, False): (RemarkDecision.SEND, RemarkDecision.DROP),
    (Action.APPROVE, False): (RemarkDecision.FILE, RemarkDecision.DROP),
    (Action.APPROVE, True): (RemarkDecision.SETTLE,),
}


def choices(action: Action, *, is_sent: bool) -> tuple[RemarkDecision, ...]:
    """What the step may do with an open remark; nothing where it leaves the remark as it is.

    A section's review passes on what was sent, for the final review sees it; an approval leaves nothing open.
    """
    return _CHOICES.get((action, is_sent), ())


def usual_choice(action: Action) -> RemarkDecision | None:
    """What happens to a remark of which nothing is said; None where it has to be said."""
    return RemarkDecision.SEND if action is Action.RETURN_FOR_CHANGES else None


def is_met(*, asked: datetime, answered: datetime | None, before: str | None, now: str) -> bool:
    """Whether the department has met a remark since the last return: by an answer, or by changing what it is about.

    `before` and `now` are what stands there (`text_at`); `before` is None where nobody noted it at the return.
    """
    return (answered is not None and answered >= asked) or (before is not None and before != now)


def text_at(facts: Facts, pointer: str) -> str:
    """What stands at a place, for comparison: the same number written otherwise is no change."""
    value = value_at(facts, pointer)
    if value is None:
        return facts.written.get(pointer, "")
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return plain_text(value) if isinstance(value, Decimal) else str(value)
