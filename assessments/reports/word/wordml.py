"""WordprocessingML for what a Report is made of: paragraphs, tables, pages. What was typed becomes text only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from assessments.reports.document.cells import lines
from assessments.reports.document.column_positions import CellPlace, places
from assessments.reports.document.model import Table, TableRow
from assessments.reports.document.page import LINE_HEIGHT, TYPE_SIZE, Page

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)

# What XML 1.0 has no way to write. Typed text comes without it; this keeps a whole file from failing for one character.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TALL = 40  # lines of a form: a row or band that is taller may be cut, for it fits on no page
FOOTER_DROP = 7  # mm from the text to the page number, whose line takes another 7
_MM = 72 / 25.4


def twips(points: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(points * 20)


LINE, EM = twips(LINE_HEIGHT), twips(TYPE_SIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSize:
    """How a table is set: its style, the family of the styles of its cells, the size of their type in points."""

    prefix: str
    points: float
    table: str = "ReportTable"


IN_SHEET = CellSize(prefix="Sheet", points=9)
IN_SMALL_SHEET = CellSize(prefix="SmallSheet", points=8.5, table="SmallReportTable")
IN_TEXT = CellSize(prefix="Block", points=12)


def run(text: str) -> str:
    """One run; line breaks and tabs are those of the text."""
    pieces = escape(_NO_XML.sub("", text)).split("\n")
    return "<w:r>" + "<w:br/>".join(_tabbed(piece) for piece in pieces) + "</w:r>"


def _tabbed(text: str) -> str:
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' if piece else "" for piece in text.split("\t"))


def paragraph(style: str, text: str, properties: str = "") -> str:
    """`properties` are those beside the style, in the order of the standard."""
    return f"<w:p {NAMESPACES}>{_inside(style, text, properties)}</w:p>"


def _inside(style: str, text: str, properties: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run(text) if text else ""}'


def tab_stops(places: Iterable[int], side: str = "left") -> str:
    return "<w:tabs>" + "".join(f'<w:tab w:val="{side}" w:pos="{place}"/>' for place in places) + "</w:tabs>"


def field(code: str, marks: str = "") -> str:
    """What Word computes. It stands there as 1 until then; with the mark of what is out of date it asks Word to."""
    return "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            f'<w:fldChar w:fldCharType="begin"{marks}/>',
            f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )


def page_number(properties: str) -> str:
    """— 1 —"""
    style = f'<w:pPr><w:pStyle w:val="Footer"/>{properties}</w:pPr>'
    return f"<w:ftr {NAMESPACES}><w:p>{style}{run('— ')}{field('PAGE')}{run(' —')}</w:p></w:ftr>"


def marked(opening: str, part: int) -> str:
    """The paragraph with which a paper of a folder begins, so that its page can be found."""
    start = f'<w:bookmarkStart w:id="{part}" w:name="{_bookmark_name(part)}"/><w:bookmarkEnd w:id="{part}"/>'
    return opening.replace("</w:pPr>", "</w:pPr>" + start, 1)


def _bookmark_name(part: int) -> str:
    return f"part{part + 1}"


def section(page: Page, references: str = "", *, is_text: bool) -> str:
    """The page of a section, with a grid of 22 lines where text stands."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    size = f'w:w="{twips(page.width * _MM)}" w:h="{twips(page.height * _MM)}"'
    margins = " ".join(f'w:{side}="{twips(getattr(page, side) * _MM)}"' for side in ("top", "right", "bottom", "left"))
    footer = twips((page.bottom - 2 * FOOTER_DROP) * _MM)
    grid = f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    return (
        f'<w:sectPr {NAMESPACES}>{references}<w:type w:val="nextPage"/><w:pgSz {size}{turned}/>'
        f'<w:pgMar {margins} w:header="720" w:footer="{footer}" w:gutter="0"/>{grid if is_text else ""}</w:sectPr>'
    )


def table(table: Table, page: Page, size: CellSize, *, keep_last: bool = False) -> str:
    """`keep_last`: the last row stays with what follows the table."""
    grid = page.columns(table.widths, 1 / 20)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    parts = [_band(table.head, grid, size, is_head=True, is_kept=True)] if table.head else []
    parts += [_band(band.rows, grid, size, is_kept=keep_last and band is table.bands[-1]) for band in table.bands]
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblStyle w:val="{size.table}"/><w:tblW w:w="{sum(grid)}" w:type="dxa"/>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(parts)}</w:tbl>"
    )


def _band(
    rows: tuple[TableRow, ...], grid: tuple[int, ...], size: CellSize, *, is_head: bool = False, is_kept: bool = False
) -> str:
    """Rows that stay together; all but the last, or all, stay with the row after them."""
    placed = list(places(rows))
    heights = [_height(row, grid, size) for row in placed]
    is_whole = sum(heights) <= _TALL
    return "".join(
        _row(
            row,
            grid,
            size,
            marks=("<w:cantSplit/>" if height <= _TALL else "") + ("<w:tblHeader/>" if is_head else ""),
            keep=is_whole and (is_kept or number < len(placed)),
        )
        for number, (row, height) in enumerate(zip(placed, heights, strict=True), start=1)
    )


def _height(row: list[CellPlace], grid: tuple[int, ...], size: CellSize) -> int:
    """About how many lines a row takes."""
    rooms = ((place.cell.text, int(_width(place, grid) / 20 / size.points) - 1) for place in row if place.is_start)
    return max((lines(text, max(1, room)) for text, room in rooms), default=1)


def _width(place: CellPlace, grid: tuple[int, ...]) -> int:
    return sum(grid[place.column : place.column + place.cell.columns])


def _row(row: list[CellPlace], grid: tuple[int, ...], size: CellSize, *, marks: str, keep: bool) -> str:
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    return f"<w:tr>{properties}{''.join(_cell(place, grid, size, keep=keep) for place in row)}</w:tr>"


def _cell(place: CellPlace, grid: tuple[int, ...], size: CellSize, *, keep: bool) -> str:
    cell = place.cell
    merged = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    if cell.rows > 1:
        merged += '<w:vMerge w:val="restart"/>' if place.is_start else "<w:vMerge/>"
    inside = _inside(
        f"{size.prefix}{cell.look.value.title()}",
        cell.text if place.is_start else "",
        "<w:keepNext/>" if keep else "",
    )
    if cell.part is not None:
        inside += field(f"PAGEREF {_bookmark_name(cell.part)}", ' w:dirty="true"')
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_width(place, grid)}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p>{inside}</w:p></w:tc>"
    )
