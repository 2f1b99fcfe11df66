"""One section of the form as a page: who looks at it, what stands there, what was said about it, where to go on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.draft_rows import LISTS_OF, DraftRows
from assessments.drafting import OpenSection, Refused, Saved, lock, open_section, storable, version_of
from assessments.facts_loader import facts_in, scheme_of
from assessments.models import Assessment, Attachment, FieldComment, SectionDraft
from assessments.permissions import Decision, may_see_project, may_see_section
from assessments.queries import assessments_visible_to, field_comments_for, with_stated_totals, year_before
from assessments.rules.completeness import SectionState, sections
from assessments.schema.facts import Facts
from assessments.schema.sections import SectionData, section_data
from assessments.schema.stable_places import pointer_of
from assessments.terms import Section
from assessments.web.addresses import preview_url, section_url
from assessments.web.forms.dataclass_form import RowFormset
from assessments.web.forms.form_context import Data, FormContext
from assessments.web.forms.section_form import SectionForm
from assessments.web.sections.forms.computed_values import Outputs, outputs_of
from assessments.web.sections.forms.sections import section_form
from budgets.models import Project
from evalsite.accounts.models import User

# What `drafting.prefill` carries over from the year before.
PREFILLED = frozenset({Section.OVERVIEW, Section.FINANCE, Section.GOALS})


@dataclass(frozen=True, slots=True)
class Stop:
    """One section on the way through the form."""

    section: Section
    project: int | None
    label: str
    url: str
    is_current: bool


@dataclass(kw_only=True)
class SectionPage:
    """Everything that the page of one section needs. `data` is what was posted to it."""

    opened: OpenSection
    data: Data | None = None

    @property
    def user(self) -> User:
        return self.opened.user

    @property
    def assessment(self) -> Assessment:
        return self.opened.assessment

    @property
    def section(self) -> Section:
        return self.opened.section

    @property
    def project(self) -> Project | None:
        return self.opened.project

    @property
    def facts(self) -> Facts:
        return self.opened.facts

    @property
    def draft(self) -> SectionDraft:
        return self.opened.draft

    @property
    def decision(self) -> Decision:
        return self.opened.decision

    @cached_property
    def projects(self) -> list[Project]:
        """Those that the person may open."""
        return [each for each in self.opened.rows.projects if may_see_project(self.user, self.assessment, each)]

    @cached_property
    def context(self) -> FormContext:
        asks_for_units = self.section is Section.PROJECTS
        return FormContext(
            facts=self.facts,
            scheme=scheme_of(self.assessment.round),
            project=self.opened.index,
            unit_names=tuple(unit.name for unit in self.opened.rows.units) if asks_for_units else (),
            read_only=not self.decision.allowed,
            remarks=self.remarks,
            prefilled=self.prefilled,
            unread=self.facts.unread if self.decision.allowed else {},
        )

    @cached_property
    def prefilled(self) -> frozenset[str]:
        """Names of fields that still say what last year's paper said, in a section that nobody has saved yet."""
        if self.draft.version or self.section not in PREFILLED or not self.decision.allowed:
            return frozenset()
        before = year_before(self.assessment)
        if before is None:
            return frozenset()
        last_year = facts_in(DraftRows(before, LISTS_OF[self.section]))
        said = {name: text for name, text in self._texts(last_year).items() if text}
        return frozenset(name for name, text in self._texts(self.facts).items() if said.get(name) == text)

    def _texts(self, facts: Facts) -> dict[str, str]:
        """What every input of the section shows, by its name."""
        context = FormContext(facts=facts, scheme=scheme_of(self.assessment.round))
        form = section_form(self.section, section_data(facts, self.section), context)
        return {bound.html_name: bound.shown for bound in form.bound_fields() if not bound.is_checkbox}

    @cached_property
    def remarks(self) -> Mapping[str, Sequence[FieldComment]]:
        """Remarks by JSON pointer."""
        placed: dict[str, list[FieldComment]] = defaultdict(list)
        if not self.assessment.was_handed_in:
            return placed
        for remark in field_comments_for(self.user, self.assessment):
            placed[pointer_of(self.facts, remark.place)].append(remark)
        return placed

    @property
    def own_remarks(self) -> list[FieldComment]:
        """Remarks on this section, in the order of its fields."""
        return [remark for bound in self.form.bound_fields() for remark in bound.remarks]

    @cached_property
    def form(self) -> SectionForm:
        return section_form(self.section, self.opened.data, self.context, self.data)

    @cached_property
    def files(self) -> list[Attachment]:
        """Papers whose file was uploaded."""
        return [paper for paper in self.assessment.attachments.all() if paper.file]

    @property
    def is_saved(self) -> bool:
        """Whether what was posted says just what is saved; answers to remarks are no part of it."""
        if self.data is None or not self.form.is_savable:
            return False
        typed = (self.form.data_piece(), storable(self.form.unread()))
        return typed == (self.opened.data, self.opened.unread)

    @property
    def outputs(self) -> Outputs:
        return outputs_of(self.form)

    @property
    def url(self) -> str:
        return section_url(self.assessment.pk, self.section, self.project.pk if self.project else None)

    @property
    def compute_url(self) -> str:
        return f"{self.url}compute/"

    @property
    def preview_url(self) -> str:
        return preview_url(self.url)

    @property
    def title(self) -> str:
        return section_title(self.section, self.project)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The way through the form, as far as the person sees it."""
        sees_all = may_see_section(self.user, self.assessment, Section.OVERVIEW)
        way = _way(self.projects) if sees_all else [stop for stop in _way(self.projects) if stop[1]]
        return tuple(self._stop(section, project) for section, project in way)

    def _stop(self, section: Section, project: Project | None) -> Stop:
        return Stop(
            section,
            project.pk if project else None,
            f"{project} — {section.label}" if project else section.label,
            section_url(self.assessment.pk, section, project.pk if project else None),
            (section, project) == (self.section, self.project),
        )

    @cached_property
    def number(self) -> int:
        """Which stop this is, from 1."""
        return next(number for number, stop in enumerate(self.stops, 1) if stop.is_current)

    @property
    def previous(self) -> Stop | None:
        return self.stops[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> Stop | None:
        return self.stops[self.number] if self.number < len(self.stops) else None

    def differences(self, other: SectionData, unread: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """(label, what was typed, what `other` says with `unread`) of every field in which they differ."""
        mine = {bound.html_name: bound for bound in self._shown(self.form.piece(), self.form.unread())}
        theirs = {bound.html_name: bound for bound in self._shown(other, unread)}
        rows = []
        for name in dict.fromkeys([*mine, *theirs]):
            left = mine[name].shown if name in mine else ""
            right = theirs[name].shown if name in theirs else ""
            if left != right:
                rows.append(((mine.get(name) or theirs[name]).full_label, left, right))
        return rows

    def _shown(self, piece: SectionData, unread: Mapping[str, str]) -> list[Any]:
        context = replace(self.context, read_only=True, unread=unread)
        return list(section_form(self.section, piece, context).bound_fields())

    @cached_property
    def state(self) -> SectionState:
        """How far the section is, as it was last saved."""
        states = sections(self.facts, self.context.scheme)
        return next(item for item in states if (item.section, item.project) == (self.section, self.context.project))

    @property
    def missing_text(self) -> str:
        """What is missing before a submission, in a few words."""
        missing = self.state.missing
        if not missing:
            return ""
        named = missing[0].message.rstrip("。").removesuffix("未填写")
        return f"报送前还须填写 {len(missing)} 项：{named}{'等' if len(missing) > 1 else ''}。"

    def after(self, saved: Saved) -> "SectionPage":
        """The page as it is after a save."""
        return SectionPage(opened=saved.opened)

    def row_numbers(self, fresh: "SectionPage") -> dict[str, str]:
        """After a save: the hidden field of each row that was sent, and the database row that it now is."""
        found: dict[str, str] = {}
        for sent, saved in zip(self.form.parts, fresh.form.parts, strict=True):
            if isinstance(sent, RowFormset) and isinstance(saved, RowFormset):
                found |= _rows_of(sent, saved)
        return found


def open_page(
    user: User, assessment_id: int, section: Section, project_id: int | None, data: Data | None = None
) -> SectionPage:
    """The page of one section; raises Http404 for what the person may not see."""
    draft = version_of(assessment_id, section, project_id)
    assessment = get_object_or_404(with_stated_totals(assessments_visible_to(user)), pk=assessment_id)
    return _page(user, assessment, draft, data)


def open_to_save(user: User, assessment_id: int, section: Section, project_id: int | None, data: Data) -> SectionPage:
    """The same inside a transaction: nobody else writes to the assessment before its end."""
    try:
        assessment = lock(assessment_id, among=assessments_visible_to(user))
    except Assessment.DoesNotExist as unseen:
        raise Http404 from unseen
    return _page(user, assessment, version_of(assessment_id, section, project_id), data)


def _page(user: User, assessment: Assessment, draft: SectionDraft, data: Data | None) -> SectionPage:
    section = Section(draft.section)
    if section.is_per_project is not (draft.project_id is not None) or not may_see_section(user, assessment, section):
        raise Http404
    try:
        page = SectionPage(opened=open_section(user, assessment, draft), data=data)
    except Refused as gone:
        raise Http404 from gone
    if page.project is not None and page.project not in page.projects:
        raise Http404
    return page


def section_title(section: Section, project: Project | None) -> str:
    return f"{section.label}：{project}" if project else section.label


def _way(projects: Sequence[Project]) -> list[tuple[Section, Project | None]]:
    """The order in which the form is filled in."""
    way: list[tuple[Section, Project | None]] = []
    for section in Section:
        if section is Section.FUNDING:
            way += [(part, project) for project in projects for part in (Section.FUNDING, Section.RESULTS)]
        elif not section.is_per_project:
            way.append((section, None))
    return way


def _rows_of(sent: RowFormset, saved: RowFormset) -> dict[str, str]:
    found = {}
    for left, right in zip(sent.kept, saved.forms, strict=False):
        row = getattr(right.current, "row", None)
        if row is not None:
            found[left.add_prefix("row")] = str(row)
        for name, nested in left.rows.items():
            found |= _rows_of(nested, right.rows[name])
    return found
