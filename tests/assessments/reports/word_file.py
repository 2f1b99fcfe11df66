"""Reading a written Word file back: its text in order, its tables as they are merged, its sections."""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Cell:
    text: str
    style: str
    columns: int
    rows: int


class Word:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.document = Document(io.BytesIO(data))

    @cached_property
    def parts(self) -> dict[str, str]:
        """The files inside by name."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            return {name: file.read(name).decode() for name in file.namelist()}

    @property
    def blocks(self) -> list[Paragraph | Table]:
        return list(self.document.iter_inner_content())

    @property
    def text(self) -> str:
        """All words as a reader sees them, numbers of headings among them."""
        return "\n".join(self.lines)

    @cached_property
    def lines(self) -> list[str]:
        """One text per paragraph and cell that is not empty, in reading order."""
        found, counts = [], [0] * 5
        for block in self.blocks:
            if isinstance(block, Table):
                found += [cell.text for row in cells_of(block) for cell in row]
            else:
                found.append(automatic_number(block, counts) + block.text)
        return [text for text in found if text]


def automatic_number(paragraph: Paragraph, counts: list[int]) -> str:
    """What a word processor writes before a heading; each level starts again under the one above it."""
    if not paragraph.style.style_id.startswith("Heading"):
        return ""
    level = int(paragraph.style.style_id[-1])
    counts[level] += 1
    counts[level + 1 :] = [0] * (4 - level)
    number = counts[level]
    chinese = ("十" if number > 9 else "") + _DIGITS[number % 10 - 1] if number % 10 else "十"
    return {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def cells_of(table: Table) -> list[list[Cell]]:
    """Row by row the cells that start in it, and how far they reach."""
    rows = [[_at(tc) for tc in row._tr.tc_lst] for row in table.rows]
    found: list[list[Cell]] = []
    for place, row in enumerate(rows):
        found.append([])
        column = 0
        for tc, columns in row:
            if tc.vMerge != "continue":
                below = 0
                while tc.vMerge == "restart" and _continues(rows, place + below + 1, column):
                    below += 1
                paragraph = Paragraph(tc.p_lst[0], table)
                found[-1].append(Cell(paragraph.text, paragraph.style.style_id, columns, 1 + below))
            column += columns
    return found


def _at(tc):
    return tc, tc.grid_span


def _continues(rows, place: int, column: int) -> bool:
    """Whether the cell at that column of that row reaches down from above."""
    if place == len(rows):
        return False
    at = 0
    for tc, columns in rows[place]:
        if at == column:
            return tc.vMerge == "continue"
        at += columns
    return False


def widths_of(table: Table) -> list[int]:
    return [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]


def outline(word: Word) -> str:
    """Words and layout in one text that can be kept and compared: pages, styles, tables with their grids."""
    lines = []
    for section in word.document.sections:
        size = [round(length.mm) for length in (section.page_width, section.page_height)]
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        lines.append(f"页面 {size} 边距 {[round(length.mm) for length in margins]}")
    for block in word.blocks:
        if isinstance(block, Table):
            lines.append(f"表格 {widths_of(block)}")
            for row, cells in zip(block.rows, cells_of(block), strict=True):
                marks = "".join(re.findall("tblHeader|cantSplit", row._tr.xml.split("<w:tc>")[0]))
                lines.append(f"  {marks}: " + " | ".join(map(_shown, cells)))
        else:
            lines.append(f"{block.style.style_id}: {block.text}".rstrip())
    return "\n".join(lines) + "\n"


def _shown(cell: Cell) -> str:
    reach = f"[{cell.columns}x{cell.rows}]" if (cell.columns, cell.rows) != (1, 1) else ""
    return f"{cell.style}{reach} {cell.text!r}"
