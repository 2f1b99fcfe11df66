"""Units that mean the same, units that do not, and what one is in the other."""

from decimal import Decimal

import pytest

from assessments.rules.text.quantities import read_quantity
from assessments.rules.text.units import UnitOfMeasure, measure_of


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("1.2万人次", "11999人次"),
        ("500平方米", "350㎡"),
        ("500㎡", "499.9平方米"),
        ("1公里", "999米"),
        ("3km", "2999 m"),
        ("2公顷", "29亩"),
        ("1平方公里", "99公顷"),
        ("1亿元", "9999万元"),
        ("1万元", "9,999元"),
        ("3千元", "2999元"),
        ("2吨", "1999公斤"),
        ("1.5万亩", "14999亩"),
        ("2百万株", "199万株"),
        ("6立方米", "5.9m³"),
        ("3小时", "179分钟"),
        ("1.2万元/人", "11999元/人"),
        ("5‰", "0.4%"),
        ("3万", "29999"),
    ],
)
def test_units_are_held_against_each_other(more, less):
    one, other = read_quantity(more), read_quantity(less)

    assert one.is_comparable_with(other)
    assert other.is_comparable_with(one)
    assert one.value > other.in_unit_of(one)
    assert other.value < one.in_unit_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("15亩", "1公顷"), ("1.1万人次", "11000人次"), ("0.5公里", "500米"), ("2000万元", "0.2亿元"), ("50公斤", "100斤")],
)
def test_equal_is_exactly_equal(one, other):
    left, right = read_quantity(one), read_quantity(other)

    assert left.in_unit_of(right) == right.value
    assert right.in_unit_of(left) == left.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40人", "40人次"),
        ("40户", "40人"),
        ("40次", "40场次"),
        ("3天", "3小时"),
        ("3天", "3个工作日"),
        ("3年", "3个月"),
        ("5元/人", "5元/户"),
        ("5元/人", "5元"),
        ("5平方米", "5米"),
        ("5平方米", "5立方米"),
        ("5%", "5万元"),
    ],
)
def test_what_measures_something_else_is_not_compared(one, other):
    left, right = read_quantity(one), read_quantity(other)

    assert not left.is_comparable_with(right)
    assert not right.is_comparable_with(left)


@pytest.mark.parametrize(
    ("unit", "name", "size"),
    [
        ("千米", "米", 1000),  # not a thousand of 米 by its first sign
        ("千克", "千克", 1),
        ("千瓦时", "千瓦时", 1),
        ("万人次", "人次", 10_000),
        ("亿元", "元", 10**8),
        ("", "", 1),
        ("万", "", 10_000),
        ("批次", "批次", 1),
    ],
)
def test_a_unit_has_one_name_and_a_size(unit, name, size):
    assert measure_of(unit) == UnitOfMeasure(name, size)


@pytest.mark.parametrize(
    ("text", "unit", "read"),
    [
        ("1.1万", "人次", "万人次"),
        ("1.1万", "万人次", "万人次"),
        ("3万", None, "万"),
        ("3", "万元", "万元"),
        ("2亿", "元", "亿元"),
    ],
)
def test_a_multiple_goes_with_the_unit_of_the_indicator(text, unit, read):
    assert read_quantity(text, unit).unit == read


def test_a_number_in_its_own_unit_is_left_as_it_was_written():
    assert read_quantity("1.10万元").in_unit_of(read_quantity("2万元")) == Decimal("1.10")
