"""One section of the form as a page: who looks at it, what stands there, what was said about it, where to go on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.drafting import storable, unread_in, version_of
from assessments.facts_loader import facts_of, scheme_of
from assessments.models import Assessment, Attachment, FieldComment, SectionDraft
from assessments.permissions import Decision, may_edit_section, may_see_section
from assessments.queries import assessments_visible_to, field_comments_for, projects_visible_to, year_before
from assessments.rules.completeness import SectionState, sections
from assessments.schema.facts import Facts
from assessments.schema.sections import SectionData, section_data
from assessments.schema.stable_places import pointer_of
from assessments.terms import Section
from assessments.web.addresses import preview_url, section_url
from assessments.web.forms.form_context import Data, Surroundings
from assessments.web.forms.row_formset import RowFormset
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

    user: User
    assessment: Assessment
    section: Section
    project: Project | None
    projects: Sequence[Project]
    facts: Facts
    draft: SectionDraft
    data: Data | None = None

    @cached_property
    def decision(self) -> Decision:
        return may_edit_section(self.user, self.assessment, self.section, self.project)

    @cached_property
    def piece(self) -> SectionData:
        return section_data(self.facts, self.section, self.around.project)

    @cached_property
    def around(self) -> Surroundings:
        rows = [item.row for item in self.facts.projects]
        return Surroundings(
            facts=self.facts,
            scheme=scheme_of(self.assessment.round),
            project=rows.index(self.project.pk) if self.project else None,
            unit_names=tuple(unit.name for unit in self.assessment.department.units.all()),
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
        said = {name: text for name, text in self._texts(facts_of(before)).items() if text}
        return frozenset(name for name, text in self._texts(self.facts).items() if said.get(name) == text)

    def _texts(self, facts: Facts) -> dict[str, str]:
        """What every input of the section shows, by its name."""
        around = Surroundings(facts=facts, scheme=scheme_of(self.assessment.round))
        form = section_form(self.section, section_data(facts, self.section), around)
        return {bound.html_name: bound.shown for bound in form.bound_fields() if not bound.is_checkbox}

    @cached_property
    def remarks(self) -> Mapping[str, Sequence[FieldComment]]:
        """Remarks by JSON pointer."""
        placed = defaultdict(list)
        for remark in field_comments_for(self.user, self.assessment):
            placed[pointer_of(self.facts, remark.place)].append(remark)
        return placed

    @property
    def own_remarks(self) -> list[FieldComment]:
        """Remarks on this section, in the order of its fields."""
        return [remark for bound in self.form.bound_fields() for remark in bound.remarks]

    @cached_property
    def form(self) -> SectionForm:
        return section_form(self.section, self.piece, self.around, self.data)

    @cached_property
    def files(self) -> list[Attachment]:
        """Papers whose file was uploaded."""
        return [paper for paper in self.assessment.attachments.all() if paper.file]

    @property
    def is_saved(self) -> bool:
        """Whether what was posted says just what is saved; answers to remarks are no part of it."""
        if self.data is None or not self.form.is_savable:
            return False
        left = unread_in(self.facts, self.section, self.around.project)
        return (self.form.data_piece(), storable(self.form.unread())) == (self.piece, left)

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
        around = replace(self.around, read_only=True, unread=unread)
        return list(section_form(self.section, piece, around).bound_fields())

    @cached_property
    def state(self) -> SectionState:
        """How far the section is, as it was last saved."""
        states = sections(self.facts, self.around.scheme)
        return next(item for item in states if (item.section, item.project) == (self.section, self.around.project))

    @property
    def missing_text(self) -> str:
        """What is missing before a submission, in a few words."""
        missing = self.state.missing
        if not missing:
            return ""
        named = missing[0].message.rstrip("。").removesuffix("未填写")
        return f"报送前还须填写 {len(missing)} 项：{named}{'等' if len(missing) > 1 else ''}。"

    def reopened(self) -> "SectionPage":
        """The page as it is after a save."""
        return open_section(self.user, self.assessment.pk, self.section, self.project.pk if self.project else None)

    def row_numbers(self, fresh: "SectionPage") -> dict[str, str]:
        """After a save: the hidden field of each row that was sent, and the database row that it now is."""
        found: dict[str, str] = {}
        for sent, saved in zip(self.form.parts, fresh.form.parts, strict=True):
            if isinstance(sent, RowFormset) and isinstance(saved, RowFormset):
                found |= _rows_of(sent, saved)
        return found


def open_section(
    user: User, assessment_id: int, section: Section, project_id: int | None, data: Data | None = None
) -> SectionPage:
    """The page of one section; raises Http404 for what the person may not see."""
    # First of all: a save that falls between the queries then makes the page old, which its own save is told. The
    # other way round old words would stand under the new version and silently overwrite what was saved.
    draft = version_of(assessment_id, section, project_id)
    seen = seen_section(user, assessment_id, section, project_id)
    return SectionPage(
        user=user,
        assessment=seen.assessment,
        section=section,
        project=seen.project,
        projects=seen.projects,
        facts=facts_of(seen.assessment),
        draft=draft,
        data=data,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSection:
    """A section that the person may see; `projects` are those that the person may open."""

    assessment: Assessment
    section: Section
    project: Project | None
    projects: Sequence[Project]


def seen_section(user: User, assessment_id: int, section: Section, project_id: int | None) -> SeenSection:
    """Raise Http404 for what the person may not see."""
    assessment = get_object_or_404(assessments_visible_to(user), pk=assessment_id)
    projects = list(projects_visible_to(user, assessment))
    project = next((item for item in projects if item.pk == project_id), None)
    if section.is_per_project is not (project is not None) or not may_see_section(user, assessment, section):
        raise Http404
    return SeenSection(assessment=assessment, section=section, project=project, projects=projects)


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
