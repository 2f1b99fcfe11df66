"""The documents of one department: the work report, every form, all of it in one, and what the bureau says to it.

Each is a `Report`, so that every drawer draws every document. A further document is one more row in `DOCUMENTS`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from assessments.reports.document.formatting import clean, or_missing
from assessments.reports.document.model import Report
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.papers.archive_folder import archive_folder, has_folder
from assessments.reports.papers.department_documents import (
    Source,
    department_form,
    project_forms,
    summary_form,
    transfer_forms,
    whole_report,
    work_report,
)
from assessments.reports.papers.opinion import has_review_opinion, is_review_going_on, review_opinion
from assessments.reports.papers.rectification import (
    is_reply_unsent,
    notices_in,
    rectification_notice,
    rectification_reply,
    replies_in,
)
from assessments.reports.papers.review_record import Notice
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.rules.scoring.transfers import has_transfers
from evalsite.terms import Term

_LONGEST_NAME = 40  # characters of a department's name in a file name: with the rest below 255 bytes
_ONE_OF_A_SERIES = re.compile(r"(.+)-([0-9]{4})-([0-9]+)")
_UNFIT = re.compile(r'[\s\\/:*?"<>|.]+')


class Format(Term):
    """The value is the ending of the file."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_OFFICE_FILE = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: f"{_OFFICE_FILE}.wordprocessingml.document",
    Format.XLSX: f"{_OFFICE_FILE}.spreadsheetml.sheet",
}
_TEXT = (Format.PDF, Format.DOCX)
TABLE = (Format.PDF, Format.DOCX, Format.XLSX)


class Drawer(Protocol):
    """Draws a document; raises DocumentError where it cannot."""

    def __call__(self, report: Report, /, *, draft: bool) -> bytes: ...


DRAWERS: Mapping[Format, Drawer] = {Format.PDF: render_pdf, Format.DOCX: render_docx, Format.XLSX: render_xlsx}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """What every document has, be it of a department or of the county."""

    key: str  # in addresses and on the command line
    title: str
    suited: tuple[Format, ...]  # the formats that make sense

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that make sense and that can be drawn."""
        return tuple(format_ for format_ in self.suited if format_ in DRAWERS)

    def named(self, number: str, name: str, year: int, format_: Format, *, draft: bool) -> str:
        """Such as 001-信访局-2022年度部门整体支出绩效自评报告.pdf; without a number it begins with the name."""
        parts = [_fit(number), _fit(name), f"{year}年度{self.title}{'（草稿）' if draft else ''}"]
        return "-".join(part for part in parts if part) + f".{format_.value}"


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)[:_LONGEST_NAME]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(DocumentKind):
    """A document of one department."""

    build: Callable[[Source], Report]
    applies: Callable[[Source], bool] = lambda source: True  # noqa: ARG005 - most documents always do
    is_draft: Callable[[Source], bool] = lambda source: source.is_draft

    def file_name(self, source: Source, format_: Format, *, number: str = "") -> str:
        """The name of its file. `number` is the place in a list, else the department's code."""
        year, department = source.facts.year, source.facts.department
        number, name = number or clean(department.code), or_missing(department.name)
        return self.named(number, name, year, format_, draft=self.is_draft(source))


WHOLE_REPORT = Document(key="report", title="部门整体支出绩效自评报告", build=whole_report, suited=TABLE)


def _has_projects(source: Source) -> bool:
    return bool(source.facts.projects)


def _has_transfers(source: Source) -> bool:
    return has_transfers(source.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(DocumentKind):
    """A document of which a department has one for each rectification notice."""

    members: Callable[[Source], Iterable[Notice]]
    build: Callable[[Source, Notice], Report]
    is_draft: Callable[[Notice], bool] = lambda notice: False  # noqa: ARG005 - what was issued is final

    def key_of(self, year: int, number: int) -> str:
        """The key of the one that belongs to the notice of this number."""
        return f"{self.key}-{year}-{number}"

    def title_of(self, year: int, number: int) -> str:
        return f"{self.title}〔{year}〕{number}号"

    def documents(self, source: Source) -> Iterator[Document]:
        return map(self._document, self.members(source))

    def _document(self, notice: Notice) -> Document:
        return Document(
            key=self.key_of(notice.year, notice.number),
            title=self.title_of(notice.year, notice.number),
            suited=self.suited,
            build=lambda source: self.build(source, notice),
            is_draft=lambda source: self.is_draft(notice),  # noqa: ARG005 - it is the notice that was sent or not
        )


DOCUMENTS: tuple[Document, ...] = (
    WHOLE_REPORT,
    Document(key="work-report", title="预算绩效自评工作报告", build=work_report, suited=_TEXT),
    Document(key="department-form", title="部门整体支出绩效自评情况表", build=department_form, suited=TABLE),
    Document(
        key="project-forms",
        title="项目支出绩效自评表",
        build=project_forms,
        suited=TABLE,
        applies=_has_projects,
    ),
    Document(
        key="transfer-form",
        title="转移支付区域（项目）绩效目标自评表",
        build=transfer_forms,
        suited=TABLE,
        applies=_has_transfers,
    ),
    Document(key="summary", title="项目支出绩效自评结果汇总表", build=summary_form, suited=TABLE),
    Document(
        key="review-opinion",
        title="预算绩效自评审核意见书",
        build=review_opinion,
        suited=_TEXT,
        applies=has_review_opinion,
        is_draft=is_review_going_on,
    ),
    Document(
        key="archive-folder", title="部门整体支出绩效自评卷宗", build=archive_folder, suited=_TEXT, applies=has_folder
    ),
)


NOTICE = Series(
    key="rectification-notice", title="整改通知", suited=_TEXT, members=notices_in, build=rectification_notice
)
REPLY = Series(
    key="rectification-reply",
    title="整改情况反馈",
    suited=_TEXT,
    members=replies_in,
    build=rectification_reply,
    is_draft=is_reply_unsent,
)
SERIES: tuple[Series, ...] = (NOTICE, REPLY)
DepartmentKind = Document | Series
KINDS: tuple[DepartmentKind, ...] = (*DOCUMENTS, *SERIES)


def documents_of(source: Source) -> tuple[Document, ...]:
    """The documents that have something to say."""
    single = (document for document in DOCUMENTS if document.applies(source))
    return (*single, *(document for series in SERIES for document in series.documents(source)))


def title_of(key: str) -> str:
    """What the document of this key is called; the key itself where there is none."""
    one_of_many = _ONE_OF_A_SERIES.fullmatch(key)
    for series in SERIES:
        if one_of_many and one_of_many[1] == series.key:
            return series.title_of(int(one_of_many[2]), int(one_of_many[3]))
    return next((kind.title for kind in KINDS if kind.key == key), key)


def document_named(key: str, source: Source) -> Document | None:
    """The document of that key; None where there is none, or nothing to say in it."""
    return next((document for document in documents_of(source) if document.key == key), None)
