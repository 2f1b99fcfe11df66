"""Word documents (docx): the main story as a person sees it once every change is accepted.

The zip directory is checked before anything is unpacked, and the XML is read as a stream without document types or
entities, so neither a bomb of zeros nor one of entities gets far. Headers and footers are other parts and not read.
"""

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from assessments.intake.document import ReportText, TextBuilder, Unreadable

LARGEST_PART = 120_000_000  # bytes unpacked
LARGEST_RATIO = 200  # unpacked ÷ packed; Word's own XML stays under 40
MOST_ENTRIES = 5_000
_CHUNK = 1 << 16
_DEEPEST = 400  # elements inside each other
_DEEPEST_TABLE = 6

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BROKEN = "Word 文件已损坏，无法打开。请用 Word 或 WPS 重新保存为 docx 后重试。"
BOMB = "Word 文件解压后过大，已停止读取。请只保留自评报告的文字和表格后重试。"


def read(content: bytes) -> ReportText:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            return _Story().read(archive, _main_part(archive))
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


def _main_part(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    names = {entry.filename: entry for entry in archive.infolist()}
    part = names.get("word/document.xml")
    if part is None:
        raise Unreadable(BROKEN)
    if part.file_size > LARGEST_PART or part.file_size > LARGEST_RATIO * max(part.compress_size, 5_000):
        raise Unreadable(BOMB)
    return part


@dataclass(slots=True)
class _TableState:
    """A table that is being read, kept back until it is whole: a cell below may still reach into the one above."""

    rows: list[list["_CellState"]] = field(default_factory=list)


@dataclass(slots=True)
class _CellState:
    paragraphs: list[str] = field(default_factory=list)
    columns: int = 1
    continues: bool = False  # reaches down from the cell above (vMerge without "restart")


class _Story:
    """Reads one stream of WordprocessingML into paragraphs and tables.

    Insertions count, deletions and moved-away text do not; text boxes are read behind the paragraph that holds them,
    once, though Word stores them twice (the fallback for old versions is skipped).
    """

    _DROPPED = frozenset({"del", "moveFrom", "instrText", "delText", "fldSimpleInstr", "pPrChange", "rPrChange"})

    def __init__(self) -> None:
        self._builder = TextBuilder()
        self._path: list[str] = []
        self._dropped_from: int | None = None
        self._lines: list[list[str]] = []  # paragraphs that are open: one, or more where a text box stands in one
        self._behind: list[str] = []  # paragraphs of text boxes, to follow the paragraph that holds them
        self._tables: list[_TableState] = []
        self._takes_text = False
        self._changes = False
        self._boxes = False

    def read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> ReportText:
        parser = expat.ParserCreate(namespace_separator="|")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
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
        if self._changes:
            self._builder.notes.append("文件带有修订痕迹：按接受全部修订读取，删除的文字不计入。")
        if self._boxes:
            self._builder.notes.append("文件带有文本框：其中的文字排在所在段落之后。")
        return self._builder.document()

    # --- elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("|")
        self._path.append(local)
        if len(self._path) > _DEEPEST:
            raise Unreadable(BROKEN)
        if self._dropped_from is not None:
            return
        if (space in _WORD and local in self._DROPPED) or (space == _COMPATIBILITY and local == "Fallback"):
            self._dropped_from = len(self._path)
            self._changes = self._changes or local in {"del", "moveFrom"}
        elif space in _WORD:
            self._open(local, attributes)

    def _open(self, local: str, attributes: dict[str, str]) -> None:
        match local:
            case "p":
                self._lines.append([])
            case "t":
                self._takes_text = True
            case "tab" if "pPr" not in self._path:
                self._put(" ")
            case "br" | "cr":
                self._put("\n")
            case "noBreakHyphen":
                self._put("-")
            case "sym":
                self._put("□")
            case "ins" | "moveTo":
                self._changes = True
            case "txbxContent":
                self._boxes = True
            case _:
                self._open_in_table(local, attributes)

    def _open_in_table(self, local: str, attributes: dict[str, str]) -> None:
        match local:
            case "tbl":
                if len(self._tables) >= _DEEPEST_TABLE:
                    raise Unreadable(BROKEN)
                self._tables.append(_TableState())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "tc" if self._tables and self._tables[-1].rows:
                self._tables[-1].rows[-1].append(_CellState())
            case "gridSpan" if self._cell is not None:
                self._cell.columns = max(1, min(int(_value(attributes) or 1), 100))
            case "vMerge" if self._cell is not None:
                self._cell.continues = (_value(attributes) or "continue") == "continue"

    def _end(self, name: str) -> None:
        space, _, local = name.rpartition("|")
        depth = len(self._path)
        self._path.pop()
        if self._dropped_from is not None:
            if depth == self._dropped_from:
                self._dropped_from = None
            return
        if space not in _WORD:
            return
        if local == "t":
            self._takes_text = False
        elif local == "p" and self._lines:
            self._close_paragraph("".join(self._lines.pop()))
        elif local == "tbl" and self._tables:
            self._close_table(self._tables.pop())

    def _characters(self, text: str) -> None:
        if self._takes_text and self._dropped_from is None:
            self._put(text)

    # --- what they come to

    @property
    def _cell(self) -> _CellState | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1][-1] if rows and rows[-1] else None

    def _put(self, text: str) -> None:
        if self._lines:
            self._lines[-1].append(text)

    def _close_paragraph(self, text: str) -> None:
        if self._lines:  # the paragraph of a text box ends inside the one that holds the box
            self._behind.append(text)
            return
        for line in (text, *self._behind):
            if self._cell is not None:
                self._cell.paragraphs.append(line)
            else:
                self._builder.paragraph(line)
        self._behind.clear()

    def _close_table(self, table: _TableState) -> None:
        if self._tables or self._lines:  # inside another table or a text box: its words, row by row
            holder = self._cell.paragraphs if self._cell is not None else self._behind
            holder.extend("　".join("".join(cell.paragraphs) for cell in row) for row in table.rows)
            return
        self._builder.open_table()
        for row in range(len(table.rows)):
            self._builder.open_row()
            at = 0
            for cell in table.rows[row]:
                if not cell.continues:
                    self._builder.cell(
                        "\n".join(cell.paragraphs), columns=cell.columns, rows=_height(table.rows, row, at)
                    )
                at += cell.columns
        self._builder.close_table()


def _height(rows: list[list[_CellState]], row: int, column: int) -> int:
    """How many rows a cell covers: the cells below it that continue it, in the same column of the grid."""
    height = 1
    for below in rows[row + 1 :]:
        at = 0
        for cell in below:
            if at >= column:
                break
            at += cell.columns
        else:
            return height
        if at != column or not cell.continues:
            return height
        height += 1
    return height


def _value(attributes: dict[str, str]) -> str | None:
    return next((value for name, value in attributes.items() if name.rpartition("|")[2] == "val"), None)


def _refuse_document_type(*_: object) -> None:
    raise Unreadable("Word 文件含有不允许的内容（文档类型声明），已停止读取。")
