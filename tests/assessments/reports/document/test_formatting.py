from datetime import date
from decimal import Decimal

import pytest

from assessments.reports.document import formatting
from assessments.schema.facts import Indicator
from assessments.terms import Band
from budgets.terms import Comparator

D = Decimal


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (None, "未填写"),
        (D(0), "0.00万元"),
        (D("1168100.00"), "116.81万元"),
        (D("12345678901.23"), "1,234,567.89万元"),
        (D("-358000"), "-35.80万元"),
        (D("50"), "0.01万元"),
    ],
)
def test_money(yuan, shown):
    assert formatting.money(yuan) == shown


@pytest.mark.parametrize(
    ("value", "whole", "shown"),
    [
        (D(100), D(5), "100.00%"),
        (D("104.2136"), D(5), "104.21%"),
        (D("0"), D(5), "0.00%"),
        (None, D(0), "—"),
        (None, D(5), "未填写"),
        (None, None, "未填写"),
    ],
)
def test_percent(value, whole, shown):
    assert formatting.percent(value, whole=whole) == shown


@pytest.mark.parametrize(("score", "shown"), [(None, "未填写"), (D(0), "0"), (D("9.84"), "9.84"), (D("10.00"), "10")])
def test_points(score, shown):
    assert formatting.points(score) == shown


@pytest.mark.parametrize(("number", "shown"), [(None, "未填写"), (0, "0个"), (4, "4个")])
def test_count(number, shown):
    assert formatting.count(number) == shown


def test_day():
    assert formatting.day(date(2023, 11, 20)) == "2023年11月20日"
    assert formatting.day(None) == "未填写"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (34, "三十四"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_chinese_number(number, shown):
    assert formatting.chinese_number(number) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (None, ""),
        ("  a b \n", "a b"),
        ("一\r\n二\u2028三", "一\n二\n三"),
        ("1\u202e23\u200f4\x00", "1234"),
        ("\ud800\ufffe好", "好"),
        ("\t表\t格", "表 格"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_clean(typed, shown):
    assert formatting.clean(typed) == shown


def test_paragraphs_keep_the_lines_that_hold_something():
    assert formatting.paragraphs(" 一\n\n 　\n二 ") == ("一", "二")
    assert formatting.paragraphs(None) == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("做好工作", "做好工作。"),
        ("做好工作；", "做好工作。"),
        ("好！", "好！"),
        ("好。", "好。"),
        ("", "未填写。"),
        (None, "未填写。"),
    ],
)
def test_sentence(typed, shown):
    assert formatting.sentence(typed) == shown


@pytest.mark.parametrize(("text", "width"), [("", "0"), ("绩效", "2"), ("2022年", "3"), ("a", "0.5")])
def test_width(text, width):
    assert formatting.width(text) == D(width)


@pytest.mark.parametrize(
    ("indicator", "shown"),
    [
        (Indicator(comparator=Comparator.AT_LEAST, target="40", unit="件"), "≥40件"),
        (Indicator(comparator=Comparator.EQUAL, target="0", unit="起"), "=0起"),
        (Indicator(comparator=Comparator.AT_MOST, target="1,234.5"), "≤1,234.5"),
        (Indicator(comparator=None, target="40", unit="件"), "40件"),
        (Indicator(comparator=Comparator.AT_MOST, target="2022年12月31日", unit="日"), "2022年12月31日"),
        (Indicator(comparator=Comparator.QUALITATIVE, target="明显提升", unit="项"), "明显提升"),
        (Indicator(comparator=Comparator.AT_LEAST, target=None), "未填写"),
        (Indicator(comparator=Comparator.AT_LEAST, target=" "), "未填写"),
        (
            Indicator(comparator=Comparator.AT_LEAST, target="70", adjusted_target="72", unit="%"),
            "≥72%（批复的指标值≥70%）",
        ),
        (Indicator(comparator=Comparator.AT_LEAST, target="10", unit="%", baseline="42"), "≥10%（基期值42%）"),
    ],
)
def test_target(indicator, shown):
    assert formatting.target(indicator) == shown


@pytest.mark.parametrize(
    ("indicator", "shown"),
    [
        (Indicator(actual="0", unit="件"), "0件"),
        (Indicator(actual="未完成", unit="件"), "未完成"),
        (Indicator(actual=None), "未填写"),
        (Indicator(band=Band.ACHIEVED), "达成预期指标"),
        (Indicator(band=Band.ACHIEVED, actual="已建立"), "已建立（达成预期指标）"),
        (Indicator(band=Band.ACHIEVED, actual="达成预期指标"), "达成预期指标"),
        (Indicator(actual="5", not_applicable=True), "不适用"),
    ],
)
def test_actual(indicator, shown):
    assert formatting.actual(indicator) == shown
