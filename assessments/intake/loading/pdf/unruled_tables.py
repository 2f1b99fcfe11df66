"""Columns without ruled lines: which words belong to one cell is not certain there, so nothing is read from them.

Such lines are kept together as a table of one column: a person reads them row by row, and no check takes the words
of cells for sentences.
"""

from collections.abc import Sequence

from assessments.intake.loading.pdf.poppler import PrintedLine

_FEWEST_ROWS = 3  # with words beside each other
_WIDE = 0.6  # of the page's width: a line by itself that is no shorter is prose
_MOST_BETWEEN = 3  # rows with one short line each, as a wrapped cell leaves them, between two with several


def regions(lines: Sequence[PrintedLine]) -> list[list[list[PrintedLine]]]:
    """Runs of rows, each with its lines from left to right, that stand in columns."""
    found: list[list[list[PrintedLine]]] = []
    run: list[list[PrintedLine]] = []
    for row in _rows(lines):
        goes_on = run and not _is_prose(row[0]) and _singles_behind(run) < _MOST_BETWEEN
        if len(row) > 1 or goes_on:
            run.append(row)
        else:
            _keep(run, found)
            run = []
    _keep(run, found)
    return found


def _rows(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Lines beside each other, from top to bottom."""
    rows: list[list[PrintedLine]] = []
    bottom = float("-inf")
    for line in sorted(lines, key=lambda one: one.top):
        if rows and line.top < bottom - line.height / 4:
            rows[-1].append(line)
            bottom = max(bottom, line.bottom)
        else:
            rows.append([line])
            bottom = line.bottom
    return [sorted(row, key=lambda one: (one.left, one.top)) for row in rows]


def _is_prose(line: PrintedLine) -> bool:
    return line.right - line.left >= _WIDE * line.page_width


def _singles_behind(run: list[list[PrintedLine]]) -> int:
    return next((at for at, row in enumerate(reversed(run)) if len(row) > 1), len(run))


def _keep(run: list[list[PrintedLine]], found: list[list[list[PrintedLine]]]) -> None:
    """Keep a run without the single lines at its end, where enough of it stands in columns."""
    while run and len(run[-1]) == 1:
        run.pop()
    if sum(len(row) > 1 for row in run) >= _FEWEST_ROWS:
        found.append(run)
