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
from assessments.schema.due import Due
from assessments.schema.facts import Facts, Indicator, Project
from assessments.schema.pointers import field_id, value_at, word
from assessments.terms import ManagementItem, Section
from assessments.web.forms.fields import money_text
from budgets.money import plain_text
from budgets.terms import Comparator
from evalsite.terms import Term

Remarks = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
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


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; its first cell names it."""

    pointer: str
    name: str
    cells: tuple[Answer, ...]

    @property
    def field_id(self) -> str:
        return self.cells[0].field_id

    @property
    def remarks(self) -> list[Any]:
        return [remark for cell in self.cells for remark in cell.remarks]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings are the cells of the first row: they carry the name and whether the column holds numbers."""

    caption: str
    columns: tuple[Answer, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One section of the form, or one section of one project."""

    section: Section
    title: str
    answers: tuple[Answer, ...]
    tables: tuple[Table, ...] = ()
    project: int | None = None
    project_row: int | None = None

    @property
    def anchor(self) -> str:
        return self.section.value if self.project is None else f"{self.section.value}-{self.project}"

    def every_answer(self) -> Iterator[Answer]:
        yield from self.answers
        for table in self.tables:
            for row in table.rows:
                yield from row.cells


# --- how each kind of value is shown ----------------------------------------------------------------------------------


def _money(value: Decimal) -> str:
    return money_text(value)


def _percent(value: Decimal) -> str:
    return f"{plain_text(value)}%"


def _points(value: Decimal) -> str:
    return plain_text(value)


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _due(value: Due) -> str:
    return value.shown


def _text(value: Any) -> str:
    if isinstance(value, Term):
        return value.label
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)


Show = Callable[[Any], str]
_NUMBERS: tuple[Show, ...] = (_money, _percent, _points)
_UNITS: dict[Show, str] = {_money: "（万元）"}

_COLUMNS: tuple[tuple[str, Show], ...] = (("initial", _money), ("adjusted", _money), ("executed", _money))
_INDICATOR: tuple[tuple[str, Show], ...] = (
    ("name", _text),
    ("group", _text),
    ("kind", _text),
    ("comparator", _text),
    ("target", _text),
    ("adjusted_target", _text),
    ("unit", _text),
    ("baseline", _text),
    ("actual", _text),
    ("band", _text),
    ("weight", _points),
    ("score", _points),
    ("reason", _text),
    ("evidence", _text),
    ("core", _text),
    ("not_applicable", _text),
)
_SHARES: tuple[tuple[str, Show], ...] = (("fund", _text), ("count", _text), ("amount", _money), ("share", _percent))


@dataclass(frozen=True)
class _Reader:
    """Reads places of the facts as answers."""

    facts: Facts
    remarks: Remarks = field(default_factory=dict)

    def answer(self, pointer: str, show: Show) -> Answer:
        value = value_at(self.facts, pointer)
        text = self.facts.written.get(pointer, "") if value is None else show(value)
        return Answer(
            pointer=pointer,
            label=word(pointer) + _UNITS.get(show, ""),
            text=text,
            is_number=show in _NUMBERS,
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

    def answers(self, holder: str, *parts: tuple[str, Show]) -> tuple[Answer, ...]:
        return tuple(self.answer(f"{holder}/{name}", show) for name, show in parts)

    def table(self, caption: str, holder: str, columns: tuple[tuple[str, Show], ...]) -> tuple[Table, ...]:
        """The rows below `holder`, without columns that stand empty in all of them; no table where there is no row."""
        count = len(value_at(self.facts, holder) or ())
        rows = [self.answers(f"{holder}/{index}", *columns) for index in range(count)]
        if not rows:
            return ()
        kept = [at for at in range(len(columns)) if at == 0 or any(row[at].text or row[at].remarks for row in rows)]
        return (
            Table(
                caption,
                tuple(rows[0][at] for at in kept),
                tuple(
                    Row(f"{holder}/{index}", row[0].text or f"第 {index + 1} 行", tuple(row[at] for at in kept))
                    for index, row in enumerate(rows)
                ),
            ),
        )


_ROW = re.compile("第 [0-9]+ 行")


# --- sections ---------------------------------------------------------------------------------------------------------


def answers_of(facts: Facts, remarks: Remarks | None = None) -> tuple[Group, ...]:
    """All sections in the order of the form; `remarks` are shown at their pointers."""
    reader = _Reader(facts, remarks or {})
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


def _overview(reader: _Reader) -> Group:
    department = reader.answers(
        "/department", ("name", _text), ("self_noun", _text), ("internal_offices", _text), ("staff_on_post", _text)
    )
    dates = reader.answers("/dates", ("completed", _day), ("reported", _day), ("published", _day))
    contact = _said(reader.answers("/department", ("contact", _text), ("phone", _text)))
    due = _said((reader.answer("/dates/due", _day),))  # the task has its own: only an imported file states one
    return Group(
        Section.OVERVIEW, Section.OVERVIEW.label, (*department, *contact, reader.answer("/units", _text), *dates, *due)
    )


def _said(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Without those where nothing stands."""
    return (answer for answer in answers if answer.text or answer.remarks)


def _finance(reader: _Reader) -> Group:
    expenditure = reader.answers(
        "/expenditure",
        *((name, _money) for name in ("total", "basic", "personnel", "operating", "projects", "year_end_balance")),
        ("executed", _money),
        ("execution_rate", _percent),
    )
    lines = reader.table("收入来源", "/revenue/lines", (("label", _text), ("fund", _text), ("amount", _money)))
    shares = reader.table("项目按资金性质（填列）", "/project_totals/by_fund", _SHARES)
    stated = (*_project_totals(reader), *_transfers(reader))
    return Group(
        Section.FINANCE,
        Section.FINANCE.label,
        (reader.answer("/revenue/total", _money), *expenditure, *stated),
        (*lines, *shares),
    )


def _project_totals(reader: _Reader) -> Iterator[Answer]:
    """Totals that only some papers state: left out where nothing stands."""
    holder = "/project_totals"
    parts = (("count", _text), *_COLUMNS, ("execution_rate", _percent), ("excellent_rate", _percent))
    counts = tuple((name, _text) for name in ("full", "half_or_more", "under_half", "not_started"))
    grades = tuple((grade, _text) for grade, _ in reader.facts.project_totals.by_grade)
    stated = (
        *reader.answers(holder, *parts),
        *reader.answers(f"{holder}/by_grade", *grades),
        *reader.answers(f"{holder}/by_completion", *counts),
    )
    yield from _said(stated)


def _transfers(reader: _Reader) -> Iterator[Answer]:
    transfers = reader.facts.transfers
    if transfers is None:
        return
    money = tuple((name, _money) for name in ("total", "central", "provincial", "municipal"))
    yield from reader.answers("/transfers", ("count", _text), *money, ("excellent_rate", _percent))
    yield from reader.answers("/transfers/by_grade", *((grade, _text) for grade, _ in transfers.by_grade))


def _named(answer: Answer, holder: str) -> Answer:
    return replace(answer, label=f"{holder}：{answer.label}")


def _projects(reader: _Reader) -> Group:
    columns = tuple((name, _text) for name in ("name", "code", "unit", "activity", "exempt_reason"))
    return Group(Section.PROJECTS, Section.PROJECTS.label, (), reader.table("项目", "/projects", columns))


def _project(reader: _Reader, index: int) -> Iterator[Group]:
    project, holder = reader.facts.projects[index], f"/projects/{index}"
    name = project.name or f"第 {index + 1} 个项目"
    lines = (("label", _text), ("fund", _text), ("source", _text), *_COLUMNS)
    total = (*_COLUMNS, ("execution_rate", _percent), ("weight", _points), ("score", _points))
    yield Group(
        Section.FUNDING,
        f"{name}：项目资金",
        (*reader.answers(f"{holder}/total", *total), *_transfer(reader, f"{holder}/transfer", project)),
        reader.table("资金来源", f"{holder}/funding", lines),
        index,
        project.row,
    )
    yield Group(
        Section.RESULTS,
        f"{name}：目标与指标",
        (
            *reader.answers(f"{holder}/goal", ("expected", _text), ("actual", _text)),
            *reader.answers(holder, ("score", _points), ("grade", _text), ("reason", _text)),
        ),
        reader.table("绩效指标", f"{holder}/indicators", _INDICATOR),
        index,
        project.row,
    )


def _transfer(reader: _Reader, holder: str, project: Project) -> Iterator[Answer]:
    """What the form of a transfer asks; problems where there are any."""
    if project.transfer is None and not is_transfer(project.funding):
        return
    yield from reader.answers(holder, ("ministry", _text))
    for item in ManagementItem:
        yield from reader.answers(f"{holder}/management/{item}", ("statement", _text))
        yield from _said(reader.answers(f"{holder}/management/{item}", ("problems", _text)))
    yield from reader.answers(holder, ("audit_findings", _text))


def _goals(reader: _Reader) -> Group:
    answers = [reader.answer("/goals/overall", _text)]
    tables: list[Table] = []
    for index, goal in enumerate(reader.facts.goals.sub):
        holder, name = f"/goals/sub/{index}", goal.name or f"第 {index + 1} 个分项绩效目标"
        answers.extend(_named(answer, name) for answer in reader.answers(holder, ("name", _text), ("statement", _text)))
        tables.extend(reader.table(f"{name}：绩效指标", f"{holder}/indicators", _INDICATOR))
    tables.extend(reader.table("部门整体绩效指标", "/indicators", _INDICATOR))
    answers.extend(reader.answers("/execution", ("weight", _points), ("score", _points)))
    answers.extend(reader.answers("", ("score", _points), ("grade", _text)))
    return Group(Section.GOALS, Section.GOALS.label, tuple(answers), tuple(tables))


def _narrative(reader: _Reader) -> Group:
    names = ("organisation", "target_quality_overall", "target_quality_projects", "problems", "rectification")
    return Group(
        Section.NARRATIVE,
        Section.NARRATIVE.label,
        reader.answers("/narrative", *((name, _text) for name in names)),
    )


def _rectification(reader: _Reader) -> Group:
    columns = (("problem", _text), ("measure", _text), ("owner", _text), ("due", _due))
    return Group(
        Section.RECTIFICATION,
        Section.RECTIFICATION.label,
        (),
        reader.table("问题与整改措施", "/rectifications", columns),
    )


def _attachments(reader: _Reader) -> Group:
    return Group(Section.ATTACHMENTS, Section.ATTACHMENTS.label, (reader.answer("/attachments", _text),))
