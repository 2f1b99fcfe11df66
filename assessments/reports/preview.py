"""The pages that a section of the form feeds, as they would be printed now."""

import fcntl
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from django.conf import settings

from assessments.models import Assessment
from assessments.queries import projects_of
from assessments.reports.document.chunks import MOST_CELLS, weight_of
from assessments.reports.document.model import DocumentError, Report, Sheet
from assessments.reports.papers.department_documents import Source, whole_report
from assessments.reports.pdf import page_images
from assessments.reports.pdf.cache import kept
from assessments.reports.pdf.client import Drawn
from assessments.reports.pdf.joined_pages import PdfPage, pages_of
from assessments.reports.pdf.page_images import drawn_page
from assessments.reports.pdf.pdf_file import Enclosed, draw, drawn_report
from assessments.reports.sources import stated_source
from assessments.rules.scoring.transfers import is_transfer
from assessments.terms import Section
from budgets.models import Project

SECONDS = 10  # of processor time: what takes longer is downloaded and not previewed
AT_ONCE = 2  # previews that the server draws at a time: the other workers are there for those who save
_LOOK_AGAIN = 0.1  # seconds
# Where in the text of the report a section shows most of it: what the heading ends with. The others show a form.
_HEADINGS: Mapping[Section, str] = {
    Section.OVERVIEW: "绩效自评开展情况",
    Section.FINANCE: "部门预算安排及资金使用情况",
    Section.NARRATIVE: "绩效自评工作组织开展情况",
    Section.RECTIFICATION: "存在的主要问题",
}


class PreviewBusyError(DocumentError):
    """As many previews are being drawn as may be at a time."""

    def __init__(self) -> None:
        super().__init__("服务器正在生成其他页面，请稍后重试。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    title: str
    pdf: bytes
    pages: tuple[PdfPage, ...]
    missing: tuple[str, ...]  # characters that no font can show
    first: int  # the number, from 1, of the page on which the section begins

    def picture(self, number: int) -> bytes:
        """One of the pages, from 1, as PNG; raises DocumentError. One that looks as before is not drawn again."""
        mark = self.pages[number - 1].mark
        return kept("pictures", mark, lambda: drawn_page(self.pdf, number), seconds=page_images.SECONDS)


def preview_of(assessment: Assessment, section: Section, project: Project | None, *, patience: float = 0) -> Preview:
    """What a section shows, of one project where it is about one. Raises DocumentError.

    Where it must be drawn and others are drawn, it waits for `patience` seconds.
    """
    source = stated_source(assessment)
    report = previewed(source, section, _place(source, assessment, project) if project else None)
    if weight_of(report) > MOST_CELLS:
        raise DocumentError("内容较多，不在此处预览，请下载 PDF 文件查看。")
    drawn = drawn_report(report, draft=source.is_draft, drawer=_InTurn(patience))
    pages = pages_of(drawn.pdf)
    return Preview(title=report.title, pdf=drawn.pdf, pages=pages, missing=drawn.missing, first=_first(pages, section))


def _place(source: Source, assessment: Assessment, project: Project) -> int:
    """What was handed in names its projects by their order: another one at that place is never shown instead."""
    place = [each.pk for each in projects_of(assessment)].index(project.pk)
    names = [each.name for each in source.facts.projects]
    if names[place : place + 1] != [project.name]:
        raise DocumentError("该项目为报送后新增，已报送的报告中没有，请返回填报清单。")
    return place


def previewed(source: Source, section: Section, project: int | None = None) -> Report:
    """The part of the whole report that the section feeds: its text, or forms with their labels.

    `project` is the place, from 0, of the one that the section is about.
    """
    whole = whole_report(source)
    if project is not None:
        return _forms(whole, _project_forms(source, whole.sheets, project))
    if section is Section.GOALS:
        return _forms(whole, whole.sheets[:1])
    if section is Section.PROJECTS:
        return _forms(whole, whole.sheets[-1:])
    return replace(whole, sheets=())


def _forms(whole: Report, sheets: tuple[Sheet, ...]) -> Report:
    title = (sheets[0].title,)
    return replace(whole, title_lines=title, blocks=(), enclosures=(), signature=None, filing=None, sheets=sheets)


def _project_forms(source: Source, sheets: tuple[Sheet, ...], project: int) -> tuple[Sheet, ...]:
    """The project's own form, and that of its money from above."""
    projects = source.facts.projects
    own, transfers = sheets[1 + project], sheets[1 + len(projects) : -1]
    if not transfers or not is_transfer(projects[project].funding):
        return (own,)
    return own, transfers[sum(is_transfer(each.funding) for each in projects[:project])]


def _first(pages: tuple[PdfPage, ...], section: Section) -> int:
    """Papers are named at the end of the text."""
    if section is Section.ATTACHMENTS:
        return len(pages)
    wanted = _HEADINGS.get(section, "")
    found = (number for number, page in enumerate(pages, start=1) for text in page.headings if text.endswith(wanted))
    return next(found, 1)


@dataclass(frozen=True, slots=True)
class _InTurn:
    """Draws when it is one's turn, in less time than a document has."""

    patience: float
    seconds: int = SECONDS

    def __call__(self, html: str, enclosed: Enclosed | None, /, *, is_cut: bool) -> Drawn:
        with _turn(self.patience):
            return draw(html, enclosed, is_cut=is_cut, seconds=self.seconds)


def _turn(patience: float = 0) -> IO[bytes]:
    """One of the places for drawing previews, over all workers of the server, until it is closed.

    Raises PreviewBusyError where none becomes free within `patience` seconds.
    """
    until = time.monotonic() + patience
    while True:
        for number in range(AT_ONCE):
            if lock := _locked(Path(settings.STATE_DIR, f"preview-{number}.lock")):
                return lock
        if time.monotonic() >= until:
            raise PreviewBusyError
        time.sleep(_LOOK_AGAIN)


def _locked(path: Path) -> IO[bytes] | None:
    lock = path.open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
