"""Saving one section at a time, against the version that the person has seen."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from assessments.drafting.errors import Refused, StaleSection
from assessments.drafting.unread import Unread, keep_unread, storable, unread_in
from assessments.drafting.versions import log_save, next_version, version_of
from assessments.drafting.writers import WriteTarget, write
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.permissions import may_edit_section
from assessments.schema.facts import Facts
from assessments.schema.sections import SectionData, section_data
from assessments.terms import Section
from budgets.models import DepartmentBudget, Project
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to; `changed` is False where the section already stood so."""

    version: int
    saved_at: datetime | None
    changed: bool


def lock(assessment_id: int) -> Assessment:
    """The assessment with its row locked until the end of the transaction."""
    Assessment.objects.select_for_update().get(pk=assessment_id)
    return Assessment.objects.select_related("round__fiscal_year", "department__section").get(pk=assessment_id)


def budget_of(assessment: Assessment) -> DepartmentBudget:
    """The department's budget of the round's year, made empty where there is none yet."""
    budget, _ = DepartmentBudget.objects.get_or_create(
        department=assessment.department, fiscal_year=assessment.round.fiscal_year
    )
    return budget


@transaction.atomic
def save_section(
    user: User,
    assessment_id: int,
    section: Section,
    data: SectionData,
    *,
    seen_version: int,
    project_id: int | None = None,
    unread: Unread = MappingProxyType({}),
) -> Saved:
    """Save one section as a whole, or nothing of it; `unread` is what was typed beside `data` and says no value.

    Raises Refused (may not), StaleSection (somebody saved in between) and InvalidSection (the database would refuse).
    """
    assessment = lock(assessment_id)
    project = _project(assessment, project_id)
    decision = may_edit_section(user, assessment, section, project)
    if not decision.allowed:
        raise Refused(decision.reason)
    draft = version_of(assessment_id, section, project_id)
    before = facts_of(assessment)
    index = _index(before, project_id)
    current, left_unread = section_data(before, section, index), unread_in(before, section, index)
    unread = storable(unread)
    is_same = (current, left_unread) == (data, unread)
    if draft.version != seen_version:
        if is_same:  # the same words twice, as when the answer to a save got lost
            return Saved(draft.version, draft.saved_at, changed=False)
        raise StaleSection(current, draft.version, draft.saved_at, str(draft.saved_by or ""), left_unread)
    if draft.version and is_same:
        return Saved(draft.version, draft.saved_at, changed=False)
    pointer = "" if index is None else f"/projects/{index}"
    write(WriteTarget(assessment, budget_of(assessment), project, pointer=pointer), section, data)
    if unread or left_unread:
        keep_unread(assessment, section, index, unread)
    draft = next_version(draft, user)
    what = {"section": section.value} | ({"project": project.pk} if project else {})
    log_save(assessment, user, decision.role, before, what)
    return Saved(draft.version, draft.saved_at, changed=True)


def _project(assessment: Assessment, project_id: int | None) -> Project | None:
    if project_id is None:
        return None
    mine = Project.objects.filter(department=assessment.department, fiscal_year=assessment.round.fiscal_year)
    project = mine.filter(pk=project_id).first()
    if project is None:
        raise Refused("该项目已从项目清单中删除，本次未保存。请返回填报清单查看，或联系本部门填报人。")
    return project


def _index(facts: Facts, project_id: int | None) -> int | None:
    if project_id is None:
        return None
    return next(index for index, project in enumerate(facts.projects) if project.row == project_id)
