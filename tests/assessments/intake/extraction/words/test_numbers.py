"""Numbers in every spelling, with the words that name them; everything else is left alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.intake.extraction.words.numbers import Measure, mentions, money_unit_of
from assessments.intake.loading.normalised_text import compact
from budgets.money import amount_text
from budgets.terms import MoneyUnit


def read(text):
    return [(one.value, one.unit, one.label) for one in mentions(compact(text))]


@pytest.mark.parametrize(
    ("text", "value", "unit", "label"),
    [
        ("收入285.87万元", "2858700", "万元", "收入"),
        ("收入 285.87 万元", "2858700", "万元", "收入"),
        ("收入为１，２３４．５０万元", "12345000", "万元", "收入为"),
        ("收入1,234.50万元", "12345000", "万元", "收入"),
        ("收入共计人民币12.3亿元", "1230000000", "亿元", "收入共计"),
        ("收入3500元", "3500", "元", "收入"),
        ("收入0万元", "0", "万元", "收入"),
        ("收入114万，", "1140000", "万", "收入"),
        ("政 府 性 基 金 收 入\u300012 万元", "120000", "万元", "政府性基金收入"),
        ("合计：285.87万元", "2858700", "万元", "合计："),
        ("其中：（1）人员经费5万元", "50000", "万元", "人员经费"),
        ("执行率达到98.5%", "98.5", "%", "执行率达到"),
        ("执行率９８％", "98", "%", "执行率"),
        ("自评得分98.5分", "98.5", "分", "自评得分"),
        ("涉及项目4个", "4", "个", "涉及项目"),
        ("减少-3.5万元", "-35000", "万元", "减少"),
    ],
)
def test_a_number_and_its_name(text, value, unit, label):
    assert read(text) == [(Decimal(value), unit, label)]


@pytest.mark.parametrize(
    "text", ["2023年11月20日", "2023.11.20", "财绩〔2023〕5号", "第3页", "5G网络", "每件3元/斤", "8分钟", "PM2.5万"]
)
def test_what_is_no_figure(text):
    assert read(text) == []


def test_brackets_with_details_leave_a_figure_exact():
    assert [one.about for one in mentions(compact("拨款300万元（含中央资金80万元），得分90分（含）"))] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("text", ["约300万元", "300余万元", "近300万元", "300多万元"])
def test_about_is_no_exact_figure(text):
    assert [one.about for one in mentions(compact(text))] == [True]


@pytest.mark.parametrize("digits", ["7,00.0,77", "1.2.3", "12,34"])
def test_digits_that_nobody_can_read_stay_as_they_stand(digits):
    (one,) = mentions(compact(f"收入{digits}万元"))

    assert (one.value, one.digits) == (None, digits)


def test_names_that_share_their_numbers():
    assert read("人员经费、公用经费、项目支出分别为100万元、20万元和30万元") == [
        (Decimal(1_000_000), "万元", "人员经费"),
        (Decimal(200_000), "万元", "公用经费"),
        (Decimal(300_000), "万元", "项目支出"),
    ]


@given(st.decimals(min_value=0, max_value=10**8, places=2), st.sampled_from(["", " ", "\u3000"]), st.booleans())
def test_any_amount_is_read_as_it_was_written(amount, space, wide):
    shown = amount_text(amount * 10_000)
    if wide:
        shown = shown.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
    text = f"收入合计{space}{shown}{space}万元。"
    page = compact(text)
    (one,) = mentions(page)

    assert (one.measure, one.value) == (Measure.MONEY, amount * 10_000)
    assert text[slice(*one.words_span(page))] == f"{shown}{space}万元"


def test_the_unit_of_a_report_is_that_of_most_amounts():
    assert money_unit_of(mentions(compact("收入3元，支出4元，结余5万元"))) is MoneyUnit.YUAN
    assert money_unit_of(()) is MoneyUnit.WAN
