"""Where the cells of a table stand on its grid of columns, for formats that want to be told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.reports.document.model import Cell, TableRow


@dataclass(frozen=True, slots=True)
class CellPlace:
    column: int  # from 0
    cell: Cell
    is_start: bool  # False where the cell reaches down from a row above


def places(rows: Iterable[TableRow]) -> Iterator[list[CellPlace]]:
    """Row by row every cell that covers a part of it, from the left, with those that reach down into it."""
    reaching: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        own, found, below, column = iter(row.cells), [], {}, 0
        while True:
            if is_start := column not in reaching:
                cell = next(own, None)
                if cell is None:
                    break
                left = cell.rows
            else:
                cell, left = reaching[column]
            found.append(CellPlace(column, cell, is_start))
            if left > 1:
                below[column] = (cell, left - 1)
            column += cell.columns
        yield found
        reaching = below
