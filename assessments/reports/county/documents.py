"""The documents of a county: what the departments of one round come to.

A further document is one more row in `COUNTY_DOCUMENTS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.reports.county.departments import County
from assessments.reports.county.figures import counted
from assessments.reports.county.project_table import county_sheet
from assessments.reports.county.report import county_report
from assessments.reports.document.model import Report
from assessments.reports.documents import DRAWERS, TABLE, DocumentKind, Format
from assessments.reports.form_pages.layout_sets import layout_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyDocument(DocumentKind):
    """A document of many departments."""

    build: Callable[[County], Report]

    def file_name(self, county: County, format_: Format, *, number: str = "") -> str:
        return self.named(number, county.name, county.year, format_, draft=county.is_draft)

    def file(self, county: County, format_: Format) -> bytes:
        """The document as a file; raises DocumentError where it cannot be drawn."""
        return DRAWERS[format_](self.build(county), draft=county.is_draft)


def county_table(county: County) -> Report:
    """The results of all projects of all departments."""
    layout = layout_of("county", county.layouts, county.scheme.layout)
    sheet = county_sheet(county, counted(county), layout)
    return Report(title_lines=(sheet.title,), office=county.office, year=county.year, dated=None, sheets=(sheet,))


COUNTY_TABLE = CountyDocument(key="county-table", title="项目支出绩效自评结果汇总表", build=county_table, suited=TABLE)
COUNTY_REPORT = CountyDocument(key="county-report", title="预算绩效自评汇总报告", build=county_report, suited=TABLE)
COUNTY_DOCUMENTS: tuple[CountyDocument, ...] = (COUNTY_REPORT, COUNTY_TABLE)


def county_document_named(key: str) -> CountyDocument | None:
    return next((document for document in COUNTY_DOCUMENTS if document.key == key), None)
