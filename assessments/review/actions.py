"""Remarks on fields, answers, explanations of findings, exemptions: what people say to each other, logged."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format

from assessments.drafting import Refused, lock
from assessments.history import record
from assessments.models import Assessment, Exemption, Explanation, FieldComment
from assessments.permissions import has_prepared, may, may_exempt_department, roles_of
from assessments.queries import exemptions_in_force, field_comments_for
from assessments.review.remarks import Reviewer
from assessments.terms import Action, EventKind, ExemptionState, Role, Status
from budgets.models import Department
from evalsite.accounts.models import User

_DESK = {Status.SECTION_REVIEW: Role.SECTION_REVIEWER, Status.FINAL_REVIEW: Role.PERFORMANCE_REVIEWER}


@transaction.atomic
def comment_on_field(user: User, assessment_id: int, place: str, label: str, text: str) -> FieldComment:
    """A reviewer's remark on one field, while the assessment is on the reviewer's desk. Sent with the return."""
    assessment = lock(assessment_id)
    role = _reviewing_role(user, assessment)
    said = {"place": place, "text": _words(text, "审核意见"), "author": user}
    same = assessment.field_comments.filter(**said, sent_at__isnull=True, settled_at__isnull=True).first()
    if same:  # the button was pressed twice
        return same
    comment = FieldComment(assessment=assessment, label=label, **said)
    comment.full_clean()
    comment.save()
    record(
        assessment, user, EventKind.COMMENT, role=role, comment=comment.text, detail={"place": place, "label": label}
    )
    return comment


@transaction.atomic
def withdraw_comment(user: User, comment_id: int) -> None:
    """Take back a remark that no return has carried out yet, whoever on this desk wrote it."""
    comment, reviewer = _unsent(user, comment_id, "撤销")
    reviewer.drop(comment)


@transaction.atomic
def revise_comment(user: User, comment_id: int, text: str) -> FieldComment:
    """Put a remark that no return has carried out yet into other words; it is the reviser's from then on."""
    comment, reviewer = _unsent(user, comment_id, "修改")
    words = _words(text, "审核意见")
    if words != comment.text:
        comment.text, comment.author = words, user
        comment.save(update_fields=["text", "author"])
        reviewer.log(EventKind.REVISE_COMMENT, comment)
    return comment


def _unsent(user: User, comment_id: int, what: str) -> tuple[FieldComment, Reviewer]:
    comment = FieldComment.objects.get(pk=comment_id)
    assessment = lock(comment.assessment_id)
    reviewer = Reviewer(user, _reviewing_role(user, assessment), assessment)
    if comment.sent_at:
        raise Refused(f"此条意见已随退回送达部门，不能{what}；部门已处理的，请销号。")
    return comment, reviewer


@transaction.atomic
def answer_comment(user: User, comment_id: int, text: str) -> FieldComment:
    """The department's answer to a remark, while the draft is open."""
    comment = FieldComment.objects.get(pk=comment_id)
    assessment = lock(comment.assessment_id)
    decision = may(user, Action.SAVE, assessment)
    if not decision.allowed:
        raise Refused(decision.reason)
    if not field_comments_for(user, assessment).filter(pk=comment_id).exists():
        raise Refused("该意见不在您的填报范围内。")
    comment.answer, comment.answered_by, comment.answered_at = _words(text, "答复"), user, timezone.now()
    comment.save()
    record(
        assessment, user, EventKind.ANSWER, role=decision.role, comment=comment.answer, detail={"label": comment.label}
    )
    return comment


@transaction.atomic
def settle_comment(user: User, comment_id: int) -> FieldComment:
    """A reviewer is content with a remark's answer."""
    comment = FieldComment.objects.get(pk=comment_id)
    assessment = lock(comment.assessment_id)
    role = _reviewing_role(user, assessment)
    if comment.settled_at is None:
        Reviewer(user, role, assessment).close(comment, EventKind.SETTLE)
    return comment


@transaction.atomic
def explain(user: User, assessment_id: int, code: str, place: str, message: str, text: str) -> Explanation:
    """The department's written explanation of a warning; a new one takes the place of the old one."""
    assessment = lock(assessment_id)
    decision = may(user, Action.SAVE, assessment)
    if not decision.allowed or decision.role is Role.UNIT_PREPARER:
        raise Refused(decision.reason or "此说明由主管部门填写。")
    explanation = Explanation.objects.filter(assessment=assessment, code=code, place=place).first()
    explanation = explanation or Explanation(assessment=assessment, code=code, place=place)
    explanation.message, explanation.text, explanation.author = message, _words(text, "说明"), user
    explanation.full_clean()
    explanation.save()
    record(assessment, user, EventKind.EXPLAIN, role=decision.role, comment=explanation.text, detail={"code": code})
    return explanation


@transaction.atomic
def exempt(user: User, department: Department, code: str, reason: str, until: date) -> Exemption:
    """The bureau lets a department off one check until a day, with a reason; raises Refused.

    Sent twice it is granted once. To change a running one, end it and grant another: the register keeps both.
    """
    role = _granting_role(user, department)
    said = {"reason": _words(reason, "豁免原因"), "until": until, "granted_by": user}
    today = timezone.localdate()
    if until < today:
        raise Refused("有效期不能早于今天。")
    Department.objects.select_for_update().get(pk=department.pk)  # two grants at once would overlap
    running = exemptions_in_force(department.pk, today).get(code)
    if running and all(getattr(running, name) == value for name, value in said.items()):
        return running
    if running:
        day = date_format(running.until, "Y年n月j日")
        raise Refused(f"{department.name}的 {code} 已豁免至{day}；如需调整，请先终止原豁免。")
    exemption = Exemption.objects.create(department=department, code=code, **said)
    _log_exemption(exemption, user, role, EventKind.EXEMPT, exemption.reason)
    return exemption


@transaction.atomic
def end_exemption(user: User, exemption_id: int, reason: str) -> Exemption:
    """End an exemption before its day: from now on the check holds again. The row stays; raises Refused."""
    words = _words(reason, "终止原因")
    exemption = Exemption.objects.select_for_update().get(pk=exemption_id)
    role = _granting_role(user, exemption.department)
    state = exemption.state_on(timezone.localdate())
    if state is ExemptionState.ENDED and exemption.ended_by_id == user.pk and exemption.end_reason == words:
        return exemption  # the button was pressed twice
    if state is not ExemptionState.IN_FORCE:
        raise Refused(f"此项豁免{state.label}，校验已恢复，无须终止。")
    exemption.ended_by, exemption.ended_at, exemption.end_reason = user, timezone.now(), words
    exemption.save(update_fields=["ended_by", "ended_at", "end_reason"])
    _log_exemption(exemption, user, role, EventKind.END_EXEMPTION, words)
    return exemption


def _log_exemption(exemption: Exemption, user: User, role: Role | None, deed: EventKind, words: str) -> None:
    """An entry in the timeline of each of the department's papers that is still being worked on."""
    detail = {"code": exemption.code, "until": exemption.until.isoformat()}
    for assessment in Assessment.objects.select_for_update().filter(department=exemption.department_id):
        if not assessment.status_term.is_final:
            record(assessment, user, deed, role=role, comment=words, detail=detail)


def _granting_role(user: User, department: Department) -> Role | None:
    """Raises Refused."""
    decision = may_exempt_department(user, department)
    if not decision.allowed:
        raise Refused(decision.reason)
    return decision.role


def _reviewing_role(user: User, assessment: Assessment) -> Role:
    """The role in which the person reviews now; raises Refused."""
    role = _DESK.get(assessment.status_term)
    if role is None or role not in roles_of(user, assessment):
        raise Refused("该自评表目前不由您审核（现状态见页面上方），不能写意见。")
    if has_prepared(user, assessment):
        raise Refused(f"您参与过此自评表的填报，或属于该部门，不能提出审核意见，请由财政局其他{role.label}办理。")
    return role


def _words(text: str, what: str) -> str:
    words = text.strip()
    if not words:
        raise Refused(f"请填写{what}。")
    if len(words) > 2000:
        raise Refused(f"{what}最多 2000 字。")
    return words
