"""Office packages (ECMA-376 part 2): a zip whose main part is named by its relationships, whatever its name is.

The number of entries is bounded before the directory is read, the size of every part before it is unpacked, and XML
is read without document types or entities.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

from assessments.processes.child import Refusal

MOST_ENTRIES = 5_000
LARGEST_PART = 120_000_000  # bytes unpacked
LARGEST_RATIO = 200  # unpacked ÷ packed; Word's own XML stays under 40
LARGEST_LIST = 2_000_000  # bytes of relationships or content types
_DENSE_ENOUGH = 5_000  # bytes packed: below, a small part may be as dense as it likes
_ENTRY = b"PK\x01\x02"
_MAIN = "/officeDocument"  # how the type of the relationship to the main part ends, in both editions of the standard
_USUAL = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_TYPES = "[Content_Types].xml"

TOO_MANY = f"文件内的部件超过 {MOST_ENTRIES} 个，不像正常的 Office 文件，未读取。请另存为新文件后重试。"
BOMB = "文件解压后过大，未读取。请只保留需要的文字和表格后重试。"
ENCRYPTED = "文件已加密，打不开。请去除密码后重试。"
BROKEN = "文件已损坏，打不开。请用 Word 或 WPS 重新保存后重试。"
DOCUMENT_TYPE = "文件含有不允许的内容（文档类型声明），未读取。请用 Word 或 WPS 重新保存后重试。"
_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError,
)  # fmt: skip


class BrokenPackage(Refusal):
    """It is no zip, or it is damaged."""


@dataclass(frozen=True, slots=True)
class Relationship:
    kind: str  # the whole type, a URI
    target: str  # the name of a part, or an address outside
    is_external: bool


Start = Callable[[str, dict[str, str]], None]


class Package:
    """An open package. Everything raises Refusal where it is out of bounds, encrypted or damaged."""

    def __init__(self, content: bytes) -> None:
        # Every entry of the directory begins with this mark: its count bounds them before any is read.
        if content.count(_ENTRY) > MOST_ENTRIES:
            raise Refusal(TOO_MANY)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _FAULTS as broken:
            raise BrokenPackage(BROKEN) from broken
        self.entries = tuple(self._archive.infolist())  # as the directory has them, the same name twice too
        if any(entry.flag_bits & 1 for entry in self.entries):
            raise Refusal(ENCRYPTED)
        self._entries = {entry.filename.lower(): entry for entry in self.entries}  # names of parts know no case

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.filename for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def pieces(self, name: str, *, most: int = LARGEST_PART, ratio: int = LARGEST_RATIO) -> Iterator[bytes]:
        """A part's bytes in pieces, never more than `most` and `ratio` times its packed size; none where it is not."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return
        dense = ratio * max(entry.compress_size, _DENSE_ENOUGH)
        if entry.file_size > min(most, dense):
            raise Refusal(BOMB)
        try:
            with self._archive.open(entry) as stream:
                yield from _up_to(stream, most)
        except _FAULTS as broken:
            raise BrokenPackage(BROKEN) from broken

    def read(self, name: str, *, most: int = LARGEST_PART) -> bytes | None:
        """A whole part; None where there is none."""
        return b"".join(self.pieces(name, most=most)) if name in self else None

    def relationships(self, name: str = "") -> tuple[Relationship, ...]:
        """Those of a part, or of the package itself."""
        folder, _, file = name.rpartition("/")
        found: list[Relationship] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition("|")[2] == "Relationship":
                found.append(_relationship(folder, attributes))

        self.parse(posixpath.join(folder, "_rels", f"{file}.rels"), start)
        return tuple(found)

    def related(self, name: str, kind: str) -> str | None:
        """The part that a part is related to by a type with this ending, where the package has it."""
        targets = (item.target for item in self.relationships(name) if item.kind.endswith(kind))
        return next((target for target in targets if target in self), None)

    @property
    def main(self) -> str | None:
        """The name of the main part."""
        return self.related("", _MAIN) or next((name for name in _USUAL if name in self), None)

    def content_type(self, name: str) -> str:
        """What the package says that a part is, else that every part with its ending is; "" where it says nothing."""
        by_name, by_ending = self._content_types
        return by_name.get(name.lower()) or by_ending.get(name.rpartition(".")[2].lower(), "")

    @cached_property
    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        by_name: dict[str, str] = {}
        by_ending: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            stated = attributes.get("ContentType", "")
            if tag.rpartition("|")[2] == "Override":
                by_name[attributes.get("PartName", "").lstrip("/").lower()] = stated
            else:
                by_ending[attributes.get("Extension", "").lower()] = stated

        self.parse(_TYPES, start)
        return by_name, by_ending

    def parse(self, name: str, start: Start) -> None:
        """Hand every opening tag of a small XML part to `start`."""
        parser = expat.ParserCreate(namespace_separator="|")
        parser.StartElementHandler = start
        parser.StartDoctypeDeclHandler = refuse_document_type
        content = self.read(name, most=LARGEST_LIST)
        if content is None:
            return
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat's own interface
        except expat.ExpatError as broken:
            raise BrokenPackage(BROKEN) from broken


def refuse_document_type(*_: object) -> None:
    raise Refusal(DOCUMENT_TYPE)


def _up_to(stream: IO[bytes], most: int) -> Iterator[bytes]:
    unpacked = 0
    while piece := stream.read(1 << 16):
        unpacked += len(piece)
        if unpacked > most:
            raise Refusal(BOMB)
        yield piece


def _relationship(folder: str, attributes: dict[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    is_external = attributes.get("TargetMode", "").lower() == "external"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relationship(attributes.get("Type", ""), target, is_external)
