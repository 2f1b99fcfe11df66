"""Whether a department handed in on time, an assessment or a reply to a rectification notice.

It is judged once, by the first submission, and told everywhere from here.

Lateness costs money (冀政办字〔2022〕100号, domain §4.1), so neither a return nor a later change of the
date may turn a punctual department into a late one. Days are those of the county's clock; the last day still counts.
"""

from dataclasses import dataclass
from datetime import date

from evalsite.terms import Term


class Lateness(Term):
    """A way of being late. The label stands in lists and exports, `reply_label` in those of rectification notices."""

    NOT_SUBMITTED = "not_submitted", "逾期未报"
    SUBMITTED_LATE = "submitted_late", "逾期报送"
    NOT_BACK = "not_back", "退回后逾期未报"
    BACK_LATE = "back_late", "退回后逾期报送"

    @property
    def reply_label(self) -> str:
        return _REPLY_LABELS[self]


_REPLY_LABELS = {
    Lateness.NOT_SUBMITTED: "逾期未反馈",
    Lateness.SUBMITTED_LATE: "逾期反馈",
    Lateness.NOT_BACK: "退回后逾期未反馈",
    Lateness.BACK_LATE: "退回后逾期反馈",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """One department in one round, or its reply to one notice, seen on the day `today`.

    `handed_in` is the day of the first submission that the department did not take back, and `due` the last day that
    held then; without such a submission `due` is the last day that holds today. `back_by` is the day that the last
    return set, `back` the day of the submission that lies with the bureau now.
    """

    today: date
    due: date
    handed_in: date | None = None
    back_by: date | None = None
    back: date | None = None

    @property
    def days_late(self) -> int:
        """By how much the first submission came after the last day, or has failed to come."""
        return max(((self.handed_in or self.today) - self.due).days, 0)

    @property
    def days_back_late(self) -> int:
        """The same of the submission after the last return."""
        return max(((self.back or self.today) - self.back_by).days, 0) if self.back_by else 0

    @property
    def is_open(self) -> bool:
        """Whether the department has to hand in."""
        return self.back is None

    @property
    def came_again(self) -> bool:
        """Whether what lies with the bureau is not the first submission; some were returned without a day."""
        return self.back is not None and (self.back_by is not None or self.back != self.handed_in)

    @property
    def last_day(self) -> date | None:
        """The day that the department works towards; None of a paper that was returned without one."""
        return self.back_by or (None if self.handed_in else self.due)

    @property
    def lateness(self) -> tuple[Lateness, ...]:
        """In what it is late, the first submission before the one after a return."""
        first = Lateness.SUBMITTED_LATE if self.handed_in else Lateness.NOT_SUBMITTED
        again = Lateness.NOT_BACK if self.is_open else Lateness.BACK_LATE
        return tuple(kind for kind, days in ((first, self.days_late), (again, self.days_back_late)) if days)
