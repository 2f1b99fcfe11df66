"""A cell that holds a picture or an equation instead of words is not blank: what it says is only not known."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from assessments.intake.loading.document import ReportText, Span, TextCell, TextTable
from assessments.rules.checks import EVERY_CHECK
from assessments.rules.checks.check import Unread
from assessments.rules.findings import Finding

_UNREAD = {rule.code: rule.unread for rule in EVERY_CHECK if rule.unread is not Unread.NOWHERE}


def without_unread(document: ReportText, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that do not rest on what such a cell may hold."""
    holders = dict(_holders(document))
    rows = [span for table, cells in holders.items() for span in _rows(table, cells)]
    tables = [(table.start, table.end) for table in holders]
    grounds = {Unread.ROW: rows, Unread.TABLE: tables}
    for finding in findings:
        ground = grounds[_UNREAD[finding.code]] if finding.code in _UNREAD else []
        if not any(start <= place < end for place, _ in finding.spans for start, end in ground):
            yield finding


def _holders(document: ReportText) -> Iterator[tuple[TextTable, list[TextCell]]]:
    """The tables with such cells, and these cells."""
    for table in document.tables:
        cells = [cell for cell in table.cells if cell.start == cell.end and _holds_unread(document, cell)]
        if cells:
            yield table, cells


def _holds_unread(document: ReportText, cell: TextCell) -> bool:
    at = bisect_left(document.unread, cell.start)
    return at < len(document.unread) and document.unread[at] <= cell.end


def _rows(table: TextTable, holders: Iterable[TextCell]) -> Iterator[Span]:
    """From the first to the last word of each row that such a cell reaches into."""
    for holder in holders:
        for row in range(holder.row, holder.row + holder.rows):
            inside = [cell for cell in table.cells if cell.row == row]
            if inside:
                yield inside[0].start, inside[-1].end + 1
