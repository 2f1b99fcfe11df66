"""A list of the ends of all chains, kept where whoever changes rows cannot reach it: it shows a chain made anew."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.models import Assessment, LogEntry
from assessments.reports.excel.csv_text import csv_text

_HEAD = ["自评", "名称", "办理过程条数", "末条哈希"]


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last entry of one log on the day of a list."""

    assessment: int
    title: str
    entries: int
    hash: str


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
