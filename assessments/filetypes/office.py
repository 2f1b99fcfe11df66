"""Office packages that people send: whether they open, and whether they do or bring anything beside their text.

A part is judged by what it is, where it is related to, and its XML; never by its name alone. Packages inside (a chart
brings its workbook) are looked at in the same way.
"""

import re
import stat
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import PurePosixPath
from xml.parsers import expat

from assessments.filetypes.foreign import FOREIGN
from assessments.filetypes.kinds import FileKind, kind_of_package
from assessments.filetypes.packages import (
    BOMB,
    BROKEN,
    LARGEST_RATIO,
    BrokenPackage,
    Package,
    Relationship,
    refuse_document_type,
)
from assessments.filetypes.pictures import refuse_too_large
from assessments.processes.child import Refusal

LARGEST_PACKAGE = 300_000_000  # bytes of all parts, those of packages inside too
DEEPEST = 3  # packages in one another

_AGAIN = "未上传。请用 Word、Excel 或 WPS 删除后另存，再上传。"
MACRO = "文件含宏，未上传。请另存为不含宏的 docx 或 xlsx 后重新上传。"
ACTIVE_X = f"文件含有 ActiveX 控件，{_AGAIN}"
ADD_IN = f"文件含有网络加载项，{_AGAIN}"
DDE = f"文件含有自动执行外部命令的域或公式（DDE），{_AGAIN}"
EMBEDDED = f"文件内嵌了程序或其他文件，{_AGAIN}"
FOREIGN_TEXT = f"文件引用了其他格式的内容（altChunk），{_AGAIN}"
OUTSIDE = "文件会自动读取网络或其他文件中的内容（如模板、图片、对象），未上传。请断开链接或改为嵌入后重新上传。"
DATA_SOURCE = f"文件含有外部数据连接，{_AGAIN}"
SCRIPT = f"文件含有脚本，{_AGAIN}"
ENCODING = "文件使用了不允许的文字编码，未上传。请用 Word、Excel 或 WPS 重新保存后上传。"
PATHS = "文件内部的路径不合规或重复，未上传。请用 Word、Excel 或 WPS 重新保存后上传。"
TEMPLATE = "这是模板文件，未上传。请另存为 docx 或 xlsx 后重新上传。"
BINARY = "这是二进制工作簿（xlsb），未上传。请另存为 xlsx 后重新上传。"

_END_OF_ZIP, _LENGTH_OF_END = b"PK\x05\x06", 22
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096  # bytes
# How the type of a relationship ends, in lower case, whatever part it starts from.
_RELATED = {
    "/vbaproject": MACRO,
    "/wordvbadata": MACRO,
    "/xlmacrosheet": MACRO,
    "/xlintlmacrosheet": MACRO,
    "/control": ACTIVE_X,
    "/activexcontrolbinary": ACTIVE_X,
    "/webextension": ADD_IN,
    "/webextensiontaskpanes": ADD_IN,
    "/afchunk": FOREIGN_TEXT,
}
_TYPED = {"macro": MACRO, "vbaproject": MACRO, "activex": ACTIVE_X}  # words in a content type
_NAMED = {"vbaproject.bin": MACRO, "vbadata.xml": MACRO}
_PROGRAMS = re.compile(
    r"(?:exe|dll|com|scr|cpl|msi|bat|cmd|ps1|vb[se]|jse?|ws[fh]|hta|lnk|jar|sct|inf|reg|chm|url|iqy|library-ms)\Z"
)
_NEVER_OUTSIDE = ("/oleobject", "/frame", "/subdocument", "/package", "/afchunk")
_REMOTE = re.compile(r"(?<!\s)\s*+(?:https?:|ftp:|[\\/]{2})", re.IGNORECASE)
_REMOTE_FILE = re.compile(r"(?<!\s)\s*+file:(?:[\\/]{2}(?![\\/])|[\\/]{4,})", re.IGNORECASE)  # a host, or a share
_RUN_BY_PRESSING = re.compile(
    r"(?<!\s)\s*+(?:javascript|vbscript|data|script|mhtml|its|mk|ms-[a-z-]+|search-ms):", re.IGNORECASE
)
# In UTF-16 as the directory of a compound file has them: names of its streams.
_STREAMS = {"_VBA_PROJECT": MACRO, "\x01Ole10Native": EMBEDDED, "\x01oLE10nATIVE": EMBEDDED}
_OLD_EQUATION = bytes.fromhex("02ce020000000000c000000000000046")  # class of the editor that Office no longer has
_PLAIN_PICTURES = (".emf", ".wmf", ".bmp", ".tif", ".tiff")
_PICTURE_RATIO = 1_100  # a white sheet; no zip packs more densely
_XML_ENDINGS = frozenset({"xml", "rels", "vml", "svg", "xsl", "xslt"})


def check_office(content: bytes) -> None:
    """Raises Refusal where the package does not open, is a bomb, or brings anything that acts by itself."""
    _Inspection().check(content, 1)


class _Inspection:
    """One file with all packages inside it, and what they come to together."""

    def __init__(self) -> None:
        self._unpacked = 0

    def check(self, content: bytes, depth: int) -> None:
        package = Package(content)
        _check_archive(content, package)
        main = package.main
        if main is None or not package.relationships() or "[Content_Types].xml" not in package:
            raise Refusal(BROKEN)
        _check_main_type(package.content_type(main))
        for name in package.names:
            self._check_part(package, name, depth)

    def _check_part(self, package: Package, name: str, depth: int) -> None:
        if name.endswith("/"):  # a folder
            return
        _refuse_by_words(name.lower(), package.content_type(name).lower())
        if name.lower().endswith(".rels"):
            for relationship in package.relationships(_owner(name)):
                _check_relationship(name, relationship)
        pieces = []
        ratio = _PICTURE_RATIO if name.lower().endswith(_PLAIN_PICTURES) else LARGEST_RATIO
        for piece in package.pieces(name, ratio=ratio):
            self._unpacked += len(piece)
            if self._unpacked > LARGEST_PACKAGE:
                raise Refusal(BOMB)
            pieces.append(piece)
        self._check_content(name, package.content_type(name).lower(), b"".join(pieces), depth)

    def _check_content(self, name: str, content_type: str, content: bytes, depth: int) -> None:
        if content.startswith(_OLE):
            _check_compound_file(content)
        elif content.startswith(b"PK\x03\x04"):
            if depth >= DEEPEST or kind_of_package(Package(content)) is FileKind.ZIP:
                raise Refusal(EMBEDDED)
            self.check(content, depth + 1)
        elif content.startswith(b"\x7fELF") or (content.startswith(b"MZ") and b"PE\0\0" in content[:_HEAD]):
            raise Refusal(EMBEDDED)
        elif content.startswith(b"\x89PNG"):
            refuse_too_large(content, FileKind.PNG)
        elif content.startswith(b"\xff\xd8\xff"):
            refuse_too_large(content, FileKind.JPEG)
        elif _is_xml(name, content_type):
            _check_xml(name, content)


def _check_archive(content: bytes, package: Package) -> None:
    """The zip is one file from its first byte to its last, each entry has a place and a name of its own."""
    end = content.rfind(_END_OF_ZIP) + _LENGTH_OF_END
    first = min((entry.header_offset for entry in package.entries), default=0)
    if not content.startswith(b"PK\x03\x04") or first or content[end:].strip(b"\0 \t\r\n"):
        raise Refusal(FOREIGN)
    names = [entry.filename.lower() for entry in package.entries]
    if len(set(names)) < len(names) or any(_is_bad(entry) for entry in package.entries):
        raise Refusal(PATHS)
    places = sorted((entry.header_offset, entry.compress_size) for entry in package.entries)
    if any(start + 30 + size > following for (start, size), (following, _) in pairwise(places)):
        raise Refusal(BOMB)


def _is_bad(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_outside = name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or bool(re.match(r"[A-Za-z]:", name))
    return is_link or is_outside or any(ord(character) < ord(" ") for character in name)


def _check_main_type(content_type: str) -> None:
    if "sheet.binary" in content_type:
        raise Refusal(BINARY)
    if "macro" in content_type.lower():
        raise Refusal(MACRO)
    if "template" in content_type:
        raise Refusal(TEMPLATE)


def _refuse_by_words(name: str, content_type: str) -> None:
    path = PurePosixPath(name)
    if sentence := _NAMED.get(path.name):
        raise Refusal(sentence)
    if _PROGRAMS.match(path.suffix[1:]):
        raise Refusal(EMBEDDED)
    for word, sentence in _TYPED.items():
        if word in content_type:
            raise Refusal(sentence)


def _owner(name: str) -> str:
    """The part whose relationships these are; "" for the package."""
    path, part = PurePosixPath(name), PurePosixPath(name).name[: -len(".rels")]
    return str(path.parent.parent / part) if part else ""


def _check_relationship(name: str, relationship: Relationship) -> None:
    kind, target = relationship.kind.lower(), relationship.target
    for ending, sentence in _RELATED.items():
        if kind.endswith(ending):
            raise Refusal(sentence)
    if not relationship.is_external:
        return
    if kind.endswith("/hyperlink"):  # followed only by who presses it
        if _RUN_BY_PRESSING.match(target):
            raise Refusal(SCRIPT)
        return
    is_of_chart = "/charts/" in name.lower()  # a chart remembers the workbook that it was made in
    if _is_remote(target) or (kind.endswith(_NEVER_OUTSIDE) and not is_of_chart):
        raise Refusal(OUTSIDE)


def _is_remote(target: str) -> bool:
    return any(pattern.match(target) for pattern in (_REMOTE, _REMOTE_FILE, _RUN_BY_PRESSING))


def _check_compound_file(content: bytes) -> None:
    """An object of an older program. A table or a formula may be one; a program or a file in disguise may not."""
    for stream, sentence in _STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise Refusal(sentence)
    if _OLD_EQUATION in content:
        raise Refusal(EMBEDDED)


def _is_xml(name: str, content_type: str) -> bool:
    return name.rpartition(".")[2].lower() in _XML_ENDINGS or content_type.endswith(("+xml", "/xml"))


def _check_xml(name: str, content: bytes) -> None:
    """Read a part as a stream. Drawings of old (vml) are often no sound XML, and Office reads them all the same."""
    parser = expat.ParserCreate(namespace_separator="|")
    watch = _Watch(parser)
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own interface
    except (expat.ExpatError, ValueError, LookupError) as broken:
        if not name.lower().endswith(".vml"):
            raise BrokenPackage(BROKEN) from broken
    watch.finish()


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """ECMA-376 allows UTF-8 and UTF-16; the others hide from whoever searches the bytes."""
    if encoding and encoding.upper() not in {"UTF-8", "UTF8", "UTF-16", "US-ASCII", "ASCII"}:
        raise Refusal(ENCODING)


_DDE_FIELD = re.compile(r"(?<!\s)\s*+(?:\"\s*+)?DDE(?:AUTO)?\b", re.IGNORECASE)
_FETCHING_FIELD = re.compile(r"(?<!\s)\s*+(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD)\b", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s\"]+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FETCHING_FORMULA = re.compile(r"\b(?:WEBSERVICE|CALL|REGISTER|EXEC)\s*\(", re.IGNORECASE)
_ELEMENTS = {"ddeLink": DDE, "script": SCRIPT, "webPr": DATA_SOURCE, "dbPr": DATA_SOURCE, "olapPr": DATA_SOURCE}


class _Watch:
    """Elements that act by themselves, fields of Word and formulas of Excel."""

    def __init__(self, parser: "expat.XMLParserType") -> None:
        self._parser = parser
        self._text: list[str] = []
        self._field: list[str] = []
        self._ended: dict[str, Callable[[str], None]] = {"instrText": self._field.append, "f": _check_formula}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("|")[2]
        if name in _ELEMENTS:
            raise Refusal(_ELEMENTS[name])
        if name in self._ended:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append
        elif name == "fldSimple":
            for value in attributes.values():
                _check_field(value)
        elif name == "fldChar" and "begin" in attributes.values():
            self.finish()

    def end(self, tag: str) -> None:
        name = tag.rpartition("|")[2]
        if name in self._ended:
            self._parser.CharacterDataHandler = None
            self._ended[name]("".join(self._text))

    def finish(self) -> None:
        """A field may stand in pieces, letter by letter."""
        _check_field("".join(self._field))
        self._field.clear()


def _check_field(instruction: str) -> None:
    if _DDE_FIELD.match(instruction):
        raise Refusal(DDE)
    if _FETCHING_FIELD.match(instruction) and any(map(_is_remote, _BETWEEN_WORDS.split(instruction))):
        raise Refusal(OUTSIDE)


def _check_formula(formula: str) -> None:
    """Outside of quotes a bar stands only between a program and what it is asked."""
    bare = _QUOTED.sub("", formula)
    if "|" in bare:
        raise Refusal(DDE)
    if _FETCHING_FORMULA.search(bare):
        raise Refusal(DATA_SOURCE)
