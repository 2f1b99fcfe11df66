"""Tables from ruled lines: where lines cross there is a grid, and where a line is missing cells are merged.

What does not come out as rectangles is no table that can be told with certainty, and stays text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assessments.intake.readers.ruling import Stroke

_NEAR = 2.5  # points: lines no further apart are one
_GAP = 4.0  # points: pieces of a line, and a line and one that it meets, are no further apart
_MOST_PLACES = 20_000
_MOST_LINES = 1_500  # on one page, once their pieces are put together


@dataclass(slots=True)
class RuledCell:
    row: int
    column: int
    rows: int
    columns: int
    box: tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(slots=True)
class RuledTable:
    """A table on one page. `places` gives for each row and column of the grid the number of its cell."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[RuledCell] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)

    def cell_at(self, x: float, y: float) -> int | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.places[row][column] if inside else None

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def tables_of(strokes: Iterable[Stroke], page: int) -> tuple[list[RuledTable], bool]:
    """The page's tables from top to bottom, and whether some lines form no certain table."""
    strokes = list(strokes)
    across = _whole_lines([stroke for stroke in strokes if stroke.is_horizontal])
    down = _whole_lines([stroke for stroke in strokes if not stroke.is_horizontal])
    if len(across) + len(down) > _MOST_LINES:
        return [], True
    tables, uncertain = [], False
    for rows, columns in _meshes(across, down):
        table = _table(rows, columns, page)
        if table is not None:
            tables.append(table)
        elif len(rows) > 1 and len(columns) > 1:
            uncertain = uncertain or len(rows) + len(columns) > 4  # a plain box is a frame, not a table
    return sorted(tables, key=lambda table: table.ys[0]), uncertain


def _whole_lines(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes in one line put together: borders come cell by cell, and twice where two cells meet."""
    lines: list[Stroke] = []
    row: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: one.at):
        if row and stroke.at - row[0].at > _NEAR:
            lines.extend(_joined(row))
            row = []
        row.append(stroke)
    return [*lines, *_joined(row)] if row else lines


def _joined(row: list[Stroke]) -> list[Stroke]:
    at = sum(stroke.at for stroke in row) / len(row)
    pieces: list[Stroke] = []
    for stroke in sorted(row, key=lambda one: one.start):
        if pieces and stroke.start - pieces[-1].end <= _GAP:
            end = max(pieces[-1].end, stroke.end)
            pieces[-1] = Stroke(stroke.is_horizontal, at, pieces[-1].start, end)
        else:
            pieces.append(Stroke(stroke.is_horizontal, at, stroke.start, stroke.end))
    return pieces


def _meshes(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Lines that meet each other, directly or through others."""
    lines = [*across, *down]
    parent = list(range(len(lines)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for row, line in enumerate(across):
        for column, other in enumerate(down, start=len(across)):
            if _meet(line, other):
                parent[root(column)] = root(row)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for at, line in enumerate(lines):
        groups.setdefault(root(at), ([], []))[0 if line.is_horizontal else 1].append(line)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _meet(across: Stroke, down: Stroke) -> bool:
    return across.start - _GAP <= down.at <= across.end + _GAP and down.start - _GAP <= across.at <= down.end + _GAP


def _edges(lines: Sequence[Stroke], others: Sequence[Stroke]) -> list[float]:
    """Where the grid has its lines in one direction; its outer sides may be open, where the others just end."""
    places = sorted(line.at for line in lines)
    for outer in (min(other.start for other in others), max(other.end for other in others)):
        if all(abs(outer - place) > _GAP for place in places):
            places.append(outer)
    return _distinct(sorted(places))


def _distinct(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept


def _table(across: list[Stroke], down: list[Stroke], page: int) -> RuledTable | None:
    xs, ys = _edges(down, across), _edges(across, down)
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width < 2 or height * width > _MOST_PLACES:
        return None
    table = RuledTable(page, xs, ys)
    open_right = _open_sides(down, xs[1:-1], ys)
    open_below = _open_sides(across, ys[1:-1], xs)
    if not _merge(table, height, width, open_right, open_below):
        return None
    return table if len(table.cells) > 1 else None


def _open_sides(lines: Sequence[Stroke], places: Sequence[float], along: Sequence[float]) -> list[set[int]]:
    """For each inner line of the grid the steps along it at which nothing is drawn."""
    sides = []
    for place in places:
        drawn = [line for line in lines if abs(line.at - place) <= _NEAR]
        steps = range(len(along) - 1)
        sides.append({at for at in steps if not _covers(drawn, (along[at] + along[at + 1]) / 2)})
    return sides


def _covers(lines: Sequence[Stroke], place: float) -> bool:
    return any(line.start <= place <= line.end for line in lines)


def _merge(table: RuledTable, height: int, width: int, open_right: list[set[int]], open_below: list[set[int]]) -> bool:
    """Number the cells, from top left. False where one is no rectangle."""
    places = [[-1] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if places[row][column] >= 0:
                continue
            columns = _reach(open_right, column, row)
            rows = _reach(open_below, row, column)
            taken = [(low, at) for low in range(row, row + rows) for at in range(column, column + columns)]
            if any(places[low][at] >= 0 for low, at in taken) or not _is_whole(
                (row, column, rows, columns), open_right, open_below
            ):
                return False
            for low, at in taken:
                places[low][at] = len(table.cells)
            box = (table.xs[column], table.ys[row], table.xs[column + columns], table.ys[row + rows])
            table.cells.append(RuledCell(row, column, rows, columns, box))
    table.places = places
    return True


def _reach(sides: list[set[int]], start: int, across: int) -> int:
    """How many places one cell covers from `start` on, until a drawn line."""
    length = 1
    while start + length - 1 < len(sides) and across in sides[start + length - 1]:
        length += 1
    return length


def _is_whole(cell: tuple[int, int, int, int], open_right: list[set[int]], open_below: list[set[int]]) -> bool:
    """Whether no line runs through the cell and its sides are drawn from end to end."""
    row, column, rows, columns = cell
    inside = all(set(range(row, row + rows)) <= open_right[at] for at in range(column, column + columns - 1)) and all(
        set(range(column, column + columns)) <= open_below[at] for at in range(row, row + rows - 1)
    )
    right, below = column + columns - 1, row + rows - 1
    closed_right = right >= len(open_right) or not open_right[right] & set(range(row, row + rows))
    closed_below = below >= len(open_below) or not open_below[below] & set(range(column, column + columns))
    return inside and closed_right and closed_below
