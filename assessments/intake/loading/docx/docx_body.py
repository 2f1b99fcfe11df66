"""The main story of a Word document: WordprocessingML elements in, lines and tables out.

Insertions count, deletions and moved-away text do not; hidden text is not read. Text boxes follow the paragraph that
holds them, once, though Word stores them twice (the fallback for old versions is skipped).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assessments.intake.limits import DEEPEST
from assessments.intake.loading.blocks import Block, CellBlock, TableBlock, Unread, edges_of
from assessments.intake.loading.document import Unreadable
from assessments.intake.loading.docx.numbering import Numbering, before, integer

BROKEN = "Word 文件已损坏，无法打开。请用 Word 或 WPS 重新保存为 docx 后重试。"
_DEEPEST_TABLE = 6
_MOST_SPAN = 100
_WIDEST = 32_000  # twentieths of a point, more than any page
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# What is no longer there, what was there before a change, and what is written above a word as its sound.
_DROPPED = frozenset(
    {
        "delText", "instrText", "fldSimpleInstr", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "tblGridChange", "sectPrChange", "numberingChange", "rt",
    }
)  # fmt: skip
_DELETED = frozenset({"del", "moveFrom"})
_WRITTEN = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
# Elements of other vocabularies that hold what is not read; the preview of an object is the object.
_UNREAD = {
    "pic": "图片", "imagedata": "图片", "oMath": "公式", "chart": "图表", "relIds": "图示", "OLEObject": "嵌入对象",
}  # fmt: skip
_OF_TABLES = frozenset({"tbl", "gridCol", "tr", "tc", "gridSpan", "vMerge", "hMerge", "gridBefore"})
_NO = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class _Cell:
    blocks: list[Block] = field(default_factory=list)
    columns: int = 1
    continues: bool = False  # reaches down from the cell above (vMerge without "restart")
    beside: bool = False  # belongs to the cell on its left (hMerge without "restart")

    def take(self, local: str, value: str | None) -> None:
        match local:
            case "gridSpan":
                self.columns = _span(value)
            case "vMerge":
                self.continues = (value or "continue") == "continue"
            case "hMerge":
                self.beside = (value or "continue") == "continue"


@dataclass(slots=True)
class _DocxRow:
    cells: list[_Cell] = field(default_factory=list)
    is_deleted: bool = False

    def take(self, local: str, value: str | None) -> None:
        if local == "gridBefore":
            self.cells.append(_Cell(columns=_span(value)))
        elif local == "tc":
            self.cells.append(_Cell())
        elif self.cells:
            self.cells[-1].take(local, value)


@dataclass(slots=True)
class _Table:
    rows: list[_DocxRow] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)

    def take(self, local: str, value: str | None) -> None:
        """An element of the table itself; those of a row or a cell that does not stand there say nothing."""
        row = self.rows[-1] if self.rows else None
        if local == "tr":
            self.rows.append(_DocxRow())
        elif local == "gridCol":
            if len(self.widths) < _MOST_SPAN:
                self.widths.append(min(integer(value) or 0, _WIDEST))
        elif row is not None:
            row.take(local, value)


@dataclass(slots=True)
class _Box:
    """A text box: its blocks follow the paragraph that it stands in."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    behind: list[Block] = field(default_factory=list)
    style: str = ""
    number: str | None = None
    level: int | None = None
    goes_on: bool = False  # its end was deleted: the next paragraph is part of it
    hides: bool = False  # the run that is being read is hidden


class Story:
    """Takes elements in their order; `finish` gives the blocks."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._blocks: list[Block] = []
        self._open: list[_Table | _Box | _Paragraph] = []  # what is being read, outermost first
        self._path: list[str] = []
        self._dropped_from: int | None = None
        self._joined: list[tuple[list[Block], str]] = []  # text that waits for the paragraph that goes on with it
        self._takes_text = False
        self._tables = 0
        self._changes = self._boxes = self._footnotes = False

    def finish(self) -> list[Block]:
        self._let_go(None)
        return self._blocks

    def notes(self) -> Iterator[str]:
        if self._changes:
            yield "文件带有修订痕迹：按接受全部修订读取，删除的文字不计入。"
        if self._boxes:
            yield "文件带有文本框：其中的文字排在所在段落之后。"
        if self._footnotes:
            yield "文件带有脚注或尾注：注文未校核。"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("|")
        self._path.append(local)
        if len(self._path) > DEEPEST:
            raise Unreadable(BROKEN)
        if self._dropped_from is not None:
            return
        if space == _COMPATIBILITY and local == "Fallback":
            self._dropped_from = len(self._path)
        elif space in _WORD:
            if local in _DROPPED or local in _DELETED:
                self._drop(local)
            else:
                self._begin(local, attributes)
        elif local in _UNREAD:
            self._leave_unread(local)

    def _leave_unread(self, local: str) -> None:
        is_preview = local == "imagedata" and "object" in self._path
        if not is_preview and not (self._paragraph is not None and self._paragraph.hides):
            self._behind().append(Unread(_UNREAD[local]))

    def _drop(self, local: str) -> None:
        self._dropped_from = len(self._path)
        if local not in _DELETED:
            return
        self._changes = True
        holder, paragraph, row = self._path[-2] if len(self._path) > 1 else "", self._paragraph, self._row
        if holder == "rPr" and "pPr" in self._path and paragraph is not None:
            paragraph.goes_on = True  # the mark of the paragraph itself
        elif holder == "trPr" and row is not None:
            row.is_deleted = True

    def _begin(self, local: str, attributes: dict[str, str]) -> None:
        if local in _OF_TABLES:
            self._in_table(local, _value(attributes, "w" if local == "gridCol" else "val"))
        elif local in _WRITTEN:
            if "pPr" not in self._path:  # where "tab" defines a stop
                self._put(_WRITTEN[local])
        elif local == "p":
            self._open.append(_Paragraph())
        elif local == "t":
            self._takes_text = True
        elif local == "txbxContent":
            self._boxes = True
            self._open.append(_Box())
        else:
            self._changes = self._changes or local in {"ins", "moveTo"}
            self._footnotes = self._footnotes or local in {"footnoteReference", "endnoteReference"}
            if self._paragraph is not None:
                self._of_paragraph(self._paragraph, local, _value(attributes))

    def _of_paragraph(self, paragraph: _Paragraph, local: str, value: str | None) -> None:
        match local:
            case "r":
                paragraph.hides = False
            case "pStyle":
                paragraph.style = value or ""
            case "numId" if "numPr" in self._path:
                paragraph.number = value
            case "ilvl" if "numPr" in self._path:
                paragraph.level = integer(value)
            case "vanish" if "pPr" not in self._path and value not in _NO:
                paragraph.hides = True

    def _in_table(self, local: str, value: str | None) -> None:
        if local == "tbl":
            self._tables += 1
            if self._tables > _DEEPEST_TABLE:
                raise Unreadable(BROKEN)
            self._open.append(_Table())
        elif (table := self._table) is not None:
            table.take(local, value)

    def end(self, name: str) -> None:
        space, _, local = name.rpartition("|")
        depth = len(self._path)
        self._path.pop()
        if self._dropped_from is not None:
            if depth == self._dropped_from:
                self._dropped_from = None
        elif space in _WORD:
            self._finish_element(local)

    def _finish_element(self, local: str) -> None:
        last = self._open[-1] if self._open else None
        if local == "t":
            self._takes_text = False
        elif local == "p" and isinstance(last, _Paragraph):
            self._open.pop()
            self._close_paragraph(last)
        elif local == "txbxContent" and isinstance(last, _Box):
            self._open.pop()
            self._behind().extend(last.blocks)
        elif local == "tbl" and isinstance(last, _Table):
            self._open.pop()
            self._tables -= 1
            self._behind().append(_merged(last))

    def characters(self, text: str) -> None:
        if self._takes_text and self._dropped_from is None:
            self._put(text)

    @property
    def _paragraph(self) -> _Paragraph | None:
        return self._open[-1] if self._open and isinstance(self._open[-1], _Paragraph) else None

    @property
    def _table(self) -> _Table | None:
        return self._open[-1] if self._open and isinstance(self._open[-1], _Table) else None

    @property
    def _row(self) -> _DocxRow | None:
        table = self._table
        return table.rows[-1] if table and table.rows else None

    def _put(self, text: str) -> None:
        paragraph = self._paragraph
        if paragraph is not None and not paragraph.hides:
            paragraph.parts.append(text)

    def _behind(self) -> list[Block]:
        """Where a finished table or box goes: behind the paragraph that holds it, else where it stands."""
        paragraph = self._paragraph
        return paragraph.behind if paragraph is not None else self._holder()

    def _holder(self) -> list[Block]:
        """The blocks that a finished paragraph joins: those of a box, of a cell, or of the story."""
        last = self._open[-1] if self._open else None
        if isinstance(last, _Box):
            return last.blocks
        if isinstance(last, _Table) and last.rows and last.rows[-1].cells:
            return last.rows[-1].cells[-1].blocks
        return self._blocks

    def _close_paragraph(self, paragraph: _Paragraph) -> None:
        holder, text = self._holder(), "".join(paragraph.parts)
        text = self._let_go(holder) + text
        if paragraph.goes_on:
            self._joined.append((holder, text))
        elif not self._numbering.is_contents(paragraph.style):
            label = self._numbering.label(paragraph.style, paragraph.number, paragraph.level)
            holder.append(before(label, text))
        holder.extend(paragraph.behind)

    def _let_go(self, holder: list[Block] | None) -> str:
        """Text that waits for its next paragraph; what waited elsewhere becomes a paragraph there."""
        waiting = ""
        for place, text in self._joined:
            if place is holder:
                waiting += text
            elif text:
                place.append(text)
        self._joined.clear()
        return waiting


def _merged(table: _Table) -> TableBlock:
    """The table with its merged cells told by how far they reach."""
    rows = [_beside(row) for row in table.rows if not row.is_deleted]
    reach: dict[int, CellBlock] = {}  # column -> the cell that may still reach down there
    block = TableBlock(edges=edges_of(table.widths))
    for cells in rows:
        at, made, below = 0, [], {}
        for cell in cells:
            above = reach.get(at)
            if cell.continues and above is not None and above.columns == cell.columns:
                above.rows += 1
                above.blocks.extend(line for line in cell.blocks if line)
                below[at] = above
            else:
                own = CellBlock(cell.blocks, cell.columns)
                made.append(own)
                below[at] = own
            at += cell.columns
        reach = below
        block.rows.append(made)
    return block


def _beside(row: _DocxRow) -> list[_Cell]:
    cells: list[_Cell] = []
    for cell in row.cells:
        if cell.beside and cells:
            cells[-1].columns += cell.columns
        else:
            cells.append(cell)
    return cells


def _span(value: str | None) -> int:
    return max(1, min(integer(value) or 1, _MOST_SPAN))


def _value(attributes: dict[str, str], called: str = "val") -> str | None:
    return next((value for name, value in attributes.items() if name.rpartition("|")[2] == called), None)
