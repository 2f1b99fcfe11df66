"""The timeline of an assessment as a person may read it: steps one by one, savings collapsed by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.timezone import localdate

from assessments.models import Assessment, LogEntry
from assessments.permissions import reads_as_bureau, roles_of
from assessments.terms import Action, EventKind, NoticeAction
from evalsite.accounts.models import User

# Notes of a review that no return has carried to the department yet.
_PRIVATE = frozenset({EventKind.COMMENT, EventKind.REVISE_COMMENT, EventKind.WITHDRAW_COMMENT, EventKind.FILE_COMMENT})
_SAVES = frozenset({Action.SAVE, NoticeAction.SAVE})


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    entry: LogEntry
    title: str
    who: str
    name: str
    moved_to: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Savings:
    """The saves of one day between two other events."""

    day: date
    events: tuple[TimelineEvent, ...]
    people: tuple[str, ...] = field(default=())


def history_for(user: User, assessment: Assessment, entries: Iterable[LogEntry]) -> list[TimelineEvent | Savings]:
    """Newest first. The department does not see the notes of a review before a return carries them to it."""
    for_bureau = user.bureau_role is not None
    sees_all = reads_as_bureau(user, assessment, roles_of(user, assessment))
    shown = (_event(entry, for_bureau=for_bureau) for entry in entries if sees_all or entry.action not in _PRIVATE)
    return list(_collapsed(shown))


def _event(entry: LogEntry, *, for_bureau: bool) -> TimelineEvent:
    status = entry.moved_to
    moved_to = (status.bureau_label if for_bureau else status.label) if status else ""
    changes = len(entry.detail.get("changes", ()))
    title = f"{entry.title}（{entry.term}）" if entry.term else entry.title
    return TimelineEvent(entry, title, entry.who, entry.name, moved_to, changes)


def _collapsed(events: Iterable[TimelineEvent]) -> Iterator[TimelineEvent | Savings]:
    def day_of_saving(event: TimelineEvent) -> date | None:
        return localdate(event.entry.at) if event.entry.action in _SAVES else None

    for day, group in groupby(events, day_of_saving):
        if day is None:
            yield from group
        else:
            saves = tuple(group)
            yield Savings(day, saves, tuple(dict.fromkeys(event.name for event in saves)))
