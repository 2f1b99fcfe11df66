"""Money from a government above the county's: whether there is any, and which projects it pays for."""

from collections.abc import Iterable

from assessments.rules.facts import Facts, FundingLine
from budgets.terms import SourceLevel

FROM_ABOVE = frozenset({SourceLevel.CENTRAL, SourceLevel.PROVINCIAL, SourceLevel.MUNICIPAL})


def has_transfers(facts: Facts) -> bool:
    """Whether there is anything to say about transfer payments: a count or an amount other than 0 (domain I22)."""
    stated = facts.transfers
    if stated is None:
        return False
    return any((stated.count, stated.total, stated.central, stated.provincial, stated.municipal))


def is_transfer(funding: Iterable[FundingLine]) -> bool:
    """Whether some of a project's money is from above."""
    return any(line.source in FROM_ABOVE for line in funding)
