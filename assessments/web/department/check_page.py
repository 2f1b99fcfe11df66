"""The page before a submission: what the checks say, what was stated, what can be done now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.checkup import CheckUp, PlacedFinding
from assessments.models import Assessment
from assessments.permissions import may, may_exempt_department, may_see_section
from assessments.rules.completeness import SectionState
from assessments.schema.facts import Facts
from assessments.schema.pointers import label
from assessments.terms import Action, Section, Severity
from assessments.web.addresses import comparison_url, field_url, section_url
from assessments.web.answers.stated_values import StatedSection, answers_of
from assessments.web.department.task_page import RemarkLink, unmet
from assessments.web.forms.comments import ExplanationForm
from assessments.web.steps.buttons import Steps, steps_for
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with the way to its field and, where it wants one, the box for its explanation."""

    item: PlacedFinding
    where: str
    url: str
    form: ExplanationForm | None
    anchor: str
    exemptible: bool
    comparison: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A section that still lacks something, with the way to it."""

    title: str
    url: str
    state: SectionState


@dataclass(frozen=True, slots=True)
class EditableGroup:
    group: StatedSection
    url: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    checkup: CheckUp
    unfinished: tuple[Unfinished, ...]
    unmet: tuple[RemarkLink, ...]
    errors: tuple[FindingRow, ...]
    warnings: tuple[FindingRow, ...]
    hints: tuple[FindingRow, ...]
    groups: tuple[EditableGroup, ...]
    steps: Steps
    may_edit: bool


def check_page(user: User, assessment: Assessment, checkup: CheckUp, bound: Sequence[ExplanationForm]) -> CheckPage:
    """`bound` are explanations that were sent and not all kept: they stay in their boxes."""
    may_edit = may(user, Action.SAVE, assessment).allowed
    can_exempt = may_exempt_department(user, assessment.department).allowed
    shown = {
        severity: tuple(
            finding_rows(assessment, checkup, findings, bound=bound, may_edit=may_edit, can_exempt=can_exempt)
        )
        for severity, findings in (("errors", checkup.errors), ("warnings", checkup.warnings), ("hints", checkup.hints))
    }
    groups = tuple(
        EditableGroup(group, section_url(assessment.pk, group.section, group.project_row))
        for group in answers_of(checkup.facts)
        if may_see_section(user, assessment, group.section)
    )
    usual = Action.HAND_OVER if assessment.status_term.is_editable else Action.SUBMIT
    steps = steps_for(user, assessment, checkup.blockers, usual)
    unfinished = tuple(_unfinished(assessment, checkup.facts, state) for state in checkup.unfinished)
    return CheckPage(
        checkup, unfinished, unmet(assessment, checkup), **shown, groups=groups, steps=steps, may_edit=may_edit
    )


def _unfinished(assessment: Assessment, facts: Facts, state: SectionState) -> Unfinished:
    if state.project is None:
        return Unfinished(state.section.label, section_url(assessment.pk, state.section), state)
    project = facts.projects[state.project]
    name = project.name or f"第 {state.project + 1} 个项目"
    return Unfinished(f"{name}：{state.section.label}", section_url(assessment.pk, state.section, project.row), state)


def finding_rows(
    assessment: Assessment,
    checkup: CheckUp,
    findings: Iterable[PlacedFinding],
    *,
    bound: Sequence[ExplanationForm] = (),
    may_edit: bool = False,
    can_exempt: bool = False,
) -> Iterable[FindingRow]:
    for item in findings:
        key = finding_anchor(item)
        yield FindingRow(
            item=item,
            where=label(item.finding.path, checkup.facts) if item.finding.path else "",
            url=_field_url(assessment, item),
            form=_explanation_form(item, key, bound) if may_edit and item.wants_explanation else None,
            anchor=key,
            comparison=comparison_url(assessment.pk, item.finding.code, item.finding.path),
            exemptible=can_exempt and item.exemption is None and item.finding.severity is not Severity.HINT,
        )


def finding_anchor(item: PlacedFinding) -> str:
    """The id of a finding on the page: it stays what it is whatever else comes and goes."""
    return f"{item.finding.code}{item.stable_place.replace('/', '-').replace('#', '')}"


def _field_url(assessment: Assessment, item: PlacedFinding) -> str:
    if item.place is None or item.finding.path is None:
        return "#content"
    if item.place.section.is_per_project and item.project_row is None:
        return section_url(assessment.pk, Section.PROJECTS)
    return field_url(assessment.pk, item.place.section, item.project_row, item.finding.path)


def _explanation_form(item: PlacedFinding, key: str, bound: Sequence[ExplanationForm]) -> ExplanationForm:
    named = {"code": item.finding.code, "place": item.stable_place}
    for form in bound:
        if form.key == explanation_key(item):
            form.auto_id = f"{key}-%s"
            return form
    text = item.explanation.text if item.explanation else ""
    return ExplanationForm(initial=named | {"text": text}, auto_id=f"{key}-%s")


def explanation_key(item: PlacedFinding) -> str:
    """What names the finding in a form: the same as `ExplanationForm.key`."""
    return f"{item.finding.code} {item.stable_place}"


def explanations_to_keep(posted: Sequence[ExplanationForm], checkup: CheckUp, pressed: str) -> list[ExplanationForm]:
    """Those that say something new, and the one whose button was pressed; the first where none does."""
    known = {explanation_key(item): item for item in checkup.findings if item.wants_explanation}

    def is_new(form: ExplanationForm) -> bool:
        item = known.get(form.key)
        said = item.explanation.text if item and item.explanation else ""
        return bool(form.typed) and form.typed.splitlines() != said.splitlines()

    meant = [form for form in posted if form.key == pressed or is_new(form)]
    return meant or list(posted[:1])


def finding_at(checkup: CheckUp, code: str, place: str) -> PlacedFinding | None:
    """The finding that an explanation is meant for; None once it has gone."""
    found = (item for item in checkup.findings if item.finding.code == code and item.stable_place == place)
    return next((item for item in found if item.wants_explanation), None)
