"""Who may take which step from where: the whole table, written out by hand from the process that the bureau wants."""

import itertools

import pytest

from assessments.models.history import NEED_A_COMMENT
from assessments.rules.lifecycle import TRANSITIONS, roles_for
from assessments.terms import Action, Role, Status

P, H, U, S, F, A = (
    Role.PREPARER,
    Role.HEAD,
    Role.UNIT_PREPARER,
    Role.SECTION_REVIEWER,
    Role.PERFORMANCE_REVIEWER,
    Role.ADMINISTRATOR,
)
NOBODY: set[Role] = set()
ALLOWED: dict[Status, dict[Action, set[Role]]] = {
    Status.DRAFT: {
        Action.SAVE: {P, H, U},
        Action.HAND_OVER: {P, H},
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.CONFIRMING: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: {H},
        Action.SUBMIT: {H},
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.SUBMITTED: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: {H},
        Action.BEGIN_REVIEW: {S},
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.SECTION_REVIEW: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: {S},
        Action.RETURN_FOR_CHANGES: {S},
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.FINAL_REVIEW: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: {F},
        Action.APPROVE: {F},
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.RETURNED: {
        Action.SAVE: {P, H, U},
        Action.HAND_OVER: {P, H},
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: NOBODY,
    },
    Status.APPROVED: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: {F},
        Action.REOPEN: {A},
    },
    Status.PUBLISHED: {
        Action.SAVE: NOBODY,
        Action.HAND_OVER: NOBODY,
        Action.HAND_BACK: NOBODY,
        Action.SUBMIT: NOBODY,
        Action.WITHDRAW: NOBODY,
        Action.BEGIN_REVIEW: NOBODY,
        Action.PASS_SECTION_REVIEW: NOBODY,
        Action.RETURN_FOR_CHANGES: NOBODY,
        Action.APPROVE: NOBODY,
        Action.PUBLISH: NOBODY,
        Action.REOPEN: {A},
    },
}
# action -> (where it leads, what it takes back)
LEADS_TO: dict[Action, tuple[Status, set[str]]] = {
    Action.HAND_OVER: (Status.CONFIRMING, set()),
    Action.HAND_BACK: (Status.DRAFT, set()),
    Action.SUBMIT: (Status.SUBMITTED, set()),
    Action.WITHDRAW: (Status.DRAFT, {"submitted_at"}),
    Action.BEGIN_REVIEW: (Status.SECTION_REVIEW, set()),
    Action.PASS_SECTION_REVIEW: (Status.FINAL_REVIEW, set()),
    Action.RETURN_FOR_CHANGES: (Status.RETURNED, {"submitted_at", "section_passed_at"}),
    Action.APPROVE: (Status.APPROVED, set()),
    Action.PUBLISH: (Status.PUBLISHED, set()),
    Action.REOPEN: (Status.RETURNED, {"submitted_at", "section_passed_at", "approved_at", "published_at"}),
}


@pytest.mark.parametrize(("status", "action", "role"), list(itertools.product(Status, Action, Role)))
def test_every_role_may_take_exactly_these_steps(status, action, role):
    assert (role in roles_for(action, status)) == (role in ALLOWED[status][action])


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.SAVE])
def test_every_step_leads_where_it_should(action):
    step = TRANSITIONS[action]

    assert (step.target, set(step.resets)) == LEADS_TO[action]


def test_saving_is_no_step():
    assert set(TRANSITIONS) == set(Action) - {Action.SAVE}


def test_what_takes_something_back_or_refuses_needs_a_word():
    assert {action for action, step in TRANSITIONS.items() if step.needs_comment} == {
        Action.HAND_BACK,
        Action.WITHDRAW,
        Action.RETURN_FOR_CHANGES,
        Action.REOPEN,
    }
    assert set(NEED_A_COMMENT) == {action for action, step in TRANSITIONS.items() if step.needs_comment}


def test_what_goes_on_needs_clean_checks_and_what_counts_is_frozen():
    assert {action for action, step in TRANSITIONS.items() if step.needs_clean_checks} == {
        Action.HAND_OVER,
        Action.SUBMIT,
    }
    assert {action for action, step in TRANSITIONS.items() if step.freezes} == {Action.SUBMIT}


def test_reviewers_take_the_steps_that_nobody_takes_with_their_own_paper():
    assert {action for action, step in TRANSITIONS.items() if step.is_review} == {
        Action.BEGIN_REVIEW,
        Action.PASS_SECTION_REVIEW,
        Action.RETURN_FOR_CHANGES,
        Action.APPROVE,
        Action.PUBLISH,
        Action.REOPEN,
    }
