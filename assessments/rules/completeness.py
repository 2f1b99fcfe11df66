"""What is still missing, section by section: saving takes incomplete work, submitting asks for completeness (UX 5)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assessments.rules.scoring.totals import project_columns
from assessments.rules.text.quantities import is_stated
from assessments.schema.facts import Facts, FundingLine, Indicator, Project
from assessments.schema.pointers import (
    IndicatorPlace,
    department_indicators,
    label,
    place_of,
    project_indicators,
    project_pointer,
    shortened,
)
from assessments.schema.scheme import Scheme
from assessments.terms import Completeness, Section
from budgets.terms import Comparator


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is not stated yet, with the JSON pointer of its field."""

    message: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionState:
    """How far one section is; `project` is an index into the facts' projects for the sections of a project."""

    section: Section
    project: int | None
    state: Completeness
    missing: tuple[Missing, ...] = ()


def sections(facts: Facts, scheme: Scheme) -> tuple[SectionState, ...]:
    """Every section in the order of the form; after the list of projects, the sections of each project."""
    return tuple(_states(facts, scheme))


def _states(facts: Facts, scheme: Scheme) -> Iterator[SectionState]:
    unread = unread_places(facts)
    for state in _stated(facts, scheme):
        yield _with_unread(state, unread.get((state.section, state.project), ()))


def unread_places(facts: Facts) -> dict[tuple[Section, int | None], list[Missing]]:
    """What was typed and cannot be read, by section and project: it counts as missing, whatever else stands there."""
    found: dict[tuple[Section, int | None], list[Missing]] = {}
    for pointer, text in facts.unread.items():
        place = place_of(pointer)
        if place:
            found.setdefault((place.section, place.project), []).append(_unread(facts, pointer, text))
    return found


def _unread(facts: Facts, pointer: str, text: str) -> Missing:
    table, plus, _ = pointer.partition("/+")
    if plus:
        return Missing(message=f"{label(table, facts)}中有一行无法保存，请更正。", path=table)
    return Missing(message=f"{label(pointer, facts)}“{shortened(text, 20)}”无法识别，请更正。", path=pointer)


def _with_unread(state: SectionState, unread: Sequence[Missing]) -> SectionState:
    if not unread:
        return state
    places = {missing.path for missing in unread}
    others = tuple(missing for missing in state.missing if missing.path not in places)
    return replace(state, state=Completeness.INCOMPLETE, missing=(*dict.fromkeys(unread), *others))


def _stated(facts: Facts, scheme: Scheme) -> Iterator[SectionState]:
    for section in Section:
        if section is Section.FUNDING:
            for index in range(len(facts.projects)):
                yield _funding(facts, scheme, index)
                yield _results(facts, index)
        elif not section.is_per_project:
            yield _DEPARTMENT_SECTIONS[section](facts, scheme)


def _state(
    section: Section, missing: Iterator[Missing], *, started: bool, project: int | None = None, needed: bool = True
) -> SectionState:
    if not needed:
        return SectionState(section=section, project=project, state=Completeness.NOT_NEEDED)
    left = tuple(missing)
    unfinished = Completeness.INCOMPLETE if started else Completeness.NOT_STARTED
    state = unfinished if left else Completeness.COMPLETE
    return SectionState(section=section, project=project, state=state, missing=left)


def _has(value: object) -> bool:
    """Stated: text with a character in it, any number (0 too), any row."""
    if isinstance(value, str):
        return is_stated(value)
    return value is not None and value != ()


def _ask(facts: Facts, holder: str, owner: object, *names: str) -> Iterator[Missing]:
    for name in names:
        if not _has(getattr(owner, name)):
            path = f"{holder}/{name}"
            yield Missing(message=f"{label(path, facts)}未填写。", path=path)


def _any(owner: object, *names: str) -> bool:
    return any(_has(getattr(owner, name)) for name in names)


def _overview(facts: Facts, _: Scheme) -> SectionState:
    def missing() -> Iterator[Missing]:
        yield from _ask(
            facts, "/department", facts.department, "name", "self_noun", "internal_offices", "staff_on_post"
        )
        yield from _ask(facts, "/dates", facts.dates, "completed", "reported")

    started = _any(facts.department, "internal_offices", "staff_on_post") or _any(facts.dates, "completed", "reported")
    return _state(Section.OVERVIEW, missing(), started=started or bool(facts.units))


_EXPENDITURE = ("total", "basic", "personnel", "operating", "projects", "executed")


def _finance(facts: Facts, _: Scheme) -> SectionState:
    revenue, expenditure = facts.revenue, facts.expenditure

    def missing() -> Iterator[Missing]:
        yield from _ask(facts, "/revenue", revenue, "total", "lines")
        for at, line in enumerate(revenue.lines):
            if not is_stated(line.label) and line.fund is None:
                yield Missing(message=f"第 {at + 1} 行收入来源名称未填写。", path=f"/revenue/lines/{at}/label")
            yield from _ask(facts, f"/revenue/lines/{at}", line, "amount")
        yield from _ask(facts, "/expenditure", expenditure, *_EXPENDITURE)

    started = _any(revenue, "total", "lines") or _any(expenditure, *_EXPENDITURE)
    return _state(Section.FINANCE, missing(), started=started)


def _projects(facts: Facts, _: Scheme) -> SectionState:
    none_expected = facts.expenditure.projects == 0 or facts.project_totals.count == 0

    def missing() -> Iterator[Missing]:
        if not facts.projects:
            yield Missing(message="没有列出项目；没有项目支出的，项目支出填 0。", path="/projects")
        for index, project in enumerate(facts.projects):
            yield from _ask(facts, project_pointer(index), project, "name")

    needed = bool(facts.projects) or not none_expected
    return _state(Section.PROJECTS, missing(), started=bool(facts.projects), needed=needed)


def _goals(facts: Facts, scheme: Scheme) -> SectionState:
    indicators = tuple(department_indicators(facts))

    def missing() -> Iterator[Missing]:
        yield from _ask(facts, "/goals", facts.goals, "overall")
        for at, goal in enumerate(facts.goals.sub):
            yield from _ask(facts, f"/goals/sub/{at}", goal, "name", "statement", "indicators")
        if not indicators:
            yield Missing(message="没有部门整体指标，至少填写一项。", path="/indicators")
        for place in indicators:
            yield from _indicator(facts, place)
        if scheme.execution > 0 and facts.execution.weight != 0 and facts.expenditure.total != 0:
            yield from _ask(facts, "/execution", facts.execution, "score")
        yield from _ask(facts, "", facts, "score", "grade")

    started = _any(facts.goals, "overall", "sub") or bool(indicators) or _any(facts, "score", "grade")
    return _state(Section.GOALS, missing(), started=started or _any(facts.execution, "weight", "score"))


_PROSE = ("organisation", "target_quality_overall", "problems", "rectification")


def _narrative(facts: Facts, _: Scheme) -> SectionState:
    def missing() -> Iterator[Missing]:
        yield from _ask(facts, "/narrative", facts.narrative, *_PROSE)
        if any(project.is_assessed for project in facts.projects):
            yield from _ask(facts, "/narrative", facts.narrative, "target_quality_projects")

    started = _any(facts.narrative, *_PROSE, "target_quality_projects")
    return _state(Section.NARRATIVE, missing(), started=started)


_NO_PROBLEM = {"无", "无问题", "没有问题", "未发现问题", "暂无", "不存在问题"}


def _rectification(facts: Facts, _: Scheme) -> SectionState:
    """One row per problem: what will be done, by whom, by when. A department without a problem has no row."""
    without_problem = (facts.narrative.problems or "").strip().rstrip("。.") in _NO_PROBLEM

    def missing() -> Iterator[Missing]:
        if not facts.rectifications:
            yield Missing(message="没有整改事项；确无问题的，“存在的问题”写“无”。", path="/rectifications")
        for at, row in enumerate(facts.rectifications):
            yield from _ask(facts, f"/rectifications/{at}", row, "problem", "measure", "owner", "due")

    rows = bool(facts.rectifications)
    return _state(Section.RECTIFICATION, missing(), started=rows, needed=rows or not without_problem)


def _attachments(facts: Facts, _: Scheme) -> SectionState:
    """Attachments may be left out here; a score without any evidence is for check K41."""
    named = bool(facts.attachments)
    return _state(Section.ATTACHMENTS, iter(()), started=named, needed=named)


_DEPARTMENT_SECTIONS: dict[Section, Callable[[Facts, Scheme], SectionState]] = {
    Section.OVERVIEW: _overview,
    Section.FINANCE: _finance,
    Section.PROJECTS: _projects,
    Section.GOALS: _goals,
    Section.NARRATIVE: _narrative,
    Section.RECTIFICATION: _rectification,
    Section.ATTACHMENTS: _attachments,
}


def _funding(facts: Facts, scheme: Scheme, index: int) -> SectionState:
    project, pointer = facts.projects[index], project_pointer(index)

    def missing() -> Iterator[Missing]:
        yield from _ask(facts, pointer, project, "funding")
        for at, line in enumerate(project.funding):
            yield from _funding_line(facts, f"{pointer}/funding/{at}", line)
        if scheme.execution > 0 and project.total.weight != 0 and project_columns(project).adjusted != 0:
            yield from _ask(facts, f"{pointer}/total", project.total, "score")

    started = bool(project.funding) or _any(project.total, "initial", "adjusted", "executed", "score")
    return _state(Section.FUNDING, missing(), started=started, project=index, needed=project.is_assessed)


def _funding_line(facts: Facts, pointer: str, line: FundingLine) -> Iterator[Missing]:
    if not is_stated(line.label) and line.fund is None:
        yield Missing(message=f"{label(f'{pointer}/label', facts)}未填写。", path=f"{pointer}/label")
    yield from _ask(facts, pointer, line, "adjusted", "executed")


def _results(facts: Facts, index: int) -> SectionState:
    project, pointer = facts.projects[index], project_pointer(index)

    def missing() -> Iterator[Missing]:
        yield from _ask(facts, f"{pointer}/goal", project.goal, "expected", "actual")
        yield from _ask(facts, pointer, project, "indicators")
        for place in project_indicators(index, project):
            yield from _indicator(facts, place)
        yield from _ask(facts, pointer, project, "score", "grade")

    started = _has_results(project)
    return _state(Section.RESULTS, missing(), started=started, project=index, needed=project.is_assessed)


def _has_results(project: Project) -> bool:
    """Whether somebody began: approved targets came with the budget and are no work of the self-assessment."""
    if _any(project, "score", "grade", "reason") or _has(project.goal.actual):
        return True
    if any(_is_begun(indicator) for indicator in project.indicators):
        return True
    return not project.indicators and _has(project.goal.expected)


def _is_begun(indicator: Indicator) -> bool:
    return not indicator.approved or _any(indicator, "actual", "band", "score", "reason", "evidence")


def _indicator(facts: Facts, place: IndicatorPlace) -> Iterator[Missing]:
    """An indicator that does not apply needs its name only."""
    indicator = place.indicator
    yield from _ask(facts, place.pointer, indicator, "name")
    if indicator.not_applicable:
        return
    yield from _ask(facts, place.pointer, indicator, "comparator", "target")
    result = "band" if indicator.comparator is Comparator.QUALITATIVE else "actual"
    yield from _ask(facts, place.pointer, indicator, result, "weight", "score")
