"""A rate as people write it beside the amounts that it comes from."""

from decimal import Decimal

import pytest

from assessments.rules.scoring.rounding import is_rounded, is_rounded_or_cut, step_of

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
    assert is_rounded_or_cut(D(stated), D(computed), D(step)) is holds


def test_amounts_in_hundreds_of_millions_shift_a_rate():
    assert is_rounded_or_cut(D("96.5"), D("96.2"), D("0.1"), coarse=D("0.3"))


@pytest.mark.parametrize(
    ("stated", "exact", "step", "holds"),
    [
        ("96.9", "96.875", "0.1", True),
        ("96.8", "96.875", "0.1", False),  # cut is not rounded
        ("97", "96.5", "1", True),
        ("96", "96.51", "1", False),
        ("96.87", "96.876", "0.01", True),  # less than a hundredth is no difference
    ],
)
def test_rounded(stated, exact, step, holds):
    assert is_rounded(D(stated), D(exact), D(step)) is holds


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("95", "1"),
        ("95%", "1"),
        ("95.4", "0.1"),
        ("1,234.50", "0.01"),
        (" 9.0 ", "0.1"),
        ("九成", None),
        ("", None),
        ("9.", None),
    ],
)
def test_what_the_last_digit_counts(written, step):
    assert step_of(written) == (None if step is None else D(step))
