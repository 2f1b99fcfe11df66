"""A report's text cut into pieces that a page can show: marks that overlap lie side by side, never across a cell.

Every run of characters that the same findings cover is one piece; linear in the text and the places marked in it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.intake.loading.document import ReportText, Span, TextCell, TextTable, lines_of
from assessments.terms import Severity

LINES_OF_A_BLOCK = 40  # a browser leaves blocks that nobody looks at undrawn


@dataclass(frozen=True, slots=True)
class Mark:
    """One place that one finding means. `number` is the finding's in the list; `anchor` is where the list jumps to."""

    span: Span
    severity: Severity
    number: int
    anchor: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: what to jump to before it, which severities cover it, how many findings, which end behind it."""

    text: str
    anchors: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    depth: int = 0
    ends: tuple[Mark, ...] = ()


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownCell:
    rows: int
    columns: int
    line: Line


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of prose, or the rows of one table."""

    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()


def marked_blocks(document: ReportText, marks: Iterable[Mark], anchors: Iterable[tuple[int, str]]) -> tuple[Block, ...]:
    """The whole report in pieces; `anchors` are further places to jump to: (offset, id)."""
    layout = list(_layout(document))
    ranges = [span for part in layout for span in part.spans]
    lines = iter(_lines(document.text, ranges, list(marks), list(anchors)))
    return tuple(part.block([next(lines) for _ in part.spans]) for part in layout)


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes one block: its ranges of text in their order, and for a table its cells in the same order."""

    spans: list[Span]
    cells: list[TextCell]

    def block(self, lines: list[Line]) -> Block:
        if not self.cells:
            return Block(lines=tuple(lines))
        height = 1 + max(cell.row for cell in self.cells)
        rows: list[list[tuple[int, ShownCell]]] = [[] for _ in range(height)]
        for cell, line in zip(self.cells, lines, strict=True):
            rows[cell.row].append((cell.column, ShownCell(cell.rows, cell.columns, line)))
        return Block(rows=tuple(tuple(shown for _, shown in sorted(row, key=lambda item: item[0])) for row in rows))


def _layout(document: ReportText) -> Iterator[_Part]:
    end = 0
    for table in sorted(document.tables, key=lambda table: table.start):
        yield from _prose(document.text, end, table.start)
        yield _of_table(table)
        end = max(end, table.end)
    yield from _prose(document.text, end, len(document.text))


def _of_table(table: TextTable) -> _Part:
    cells = sorted(table.cells, key=lambda cell: (cell.start, cell.row, cell.column))
    return _Part([cell.span for cell in cells], cells)


def _prose(text: str, start: int, end: int) -> Iterator[_Part]:
    """Lines with words, some at a time."""
    spans = [(start + at, start + at + len(line)) for at, line in lines_of(text[start:end]) if line.strip()]
    for first in range(0, len(spans), LINES_OF_A_BLOCK):
        yield _Part(spans[first : first + LINES_OF_A_BLOCK], [])


def _lines(text: str, ranges: list[Span], marks: list[Mark], anchors: list[tuple[int, str]]) -> Iterator[Line]:
    """The pieces of each range. What lies between two ranges belongs to the one before it."""
    starts = sorted(((mark.span[0], mark) for mark in marks if mark.span[0] < mark.span[1]), key=lambda item: item[0])
    places = sorted([*anchors, *((mark.span[0], mark.anchor) for mark in marks)], key=lambda item: item[0])
    next_start = next_place = 0
    open_marks: list[Mark] = []
    for index, (start, end) in enumerate(ranges):
        following = ranges[index + 1][0] if index + 1 < len(ranges) else len(text) + 1
        here: list[tuple[int, str]] = []
        while next_place < len(places) and places[next_place][0] < following:
            here.append((min(max(places[next_place][0], start), end), places[next_place][1]))
            next_place += 1
        while next_start < len(starts) and starts[next_start][0] < following:
            open_marks.append(starts[next_start][1])
            next_start += 1
        yield tuple(_pieces(text, (start, end), here, open_marks, following))
        open_marks = [mark for mark in open_marks if mark.span[1] > following]


def _pieces(
    text: str, around: Span, anchors: list[tuple[int, str]], marks: list[Mark], following: int
) -> Iterator[Piece]:
    """One range cut wherever something begins or ends. A mark that goes on in the next range does not end here."""
    start, end = around
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    named: dict[int, list[str]] = {}
    for mark in marks:
        begins.setdefault(min(max(mark.span[0], start), end), []).append(mark)
        ends.setdefault(min(max(mark.span[1], start), end), []).append(mark)
    for offset, anchor in anchors:
        named.setdefault(offset, []).append(anchor)
    cuts = sorted({start, end, *begins, *ends, *named})
    covering: Counter[Severity] = Counter()
    for low, high in zip(cuts, [*cuts[1:], end], strict=True):
        covering.update(mark.severity for mark in begins.get(low, ()))
        covering.subtract(mark.severity for mark in ends.get(low, ()))
        closing = [mark for mark in ends.get(high, ()) if mark.span[1] <= following] if high > low else []
        if low < high or low in named:
            yield Piece(
                text=text[low:high],
                anchors=tuple(named.get(low, ())),
                severities=tuple(severity for severity in Severity if covering[severity] > 0),
                depth=sum(covering.values()),
                ends=tuple(sorted(closing, key=lambda mark: mark.number)),
            )
