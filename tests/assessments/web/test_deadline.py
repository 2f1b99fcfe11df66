from datetime import date

import pytest

from assessments.web.deadline import deadline


@pytest.mark.parametrize(
    ("today", "text", "is_overdue"),
    [
        (date(2026, 2, 27), "还有 2 天", False),
        (date(2026, 2, 28), "还有 1 天", False),
        (date(2026, 3, 1), "今天截止", False),
        (date(2026, 3, 2), "已逾期 1 天", True),
    ],
)
def test_days_are_whole_and_the_last_day_still_counts(today, text, is_overdue):
    due = deadline(date(2026, 3, 1), today)

    assert (due.text, due.is_overdue) == (text, is_overdue)
