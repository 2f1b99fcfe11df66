"""Writing a whole draft at once, as an import does: every section, or none."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from assessments.drafting.errors import Refused
from assessments.drafting.rows import save_row
from assessments.drafting.saves import budget_of, lock
from assessments.drafting.versions import log_save, next_version, version_of
from assessments.drafting.writers import WriteTarget, write
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.schema.facts import Facts
from assessments.schema.facts import Project as ProjectFacts
from assessments.schema.scheme_format import to_json
from assessments.schema.sections import section_data
from assessments.terms import Section
from budgets.models import Project
from evalsite.accounts.models import User


@transaction.atomic
def replace_draft(assessment_id: int, facts: Facts, actor: User | None = None) -> Assessment:
    """Make the draft say what the facts say; all or nothing.

    Rows are recognised by their names, so approved targets keep their lock and their trace. Raises Refused where the
    draft is not open, InvalidSection where the database would refuse.
    """
    assessment = lock(assessment_id)
    if not assessment.status_term.is_editable:
        raise Refused(f"当前状态为“{assessment.status_term.label}”，只有“填报中”“退回修改”可以导入。")
    before = facts_of(assessment)
    facts = _with_known_rows(facts, before)
    assessment.county = facts.county
    assessment.money_unit = facts.money_unit
    assessment.stated_scheme = to_json(facts.scheme) if facts.scheme else None
    assessment.unread = {}
    save_row(assessment, "")
    target = WriteTarget(assessment, budget_of(assessment), written=facts.written, new_units=True)
    for section in Section:
        if not section.is_per_project:
            _write_section(target, section, facts, None, actor)
    for index, project in enumerate(_projects(assessment)):
        of_project = replace(target, project=project, pointer=f"/projects/{index}")
        for section in Section:
            if section.is_per_project:
                _write_section(of_project, section, facts, index, actor)
    log_save(assessment, actor, None, before, {"section": "import"})
    return assessment


def _write_section(target: WriteTarget, section: Section, facts: Facts, index: int | None, actor: User | None) -> None:
    write(target, section, section_data(facts, section, index))
    next_version(version_of(target.assessment.pk, section, target.project.pk if target.project else None), actor)


def _projects(assessment: Assessment) -> Sequence[Project]:
    return list(Project.objects.filter(department=assessment.department, fiscal_year=assessment.round.fiscal_year))


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
