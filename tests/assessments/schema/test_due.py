"""完成期限 as offices write it: what is read, what is refused, which day is meant."""

from datetime import date

import pytest

from assessments.schema.due import AT_ONCE, ONGOING, Due, DueError, last_day, read_due

WRITTEN_ON = date(2023, 11, 20)

FULL_DATES = [
    "2024-06-30",
    "2024/6/30",
    "2024.6.30",
    "20240630",
    "2024年6月30日",
    "2024年06月30号",
    "2024/6/30 0:00",
    "2024-06-30 00:00:00",
    "２０２４年６月３０日",
    " 2024 年 6 月 30 日 ",
]

WORDS = [
    ("长期坚持", ONGOING),
    ("长期", ONGOING),
    ("持续推进", ONGOING),
    ("常态化", ONGOING),
    ("长期坚持，持续改进", ONGOING),
    ("立行立改", AT_ONCE),
    ("立即整改", AT_ONCE),
    ("即知即改", AT_ONCE),
    ("尽快完成", AT_ONCE),
    ("已完成", AT_ONCE),
    ("已整改到位", AT_ONCE),
    ("立行立改、长期坚持", ONGOING),
    ("立行立改并长期坚持", ONGOING),
    ("2024年6月底前", date(2024, 6, 30)),
    ("2024年6月", date(2024, 6, 30)),
    ("2024年6月份", date(2024, 6, 30)),
    ("2024年6月末前完成", date(2024, 6, 30)),
    ("2024年2月底", date(2024, 2, 29)),
    ("2024.6", date(2024, 6, 30)),
    ("2024-06", date(2024, 6, 30)),
    ("2024/6", date(2024, 6, 30)),
    ("24年6月底前", date(2024, 6, 30)),
    ("2024年6月30日前", date(2024, 6, 30)),
    ("2024年6月30日前完成整改", date(2024, 6, 30)),
    ("于2024年6月30日之前完成", date(2024, 6, 30)),
    ("2024年六月三十日前", date(2024, 6, 30)),
    ("2024年6月中旬", date(2024, 6, 20)),
    ("2024年6月上旬", date(2024, 6, 10)),
    ("2024年上半年", date(2024, 6, 30)),
    ("2024年下半年", date(2024, 12, 31)),
    ("2024年第二季度", date(2024, 6, 30)),
    ("2024年二季度末", date(2024, 6, 30)),
    ("2024年4季度", date(2024, 12, 31)),
    ("2024年底前", date(2024, 12, 31)),
    ("2024年年底", date(2024, 12, 31)),
    ("2024年", date(2024, 12, 31)),
    ("2024年度内", date(2024, 12, 31)),
    ("6月底前", date(2024, 6, 30)),
    ("6月30日前", date(2024, 6, 30)),
    ("12月底前", date(2023, 12, 31)),
    ("年底前", date(2023, 12, 31)),
    ("今年年底前", date(2023, 12, 31)),
    ("明年6月底前", date(2024, 6, 30)),
    ("次年一季度", date(2024, 3, 31)),
    ("上半年", date(2024, 6, 30)),
    ("2024年3月至6月", date(2024, 6, 30)),
    ("2024年1月-2024年6月", date(2024, 6, 30)),
    ("2024年1月1日至12月31日", date(2024, 12, 31)),
    ("2024年6月底前完成，长期坚持", date(2024, 6, 30)),
    ("2024年6月底前并长期坚持", date(2024, 6, 30)),
    ("3个月内", date(2024, 2, 18)),
    ("三个月内完成", date(2024, 2, 18)),
    ("30日内", date(2023, 12, 20)),
    ("一年内", date(2024, 11, 19)),
    ("半年内", date(2024, 5, 20)),
]

REFUSED = [
    "办公室", "张三", "无", "12.5", "2024年2月30日", "2024-13-01", "2024年13月", "2024/6/31 0:00", "第五季度",
    "整改", "完成", "前", "长期借款", "2024年6月30日召开会议的张三", "6.30x", "长期" * 40,
]  # fmt: skip


@pytest.mark.parametrize("text", FULL_DATES)
def test_a_full_date_has_one_spelling(text: str) -> None:
    due = read_due(text)
    assert due == Due("2024-06-30")
    assert due.shown == "2024年6月30日"
    assert due.day(WRITTEN_ON) == date(2024, 6, 30)
    assert read_due(due.shown) == due


@pytest.mark.parametrize(("text", "day"), WORDS)
def test_words_are_kept_and_mean_a_day(text: str, day: date) -> None:
    due = read_due(text)
    assert due is not None
    assert due.shown == text
    assert due.day(WRITTEN_ON) == day
    assert read_due(due.shown) == due


@pytest.mark.parametrize("text", REFUSED)
def test_what_names_no_time_is_refused(text: str) -> None:
    with pytest.raises(DueError):
        read_due(text)


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_nothing_written_is_no_deadline(text: str) -> None:
    assert read_due(text) is None


def test_the_order_is_that_of_the_days_meant() -> None:
    written = ["长期坚持", "2024年底前", "2024-03-31", "立行立改", "2024年上半年"]
    ordered = sorted(written, key=lambda text: Due(text).day(WRITTEN_ON))
    assert ordered == ["立行立改", "2024-03-31", "2024年上半年", "2024年底前", "长期坚持"]


def test_the_last_day_counts_only_days() -> None:
    days = [AT_ONCE, date(2024, 3, 31), ONGOING]
    assert last_day(iter(days)) == date(2024, 3, 31)
    assert last_day(iter([AT_ONCE, ONGOING])) is None
