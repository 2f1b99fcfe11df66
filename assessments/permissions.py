"""Who may do what with an assessment, and why not: one question, one answer with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assessments.models import Assessment, LogEntry, RectificationNotice
from assessments.rules.lifecycle import TRANSITIONS, roles_for
from assessments.rules.rectification import NOTICE_STEPS, issuing_roles, notice_roles
from assessments.terms import Action, NoticeAction, Role, Section
from budgets.access import belongs_to, is_in_charge_of, prepares_for_units_of, role_in, units_prepared_by
from budgets.models import Department, Project
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

EXEMPTION_GRANTERS = frozenset({BureauRole.PERFORMANCE_REVIEWER, BureauRole.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes, or a no with its reason in words for the person who asked."""

    allowed: bool
    reason: str = ""
    role: Role | None = None


def _no(reason: str) -> Decision:
    return Decision(allowed=False, reason=reason)


def roles_of(user: User, assessment: Assessment) -> frozenset[Role]:
    """Everything that the person is towards the assessment."""
    roles = set()
    membership = role_in(user, assessment.department_id)
    if membership is MembershipRole.HEAD:
        roles.add(Role.HEAD)
    elif membership is MembershipRole.PREPARER:
        roles.add(Role.PREPARER)
    elif prepares_for_units_of(user, assessment.department):
        roles.add(Role.UNIT_PREPARER)
    if is_in_charge_of(user, assessment.department):
        roles.add(Role.SECTION_REVIEWER)
    if user.bureau_role == BureauRole.PERFORMANCE_REVIEWER:
        roles.add(Role.PERFORMANCE_REVIEWER)
    if user.bureau_role == BureauRole.ADMINISTRATOR:
        roles.add(Role.ADMINISTRATOR)
    return frozenset(roles)


def may(user: User, action: Action, assessment: Assessment) -> Decision:
    """Whether the person may take this step now. What the checks say of the figures is asked by `workflow`."""
    return _decide(user, action, assessment, roles_of(user, assessment))


def allowed_actions(user: User, assessment: Assessment) -> tuple[Action, ...]:
    """The steps that the person may take now, in the order of the transition table."""
    roles = roles_of(user, assessment)
    return tuple(action for action in TRANSITIONS if _decide(user, action, assessment, roles).allowed)


def may_edit_section(user: User, assessment: Assessment, section: Section, project: Project | None = None) -> Decision:
    """Whether the person may save this section. A unit's preparer fills in the unit's own projects, nothing else."""
    decision = may(user, Action.SAVE, assessment)
    if decision.role is not Role.UNIT_PREPARER:
        return decision
    if not section.is_per_project or project is None or project.unit_id is None:
        return _no("此部分由主管部门的填报人填报。")
    if role_in(user, project.unit_id) is not MembershipRole.PREPARER:
        return _no("此项目由其实施单位填报，您只能填报本单位的项目。")
    return decision


def may_see_section(user: User, assessment: Assessment, section: Section) -> bool:
    """Whether the section is open to the person at all: a unit's preparer sees projects only."""
    return section.is_per_project or roles_of(user, assessment) != {Role.UNIT_PREPARER}


def may_see_project(user: User, assessment: Assessment, project: Project) -> bool:
    """Whether the project is open to the person: a unit's preparer sees the unit's own projects only."""
    roles = roles_of(user, assessment)
    return roles != {Role.UNIT_PREPARER} or (project.unit_id or 0) in units_prepared_by(user)


def may_exempt(user: User) -> bool:
    """Whether the person may let a department off a check."""
    return user.is_active and user.bureau_role in EXEMPTION_GRANTERS


def may_exempt_department(user: User, department: Department) -> Decision:
    """Whether the person may let this department off a check, or end an exemption."""
    if user.bureau_role is None or not may_exempt(user):
        return _no(_handled_by("豁免校验", frozenset(map(Role, EXEMPTION_GRANTERS))))
    if _is_partial(user, department, LogEntry.objects.filter(assessment__department=department)):
        return _conflict("豁免校验", EXEMPTION_GRANTERS)
    return Decision(allowed=True, role=Role(user.bureau_role))


def may_issue_notice(user: User, assessment: Assessment) -> Decision:
    """Whether the person may ask the department to mend something: once the review has ended."""
    able = issuing_roles(assessment.status_term)
    why_not = _handled_by("下达整改通知", able) if able else "审核通过后才能下达整改通知。"
    return _decide_notice(user, NoticeAction.ISSUE, assessment, able, why_not)


def may_on_notice(user: User, action: NoticeAction, notice: RectificationNotice) -> Decision:
    """Whether the person may take this step of a notice now. It does not matter where the assessment stands."""
    able = notice_roles(action, notice.state_term)
    state = notice.state_term.label
    why_not = _handled_by(action.label, able) if able else f"整改通知{state}，不能{action.label}。"
    return _decide_notice(user, action, notice.assessment, able, why_not)


def _decide_notice(
    user: User, action: NoticeAction, assessment: Assessment, able: frozenset[Role], why_not: str
) -> Decision:
    if not user.is_active:
        return _no("账号已停用，请联系财政局系统管理员。")
    roles = roles_of(user, assessment)
    acting = next((role for role in Role if role in roles & able), None)
    if acting is None:
        return _no(why_not if roles else _NO_RIGHT)
    if NOTICE_STEPS[action].is_review and has_prepared(user, assessment):
        return _conflict(action.label, able)
    return Decision(allowed=True, role=acting)


def _decide(user: User, action: Action, assessment: Assessment, roles: frozenset[Role]) -> Decision:
    if not user.is_active:
        return _no("账号已停用，请联系财政局系统管理员。")
    if not roles:
        return _no(_NO_RIGHT)
    able = roles_for(action, assessment.status_term)
    acting = next((role for role in Role if role in roles & able), None)
    if acting is None:
        return _no(_why_not(action, assessment))
    if action is not Action.SAVE and TRANSITIONS[action].is_review and has_prepared(user, assessment):
        return _conflict(action.label, able)
    return Decision(allowed=True, role=acting)


def _why_not(action: Action, assessment: Assessment) -> str:
    """The state forbids it for everybody, or the role for this person."""
    if not roles_for(action, assessment.status_term):
        return f"当前状态为“{assessment.status_term.label}”，不能{action.label}。"
    return _handled_by(action.label, roles_for(action, assessment.status_term))


_NO_RIGHT = "您没有办理此事项的权限。如应由您办理，请联系财政局系统管理员核对账号。"


def _handled_by(step: str, able: frozenset[Role]) -> str:
    """Who may take a step that this person may not."""
    return f"“{step}”由{'、'.join(role.label for role in Role if role in able)}办理，您没有办理此事项的权限。"


PREPARING = (Action.SAVE, Action.HAND_OVER, Action.SUBMIT, NoticeAction.SAVE, NoticeAction.REPLY)
_PREPARERS = (Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER)


def has_prepared(user: User, assessment: Assessment) -> bool:
    """Whether the person belongs to the department, did when it was prepared, or has ever worked on it for it."""
    return _is_partial(user, assessment.department, LogEntry.objects.filter(assessment=assessment))


def reads_as_bureau(user: User, assessment: Assessment, roles: frozenset[Role]) -> bool:
    """Whether the person may read the notes of a review that no return has carried to the department.

    `roles` are the person's own here (`roles_of`).
    """
    return bool(roles - set(_PREPARERS)) and not belongs_to(user, assessment.department)


def _is_partial(user: User, department: Department, log: QuerySet[LogEntry]) -> bool:
    """`members` in the entries of beginning, handing over and submitting are who belonged to the department then."""
    if belongs_to(user, department):
        return True
    mine = Q(actor=user) & (Q(action__in=PREPARING) | Q(role__in=_PREPARERS))
    entries = log.filter(mine | Q(detail__has_key="members")).values_list("actor", "action", "role", "detail__members")
    return any(
        user.pk in (members or ()) or (actor == user.pk and (action in PREPARING or role in _PREPARERS))
        for actor, action, role, members in entries
    )


def _conflict(what: str, able: Iterable[Role | BureauRole]) -> Decision:
    others = "、".join(role.label for role in Role if role in able and role not in _PREPARERS)
    return _no(f"您参与过此自评表的填报，或属于该部门，不能办理“{what}”，请由财政局其他{others}办理。")
