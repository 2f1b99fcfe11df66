"""The task list of an assessment: every section with its state, what is missing in short, who saved it last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.timezone import localdate

from assessments.checkup import CheckUp
from assessments.deadlines import punctuality_of
from assessments.models import Assessment, FieldComment, SectionDraft
from assessments.permissions import may, may_see_section
from assessments.queries import open_comments_for, projects_visible_to, section_drafts_of, timeline
from assessments.rules.completeness import SectionState
from assessments.schema.facts import Facts
from assessments.schema.pointers import place_of
from assessments.schema.stable_places import pointer_of
from assessments.terms import Action, Completeness, Section, Status
from assessments.web.addresses import field_url, section_url
from assessments.web.deadline import ShownDeadline, open_deadline
from assessments.web.department.progress_steps import ProgressStage, way_of
from evalsite.accounts.models import User

_DONE = frozenset({Completeness.COMPLETE, Completeness.NOT_NEEDED})
Drafts = Mapping[tuple[str, int | None], SectionDraft]


@dataclass(frozen=True, slots=True)
class Task:
    """One section; `missing` is the first thing that it lacks, `more` how many other things."""

    section: Section
    url: str
    state: Completeness
    missing: str
    count: int
    draft: SectionDraft | None


@dataclass(frozen=True, slots=True)
class ProjectTasks:
    """A project with the sections that one fills in for it."""

    name: str
    unit: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class RemarkLink:
    """A remark of the review with the way to its field; `is_met` once it is answered or its field changed."""

    comment: FieldComment
    url: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class TaskListPage:
    before_projects: tuple[Task, ...]
    projects: tuple[ProjectTasks, ...]
    after_projects: tuple[Task, ...]
    done: int
    count: int
    deadline: ShownDeadline | None
    way: tuple[ProgressStage, ...]
    remarks: tuple[RemarkLink, ...]
    return_comment: str
    may_edit: bool
    sees_all: bool
    obstacles: tuple[str, ...]
    verdict: str


def task_list_page(user: User, assessment: Assessment, checkup: CheckUp) -> TaskListPage:
    """A unit's preparer gets the unit's own projects, nothing else."""
    drafts = {(draft.section, draft.project_id): draft for draft in section_drafts_of(assessment)}
    sees_all = may_see_section(user, assessment, Section.OVERVIEW)
    own = [state for state in checkup.sections if state.project is None and sees_all]
    tasks = [_task(assessment, checkup.facts, state, drafts) for state in own]
    split = next((at for at, task in enumerate(tasks, 1) if task.section is Section.PROJECTS), 0)
    seen = None if sees_all else {project.pk for project in projects_visible_to(user, assessment)}
    projects = tuple(_projects(assessment, checkup, drafts, seen))
    every = [*tasks, *(task for project in projects for task in project.tasks)]
    return TaskListPage(
        before_projects=tuple(tasks[:split]),
        projects=projects,
        after_projects=tuple(tasks[split:]),
        done=sum(task.state in _DONE for task in every),
        count=len(every),
        deadline=open_deadline(punctuality_of(assessment, localdate())),
        way=way_of(assessment),
        remarks=tuple(_remark(assessment, checkup, item) for item in _open_remarks(user, assessment)),
        return_comment=_return_comment(assessment),
        may_edit=may(user, Action.SAVE, assessment).allowed,
        sees_all=sees_all,
        obstacles=checkup.blockers,
        verdict=checkup.verdict,
    )


def _projects(assessment: Assessment, checkup: CheckUp, drafts: Drafts, seen: set[int] | None) -> list[ProjectTasks]:
    states: dict[int, list[SectionState]] = {}
    for state in checkup.sections:
        if state.project is not None:
            states.setdefault(state.project, []).append(state)
    return [
        ProjectTasks(
            name=project.name or f"第 {index + 1} 个项目（未填写名称）",
            unit=project.unit or "",
            tasks=tuple(_task(assessment, checkup.facts, state, drafts) for state in states.get(index, ())),
        )
        for index, project in enumerate(checkup.facts.projects)
        if seen is None or project.row in seen
    ]


def _task(assessment: Assessment, facts: Facts, state: SectionState, drafts: Drafts) -> Task:
    row = facts.projects[state.project].row if state.project is not None else None
    return Task(
        section=state.section,
        url=section_url(assessment.pk, state.section, row),
        state=state.state,
        missing=state.missing[0].message if state.missing else "",
        count=len(state.missing),
        draft=drafts.get((state.section.value, row)),
    )


def unmet(assessment: Assessment, checkup: CheckUp) -> tuple[RemarkLink, ...]:
    """What still has to be answered or changed before anything can be handed in."""
    return tuple(_remark(assessment, checkup, item) for item in checkup.unmet)


def _open_remarks(user: User, assessment: Assessment) -> Iterable[FieldComment]:
    """What was never handed in has no remarks: then nothing is asked of the database."""
    return open_comments_for(user, assessment) if assessment.was_handed_in else ()


def _remark(assessment: Assessment, checkup: CheckUp, comment: FieldComment) -> RemarkLink:
    """The field may have gone since: then the remark stands without a way to it."""
    facts, is_met = checkup.facts, comment not in checkup.unmet
    pointer = pointer_of(facts, comment.place)
    place = None if "#" in pointer else place_of(pointer)
    if place is None:
        return RemarkLink(comment, "", is_met)
    row = facts.projects[place.project].row if place.project is not None else None
    return RemarkLink(comment, field_url(assessment.pk, place.section, row, pointer), is_met)


def _return_comment(assessment: Assessment) -> str:
    """What the reviewer wrote on the return that the department works on now."""
    if assessment.status_term is not Status.RETURNED:
        return ""
    entry = timeline(assessment).filter(to_status=Status.RETURNED).exclude(from_status=Status.RETURNED).first()
    return entry.comment if entry else ""
