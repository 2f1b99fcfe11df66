"""What people said of an assessment, against its chain: remarks, answers, explanations, exemptions, new targets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from assessments.models import Assessment, Exemption, FieldComment, LogEntry
from assessments.terms import EventKind, Status
from budgets.models import TargetChange


def faults_of_what_was_said(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    yield from _faults_of_remarks(assessment.field_comments.all(), entries)
    yield from _faults_of_explanations(assessment, entries)
    yield from _faults_of_exemptions(assessment, entries)
    yield from _faults_of_targets(assessment, entries)


# Remarks, which the log calls by the name of their place.
_ADDED, _GONE = {EventKind.COMMENT}, {EventKind.WITHDRAW_COMMENT}
_WORDED = {EventKind.COMMENT, EventKind.REVISE_COMMENT}
_CLOSED = {EventKind.SETTLE, EventKind.FILE_COMMENT}


def _faults_of_remarks(remarks: Iterable[FieldComment], entries: Sequence[LogEntry]) -> Iterator[str]:
    remarks = list(remarks)
    there, logged = Counter(each.label for each in remarks), _count(entries, _ADDED) - _count(entries, _GONE)
    words = _words(entries, _WORDED)
    gone = {*(logged - there)}
    unsaid = {*(there - logged)} | {each.label for each in remarks if (each.label, each.text) not in words}
    yield from (f"审核意见（{name}）缺失" for name in sorted(gone))
    yield from (f"审核意见（{name}）没有提出记录" for name in sorted(unsaid))
    known = [each for each in remarks if each.label not in gone | unsaid]
    answers = _words(entries, {EventKind.ANSWER})
    unanswered = {each.label for each in known if each.answer and (each.label, each.answer) not in answers}
    yield from (f"审核意见（{name}）的答复没有记录" for name in sorted(unanswered))
    closed, logged = Counter(each.label for each in known if each.settled_at), _count(entries, _CLOSED)
    differing = {each.label for each in known if closed[each.label] != logged[each.label]}
    yield from (f"审核意见（{name}）是否销号与办理过程不符" for name in sorted(differing))


def _count(entries: Iterable[LogEntry], deeds: set[EventKind]) -> "Counter[str]":
    return Counter(entry.detail.get("label", "") for entry in entries if entry.action in deeds)


def _words(entries: Iterable[LogEntry], deeds: set[EventKind]) -> set[tuple[str, str]]:
    return {(entry.detail.get("label", ""), entry.comment) for entry in entries if entry.action in deeds}


# Explanations and exemptions, by the code of their check.
def _faults_of_explanations(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    """A new explanation takes the place of the old one, so the log may have more of them, never fewer."""
    there = Counter(assessment.explanations.values_list("code", "text"))
    logged = Counter(
        (entry.detail.get("code"), entry.comment) for entry in entries if entry.action == EventKind.EXPLAIN
    )
    yield from (f"{code} 的警告说明没有填写记录" for code in sorted({code for code, _ in there - logged}))


def _faults_of_exemptions(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    """Those granted or ended while this paper was open: at other times its log has nothing to say."""
    rows = list(Exemption.objects.filter(department=assessment.department_id))
    granted = Counter(_grant(row) for row in rows if _is_open_at(row.granted_at, entries))
    ended = Counter(_end(row) for row in rows if row.ended_at and _is_open_at(row.ended_at, entries))
    for there, deed, what in ((granted, EventKind.EXEMPT, "批准"), (ended, EventKind.END_EXEMPTION, "终止")):
        unlogged = there - _logged(entries, deed)
        yield from (f"{code} 的豁免没有{what}记录" for code in sorted({code for code, _, _ in unlogged}))


def _grant(row: Exemption) -> tuple[str, str, str]:
    return row.code, row.until.isoformat(), row.reason


def _end(row: Exemption) -> tuple[str, str, str]:
    return row.code, row.until.isoformat(), row.end_reason


def _logged(entries: Iterable[LogEntry], deed: EventKind) -> "Counter[tuple[str, str, str]]":
    said = (entry for entry in entries if entry.action == deed)
    return Counter((entry.detail.get("code", ""), entry.detail.get("until", ""), entry.comment) for entry in said)


def _is_open_at(time: datetime, entries: Sequence[LogEntry]) -> bool:
    """Whether the paper was being worked on then: begun, and not approved."""
    before = [entry.to_status for entry in entries if entry.to_status and entry.at <= time]
    return bool(before) and not Status(before[-1]).is_final


# Targets that were adjusted.
def _faults_of_targets(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    """The rows of the year's indicators: who adjusts an approved target gives a reason, and the log has both."""
    department, year = assessment.department_id, assessment.round.fiscal_year_id
    changes = TargetChange.objects.filter(
        Q(indicator__project__department=department, indicator__project__fiscal_year=year)
        | Q(indicator__goal__budget__department=department, indicator__goal__budget__fiscal_year=year)
        | Q(indicator__budget__department=department, indicator__budget__fiscal_year=year)
    )
    logged = Counter(
        (entry.detail.get("indicator"), entry.detail.get("new"), entry.comment)
        for entry in entries
        if entry.action == EventKind.CHANGE_TARGET
    )
    unlogged = Counter(changes.values_list("indicator", "new_value", "reason")) - logged
    names = dict(changes.values_list("indicator", "indicator__name")) if unlogged else {}
    yield from (f"指标“{name}”的指标值调整没有记录" for name in sorted({names[pk] for pk, _, _ in unlogged}))
