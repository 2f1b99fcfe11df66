"""The tables of a PDF: ruled grids filled with the words that stand in them, and put together over page breaks."""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assessments.intake.loading.document import TextBuilder
from assessments.intake.loading.pdf.poppler import PrintedLine, Word, text_of
from assessments.intake.loading.pdf.ruled_lines import NotDrawn, strokes_of
from assessments.intake.loading.pdf.ruled_tables import RuledTable, tables_of
from assessments.intake.loading.pdf.unruled_tables import regions

_FEWEST_BESIDE = 2  # lines beside others that make it worth while to look for ruled lines on a page
_MOST_PAGES = 200  # looked at for lines
_SECONDS = 60  # for all pages together
_HAS_NUMBER = re.compile(r"^[\d.,%]+$")
_FEW_CELLS, _LONG = 4, 8
_EDGE = 5.0  # points: sides of a table on two pages are the same
_SAME = 2.0  # points: and so are lines between its columns


@dataclass(slots=True)
class PageCell:
    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(slots=True)
class PageTable:
    """A table with its words: `bottom` and `last_page` are where it ends."""

    page: int
    top: float
    last_page: int
    bottom: float
    xs: list[float]
    height: int
    cells: list[PageCell] = field(default_factory=list)

    def write(self, builder: TextBuilder) -> None:
        by_row: dict[int, list[PageCell]] = defaultdict(list)
        for cell in self.cells:
            by_row[cell.row].append(cell)
        builder.open_table()
        for row in range(self.height):
            builder.open_row()
            for cell in sorted(by_row[row], key=lambda one: one.column):
                builder.cell(cell.text, columns=cell.columns, rows=cell.rows)
        builder.close_table()

    def row(self, number: int) -> list[PageCell]:
        """The cells that cover a row, from left to right."""
        return sorted(
            (cell for cell in self.cells if cell.row <= number < cell.row + cell.rows), key=lambda one: one.column
        )


@dataclass(slots=True)
class FoundTables:
    """Tables, the lines outside of them, and the pages whose tables could not be told with certainty."""

    tables: list[PageTable]
    lines: list[PrintedLine]
    uncertain: set[int]


def page_tables(path: Path, lines: Sequence[PrintedLine]) -> FoundTables:
    by_page: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    found = FoundTables([], [], set())
    started, looked_at = time.monotonic(), 0
    for page, own in by_page.items():
        if not _may_hold_table(own):
            found.lines.extend(own)
            continue
        looked_at += 1
        if looked_at > _MOST_PAGES or time.monotonic() - started > _SECONDS:
            found.uncertain.add(page)
            found.lines.extend(own)
        else:
            _take_page(path, page, own, found)
    return found


def _may_hold_table(lines: Sequence[PrintedLine]) -> bool:
    """Whether words stand beside each other, as in the columns of a table."""
    beside, deepest = 0, float("-inf")
    for line in sorted(lines, key=lambda one: one.top):
        if line.top < deepest - line.height / 4:
            beside += 1
        deepest = max(deepest, line.bottom)
    return beside >= _FEWEST_BESIDE


def _take_page(path: Path, page: int, lines: list[PrintedLine], found: FoundTables) -> None:
    try:
        tables, are_too_many = tables_of(strokes_of(path, page), page)
    except NotDrawn:
        tables, are_too_many = [], True
    certain = [table for table in tables if _is_certain(table, lines)]
    ruled, rest = _fill(certain, lines)
    in_columns = regions(rest)
    unruled = [_unruled(page, rows) for rows in in_columns]
    taken = {id(line) for rows in in_columns for row in rows for line in row}
    found.lines.extend(line for line in rest if id(line) not in taken)
    found.tables.extend(sorted([*ruled, *unruled], key=lambda table: table.top))
    if are_too_many or len(certain) < len(tables) or unruled:
        found.uncertain.add(page)


def _fill(tables: Sequence[RuledTable], lines: Sequence[PrintedLine]) -> tuple[list[PageTable], list[PrintedLine]]:
    """The tables with the words that stand in them, and what of the lines stands outside."""
    words: list[dict[int, list[Word]]] = [defaultdict(list) for _ in tables]
    rest = []
    for line in lines:
        outside = [word for word in line.words if not _put(word, tables, words)]
        if outside:
            rest.append(line if len(outside) == len(line.words) else _narrowed(line, outside))
    return [_filled(table, own) for table, own in zip(tables, words, strict=True) if own], rest


def _is_certain(table: RuledTable, lines: Sequence[PrintedLine]) -> bool:
    """Whether every word in the table stands in a cell that is closed by lines."""
    places = (table.cell_at(*word.centre) for line in lines for word in line.words)
    return not any(place is not None and table.cells[place].is_loose for place in places)


def _unruled(page: int, rows: list[list[PrintedLine]]) -> PageTable:
    lines = [line for row in rows for line in row]
    xs = [min(line.left for line in lines), max(line.right for line in lines)]
    cells = [PageCell(at, 0, 1, 1, "　".join(line.text for line in row)) for at, row in enumerate(rows)]
    return PageTable(
        page, min(line.top for line in lines), page, max(line.bottom for line in lines), xs, len(rows), cells
    )


def _put(word: Word, tables: Sequence[RuledTable], words: Sequence[dict[int, list[Word]]]) -> bool:
    for table, own in zip(tables, words, strict=True):
        cell = table.cell_at(*word.centre)
        if cell is not None:
            own[cell].append(word)
            return True
    return False


def _narrowed(line: PrintedLine, words: list[Word]) -> PrintedLine:
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    return replace(line, left=left, right=right, words=tuple(words))


def _filled(table: RuledTable, words: dict[int, list[Word]]) -> PageTable:
    height = _closed_rows(table, words)
    cells = [
        PageCell(
            cell.row,
            cell.column,
            min(cell.rows, height - cell.row),
            cell.columns,
            _text(words.get(at, []), cell.box[2]),
        )
        for at, cell in enumerate(table.cells)
        if cell.row < height
    ]
    _, top, _, bottom = table.box
    return PageTable(table.page, top, table.page, bottom, table.xs, height, cells)


def _closed_rows(table: RuledTable, words: dict[int, list[Word]]) -> int:
    """The rows of the grid without those at its end in which no closed cell begins: a break left their sides ragged."""
    closed = (
        cell.row + 1 for at, cell in enumerate(table.cells) if words.get(at) or not (cell.is_loose or cell.is_open)
    )
    return max(closed, default=len(table.ys) - 1)


def _text(words: list[Word], right: float) -> str:
    """A cell's words line by line. A number that the width of its column has broken is one number."""
    text, before = "", None
    for line in _lines(words):
        glue = "" if before is not None and _is_broken_number(text, line, before, right) else "\n"
        text += (glue if text else "") + text_of(line)
        before = line[-1]
    return text


def _lines(words: list[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.centre[1]):
        if lines and word.centre[1] < lines[-1][0].box[3] - (lines[-1][0].box[3] - lines[-1][0].box[1]) / 4:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: one.box[0]) for line in lines]


def _is_broken_number(text: str, line: list[Word], before: Word, right: float) -> bool:
    """Digits at the end of a full line that go on in the next one: "1,135." and "60"."""
    room = before.box[3] - before.box[1]
    return text[-1:] in "0123456789.," and line[0].text[:1] in "0123456789.,%" and right - before.box[2] < room


def joined_tables(tables: Iterable[PageTable], lines: Sequence[PrintedLine]) -> list[PageTable]:
    """Tables that go on from one page to the next made one, without the heads that the next page repeats."""
    joined: list[PageTable] = []
    for table in tables:
        if joined and _goes_on(joined[-1], table, lines):
            _append(joined[-1], table)
        else:
            joined.append(table)
    return joined


def _goes_on(above: PageTable, below: PageTable, lines: Sequence[PrintedLine]) -> bool:
    if below.page != above.last_page + 1:
        return False
    if abs(above.xs[0] - below.xs[0]) > _EDGE or abs(above.xs[-1] - below.xs[-1]) > _EDGE:
        return False
    common = _common(above.xs, below.xs)
    if any(len(set(_places(table.xs, common))) < len(table.xs) for table in (above, below)):
        return False
    between = (
        line
        for line in lines
        if (line.page == above.last_page and line.top > above.bottom - _EDGE)
        or (line.page == below.page and line.bottom < below.top + _EDGE)
    )
    return next(between, None) is None


def _append(above: PageTable, below: PageTable) -> None:
    _align(above, below)
    _drop_repeated_head(above, below)
    if below.height and _is_rest_of_row(above, below):
        for cell in below.row(0):
            if cell.text:
                _covering(above, cell).text += "\n" + cell.text
        _cut(below, 1)
    _let_reach_down(above, below)
    for cell in below.cells:
        cell.row += above.height
    above.cells.extend(below.cells)
    above.height += below.height
    above.last_page, above.bottom = below.last_page, below.bottom


def _let_reach_down(above: PageTable, below: PageTable) -> None:
    """Cells of the last row above that go on in the empty cells at the left of the first row below."""
    last = above.row(above.height - 1)
    for cell in _open_on_the_left(below):
        over = [one for one in last if cell.column <= one.column < cell.column + cell.columns]
        if sum(one.columns for one in over) == cell.columns:
            for one in over:
                one.rows += cell.rows
            below.cells.remove(cell)


def _align(above: PageTable, below: PageTable) -> None:
    """Give both tables the columns of both."""
    xs = _common(above.xs, below.xs)
    for table in (above, below):
        places = _places(table.xs, xs)
        for cell in table.cells:
            start, end = places[cell.column], places[cell.column + cell.columns]
            cell.column, cell.columns = start, end - start
        table.xs = xs


def _common(one: list[float], other: list[float]) -> list[float]:
    xs: list[float] = []
    for place in sorted([*one, *other]):
        if not xs or place - xs[-1] > _SAME:
            xs.append(place)
    return xs


def _places(own: list[float], xs: list[float]) -> list[int]:
    """For each of a table's own lines the number of the common line that is nearest."""
    return [min(range(len(xs)), key=lambda at: abs(xs[at] - place)) for place in own]


def _drop_repeated_head(above: PageTable, below: PageTable) -> None:
    same = 0
    while same < min(above.height, below.height) and _words(above, same) == _words(below, same):
        same += 1
    if same and any(text for _, text in _words(below, 0)):
        _cut(below, same)


def _words(table: PageTable, row: int) -> list[tuple[int, str]]:
    return [(cell.column, "".join(cell.text.split())) for cell in table.row(row)]


def _cut(table: PageTable, rows: int) -> None:
    """Take rows away from the top."""
    kept = []
    for cell in table.cells:
        end = cell.row + cell.rows - rows
        if end > 0:
            cell.row, cell.rows = max(0, cell.row - rows), end - max(0, cell.row - rows)
            kept.append(cell)
    table.cells, table.height = kept, table.height - rows


def _is_rest_of_row(above: PageTable, below: PageTable) -> bool:
    """Whether the first row is the rest of the last row above.

    Either only long words go on that had not come to their end, or only what was empty above is filled.
    """
    row = below.row(0)
    filled = [cell for cell in row if cell.text]
    if not filled or len(row) < 3 or any(cell.rows > 1 or _HAS_NUMBER.search(cell.text) for cell in filled):
        return False
    return _fills_what_was_empty(above, filled) or (not row[0].text and _goes_on_with_words(above, filled, len(row)))


def _fills_what_was_empty(above: PageTable, filled: Sequence[PageCell]) -> bool:
    last = above.row(above.height - 1)
    return any(cell.text for cell in last) and all(_is_empty_above(above, cell) for cell in filled)


def _goes_on_with_words(above: PageTable, filled: Sequence[PageCell], width: int) -> bool:
    """In a narrow table a goal and what came of it may both go on."""
    most = 2 if width <= _FEW_CELLS else 1
    return len(filled) <= most and all(_breaks_off(_covering(above, cell), cell) for cell in filled)


def _is_empty_above(above: PageTable, cell: PageCell) -> bool:
    over = _covering(above, cell)
    return not over.text and over.rows == 1 and (over.column, over.columns) == (cell.column, cell.columns)


def _breaks_off(over: PageCell, cell: PageCell) -> bool:
    same = (over.column, over.columns) == (cell.column, cell.columns)
    return same and len(over.text) >= _LONG and not over.text.endswith(("。", "；", "！"))


def _open_on_the_left(below: PageTable) -> list[PageCell]:
    """Empty cells at the left of the first row: a merged cell of the page above goes on in them."""
    found: list[PageCell] = []
    if below.height:
        for cell in below.row(0):
            if cell.text or len(found) == len(below.row(0)) - 1:
                break
            found.append(cell)
    return found


def _covering(above: PageTable, cell: PageCell) -> PageCell:
    """The cell of the last row above that stands over a cell."""
    last = above.row(above.height - 1)
    return max((over for over in last if over.column <= cell.column), key=lambda over: over.column)
