"""Versions of sections and the log of saves."""

from typing import Any

from assessments.exchange.differences import changes_between
from assessments.history import record
from assessments.models import Assessment, SectionDraft
from assessments.schema.facts import Facts
from assessments.terms import Action, Role, Section
from evalsite.accounts.models import User


def version_of(assessment_id: int, section: Section, project_id: int | None = None) -> SectionDraft:
    """The section's version row; an unsaved one with version 0 where nobody has saved it yet."""
    # By the keys of the other tables: a number from an address may be larger than a column takes, and finds nothing.
    rows = SectionDraft.objects.filter(assessment__pk=assessment_id, section=section)
    rows = rows.filter(project=None) if project_id is None else rows.filter(project__pk=project_id)
    found = rows.select_related("saved_by").first()
    return found or SectionDraft(assessment_id=assessment_id, section=section, project_id=project_id, version=0)


def next_version(draft: SectionDraft, user: User | None) -> SectionDraft:
    """Count one more save; the caller holds the assessment's row lock."""
    draft.version += 1
    draft.saved_by = user
    draft.save()
    return draft


def log_changes(
    assessment: Assessment, user: User | None, role: Role | None, states: tuple[Facts, Facts], what: dict[str, Any]
) -> None:
    """One log row with every figure and word that a save changed, between the facts before and after it."""
    record(assessment, user, Action.SAVE, role=role, detail=what | {"changes": changes_between(*states)})
