"""The money of a form: 年度资金总额 and its sources, with the points of the budget's execution (domain §3.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import takewhile

from assessments.intake.extraction.tables.grids import Grid, money_unit, number, stated_cell
from assessments.intake.extraction.tables.table_headers import MONEY_HEADS, columns
from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.document import Span, TextCell
from budgets.money import YUAN_PER
from budgets.terms import MoneyUnit, SourceLevel

_SOURCE = re.compile(
    r"上年(?:财政)?结转|结转资金|结转结余|财政专户|单位(?:自有)?资金|自有资金|其[他它]资金|其他$|财政拨款|本年财政|财政(?:性)?资金|本级财政"
)
_TOTAL_ROW = re.compile(
    r"资金总额|预算总额|^总额|^合计|^总计|年度资金|项目资金|预算执行情况|^预算资金|资金(?:情况|投入)"
)
_DEEPER = re.compile(
    r"其中[:：]?(?:中央|省|市|县|区|一般公共|政府性|国有)|^(?:中央|省级?|市级?|县级?|区级?|一般公共|政府性|国有)"
)
_POINTS = re.compile(r"[（(](?:满分|分值)?[:：]?([0-9]{1,3}(?:\.[0-9])?)分(?:[*×xX]?(?:预算)?执行率)?[)）]")
_AMOUNTS = ("initial", "adjusted", "executed")
_RATIO = Decimal("1.2")  # a rate without "%" that is no greater was written as a fraction
_TOLERANCE = Decimal("0.01")
_SUMS = frozenset({"K07", "K60"})
_OF_GOVERNMENT = re.compile(
    r"(?:中央|省级?|市级?|州级?|县级?|区级?|本级|地方)(?:财政|配套|补助|专项|转移支付)*(?:资金|补助|配套|安排)$"
)
_SUMS_UP = re.compile(r"财政拨款|当年财政|本年财政|^(?:其中[:：]?)?财政(?:性)?资金")


def _is_source(label: str, labels: Sequence[str]) -> bool:
    """Whether a line is a source by itself; levels of government are sources where no line sums them up."""
    if _OF_GOVERNMENT.search(label):
        summed = any(_SUMS_UP.search(other) for other in labels)
        local = "中央" not in label and "地方" not in label and any("地方" in other for other in labels)
        return not (summed or local)
    return not _DEEPER.search(label) and _SOURCE.search(label) is not None


@dataclass(slots=True)
class _Line:
    """A line below the total: `is_part` says that it may be a part of another one."""

    label: str
    written: str  # the label as it stands in its cell
    figures: list[Stated]
    is_part: bool

    def amount(self, name: str) -> Decimal | None:
        return next((item.value for item in self.figures if item.pointer == f"/{name}"), None)


@dataclass(slots=True)
class FundingReading:
    """The checks that a form's money cannot answer; of the whole department's form its money, held by itself."""

    doubtful: set[str] = field(default_factory=set)
    of_department: Group = field(
        default_factory=lambda: Group("form money", codes=frozenset({"K08", "K09", "K10", "K11"}))
    )


def read_funding(grid: Grid, unit: MoneyUnit, rows: tuple[int, int], holder: str, group: Group) -> FundingReading:
    """State the funding between two rows of the grid."""
    for head in range(*rows):
        words = _heads_of_columns(grid, head)
        found = columns(grid, head, words, MONEY_HEADS)
        if "executed" in found and {"initial", "adjusted"} & set(found):
            at = {name: place[0] for name, place in found.items()}
            return _Funding(grid, money_unit(grid, unit, grid.row_words(head)), at, holder, group).read(head, rows[1])
    return FundingReading()


def _heads_of_columns(grid: Grid, row: int) -> list[str]:
    """The row's words without those of a label on the left that goes on below: 预算资金（万元） beside its lines."""
    words, cells = grid.row_words(row), grid.rows[row]
    below = grid.rows[row + 1] if row + 1 < len(grid.rows) else []
    goes_on = takewhile(lambda pair: pair[0] is not None and pair[0] is pair[1], zip(cells, below, strict=False))
    labels = len(list(goes_on))
    return [""] * labels + words[labels:]


class _Funding:
    def __init__(self, grid: Grid, unit: MoneyUnit, at: dict[str, int], holder: str, group: Group) -> None:
        self._grid, self._unit, self._at = grid, unit, at
        self._holder, self._group = holder, group
        self._lines: list[_Line] = []
        self._reading = FundingReading()

    def read(self, head: int, end: int) -> FundingReading:
        if "weight" not in self._at and (cell := self._head_with_points(head)) is not None:
            self._state_points(cell)
        labels = [self._label(row) for row in range(head + 1, end)]
        total = False
        for row in range(head + 1, end):
            if not any(self._numeric(row, name) for name in _AMOUNTS):
                continue
            label = self._label(row)
            if _TOTAL_ROW.search(label) and not total:
                total = True
                self._read_total(row)
            elif self._holder:
                figures = list(self._figures(row, "", _AMOUNTS))
                self._lines.append(
                    _Line(label, self._grid.raw(self._label_cell(row)), figures, not _is_source(label, labels))
                )
        self._state_lines()
        return self._reading

    def _head_with_points(self, row: int) -> TextCell | None:
        """The cell whose words say how many points the execution has: 得分（20分*执行率）, 预算执行情况（20分）."""
        score = self._grid.rows[row][self._at["score"]] if "score" in self._at else None
        labels = self._grid.rows[row][: min(self._at.values())]
        return next((cell for cell in (score, *labels) if cell and _POINTS.search(self._grid.words(cell))), None)

    def _state_points(self, cell: TextCell) -> None:
        match = _POINTS.search(self._grid.words(cell))
        if match is not None:
            holder = f"{self._holder}/total" if self._holder else "/execution"
            points = Decimal(match[1])
            self._group.add([Stated(f"{holder}/weight", points, cell.span, cell.span, match[1], "分", cell.start)])

    def _state_lines(self) -> None:
        """State the lines that come to the total; where none do and some may be parts of others, nothing is said."""
        chosen = [line for line in self._lines if not line.is_part]
        parts = [line for line in self._lines if line.is_part]
        if parts and not self._comes_to_total(chosen) and not _are_parts(parts, chosen):
            if not self._comes_to_total(self._lines):
                self._reading.doubtful |= _SUMS
                return
            chosen = self._lines
        for at, line in enumerate(chosen):
            place = f"{self._holder}/funding/{at}"
            words = line.figures[0].words
            self._group.add(_named(place, line.written, words))
            self._group.add([replace(item, pointer=place + item.pointer) for item in line.figures])

    def _comes_to_total(self, lines: list[_Line]) -> bool:
        for name in _AMOUNTS:
            total = self._group.value(f"{self._holder}/total/{name}")
            known = [amount for line in lines if (amount := line.amount(name)) is not None]
            if total is not None and known and abs(sum(known, Decimal(0)) - total) > _TOLERANCE * YUAN_PER[self._unit]:
                return False
        return True

    def _numeric(self, row: int, name: str) -> TextCell | None:
        cell = self._grid.rows[row][self._at[name]] if name in self._at else None
        return cell if cell is not None and number(self._grid.words(cell)) is not None else None

    def _label(self, row: int) -> str:
        return self._grid.words(self._label_cell(row))

    def _label_cell(self, row: int) -> TextCell | None:
        """The words left of the numbers that are nearest to them."""
        for cell in reversed(self._grid.rows[row][: min(self._at.values())]):
            words = self._grid.words(cell)
            if words and number(words) is None:
                return cell
        return None

    def _read_total(self, row: int) -> None:
        if self._holder:
            self._group.add(self._figures(row, f"{self._holder}/total", tuple(self._at)))
        else:  # the form of the whole department: its points have a field, its money stands in the report
            points = list(self._figures(row, "/execution", ("weight", "score")))
            names = {"adjusted": "total", "executed": "executed", "execution_rate": "execution_rate"}
            money = (self._figures(row, "/expenditure", (column,), name) for column, name in names.items())
            self._group.add(points)
            self._reading.of_department.add([*points, *(figure for figures in money for figure in figures)])

    def _figures(self, row: int, holder: str, names: tuple[str, ...], called: str = "") -> Iterator[Stated]:
        """The figures of some columns of a row, each `called` like its column unless said otherwise."""
        for name in names:
            cell = self._numeric(row, name)
            pointer = f"{holder}/{called or name}"
            if cell is not None and name == "execution_rate":
                yield from self._rate(row, pointer, cell)
            elif cell is not None:
                unit = self._unit if name in _AMOUNTS else "分"
                stated = stated_cell(self._grid, pointer, cell, unit=unit)
                if stated is not None:
                    yield stated

    def _rate(self, row: int, pointer: str, cell: TextCell) -> Iterator[Stated]:
        """In percent; a fraction where a sheet gave "0.95" for 95 %, which its budget shows."""
        stated = rate_cell(self._grid, pointer, cell, self._numeric(row, "adjusted"), self._numeric(row, "executed"))
        if stated is not None:
            yield stated


_OF_WHICH = re.compile(r"^其中[:：]?")
_LEVEL = re.compile(r"[（(](中央|省级|市级|县级|其他)[)）]$")
_SOURCES = {level.label: level for level in SourceLevel}


def _named(place: str, called: str, words: Span) -> Iterator[Stated]:
    """What a line is called, and whose money it is where that stands in brackets behind."""
    name = _OF_WHICH.sub("", called.strip()).strip()
    level = _LEVEL.search(name)
    if level and level[1] in _SOURCES:
        yield Stated(f"{place}/source", _SOURCES[level[1]], words, words)
        name = name[: level.start()]
    yield Stated(f"{place}/label", name, words, words)


def _are_parts(parts: list[_Line], lines: list[_Line]) -> bool:
    """Whether the lower lines are parts of the others whatever the total is: they say so, or come to one of them."""
    if lines and all(part.label.startswith("其中") for part in parts):
        return True
    for name in _AMOUNTS:
        amounts = [amount for part in parts if (amount := part.amount(name)) is not None]
        if any(amounts) and any(line.amount(name) == sum(amounts, Decimal(0)) for line in lines):
            return True
    return False


def rate_cell(
    grid: Grid, pointer: str, cell: TextCell, budget: TextCell | None, spent: TextCell | None
) -> Stated | None:
    """A rate in percent. Without "%" a number up to about 1 is a fraction where budget and spending say so."""
    stated = stated_cell(grid, pointer, cell, unit="%")
    if stated is None or "%" in grid.words(cell) or stated.value > _RATIO:
        return stated
    whole = number(grid.words(budget)) if budget else None
    part = number(grid.words(spent)) if spent else None
    if not whole or part is None or abs(part / whole * 100 - stated.value) <= 1:
        return stated
    return Stated(pointer, stated.value * 100, stated.span, stated.words, stated.digits, "", stated.start)
