"""The buttons of the steps that a person may take now, each with what still stands in its way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.facts_loader import facts_of
from assessments.models import Assessment, FieldComment
from assessments.permissions import Decision, allowed_actions, may
from assessments.review.remarks import choices_for, open_remarks
from assessments.rules.lifecycle import TRANSITIONS, Transition
from assessments.rules.remarks import usual_choice
from assessments.schema.pointers import field_id
from assessments.schema.stable_places import pointer_of
from assessments.terms import Action, RemarkDecision, Role
from assessments.web.addresses import review_url
from assessments.web.forms.comments import RemarkChoice
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
    Action.RETURN_FOR_CHANGES: "说明和所列审核意见一并送达部门；部门逐条答复或修改后重新报送。",
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
class StepRemark:
    """An open remark on the page of a step, with the way to what it is about, and what the step may do with it."""

    comment: FieldComment
    url: str
    able: tuple[RemarkDecision, ...]
    usual: RemarkDecision | None

    @property
    def may_be_revised(self) -> bool:
        return self.comment.sent_at is None

    @property
    def choice(self) -> RemarkChoice:
        return RemarkChoice(self.comment.label, self.able, self.usual)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The page between the button and the step.

    `remarks` are those of which the step has to decide; `left` those that it leaves as they are.
    """

    transition: Transition
    decision: Decision
    back: str
    is_backward: bool
    remarks: tuple[StepRemark, ...]
    left: tuple[StepRemark, ...]
    return_url: str

    @property
    def choices(self) -> dict[int, RemarkChoice]:
        return {item.comment.pk: item.choice for item in self.remarks}


def is_bureau_step(transition: Transition) -> bool:
    """Whether the bureau takes the step, so that one goes on in the review."""
    return not transition.roles & {Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER}


def confirmation(user: User, assessment: Assessment, transition: Transition) -> Confirmation:
    back = "review" if is_bureau_step(transition) else "check"
    decision = may(user, transition.action, assessment)
    remarks = tuple(_remarks(assessment, transition.action)) if transition.is_review and decision.allowed else ()
    may_return = may(user, Action.RETURN_FOR_CHANGES, assessment).allowed
    return Confirmation(
        transition=transition,
        decision=decision,
        back=reverse(f"assessments:{back}", args=[assessment.pk]),
        is_backward=transition.action in _BACKWARD,
        remarks=tuple(item for item in remarks if item.able),
        left=tuple(item for item in remarks if not item.able),
        return_url=reverse("assessments:step", args=[assessment.pk, Action.RETURN_FOR_CHANGES]) if may_return else "",
    )


def _remarks(assessment: Assessment, action: Action) -> Iterator[StepRemark]:
    remarks = open_remarks(assessment)
    facts = facts_of(assessment) if remarks else None
    for remark in remarks:
        anchor = field_id(pointer_of(facts, remark.place)) if facts else ""
        yield StepRemark(remark, review_url(assessment.pk, anchor), choices_for(action, remark), usual_choice(action))
