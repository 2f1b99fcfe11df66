"""A written report before it is a file: paragraphs and tables whose figures are marked, so that one can be changed.

A mark is a run of text between private characters; it carries the codes that must be raised when that figure alone is
wrong. Marks never reach a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from assessments.intake.extraction.tables.plain_tables import tables_in
from assessments.intake.loading import plain_text
from assessments.intake.loading.document import ReportText
from assessments.intake.loading.docx import docx_file
from assessments.intake.loading.html import html_file
from assessments.intake.loading.pdf import pdf_file
from tests.assessments.intake.files import docx, drawn, paragraph, word_table

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
_SHEET = (
    "<style>@page{size:A3 landscape;margin:20mm} body{font-family:'Noto Serif CJK SC';font-size:12pt;line-height:22pt}"
    "p{margin:0;text-indent:2em;white-space:pre-wrap} td{border:1px solid;padding:2mm}</style>"
)
_CUT = re.compile(f"{OPEN}[^{MIDDLE}]*{MIDDLE}?")
KINDS = ("txt", "html", "docx", "pdf")


def mark(text, *codes, exact=False):
    """The text as a figure that the codes hold; `exact`: any change beyond the tolerance is found, however small."""
    return f"{OPEN}{' '.join(codes)}{'!' if exact else ''}{MIDDLE}{text}{CLOSE}" if codes else text


def unmarked(text):
    """Without marks; one that the end cuts off goes too."""
    return _CUT.sub("", _MARK.sub(r"\2", text))


@dataclass(frozen=True)
class Block:
    """A paragraph or a table. `role`: "heading", "problem", "measure", "office", "date", "table" or ""."""

    text: str = ""
    rows: tuple = ()
    role: str = ""


@dataclass(frozen=True)
class Figure:
    """A marked figure: where it stands among the blocks, its text and the codes that hold it."""

    block: int
    row: int
    cell: int
    start: int
    text: str
    codes: frozenset
    exact: bool


@dataclass
class Paper:
    """The report of one style for one story."""

    style: str
    blocks: list = field(default_factory=list)

    def p(self, text, role=""):
        self.blocks.extend(Block(line, role=role) for line in text.split("\n"))

    def table(self, *rows):
        self.blocks.append(Block(rows=tuple(tuple(row) for row in rows), role="table"))

    def figures(self):
        return list(self._figures())

    def _figures(self):
        for at, block in enumerate(self.blocks):
            for row, column, text in _texts(block):
                for match in _MARK.finditer(text):
                    codes = frozenset(match[1].rstrip("!").split())
                    yield Figure(at, row, column, match.start(), match[2], codes, match[1].endswith("!"))

    def with_figure(self, figure, text):
        """The same report with one figure written otherwise."""
        block = self.blocks[figure.block]

        def changed(old):
            match = _MARK.match(old, figure.start)
            return f"{old[: match.start()]}{OPEN}{match[1]}{MIDDLE}{text}{CLOSE}{old[match.end() :]}"

        return self.with_text(figure.block, figure.row, figure.cell, changed(_text(block, figure.row, figure.cell)))

    def with_text(self, at, row, column, text):
        blocks = list(self.blocks)
        block = blocks[at]
        if row < 0:
            blocks[at] = replace(block, text=text)
        else:
            cell = block.rows[row][column]
            new = (text, *cell[1:]) if isinstance(cell, tuple) else text
            cells = (*block.rows[row][:column], new, *block.rows[row][column + 1 :])
            blocks[at] = replace(block, rows=(*block.rows[:row], cells, *block.rows[row + 1 :]))
        return Paper(self.style, blocks)

    def without(self, *places):
        return Paper(self.style, [block for at, block in enumerate(self.blocks) if at not in places])

    def with_block(self, at, block):
        return Paper(self.style, [*self.blocks[:at], block, *self.blocks[at:]])

    def places(self, role):
        return [at for at, block in enumerate(self.blocks) if block.role == role]

    def read_from(self, kind):
        """The report as the readers give it back from a file of this kind."""
        match kind:
            case "txt":
                document = plain_text.read(self.as_text().encode("gb18030"))
                return replace(document, tables=tables_in(document.text))
            case "html":
                return html_file.read(f"<!DOCTYPE html><meta charset=utf-8><body>{self.as_html()}</body>".encode())
            case "docx":
                return docx_file.read(docx("".join(map(_word_block, self.blocks))))
            case "pdf":
                return pdf_file.read(drawn(self.as_html(), sheet=_SHEET))
        raise ValueError(kind)

    def as_text(self):
        lines = []
        for block in self.blocks:
            if block.rows:
                lines += ["\t".join(unmarked(_words(cell)) for cell in row) for row in block.rows]
            else:
                lines.append(unmarked(block.text))
        return "\n".join(lines)

    def as_html(self):
        return "".join(_html_block(block) for block in self.blocks)


def _texts(block):
    if not block.rows:
        yield -1, -1, block.text
    for at, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            yield at, column, _words(cell)


def _text(block, row, column):
    return block.text if row < 0 else _words(block.rows[row][column])


def _words(cell):
    return cell[0] if isinstance(cell, tuple) else cell


def _word_block(block):
    if not block.rows:
        return paragraph(unmarked(block.text))
    rows = [[_plain_cell(cell) for cell in row] for row in block.rows]
    return word_table(rows)


def _plain_cell(cell):
    return (unmarked(cell[0]), *cell[1:]) if isinstance(cell, tuple) else unmarked(cell)


def _html_block(block):
    if not block.rows:
        return f"<p>{escape(unmarked(block.text))}</p>"
    rows = (
        "".join(_html_cell(block.rows, at, column) for column in range(len(row))) for at, row in enumerate(block.rows)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _html_cell(rows, at, column):
    cell = rows[at][column]
    text, columns, merge = (
        (*cell, 1, None)[:3] if isinstance(cell, tuple) and len(cell) > 2 else (_words(cell), 1, None)
    )
    if isinstance(cell, tuple):
        columns = cell[1]
    if merge == "continue":
        return ""
    down = 1
    if merge == "restart":
        offset = _offset(rows[at], column)
        while at + down < len(rows) and _continues(rows[at + down], offset):
            down += 1
    return f'<td colspan="{columns}" rowspan="{down}">{escape(unmarked(text))}</td>'


def _offset(row, column):
    return sum(cell[1] if isinstance(cell, tuple) else 1 for cell in row[:column])


def _continues(row, offset):
    for column, cell in enumerate(row):
        if _offset(row, column) == offset:
            return isinstance(cell, tuple) and len(cell) > 2 and cell[2] == "continue"
    return False


def squeezed(text: str) -> tuple[str, list[int]]:
    """Without spaces, and where each character stands in the text."""
    kept = [(character, at) for at, character in enumerate(text) if not character.isspace()]
    return "".join(character for character, _ in kept), [at for _, at in kept]


def span_of(document: ReportText, paper: Paper, at: int, row: int, column: int, start: int, length: int):
    """Where text[start:start + length] (in marked text) of a block or cell stands in the document that was read."""
    before, own = _before(paper, at, row, column, start)
    text = _text(paper.blocks[at], row, column)
    words = "".join(unmarked(text[start : start + length]).split())
    read, places = squeezed(document.text)
    lead = "".join((before[-80:] + own).split())
    for reach in (60, 30, 15, 8, 4, 0):
        context = lead[max(0, len(lead) - reach) :] if reach else ""
        found = _nearest(read, context + words, len("".join((before + own).split())) - len(context))
        if found is not None:
            low = found + len(context)
            return places[low], places[low + len(words) - 1] + 1
    return None


def placed(paper: Paper, figure: Figure, length: int):
    """Where a figure of this length begins: block, row, cell, start and length, as `span_of` takes it."""
    start = _text(paper.blocks[figure.block], figure.row, figure.cell).index(MIDDLE, figure.start) + 1
    return figure.block, figure.row, figure.cell, start, length


def _before(paper, at, row, column, start):
    lines = []
    for block_at, block in enumerate(paper.blocks[: at + 1]):
        for own_row, own_column, text in _texts(block):
            if block_at == at and (own_row, own_column) == (row, column):
                return "".join(lines), unmarked(text[:start])
            lines.append(unmarked(text))
    raise LookupError


def _nearest(read: str, words: str, near: int) -> int | None:
    places = list(_all(read, words))
    return min(places, key=lambda place: abs(place - near)) if places else None


def _all(read: str, words: str) -> Iterator[int]:
    at = read.find(words)
    while at >= 0 and words:
        yield at
        at = read.find(words, at + 1)
