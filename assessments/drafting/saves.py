"""Saving one section at a time, against the version that the person has seen."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from django.db.models import QuerySet

from assessments.draft_rows import LISTS_OF, DraftRows
from assessments.drafting.destination import Destination
from assessments.drafting.errors import Refused, StaleSection
from assessments.drafting.rows import RowWriter, all_or_nothing, left_out
from assessments.drafting.unread import Unread, keep_unread, storable, unread_in
from assessments.drafting.versions import log_changes, next_version, version_of
from assessments.drafting.writers import write
from assessments.facts_loader import facts_in, with_unread
from assessments.models import Assessment, SectionDraft
from assessments.permissions import Decision, may_edit_section
from assessments.queries import with_stated_totals
from assessments.schema.facts import Facts
from assessments.schema.sections import Projects, SectionData, section_data
from assessments.terms import Section
from budgets.models import Project
from evalsite.accounts.models import User


@dataclass(kw_only=True)
class OpenSection:
    """One section of a draft as it stands, and who has it before their eyes; `facts` say what its page needs."""

    user: User
    assessment: Assessment
    section: Section
    project: Project | None
    draft: SectionDraft
    rows: DraftRows
    facts: Facts

    @cached_property
    def decision(self) -> Decision:
        """Whether the person may save it."""
        return may_edit_section(self.user, self.assessment, self.section, self.project)

    @property
    def index(self) -> int | None:
        """Where its project stands among the facts' projects."""
        return None if self.project is None else self.rows.projects.index(self.project)

    @property
    def data(self) -> SectionData:
        return section_data(self.facts, self.section, self.index)

    @property
    def unread(self) -> dict[str, str]:
        """What stands there and cannot be read, by JSON pointer."""
        return unread_in(self.facts, self.section, self.index)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to; `changed` is False where the section already stood so. `opened` is how it stands now."""

    opened: OpenSection
    changed: bool

    @property
    def version(self) -> int:
        return self.opened.draft.version

    @property
    def saved_at(self) -> datetime | None:
        return self.opened.draft.saved_at


def lock(assessment_id: int, among: QuerySet[Assessment] | None = None) -> Assessment:
    """The assessment with its row locked until the end of the transaction; raises Assessment.DoesNotExist.

    `among`: only one of these is found, or held. The row is read anew once it is ours, and so is all that hangs on it.
    """
    found = Assessment.objects.all() if among is None else among
    key = found.select_for_update(of=("self",)).values_list("pk", flat=True).get(pk=assessment_id)
    return with_stated_totals(found.select_related("round__fiscal_year", "department__section")).get(pk=key)


def open_section(user: User, assessment: Assessment, draft: SectionDraft) -> OpenSection:
    """The section as it stands. Raises Refused where its project is gone.

    `draft` is its version as it was before the assessment was read: a save that falls between the queries then makes
    the page old, which its own save is told. The other way round old words would stand under the new version and
    silently overwrite what was saved.
    """
    section = Section(draft.section)
    rows = DraftRows(assessment, LISTS_OF[section], draft.project_id)
    project = next((row for row in rows.projects if row.pk == draft.project_id), None)
    if draft.project_id is not None and project is None:
        raise Refused("该项目已从项目清单中删除，本次未保存。请返回填报清单查看，或联系本部门填报人。")
    facts = facts_in(rows)
    return OpenSection(
        user=user, assessment=assessment, section=section, project=project, draft=draft, rows=rows, facts=facts
    )


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
    """Save one section as a whole, or nothing of it; see `save`."""
    with all_or_nothing() as writer:
        assessment = lock(assessment_id)
        opened = open_section(user, assessment, version_of(assessment_id, section, project_id))
        return save(writer, opened, data, seen_version=seen_version, unread=unread)


def save(
    writer: RowWriter,
    opened: OpenSection,
    data: SectionData,
    *,
    seen_version: int,
    unread: Unread = MappingProxyType({}),
) -> Saved:
    """Save a section that was opened after the lock; `unread` is what was typed beside `data` and says no value.

    Raises Refused (may not), StaleSection (somebody saved in between) and InvalidSection (the database would refuse).
    """
    assessment, section, before, draft = opened.assessment, opened.section, opened.facts, opened.draft
    if not opened.decision.allowed:
        raise Refused(opened.decision.reason)
    current, left_unread, unread = opened.data, opened.unread, storable(unread)
    is_same = (current, left_unread) == (data, unread)
    if draft.version != seen_version:
        if is_same:  # the same words twice, as when the answer to a save got lost
            return Saved(opened, changed=False)
        raise StaleSection(current, draft.version, draft.saved_at, str(draft.saved_by or ""), left_unread)
    if draft.version and is_same:
        return Saved(opened, changed=False)
    if isinstance(data, Projects) and left_out(opened.rows.projects, data.headers):
        opened = _with_every_list(opened)
        before = opened.facts
    pointer = "" if opened.index is None else f"/projects/{opened.index}"
    write(Destination(rows=opened.rows, writer=writer, project=opened.project, pointer=pointer), section, data)
    after = facts_in(opened.rows)
    if keep_unread(assessment, before, after, left_unread, unread):
        after = with_unread(after, assessment.unread)
    next_version(draft, opened.user)
    what = {"section": section.value} | ({"project": opened.project.pk} if opened.project else {})
    log_changes(assessment, opened.user, opened.decision.role, (before, after), what)
    return Saved(replace(opened, facts=after), changed=True)


def _with_every_list(opened: OpenSection) -> OpenSection:
    """With a project goes all that stands below it, and the log says what that was."""
    rows = DraftRows(opened.assessment)
    return replace(opened, rows=rows, facts=facts_in(rows))
