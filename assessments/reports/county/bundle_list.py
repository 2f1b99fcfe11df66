"""What lies in a ZIP file of many documents: a list for people, and one that `sha256sum --check` reads."""

from collections.abc import Iterable

from assessments.models import BundledDocument
from assessments.reports.county.documents import COUNTY_DOCUMENTS
from assessments.reports.documents import Format, title_of
from assessments.reports.excel.csv_text import csv_text
from assessments.terms import DocumentState

_HEAD = ("序号", "部门", "材料", "格式", "文件名", "状态", "字节数", "文件校验值（SHA-256）", "说明")
_OF_ALL = {document.key: document.title for document in COUNTY_DOCUMENTS}


def listed(documents: Iterable[BundledDocument]) -> str:
    """清单.csv: every document that was asked for, those that could not be drawn with their reason."""
    return csv_text((_HEAD, *(_row(document) for document in documents)))


def _row(document: BundledDocument) -> tuple[str, ...]:
    state = "草稿" if document.is_draft else "正式"
    if document.state != DocumentState.DONE:
        state = DocumentState(document.state).label
    size = "" if document.size is None else str(document.size)
    title = _OF_ALL.get(document.key) or title_of(document.key)
    what = (str(document.position), document.whose, title, Format(document.format).label)
    return *what, document.name, state, size, document.sha256, document.reason


def checksums(documents: Iterable[BundledDocument]) -> str:
    return "".join(f"{document.sha256}  {document.name}\n" for document in documents)
