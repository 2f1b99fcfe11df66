"""What a report is made of: ready text in the order in which it is read.

One Report feeds the page, the PDF and every other form. Nothing in here is computed: numbering, figures and blanks
are already words. A sheet is a stack of tables over one grid of columns, so that each form can draw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from assessments.reports.document.charts import Ruled, ruled
from assessments.reports.document.filing_number import Filing


class DocumentError(Exception):
    """A document cannot be drawn. The message is Chinese and meant for the person who asked for it."""

    is_lasting = False  # whether the same content would fail in the same way again: then nobody tries at each look


class Look(StrEnum):
    """How a cell is set."""

    LABEL = "label"  # names its row or column
    TEXT = "text"  # prose, from the left; line breaks are kept
    NUMBER = "number"  # a figure of a column: from the right, tabular figures
    SCORE = "score"  # a figure beside words, in the middle: weight, score, rate
    CENTRE = "centre"  # short words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`part` is the place, from 0, of the paper whose first page the cell names: drawers write the number."""

    text: str
    look: Look = Look.TEXT
    columns: int = 1
    rows: int = 1
    part: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowBand:
    """Rows that stay on one page. A cell over several rows never leaves its band.

    `number` is its place in a form that is drawn in portions, to be found again on its page.
    """

    rows: tuple[TableRow, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The head is repeated on every page that the table reaches. One in the text may have a title of its own (表1 …).

    `widths` has one entry per column: percent of the width of the text on its page, together 100. Every drawer takes
    them from here; on a page and in a PDF they are the classes of static/css/report-columns.css.
    """

    kind: ClassVar[str] = "table"
    title: str = ""
    widths: tuple[int, ...]
    head: tuple[TableRow, ...] = ()
    bands: tuple[RowBand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`level` 1 to 4; `mark` is its number: 一、 / （一） / 1. / （1）."""

    kind: ClassVar[str] = "heading"
    level: int
    mark: str
    title: str

    @property
    def text(self) -> str:
        return self.mark + self.title


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """One row of a picture: a value for each of its series, and how the value is said."""

    label: str
    values: tuple[Decimal, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePicture:
    """Bars of figures that words or a table beside them state: one series, or what was planned and what was spent."""

    kind: ClassVar[str] = "picture"
    title: str
    series: tuple[str, ...]
    rows: tuple[Bars, ...]

    @property
    def text(self) -> str:
        """The picture in words, for whoever cannot see it."""
        is_one = len(self.series) == 1
        said = (
            f"{row.label}："
            + "，".join(text if is_one else f"{name}{text}" for name, text in zip(self.series, row.texts, strict=True))
            for row in self.rows
        )
        return f"{self.title}（条形图）。{'；'.join(said)}。"

    @property
    def drawing(self) -> Ruled:
        return ruled(self.series, [(row.label, row.values, row.texts) for row in self.rows])


Block = Heading | Paragraph | Table | FigurePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form behind the report, on pages of its own. Its tables stand on one grid of columns without a gap."""

    label: str  # 附件1
    title: str
    landscape: bool = False
    small: bool = False  # smaller type, so that a form with many rows fits on its page
    subject: str = ""  # what a list of forms calls this one: the name of the project
    caption_left: str = ""
    caption_right: str = ""
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who answers for the report: the office over its date, below them the people who sign."""

    office: str
    date: str
    people: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document. One of forms alone has no blocks, no enclosures and no signature: its sheets are all there is."""

    title_lines: tuple[str, ...]  # broken where it reads well
    office: str
    year: int
    dated: date | None  # the date on the paper; the only date that a file of this report carries
    reference: str = ""  # 发文字号: above the title, in the middle
    addressee: str = ""  # 主送机关: above the text, from the left
    blocks: tuple[Block, ...] = ()
    enclosures: tuple[str, ...] = ()  # 附件说明: one line each
    signature: Signature | None = None
    sheets: tuple[Sheet, ...] = ()
    filing: Filing | None = None  # of the approved report alone
    parts: tuple["Report", ...] = ()  # the papers of a folder: behind its own pages, each from a page of its own

    @property
    def title(self) -> str:
        return "".join(self.title_lines)

    @property
    def stamp(self) -> datetime | None:
        """`dated` as the properties of a file take it: a year of less than four digits they cannot."""
        return datetime.combine(self.dated, time()) if self.dated and self.dated.year >= 1000 else None


def with_pages(report: Report, starts: Sequence[int]) -> Report:
    """The report with the numbers of the pages on which its papers begin, wherever a cell names one."""
    if not starts:
        return report
    return replace(report, sheets=tuple(_sheet_with_pages(sheet, starts) for sheet in report.sheets))


def _sheet_with_pages(sheet: Sheet, starts: Sequence[int]) -> Sheet:
    return replace(sheet, tables=tuple(_table_with_pages(table, starts) for table in sheet.tables))


def _table_with_pages(table: Table, starts: Sequence[int]) -> Table:
    bands = (replace(band, rows=tuple(_row_with_pages(row, starts) for row in band.rows)) for band in table.bands)
    return replace(table, bands=tuple(bands))


def _row_with_pages(row: TableRow, starts: Sequence[int]) -> TableRow:
    return TableRow(
        tuple(cell if cell.part is None else replace(cell, text=str(starts[cell.part])) for cell in row.cells)
    )
