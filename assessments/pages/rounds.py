"""The list of rounds: each with its dates, its rules in one word, and how far it is."""

from dataclasses import dataclass
from typing import Any

from assessments.facts import scheme_of
from assessments.queries import rounds_with_counts
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class RoundRow:
    """`round` carries the counts of `queries.rounds_with_counts`."""

    round: Any
    scheme: str


def round_rows(user: User) -> list[RoundRow]:
    return [RoundRow(item, scheme_of(item).name or "本年度自定方案") for item in rounds_with_counts(user)]
