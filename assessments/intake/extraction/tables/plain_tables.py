"""Tables in plain text: rows of cells parted by tabs, as they are pasted from Word, Excel or a web page.

The text stays as it is; cells point into it. Pasting leaves merged cells out, so a row may be shorter than its head: it
is moved to where its points stand below 分值 and 得分. Where that is not certain the rows stay text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assessments.intake.extraction.tables.grids import is_blank, number
from assessments.intake.loading.document import TextCell, TextTable, lines_of
from assessments.rules.text.quantities import plain

_FEWEST_ROWS = 2
_HEAD = re.compile(r"指标|分值|权重|得分|目标值|完成值|预算|执行|名称|序号|金额|项目|资金|数额")
_FEWEST_HEADS = 3
_POINTS = re.compile(r"分值|权重|^(?:自评)?得分|自评分")
_NOWHERE = -1  # the column of a field that has no certain place
_SUM = re.compile(r"^(?:合计|总分|总计|综合得分|自评总分)")


@dataclass(frozen=True, slots=True)
class _Field:
    start: int
    text: str

    @property
    def words(self) -> str:
        return plain(self.text)


def tables_in(text: str) -> tuple[TextTable, ...]:
    """The tables of a text whose rows are lines with tabs."""
    return tuple(table for run in _runs(text) if (table := _table(run)) is not None)


def _runs(text: str) -> Iterator[list[list[_Field]]]:
    """Lines with tabs that follow each other."""
    run: list[list[_Field]] = []
    for start, line in lines_of(text):
        if "\t" in line:
            run.append(_fields(start, line))
            continue
        if len(run) >= _FEWEST_ROWS:
            yield run
        run = []
    if len(run) >= _FEWEST_ROWS:
        yield run


def _fields(start: int, line: str) -> list[_Field]:
    fields = []
    for text in line.split("\t"):
        fields.append(_Field(start, text))
        start += len(text) + 1
    return fields


def _table(rows: list[list[_Field]]) -> TextTable | None:
    drawn = _Drawn()
    head: list[_Field] = []
    for at, fields in enumerate(rows):
        if _is_head(fields):
            head = fields
        columns = range(len(fields)) if not head or len(fields) >= len(head) else _moved(head, fields)
        if columns is None:
            return None
        drawn.row(at, columns, fields, goes_down=bool(head) and not _SUM.search(fields[0].words))
    last = rows[-1][-1]
    cells = tuple(drawn.cells)
    return TextTable(rows[0][0].start, last.start + len(last.text), cells) if cells else None


class _Drawn:
    """The cells of a table so far. A label at the left reaches down over the rows that leave its column empty."""

    def __init__(self) -> None:
        self.cells: list[TextCell] = []
        self._lowest: dict[int, int] = {}  # column -> the number of its last cell

    def row(self, at: int, columns: Sequence[int], fields: Sequence[_Field], *, goes_down: bool) -> None:
        placed = zip(columns, fields, strict=True)
        filled = [(column, one) for column, one in placed if one.text.strip() and column != _NOWHERE]
        if goes_down:
            self._reach_down(at, min((column for column, _ in filled), default=0))
        for column, one in filled:
            start = one.start + len(one.text) - len(one.text.lstrip())
            self._lowest[column] = len(self.cells)
            self.cells.append(TextCell(at, column, 1, 1, start, start + len(one.text.strip())))

    def _reach_down(self, at: int, first: int) -> None:
        """Let the cells left of a row's first words reach down to it, where they reach to the row above."""
        for number_of_cell in (self._lowest[column] for column in range(first) if column in self._lowest):
            above = self.cells[number_of_cell]
            if above.row + above.rows == at:
                self.cells[number_of_cell] = replace(above, rows=above.rows + 1)


def _is_head(fields: Sequence[_Field]) -> bool:
    words = [one.words for one in fields if one.words]
    named = sum(_HEAD.search(word) is not None for word in words)
    return named >= _FEWEST_HEADS and not any(number(word) is not None for word in words)


def _moved(head: Sequence[_Field], fields: Sequence[_Field]) -> Sequence[int] | None:
    """The columns of a row that is shorter than its head; None where they are not certain."""
    points = [column for column, one in enumerate(head) if _POINTS.search(one.words)][-2:]
    if points and _SUM.search(fields[0].words):
        return _summed(points, fields)
    if points and not fields[0].words:
        return range(len(fields))  # empty cells were kept at the left: only those at the end are gone
    move = _move(points, fields, len(head) - len(fields)) if points else None
    if move is not None:
        return range(move, move + len(fields))
    return range(len(fields)) if len(fields) <= 2 else None  # a label and its value


def _move(points: Sequence[int], fields: Sequence[_Field], most: int) -> int | None:
    """How far to the right a row's points stand below their heads; None where that can be in several ways."""
    moves = [move for move in range(most + 1) if all(_holds_points(fields, column - move) for column in points)]
    full = [move for move in moves if all(number(fields[column - move].words) is not None for column in points)]
    certain = full or moves
    return certain[0] if len(certain) == 1 else None


def _holds_points(fields: Sequence[_Field], at: int) -> bool:
    return 0 <= at < len(fields) and (number(fields[at].words) is not None or is_blank(fields[at].words))


def _summed(points: Sequence[int], fields: Sequence[_Field]) -> Sequence[int]:
    """A last line: its numbers stand below the points, one alone below the last of them; other numbers nowhere."""
    numbers = [at for at, one in enumerate(fields) if number(one.words) is not None]
    if not numbers or len(numbers) > len(points):
        return [0, *[_NOWHERE] * (len(fields) - 1)]
    columns = dict(zip(reversed(numbers), reversed(points), strict=False))
    move = points[-1] - numbers[-1]
    return [columns.get(at, at if at < numbers[0] else at + move) for at in range(len(fields))]
