"""When a figure is another one as people write it: rounded to the digits that are written, or cut behind them.

One rule for the form and for written reports: half a unit of the last written digit. Where a form has a cell for the
figure it should have two decimals, and what is only rounded is a hint; a sentence may round as it likes.
"""

import re
from decimal import Decimal

LEAST = Decimal("0.01")  # percentage points, or points (domain §5.1, I11): less is no difference
_CUT = Decimal("0.95")  # of the last digit: 96.4 is cut to 96, but 96.97 never is, for with one more digit it is 97.0
_WRITTEN = re.compile(r"[0-9,]++(?:\.([0-9]++))?%?")


def step_of(written: str) -> Decimal | None:
    """What the last digit of a written number counts: 0.1 for "95.4", 1 for "95%"; None for what is no number."""
    found = _WRITTEN.fullmatch(written.strip())
    return None if found is None else Decimal(1).scaleb(-len(found[1] or ""))


def is_rounded(stated: Decimal, exact: Decimal, step: Decimal, coarse: Decimal = Decimal(0)) -> bool:
    """Within half of `step`. `coarse` is what roundings of the figures behind the exact one may shift it."""
    return abs(stated - exact) <= max(LEAST, step / 2) + coarse


def is_rounded_or_cut(stated: Decimal, exact: Decimal, step: Decimal, coarse: Decimal = Decimal(0)) -> bool:
    """As many a report writes its rates: digits behind the last one are left out."""
    return is_rounded(stated, exact, step, coarse) or 0 <= exact - stated <= step * _CUT + coarse
