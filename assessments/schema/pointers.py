"""Places in the exchange form: which section of the site shows a JSON pointer, what people call it, what stands there.

A finding names its place by a pointer ("/projects/2/indicators/0/actual"); the same pointer names the field in a page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.schema.facts import Facts, Indicator, Project
from assessments.schema.fields import Definition, definitions_of, piece_below
from assessments.schema.kinds import Pairs, is_position
from assessments.terms import Section
from budgets.terms import FundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the site shows a pointer. `path` is the rest of the pointer inside the section (of that project)."""

    section: Section
    project: int | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPlace:
    """An indicator and where it stands; `project` is None for one of the department or of a sub-goal."""

    pointer: str
    indicator: Indicator
    project: int | None = None


# The key that names the format of a file, and belongs to no fact.
_FORMAT, _FORMAT_KEY = "format", Definition(label="文件格式")


def _sections_of(holder: type) -> dict[str, Section]:
    return {name: each.section for name, each in definitions_of(holder).items() if each.section}


_SECTIONS = {_FORMAT: Section.OVERVIEW} | _sections_of(Facts)
_PROJECT_SECTIONS = _sections_of(Project)


def place_of(pointer: str) -> Place | None:
    """Where the site shows this pointer; None for one that the format does not have."""
    steps = pointer[1:].split("/")
    if steps[0] not in _SECTIONS or not pointer.startswith("/"):
        return None
    if steps[0] == "projects" and len(steps) > 2 and steps[2] in _PROJECT_SECTIONS:
        section, project = _PROJECT_SECTIONS[steps[2]], int(steps[1])
        return Place(section=section, project=project, path="/".join(steps[2:]))
    return Place(section=_SECTIONS[steps[0]], project=None, path="/".join(steps))


def field_id(pointer: str) -> str:
    """The id of the field that a page shows for this pointer."""
    return "f" + pointer.replace("/", "-")


def project_pointer(index: int) -> str:
    return f"/projects/{index}"


def label(pointer: str, facts: Facts | None = None) -> str:
    """What people call this place ("项目“信访救助”指标“救助人数”实际完成值"); rows by name where `facts` are given."""
    return "".join(_words(pointer, facts))


def word(pointer: str) -> str:
    """What the field is called by itself, without the rows that it stands in ("实际完成值")."""
    return _words(pointer, None)[1]


def _words(pointer: str, facts: Facts | None) -> tuple[str, str]:
    """The rows that a place stands in, and its own word."""
    rows, word = "", ""
    shown: Any = facts
    holder: type | None = Facts
    definition: Definition | None = None
    for step in pointer[1:].split("/"):
        shown = _child(shown, step)
        is_name = definition is not None and isinstance(definition.kind, Pairs)  # a grade may be called "3"
        if is_position(step) and not is_name:
            rows, word = f"{rows}{word}{_row_name(shown, int(step))}", ""
            continue
        definition = _definition(holder, step)
        word = definition.label.format(word) if definition else _grade_count(word, step)
        holder = piece_below(holder, step) if holder else None
    return rows, word


def holder_of(pointer: str) -> type | None:
    """The class of the piece, or of the rows of pieces, that stands at this pointer."""
    holder: type | None = Facts
    for step in pointer.split("/")[1:]:
        holder = holder if is_position(step) or not holder else piece_below(holder, step)
    return holder


def definition_at(pointer: str) -> Definition | None:
    """What defines the field at this pointer; None for a count by a free name, and for what is no field."""
    above, _, name = pointer.rpartition("/")
    return _definition(holder_of(above), name)


def _definition(holder: type | None, step: str) -> Definition | None:
    if holder is Facts and step == _FORMAT:
        return _FORMAT_KEY
    return definitions_of(holder).get(step) if holder else None


def _grade_count(all_grades: str, grade: str) -> str:
    """The number of projects of one grade, by what the numbers of all are called: "转移支付评为“优”的个数".

    Other things that have names of their own, such as groups of indicators, stand in quotation marks.
    """
    if not all_grades.endswith("各等级个数"):
        return f"{all_grades}“{grade}”"
    return f"{all_grades.removesuffix('各等级个数')}评为“{grade}”的个数"


def _row_name(row: Any, index: int) -> str:
    name = getattr(row, "name", "") or getattr(row, "label", "")
    fund = getattr(row, "fund", None)
    if not name and isinstance(fund, FundKind):
        name = fund.label
    return f"“{shortened(name)}”" if name else f"第 {index + 1} 行"


def shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def value_at(facts: Facts, pointer: str) -> Any:
    """What the facts hold at this pointer; None where nothing stands."""
    shown: Any = facts
    for step in pointer[1:].split("/"):
        shown = _child(shown, step)
    return shown


def _child(shown: Any, step: str) -> Any:
    if isinstance(shown, tuple):
        if shown and isinstance(shown[0], tuple):
            pairs: Mapping[Any, Any] = dict(shown)
            return pairs.get(step)
        return shown[int(step)] if is_position(step) and int(step) < len(shown) else None
    return getattr(shown, step, None)


def assessed_projects(facts: Facts) -> Iterator[tuple[int, Project]]:
    """Projects that are scored, with their index: those without a reason for exemption (免予自评)."""
    return ((index, project) for index, project in enumerate(facts.projects) if project.is_assessed)


def department_indicators(facts: Facts) -> Iterator[IndicatorPlace]:
    """Indicators of the department as a whole: those of its sub-goals and those outside."""
    for at, goal in enumerate(facts.goals.sub):
        yield from _indicators(f"/goals/sub/{at}", goal.indicators, None)
    yield from _indicators("", facts.indicators, None)


def project_indicators(index: int, project: Project) -> Iterator[IndicatorPlace]:
    return _indicators(project_pointer(index), project.indicators, index)


def indicator_pointer(facts: Facts, row: int) -> str:
    """Where the indicator of this database row stands; "" where there is none."""
    of_projects = (place for at, project in enumerate(facts.projects) for place in project_indicators(at, project))
    every = (*of_projects, *department_indicators(facts))
    return next((place.pointer for place in every if place.indicator.row == row), "")


def scored_indicators(facts: Facts) -> Iterator[IndicatorPlace]:
    """Every indicator that counts: of assessed projects and of the department, without those that do not apply."""
    for index, project in assessed_projects(facts):
        yield from (place for place in project_indicators(index, project) if not place.indicator.not_applicable)
    yield from (place for place in department_indicators(facts) if not place.indicator.not_applicable)


def _indicators(holder: str, rows: tuple[Indicator, ...], project: int | None) -> Iterator[IndicatorPlace]:
    for at, indicator in enumerate(rows):
        yield IndicatorPlace(pointer=f"{holder}/indicators/{at}", indicator=indicator, project=project)
