"""What was said and done about one assessment, as plain data: what papers about the review are made of.

Notes of a review that no return has carried to the department are never in it, nor are saves.
"""

from dataclasses import dataclass
from datetime import date, datetime

from assessments.reports.document.filing_number import FilingNumber
from assessments.rules.punctuality import Lateness, Punctuality
from assessments.schema.facts import Facts
from assessments.schema.scheme import Scheme
from assessments.terms import Action, Severity, Status

GIVEN_BACK = (Action.RETURN_FOR_CHANGES, Action.REOPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A step or another event: `action` is a value of Action or EventKind, times are those of the county's clock."""

    action: str
    at: datetime
    title: str
    who: str  # the name with the role
    words: str = ""
    moved_to: Status | None = None
    due: date | None = None  # of a submission: the last day that held for it
    back_by: date | None = None  # of a return: when it wants the paper back


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark on a field that a return has carried to the department."""

    label: str  # what the field is called
    text: str
    author: str
    sent_on: date
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    is_settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedFinding:
    """What a check found in a submission, and how it was explained or exempted."""

    code: str
    severity: Severity
    message: str
    explanation: str = ""
    explained_by: str = ""
    exemption: str = ""
    exempted_by: str = ""
    exempted_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What was handed in, by the rules and the last day that held then."""

    number: FilingNumber
    facts: Facts
    scheme: Scheme
    due: date
    findings: tuple[SubmittedFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """An attachment; without a size only its name was given."""

    name: str
    size: int | None = None  # bytes
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeItem:
    """One thing to mend, and what the department says of it."""

    problem: str
    requirement: str
    answer: str = ""
    done_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A rectification notice. `reference` is its number as the paper bears it; before its issue it has none."""

    year: int
    number: int = 0
    reference: str = ""
    opening: str = ""
    issued_on: date
    due_on: date
    replied_on: date | None = None  # of the reply that stands; what is answered without it is not sent yet
    accepted_on: date | None = None
    lateness: tuple[Lateness, ...] = ()
    items: tuple[NoticeItem, ...]

    @property
    def is_answered(self) -> bool:
        """Whether the department has written anything yet."""
        return any(item.answer or item.done_on or item.evidence for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """`reviewed` is the newest submission that a review has begun on; events are in the order of time."""

    events: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()
    reviewed: Submission | None = None
    attachments: tuple[FiledPaper, ...] = ()
    notices: tuple[Notice, ...] = ()
    stored_sha256: str = ""  # of the approved report
    years_kept: int = 10  # of the folder, 0 for ever

    @property
    def handed_in(self) -> Event | None:
        """The first submission that a review began on: one that was withdrawn before does not count."""
        submitted = None
        for event in self.of(Action.SUBMIT, Action.BEGIN_REVIEW):
            if event.action == Action.BEGIN_REVIEW:
                return submitted
            submitted = event
        return None

    @property
    def punctuality(self) -> Punctuality | None:
        """As of the last step; None before a review began."""
        first, due = self.handed_in, self._first_due
        if first is None or due is None:
            return None
        last = self.of(*GIVEN_BACK, Action.SUBMIT)[-1]
        returns = self.of(*GIVEN_BACK)
        return Punctuality(
            today=self.events[-1].at.date(),
            due=due,
            handed_in=first.at.date(),
            back_by=returns[-1].back_by if returns else None,
            back=last.at.date() if last.action == Action.SUBMIT else None,
        )

    @property
    def _first_due(self) -> date | None:
        """The last day that held for the first submission; old logs have it only in what was submitted."""
        named = self.handed_in.due if self.handed_in else None
        return named or (self.reviewed.due if self.reviewed else None)

    def of(self, *actions: Action) -> tuple[Event, ...]:
        """The steps of these kinds, in the order of time."""
        return tuple(event for event in self.events if event.action in actions)
