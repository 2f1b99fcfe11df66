"""Long documents are drawn in portions: nothing is lost or twice, and the paper is the one that is drawn at once."""

from dataclasses import replace
from itertools import pairwise

import pytest

from assessments.reports.document.chunks import BEGINNING, FormPlace, portion_of, weight_of
from assessments.reports.document.model import Cell, Report, RowBand, Sheet, Table, TableRow
from assessments.reports.papers.department_documents import Source, summary_form, whole_report
from assessments.reports.pdf import pdf_file
from assessments.reports.pdf.pdf_file import PdfError
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE
from tests.assessments.reports.tagged import elements


def sheet(*tables, name="表"):
    """A form of tables, each given as the texts of its bands of one cell."""
    made = tuple(
        Table(
            widths=(100,),
            head=(TableRow((Cell(text="表头"),)),),
            bands=tuple(RowBand((TableRow((Cell(text=text),)),)) for text in texts),
        )
        for texts in tables
    )
    return Sheet(
        label="附件", title=name, caption_left="左", caption_right="右", tables=made, notes=("注",), signatures=("签",)
    )


def report(*sheets):
    return Report(title_lines=("报告",), office="某局", year=2022, dated=None, sheets=sheets, enclosures=("附件：表",))


def texts(report):
    return [[[band.rows[0].cells[0].text for band in table.bands] for table in part.tables] for part in report.sheets]


@pytest.mark.parametrize(
    ("sheets", "most", "expected"),
    [
        ((), 3, [[]]),
        ((sheet(["甲", "乙"]),), 3, [[[["甲", "乙"]]]]),
        ((sheet(["甲", "乙"]), sheet(["丙"])), 3, [[[["甲", "乙"]], [["丙"]]]]),
        ((sheet(["甲", "乙"]), sheet(["丙", "丁"])), 3, [[[["甲", "乙"]]], [[["丙", "丁"]]]]),
        ((sheet(list("甲乙丙丁戊")),), 2, [[[["甲", "乙"]]], [[["丙", "丁"]]], [[["戊"]]]]),
        ((sheet(["甲"], ["乙", "丙"], ["丁"]),), 2, [[[["甲"], ["乙"]]], [[["丙"], ["丁"]]]]),
        ((sheet(["甲"]), sheet(list("乙丙丁"))), 2, [[[["甲"]]], [[["乙", "丙"]]], [[["丁"]]]]),
        ((sheet(list("乙丙丁")), sheet(["甲"])), 2, [[[["乙", "丙"]]], [[["丁"]], [["甲"]]]]),
        ((sheet(["甲" * 400, "乙"]),), 2, [[[["甲" * 400]]], [[["乙"]]]]),  # one band is never parted
    ],
)
def test_a_document_is_parted_between_forms_and_bands(sheets, most, expected):
    whole, parts, place = report(*sheets), [], BEGINNING
    while place is not None:
        portion = portion_of(whole, place, most)
        parts.append(portion.report)
        place = portion.end
    assert list(map(texts, parts)) == expected


def test_what_stands_above_and_below_a_form_is_drawn_once():
    whole = report(sheet(list("甲乙丙丁戊己"), name="长表"))
    first = portion_of(whole, BEGINNING, 2)
    middle = portion_of(whole, FormPlace(0, 2), 2)
    last = portion_of(whole, FormPlace(0, 4), 2)
    (above,), (between,), (below,) = first.report.sheets, middle.report.sheets, last.report.sheets
    assert (above.label, above.title, above.caption_left, above.caption_right) == ("附件", "长表", "左", "右")
    assert (above.notes, above.signatures) == ((), ())
    assert (between.label, between.title, between.caption_left, between.notes, between.signatures) == (
        "",
        "",
        "",
        (),
        (),
    )
    assert (below.title, below.notes, below.signatures) == ("", ("注",), ("签",))
    assert [part.tables[0].head for part in (above, between, below)] == [above.tables[0].head] * 3
    assert (first.report.enclosures, middle.report.enclosures) == (("附件：表",), ())


def test_bands_of_a_cut_form_are_numbered_through_and_the_rest_begins_where_drawing_says():
    whole = report(sheet(["甲", "乙"], ["丙", "丁", "戊"], ["己"]))
    portion = portion_of(whole, FormPlace(0, 1), 3)
    assert portion.is_cut
    assert [band.number for table in portion.report.sheets[0].tables for band in table.bands] == [1, 2, 3]
    assert portion.next_place(3) == FormPlace(0, 3)
    assert portion.next_place(None) == portion.end == FormPlace(0, 4)


def test_long_cells_weigh_as_much_as_their_lines():
    assert weight_of(report(sheet(["甲"]))) == 1
    assert weight_of(report(sheet(["甲" * 400, "乙"]), sheet(["丙"]))) == 13


PROJECTS = tuple(
    replace(SAMPLE.projects[number % 2], name=f"第{number:03d}号项目" + "名称很长的" * (number % 5))
    for number in range(60)
)
LONG_TABLE = summary_form(Source(facts=replace(SAMPLE, projects=PROJECTS), scheme=SCHEME_2020_10))
STANDARD = whole_report(Source(facts=SAMPLE, scheme=SCHEME_2020_10))
MIXED = replace(STANDARD, sheets=(STANDARD.sheets[0], *LONG_TABLE.sheets, *STANDARD.sheets[1:]))


@pytest.fixture
def in_portions(monkeypatch):
    """Draw with small portions, and count them."""

    def drawn(report, most, *, draft=False):
        made = []
        joined = pdf_file.joined
        with monkeypatch.context() as patch:
            patch.setattr(pdf_file, "MOST_CELLS", most)
            patch.setattr(pdf_file, "joined", lambda parts: made.extend(parts) or joined(parts))
            paper = Paper(pdf_file.render_pdf(report, draft=draft))
        return paper, len(made)

    return drawn


@pytest.mark.parametrize(
    ("whole", "most", "portions"),
    [(STANDARD, 300, 3), (LONG_TABLE, 200, 7), (MIXED, 300, 7)],
    ids=["forms", "table", "table between forms"],
)
def test_portions_are_the_same_paper(in_portions, whole, most, portions):
    """Every word at its place, page by page, with page numbers, sides and bookmarks."""
    paper, count = in_portions(whole, most)
    at_once = Paper(pdf_file.render_pdf(whole, draft=False))
    assert count == portions
    assert [places(page) for page in paper.pages] == [places(page) for page in at_once.pages]
    assert paper.bookmarks() == at_once.bookmarks()
    assert paper.bookmark_pages() == at_once.bookmark_pages()
    assert paper.reader.metadata == at_once.reader.metadata


def places(page):
    """Words with their places, to a hundredth of a millimetre."""
    return sorted((round(word.top, 2), round(word.left, 2), round(word.right, 2), word.text) for word in page.words)


def test_tags_of_all_portions_stand_under_one_document_and_lead_to_their_pages(in_portions):
    paper, _ = in_portions(LONG_TABLE, 200)
    root = tags(paper)
    assert [child.get_object()["/S"] for child in root["/K"]] == ["/Document"]
    numbers = root["/ParentTree"]["/Nums"][::2]
    assert numbers == sorted(set(numbers))
    assert [page["/StructParents"] for page in paper.reader.pages] == numbers
    for page, parents in zip(paper.reader.pages, root["/ParentTree"]["/Nums"][1::2], strict=True):
        for parent in parents.get_object():
            assert parent.get_object()["/Pg"].get_object() == page.get_object()
    at_once = Paper(pdf_file.render_pdf(LONG_TABLE, draft=False))
    assert cells(root) == cells(tags(at_once)) > 60 * 8


def tags(paper):
    return paper.reader.trailer["/Root"]["/StructTreeRoot"]


def cells(root):
    return [element["/S"] for element in elements(root)].count("/TD")


def test_a_portion_in_which_no_page_begins_with_a_row_grows(in_portions):
    """A band of several pages: its end cannot be told before it is drawn whole."""
    rows = tuple(RowBand((TableRow((Cell(text=f"第{number}行" + "很长的文字" * 600),)),)) for number in range(3))
    whole = report(Sheet(label="", title="长表", tables=(Table(widths=(100,), bands=rows),)))
    paper, _ = in_portions(whole, 10)
    assert [paper.text.count(f"第{number}行") for number in range(3)] == [1, 1, 1]
    assert [places(page) for page in paper.pages] == [
        places(page) for page in Paper(pdf_file.render_pdf(whole, draft=False)).pages
    ]


def test_a_draft_names_missing_characters_on_its_first_page_and_replaces_them_in_all_portions(in_portions):
    missing = "\U000f0000"
    projects = [replace(project, name=project.name + missing) for project in SAMPLE.projects]
    paper, count = in_portions(
        whole_report(Source(facts=replace(SAMPLE, projects=tuple(projects)), scheme=SCHEME_2020_10)), 300, draft=True
    )
    assert count == 2 * 3  # as written, and with what no font can show replaced
    assert [text.count("本稿中的U+F0000") for text in paper.texts] == [1] + [0] * (len(paper.texts) - 1)
    assert missing not in paper.text
    for before, here in pairwise(["", *paper.texts]):
        assert before != here


def test_more_than_can_be_drawn_is_told_before_anything_is(monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_CELLS", 10)
    monkeypatch.setattr(pdf_file, "draw", None)
    with pytest.raises(PdfError, match="内容过多"):
        pdf_file.render_pdf(LONG_TABLE, draft=False)
