"""Opens a report that somebody sent: what kind of file it is by its content, then its text from a bounded child."""

import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import PurePath

from assessments import bounded
from assessments.intake import reading
from assessments.intake.document import MOST_CHARACTERS, TRAILING, ReportText, Unreadable
from assessments.intake.typed import tables_in

LARGEST_FILE = 30_000_000  # bytes
SECONDS = 60  # of processor time
MEMORY = 1024**3  # bytes of address space
_LARGEST_WRITTEN = 64 * 1024**2  # bytes that the child may write into one file
_FEWEST_CHARACTERS = 20

_EXTENSIONS = {"docx": "docx", "pdf": "pdf", "html": "html", "htm": "html", "txt": "txt", "text": "txt"}
_NAMES = {"docx": "Word 文件", "pdf": "PDF 文件", "html": "网页", "txt": "文本文件"}
ACCEPTED = "请上传 docx、pdf（文字版）、html 或 txt 格式的自评报告。"
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def open_report(content: bytes, name: str) -> ReportText:
    """The text of a report file. `content` may be cut one byte behind LARGEST_FILE; `name` gives the extension.

    Raises Unreadable with a Chinese answer for everything that is no report with text.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，无法读取。自评报告一般不超过几 MB，请去除图片后重试。"
        )
    if not content.strip():
        raise Unreadable("文件是空的。请检查后重试。")
    kind = _kind(content, name)
    document = _with_words(_read(content, kind))
    return replace(document, tables=tables_in(document.text)) if kind == "txt" else document


def pasted(text: str) -> ReportText:
    """A report that was pasted; raises Unreadable where it is empty or too long."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("粘贴的文字过多（超过 500 万字）。请只粘贴自评报告。")
    lines = (
        line.rstrip(TRAILING) for line in text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    document = _with_words(ReportText("\n".join(lines)))
    return replace(document, tables=tables_in(document.text))


def _with_words(document: ReportText) -> ReportText:
    """The report, if it has any words; characters that no page and no database can hold become one that they can."""
    if len("".join(document.text.split())) < _FEWEST_CHARACTERS:
        raise Unreadable("文件中没有文字，或文字太少，不像自评报告。请检查后重试。")
    return replace(document, text=_UNWRITABLE.sub("\ufffd", document.text))


# --- what kind of file it is ------------------------------------------------------------------------------------------


def _kind(content: bytes, name: str) -> str:
    extension = PurePath(name).suffix.lower().lstrip(".")
    found = _kind_by_content(content)
    if extension and extension not in _EXTENSIONS:
        raise Unreadable(f"不支持 .{extension[:10]} 文件。{ACCEPTED}")
    stated = _EXTENSIONS.get(extension, found)
    if stated == found or (stated, found) == ("html", "txt"):
        return stated
    raise Unreadable(f"扩展名是 .{extension}，内容却是{_NAMES[found]}。请确认文件后改正扩展名重试。")


def _kind_by_content(content: bytes) -> str:
    head = content[:2048]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED_PACKAGE in content:
            raise Unreadable("文件已加密。请去除密码后重试。")
        raise Unreadable("这是旧版 Office 文件（doc、wps、xls）。请用 Word 或 WPS 另存为 docx 后重试。")
    if content.startswith(b"{\\rtf"):
        raise Unreadable("这是 RTF 文件。请用 Word 或 WPS 另存为 docx 后重试。")
    if content.startswith(_PICTURES):
        raise Unreadable("这是图片，没有可读取的文字。请上传 Word 文件或文字版 PDF。")
    if head.lstrip()[:13].lower() == b"mime-version:":
        raise Unreadable("这是网页归档文件（mht）。请另存为 html 或 docx 后重试。")
    return "html" if _MARKUP.search(head) else "txt"


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:10_000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise Unreadable("Word 文件已损坏，无法打开。请用 Word 或 WPS 重新保存为 docx 后重试。") from broken
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise Unreadable(f"这是 Excel 或 PowerPoint 文件，不是自评报告。{ACCEPTED}")
    raise Unreadable(f"这是压缩包或其他格式的文件。请解压后上传。{ACCEPTED}")


# --- the child --------------------------------------------------------------------------------------------------------


def _read(content: bytes, kind: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> ReportText:
    command = [sys.executable, "-I", reading.__file__, kind]
    try:
        ended = bounded.run(command, content, seconds=seconds, memory=memory, files=_LARGEST_WRITTEN)
    except TimeoutError as late:
        raise Unreadable("读取文件超时，请稍后重试。") from late
    if ended.code == 0:
        return ReportText.from_json(json.loads(ended.output.decode("utf-8", "surrogatepass")))
    raise Unreadable(_reason(ended))


def _reason(ended: bounded.Ended) -> str:
    if ended.code == reading.REFUSED:
        return ended.complaint.decode(errors="replace")
    if ended.code == reading.OUT_OF_MEMORY or ended.is_out_of_bounds:
        return "文件内容过多或过于复杂，读取时超出时间或内存限制。请只保留自评报告的文字和表格后重试。"
    return "文件无法读取，可能已损坏。请重新保存后重试。"
