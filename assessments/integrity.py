"""What was filed is what is kept: logs, snapshots, stored reports and files, asked one by one.

Whoever can change every row can also make a new chain that fits. A list of the ends of all chains, kept where they
cannot reach it, shows that.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.history import broken_entries, digest
from assessments.models import Assessment, Attachment, LogEntry
from assessments.reports.csv_text import csv_text


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last entry of one log on the day of a list."""

    assessment: int
    title: str
    entries: int
    hash: str


def faults_of(assessment: Assessment) -> Iterator[str]:
    """Every fault of one assessment in a line of Chinese; none where all is as it was filed."""
    if broken := broken_entries(assessment):
        yield f"办理过程第 {'、'.join(map(str, broken))} 条被改动，或其前后缺少记录"
    for snapshot in assessment.snapshots.order_by("number").iterator(chunk_size=1):
        if digest(snapshot.content) != snapshot.sha256:
            yield f"第 {snapshot.number} 次报送的数据与其文件校验值不符"
    for stored in assessment.stored_reports.select_related("snapshot").iterator(chunk_size=1):
        if hashlib.sha256(stored.pdf).hexdigest() != stored.sha256:
            yield f"第 {stored.snapshot.number} 次报送的存档报告与其文件校验值不符"
    yield from filter(None, map(_fault_of_file, assessment.attachments.exclude(sha256="")))


def _fault_of_file(attachment: Attachment) -> str:
    try:
        with attachment.file.open() as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return f"附件“{attachment.name}”的文件不能读取"
    return "" if found == attachment.sha256 else f"附件“{attachment.name}”的文件与其文件校验值不符"


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
