"""Which totals of the form equal which parts: for checks, slips of the pen, live totals, papers and places in a text.

A pattern is a pointer with "*" for any row; where a total stands in a row, its parts stand in the same one. All in 元.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.schema.facts import Facts
from assessments.schema.pointers import value_at
from budgets.money import YUAN_PER

COLUMN_NAMES = ("initial", "adjusted", "executed")
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`total` = the sum of `parts`, which are `called` so together; `code` is the check, "" where none holds it.

    Where `instead` is given it is the total of a paper that does not state the first; `optional` counts as nothing
    where it is not stated. What must be equal need not be made of its parts: income is not made of spending.
    """

    code: str
    total: str
    parts: tuple[str, ...]
    called: str
    optional: str = ""
    instead: str = ""
    is_made_of_parts: bool = True


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """What is stated, and what its parts come to. A stated figure is never replaced."""

    stated: Decimal | None
    computed: Decimal | None = None

    @property
    def shown(self) -> Decimal | None:
        """As stated, else as computed: the one order in which the two stand for each other."""
        return self.computed if self.stated is None else self.stated

    @property
    def differs(self) -> bool:
        return self.stated is not None and self.computed is not None and self.stated != self.computed


@dataclass(frozen=True, slots=True)
class Sum:
    """An identity in one paper: pointers."""

    identity: Identity
    total: str
    parts: tuple[str, ...]

    def figure(self, facts: Facts) -> StatedFigure:
        """The parts as stated; a project without a total row counts with the sum of its lines."""
        return StatedFigure(stated_at(facts, self.total), sum_of(amount_at(facts, part) for part in self.parts))


def _columns() -> Iterator[Identity]:
    for name in COLUMN_NAMES:
        total = f"/projects/*/total/{name}"
        yield Identity(code="K05", total=f"/project_totals/{name}", parts=(total,), called="各项目之和")
        yield Identity(code="K07", total=total, parts=(f"/projects/*/funding/*/{name}",), called="各项资金来源之和")


IDENTITIES = (
    Identity(code="K01", total="/revenue/total", parts=("/revenue/lines/*/amount",), called="各项收入来源之和"),
    Identity(
        code="K02",
        total="/expenditure/total",
        parts=("/expenditure/basic", "/expenditure/projects"),
        called="基本支出与项目支出之和",
    ),
    Identity(
        code="K03",
        total="/expenditure/basic",
        parts=("/expenditure/personnel", "/expenditure/operating"),
        called="人员经费与日常公用经费之和",
    ),
    Identity(
        code="K04",
        total="/revenue/total",
        parts=("/expenditure/total", "/expenditure/year_end_balance"),
        called="支出合计与年末结转结余之和",
        optional="/expenditure/year_end_balance",
        is_made_of_parts=False,
    ),
    Identity(code="K05", total="/expenditure/projects", parts=("/projects/*/total/adjusted",), called="各项目之和"),
    Identity(
        code="K06",
        total="/project_totals/adjusted",
        parts=("/project_totals/by_fund/*/amount",),
        called="按资金性质的金额之和",
        instead="/expenditure/projects",
        is_made_of_parts=False,
    ),
    *_columns(),
    Identity(
        code="",
        total="/transfers/total",
        parts=("/transfers/central", "/transfers/provincial", "/transfers/municipal"),
        called="各级转移支付之和",
    ),
)
_MADE_OF = {identity.total: identity for identity in IDENTITIES if identity.is_made_of_parts}
# What papers print where the first is not stated, before the projects are added up.
_SAME_AS = {"/expenditure/projects": "/project_totals/adjusted"}


def tolerance(facts: Facts) -> Decimal:
    """How far a total may stand from its parts, in 元: 0.01 of the unit in which the facts state their money."""
    return _HUNDREDTH * YUAN_PER[facts.money_unit]


def sum_of(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where there is no part or one is not stated: half a sum would be a wrong figure."""
    every = list(parts)
    stated = [part for part in every if part is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(every) else None


def sums_of(facts: Facts, *codes: str) -> Iterator[Sum]:
    """Every sum of the paper, or those that these checks hold, in the order of the identities."""
    for identity in IDENTITIES:
        if not codes or identity.code in codes:
            totals = _places(facts, _total_in(facts, identity))
            yield from (_sum(facts, identity, total) for total in totals if value_at(facts, total.rpartition("/")[0]))


def figure_at(facts: Facts, pointer: str) -> StatedFigure:
    """A total as papers show it: its parts as stated, else as their own parts come to."""
    stated, identity = stated_at(facts, pointer), _MADE_OF.get(_pattern(pointer))
    if pointer in _SAME_AS:
        return StatedFigure(stated, figure_at(facts, _SAME_AS[pointer]).shown)
    parts = _sum(facts, identity, pointer).parts if identity else ()
    return StatedFigure(stated, sum_of(figure_at(facts, part).shown for part in parts))


def amount_at(facts: Facts, pointer: str) -> Decimal | None:
    """What is stated there; for a project's own total, else what its lines come to."""
    identity = _MADE_OF.get(_pattern(pointer))
    return figure_at(facts, pointer).shown if identity and identity.code == "K07" else stated_at(facts, pointer)


def stated_at(facts: Facts, pointer: str) -> Decimal | None:
    value = value_at(facts, pointer)
    return value if isinstance(value, Decimal) else None


def parts_beside(code: str, pointer: str) -> Iterator[str]:
    """Patterns of what a total is the sum of, for a finding of this check at its pointer."""
    for identity in IDENTITIES:
        if identity.code == code and _pattern(pointer) in (identity.total, identity.instead):
            yield from (_in_row(part, identity.total, pointer) for part in identity.parts)


def _sum(facts: Facts, identity: Identity, total: str) -> Sum:
    asked = (part for part in identity.parts if part != identity.optional or stated_at(facts, part) is not None)
    patterns = (_in_row(part, identity.total, total) for part in asked)
    return Sum(identity, total, tuple(place for pattern in patterns for place in _places(facts, pattern)))


def _total_in(facts: Facts, identity: Identity) -> str:
    is_other = identity.instead and stated_at(facts, identity.total) is None
    return identity.instead if is_other else identity.total


def _pattern(pointer: str) -> str:
    return re.sub(r"/[0-9]+(?=/)", "/*", pointer)


def _in_row(part: str, pattern: str, total: str) -> str:
    """The pattern of a part in the row of its total."""
    row = total.split("/")[pattern.split("/").index("*")] if "*" in pattern else "*"
    return part.replace("*", row, 1)


def _places(facts: Facts, pattern: str) -> list[str]:
    holder, star, rest = pattern.partition("/*")
    if not star:
        return [pattern]
    count = len(value_at(facts, holder) or ())
    return [place for at in range(count) for place in _places(facts, f"{holder}/{at}{rest}")]
