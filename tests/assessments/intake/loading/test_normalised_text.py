"""The compact text: numbers in Chinese words become digits, each at its place in the report."""

import pytest

from assessments.intake.extraction.words.numbers import mentions
from assessments.intake.loading.normalised_text import compact


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("百分之九十五", "95%"),
        ("百分之百", "100%"),
        ("百分之九十九点六", "99.6%"),
        ("百分之一百二十", "120%"),
        ("百分之 八 十", "80%"),
        ("贰佰捌拾伍万元整", "285万元整"),
        ("贰佰捌拾伍万叁仟元", "285.3万元"),
        ("壹亿贰仟万元", "12000万元"),
        ("三百零五元", "305元"),
        ("十二万元", "12万元"),
        ("两千元", "2000元"),
        ("一百二十万元", "120万元"),
        ("肆拾陆万捌仟伍佰圆", "46.85万元"),
    ],
)
def test_numbers_in_words_are_digits(text, plain):
    page = compact(f"共{text}。")

    assert page.plain == f"共{plain}。"
    assert page.span(1, len(page.plain) - 1) == (1, len(text) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "二〇二三年",
        "第三季度",
        "一是",
        "一元化",
        "多元投入",
        "百分之几",
        "三农",
        "万元",
        "十元素",
        "五个方面",
        "千万元",
        "百元店",
    ],
)
def test_words_that_are_no_numbers_stay(text):
    assert compact(text).plain == text


def test_an_amount_in_words_is_a_mention():
    (one,) = mentions(compact("下达资金贰佰捌拾伍万元。"))

    assert (one.value, one.unit, one.label) == (2_850_000, "万元", "下达资金")
