"""Tables drawn as text: cells parted by |, "^" for a cell that goes on from above, "<" for one that goes on from left.

The same drawing becomes a Word table, a web table or, through the page, a table in a PDF.
"""

from dataclasses import dataclass
from html import escape

from tests.assessments.intake.files import drawn, paragraph

UP, LEFT = "^", "<"


@dataclass(frozen=True)
class Drawn:
    text: str
    columns: int
    rows: int


def drawn_rows(drawing):
    """Rows of (column, cell), each cell once where it begins."""
    grid = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().split("\n")]
    width = max(map(len, grid))
    grid = [row + [LEFT] * (width - len(row)) for row in grid]
    for at, row in enumerate(grid):
        cells = []
        for column, text in enumerate(row):
            if text not in {UP, LEFT}:
                columns = _run(row[column + 1 :], LEFT)
                rows = _run([below[column] for below in grid[at + 1 :]], UP)
                cells.append((column, Drawn(text, columns, rows)))
        yield cells


def _run(cells, sign):
    count = 1
    for cell in cells:
        if cell != sign:
            return count
        count += 1
    return count


def web_table(drawing):
    rows = "".join(
        "<tr>" + "".join(f"<td colspan={c.columns} rowspan={c.rows}>{escape(c.text)}</td>" for _, c in cells) + "</tr>"
        for cells in drawn_rows(drawing)
    )
    return f"<table>{rows}</table>"


_SHEET = (
    "<style>@page{size:A4;margin:28mm 26mm} body{font-family:'Noto Serif CJK SC';font-size:12pt;line-height:22pt}"
    "p{margin:0;text-indent:2em} table{border-collapse:collapse;width:100%;font-size:9pt;line-height:13pt}"
    "td{border:0.5pt solid black;padding:2pt 4pt} </style>"
)


def pdf_page(body, *, sheet=""):
    """A PDF of this HTML, its tables ruled; `sheet` adds rules of style."""
    return drawn(body, sheet=_SHEET + f"<style>{sheet}</style>")


def word_table_of(drawing):
    """Cells merged downwards stand once more, empty, in each row that they reach."""
    reaching = {}  # column -> (rows to go, columns)
    rows = ""
    for cells in drawn_rows(drawing):
        begun = dict(cells)
        row = ""
        for column in sorted({*begun, *reaching}):
            if column in begun:
                cell = begun[column]
                row += _word_cell(cell.text, cell.columns, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")
                left, columns = cell.rows - 1, cell.columns
            else:
                left, columns = reaching[column]
                row += _word_cell("", columns, "<w:vMerge/>")
                left -= 1
            reaching[column] = (left, columns)
        reaching = {column: (left, columns) for column, (left, columns) in reaching.items() if left}
        rows += f"<w:tr>{row}</w:tr>"
    return f"<w:tbl>{rows}</w:tbl>"


def _word_cell(text, columns, merge):
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(text)}</w:tc>"
