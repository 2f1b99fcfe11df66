"""What Word files and web pages are made of: lines and tables, which may hold tables again.

A table that only places text on the page (one cell in each row, or whole tables in its cells) is no table of data:
its words are read as paragraphs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from assessments.intake.loading.document import TextBuilder


@dataclass(slots=True)
class CellBlock:
    """One cell: what stands in it, and how many columns and rows it covers."""

    blocks: list["Block"] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class TableBlock:
    """`edges` are the places of the edges of its columns from the left, where the file tells them."""

    rows: list[list[CellBlock]] = field(default_factory=list)
    edges: tuple[int, ...] = ()


def edges_of(widths: Sequence[int], whole: int = 0) -> tuple[int, ...]:
    """The places of the edges between columns of these widths; none where a width is not told.

    `whole` is the width of the table where it is told: what it has more, each column has alike around its words.
    """
    if not widths or not all(width > 0 for width in widths):
        return ()
    beside = max(0, whole - sum(widths))
    edges = (0, *accumulate(widths))
    return tuple(edge + beside * at // len(widths) for at, edge in enumerate(edges))


@dataclass(frozen=True, slots=True)
class Unread:
    """A picture, an equation or an object, by its Chinese name: it stands here, and what it holds is not read."""

    what: str


Block = str | TableBlock | Unread
_INNER_SHARE = 2  # a table is a frame where at least one half of its words stand in tables inside
_INNER_ROWS = 2  # that have so many rows


def write(builder: TextBuilder, blocks: Sequence[Block]) -> None:
    """Write blocks in their order. Tables in tables come no deeper than the readers let them."""
    for block in blocks:
        if isinstance(block, str):
            builder.paragraph(block)
        elif isinstance(block, Unread):
            builder.unread(block.what)
        elif _is_frame(block):
            for row in block.rows:
                for cell in row:
                    write(builder, cell.blocks)
        else:
            _write_table(builder, block)


def _write_table(builder: TextBuilder, table: TableBlock) -> None:
    builder.open_table()
    for row in table.rows:
        builder.open_row()
        for cell in row:
            builder.cell("\n".join(_words(cell.blocks)), columns=cell.columns, rows=cell.rows)
            for block in _unread(cell.blocks):
                builder.unread(block.what)
    builder.close_table()


def _is_frame(table: TableBlock) -> bool:
    """Whether a table only places text on the page."""
    filled = [row for row in table.rows if row]
    if all(len(row) == 1 for row in filled):
        return True
    inside = (block for row in filled for cell in row for block in cell.blocks if isinstance(block, TableBlock))
    inner = sum(_length(block) for block in inside if len(block.rows) >= _INNER_ROWS)
    return inner > 0 and inner * _INNER_SHARE >= _length(table)


def _length(block: Block) -> int:
    if isinstance(block, str):
        return len(block)
    if isinstance(block, Unread):
        return 0
    return sum(_length(inner) for row in block.rows for cell in row for inner in cell.blocks)


def _unread(blocks: Sequence[Block]) -> Iterator[Unread]:
    for block in blocks:
        if isinstance(block, Unread):
            yield block
        elif isinstance(block, TableBlock):
            for row in block.rows:
                for cell in row:
                    yield from _unread(cell.blocks)


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of a cell; a table inside gives its words row by row."""
    for block in blocks:
        if isinstance(block, str):
            yield block
        elif isinstance(block, TableBlock):
            for row in block.rows:
                yield "　".join("".join(_words(cell.blocks)) for cell in row)
