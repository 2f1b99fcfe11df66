"""Papers about the review that stand in a file: opinions of the bureau, notices, replies, the cover of a folder.

They speak of a self-assessment and are none: what they say is not the report's, and their days are not its days.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assessments.intake.loading.document import ReportText, Span, Unreadable, lines_of

# A title is a line of its own that names the year and 绩效; a mention in a list or sentence is none.
_TITLE = r"^(?!附)(?=[^。；，：:\t]{6,60}$)(?=.*20[0-9]{2}\s*年)(?=.*绩效).*"
_BEGUN = re.compile(_TITLE)
_OTHER = re.compile(
    _TITLE + r"(?:(?:审核|评审|审查|复核|核查|批复)意见[书单函]?|整改的?通知书?|整改情况的?(?:函|报告|反馈)|卷宗|案卷)$"
)
_REPORT = re.compile(
    _TITLE + r"(?<!整改情况)(?<!整改情况的)(?:报告|自评表|评价表|情况表|汇总表)(?:[（(].{0,12}[）)])?$"
)
_LETTERHEAD = re.compile(
    "^(?:[\u4e00-\u9fff]{2,30}(?:局|委|会|办|室|心|院|校|所|站|馆|镇|乡|道|处|府|部|厅|队|台|司|社|场|联|团|库|署)"
    r"|[\u4e00-\u9fff]{1,12}[〔\[（(]20[0-9]{2}[〕\]）)]\s*[0-9]{1,5}\s*号)$"
)
_LETTERHEAD_LINES = 2
_NO_LINE = (0, "", "")
_REST_OF_TITLE = 12  # characters: a title that is too long for its line ends in the next one


def own_part(document: ReportText) -> ReportText:
    """The document with other papers blanked out; every character keeps its place."""
    spans = list(_other_papers(document))
    if not spans:
        return document
    text = document.text
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return replace(
        document,
        text=text,
        tables=tuple(table for table in document.tables if not _is_inside(table.start, spans)),
        unread=tuple(place for place in document.unread if not _is_inside(place, spans)),
    )


def with_note_on_other_papers(document: ReportText) -> ReportText:
    """Says which papers of the file are not checked; raises Unreadable where nothing else is in it."""
    titles = [title for title, _ in _titles(document) if title]
    if not titles:
        return document
    named = "、".join(f"《{title}》" for title in dict.fromkeys(titles))
    if not own_part(document).text.strip():
        raise Unreadable(f"文件是{named}，不是自评报告，没有可校核的内容。请上传自评报告。")
    return replace(document, notes=(*document.notes, f"文件中的{named}不是自评报告的内容，未校核。"))


def _other_papers(document: ReportText) -> Iterator[Span]:
    """From the letterhead above each such title to the next title of a report, or to the end."""
    begun: int | None = None
    for title, start in _titles(document):
        if title and begun is None:
            begun = start
        elif not title and begun is not None:
            yield begun, start
            begun = None
    if begun is not None:
        yield begun, len(document.text)


def _titles(document: ReportText) -> Iterator[tuple[str, int]]:
    """Each other paper with its title, each report with "", and where its letterhead begins."""
    head: list[int] = []  # the lines of a letterhead just above
    written = [(start, line, "".join(line.split())) for start, line in lines_of(document.text)]
    written = [row for row in written if row[2]]
    for (start, line, words), (_, _, following) in pairwise((*written, _NO_LINE)):
        goes_on = _BEGUN.match(words) and not _is_title(words) and len(following) <= _REST_OF_TITLE
        title = words + following if goes_on else words
        if _OTHER.match(title):
            yield title, head[0] if head else start
        elif _REPORT.match(title):
            yield "", head[0] if head else start
        head = [*head, start][-_LETTERHEAD_LINES:] if _LETTERHEAD.match(words) and "\t" not in line else []


def _is_title(words: str) -> bool:
    return bool(_OTHER.match(words) or _REPORT.match(words))


def _is_inside(place: int, spans: list[Span]) -> bool:
    return any(start <= place < end for start, end in spans)
