"""Changing an approved target: with a reason, and with a trace that stays."""

from django.db import transaction

from assessments.drafting.errors import InvalidSection, Refused
from assessments.drafting.rows import save_row
from assessments.drafting.saves import lock
from assessments.history import record
from assessments.models import Assessment
from assessments.permissions import may_edit_section
from assessments.terms import EventKind, Section
from budgets.models import Indicator, TargetChange
from evalsite.accounts.models import User


@transaction.atomic
def change_target(
    user: User, assessment_id: int, indicator_id: int, new_value: str, *, reason: str, document: str = ""
) -> TargetChange:
    """Give an approved indicator an adjusted target. The approved one stays beside it.

    Raises Refused where the person may not, InvalidSection where value or reason is missing or too long.
    """
    assessment = lock(assessment_id)
    indicator = indicator_of(assessment, indicator_id)
    if indicator is None or not indicator.approved:
        raise Refused("该指标不是已批复的指标，请返回填报清单查看。")
    section = Section.RESULTS if indicator.project_id else Section.GOALS
    decision = may_edit_section(user, assessment, section, indicator.project)
    if not decision.allowed:
        raise Refused(decision.reason)
    new_value, reason, document = new_value.strip(), reason.strip(), document.strip()
    missing = {"new_value": "请填写调整后指标值。", "reason": "请填写调整原因。"}
    errors = [(f"/{name}", missing[name]) for name, text in (("new_value", new_value), ("reason", reason)) if not text]
    if errors:
        raise InvalidSection(errors)
    last = indicator.changes.order_by("pk").last()
    if last and (last.new_value, last.reason, last.document, last.changed_by) == (new_value, reason, document, user):
        return last  # the button was pressed twice
    change = TargetChange(
        indicator=indicator,
        old_value=indicator.adjusted_target or indicator.target or "",
        new_value=new_value,
        reason=reason,
        document=document,
        changed_by=user,
    )
    save_row(change, "")
    indicator.adjusted_target = new_value
    save_row(indicator, "")
    detail = {"indicator": indicator.pk, "name": indicator.name, "old": change.old_value, "new": new_value}
    record(assessment, user, EventKind.CHANGE_TARGET, role=decision.role, comment=reason, detail=detail)
    return change


def indicator_of(assessment: Assessment, indicator_id: int) -> Indicator | None:
    """The indicator, if it belongs to this department and year."""
    department, year = assessment.department_id, assessment.round.fiscal_year_id
    found = Indicator.objects.select_related("project__unit", "goal__budget", "budget").filter(pk=indicator_id).first()
    if found is None:
        return None
    owner = found.project or found.budget or (found.goal.budget if found.goal else None)
    return found if owner and (owner.department_id, owner.fiscal_year_id) == (department, year) else None
