"""Reads a report that somebody sent: its kind by its content, then its text. Runs in the bounded child (`checking`)."""

import importlib
import re
from dataclasses import replace
from pathlib import PurePath

from assessments.filetypes.kinds import FileKind, kind_of
from assessments.intake.extraction.tables.plain_tables import tables_in
from assessments.intake.loading.document import TRAILING, ReportText, Unreadable

_FEWEST_CHARACTERS = 20
ACCEPTED = "请上传 docx、pdf（文字版）、html 或 txt 格式的自评报告。"
_EXTENSIONS = {
    "docx": FileKind.DOCX,
    "pdf": FileKind.PDF,
    "html": FileKind.HTML,
    "htm": FileKind.HTML,
    "txt": FileKind.TEXT,
    "text": FileKind.TEXT,
}
# By kind its name for people and its reader. Only that one is imported: PDF and Word bring much with them.
_READERS = {
    FileKind.DOCX: ("Word 文件", "docx.docx_file"),
    FileKind.PDF: ("PDF 文件", "pdf.pdf_file"),
    FileKind.HTML: ("网页", "html.html_file"),
    FileKind.TEXT: ("文本文件", "plain_text"),
}
_PICTURE = "这是图片，没有可读取的文字。请上传 Word 文件或文字版 PDF。"
_OTHER_OFFICE = f"这是 Excel 或 PowerPoint 文件，不是自评报告。{ACCEPTED}"
_REFUSED = {
    FileKind.XLSX: _OTHER_OFFICE,
    FileKind.PPTX: _OTHER_OFFICE,
    FileKind.PNG: _PICTURE,
    FileKind.JPEG: _PICTURE,
    FileKind.PICTURE: _PICTURE,
    FileKind.ENCRYPTED_OFFICE: "文件已加密。请去除密码后重试。",
    FileKind.OLD_OFFICE: "这是旧版 Office 文件（doc、wps、xls）。请用 Word 或 WPS 另存为 docx 后重试。",
    FileKind.RTF: "这是 RTF 文件。请用 Word 或 WPS 另存为 docx 后重试。",
    FileKind.WEB_ARCHIVE: "这是网页归档文件（mht）。请另存为 html 或 docx 后重试。",
    FileKind.ZIP: f"这是压缩包或其他格式的文件。请解压后上传。{ACCEPTED}",
}
_UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")


def read_file(content: bytes, name: str) -> ReportText:
    """The text of a report file; `name` gives the extension. Raises child.Refusal for what is no report with text."""
    if not content.strip():
        raise Unreadable("所选文件没有内容，请重新选择。")
    kind = _kind(content, name)
    reader = importlib.import_module(f"assessments.intake.loading.{_READERS[kind][1]}")
    document = _with_words(reader.read(content))
    return replace(document, tables=tables_in(document.text)) if kind is FileKind.TEXT else document


def read_pasted(text: str) -> ReportText:
    """A report that was pasted; raises child.Refusal where it has no words."""
    lines = (
        line.rstrip(TRAILING) for line in text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    document = _with_words(ReportText("\n".join(lines)))
    return replace(document, tables=tables_in(document.text))


def _kind(content: bytes, name: str) -> FileKind:
    extension = PurePath(name).suffix.lower().lstrip(".")
    found = kind_of(content)
    if found in _REFUSED:
        raise Unreadable(_REFUSED[found])
    if extension and extension not in _EXTENSIONS:
        raise Unreadable(f"不支持 .{extension[:10]} 文件。{ACCEPTED}")
    stated = _EXTENSIONS.get(extension, found)
    if stated is found or (stated, found) == (FileKind.HTML, FileKind.TEXT):
        return stated
    raise Unreadable(f"扩展名是 .{extension}，内容是{_READERS[found][0]}。请核对文件，更正扩展名后重试。")


def _with_words(document: ReportText) -> ReportText:
    """The report, if it has any words; characters that no page and no database can hold become one that they can."""
    if len("".join(document.text.split())) < _FEWEST_CHARACTERS:
        raise Unreadable("文件中没有文字，或文字太少，不像自评报告。请核对后重试。")
    return replace(document, text=_UNWRITABLE.sub("\ufffd", document.text))
