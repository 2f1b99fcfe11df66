"""How far a deadline is, in words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days_left` counts whole days; negative once the day has passed."""

    due_on: date
    days_left: int
    text: str

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def deadline(due_on: date, today: date) -> Deadline:
    days_left = (due_on - today).days
    if days_left > 0:
        text = f"还有 {days_left} 天"
    elif days_left == 0:
        text = "今天截止"
    else:
        text = f"已逾期 {-days_left} 天"
    return Deadline(due_on, days_left, text)
