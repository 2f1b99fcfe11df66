"""A form as its reader sees it, in PDF, Word and Excel: cells on one grid, found by the captions beside and above."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.table import Table

from tests.assessments.reports.excel_file import Excel, shown
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.word_file import Word, cells_of


@dataclass(frozen=True)
class Spot:
    text: str
    top: int
    left: int
    rows: int = 1
    columns: int = 1

    @property
    def bottom(self) -> int:
        return self.top + self.rows - 1

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column < self.left + self.columns


class Grid:
    """Blanks and line breaks do not count. A caption that is looked for stands in the form; where twice, see below."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.spots = tuple(spots)

    def _first(self, caption: str) -> Spot:
        return next(spot for spot in self.spots if spot.text == dense(caption))

    def _at(self, row: int, column: int) -> str:
        (found,) = [spot for spot in self.spots if spot.holds(row, column)]
        return found.text

    def beside(self, caption: str) -> str:
        """What stands right of the first cell with the caption."""
        spot = self._first(caption)
        return self._at(spot.top, spot.left + spot.columns)

    def below(self, caption: str) -> str:
        """What stands under the first cell with the caption."""
        spot = self._first(caption)
        return self._at(spot.bottom + 1, spot.left)

    def at(self, row: str, column: str) -> str:
        """What stands in the last line of the first cell that names the row, under the nearest head of the column."""
        line = self._first(row).bottom
        head = [spot for spot in self.spots if spot.text == dense(column) and spot.bottom < line][-1]
        return self._at(line, head.left)


def dense(text: str) -> str:
    return "".join(text.split())


def grid_of(document: Paper | Word | Excel) -> Grid:
    """All tables of a document of one form: they stand on one grid of columns, one below the other."""
    match document:
        case Paper():
            return Grid(_placed(_rows_of_pdf(document)))
        case Word():
            rows = (row for block in document.blocks if isinstance(block, Table) for row in cells_of(block))
            return Grid(_placed([(cell.text, cell.columns, cell.rows) for cell in row] for row in rows))
        case Excel():
            (sheet,) = document.sheets
            return Grid(_framed(sheet))


def _framed(sheet) -> Iterator[Spot]:
    """What a worksheet has within lines; the rest is its title and what stands below the form."""
    merged = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    reached = {at for each in merged.values() for at in each.cells}
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.border.left.style):
        at = (cell.row, cell.column)
        if at in merged or at not in reached:
            size = merged[at].size if at in merged else {"rows": 1, "columns": 1}
            yield Spot("" if cell.value is None else dense(shown(cell)), *at, **size)


def _placed(rows: Iterable[list[tuple[str, int, int]]]) -> Iterator[Spot]:
    """From cells that say how far they reach, row by row, as HTML, Word and a tagged PDF have them."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for text, columns, height in row:
            while (top, left) in taken:
                left += 1
            taken |= {(top + down, left + across) for down in range(height) for across in range(columns)}
            yield Spot(dense(text), top, left, height, columns)


def _rows_of_pdf(paper: Paper) -> list[list[tuple[str, int, int]]]:
    rows: list[list[tuple[str, int, int]]] = []
    for block in paper.blocks:
        if block.kind == "TR":
            rows.append([])
        elif block.kind in {"TH", "TD"}:
            rows[-1].append((block.text, block.columns, block.rows))
    return rows
