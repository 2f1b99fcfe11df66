"""Attachments against the chain: what was uploaded, what the submission at hand lists, and the files themselves."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assessments.models import Assessment, Attachment, LogEntry, Snapshot
from assessments.terms import EventKind


def faults_of_attachments(
    assessment: Assessment, entries: Sequence[LogEntry], standing: Snapshot | None, *, most: int | None
) -> Iterator[str]:
    """What was uploaded and not taken out again is there, so is all that `standing` lists, and nothing else is."""
    attachments = list(assessment.attachments.all())
    names = {entry.detail.get("sha256"): entry.detail.get("attachment") for entry in entries}
    there = Counter(attachment.sha256 for attachment in attachments if attachment.file)
    uploaded = _uploaded(entries)
    lost = uploaded - there
    yield from (f"附件“{names[sha256]}”的登记缺失或被改动" for sha256 in sorted(lost))
    added = {each.name: None for each in attachments if each.file and each.sha256 in there - uploaded}
    yield from (f"附件“{name}”没有上传记录" for name in added)
    yield from _faults_against_list(attachments, standing, {*lost}, {*added})
    whole = set(read_whole(attachments, most))
    sealed = [attachment for attachment in attachments if attachment.sha256]
    yield from filter(None, (_fault_of_file(attachment, reads_it=attachment in whole) for attachment in sealed))


def _uploaded(entries: Iterable[LogEntry]) -> "Counter[str]":
    """By SHA-256 how many files the log has as uploaded and not taken out."""
    signs = {EventKind.ATTACH: 1, EventKind.DETACH: -1}
    uploaded: Counter[str] = Counter()
    for entry in entries:
        if entry.action in signs and entry.detail.get("sha256"):
            uploaded[entry.detail["sha256"]] += signs[EventKind(entry.action)]
    return uploaded


def _faults_against_list(
    attachments: Iterable[Attachment], standing: Snapshot | None, lost: set[str], added: set[str]
) -> Iterator[str]:
    """What the submission at hand lists, with or without a file; what is told already is not told again."""
    if standing is None or "attachments" not in standing.content:
        return
    listed = Counter((item["name"], item["sha256"]) for item in standing.content["attachments"])
    there = Counter((attachment.name, attachment.sha256) for attachment in attachments)
    gone = sorted(name for name, sha256 in listed - there if sha256 not in lost)
    yield from (f"附件“{name}”的登记缺失或被改动" for name in gone)
    more = sorted(name for name, _ in there - listed if name not in added and name not in gone)
    yield from (f"附件“{name}”不在第 {standing.number} 次报送所列的附件中" for name in more)


def read_whole(attachments: Iterable[Attachment], most: int | None) -> list[Attachment]:
    """Those whose files are read: the smallest first, as long as they have no more than `most` bytes together.

    The size is the row's, which the file is held against before it is read. A row from before sizes were kept has none.
    """
    filed = [attachment for attachment in attachments if attachment.file]
    if most is None:
        return filed
    taken, left = [], most
    for attachment in sorted(filed, key=lambda each: each.size or 0):
        if attachment.size is not None and attachment.size <= left:
            taken.append(attachment)
            left -= attachment.size
    return taken


def _fault_of_file(attachment: Attachment, *, reads_it: bool) -> str:
    try:
        if attachment.size not in {None, attachment.file.size}:
            return f"附件“{attachment.name}”的文件大小与登记的不符"
        found = _sha256_of(attachment) if reads_it else attachment.sha256
    except (OSError, ValueError):
        return f"附件“{attachment.name}”的文件不能读取"
    return "" if found == attachment.sha256 else f"附件“{attachment.name}”的文件与其文件校验值不符"


def _sha256_of(attachment: Attachment) -> str:
    with attachment.file.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
