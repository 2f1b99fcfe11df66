"""What every reader gives: one plain text, and tables whose cells point into it.

Offsets count characters of `text`; a span is a half-open pair of them. Standard library only: the readers run in a
process of their own that knows nothing of the site.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assessments.intake.limits import MOST_CHARACTERS, MOST_PLACES
from assessments.processes.child import Refusal

Span = tuple[int, int]

_WHITE = r" \t\r\n\f\v\u2028\u2029"
_SPACES = re.compile(rf"(?<![{_WHITE}])[ \t]*+[\r\n\f\v\u2028\u2029][{_WHITE}]*+|\t+")
TRAILING = " \r\f\v\u3000\xa0"  # at the end of a line; a tab there is an empty cell
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell: where it begins in the grid, how far it reaches, and where its words stand in the text."""

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of the report. A merged cell stands once in `cells` and in every place of `grid` that it covers."""

    start: int
    end: int
    cells: tuple[TextCell, ...]

    def grid(self) -> list[list[TextCell | None]]:
        """Rows of cells; None where nothing stands. Merged cells are repeated, so a column reads from top to bottom."""
        height = max((cell.row + cell.rows for cell in self.cells), default=0)
        width = max((cell.column + cell.columns for cell in self.cells), default=0)
        places: list[list[TextCell | None]] = [[None] * width for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    places[row][column] = cell
        return places


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report as it is checked. `notes` says in Chinese what the reader left out or decided.

    `unread` is where pictures, equations and objects stand: what they hold is not known, and so never missing.
    """

    text: str
    tables: tuple[TextTable, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        tables = [
            [table.start, table.end, [[c.row, c.column, c.rows, c.columns, c.start, c.end] for c in table.cells]]
            for table in self.tables
        ]
        return {"text": self.text, "tables": tables, "notes": list(self.notes), "unread": list(self.unread)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "ReportText":
        tables = tuple(
            TextTable(start, end, tuple(TextCell(*places) for places in cells))
            for start, end, cells in stored["tables"]
        )
        return cls(stored["text"], tables, tuple(stored["notes"]), tuple(stored.get("unread", ())))


class Unreadable(Refusal):
    """The file cannot be read as a report. The message is Chinese and meant for the person who gave it."""


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its cells, and the places that cells from rows above still cover."""

    start: int
    row: int = -1
    column: int = 0
    cells: list[TextCell] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column -> first row that is free again
    places: int = 0


class TextBuilder:
    """Collects paragraphs and tables in the order in which they are read."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[TextTable] = []
        self._open: _OpenTable | None = None
        self._unread: list[int] = []
        self._seen: Counter[str] = Counter()
        self.notes: list[str] = []

    def paragraph(self, text: str) -> None:
        """One line of the text; a line break inside stays one."""
        for line in text.replace("\r\n", "\n").split("\n"):
            self._add(line.rstrip(TRAILING) + "\n")

    def open_table(self) -> None:
        self._open = _OpenTable(self._length)

    def open_row(self) -> None:
        table = self._table()
        if table.row >= 0:
            self._add("\n")
        table.row += 1
        table.column = 0

    def cell(self, text: str, *, columns: int = 1, rows: int = 1) -> None:
        """The next cell of the row; it moves right past cells that reach down from above."""
        table = self._table()
        while table.covered.get(table.column, 0) > table.row:
            table.column += 1
        table.places += columns * rows
        if table.places > MOST_PLACES:
            raise Unreadable(
                f"报告中有超过 {MOST_PLACES // 10_000} 万格的表格，无法读取。请只保留自评报告的正文和表格后重试。"
            )
        if self._parts and not self._parts[-1].endswith("\n"):
            self._add("\t")
        start = self._length
        self._add(_one_line(text))
        table.cells.append(TextCell(table.row, table.column, rows, columns, start, self._length))
        for column in range(table.column, table.column + columns):
            table.covered[column] = table.row + rows
        table.column += columns

    def close_table(self) -> None:
        table = self._table()
        self._add("\n")
        self._open = None
        if table.cells:
            self._tables.append(TextTable(table.start, self._length, tuple(table.cells)))

    def unread(self, what: str | None = None) -> None:
        """A picture or the like stands here; in a table it belongs to the cell before it.

        `what` is its Chinese name, None where a note speaks of it already.
        """
        if what:
            self.seen(what, 1)
        self._unread.append(self._length)

    def seen(self, what: str, count: int) -> None:
        """So many pictures or the like stand somewhere."""
        self._seen[what] += count

    def document(self) -> ReportText:
        return ReportText("".join(self._parts), tuple(self._tables), (*self.notes, *self._notes()), tuple(self._unread))

    def _notes(self) -> Iterator[str]:
        if seen := +self._seen:
            listed = "、".join(f"{what} {count} 处" for what, count in seen.items())
            yield f"文件带有{listed}：其中的内容未读取，未校核。"

    def _table(self) -> _OpenTable:
        if self._open is None:
            raise ValueError("a row or a cell outside of a table")
        return self._open

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise Unreadable(f"报告超过 {MOST_CHARACTERS // 10_000} 万字，无法校核。请只保留自评报告后重试。")
        self._parts.append(text)


def _one_line(text: str) -> str:
    """A cell's words in one line: a break between Chinese characters is only the width of the column."""

    def joint(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return "" if _WIDE.match(before) or _WIDE.match(after) else " "

    text = text.strip()
    return _SPACES.sub(joint, text) if _SPACES.search(text) else text


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset at which it begins."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
