"""How people type, and what comes of it: every way of writing in one table per field."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assessments.web.forms.fields import (
    CountField,
    DateField,
    DueField,
    LinesField,
    MoneyField,
    NumberField,
    ProseField,
    TermField,
    TextField,
    WordField,
    money_text,
)
from budgets.terms import FundKind


def refusal(field, text) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("", None),
        ("   ", None),
        ("0", "0.00"),
        ("285.87", "2858700.00"),
        ("1,234,567.89", "12345678900.00"),
        ("1234567.89", "12345678900.00"),
        ("２８５．８７", "2858700.00"),
        ("１，２３４．５", "12345000.00"),
        ("0.000001", "0.01"),
        (" 114 ", "1140000.00"),
        (" -   ", "0.00"),
        (" ¥ 12.50 ", "125000.00"),
        ("125000元", "125000.00"),
    ],
)
def test_money_is_typed_in_wan_and_kept_in_yuan(typed, yuan):
    assert MoneyField("金额").clean(typed) == (Decimal(yuan) if yuan else None)


@pytest.mark.parametrize(
    "typed",
    [
        "7,00.0,77",
        "1e5",
        "12,34",
        "0.0000001",
        "一百",
        "1.2.3",
        "٣",
        "=1+1",
        "NaN",
        "100000000",
        "1" * 50,
        "-1",
        "5 000",
    ],
)
def test_money_that_says_nothing_certain_is_refused(typed):
    assert refusal(MoneyField("金额"), typed)


@pytest.mark.parametrize(("yuan", "shown"), [("0", "0.00"), ("12345.67", "1.234567"), ("12345678900", "1,234,567.89")])
def test_money_is_shown_with_separators_and_all_its_decimals(yuan, shown):
    assert MoneyField("金额").prepare_value(Decimal(yuan)) == shown


def test_what_cannot_be_read_is_shown_as_typed():
    assert MoneyField("金额").prepare_value("7,00.0,77") == "7,00.0,77"


@given(st.decimals(min_value="-999999999999.99", max_value="999999999999.99", places=2))
def test_money_survives_showing_and_typing_back(yuan):
    assert MoneyField("金额", negative=True).clean(money_text(yuan)) == yuan


@given(st.decimals(min_value=0, max_value="999999.99999999", places=8))
def test_a_figure_survives_showing_and_typing_back(number):
    field = NumberField("得分")

    assert field.clean(field.prepare_value(number)) == number


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (NumberField("得分"), "9.5", Decimal("9.5")),
        (NumberField("得分"), "０", Decimal(0)),
        (NumberField("得分"), "", None),
        (CountField("个数"), "1,200", 1200),
        (CountField("个数"), "０", 0),
        (CountField("个数"), "", None),
    ],
)
def test_numbers(field, typed, value):
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (NumberField("得分"), "-1", "不能为负数。"),
        (NumberField("得分"), "1000000", "数字过大，请核对。"),
        (NumberField("得分"), "1.123456789", "最多保留 8 位小数。"),
        (NumberField("得分"), "十", "“十”不是数字，请填写 1234.56 这样的数字。"),
        (CountField("个数"), "1.5", "最多保留 0 位小数。"),
        (CountField("个数"), "2147483648", "数字过大，请核对。"),
        (CountField("个数"), "-3", "不能为负数。"),
    ],
)
def test_numbers_refused(field, typed, message):
    assert refusal(field, typed) == message


@pytest.mark.parametrize(
    "typed",
    [
        "2023-11-20",
        "2023/11/20",
        "2023.11.20",
        "20231120",
        "2023年11月20日",
        " ２０２３-１１-２０ ",
        "2023 年 11 月 20 日",
    ],
)
def test_a_day_may_be_typed_in_many_ways(typed):
    assert DateField("日期").clean(typed) == date(2023, 11, 20)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2023-02-30", "没有“2023-02-30”这一天，请核对。"),
        ("2023/13/01", "没有“2023/13/01”这一天，请核对。"),
        ("0000-01-01", "没有“0000-01-01”这一天，请核对。"),
        ("11/20/2023", "请按“2023-11-20”的格式填写日期。"),
        ("2023-11/20", "请按“2023-11-20”的格式填写日期。"),
        ("明天", "请按“2023-11-20”的格式填写日期。"),
        ("2" * 5000, "请按“2023-11-20”的格式填写日期。"),
    ],
)
def test_what_is_no_day(typed, message):
    assert refusal(DateField("日期"), typed) == message


@pytest.mark.parametrize(("typed", "stated"), [("2024/6/30 0:00", "2024-06-30"), ("长期坚持", "长期坚持"), (" ", None)])
def test_a_deadline_is_a_day_or_words(typed, stated):
    due = DueField("完成期限").clean(typed)

    assert (due and due.text) == stated
    assert DueField("完成期限").clean(DueField("完成期限").prepare_value(due)) == due


def test_what_names_no_time_is_no_deadline():
    assert refusal(DueField("完成期限"), "办公室").startswith("看不出完成期限")


def test_an_amount_in_brackets_is_negative():
    assert MoneyField("金额", negative=True).clean("(3.20)") == Decimal(-32000)
    assert refusal(MoneyField("金额"), "(3.20)") == "不能为负数。"


def test_a_rate_may_carry_its_sign():
    assert NumberField("预算执行率（%）").clean("99.5％") == Decimal("99.5")
    assert refusal(NumberField("分值"), "10%")


def test_a_dash_of_a_spreadsheet_counts_nothing():
    assert CountField("项目个数").clean(" - ") == 0


def test_a_day_is_shown_in_chinese_and_read_back():
    field = DateField("日期")

    assert (field.prepare_value(date(2023, 1, 2)), field.clean("2023年1月2日")) == ("2023年1月2日", date(2023, 1, 2))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        (" 我局 ", "我局"),
        ("一\n二\t三", "一 二 三"),
        ("零\u200b宽\ufeff", "零宽"),
        ("\u202e反", "反"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_one_line(typed, value):
    assert TextField("名称", most=100).clean(typed) == value


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\ud800"])
def test_control_characters_are_refused(sign):
    for field in (TextField("名称", most=100), ProseField("说明")):
        assert refusal(field, f"甲{sign}乙") == "含有无法显示的控制字符，请删除后重新填写。"


def test_line_breaks_of_word_become_line_breaks():
    assert ProseField("说明").clean("一\r\n二\x0b三\u2028四  \n\n") == "一\n二\n三\n四"


@pytest.mark.parametrize(("length", "fits"), [(10, True), (11, False)])
def test_the_longest_text(length, fits):
    field = TextField("名称", most=10)

    if fits:
        assert field.clean("字" * length) == "字" * length
    else:
        assert refusal(field, "字" * length) == "最多 10 个字，现有 11 个字。"


def test_ten_megabytes_get_a_short_answer():
    assert refusal(ProseField("说明"), "a" * 10_000_000) == "最多 20000 个字，现有 10000000 个字。"


def test_lines_are_names():
    field = LinesField("佐证材料", longest_line=5)

    assert field.clean("台账\n\n 问卷 ") == ("台账", "问卷")
    assert field.clean("") == ()
    assert field.prepare_value(("台账", "问卷")) == "台账\n问卷"
    assert refusal(field, "一二三四五六") == "每行最多 5 个字。"


def test_a_word_of_an_enum_comes_back_as_its_member():
    field = TermField("资金性质", FundKind)

    assert (field.clean("carry_over"), field.clean("")) == (FundKind.CARRY_OVER, None)
    assert refusal(field, "gold") == "请从列表中选择。"


def test_a_word_already_stated_stays_possible():
    field = WordField("等级")
    field.offer(("优", "良"), "合格")

    assert (field.clean("合格"), field.clean("优"), field.clean("")) == ("合格", "优", None)
    assert refusal(field, "差") == "请从列表中选择。"
