"""A report as a Word file that an office can go on writing in. The only module that imports python-docx.

The layout is that of the PDF. Headings are headings and count themselves, page numbers are fields, heads of tables
repeat. The same report gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml

from assessments.reports.document.formatting import width
from assessments.reports.document.model import FigurePicture, Heading, Paragraph, Report, Sheet, Signature, Table
from assessments.reports.document.page import CHARACTERS, UPRIGHT, Page, page_of
from assessments.reports.excel.workbook import chart_figures
from assessments.reports.word import wordml
from assessments.reports.word.charts import chart, chart_place
from assessments.reports.word.fixed_parts import APPLICATION, FONT_TABLE, SETTINGS, STYLES, numbering, watermark
from assessments.reports.word.wordml import EM, IN_SHEET, IN_SMALL_SHEET, IN_TEXT, LINE, paragraph, tab_stops, twips
from evalsite.costs import begin_costly_work

_KEEP = "<w:keepNext/>"
_KEPT_PARTS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.THEME,
}
_FOREIGN_PARTS = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES}  # of the library's template
_LONGEST_PROPERTY = 255  # characters; the limit of the format
_COVER_ABOVE, _COVER_BELOW = 6 * LINE, 3 * LINE  # around the title of a folder
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can hold
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def render_docx(report: Report, *, draft: bool) -> bytes:
    """Write the report; a draft carries the watermark 草稿."""
    begin_costly_work()
    document = Document()
    part = document.part
    for key in [key for key, relation in part.rels.items() if relation.reltype not in _KEPT_PARTS]:
        del part.rels[key]
    _replace(document.styles.element, STYLES)
    _replace(part.numbering_part.element, numbering(len(report.parts)))
    _replace(document.settings.element, SETTINGS)
    _add(part, "fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, FONT_TABLE)
    body = document.element.body
    body.clear()
    sections = list(_sections(report, _charts(part, report)))
    references = _references(part, draft=draft)
    for number, (page, is_text, pieces) in enumerate(sections, start=1):
        section = parse_xml(wordml.section(page, references if number == 1 else "", is_text=is_text))
        body.extend(parse_xml(piece) for piece in pieces)
        if number == len(sections):
            body.append(section)
        else:
            body[-1].get_or_add_pPr().append(section)
    _describe(document, report, draft=draft)
    return _with_fixed_times(document)


def _replace(element: Any, markup: str) -> None:
    element.clear()
    element.extend(parse_xml(markup))


def _add(part: Any, name: str, content_type: str, relation: str, markup: str) -> str:
    """Add a part to the file and return by which name the document knows it."""
    blob = f"{_DECLARATION}{markup}".encode()
    added = Part(PackURI(f"/word/{name}.xml"), content_type, blob, part.package)
    return str(part.relate_to(added, relation))


def _references(part: Any, *, draft: bool) -> str:
    """The feet of odd and even pages, their numbers outside, and in a draft the watermark in their heads."""
    found = []
    for kind, side in (("default", "right"), ("even", "left")):
        foot = wordml.page_number(f'<w:ind w:{side}="{twips(14)}"/><w:jc w:val="{side}"/>')
        key = _add(part, f"footer-{kind}", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER, foot)
        found.append(f'<w:footerReference w:type="{kind}" r:id="{key}"/>')
        if draft:
            head = watermark("草稿", kind)
            key = _add(part, f"header-{kind}", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER, head)
            found.append(f'<w:headerReference w:type="{kind}" r:id="{key}"/>')
    return "".join(found)


def _charts(part: Any, report: Report) -> Iterator[tuple[int, str]]:
    """Add the pictures, each with a workbook of its figures."""
    pictures = [block for block in report.blocks if isinstance(block, FigurePicture)]
    for number, picture in enumerate(pictures, start=1):
        name, package = f"/word/charts/chart{number}.xml", part.package
        figures = Part(
            PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, chart_figures(picture), package
        )
        added = Part(PackURI(name), CONTENT_TYPE.DML_CHART, b"", package)
        markup = chart(picture, added.relate_to(figures, RELATIONSHIP_TYPE.PACKAGE))
        added._blob = f"{_DECLARATION}{markup}".encode()  # noqa: SLF001 - it has to name its own relation
        yield number, str(part.relate_to(added, RELATIONSHIP_TYPE.CHART))


def _sections(report: Report, charts: Iterator[tuple[int, str]]) -> Iterator[tuple[Page, bool, list[str]]]:
    """Page, whether text stands on it, and its pieces, of which the first and the last are paragraphs."""
    yield from _own_sections(report, charts)
    for place, paper in enumerate(report.parts):
        (page, is_text, (opening, *pieces)), *others = _own_sections(paper, iter(()), counting=place + 2)
        yield page, is_text, [wordml.marked(opening, place), *pieces]
        yield from others


def _own_sections(
    report: Report, charts: Iterator[tuple[int, str]], counting: int = 1
) -> Iterator[tuple[Page, bool, list[str]]]:
    if report.blocks:
        yield UPRIGHT, True, [*_text(report, charts, counting)]
    for sheet in report.sheets:
        page = page_of(landscape=sheet.landscape)
        yield page, False, [*_sheet(sheet, page)]


def _text(report: Report, charts: Iterator[tuple[int, str]], counting: int) -> Iterator[str]:
    """`charts` has a number and a name for each picture, in their order; `counting` is the list of the headings."""
    yield from _head(report)
    for block in report.blocks:
        is_last = bool(report.signature) and block is report.blocks[-1]
        match block:
            case Heading():
                yield paragraph(f"Heading{block.level}", block.title, _counted(block.level, counting))
            case Paragraph():
                yield paragraph("BodyText", block.text, _KEEP if is_last else "")
            case FigurePicture():
                number, key = next(charts)
                yield chart_place(block, key, number, UPRIGHT)
                yield paragraph("PictureTitle", block.title)
            case Table():
                if block.title:
                    yield paragraph("TableTitle", block.title, _KEEP)
                else:
                    yield paragraph("BlockGap", "", _KEEP)
                yield wordml.table(block, UPRIGHT, IN_TEXT, keep_last=is_last)
                yield paragraph("BlockGap", "", _KEEP if is_last else "")
    yield from _enclosures(report.enclosures)
    if report.signature:
        yield from _signature(report.signature)


def _counted(level: int, counting: int) -> str:
    """Another list than the one of the style."""
    return "" if counting == 1 else f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{counting}"/></w:numPr>'


def _head(report: Report) -> Iterator[str]:
    """What stands above the text."""
    if report.reference:
        yield paragraph("Reference", report.reference)
    for place, line in enumerate(report.title_lines, start=1):
        before = _COVER_ABOVE if report.parts and place == 1 else 0
        after = (_COVER_BELOW if report.parts else LINE) if place == len(report.title_lines) else 0
        gaps = f'w:before="{before}" w:after="{after}" w:line="{twips(36)}" w:lineRule="exact"'
        yield paragraph("Title", line, f"<w:spacing {gaps}/>" if before or after else "")
    if report.addressee:
        yield paragraph("Addressee", f"{report.addressee}：")


def _enclosures(lines: tuple[str, ...]) -> Iterator[str]:
    """附件说明, a line below the text: the lines stand under one another."""
    for place, line in enumerate(lines):
        if place:
            yield paragraph("Enclosure", line)
        else:
            yield paragraph(
                "Enclosure",
                f"附件：{line}",
                f'<w:spacing w:before="{LINE}" w:line="{LINE}" w:lineRule="exact"/>'
                f'<w:ind w:leftChars="500" w:left="{5 * EM}" w:hangingChars="300" w:hanging="{3 * EM}"/>',
            )


def _signature(signature: Signature) -> Iterator[str]:
    """The office over its date, in the middle of one another, four characters from the right; then who signs."""
    office = f"{signature.office}（盖章）"
    text = twips(UPRIGHT.text_width)
    taken = round(max(width(office), width(signature.date)) * text / CHARACTERS)
    margins = f'<w:ind w:left="{max(4 * EM, text - 4 * EM - taken)}" w:right="{4 * EM}"/>'
    yield paragraph("Signature", office, f"{_KEEP}{_before(2 * LINE)}{margins}")
    people, keep_people = signature.people, _KEEP if signature.remarks else ""
    yield paragraph("Signature", signature.date, f"{_KEEP if people else keep_people}{margins}")
    if people:
        stops = tab_stops(2 * EM + round(text * place / len(people)) for place in range(1, len(people)))
        indent = f'<w:ind w:left="{2 * EM}"/>'
        yield paragraph("Normal", "\t".join(people), f"{keep_people}{stops}{_before(LINE)}{indent}")
    for place, remark in enumerate(signature.remarks, start=1):
        keep = _KEEP if place < len(signature.remarks) else ""
        yield paragraph("BodyText", remark, f"{keep}{_before(twips(14))}")


def _before(space: int) -> str:
    return f'<w:spacing w:before="{space}" w:line="{LINE}" w:lineRule="exact"/>'


def _sheet(sheet: Sheet, page: Page) -> Iterator[str]:
    edge = twips(page.text_width)
    if sheet.label:
        yield paragraph("SheetMark", sheet.label)
    yield paragraph("SheetTitle", sheet.title)
    if sheet.caption_left or sheet.caption_right:
        stops = tab_stops([edge], "right")
        yield paragraph("SheetNote", f"{sheet.caption_left}\t{sheet.caption_right}", _KEEP + stops)
    size = IN_SMALL_SHEET if sheet.small else IN_SHEET
    has_more = bool(sheet.notes or sheet.signatures)
    for place, table in enumerate(sheet.tables, start=1):
        yield wordml.table(table, page, size, keep_last=has_more and place == len(sheet.tables))
        if place < len(sheet.tables) or not has_more:
            yield paragraph("SheetGap", "")
    yield from _foot(sheet, edge)


def _foot(sheet: Sheet, edge: int) -> Iterator[str]:
    """Notes and signatures below the tables, on one page with what follows them."""
    for place, note in enumerate(sheet.notes, start=1):
        keep = _KEEP if sheet.signatures or place < len(sheet.notes) else ""
        yield paragraph("SheetNote", note, f'{keep}<w:spacing w:before="60" w:line="280" w:lineRule="exact"/>')
    if sheet.signatures:
        stops = tab_stops(round(edge * place / len(sheet.signatures)) for place in range(1, len(sheet.signatures)))
        spacing = '<w:spacing w:before="60" w:line="280" w:lineRule="exact"/>'
        yield paragraph("SheetNote", "\t".join(sheet.signatures), stops + spacing)


def _describe(document: Any, report: Report, *, draft: bool) -> None:
    """Title, author, language; the only date is that of the paper."""
    package = document.part.package
    about = document.core_properties
    about.title = (f"{report.title}（草稿）" if draft else report.title)[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = report.office[:_LONGEST_PROPERTY]
    about.language = "zh-CN"
    about.comments = ""
    if report.stamp:
        about.created = about.modified = report.stamp
    else:
        _without_dates(package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element)
    for key in [key for key, relation in package.rels.items() if relation.reltype in _FOREIGN_PARTS]:
        del package.rels[key]
    blob = f"{_DECLARATION}{APPLICATION}".encode()
    application = Part(PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, blob, package)
    package.relate_to(application, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _without_dates(properties: Any) -> None:
    for date in properties.xpath("dcterms:created | dcterms:modified"):
        properties.remove(date)


def _with_fixed_times(document: Any) -> bytes:
    written, fixed = io.BytesIO(), io.BytesIO()
    package = document.part.package
    PackageWriter.write(written, package.rels, package.parts)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
