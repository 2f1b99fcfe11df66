"""Tables that stand right below each other and are equally wide: parts of one form, with one count of columns.

Office programs store each with the columns that it uses. What stands below what is told by the places of their edges.
"""

from collections.abc import Iterable, Iterator, Sequence

from assessments.intake.readers.blocks import Block, TableBlock

_NEAR = 57  # twentieths of a point, 1 mm: edges that are drawn as one
_MOST_BETWEEN = 1  # blank line, which Word needs between two tables


def with_common_columns(blocks: Iterable[Block]) -> list[Block]:
    """The blocks; cells of stacked tables cover the columns of all of them."""
    kept = list(blocks)
    for run in _runs(kept):
        _share_columns(run)
    return kept


def _runs(blocks: Sequence[Block]) -> Iterator[list[TableBlock]]:
    run: list[TableBlock] = []
    blank = 0
    for block in blocks:
        if isinstance(block, TableBlock) and block.edges:
            if run and (blank > _MOST_BETWEEN or abs(run[-1].edges[-1] - block.edges[-1]) > _NEAR):
                yield run
                run = []
            run.append(block)
            blank = 0
        elif isinstance(block, str) and not block.strip():
            blank += 1
        else:
            yield run
            run = []
    yield run


def _share_columns(tables: Sequence[TableBlock]) -> None:
    """Nothing is changed where all have the same columns, or two edges of one table would fall together."""
    if len({table.edges for table in tables}) < 2:
        return
    places = _common(edge for table in tables for edge in table.edges)
    if any(len({places[edge] for edge in table.edges}) < len(table.edges) for table in tables):
        return
    for table in tables:
        columns = [places[edge] for edge in table.edges]
        for cell in (cell for row in table.rows for cell in row):
            first = min(cell.column, len(columns) - 2)
            last = min(cell.column + cell.columns, len(columns) - 1)
            cell.column, cell.columns = columns[first], max(1, columns[last] - columns[first])


def _common(edges: Iterable[int]) -> dict[int, int]:
    """Each edge with its number from the left; edges near each other have one number."""
    numbered: dict[int, int] = {}
    number, last = -1, None
    for edge in sorted(set(edges)):
        if last is None or edge - last > _NEAR:
            number += 1
            last = edge
        numbered[edge] = number
    return numbered
