"""What a check says: one finding, with both numbers and the place."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.terms import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction. Numbers are in the unit in which the place is stated (money: the facts' `money_unit`).

    `path` is a JSON pointer into the exchange form ("/revenue/total"); `spans` are offsets into a report's text.
    """

    code: str
    severity: Severity
    message: str
    path: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None

    @property
    def sets_two_numbers(self) -> bool:
        """Whether two numbers are held against each other; a difference of two days has none."""
        return None not in {self.left, self.right, self.difference}


# How a message ends: an error is put right, a warning put right or explained, a hint looked at.
REQUESTS = {
    Severity.ERROR: "请更正。",
    Severity.WARNING: "请更正；确属实际的，写明原因。",
    Severity.HINT: "请核对。",
}
