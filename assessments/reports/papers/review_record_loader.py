"""The rows of what was said and done about one assessment -> its record, in seven queries whatever their number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, localtime

from assessments.deadlines import reply_punctuality_of
from assessments.facts_loader import submitted_facts, submitted_scheme
from assessments.models import Assessment, FieldComment, LogEntry, RectificationNotice, Snapshot
from assessments.queries import carried_comments, newest_stored_hash, timeline
from assessments.reports.document.filing_number import FilingNumber
from assessments.reports.papers.review_record import (
    Event,
    FiledPaper,
    Notice,
    NoticeItem,
    Remark,
    ReviewRecord,
    Submission,
    SubmittedFinding,
)
from assessments.rules.checks import CHECKS
from assessments.terms import Action, EventKind, Severity

# What papers tell: what happens between department and bureau, and what it changes. The rest stays in the log.
TOLD = (
    EventKind.START,
    Action.SUBMIT,
    Action.WITHDRAW,
    Action.BEGIN_REVIEW,
    Action.PASS_SECTION_REVIEW,
    Action.RETURN_FOR_CHANGES,
    Action.APPROVE,
    Action.PUBLISH,
    Action.REOPEN,
    EventKind.EXEMPT,
    EventKind.END_EXEMPTION,
    EventKind.CHANGE_TARGET,
    EventKind.REVISE_SCHEME,
)


_CHECKS = {rule.code: rule.title for rule in CHECKS}


def record_of(assessment: Assessment) -> ReviewRecord:
    """What was said and done, without private notes of a review."""
    entries = list(timeline(assessment).filter(action__in=TOLD).order_by("number"))
    return ReviewRecord(
        events=tuple(map(_event, entries)),
        remarks=tuple(map(_remark, carried_comments(assessment))),
        reviewed=_reviewed(assessment, entries),
        attachments=tuple(
            FiledPaper(name=paper.name, size=paper.size, sha256=paper.sha256) for paper in assessment.attachments.all()
        ),
        notices=tuple(map(_notice, assessment.notices.prefetch_related("items"))),
        stored_sha256=newest_stored_hash(assessment),
        years_kept=settings.YEARS_KEPT,
    )


def _event(entry: LogEntry) -> Event:
    return Event(
        action=entry.action,
        at=localtime(entry.at),
        title=_title(entry),
        who=entry.who,
        words=entry.comment,
        moved_to=entry.moved_to,
        due=entry.day("due") if entry.action == Action.SUBMIT else None,
        back_by=entry.day("return_due_on"),
    )


def _title(entry: LogEntry) -> str:
    """The deed with the name of the check that it was about: papers do not speak of codes."""
    code = entry.detail.get("code", "")
    return entry.title.replace(code, _CHECKS[code]) if code in _CHECKS else entry.title


def _remark(comment: FieldComment) -> Remark:
    return Remark(
        label=comment.label,
        text=comment.text,
        author=str(comment.author),
        sent_on=localdate(comment.sent_at),
        answer=comment.answer,
        answered_by=str(comment.answered_by or ""),
        answered_on=localdate(comment.answered_at) if comment.answered_at else None,
        is_settled=comment.settled_at is not None,
    )


def _notice(row: RectificationNotice) -> Notice:
    return Notice(
        year=row.year,
        number=row.number,
        reference=row.reference,
        opening=row.opening,
        issued_on=row.issued_on,
        due_on=row.due_on,
        replied_on=row.replied_on,
        accepted_on=row.accepted_on,
        lateness=reply_punctuality_of(row, localdate()).lateness,
        items=tuple(
            NoticeItem(
                problem=item.problem,
                requirement=item.requirement,
                answer=item.answer,
                done_on=item.done_on,
                evidence=item.evidence,
            )
            for item in row.items.all()
        ),
    )


def _reviewed(assessment: Assessment, entries: Iterable[LogEntry]) -> Submission | None:
    """The newest submission that a review has begun on."""
    submitted = reviewed = None
    for entry in entries:
        if entry.action == Action.SUBMIT:
            submitted = entry.snapshot_id
        elif entry.action == Action.BEGIN_REVIEW:
            reviewed = submitted
    return _submission(assessment.snapshots.get(pk=reviewed)) if reviewed else None


def _submission(snapshot: Snapshot) -> Submission:
    content = snapshot.content
    facts = submitted_facts(snapshot)
    return Submission(
        number=FilingNumber(facts.year, snapshot.assessment_id, snapshot.number),
        facts=facts,
        scheme=submitted_scheme(snapshot),
        due=date.fromisoformat(content["due"]),
        findings=tuple(map(_finding, content["findings"])),
    )


def _finding(said: dict[str, Any]) -> SubmittedFinding:
    until = said["exempted_until"]
    return SubmittedFinding(
        code=said["code"],
        severity=Severity(said["severity"]),
        message=said["message"],
        explanation=said["explanation"] or "",
        explained_by=said["explained_by"] or "",
        exemption=said["exemption"] or "",
        exempted_by=said["exempted_by"] or "",
        exempted_until=date.fromisoformat(until) if until else None,
    )
