"""What was filed is what is kept: log, snapshots, stored reports, attachments and rows, asked one by one.

Each is asked both ways: what the chain names is there, and what is there the chain names. Whoever can change every row
can also make a new chain that fits: a list of chain ends shows that.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from assessments.exchange.differences import changes_between
from assessments.facts_loader import facts_of, submitted_facts
from assessments.history import broken_entries, digest
from assessments.integrity.attachments import faults_of_attachments
from assessments.integrity.days import differs
from assessments.integrity.notices import faults_of_notices
from assessments.integrity.said import faults_of_what_was_said
from assessments.models import Assessment, LogEntry, Snapshot, StoredReport
from assessments.schema.pointers import label
from assessments.terms import Action


def faults_of(assessment: Assessment) -> Iterator[str]:
    """Every fault of one assessment in a line of Chinese; none where all is as it was filed."""
    chain = _chain_of(assessment)
    yield from _faults_of_papers(assessment, chain, None)
    yield from faults_of_what_was_said(assessment, chain.entries)
    yield from faults_of_notices(assessment, chain.entries)
    yield from _faults_of_data(assessment, chain)


def faults_of_papers(assessment: Assessment, *, most: int) -> Iterator[str]:
    """Those of what was handed in and approved alone; `most` bytes of attachments are read, where many may ask."""
    yield from _faults_of_papers(assessment, _chain_of(assessment), most)


def _faults_of_papers(assessment: Assessment, chain: "_Chain", most: int | None) -> Iterator[str]:
    if chain.broken:
        yield f"办理过程第 {'、'.join(map(str, chain.broken))} 条被改动，或其前后缺少记录"
    yield from _faults_of_row(assessment, chain.entries)
    yield from _faults_of_snapshots(assessment, chain.entries)
    yield from _faults_of_reports(assessment, chain.entries)
    yield from faults_of_attachments(assessment, chain.entries, chain.standing, most=most)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The log in its order. The detail of an entry that does not fit says nothing."""

    entries: list[LogEntry]
    broken: list[int]  # numbers of the entries that do not fit
    standing: Snapshot | None  # the submission at hand; None while the department may change what it says


def _chain_of(assessment: Assessment) -> _Chain:
    broken = broken_entries(assessment)
    entries = list(assessment.log.select_related("snapshot").order_by("number"))
    for entry in entries:
        entry.detail = {} if entry.number in broken else entry.detail
    return _Chain(entries, broken, _standing(assessment, entries, broken))


def _standing(assessment: Assessment, entries: Sequence[LogEntry], broken: Collection[int]) -> Snapshot | None:
    submitted = [entry for entry in entries if entry.action == Action.SUBMIT]
    if not assessment.submitted_at or not submitted or submitted[-1].number in broken:
        return None
    snapshot = submitted[-1].snapshot
    return snapshot if snapshot and digest(snapshot.content) == snapshot.sha256 else None


def seal_of(stored: StoredReport) -> LogEntry | None:
    """The entry of the approval that stored this report; one from before files were sealed has no `report_sha256`."""
    entries = LogEntry.objects.filter(
        assessment=stored.assessment_id, action=Action.APPROVE, snapshot=stored.snapshot_id
    )
    return entries.order_by("number").first()


_DAYS = ("first_submitted_on", "first_due_on", "return_due_on")


def _faults_of_row(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    """What the row repeats of its log: where it stands, and the days by which lateness is judged."""
    statuses = [entry.to_status for entry in entries if entry.to_status]
    if statuses and statuses[-1] != assessment.status:
        yield "当前状态与办理过程不符"
    own = [entry for entry in entries if "notice" not in entry.detail]
    if differs(assessment, _DAYS, own):
        yield "首次报送日期、当时的截止日期或重新报送期限与办理过程不符"


def _faults_of_snapshots(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    submitted = [entry.snapshot for entry in entries if entry.action == Action.SUBMIT]
    for number, snapshot in enumerate(submitted, start=1):
        if snapshot is None:
            yield f"第 {number} 次报送的数据缺失"
    known = {snapshot.pk for snapshot in submitted if snapshot}
    for snapshot in assessment.snapshots.order_by("number").iterator(chunk_size=1):
        if digest(snapshot.content) != snapshot.sha256:
            yield f"第 {snapshot.number} 次报送的数据与其文件校验值不符"
        if snapshot.pk not in known:
            yield f"第 {snapshot.number} 次报送的数据没有报送记录"


def _faults_of_reports(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    seals = {entry.snapshot_id: entry for entry in entries if entry.action == Action.APPROVE}
    stored_reports = assessment.stored_reports.order_by("pk")
    for stored in stored_reports.iterator(chunk_size=1):
        yield from _faults_of_report(stored, seals.pop(stored.snapshot_id, None))
    yield from (f"{_which(entry)}存档报告缺失" for entry in seals.values())


def _faults_of_report(stored: StoredReport, seal: LogEntry | None) -> Iterator[str]:
    what = _which(seal)
    if hashlib.sha256(stored.pdf).hexdigest() != stored.sha256:
        yield f"{what}存档报告与其文件校验值不符"
    if seal is None:
        yield f"{what}存档报告没有终审通过的记录"
    elif seal.detail.get("report_sha256", stored.sha256) != stored.sha256:
        yield f"{what}存档报告与终审通过时登记的文件校验值不符"


def _which(seal: LogEntry | None) -> str:
    """Which submission an approval was of, whatever is left to tell."""
    number = seal and (seal.snapshot.number if seal.snapshot else seal.detail.get("snapshot"))
    return f"第 {number} 次报送的" if number else ""


# What may change after the submission: the day of publication, and names in the register of departments.
# Attachments are held against their own list.
_ELSEWHERE = re.compile(r"/dates/published|/department/name|/projects/\d+/unit|/attachments(?:/.*)?")


def _faults_of_data(assessment: Assessment, chain: _Chain) -> Iterator[str]:
    """While nobody may change the form, its rows say what was handed in: none changed, gone or added."""
    standing = chain.standing
    if standing is None:
        return
    facts = facts_of(assessment)
    paths = [change["path"] for change in changes_between(submitted_facts(standing), facts)]
    places = [label(path, facts) for path in paths if not _ELSEWHERE.fullmatch(path)]
    if places:
        yield f"填报数据与第 {standing.number} 次报送的不符：{places[0]}等 {len(places)} 处"
