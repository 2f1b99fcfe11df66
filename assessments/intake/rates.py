"""Whether a rate is what its amounts give, as people write it: rounded, or cut behind its last digit."""

from decimal import Decimal

_LEAST = Decimal("0.01")  # percentage points (domain §5.1, I11)
_CUT = Decimal("0.95")  # of the last digit: 96.4 is cut to 96, but 96.97 never is, for with one more digit it is 97.0


def is_written_as(stated: Decimal, computed: Decimal, step: Decimal, coarse: Decimal = Decimal(0)) -> bool:
    """Rates in percent. `step` is what the last digit counts, `coarse` what rounded amounts may shift the rate."""
    above = stated - computed
    return -max(_LEAST, step * _CUT) - coarse <= above <= max(_LEAST, step / 2) + coarse
