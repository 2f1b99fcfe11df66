import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.money import (
    LARGEST_AMOUNT,
    NumberError,
    amount_text,
    in_unit,
    parse_amount,
    parse_figure,
    parse_number,
    parse_typed_amount,
    plain_text,
    rate,
    rate_text,
)
from budgets.terms import MoneyUnit

GOOD = {
    # plain
    "0": "0", "1": "1", "114": "114", "285.87": "285.87", "0.00": "0", "0.5": "0.5", "007": "7", "12.240": "12.24",
    "1234567890": "1234567890", "0.000001": "0.000001", "999999999999": "999999999999",
    # signs and spaces
    "+5": "5", "-5": "-5", "-0": "0", "-0.01": "-0.01", " 12 ": "12", "\t12\n": "12", "\u00a012\u00a0": "12",
    # thousands separators
    "1,234": "1234", "1,234.5": "1234.5", "12,345,678.90": "12345678.9", "-1,000": "-1000", "999,999": "999999",
    # full width, as a Chinese input method types
    "０": "0", "１１４": "114", "２８５．８７": "285.87", "１，２３４．５": "1234.5", "－５": "-5", "＋５": "5",
    "−5": "-5", "　１２　": "12", "1２3": "123", "１２,３４５": "12345", "０．００": "0",
    "９９９": "999", "３．14": "3.14", "1，234": "1234", "12．5": "12.5",
    "－１，０００．５０": "-1000.5",
}  # fmt: skip
BAD = [
    # nothing, words, signs alone
    "", " ", "　", "-", "+", ".", ",", "－", "abc", "无", "—", "／", "null", "None", "NaN", "nan", "inf", "Infinity",
    "∞",
    # points and separators out of place
    "1.", ".5", "1..2", "1.2.3", "7,00.0,77", "1,23", "12,34", "1,2345", "1234,567", ",123", "123,", "1,,234",
    "1,234,56", "1.234,5", "1 234", "1'234", "1_000", "1，23", "１．２．３", "．５", "５．", "0.1,234",
    # exponents, bases, fractions, formulas, units
    "1e5", "1E5", "1e-5", "１e５", "0x10", "0b1", "0o7", "1/2", "½", "1+1", "=1+1", "50%", "５０％", "5万", "10元",
    "¥5", "￥５", "$5", "5 万元", "114万元",
    # signs doubled or behind
    "--5", "+-5", "5-", "- 5", "(5)", "（５）",
    # digits of other scripts, figures that look like digits
    "٣", "١٢٣", "۱۲۳", "१२३", "๑๒๓", "一", "一百一十四", "壹佰", "〇", "²", "①", "Ⅳ", "𝟏𝟐", "１２٣", "l2", "1O",
    # what hides
    "1\u200b2", "12\u202e", "\ufeff12", "1\x002", "1\n2", "0" * 40, "9" * 41, "1" * 200,
]  # fmt: skip


def test_there_are_enough_of_them():
    assert len(GOOD) + len(set(BAD)) >= 120
    assert len(set(BAD)) == len(BAD)


@pytest.mark.parametrize(("text", "value"), GOOD.items())
def test_a_number_is_read_as_typed(text, value):
    number = parse_number(text)

    assert number == Decimal(value)
    assert type(number) is Decimal


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_number_is_refused_with_a_word(text):
    with pytest.raises(NumberError, match="数字"):
        parse_number(text)
    with pytest.raises(NumberError):
        parse_amount(text)
    with pytest.raises(NumberError):
        parse_figure(text)


def test_a_long_text_is_not_repeated_whole():
    with pytest.raises(NumberError) as caught:
        parse_number("很" * 10_000)

    assert len(str(caught.value)) < 60


@pytest.mark.parametrize(("text", "places", "accepted"), [("1.25", 2, True), ("1.255", 2, False), ("3", 0, True)])
def test_decimals_can_be_limited(text, places, accepted):
    if accepted:
        assert parse_number(text, places=places) == Decimal(text)
    else:
        with pytest.raises(NumberError, match=f"最多保留 {places} 位小数"):
            parse_number(text, places=places)


ACCOUNTING = {
    " 1,285.87 ": "1285.87", " -   ": "0", "-": "0", "—": "0", "－": "0", "——": "0", " ¥ -   ": "0",
    " ¥ 12.50": "12.50", "￥12.50": "12.50", "¥1,285.87": "1285.87", "-¥3.20": "-3.20", "¥-3.20": "-3.20",
    "RMB 12.5": "12.5", "人民币12.5": "12.5",
    "(3.20)": "-3.20", "（３．２０）": "-3.20", " (1,285.87) ": "-1285.87", "¥ (3.20)": "-3.20", "(¥3.20)": "-3.20",
    "( 3.20 )": "-3.20",
    "12.5万元": "12.5", "12.5 万元": "12.5", "125000元": "12.5", "0.5亿元": "5000", "(3.2万元)": "-3.2", "12万": "12",
    "０．５万元": "0.5", "¥125,000元": "12.5",
}  # fmt: skip
NO_AMOUNT = [
    "万元", "元", "¥", "()", "（）", "(abc)", "(-3)", "((3))", "3.20)", "(3.20", "¥¥5", "$5", "5-", "- 5", "1 234",
    "12.5万万元", "12.5元元", "十万元", "12.5人", "50%", "-(3)", "无", "1/2", "=1+1", "0.001元", "9999999亿元",
]  # fmt: skip


@pytest.mark.parametrize(("text", "wan"), ACCOUNTING.items())
def test_an_amount_is_read_as_a_spreadsheet_shows_it(text, wan):
    assert parse_typed_amount(text) == parse_amount(wan)


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_what_is_no_amount_however_written(text):
    with pytest.raises(NumberError):
        parse_typed_amount(text)


@pytest.mark.parametrize(("text", "value"), GOOD.items())
def test_what_a_file_may_say_may_be_typed(text, value):
    if Decimal(value) < LARGEST_AMOUNT / 10_000:
        assert parse_typed_amount(text) == parse_amount(text)


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("285.87", MoneyUnit.WAN, "2858700.00"),
        ("1.234567", MoneyUnit.WAN, "12345.67"),
        ("0.000001", MoneyUnit.WAN, "0.01"),
        ("-3.5", MoneyUnit.WAN, "-35000.00"),
        ("1.2300000000", MoneyUnit.WAN, "12300.00"),
        ("12.34", MoneyUnit.YUAN, "12.34"),
        ("0.0000000001", MoneyUnit.YI, "0.01"),
        ("99999999.999999", MoneyUnit.WAN, "999999999999.99"),
    ],
)
def test_an_amount_is_kept_in_yuan(text, unit, yuan):
    assert str(parse_amount(text, unit)) == yuan


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("1.2345678", MoneyUnit.WAN, "以万元填写时最多保留 6 位小数"),
        ("1.234", MoneyUnit.YUAN, "以元填写时最多保留 2 位小数"),
        ("1.23456789012", MoneyUnit.YI, "以亿元填写时最多保留 10 位小数"),
        # A quotient of 28 digits would round these two without a word.
        ("1.0000000000000000000000000000000001", MoneyUnit.WAN, "最多保留 6 位小数"),
        ("0.00000000000000000000000000000000001", MoneyUnit.WAN, "最多保留 6 位小数"),
        ("100000000", MoneyUnit.WAN, "金额过大"),
        ("-1000000000000", MoneyUnit.YUAN, "金额过大"),
        ("9" * 39, MoneyUnit.YI, "金额过大"),
    ],
)
def test_an_amount_that_cannot_be_kept_exactly_is_refused(text, unit, said):
    with pytest.raises(NumberError, match=said):
        parse_amount(text, unit)


@pytest.mark.parametrize(("text", "figure"), [("98.12345678", "98.12345678"), ("-1", "-1"), ("1.000000000", "1")])
def test_a_figure_has_up_to_eight_decimals(text, figure):
    assert parse_figure(text) == Decimal(figure)


@pytest.mark.parametrize(("text", "said"), [("1.123456789", "最多保留 8 位小数"), ("1000000", "数值过大")])
def test_a_figure_that_no_column_holds_is_refused(text, said):
    with pytest.raises(NumberError, match=said):
        parse_figure(text)


FEN_AMOUNTS = st.integers(min_value=-int(LARGEST_AMOUNT) * 100 + 1, max_value=int(LARGEST_AMOUNT) * 100 - 1).map(
    lambda fen: Decimal(fen).scaleb(-2)
)


@given(FEN_AMOUNTS, st.sampled_from(MoneyUnit))
def test_every_amount_survives_being_shown_and_typed_again(yuan, unit):
    assert parse_amount(plain_text(in_unit(yuan, unit)), unit) == yuan


@given(FEN_AMOUNTS)
def test_a_shown_amount_can_be_pasted_back(yuan):
    assert parse_amount(amount_text(yuan, MoneyUnit.YUAN), MoneyUnit.YUAN) == yuan


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_refused(text):
    try:
        number = parse_number(text)
    except NumberError:
        return
    assert number.is_finite()


@pytest.mark.parametrize(
    ("number", "text"),
    [("114.00", "114"), ("0.50", "0.5"), ("-0.0", "0"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("-2.10", "-2.1")],
)
def test_plain_text_is_the_shortest(number, text):
    assert plain_text(Decimal(number)) == text


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [("2858700", "285.87"), ("12345678900", "1,234,567.89"), ("50", "0.01"), ("49.99", "0.00"), ("-150", "-0.02")],
)
def test_an_amount_is_shown_in_wan_with_two_decimals(yuan, shown):
    assert amount_text(Decimal(yuan)) == shown


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("114", "114", "100"), ("9", "10", "90"), ("0", "5", "0"), ("5", "0", None), (None, "5", None), ("5", None, None)],
)
def test_a_rate_is_percent_or_nothing(part, whole, percent):
    numbers = [None if number is None else Decimal(number) for number in (part, whole, percent)]

    assert rate(numbers[0], numbers[1]) == numbers[2]


@pytest.mark.parametrize(
    ("percent", "text"), [(None, "—"), ("100", "100.00%"), ("66.666", "66.67%"), ("0.005", "0.01%")]
)
def test_a_rate_is_shown_with_two_decimals(percent, text):
    assert rate_text(None if percent is None else Decimal(percent)) == text


@pytest.mark.parametrize("typed", ["约100万", "大约3.5亿元", "一百万元", "万元", "1.2.3元", "100万左右"])
def test_a_message_quotes_all_that_was_typed(typed):
    with pytest.raises(NumberError, match=re.escape(f"“{typed}”不是数字")):
        parse_typed_amount(typed)
