"""Word documents (docx): the main story as a person sees it once every change is accepted.

The zip directory is checked before anything is unpacked, and the XML is read as a stream without document types or
entities, so neither a bomb of zeros nor one of entities gets far. Headers and footers are other parts and not read.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from assessments.intake.document import ReportText, TextBuilder, Unreadable
from assessments.intake.readers.blocks import write
from assessments.intake.readers.numbering import Numbering, read_definitions
from assessments.intake.readers.story import BROKEN, Story

LARGEST_PART = 120_000_000  # bytes unpacked
LARGEST_DEFINITIONS = 8_000_000  # bytes of styles or lists
LARGEST_RATIO = 200  # unpacked ÷ packed; Word's own XML stays under 40
MOST_ENTRIES = 5_000
_CHUNK = 1 << 16
BOMB = "Word 文件解压后过大，已停止读取。请只保留自评报告的文字和表格后重试。"


def read(content: bytes) -> ReportText:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            part = _part(archive, "word/document.xml")
            if part is None:
                raise Unreadable(BROKEN)
            return _document(archive, part, read_definitions(list(_definitions(archive))))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as broken:
        raise Unreadable(BROKEN) from broken
    except zipfile.zlib.error as broken:  # type: ignore[attr-defined]
        raise Unreadable(BROKEN) from broken


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(BOMB)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unreadable("文件已加密。请去除密码后重试。")


def _part(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    part = next((entry for entry in archive.infolist() if entry.filename == name), None)
    if part and (part.file_size > LARGEST_PART or part.file_size > LARGEST_RATIO * max(part.compress_size, 5_000)):
        raise Unreadable(BOMB)
    return part


def _definitions(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Styles and lists, which give the automatic numbers; they are optional parts."""
    for name in ("word/styles.xml", "word/numbering.xml"):
        part = _part(archive, name)
        if part is not None:
            with archive.open(part) as stream:
                content = stream.read(LARGEST_DEFINITIONS + 1)
            if len(content) > LARGEST_DEFINITIONS or b"<!DOCTYPE" in content:
                raise Unreadable(BOMB)
            yield content


def _document(archive: zipfile.ZipFile, part: zipfile.ZipInfo, numbering: Numbering) -> ReportText:
    story = Story(numbering)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = story.start
    parser.EndElementHandler = story.end
    parser.CharacterDataHandler = story.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    unpacked = 0
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST_PART:
                    raise Unreadable(BOMB)
                parser.Parse(chunk, False)  # noqa: FBT003 - expat's own interface
            parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as broken:
        raise Unreadable(BROKEN) from broken
    builder = TextBuilder()
    write(builder, story.finish())
    builder.notes.extend(story.notes())
    return builder.document()


def _refuse_document_type(*_: object) -> None:
    raise Unreadable("Word 文件含有不允许的内容（文档类型声明），已停止读取。")
