"""Everything that a department has stated, section by section, as labelled texts: for the check and for the review.

Money is shown in 万元; an empty text means that nothing is stated.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.rules.scoring.transfers import is_transfer
from assessments.schema import kinds
from assessments.schema.facts import Counts, Facts, Indicator, Project
from assessments.schema.fields import Definition, definitions_of
from assessments.schema.pointers import definition_at, field_id, holder_of, value_at, word
from assessments.terms import ManagementItem, Section
from assessments.web.forms.fields import money_text
from budgets.money import plain_text
from budgets.terms import Comparator
from evalsite.terms import Term

Remarks = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One field: its place in the exchange form, its name, and its value as text.

    `is_needless` tells a blank that nobody has to fill from one that is still missing.
    """

    pointer: str
    label: str
    text: str
    is_number: bool = False
    remarks: Sequence[Any] = ()
    is_needless: bool = False

    @property
    def field_id(self) -> str:
        return field_id(self.pointer)

    @property
    def is_said(self) -> bool:
        """Whether something stands there, or was remarked on it."""
        return bool(self.text or self.remarks)


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One row of a table; its first cell names it."""

    pointer: str
    name: str
    cells: tuple[StatedValue, ...]

    @property
    def field_id(self) -> str:
        return self.cells[0].field_id

    @property
    def remarks(self) -> list[Any]:
        return [remark for cell in self.cells for remark in cell.remarks]


@dataclass(frozen=True, slots=True)
class StatedTable:
    """Headings are the cells of the first row: they carry the name and whether the column holds numbers."""

    caption: str
    columns: tuple[StatedValue, ...]
    rows: tuple[StatedRow, ...]


@dataclass(frozen=True, slots=True)
class StatedSection:
    """One section of the form, or one section of one project."""

    section: Section
    title: str
    answers: tuple[StatedValue, ...]
    tables: tuple[StatedTable, ...] = ()
    project: int | None = None
    project_row: int | None = None

    @property
    def anchor(self) -> str:
        return self.section.value if self.project is None else f"{self.section.value}-{self.project}"

    def every_answer(self) -> Iterator[StatedValue]:
        yield from self.answers
        for table in self.tables:
            for row in table.rows:
                yield from row.cells


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _percent(value: Decimal) -> str:
    return f"{plain_text(value)}%"


def _text(value: Any) -> str:
    if isinstance(value, Term):
        return value.label
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)


Show = Callable[[Any], str]
_BY_CLASS: dict[type, Show] = {kinds.Day: _day, kinds.Deadline: lambda due: due.shown}


def _shown_by(definition: Definition | None) -> Show:
    """How a value of its kind is written."""
    kind = definition.kind if definition else None
    if kind is kinds.MONEY:
        return money_text
    if kind is kinds.FIGURE:
        return _percent if definition and definition.unit == "%" else plain_text
    return _BY_CLASS.get(type(kind), _text)


# What a row is called: it stands first.
_NAMES = ("name", "label")


def _leaves(holder: type, section: Section | None = None) -> list[str]:
    """The fields of a piece that hold values themselves, in the order of the form, what it is called first."""
    names = [
        name
        for name, each in definitions_of(holder).items()
        if each.kind is not None and not isinstance(each.kind, kinds.Pairs) and each.section == section
    ]
    return sorted(names, key=lambda name: name not in _NAMES)


@dataclass(frozen=True)
class _FactsReader:
    """Reads places of the facts as answers."""

    facts: Facts
    remarks: Remarks = field(default_factory=dict)

    def answer(self, pointer: str, definition: Definition | None = None) -> StatedValue:
        definition, value = definition or definition_at(pointer), value_at(self.facts, pointer)
        kind = definition.kind if definition else None
        text = self.facts.written.get(pointer, "") if value is None else _shown_by(definition)(value)
        return StatedValue(
            pointer=pointer,
            label=word(pointer) + ("（万元）" if kind is kinds.MONEY else ""),
            text=text,
            is_number=isinstance(kind, kinds.Number),
            remarks=self.remarks.get(pointer, ()),
            is_needless=not text and self._is_needless(pointer),
        )

    def _is_needless(self, pointer: str) -> bool:
        """In an indicator a quantity has no band and words have no unit; full points need no reason."""
        holder, _, name = pointer.rpartition("/")
        indicator = value_at(self.facts, holder) if "/indicators/" in holder else None
        if not isinstance(indicator, Indicator):
            return False
        is_qualitative = indicator.comparator is Comparator.QUALITATIVE
        return {
            "band": not is_qualitative,
            "unit": is_qualitative,
            "reason": indicator.score is not None and indicator.score == indicator.weight,
            "core": True,
            "not_applicable": True,
            "adjusted_target": True,
            "baseline": True,
        }.get(name, False)

    def answers(self, holder: str, section: Section | None = None) -> Iterator[StatedValue]:
        """Everything that the piece at `holder` states itself; a field of later years only where it says something."""
        piece = holder_of(holder)
        assert piece is not None, holder  # noqa: S101 - a fault of this module
        for name in _leaves(piece, section):
            definition = definitions_of(piece)[name]
            answer = self.answer(f"{holder}/{name}", definition)
            if answer.is_said or not definition.is_later:
                yield answer

    def table(self, caption: str, holder: str) -> tuple[StatedTable, ...]:
        """The rows below `holder`, without columns that stand empty in all of them; no table where there is no row."""
        piece = holder_of(holder) or Facts
        count, names = len(value_at(self.facts, holder) or ()), _leaves(piece)
        columns = [(name, definitions_of(piece)[name]) for name in names]
        rows = [tuple(self.answer(f"{holder}/{at}/{name}", each) for name, each in columns) for at in range(count)]
        if not rows:
            return ()
        kept = [at for at in range(len(names)) if at == 0 or any(row[at].is_said for row in rows)]
        return (
            StatedTable(
                caption,
                tuple(rows[0][at] for at in kept),
                tuple(
                    StatedRow(f"{holder}/{index}", row[0].text or f"第 {index + 1} 行", tuple(row[at] for at in kept))
                    for index, row in enumerate(rows)
                ),
            ),
        )


_ROW = re.compile("第 [0-9]+ 行")


def answers_of(facts: Facts, remarks: Remarks | None = None) -> tuple[StatedSection, ...]:
    """All sections in the order of the form; `remarks` are shown at their pointers."""
    reader = _FactsReader(facts, remarks or {})
    projects = [group for index in range(len(facts.projects)) for group in _project(reader, index)]
    return (
        _overview(reader),
        _finance(reader),
        _projects(reader),
        *projects,
        _goals(reader),
        _narrative(reader),
        _rectification(reader),
        _attachments(reader),
    )


def _overview(reader: _FactsReader) -> StatedSection:
    due = _said([reader.answer("/dates/due")])  # the task has its own: only an imported file states one
    dates = [answer for answer in reader.answers("/dates") if answer.pointer != "/dates/due"]
    answers = (*reader.answers("/department"), reader.answer("/units"), *dates, *due)
    return StatedSection(Section.OVERVIEW, Section.OVERVIEW.label, answers)


def _said(answers: Iterable[StatedValue]) -> Iterator[StatedValue]:
    return (answer for answer in answers if answer.is_said)


def _finance(reader: _FactsReader) -> StatedSection:
    lines = reader.table("收入来源", "/revenue/lines")
    shares = reader.table("项目按资金性质（填列）", "/project_totals/by_fund")
    stated = (*_project_totals(reader), *_transfers(reader))
    return StatedSection(
        Section.FINANCE,
        Section.FINANCE.label,
        (*reader.answers("/revenue"), *reader.answers("/expenditure"), *stated),
        (*lines, *shares),
    )


def _project_totals(reader: _FactsReader) -> Iterator[StatedValue]:
    """Totals that only some papers state: left out where nothing stands."""
    holder = "/project_totals"
    yield from _said(reader.answers(holder))
    yield from _said(_by_grade(reader, holder, reader.facts.project_totals.by_grade))
    yield from _said(reader.answers(f"{holder}/by_completion"))


def _by_grade(reader: _FactsReader, holder: str, counts: Counts) -> Iterator[StatedValue]:
    return (reader.answer(f"{holder}/by_grade/{grade}") for grade, _ in counts)


def _transfers(reader: _FactsReader) -> Iterator[StatedValue]:
    transfers = reader.facts.transfers
    if transfers is None:
        return
    yield from reader.answers("/transfers")
    yield from _by_grade(reader, "/transfers", transfers.by_grade)


def _named(answer: StatedValue, holder: str) -> StatedValue:
    return replace(answer, label=f"{holder}：{answer.label}")


def _projects(reader: _FactsReader) -> StatedSection:
    return StatedSection(Section.PROJECTS, Section.PROJECTS.label, (), reader.table("项目", "/projects"))


def _project(reader: _FactsReader, index: int) -> Iterator[StatedSection]:
    project, holder = reader.facts.projects[index], f"/projects/{index}"
    name = project.name or f"第 {index + 1} 个项目"
    yield StatedSection(
        Section.FUNDING,
        f"{name}：项目资金",
        (*reader.answers(f"{holder}/total"), *_transfer(reader, f"{holder}/transfer", project)),
        reader.table("资金来源", f"{holder}/funding"),
        index,
        project.row,
    )
    yield StatedSection(
        Section.RESULTS,
        f"{name}：目标与指标",
        (*reader.answers(f"{holder}/goal"), *reader.answers(holder, Section.RESULTS)),
        reader.table("绩效指标", f"{holder}/indicators"),
        index,
        project.row,
    )


def _transfer(reader: _FactsReader, holder: str, project: Project) -> Iterator[StatedValue]:
    """What the form of a transfer asks; problems where there are any."""
    if project.transfer is None and not is_transfer(project.funding):
        return
    ministry, audit_findings = reader.answers(holder)
    yield ministry
    for item in ManagementItem:
        statement, problems = reader.answers(f"{holder}/management/{item}")
        yield statement
        yield from _said([problems])
    yield audit_findings


def _goals(reader: _FactsReader) -> StatedSection:
    answers = [reader.answer("/goals/overall")]
    tables: list[StatedTable] = []
    for index, goal in enumerate(reader.facts.goals.sub):
        holder, name = f"/goals/sub/{index}", goal.name or f"第 {index + 1} 个分项绩效目标"
        answers.extend(_named(answer, name) for answer in reader.answers(holder))
        tables.extend(reader.table(f"{name}：绩效指标", f"{holder}/indicators"))
    tables.extend(reader.table("部门整体绩效指标", "/indicators"))
    answers.extend(reader.answers("/execution"))
    answers.extend(reader.answers("", Section.GOALS))
    return StatedSection(Section.GOALS, Section.GOALS.label, tuple(answers), tuple(tables))


def _narrative(reader: _FactsReader) -> StatedSection:
    return StatedSection(Section.NARRATIVE, Section.NARRATIVE.label, tuple(reader.answers("/narrative")))


def _rectification(reader: _FactsReader) -> StatedSection:
    table = reader.table("问题与整改措施", "/rectifications")
    return StatedSection(Section.RECTIFICATION, Section.RECTIFICATION.label, (), table)


def _attachments(reader: _FactsReader) -> StatedSection:
    return StatedSection(Section.ATTACHMENTS, Section.ATTACHMENTS.label, (reader.answer("/attachments"),))
