"""One thing that several papers of a report state: a project on its form and in the summary, an indicator in both.

Projects and indicators are recognised by what they are called. What one paper lists twice under one name are two
things: the second of that name there is the second of that name elsewhere. Two values for one fact are handed on.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assessments.intake.extraction.prose.indicators import ProseIndicators
from assessments.intake.extraction.tables.forms import FormReading
from assessments.intake.extraction.words.statements import Group, Stated
from assessments.rules.text.quantities import plain
from assessments.rules.text.stated import FieldValue, RestatedField
from assessments.schema.facts import Facts
from assessments.schema.pointers import label

_PROJECT = re.compile(r"/projects/\d+")
_INDICATOR = re.compile(r"(?:/projects/\d+|/goals/sub/\d+)?/indicators/\d+")
_FUNDING_LINE = re.compile(r"/projects/\d+/funding/\d+")
_FUNDING = re.compile(r"/projects/\d+/funding/")
_RANKS = ("form", "transfer form", "list")  # a project's own form says most of it

_Name = tuple[str, int]  # what a row is called in its paper, and which of that name it is there


@dataclass(frozen=True, slots=True)
class Merged:
    """The statements of all papers with one pointer for one thing; the paper that says most comes first.

    `withheld` is what the prose cannot answer where no table answers for it, `unasked` the fields for which no paper
    has a column, `passages` what is held by itself.
    """

    groups: tuple[Group, ...]
    prose: Group
    passages: tuple[Group, ...]
    withheld: tuple[tuple[str, str], ...]
    unasked: frozenset[str]


def merged(in_prose: ProseIndicators, tables: FormReading) -> Merged:
    """Give the rows of all papers the pointers of the things that they are."""
    projects, rows = _Projects(), _Indicators()
    of_goals = [item for item in in_prose.group.stated if item.pointer.startswith("/goals/")]
    for place, pointer in _places(_names(of_goals, _INDICATOR), Counter()):
        rows.known["", place] = pointer
    groups: list[Group] = []
    apart: list[Group] = []
    for group in sorted(tables.groups, key=lambda one: _RANKS.index(one.family)):
        own, second = _without_second_funding(rows.renamed(projects.renamed(group)), groups)
        groups.append(own)
        apart.extend(second)
    groups.append(Group("funds", list(_funds_of_lines(groups))))
    moves = _moves_of_prose(in_prose.group, rows)
    prose = _with_pointers(in_prose.group, _INDICATOR, moves)
    told = {match[0] for item in _all(groups) if (match := _INDICATOR.match(item.pointer))}
    return Merged(
        tuple(groups),
        prose,
        (*tables.passages, *apart),
        tuple(
            (code, pointer)
            for code, before in in_prose.withheld
            if (pointer := _moved(before, _INDICATOR, moves)) and not told & set(_row_of(pointer))
        ),
        frozenset(_unasked(groups)),
    )


def _row_of(pointer: str) -> Iterator[str]:
    match = _INDICATOR.match(pointer)
    if match:
        yield match[0]


def _all(groups: Iterable[Group]) -> Iterator[Stated]:
    return (item for group in groups for item in group.stated)


def _funds_of_lines(groups: Iterable[Group]) -> Iterator[Stated]:
    """A project of which a list names one fund has all its money from it."""
    stated = list(_all(groups))
    lines = {match[0] for item in stated if (match := _FUNDING_LINE.match(item.pointer))}
    for item in stated:
        holder, _, name = item.pointer.rpartition("/")
        if name == "fund" and _PROJECT.fullmatch(holder):
            own = sorted(line for line in lines if line.startswith(f"{holder}/funding/"))
            yield from (replace(item, pointer=f"{line}/fund") for line in own)


def _unasked(groups: Iterable[Group]) -> Iterator[str]:
    """Fields for which none of the papers that state their row has a column."""
    papers: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    for group in groups:
        papers.update(_names(group.stated, _INDICATOR).keys())
        lacking.update(group.unasked)
    return (pointer for pointer, count in lacking.items() if count == papers[pointer.rpartition("/")[0]])


def _names(stated: Iterable[Stated], row: re.Pattern[str]) -> dict[str, str]:
    """Rows by their pointers, with what they are called; "" where they have no name."""
    names: dict[str, str] = {}
    for item in stated:
        match = row.match(item.pointer)
        if match is not None:
            names.setdefault(match[0], "")
            if item.pointer == f"{match[0]}/name":
                names[match[0]] = plain(item.value)
    return names


def _places(names: Mapping[str, str], met: Counter[str]) -> Iterator[tuple[_Name, str]]:
    """Each row with its name and which of that name it is. `met` counts the names of its paper."""
    for pointer, name in names.items():
        yield (name, met[name]), pointer
        met[name] += 1


@dataclass(slots=True)
class _Projects:
    """The projects of all papers, in the order in which they are met."""

    known: dict[_Name, str] = field(default_factory=dict)
    _met: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _count: int = 0

    def renamed(self, group: Group) -> Group:
        # Forms of one kind are one paper; every list is one by itself.
        met: Counter[str] = Counter() if group.family == "list" else self._met[group.family]
        moves = {}
        for place, pointer in _places(_names(group.stated, _PROJECT), met):
            if not place[0] or place not in self.known:
                self.known[place] = f"/projects/{self._count}"
                self._count += 1
            moves[pointer] = self.known[place]
        return _with_pointers(group, _PROJECT, moves)


@dataclass(slots=True)
class _Indicators:
    """The indicators of all papers by their holder: a project, or "" for the department with its sub-goals."""

    known: dict[tuple[str, _Name], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    is_of_department: bool = False  # whether a table states indicators of the department

    def renamed(self, group: Group) -> Group:
        moves: dict[str, str] = {}
        met: dict[str, Counter[str]] = defaultdict(Counter)
        for pointer, name in _names(group.stated, _INDICATOR).items():
            holder = pointer.partition("/indicators/")[0]
            moves[pointer] = self._pointer(holder, (name, met[holder][name]))
            met[holder][name] += 1
            self.is_of_department |= not holder
        return _with_pointers(group, _INDICATOR, moves)

    def _pointer(self, holder: str, place: _Name) -> str:
        if not place[0] or (holder, place) not in self.known:
            self.known[holder, place] = f"{holder}/indicators/{self.counts[holder]}"
            self.counts[holder] += 1
        return self.known[holder, place]


def _moves_of_prose(prose: Group, rows: _Indicators) -> dict[str, str]:
    """Where the indicators of sentences go: beside a table of the department's only those that it has too."""
    names = _names(prose.stated, _INDICATOR)
    if not rows.is_of_department:
        return {pointer: pointer for pointer in names}
    moves = {}
    for place, pointer in _places(names, Counter()):
        known = pointer if pointer.startswith("/goals/") else rows.known.get(("", place))
        if known is not None:
            moves[pointer] = known
    return moves


def _with_pointers(group: Group, row: re.Pattern[str], moves: Mapping[str, str]) -> Group:
    """The group with its rows under other pointers; rows that go nowhere are left out."""
    stated = [replace(item, pointer=pointer) for item in group.stated if (pointer := _moved(item.pointer, row, moves))]
    unasked = tuple(pointer for before in group.unasked if (pointer := _moved(before, row, moves)))
    return replace(group, stated=stated, unasked=unasked)


def _moved(pointer: str, row: re.Pattern[str], moves: Mapping[str, str]) -> str:
    """The pointer under its row's new one; "" where the row goes nowhere."""
    match = row.match(pointer)
    if match is None:
        return pointer
    return moves[match[0]] + pointer[match.end() :] if match[0] in moves else ""


def _funding_of(item: Stated) -> str | None:
    """The pointer of the project's money to which a statement belongs."""
    match = _FUNDING.match(item.pointer)
    return match[0] if match else None


def _without_second_funding(group: Group, before: Iterable[Group]) -> tuple[Group, list[Group]]:
    """A project's money is divided by its own form; another division of it is held to its total by itself.

    The form of a transfer divides by levels of government what the project's form divides by sources.
    """
    divided = {funding for item in _all(before) if (funding := _funding_of(item))}
    lines = [item for item in group.stated if _funding_of(item) in divided]
    if not lines:
        return group, []
    rest = [item for item in group.stated if item not in lines]
    holder = lines[0].pointer.partition("/funding/")[0]
    money = [item for item in rest if item.pointer == f"{holder}/name" or item.pointer.startswith(f"{holder}/total/")]
    alone = [replace(item, pointer=f"/projects/0{item.pointer.removeprefix(holder)}") for item in (*money, *lines)]
    return replace(group, stated=rest), [Group("other funding", alone, frozenset({"K07"}), group.withheld)]


def restated_fields(groups: Iterable[Group], facts: Facts) -> Iterator[RestatedField]:
    """The facts that several papers of a report state, each other statement with the first."""
    first: dict[str, Stated] = {}
    for item in _all(groups):
        known = first.setdefault(item.pointer, item)
        if known is not item:
            unit = first.get(f"{item.pointer.rpartition('/')[0]}/unit")
            yield RestatedField(
                pointer=item.pointer,
                label=label(item.pointer, facts),
                first=_field_value(known),
                again=_field_value(item),
                measure=unit.value if unit else None,
            )


def _field_value(item: Stated) -> FieldValue:
    return FieldValue(value=item.value, unit=item.unit, digits=item.digits, span=item.words)
