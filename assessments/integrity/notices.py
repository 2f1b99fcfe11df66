"""Rectification notices against the chain: issued, saying what they said then, with the answers that were sent."""

from collections.abc import Iterator, Sequence
from typing import Any

from assessments.integrity.days import differs
from assessments.models import Assessment, LogEntry, RectificationItem, RectificationNotice
from assessments.terms import NoticeAction

_DAYS = ("first_replied_on", "first_due_on", "return_due_on")


def faults_of_notices(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    logs: dict[Any, list[LogEntry]] = {}
    for entry in entries:
        if "notice" in entry.detail:
            logs.setdefault(entry.detail["notice"], []).append(entry)
    for notice in assessment.notices.prefetch_related("items"):
        yield from (f"整改通知 {notice.reference} {fault}" for fault in _faults_of(notice, logs.pop(notice.pk, [])))
    yield from (f"整改通知 {log[0].detail.get('label', '')} 缺失" for log in logs.values())


def _faults_of(notice: RectificationNotice, entries: Sequence[LogEntry]) -> Iterator[str]:
    issued = next((entry for entry in entries if entry.action == NoticeAction.ISSUE), None)
    if issued is None:
        yield "没有下达记录"
        return
    if differs(notice, _DAYS, entries):
        yield "的首次反馈日期、当时的整改期限或重新报送期限与办理过程不符"
    items = list(notice.items.all())
    demands = [{"problem": item.problem, "requirement": item.requirement} for item in items]
    if issued.detail.get("items", demands) != demands:
        yield "的整改事项与下达时的不符"
        return
    replies = [entry.detail for entry in entries if entry.action == NoticeAction.REPLY]
    if notice.state_term.awaits_reply or not replies:
        return
    answers = [_said(item) for item in items]
    if replies[-1].get("answers", answers) != answers:
        yield "的整改情况与报送时的不符"


def _said(item: RectificationItem) -> dict[str, Any]:
    """As the entry of the reply has it."""
    day = item.done_on.isoformat() if item.done_on else None
    return {"position": item.position, "answer": item.answer, "done_on": day, "evidence": item.evidence}
