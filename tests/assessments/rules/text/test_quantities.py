from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.text.quantities import (
    Quantity,
    effective_target,
    is_stated,
    read_date,
    read_quantity,
    taken_apart,
)
from assessments.schema.facts import Indicator
from budgets.terms import Comparator

# text, indicator's unit, value, unit, sign
QUANTITIES = [
    ("40", "件", "40", "件", ""),
    ("40", None, "40", "", ""),
    ("４０", None, "40", "", ""),
    (" 4 0 ", None, "40", "", ""),
    ("1,234.5", "元", "1234.5", "元", ""),
    ("-5", "度", "-5", "度", ""),
    ("40件", "次", "40", "件", ""),
    ("100 万元", None, "100", "万元", ""),
    ("≥90%", None, "90", "%", "≥"),
    (">=90％", None, "90", "%", "≥"),
    ("90百分比", None, "90", "%", ""),
    ("90", "百分比", "90", "%", ""),
    ("3个百分点", None, "3", "%", ""),
    ("≤ 3.5‰", None, "3.5", "‰", "≤"),
    ("<10", "天", "10", "天", "<"),
    ("=10", None, "10", "", "="),
    ("不低于95%", None, "95", "%", "≥"),
    ("不超过30万元", None, "30", "万元", "≤"),
    ("95%以上", None, "95", "%", "≥"),
    ("95%及以上", None, "95", "%", "≥"),
    ("24小时内", None, "24", "小时", "≤"),
    ("30日以内", None, "30", "日", "≤"),
    ("12个月", None, "12", "个月", ""),
    ("3年", None, "3", "年", ""),
    ("40㎡", None, "40", "m2", ""),
    ("40", "㎡", "40", "m2", ""),
    ("40件。", None, "40", "件", ""),
    ("20221231", "元", "20221231", "元", ""),
    ("2022.12", "元", "2022.12", "元", ""),
]
NO_QUANTITY = [
    None, "", "完成", "约40", "40左右", "40余件", "3-5天", "1,23", "7,00.0,77", "1e5", "≥≤3", "=>3", "12月底前", "3月",
    "10日前", "2022年", "2022年底", "2022年12月31日", "2022-12-31", "20221231", "一百", "٤٠", "40件/50件", "0" * 41,
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value", "read_unit", "sign"), QUANTITIES)
def test_a_quantity_is_read_with_its_unit_and_sign(text, unit, value, read_unit, sign):
    assert read_quantity(text, unit) == Quantity(Decimal(value), read_unit, sign)


@pytest.mark.parametrize("text", NO_QUANTITY)
def test_what_is_no_definite_number_is_none(text):
    assert read_quantity(text) is None


DATES = [
    ("2022年12月31日", date(2022, 12, 31)),
    ("2022年1月5号", date(2022, 1, 5)),
    ("2022-12-31前", date(2022, 12, 31)),
    ("2022/1/5之前", date(2022, 1, 5)),
    ("2022.12.31", date(2022, 12, 31)),
    ("２０２２年６月３０日前完成", date(2022, 6, 30)),
    ("于2022年6月30日", date(2022, 6, 30)),
    ("≤2022-06-30", date(2022, 6, 30)),
    ("2022年12月底前", date(2022, 12, 31)),
    ("2022年2月", date(2022, 2, 28)),
    ("2024年2月", date(2024, 2, 29)),
    ("2022年6月底", date(2022, 6, 30)),
    ("2022年底前完成", date(2022, 12, 31)),
    ("2022年度", date(2022, 12, 31)),
    ("2022年", date(2022, 12, 31)),
    ("20221231", date(2022, 12, 31)),
    ("20221231前", date(2022, 12, 31)),
    ("2022-02-30", None),
    ("2022-13-01", None),
    ("12月31日", None),
    ("2022.12", None),
    ("1822-12-31", None),
    ("40", None),
    ("按时完成", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_date_is_read_as_people_write_it(text, day):
    assert read_date(text) == day


@given(st.text(max_size=30), st.none() | st.text(max_size=5))
def test_any_text_can_be_looked_at(text, unit):
    quantity = read_quantity(text, unit)

    assert quantity is None or quantity.value.is_finite()
    assert read_date(text) is None or read_date(text).year in range(1900, 2100)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_plain_number_is_always_read(number):
    assert read_quantity(f"{number}件") == Quantity(number, "件")


@pytest.mark.parametrize(("one", "other", "same"), [("件", "件", True), ("", "件", True), ("件", "次", False)])
def test_only_like_is_held_against_like(one, other, same):
    left, right = Quantity(Decimal(1), one), Quantity(Decimal(2), other)

    assert left.is_comparable_with(right) is same
    assert right.is_comparable_with(left) is same


def test_an_adjusted_target_counts_where_it_is_stated():
    assert effective_target(Indicator(target="40", adjusted_target="35")) == "35"
    assert effective_target(Indicator(target="40", adjusted_target="　")) == "40"
    assert effective_target(Indicator()) is None


@pytest.mark.parametrize(("text", "stated"), [(None, False), ("", False), (" \n　", False), ("0", True)])
def test_blank_is_not_stated(text, stated):
    assert is_stated(text) is stated


@pytest.mark.parametrize(
    ("target", "comparator", "unit", "actual", "expected"),
    [
        ("≥40件", Comparator.AT_LEAST, None, "42件", (Comparator.AT_LEAST, "40", "件", "42")),
        ("≥95%", None, None, "98.50%", (Comparator.AT_LEAST, "95", "%", "98.50")),
        ("不低于95", None, "%", "96", (Comparator.AT_LEAST, "95", "%", "96")),
        ("40", Comparator.AT_MOST, "件", "38件", (Comparator.AT_MOST, "40", "件", "38")),
        ("1,200", None, None, "1,260人", (None, "1200", None, "1,260人")),  # a unit that the target does not have
        ("≥40件", Comparator.AT_LEAST, None, "3次", (Comparator.AT_LEAST, "40", "件", "3次")),
        ("≥40件", Comparator.AT_MOST, None, "42件", (Comparator.AT_MOST, "≥40件", None, "42件")),  # they disagree
        ("≥40件", Comparator.QUALITATIVE, None, "优", (Comparator.QUALITATIVE, "≥40件", None, "优")),
        ("2022年12月底前", None, None, "按时", (None, "2022年12月底前", None, "按时")),
        ("每月2次共24次", None, None, None, (None, "每月2次共24次", None, None)),
        (None, None, None, "42件", (None, None, None, "42件")),
    ],
)
def test_a_cell_is_taken_apart_only_where_it_holds_one_number(target, comparator, unit, actual, expected):
    whole = Indicator(name="甲", target=target, comparator=comparator, unit=unit, actual=actual, weight=Decimal(10))
    apart = taken_apart(whole)

    assert (apart.comparator, apart.target, apart.unit, apart.actual) == expected
    assert (apart.name, apart.weight) == ("甲", Decimal(10))
