"""The list of rounds: each with its dates, its rules in one word, and how far it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assessments.facts_loader import scheme_of
from assessments.queries import departments_reached, rounds_with_counts
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class RoundRow:
    """`round` carries the counts of `queries.rounds_with_counts`."""

    round: Any
    scheme: str


def round_rows(user: User) -> list[RoundRow]:
    return [RoundRow(item, scheme_of(item).name or "本年度自定方案") for item in rounds_with_counts(user)]


@dataclass(frozen=True, slots=True)
class Reached:
    """A department that a round will reach; `lacks` says what keeps it from getting through."""

    name: str
    section: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a round will reach; `mark` tells whether it is still the same when it is opened."""

    departments: tuple[Reached, ...]
    mark: str

    @property
    def lacking(self) -> int:
        return sum(bool(item.lacks) for item in self.departments)


def reach() -> Reach:
    rows = list(departments_reached())
    return Reach(
        tuple(Reached(row.name, row.section.name if row.section else "", tuple(_lacks(row))) for row in rows),
        "-".join(str(row.pk) for row in rows),
    )


def _lacks(row: Any) -> Iterator[str]:
    """`row` carries what `queries.departments_reached` says of it."""
    if not row.has_preparer:
        yield "没有填报人"
    if not row.has_head:
        yield "没有单位负责人"
    if not row.section:
        yield "没有业务股室"
