"""Writing a whole draft at once, as an import does: every section, or none."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assessments.draft_rows import DraftRows
from assessments.drafting.destination import Destination
from assessments.drafting.errors import Refused
from assessments.drafting.rows import all_or_nothing
from assessments.drafting.saves import lock
from assessments.drafting.versions import log_changes, next_version, version_of
from assessments.drafting.writers import write
from assessments.facts_loader import facts_in
from assessments.models import Assessment
from assessments.schema.facts import Facts
from assessments.schema.facts import Project as ProjectFacts
from assessments.schema.scheme_format import to_json
from assessments.schema.sections import section_data
from assessments.terms import Section
from evalsite.accounts.models import User


def replace_draft(assessment_id: int, facts: Facts, actor: User | None = None) -> Assessment:
    """Make the draft say what the facts say; all or nothing.

    Rows are recognised by their names, so approved targets keep their lock and their trace. Raises Refused where the
    draft is not open, InvalidSection where the database would refuse.
    """
    with all_or_nothing() as writer:
        assessment = lock(assessment_id)
        if not assessment.status_term.is_editable:
            raise Refused(f"当前状态为“{assessment.status_term.label}”，只有“填报中”“退回修改”可以导入。")
        rows = DraftRows(assessment)
        before = facts_in(rows)
        facts = _with_known_rows(facts, before)
        assessment.county = facts.county
        assessment.money_unit = facts.money_unit
        assessment.stated_scheme = to_json(facts.scheme) if facts.scheme else None
        assessment.unread = {}
        writer.save(assessment, "")
        _write(Destination(rows=rows, writer=writer, written=facts.written, new_units=True), facts, actor)
        log_changes(assessment, actor, None, (before, facts_in(rows)), {"section": "import"})
    return assessment


def _write(to: Destination, facts: Facts, actor: User | None) -> None:
    """Every section; those of the projects last, when the list of projects stands."""
    for section in Section:
        if not section.is_per_project:
            _write_section(to, section, facts, None, actor)
    for index, project in enumerate(to.rows.projects):
        of_project = replace(to, project=project, pointer=f"/projects/{index}")
        for section in Section:
            if section.is_per_project:
                _write_section(of_project, section, facts, index, actor)


def _write_section(to: Destination, section: Section, facts: Facts, index: int | None, actor: User | None) -> None:
    write(to, section, section_data(facts, section, index))
    next_version(version_of(to.assessment.pk, section, to.project.pk if to.project else None), actor)


def _with_known_rows(facts: Facts, known: Facts) -> Facts:
    """The facts with the row identities of a draft, wherever a piece has the name of one that stands there."""
    projects = _adopt(facts.projects, known.projects, lambda project: project.name)
    sub_by_name = {goal.name: goal for goal in known.goals.sub}
    sub = tuple(
        replace(goal, indicators=_adopt(goal.indicators, sub_by_name[goal.name].indicators, _indicator_name))
        if goal.name in sub_by_name
        else goal
        for goal in _adopt(facts.goals.sub, known.goals.sub, lambda goal: goal.name)
    )
    return replace(
        facts,
        projects=tuple(_project_with_known_rows(project, known) for project in projects),
        goals=replace(facts.goals, sub=sub),
        indicators=_adopt(facts.indicators, known.indicators, _indicator_name),
    )


def _project_with_known_rows(project: ProjectFacts, known: Facts) -> ProjectFacts:
    old = next((item for item in known.projects if item.row == project.row), None)
    if old is None:
        return project
    return replace(
        project,
        funding=_adopt(project.funding, old.funding, lambda line: (line.label, line.fund, line.source)),
        indicators=_adopt(project.indicators, old.indicators, _indicator_name),
    )


def _indicator_name(indicator: Any) -> Any:
    return (indicator.group, indicator.kind, indicator.name)


def _adopt(pieces: Sequence[Any], known: Sequence[Any], name_of: Callable[[Any], Any]) -> tuple[Any, ...]:
    free: dict[Any, list[int]] = {}
    for item in known:
        free.setdefault(name_of(item), []).append(item.row)
    adopted = []
    for piece in pieces:
        rows = free.get(name_of(piece))
        adopted.append(replace(piece, row=rows.pop(0) if rows else None))
    return tuple(adopted)
