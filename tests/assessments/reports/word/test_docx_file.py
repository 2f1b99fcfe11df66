"""The Word file: every word of the report in its order, the page of GB/T 9704—2012, headings that count themselves."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table

from assessments.reports.document.model import Report
from assessments.reports.document.page import UPRIGHT, WIDE
from assessments.reports.papers.department_documents import Source, build_report, summary_form
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.conftest import LONG_WORD, RARE
from tests.assessments.reports.paper import seal
from tests.assessments.reports.sample import ROADS, SAMPLE, indicator, many_indicators
from tests.assessments.reports.test_hostile import with_text
from tests.assessments.reports.word_file import Word, cells_of, widths_of
from tests.security.payloads import PAYLOADS


def drawn(facts=SAMPLE):
    return Word(render_docx(build_report(facts, SCHEME_2020_10), draft=True))


def words_of(report: Report) -> list[str]:
    """Every text of a report in the order in which it is read."""
    found = [report.reference, *report.title_lines] if report.blocks else []
    if report.addressee:
        found.append(f"{report.addressee}：")
    for block in report.blocks:
        found += {"table": texts_of, "picture": title_of}.get(block.kind, text_of)(block)
    if report.enclosures:
        found += [f"附件：{report.enclosures[0]}", *report.enclosures[1:]]
    if report.signature:
        found += [f"{report.signature.office}（盖章）", report.signature.date]
        found += ["\t".join(report.signature.people), *report.signature.remarks]
    for sheet in report.sheets:
        captions = f"{sheet.caption_left}\t{sheet.caption_right}".removesuffix("\t")
        found += [sheet.label, sheet.title, captions]
        for table in sheet.tables:
            found += texts_of(table)
        found += [*sheet.notes, "\t".join(sheet.signatures)]
    return [text for text in found if text.strip("\t")]


def text_of(block):
    return [block.text]


def title_of(picture):
    return [picture.title]


def texts_of(table):
    return [table.title] * bool(table.title) + [
        cell.text for rows in (table.head, *(band.rows for band in table.bands)) for row in rows for cell in row.cells
    ]


def test_every_word_stands_in_its_order_and_nothing_else(word, final_report):
    assert word.lines == words_of(final_report)


def test_a_form_alone_has_no_text_before_it():
    report = summary_form(Source(facts=SAMPLE, scheme=SCHEME_2020_10))
    file = Word(render_docx(report, draft=False))
    assert file.lines == words_of(report)
    assert [section.orientation for section in file.document.sections] == [WD_ORIENT.LANDSCAPE]


def test_headings_are_headings_and_their_numbers_are_fields(word, final_report):
    wanted = [(f"Heading{block.level}", block.title) for block in final_report.blocks if block.kind == "heading"]
    assert [(p.style.style_id, p.text) for p in word.document.paragraphs if "Heading" in p.style.style_id] == wanted
    numbering = word.parts["word/numbering.xml"]
    assert re.findall(r'numFmt w:val="(\w+)"', numbering) == ["chineseCountingThousand"] * 2 + ["decimal"] * 2
    assert re.findall(r'lvlText w:val="([^"]+)"', numbering) == ["%1、", "（%2）", "%3.", "（%4）"]
    assert [int(level) for level in re.findall(r'pStyle w:val="Heading(\d)"', numbering)] == [1, 2, 3, 4]


def test_pages_have_the_measures_of_the_style_sheet():
    css = (Path(settings.BASE_DIR) / "static/css/report.css").read_text("utf-8")
    margins = [tuple(map(int, found)) for found in re.findall(r"margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm;", css)]
    assert margins == [(page.top, page.right, page.bottom, page.left) for page in (UPRIGHT, WIDE)]
    assert "font: 16pt/28.95pt" in css


def test_sections_have_the_margins_of_the_standard_and_wide_forms_lie_across(word, final_report):
    sections = word.document.sections
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in sections] == [
        False,
        *(sheet.landscape for sheet in final_report.sheets),
    ]
    for section in sections:
        page = WIDE if section.orientation == WD_ORIENT.LANDSCAPE else UPRIGHT
        lengths = (section.page_width, section.page_height, section.top_margin, section.right_margin)
        assert [round(length.mm, 1) for length in (*lengths, section.bottom_margin, section.left_margin)] == [
            pytest.approx(wanted, abs=0.1)
            for wanted in (page.width, page.height, page.top, page.right, page.bottom, page.left)
        ]


def run_of(word, style, name):
    found = word.document.styles.element.xpath(f'w:style[@w:styleId="{style}"]/w:rPr/w:{name}')
    return found[0] if found else None


FACES = [
    ("Normal", "仿宋_GB2312", 32),
    ("Title", "方正小标宋简体", 44),
    ("Heading1", "黑体", 32),
    ("Heading2", "楷体_GB2312", 32),
    ("Heading3", "仿宋_GB2312", 32),
    ("SheetTitle", "方正小标宋简体", 36),
    ("SheetText", "宋体", 18),
    ("SheetLabel", "黑体", 18),
    ("BlockText", "宋体", 24),
    ("Footer", "宋体", 28),
]


@pytest.mark.parametrize(("style", "face", "half_points"), FACES)
def test_faces_and_sizes(word, style, face, half_points):
    fonts = run_of(word, style, "rFonts")
    assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {face}
    assert run_of(word, style, "sz").get(qn("w:val")) == str(half_points)


def test_every_style_that_is_used_is_defined(word):
    used = set(re.findall(r'<w:pStyle w:val="(\w+)"', "".join(word.parts.values())))
    defined = {style.style_id for style in word.document.styles}
    assert used - defined == set()
    assert len(defined) == len(word.document.styles)


def test_28_characters_and_22_lines_fill_the_page(word):
    tight = int(run_of(word, "Normal", "spacing").get(qn("w:val"))) / 20
    assert 28 * (16 + tight) <= UPRIGHT.text_width < 29 * (16 + tight)
    (spacing,) = word.document.styles.element.xpath('w:style[@w:styleId="Normal"]/w:pPr/w:spacing')
    line = int(spacing.get(qn("w:line"))) / 20
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert 22 * line <= (UPRIGHT.height - UPRIGHT.top - UPRIGHT.bottom) * 72 / 25.4 < 23 * line


def test_page_numbers_are_fields_on_the_outer_side(word):
    assert word.document.settings.odd_and_even_pages_header_footer
    for kind, side in (("default", "right"), ("even", "left")):
        foot = word.parts[f"word/footer-{kind}.xml"]
        assert f'<w:jc w:val="{side}"/>' in foot
        assert re.findall(r">([^<]+)<", foot) == ["— ", " PAGE ", "1", " —"]


def test_only_a_draft_is_marked(word):
    draft = drawn()
    marks = {name: text.count('string="草稿"') for name, text in draft.parts.items() if "header" in name}
    assert marks == {"word/header-default.xml": 1, "word/header-even.xml": 1}
    assert draft.document.core_properties.title.endswith("（草稿）")
    assert not any("header" in name for name in word.parts)
    assert "草稿" not in "".join(word.parts.values())


def tables_of(report):
    yield from ((block, UPRIGHT) for block in report.blocks if block.kind == "table")
    for sheet in report.sheets:
        yield from ((table, WIDE if sheet.landscape else UPRIGHT) for table in sheet.tables)


@pytest.mark.parametrize("facts", [SAMPLE, replace(SAMPLE, projects=(many_indicators(30),))], ids=["sample", "long"])
def test_tables_fill_the_text_and_merge_what_the_report_merges(facts):
    report = build_report(facts, SCHEME_2020_10)
    written = [block for block in drawn(facts).blocks if isinstance(block, Table)]
    for table, (wanted, page) in zip(written, tables_of(report), strict=True):
        rows = [row for rows in (wanted.head, *(band.rows for band in wanted.bands)) for row in rows]
        assert [[(cell.text, cell.columns, cell.rows) for cell in row] for row in cells_of(table)] == [
            [(cell.text, cell.columns, cell.rows) for cell in row.cells] for row in rows
        ]
        widths = widths_of(table)
        assert sum(widths) == round(page.text_width * 20)
        assert widths == pytest.approx([page.text_width * width / 5 for width in wanted.widths], abs=1)
        heads = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows]
        assert heads == [place < len(wanted.head) for place in range(len(rows))]
        for row in table.rows:
            assert sum(int(w) for w in row._tr.xpath("w:tc/w:tcPr/w:tcW/@w:w")) == sum(widths)


def test_rows_are_never_cut_unless_no_page_holds_them():
    def row_of(reason):
        project = replace(ROADS, indicators=(indicator("产出/数量", "甲", "≥ 1 件", "1", "50", "40", reason=reason),))
        tables = [
            block
            for block in drawn(replace(SAMPLE, projects=(project,), transfers=None)).blocks
            if isinstance(block, Table)
        ]
        (row,) = [row for table in tables for row in table.rows if reason in row._tr.xpath("string(.)")]
        return bool(row._tr.xpath("w:trPr/w:cantSplit"))

    assert row_of("原因" * 40)
    assert not row_of("原因" * 10_000)


def test_figures_stand_on_the_right(word):
    cells = [cell for block in word.blocks if isinstance(block, Table) for row in cells_of(block) for cell in row]
    amounts = [cell for cell in cells if re.fullmatch(r"-?[\d,]+\.\d\d", cell.text) and "Score" not in cell.style]
    assert len(amounts) > 50
    assert {cell.style for cell in amounts} == {"SheetNumber", "SmallSheetNumber"}
    for style in ("SheetNumber", "SmallSheetNumber"):
        (side,) = word.document.styles.element.xpath(f'w:style[@w:styleId="{style}"]/w:pPr/w:jc/@w:val')
        assert side == "right"


def test_properties_say_who_what_and_when(word):
    about = word.document.core_properties
    assert (about.title, about.author, about.language) == (
        "云溪县交通运输局2022年度预算绩效自评工作报告",
        "云溪县交通运输局",
        "zh-CN",
    )
    assert f"{about.created:%Y-%m-%d}" == f"{about.modified:%Y-%m-%d}" == "2023-04-25"


def test_a_report_without_a_date_has_none_in_its_file():
    file = drawn(replace(SAMPLE, dates=replace(SAMPLE.dates, reported=None)))
    assert "dcterms:" not in re.sub(r'xmlns:\w+="[^"]+"', "", file.parts["docProps/core.xml"])


def test_the_same_report_gives_the_same_bytes(word, final_report):
    assert seal(render_docx(final_report, draft=False)) == seal(word.data)


def test_what_the_library_brings_along_is_left_out(word):
    assert sorted(word.parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer-default.xml",
        "word/footer-even.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert "TargetMode" not in "".join(text for name, text in word.parts.items() if name.endswith(".rels"))


FIELDS = {
    "field": '{ HYPERLINK "http://evil.example/" }',
    "markup": '</w:t></w:r><w:r><w:instrText> DDEAUTO c:\\\\cmd "/k" </w:instrText></w:r><w:r><w:t>',
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "attribute": '"/><w:altChunk r:id="rId1"/>',
    "control": "甲\x00\x01\x0b\x1f\ufffe乙",
    "overrides": "\u202e1285.87\u2066甲",
    "rare": RARE,
    "long": LONG_WORD,
    "formula": '=HYPERLINK("http://evil.example/")',
}


def elements_of(word):
    return {
        name: set(Counter(re.findall(r"<([\w:]+)", re.sub(r"<w:br/>", "", text)))) for name, text in word.parts.items()
    }


@pytest.mark.parametrize("typed", [*FIELDS.values(), *PAYLOADS], ids=lambda typed: repr(typed[:24]))
def test_typed_text_is_text(typed):
    facts = replace(with_text(SAMPLE, typed), scheme=SAMPLE.scheme)
    report = build_report(facts, SCHEME_2020_10)
    file = Word(render_docx(report, draft=True))
    assert file.lines == words_of(report)
    harmless = elements_of(drawn(replace(with_text(SAMPLE, "文字"), scheme=SAMPLE.scheme)))
    assert elements_of(file) == harmless
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", "".join(file.parts.values()))


def test_a_long_cell_and_300_indicators_are_written_whole():
    long = "字" * 20_000
    facts = replace(
        SAMPLE,
        projects=(many_indicators(100), replace(ROADS, reason=long)),
        narrative=replace(SAMPLE.narrative, problems=long),
    )
    report = build_report(facts, SCHEME_2020_10)
    assert Word(render_docx(report, draft=True)).lines == words_of(report)
