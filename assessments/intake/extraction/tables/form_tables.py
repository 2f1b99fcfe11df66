"""Facts of the tables that reports carry: forms of self-assessment, and lists of projects (domain §3)."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.intake.extraction.tables.forms import FormReading, begins_form, read_forms
from assessments.intake.extraction.tables.grids import Grid, grids
from assessments.intake.extraction.tables.project_tables import is_list, read_list
from assessments.intake.extraction.tables.table_headers import indicator_head
from assessments.intake.loading.document import ReportText, TextTable
from budgets.terms import MoneyUnit

TableReading = FormReading


def table_groups(document: ReportText, unit: MoneyUnit, year: int | None = None) -> TableReading:
    """Facts of all tables. `unit` is that of the prose, `year` the report's."""
    reading = FormReading()
    for grid in _papers(document, year):
        if not read_forms(grid, unit, reading):
            read_list(grid, unit, reading)
    return reading


def _papers(document: ReportText, year: int | None) -> Iterator[Grid]:
    """The tables; parts of one form with nothing between them are one."""
    open_one: Grid | None = None
    for grid in grids(document, year):
        if open_one is not None and _goes_on(open_one, grid):
            open_one = _joined(open_one, grid)
            continue
        if open_one is not None:
            yield open_one
        open_one = grid
    if open_one is not None:
        yield open_one


def _goes_on(above: Grid, below: Grid) -> bool:
    if above.document.text[above.table.end : below.table.start].strip() or is_list(above) or is_list(below):
        return False
    if not (above.rows and below.rows):
        return False
    return len(above.rows[0]) == len(below.rows[0]) or (_is_upper_part(above) and not _begins(below))


def _is_upper_part(grid: Grid) -> bool:
    """Whether a form has no indicators yet: they may stand below in a table of another width."""
    return _begins(grid) and indicator_head(grid, 0, len(grid.rows)) is None


def _begins(grid: Grid) -> bool:
    return any(begins_form(grid.row_words(row)) for row in range(len(grid.rows)))


def _joined(above: Grid, below: Grid) -> Grid:
    shift = len(above.rows)
    cells = (*above.table.cells, *(replace(cell, row=cell.row + shift) for cell in below.table.cells))
    table = TextTable(above.table.start, below.table.end, cells)
    return Grid(above.document, table, table.grid(), above.year)
