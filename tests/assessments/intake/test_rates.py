"""A rate as people write it beside the amounts that it comes from."""

from decimal import Decimal

import pytest

from assessments.intake.rates import is_written_as

D = Decimal


@pytest.mark.parametrize(
    ("stated", "computed", "step", "holds"),
    [
        ("96.42", "96.4249", "0.01", True),
        ("96.43", "96.4249", "0.01", True),  # within 0.01
        ("96.44", "96.4249", "0.01", False),
        ("96.4", "96.449", "0.1", True),
        ("96.5", "96.449", "0.1", False),
        ("97", "96.5", "1", True),
        ("96", "96.94", "1", True),  # cut
        ("96", "96.97", "1", False),  # with one more digit it is 97.0
        ("98", "96.97", "1", False),
        ("95", "96.97", "1", False),
    ],
)
def test_rounded_or_cut(stated, computed, step, holds):
    assert is_written_as(D(stated), D(computed), D(step)) is holds


def test_amounts_in_hundreds_of_millions_shift_a_rate():
    assert is_written_as(D("96.5"), D("96.2"), D("0.1"), coarse=D("0.3"))
