"""Tables that stand right below each other and are equally wide: parts of one form, with one count of columns.

Office programs store each with the columns that it uses. What stands below what is told by the places of their edges.
"""

from collections.abc import Iterable, Iterator, Sequence

from assessments.intake.loading.blocks import Block, CellBlock, TableBlock

_NEAR = 100  # edges within this part of the width are drawn as one: 1.5 mm on a page
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
            if run and (blank > _MOST_BETWEEN or not _are_as_wide(run[-1], block)):
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


def _are_as_wide(one: TableBlock, other: TableBlock) -> bool:
    return abs(one.edges[-1] - other.edges[-1]) * _NEAR <= one.edges[-1]


def _share_columns(tables: Sequence[TableBlock]) -> None:
    """Nothing is changed where all have the same columns, or two edges of one table would fall together."""
    if len({table.edges for table in tables}) < 2:
        return
    places = _common(edge for table in tables for edge in table.edges)
    if any(len({places[edge] for edge in table.edges}) < len(table.edges) for table in tables):
        return
    for table in tables:
        columns = [places[edge] for edge in table.edges]
        last = len(columns) - 1
        for column, cell in list(_placed(table)):
            cell.columns = max(1, columns[min(column + cell.columns, last)] - columns[min(column, last)])


def _placed(table: TableBlock) -> Iterator[tuple[int, CellBlock]]:
    """Each cell with the column in which it begins: right of those that reach down from above."""
    covered: dict[int, int] = {}  # column -> the first row that is free again
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while covered.get(column, 0) > row:
                column += 1
            yield column, cell
            reached = min(column + cell.columns, len(table.edges))
            covered.update(dict.fromkeys(range(column, reached), row + cell.rows))
            column = max(column, reached)


def _common(edges: Iterable[int]) -> dict[int, int]:
    """Each edge with its number from the left; edges near each other have one number."""
    placed = sorted(set(edges))
    near = placed[-1] // _NEAR
    numbered: dict[int, int] = {}
    number, last = -1, None
    for edge in placed:
        if last is None or edge - last > near:
            number += 1
            last = edge
        numbered[edge] = number
    return numbered
