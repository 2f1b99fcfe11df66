"""The timeline of an assessment as a person may read it: steps one by one, savings collapsed by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.timezone import localdate

from assessments.models import LogEntry
from assessments.terms import Action, Role, Section, Status
from evalsite.accounts.models import User

# What the history records beside the steps of the lifecycle.
_DEEDS: dict[str, str] = {action.value: action.label for action in Action} | {
    "start": "建立自评表",
    "import": "导入",
    "comment": "提出审核意见",
    "withdraw_comment": "撤销审核意见",
    "answer": "答复审核意见",
    "settle": "审核意见销号",
    "explain": "说明警告",
    "exempt": "豁免校验",
    "end_exemption": "终止豁免",
    "change_target": "调整指标值",
    "attach": "上传附件",
    "detach": "删除附件",
    "revise_scheme": "调整评分方案",
}
# Notes of a review that no return has carried to the department yet.
_PRIVATE = frozenset({"comment", "withdraw_comment"})
_FROM_COMMAND_LINE = "系统"


@dataclass(frozen=True, slots=True)
class Event:
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
    events: tuple[Event, ...]
    people: tuple[str, ...] = field(default=())


def history_for(user: User, entries: Iterable[LogEntry]) -> list[Event | Savings]:
    """Newest first. The department does not see the notes of a review before a return carries them to it."""
    for_bureau = user.bureau_role is not None
    shown = (_event(entry, for_bureau=for_bureau) for entry in entries if for_bureau or entry.action not in _PRIVATE)
    return list(_collapsed(shown))


def _event(entry: LogEntry, *, for_bureau: bool) -> Event:
    name = str(entry.actor) if entry.actor else _FROM_COMMAND_LINE
    who = f"{name}（{Role(entry.role).label}）" if entry.role else name
    moved_to = ""
    if entry.to_status and entry.to_status != entry.from_status:
        status = Status(entry.to_status)
        moved_to = status.bureau_label if for_bureau else status.label
    title = _DEEDS.get(entry.action, entry.action)
    place = _place(entry.detail) + _until(entry.detail)
    changes = len(entry.detail.get("changes", ()))
    return Event(entry, f"{title}：{place}" if place else title, who, name, moved_to, changes)


def _place(detail: dict[str, Any]) -> str:
    """What the deed was about, as the log has it: a section, a field, a check, an indicator or a paper."""
    section = detail.get("section", "")
    if section in set(Section):
        return Section(section).label
    return str(next((detail[name] for name in ("label", "code", "name", "attachment") if detail.get(name)), ""))


def _until(detail: dict[str, Any]) -> str:
    """The day until which an exemption was granted."""
    return f"，至{date_format(date.fromisoformat(detail['until']), 'Y年n月j日')}" if detail.get("until") else ""


def _collapsed(events: Iterable[Event]) -> Iterator[Event | Savings]:
    def day_of_saving(event: Event) -> date | None:
        return localdate(event.entry.at) if event.entry.action == Action.SAVE else None

    for day, group in groupby(events, day_of_saving):
        if day is None:
            yield from group
        else:
            saves = tuple(group)
            yield Savings(day, saves, tuple(dict.fromkeys(event.name for event in saves)))
