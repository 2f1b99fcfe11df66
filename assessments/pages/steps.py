"""The buttons of the steps that a person may take now, each with what still stands in its way."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Assessment
from assessments.permissions import Decision, allowed_actions, may
from assessments.rules.lifecycle import TRANSITIONS, Transition
from assessments.terms import Action, Role
from evalsite.accounts.models import User

# Steps that take something back or refuse it: never the main button.
_BACKWARD = frozenset({Action.HAND_BACK, Action.WITHDRAW, Action.RETURN_FOR_CHANGES, Action.REOPEN})

# What happens next, said before the step is taken.
CONSEQUENCES: dict[Action, str] = {
    Action.HAND_OVER: "送负责人确认后，在负责人报送或退回之前不能再修改。",
    Action.HAND_BACK: "退回填报人后可以继续修改，说明会显示给填报人。",
    Action.SUBMIT: "报送后内容锁定，送业务股室审核；审核开始之前可以撤回。",
    Action.WITHDRAW: "撤回后可以修改，须重新送负责人确认并报送。",
    Action.BEGIN_REVIEW: "开始初审后，部门不能再撤回。",
    Action.PASS_SECTION_REVIEW: "通过后送绩效股终审。",
    Action.RETURN_FOR_CHANGES: "退回时，说明和已写的各条审核意见一并送达部门；部门修改后重新报送。",
    Action.APPROVE: "通过后生成正式报告并存档，今后不再重新生成。",
    Action.PUBLISH: "登记为已公开，并记录公开日期；本系统不向外网发布。",
    Action.REOPEN: "取消审核后退回部门修改，须重新报送、审核；已存档的报告保留。",
}


@dataclass(frozen=True, slots=True)
class StepButton:
    action: Action
    url: str
    obstacles: tuple[str, ...]
    is_backward: bool

    @property
    def label(self) -> str:
        return self.action.label


@dataclass(frozen=True, slots=True)
class Steps:
    """Buttons, the step onwards first wherever one stands; `why_none` says why there is no button."""

    buttons: tuple[StepButton, ...]
    why_none: str


def steps_for(user: User, assessment: Assessment, obstacles: tuple[str, ...], usual: Action) -> Steps:
    """`obstacles` stop the steps that need clean checks; `usual` is the step whose refusal explains an empty list."""
    buttons = tuple(
        StepButton(
            action=action,
            url=reverse("assessments:step", args=[assessment.pk, action.value]),
            obstacles=obstacles if TRANSITIONS[action].needs_clean_checks else (),
            is_backward=action in _BACKWARD,
        )
        for action in sorted(allowed_actions(user, assessment), key=_BACKWARD.__contains__)
    )
    return Steps(buttons, "" if buttons else _why_none(user, assessment, usual))


def _why_none(user: User, assessment: Assessment, usual: Action) -> str:
    """Nobody is refused what nobody asked for: a paper whose review has ended is simply done."""
    return "已办结，暂无可办理事项。" if assessment.status_term.is_final else may(user, usual, assessment).reason


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The page between the button and the step."""

    transition: Transition
    decision: Decision
    back: str
    is_backward: bool


def is_bureau_step(transition: Transition) -> bool:
    """Whether the bureau takes the step, so that one goes on in the review."""
    return not transition.roles & {Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER}


def confirmation(user: User, assessment: Assessment, transition: Transition) -> Confirmation:
    back = "review" if is_bureau_step(transition) else "check"
    return Confirmation(
        transition=transition,
        decision=may(user, transition.action, assessment),
        back=reverse(f"assessments:{back}", args=[assessment.pk]),
        is_backward=transition.action in _BACKWARD,
    )
