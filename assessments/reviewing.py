"""Remarks on fields, answers, explanations of findings, exemptions: what people say to each other, logged."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from assessments.drafting import Refused, lock
from assessments.history import record
from assessments.models import Assessment, Exemption, Explanation, FieldComment
from assessments.permissions import has_prepared, may, roles_of
from assessments.queries import field_comments_for
from assessments.terms import Action, Role, Status
from budgets.models import Department
from budgets.terms import BureauRole
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
    record(assessment, user, "comment", role=role, comment=comment.text, detail={"place": place, "label": label})
    return comment


@transaction.atomic
def withdraw_comment(user: User, comment_id: int) -> None:
    """Take back one's own remark that no return has carried out yet."""
    comment = FieldComment.objects.get(pk=comment_id)
    assessment = lock(comment.assessment_id)
    role = _reviewing_role(user, assessment)
    if comment.author_id != user.pk or comment.sent_at:
        raise Refused("只能撤销本人尚未退回的意见。")
    record(assessment, user, "withdraw_comment", role=role, comment=comment.text, detail={"label": comment.label})
    comment.delete()


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
    record(assessment, user, "answer", role=decision.role, comment=comment.answer, detail={"label": comment.label})
    return comment


@transaction.atomic
def settle_comment(user: User, comment_id: int) -> FieldComment:
    """A reviewer is content with a remark's answer."""
    comment = FieldComment.objects.get(pk=comment_id)
    assessment = lock(comment.assessment_id)
    role = _reviewing_role(user, assessment)
    if comment.settled_at is None:
        comment.settled_at = timezone.now()
        comment.save()
        record(assessment, user, "settle", role=role, detail={"label": comment.label})
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
    record(assessment, user, "explain", role=decision.role, comment=explanation.text, detail={"code": code})
    return explanation


@transaction.atomic
def exempt(user: User, department: Department, code: str, reason: str, until: date) -> Exemption:
    """The bureau lets a department off one check until a day, with a reason."""
    if user.bureau_role not in {BureauRole.PERFORMANCE_REVIEWER, BureauRole.ADMINISTRATOR}:
        raise Refused("只有绩效股和系统管理员可以豁免校验。")
    exemption = Exemption.objects.create(
        department=department, code=code, reason=_words(reason, "豁免原因"), until=until, granted_by=user
    )
    for assessment in Assessment.objects.select_for_update().filter(department=department):
        if not assessment.status_term.is_final:
            detail = {"code": code, "until": until.isoformat()}
            record(assessment, user, "exempt", comment=exemption.reason, detail=detail)
    return exemption


def _reviewing_role(user: User, assessment: Assessment) -> Role:
    """The role in which the person reviews now; raises Refused."""
    role = _DESK.get(assessment.status_term)
    if role is None or role not in roles_of(user, assessment):
        raise Refused("现在不在您的审核环节。")
    if has_prepared(user, assessment):
        raise Refused("您参与过此自评表的填报，不能审核，请由他人审核。")
    return role


def _words(text: str, what: str) -> str:
    words = text.strip()
    if not words:
        raise Refused(f"请填写{what}。")
    if len(words) > 2000:
        raise Refused(f"{what}最多 2000 字。")
    return words
