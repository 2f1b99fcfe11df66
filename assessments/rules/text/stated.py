"""What a written report says with numbers, as its reader hands it to the checks: recognised, not yet judged.

Money is in 元, rates in percent, spans are offsets into the report's text. The words before a number are its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Protocol

from assessments.rules.text.outline import Span
from budgets.terms import MoneyUnit

_LEAST = Decimal("0.01")  # percentage points: less is no difference
_LONGEST_LIST = 40  # parts: in a longer list no second reading is looked for


class Measured(Protocol):
    """A number with the unit in which it is written; `value` is None where its digits cannot be read."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def step(self) -> Decimal: ...
    @property
    def is_count(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedNumber:
    """One number of a report. `step` is what its last digit counts, `span` holds the number and its name."""

    name: str
    value: Decimal
    unit: str
    digits: str
    step: Decimal
    span: Span
    is_count: bool = False

    @property
    def money_unit(self) -> MoneyUnit:
        """The unit in which to speak of its amount: as it is written, else 万元."""
        return MoneyUnit(self.unit) if self.unit in set(MoneyUnit) else MoneyUnit.WAN


class SumKind(Enum):
    LISTED = "listed behind its total"
    CLOSED = "closed by its total"
    ADJUSTED = "a budget, what was added to it and what was taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedSum:
    """A total and its parts. `readings` are the ways to read the list: a total with what it is made of, each.

    `is_complete` says that lists of its kind leave nothing out.
    """

    kind: SumKind
    total: StatedNumber
    parts: tuple[StatedNumber, ...]
    readings: tuple[tuple[StatedNumber, tuple[StatedNumber, ...]], ...]
    is_complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedParts:
    """A count and parts of it that exclude each other, out of the counts `listed` behind it.

    `set_apart` are the parts with those that stand before them; `division` says whether each thing has a part: None
    where the parts are kinds of one noun. `is_open` says that the words leave some out.
    """

    total: StatedNumber
    listed: tuple[StatedNumber, ...]
    parts: tuple[StatedNumber, ...]
    set_apart: tuple[StatedNumber, ...]
    division: bool | None
    is_open: bool


class ColumnKind(Enum):
    WEIGHT = "weight"
    SCORE = "score"
    PROJECTS = "money of listed projects"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CellNumber:
    value: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedColumn:
    """One column of a table: its head, the numbers above its last line, and the number in it."""

    head: str
    kind: ColumnKind
    parts: tuple[CellNumber, ...]
    total: CellNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRate:
    """What was spent or has arrived of a plan; `plans` are all that the rate may be of, `plan` the likeliest."""

    rate: StatedNumber
    done: StatedNumber
    plan: StatedNumber
    plans: tuple[StatedNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOfRow:
    """The rate in the last line of a table, in whose unit its amounts are."""

    head: str
    unit: MoneyUnit
    rate: CellNumber
    spent: CellNumber
    budget: CellNumber
    step: Decimal
    is_percent: bool  # whether the sign stands beside it: else 0.95 may be meant as 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedShare:
    """A part's share of a total; `totals` are all that it may be of, `total` the one whose list it stands in."""

    share: StatedNumber
    part: StatedNumber
    total: StatedNumber
    totals: tuple[StatedNumber, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcellentRate:
    """The rate of excellent projects: of those graded, or of all that there are."""

    rate: StatedNumber
    best: StatedNumber
    graded: Decimal
    projects: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedChange:
    """A change against the year before and its rate. `amounts` may have changed, the nearest last.

    `last_years` are those of them that may be the year before itself.
    """

    rate: StatedNumber
    change: StatedNumber
    is_more: bool
    amounts: tuple[StatedNumber, ...]
    last_years: frozenset[Span]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRate:
    """What was done of an indicator's target, in percent; `is_above` where only what exceeds it is told."""

    rate: Decimal
    step: Decimal
    is_above: bool
    target: Decimal
    actual: Decimal
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedTotal:
    """One total of one plan in two places."""

    first: StatedNumber
    again: StatedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedAmount:
    """An amount of a kind of which others stand before it, which may be meant by it or not."""

    before: tuple[StatedNumber, ...]
    again: StatedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedAmount:
    """What one document grants, in two places; `is_certain` says that both name one purpose."""

    first: StatedNumber
    again: StatedNumber
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One value that a paper of the report gives to a field of the form."""

    value: object
    unit: str
    digits: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedField:
    """A field of the form in two papers of a report; `measure` is the unit of an indicator's quantities."""

    pointer: str
    label: str
    first: FieldValue
    again: FieldValue
    measure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestatedCount:
    """How many projects there are in all, in two places."""

    first: int
    again: int
    spans: tuple[Span, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigures:
    """All of a report that stands in no field of the form: what the checks of written reports look at."""

    text: str
    sums: tuple[StatedSum, ...] = ()
    scores: tuple[StatedSum, ...] = ()
    tables: tuple[tuple[StatedColumn, ...], ...] = ()
    counted: tuple[CountedParts, ...] = ()
    rates: tuple[StatedRate, ...] = ()
    rates_of_rows: tuple[RateOfRow, ...] = ()
    shares: tuple[StatedShare, ...] = ()
    excellent_rates: tuple[ExcellentRate, ...] = ()
    changes: tuple[StatedChange, ...] = ()
    completion_rates: tuple[CompletionRate, ...] = ()
    restated_totals: tuple[RestatedTotal, ...] = ()
    restated_amounts: tuple[RestatedAmount, ...] = ()
    granted: tuple[GrantedAmount, ...] = ()
    restated_fields: tuple[RestatedField, ...] = ()
    restated_counts: tuple[RestatedCount, ...] = ()
    unreadable: tuple[Span, ...] = ()


def holds(total: Measured, parts: Sequence[Measured]) -> bool:
    """Whether some sensible reading of the list adds up to its total.

    All parts; or parts of which some are details of another part, named in the same breath without a word for it.
    """
    if total.value is None or any(part.value is None for part in parts):
        return True
    slack = tolerance((total, *parts))
    values = [part.value or Decimal(0) for part in parts]
    if abs(sum(values, Decimal(0)) - total.value) <= slack:
        return True
    return any(
        abs(sum(taken, Decimal(0)) - (total.value)) <= slack and _are_details(left, taken, slack)
        for taken, left in _runs(values)
    )


def _runs(values: list[Decimal]) -> Iterator[tuple[list[Decimal], list[Decimal]]]:
    """Every way to leave out one run of neighbours that is not the first part."""
    if len(values) > _LONGEST_LIST:
        return
    for start in range(1, len(values)):
        for end in range(start + 1, len(values) + 1):
            yield values[:start] + values[end:], values[start:end]


def _are_details(left: list[Decimal], taken: list[Decimal], slack: Decimal) -> bool:
    whole = sum(left, Decimal(0))
    return whole > slack and any(abs(whole - part) <= slack for part in taken)


def tolerance(amounts: Sequence[Measured]) -> Decimal:
    """In 元: 0.01 of the unit as written; half a last digit each where one is in 亿元. None for counts."""
    coarse = [amount.step for amount in amounts if amount.unit == "亿元"]
    if coarse:
        return max(coarse) * len(amounts) / 2
    if all(amount.is_count for amount in amounts):
        return Decimal(0)
    return Decimal("0.01") if all(amount.unit in {"元", "千元"} for amount in amounts) else Decimal(100)


def gives_share(part: Measured, total: Measured, share: Measured) -> bool:
    """Whether a part is that share of a total, in percent and as exact as it is written."""
    if part.value is None or share.value is None or not total.value:
        return False
    return abs(part.value / total.value * 100 - share.value) <= max(_LEAST, share.step / 2)
