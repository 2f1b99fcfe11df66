"""Money from a government above the county's: whether there is any, and which projects it pays for."""

from collections.abc import Iterable

from assessments.schema.facts import Facts, FundingLine
from assessments.schema.identities import sum_of
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


# How the form of a transfer divides a project's money: what each line is called, and the levels that it adds up.
LEVELS: tuple[tuple[str, frozenset[SourceLevel | None]], ...] = (
    ("中央财政资金", frozenset({SourceLevel.CENTRAL})),
    ("地方资金", frozenset({SourceLevel.PROVINCIAL, SourceLevel.MUNICIPAL, SourceLevel.COUNTY})),
    ("其他资金", frozenset({None, SourceLevel.OTHER})),
)


def by_level(funding: Iterable[FundingLine]) -> tuple[FundingLine, ...]:
    """A project's adjusted and executed money by levels of government; both None where a level gives nothing."""
    lines = tuple(funding)
    divided = ((label, [line for line in lines if line.source in levels]) for label, levels in LEVELS)
    return tuple(
        FundingLine(
            label=label,
            adjusted=sum_of(line.adjusted for line in own),
            executed=sum_of(line.executed for line in own),
        )
        for label, own in divided
    )
