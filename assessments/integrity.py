"""What was filed is what is kept: logs, snapshots, stored reports and files, asked one by one.

Whoever can change every row can also make a new chain that fits. A list of the ends of all chains, kept where they
cannot reach it, shows that.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.history import broken_entries, digest
from assessments.models import Assessment, Attachment, LogEntry, RectificationNotice, StoredReport
from assessments.reports.csv_text import csv_text
from assessments.terms import Action, Deed


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last entry of one log on the day of a list."""

    assessment: int
    title: str
    entries: int
    hash: str


def faults_of(assessment: Assessment, *, reads_files: bool = True) -> Iterator[str]:
    """Every fault of one assessment in a line of Chinese; none where all is as it was filed.

    Without `reads_files` of an attachment's file only its size is asked: enough where many may ask.
    """
    entries = _log_of(assessment)
    if broken := broken_entries(assessment):
        yield f"办理过程第 {'、'.join(map(str, broken))} 条被改动，或其前后缺少记录"
    yield from _faults_of_row(assessment, entries)
    yield from _faults_of_notices(assessment, entries)
    yield from _faults_of_snapshots(assessment, entries)
    yield from _faults_of_reports(assessment, entries)
    yield from _faults_of_attachments(assessment, entries, reads_files=reads_files)


def _log_of(assessment: Assessment) -> list[LogEntry]:
    """The log in its order; a detail that is no longer what the application writes says nothing."""
    entries = list(assessment.log.select_related("snapshot").order_by("number"))
    for entry in entries:
        entry.detail = entry.detail if isinstance(entry.detail, dict) else {}
    return entries


def seal_of(stored: StoredReport) -> LogEntry | None:
    """The entry of the approval that stored this report; one from before files were sealed has no `report_sha256`."""
    entries = LogEntry.objects.filter(
        assessment=stored.assessment_id, action=Action.APPROVE, snapshot=stored.snapshot_id
    )
    return entries.order_by("number").first()


_DAYS = ("first_submitted_on", "first_due_on", "return_due_on")
_DAYS_OF_NOTICES = ("first_replied_on", "first_due_on", "return_due_on")


def _faults_of_row(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    """What the row repeats of its log: where it stands, and the days by which lateness is judged."""
    statuses = [entry.to_status for entry in entries if entry.to_status]
    if statuses and statuses[-1] != assessment.status:
        yield "当前状态与办理过程不符"
    own = [entry for entry in entries if "notice" not in entry.detail]
    if _differs(assessment, _DAYS, own):
        yield "首次报送日期、当时的截止日期或重新报送期限与办理过程不符"


def _faults_of_notices(assessment: Assessment, entries: Sequence[LogEntry]) -> Iterator[str]:
    for notice in assessment.notices.all():
        own = [entry for entry in entries if entry.detail.get("notice") == notice.pk]
        if _differs(notice, _DAYS_OF_NOTICES, own):
            yield f"整改通知 {notice.reference} 的首次反馈日期、当时的整改期限或重新报送期限与办理过程不符"


def _differs(row: Assessment | RectificationNotice, names: Sequence[str], entries: Iterable[LogEntry]) -> bool:
    """Whether the row has other days than the last that its log names."""
    logged = {name: entry.detail[name] for entry in entries for name in names if name in entry.detail}
    return logged != {name: day.isoformat() if (day := getattr(row, name)) else None for name in logged}


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


def _faults_of_attachments(assessment: Assessment, entries: Sequence[LogEntry], *, reads_files: bool) -> Iterator[str]:
    """What was uploaded and not taken out again is there, and so is all that the standing submission lists."""
    attachments = list(assessment.attachments.all())
    missing = _uploaded(entries)
    missing.subtract(attachment.sha256 for attachment in attachments)
    lost = {sha256 for sha256, count in missing.items() if count > 0}
    names = {entry.detail.get("sha256"): entry.detail.get("attachment") for entry in entries}
    yield from (f"附件“{names[sha256]}”的登记缺失或被改动" for sha256 in sorted(lost))
    listed = Counter(
        (item["name"], item["sha256"]) for item in _listed(assessment, entries) if item["sha256"] not in lost
    )
    listed.subtract((attachment.name, attachment.sha256) for attachment in attachments)
    yield from (f"附件“{name}”的登记缺失或被改动" for (name, _), count in sorted(listed.items()) if count > 0)
    sealed = [attachment for attachment in attachments if attachment.sha256]
    yield from filter(None, (_fault_of_file(attachment, reads_it=reads_files) for attachment in sealed))


def _uploaded(entries: Iterable[LogEntry]) -> "Counter[str]":
    """By SHA-256 how many files the log has as uploaded and not taken out."""
    signs = {Deed.ATTACH: 1, Deed.DETACH: -1}
    uploaded: Counter[str] = Counter()
    for entry in entries:
        if entry.action in signs and entry.detail.get("sha256"):
            uploaded[entry.detail["sha256"]] += signs[Deed(entry.action)]
    return uploaded


def _listed(assessment: Assessment, entries: Iterable[LogEntry]) -> list[dict[str, Any]]:
    """What the submission at hand lists; nothing while the department may change it."""
    if not assessment.submitted_at:
        return []
    snapshots = [entry.snapshot for entry in entries if entry.action == Action.SUBMIT and entry.snapshot]
    is_whole = bool(snapshots) and digest(snapshots[-1].content) == snapshots[-1].sha256
    return snapshots[-1].content.get("attachments", []) if is_whole else []


def _fault_of_file(attachment: Attachment, *, reads_it: bool) -> str:
    try:
        size, found = attachment.file.size, _sha256_of(attachment) if reads_it else attachment.sha256
    except (OSError, ValueError):
        return f"附件“{attachment.name}”的文件不能读取"
    if found != attachment.sha256:
        return f"附件“{attachment.name}”的文件与其文件校验值不符"
    return "" if attachment.size in {None, size} else f"附件“{attachment.name}”的文件大小与登记的不符"


def _sha256_of(attachment: Attachment) -> str:
    with attachment.file.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- a list of the ends of all chains ---------------------------------------------------------------------------------

_HEAD = ["自评", "名称", "办理过程条数", "末条哈希"]


def chain_ends(assessments: Iterable[Assessment]) -> list[ChainEnd]:
    """One query for each log; a log without entries is left out."""
    ends = ((assessment, assessment.log.order_by("-number").first()) for assessment in assessments)
    return [ChainEnd(each.pk, str(each), last.number, last.hash) for each, last in ends if last]


def written(ends: Iterable[ChainEnd]) -> bytes:
    """A table that Excel opens."""
    rows = ((str(end.assessment), end.title, str(end.entries), end.hash) for end in ends)
    return csv_text([_HEAD, *rows]).encode()


def read(content: bytes) -> list[ChainEnd]:
    """ValueError where the table is another one, or not one at all."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    if not rows or rows[0] != _HEAD:
        raise ValueError("no list of chain ends")
    return [ChainEnd(int(number), title, int(entries), hash_) for number, title, entries, hash_ in rows[1:]]


def faults_against(ends: Iterable[ChainEnd]) -> Iterator[str]:
    """Logs that no longer have the entry with which they ended on the day of the list."""
    for end in ends:
        entry = LogEntry.objects.filter(assessment=end.assessment, number=end.entries).first()
        if entry is None or entry.hash != end.hash:
            yield f"{end.title}：清单所列的第 {end.entries} 条办理过程已不存在或被改动"
