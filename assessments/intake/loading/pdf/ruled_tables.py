"""Tables from ruled lines: where lines cross there is a grid, and where a line is missing cells are merged.

Words in what does not come out as a rectangle belong to no cell with certainty: then the table stays text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from assessments.intake.loading.pdf.ruled_lines import Stroke

Place = tuple[int, int]  # row and column of the grid
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
    is_loose: bool = False  # not closed by lines: words in it belong to no certain cell
    is_open: bool = False  # at the edge of the table, with no line above or below


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
    """The page's tables from top to bottom, and whether there are more lines than can be told apart."""
    strokes = list(strokes)
    across = _whole_lines([stroke for stroke in strokes if stroke.is_horizontal])
    down = _whole_lines([stroke for stroke in strokes if not stroke.is_horizontal])
    if len(across) + len(down) > _MOST_LINES:
        return [], True
    found = (_table(rows, columns, page) for rows, columns in _meshes(across, down))
    return sorted((table for table in found if table is not None), key=lambda table: table.ys[0]), False


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
    _merge(table, height, width, _open_sides(down, xs[1:-1], ys), _open_sides(across, ys[1:-1], xs))
    for cell in table.cells:
        cell.is_open = _is_open(cell, across)
    return table if len(table.cells) > 1 else None


def _is_open(cell: RuledCell, across: Sequence[Stroke]) -> bool:
    left, top, right, bottom = cell.box
    return not all(
        _covers([line for line in across if abs(line.at - edge) <= _NEAR], (left + right) / 2) for edge in (top, bottom)
    )


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


def _merge(table: RuledTable, height: int, width: int, open_right: list[set[int]], open_below: list[set[int]]) -> None:
    """Number the cells, from top left: places with no line between them are one cell where they form a rectangle.

    Others are cut into columns: so look merged cells that go on from the page before and are drawn no more.
    """
    table.places = [[-1] * width for _ in range(height)]
    for row, column in product(range(height), range(width)):
        if table.places[row][column] < 0:
            taken = _together(row, column, open_right, open_below)
            rows, columns = {low for low, _ in taken}, {at for _, at in taken}
            if len(taken) == len(rows) * len(columns):
                _add(table, sorted(taken), is_loose=False)
            else:
                _add_columns(table, taken, sorted(columns))


def _add_columns(table: RuledTable, taken: set[Place], columns: Sequence[int]) -> None:
    for at in columns:
        for run in _runs(sorted(low for low, other in taken if other == at)):
            _add(table, [(low, at) for low in run], is_loose=True)


def _together(row: int, column: int, open_right: list[set[int]], open_below: list[set[int]]) -> set[Place]:
    """All places that can be reached without crossing a line."""
    found, waiting = {(row, column)}, [(row, column)]
    while waiting:
        low, at = waiting.pop()
        steps = [
            ((low, at + 1), at < len(open_right) and low in open_right[at]),
            ((low, at - 1), at > 0 and low in open_right[at - 1]),
            ((low + 1, at), low < len(open_below) and at in open_below[low]),
            ((low - 1, at), low > 0 and at in open_below[low - 1]),
        ]
        for place, is_open in steps:
            if is_open and place not in found:
                found.add(place)
                waiting.append(place)
    return found


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Numbers that follow each other."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    yield run


def _add(table: RuledTable, taken: list[Place], *, is_loose: bool) -> None:
    (row, column), (last_row, last_column) = taken[0], taken[-1]
    for low, at in taken:
        table.places[low][at] = len(table.cells)
    box = (table.xs[column], table.ys[row], table.xs[last_column + 1], table.ys[last_row + 1])
    table.cells.append(RuledCell(row, column, last_row - row + 1, last_column - column + 1, box, is_loose))
