"""Taking figures and words over from a report that was written elsewhere: what the person confirmed, or nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from assessments.draft_rows import DraftRows
from assessments.drafting.destination import Destination
from assessments.drafting.errors import Refused, StaleSection
from assessments.drafting.rows import all_or_nothing
from assessments.drafting.saves import lock
from assessments.drafting.unread import drop_overwritten
from assessments.drafting.versions import log_changes, next_version, version_of
from assessments.drafting.writers import write
from assessments.exchange.taking_over import adopted
from assessments.facts_loader import facts_in, with_unread
from assessments.models import Assessment
from assessments.permissions import may_edit_section
from assessments.schema.facts import Facts
from assessments.schema.sections import section_data
from assessments.terms import Section
from evalsite.accounts.models import User

Part = tuple[Section, int | None]  # a section, and for one of a project the project's row


def take_over(
    user: User, assessment_id: int, read: Facts, chosen: Collection[str], *, seen: Mapping[Part, int], report: str
) -> None:
    """Write the chosen pieces of `read` (see rules.takeover) into the draft, through the writers of its sections.

    `seen` are the versions of the sections that the person had before their eyes. Raises Refused (may not, or nothing
    to write), StaleSection (somebody saved one of the sections in between) and InvalidSection (the database would
    refuse); then nothing is written.
    """
    with all_or_nothing() as writer:
        assessment = lock(assessment_id)
        decision = may_edit_section(user, assessment, Section.OVERVIEW)
        if not decision.allowed:
            raise Refused(decision.reason)
        to = Destination(rows=DraftRows(assessment), writer=writer)
        before = facts_in(to.rows)
        wanted = adopted(read, before, chosen)
        parts = list(_changed(before, wanted))
        if not parts:
            raise Refused("没有可转入的内容，请重新选择。")
        for section, index in parts:
            _refuse_stale(assessment, before, section, index, seen)
        _write(to, wanted, parts, user)
        after = facts_in(to.rows)
        if before.unread and drop_overwritten(assessment, before, after):
            after = with_unread(after, assessment.unread)
        what = {"section": "take_over", "label": f"转入报告“{report}”"}
        log_changes(assessment, user, decision.role, (before, after), what)


def _write(to: Destination, wanted: Facts, parts: Sequence[tuple[Section, int | None]], user: User) -> None:
    """The sections of the department first: among them the list of projects, which may have grown."""
    for section, index in sorted(parts, key=lambda part: part[1] is not None):
        project = None if index is None else to.rows.projects[index]
        pointer = "" if index is None else f"/projects/{index}"
        write(replace(to, project=project, pointer=pointer), section, section_data(wanted, section, index))
        next_version(version_of(to.assessment.pk, section, project.pk if project else None), user)


def _changed(before: Facts, after: Facts) -> Iterator[tuple[Section, int | None]]:
    """Sections that say something else now; a project that is new has both of its sections."""
    for section in Section:
        if not section.is_per_project and section_data(before, section) != section_data(after, section):
            yield section, None
    for index in range(len(after.projects)):
        for section in (Section.FUNDING, Section.RESULTS):
            is_new = index >= len(before.projects)
            if is_new or section_data(before, section, index) != section_data(after, section, index):
                yield section, index


def _refuse_stale(
    assessment: Assessment, before: Facts, section: Section, index: int | None, seen: Mapping[Part, int]
) -> None:
    if index is not None and index >= len(before.projects):
        return
    row = None if index is None else before.projects[index].row
    draft = version_of(assessment.pk, section, row)
    if seen.get((section, row), 0) != draft.version:
        current = section_data(before, section, index)
        raise StaleSection(current, draft.version, draft.saved_at, str(draft.saved_by or ""))
