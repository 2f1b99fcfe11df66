"""How far a deadline is, in words."""

from dataclasses import dataclass, replace
from datetime import date

from assessments.rules.punctuality import Punctuality


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """`days_left` counts whole days; negative once the day has passed."""

    due_on: date
    days_left: int
    text: str
    name: str = "报送截止日期"

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def deadline(due_on: date, today: date) -> ShownDeadline:
    days_left = (due_on - today).days
    if days_left > 0:
        text = f"还有 {days_left} 天"
    elif days_left == 0:
        text = "今天截止"
    else:
        text = f"已逾期 {-days_left} 天"
    return ShownDeadline(due_on, days_left, text)


def open_deadline(punctuality: Punctuality, first: str = "报送截止日期") -> ShownDeadline | None:
    """The day that the department works towards: its last day for handing in, or that of a return; None once it has.

    `first` is what the day of the first submission is called.
    """
    last_day = punctuality.last_day if punctuality.is_open else None
    if last_day is None:
        return None
    name = "重新报送期限" if punctuality.back_by else first
    return replace(deadline(last_day, punctuality.today), name=name)
