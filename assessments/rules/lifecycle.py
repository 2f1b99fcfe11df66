"""The transition table: who may take an assessment from where to where, and what a step needs and resets."""

from dataclasses import dataclass

from assessments.terms import Action, Role, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step. `freezes` makes a snapshot; `resets` names the timestamps that the step takes back.

    `is_review`: an act of the bureau, not for who belongs to the department or has prepared the paper.
    `sets_a_day`: the bureau gives the paper back and says by which day it wants it.
    """

    action: Action
    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    needs_comment: bool = False
    needs_clean_checks: bool = False
    freezes: bool = False
    resets: tuple[str, ...] = ()
    is_review: bool = False
    sets_a_day: bool = False


def _step(
    action: Action, sources: tuple[Status, ...], target: Status, roles: tuple[Role, ...], **options: object
) -> Transition:
    return Transition(action=action, sources=frozenset(sources), target=target, roles=frozenset(roles), **options)  # type: ignore[arg-type]


_EDITABLE = tuple(status for status in Status if status.is_editable)
_SECTION, _PERFORMANCE = Role.SECTION_REVIEWER, Role.PERFORMANCE_REVIEWER

TRANSITIONS: dict[Action, Transition] = {
    step.action: step
    for step in (
        _step(Action.HAND_OVER, _EDITABLE, Status.CONFIRMING, (Role.PREPARER, Role.HEAD), needs_clean_checks=True),
        _step(Action.HAND_BACK, (Status.CONFIRMING,), Status.DRAFT, (Role.HEAD,), needs_comment=True),
        _step(
            Action.SUBMIT, (Status.CONFIRMING,), Status.SUBMITTED, (Role.HEAD,), needs_clean_checks=True, freezes=True,
        ),
        _step(
            Action.WITHDRAW,
            (Status.SUBMITTED,),
            Status.DRAFT,
            (Role.HEAD,),
            needs_comment=True,
            resets=("submitted_at",),
        ),
        _step(Action.BEGIN_REVIEW, (Status.SUBMITTED,), Status.SECTION_REVIEW, (_SECTION,), is_review=True),
        _step(
            Action.PASS_SECTION_REVIEW, (Status.SECTION_REVIEW,), Status.FINAL_REVIEW, (_SECTION,), is_review=True,
        ),
        _step(
            Action.RETURN_FOR_CHANGES,
            (Status.SECTION_REVIEW, Status.FINAL_REVIEW),
            Status.RETURNED,
            (_SECTION, _PERFORMANCE),
            needs_comment=True,
            resets=("submitted_at", "section_passed_at"),
            is_review=True,
            sets_a_day=True,
        ),
        _step(Action.APPROVE, (Status.FINAL_REVIEW,), Status.APPROVED, (_PERFORMANCE,), is_review=True),
        _step(Action.PUBLISH, (Status.APPROVED,), Status.PUBLISHED, (_PERFORMANCE,), is_review=True),
        _step(
            Action.REOPEN,
            (Status.APPROVED, Status.PUBLISHED),
            Status.RETURNED,
            (Role.ADMINISTRATOR,),
            needs_comment=True,
            resets=("submitted_at", "section_passed_at", "approved_at", "published_at"),
            is_review=True,
            sets_a_day=True,
        ),
    )
}  # fmt: skip


def roles_for(action: Action, status: Status) -> frozenset[Role]:
    """Who may take this step from this status, before it is asked who prepared the assessment.

    Either reviewer returns, each only while the assessment is on their desk: the section during section review, the
    performance reviewer during final review.
    """
    if action is Action.SAVE:
        return frozenset({Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER}) if status.is_editable else frozenset()
    step = TRANSITIONS[action]
    if status not in step.sources:
        return frozenset()
    if action is Action.RETURN_FOR_CHANGES:
        return frozenset({_SECTION}) if status is Status.SECTION_REVIEW else frozenset({_PERFORMANCE})
    return step.roles
