"""Facts of the tables that reports carry: forms of self-assessment, and lists of projects (domain §3)."""

from assessments.intake.document import ReportText
from assessments.intake.forms import FormReading, read_forms
from assessments.intake.grids import grids
from assessments.intake.lists import read_list
from budgets.terms import MoneyUnit

TableReading = FormReading


def table_groups(document: ReportText, unit: MoneyUnit) -> TableReading:
    """Facts of all tables, and the columns that were not there to be filled in. `unit` is that of the prose."""
    reading = FormReading()
    for grid in grids(document):
        if not read_forms(grid, unit, reading):
            read_list(grid, unit, reading)
    return reading
