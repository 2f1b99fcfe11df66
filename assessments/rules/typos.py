"""Slips of one stroke that would explain a sum that fails (K60): which figure, and what it may have been.

For every figure of the sum there is exactly one value that makes it hold. A candidate is a figure whose value is one
slip away from how it was written, and that leaves no other sum failing which held before. Amounts in 元.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from assessments.schema.facts import Facts
from assessments.schema.identities import Sum, amount_at, sums_of, tolerance
from budgets.money import in_unit, plain_text


class Slip(IntEnum):
    """How figures go wrong when typed, the likeliest first."""

    SWAPPED = 1  # two neighbouring digits
    DIGIT = 2  # one digit
    POINT = 3  # the decimal point, or 元 for 万元
    DROPPED = 4  # a digit too few
    ADDED = 5  # a digit too many


SLIP_NAMES = {
    Slip.SWAPPED: "相邻数字颠倒",
    Slip.DIGIT: "一位数字写错",
    Slip.POINT: "小数点错位",
    Slip.DROPPED: "漏写一位",
    Slip.ADDED: "多写一位",
}
_FEWEST_DIGITS = 3  # any figure of one or two digits is one slip away from too many others


@dataclass(frozen=True, slots=True)
class Equation:
    """A total that equals the sum of its parts: pointers and what is stated there (元)."""

    total: str
    parts: tuple[str, ...]
    values: dict[str, Decimal]

    @property
    def difference(self) -> Decimal:
        """How much the parts come to above the total."""
        return sum((self.values[part] for part in self.parts), Decimal(0)) - self.values[self.total]

    def wanted(self, pointer: str) -> Decimal:
        """What must stand at this place for the sum to hold."""
        value = self.values[pointer]
        return value + self.difference if pointer == self.total else value - self.difference

    def with_value(self, pointer: str, value: Decimal) -> "Equation":
        return replace(self, values=self.values | {pointer: value}) if pointer in self.values else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One figure that may be a slip, and what it may have been, both as plain text in the facts' unit."""

    pointer: str
    written: str
    meant: str
    slip: Slip
    mends: int  # failing sums that this one change makes hold


def slip_between(written: str, meant: str) -> Slip | None:
    """The one slip that turns `meant` into `written`; None where it takes more. Plain positive decimals."""
    if written == meant:
        return None
    if _significant(written) == _significant(meant):
        return Slip.POINT if len(_significant(written)) > 1 else None
    if min(len(_digits(written)), len(_digits(meant))) < _FEWEST_DIGITS:
        return None
    return _one_digit(written, meant) or _one_length(written, meant)


def _digits(number: str) -> str:
    return number.replace(".", "")


def _significant(number: str) -> str:
    return _digits(number).strip("0")


def _one_digit(written: str, meant: str) -> Slip | None:
    """Digits that changed or changed places, with both numbers written to as many decimals."""
    one, other = (_digits(text) for text in _aligned(written, meant))
    apart = [at for at in range(len(one)) if one[at] != other[at]] if len(one) == len(other) else []
    if len(apart) == 1:
        return Slip.DIGIT
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return Slip.SWAPPED if swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]] else None


def _aligned(*numbers: str) -> list[str]:
    parts = [number.partition(".") for number in numbers]
    places = max(len(after) for _, _, after in parts)
    return [f"{before}.{after:0<{places}}" for before, _, after in parts]


def _one_length(written: str, meant: str) -> Slip | None:
    if len(written) == len(meant) + 1 and _is_without_one(written, meant):
        return Slip.ADDED
    return Slip.DROPPED if len(written) == len(meant) - 1 and _is_without_one(meant, written) else None


def _is_without_one(longer: str, shorter: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)) if longer[at] != ".")


def equations(facts: Facts) -> list[Equation]:
    """Every sum that a check holds and of which all figures are stated (domain I01–I06, I10).

    A project without a total row has the sum of its lines.
    """
    held = (each for each in sums_of(facts) if each.identity.code)
    return [found for each in held if (found := _equation(facts, each)) is not None]


def _equation(facts: Facts, found: Sum) -> Equation | None:
    values = {pointer: amount_at(facts, pointer) for pointer in (found.total, *found.parts)}
    stated = {pointer: value for pointer, value in values.items() if value is not None}
    return Equation(found.total, found.parts, stated) if found.parts and len(stated) == len(values) else None


def failing(facts: Facts) -> list[Equation]:
    return [equation for equation in equations(facts) if abs(equation.difference) > tolerance(facts)]


def candidates(facts: Facts, equation: Equation) -> list[Candidate]:
    """The slips that would explain why this sum fails, the likeliest first."""
    most, every = tolerance(facts), equations(facts)
    found = []
    for pointer in (equation.total, *equation.parts):
        wanted = equation.wanted(pointer)
        written, meant = (plain_text(in_unit(value, facts.money_unit)) for value in (equation.values[pointer], wanted))
        slip = slip_between(written, meant) if wanted > 0 and equation.values[pointer] > 0 else None
        if slip is None:
            continue
        balance = [
            (abs(other.difference) > most, abs(other.with_value(pointer, wanted).difference) > most) for other in every
        ]
        if (False, True) not in balance:
            mends = balance.count((True, False))
            found.append(Candidate(pointer=pointer, written=written, meant=meant, slip=slip, mends=mends))
    return sorted(found, key=lambda candidate: (-candidate.mends, candidate.slip))
