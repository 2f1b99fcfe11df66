"""LibreOffice opens what we write and lays it out as it is meant: one run for all files."""

import re
import subprocess
from collections import Counter
from html import escape

import pytest
from django.conf import settings

from assessments.reports.county.report import county_report
from assessments.reports.document.model import FigurePicture
from assessments.reports.papers.archive_folder import archive_folder
from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.counties import small_county
from tests.assessments.reports.paper import MM, Paper
from tests.assessments.reports.papers.test_archive_folder import FULL, first_pages, page_column
from tests.assessments.reports.sample import SAMPLE

# The official faces, and the free ones that take their place here.
_FACES = {
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "FandolSong",
}
_ALIAS = '<alias binding="same"><family>{name}</family><prefer><family>{other}</family></prefer></alias>'


def fontconfig(folder):
    aliases = "".join(_ALIAS.format(name=name, other=other) for name, other in _FACES.items())
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts</dir><dir>{escape(str(settings.FONT_DIR))}</dir>"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>{aliases}</fontconfig>",
        "utf-8",
    )
    return file


@pytest.fixture(scope="module")
def converted(word, excel, tmp_path_factory):
    """The files as LibreOffice prints them: the final Word file, its draft, the Excel file, a folder, a county."""
    folder = tmp_path_factory.mktemp("office")
    draft = render_docx(build_report(SAMPLE, SCHEME_2020_10), draft=True)
    folder_file = render_docx(archive_folder(FULL), draft=False)
    files = {"final.docx": word.data, "draft.docx": draft, "forms.xlsx": excel.data, "folder.docx": folder_file}
    files["county.docx"] = render_docx(county_report(small_county()), draft=False)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            *files,
        ],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(fontconfig(folder))},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert b"Error" not in done.stderr
    return {name: Paper((folder / name).with_suffix(".pdf").read_bytes()) for name in files}


def dense(text):
    return "".join(text.split())


def body_text(page):
    return "".join(word.text for word in page.body)


def starts_of(paper, report):
    """For each form the number of the page on which it starts and whether the page lies across."""
    found = []
    for sheet in report.sheets:
        opening = dense(sheet.label + sheet.title)
        (place,) = [at for at, page in enumerate(paper.pages, start=1) if body_text(page).startswith(opening)]
        found.append((place, not paper.pages[place - 1].is_upright))
    return found


def test_word_s_pages_are_those_of_the_pdf(converted, final, final_report):
    paper = converted["final.docx"]
    assert abs(len(paper.pages) - len(final.pages)) <= 1  # a line may fall on the other side of a page's end
    wide = [lies_across for _, lies_across in starts_of(paper, final_report)]
    assert wide == [sheet.landscape for sheet in final_report.sheets]
    assert [lies_across for _, lies_across in starts_of(final, final_report)] == wide
    lengths = [len(final.pages) - place for place, _ in starts_of(final, final_report)]
    assert [len(paper.pages) - place for place, _ in starts_of(paper, final_report)] == lengths


def test_word_s_pages_keep_margins_lines_and_numbers(converted):
    for number, page in enumerate(converted["final.docx"].pages, start=1):
        top, right, bottom, left = (37, 26, 35, 28) if page.is_upright else (28, 37, 26, 35)
        assert min(word.left for word in page.body) >= left - 0.3
        # LibreOffice lets a mark of punctuation hang over the edge although the file says that none may.
        hanging = 16 * MM
        assert (
            max(word.right - hanging * (word.text[-1] in "，。、；：）”") for word in page.body)
            <= page.width - right + 0.5
        )
        assert min(word.top for word in page.body) >= top - 1
        assert max(word.bottom for word in page.body) <= page.height - bottom + 0.5
        foot = [word for word in page.words if word not in page.body]
        assert "".join(word.text for word in foot) == f"—{number}—"
        assert (min(word.left for word in foot) > page.width / 2) == (number % 2 == 1)


def test_a_full_line_has_28_characters(converted):
    page = converted["final.docx"].pages[0]
    lines = {}
    for word in page.body:
        lines.setdefault(round(word.top), []).append(word.text)
    assert len(lines) <= 22
    prose = ["".join(words) for words in lines.values() if not re.search("[0-9，。、（）“”]", "".join(words))]
    assert max(map(len, prose)) <= 28
    assert any(len("".join(words)) == 28 for words in lines.values())


def test_every_character_is_printed_and_figures_show_as_in_the_report(converted, word, excel):
    shown = {
        "final.docx": word.lines,
        "forms.xlsx": [text for place in range(len(excel.sheets)) for row in excel.rows(place) for text in row],
    }
    for name, texts in shown.items():
        printed = converted[name].text
        assert Counter(dense("".join(texts))) - Counter(printed) == Counter()
        assert [text for text in texts if re.fullmatch(r"[-\d,.%]+", text) and text not in printed] == []


def test_headings_are_numbered_by_themselves(converted, final_report):
    for block in final_report.blocks:
        if block.kind == "heading":
            assert dense(block.text) in converted["final.docx"].text


def test_every_form_is_a_sheet_of_its_own_size(converted, final_report):
    pages = converted["forms.xlsx"].pages
    assert len(pages) == len(final_report.sheets)
    assert [page.is_upright for page in pages] == [not sheet.landscape for sheet in final_report.sheets]


def test_fonts_are_the_ones_asked_for(converted):
    pages = converted["final.docx"].reader.pages
    fonts = {font["/BaseFont"].split("+")[-1] for page in pages for font in page["/Resources"]["/Font"].values()}
    assert {f"{name}-Regular" for name in _FACES.values()} <= fonts


def test_only_a_draft_is_marked_and_on_every_page(converted):
    grey = re.compile(rb"0\.9098\d* 0\.9098\d* 0\.9098\d* rg")
    for name, is_marked in (("final.docx", False), ("draft.docx", True)):
        pages = converted[name].reader.pages
        assert [bool(grey.search(page.get_contents().get_data())) for page in pages] == [is_marked] * len(pages)


def test_a_folder_names_the_pages_on_which_its_papers_begin(converted):
    folder, paper = archive_folder(FULL), converted["folder.docx"]
    assert page_column(paper) == first_pages(paper, folder)
    for first in ("一、整改事项", "一、自评基本情况", "一、绩效自评工作组织开展情况"):  # counted anew in each paper
        assert first in dense(paper.text)


def test_charts_are_drawn_with_their_names_and_figures(converted):
    report, paper = county_report(small_county()), converted["county.docx"]
    printed = "".join(word.text for page in paper.pages for word in page.words)
    for picture in (block for block in report.blocks if isinstance(block, FigurePicture)):
        if len(picture.series) == 1:
            bars = "".join(bars.label + bars.texts[0] for bars in picture.rows)
            assert dense(bars + picture.title) in printed
        else:
            drawn = printed.split(dense(picture.title))[0][-200:]
            assert [text for bars in picture.rows for text in (bars.label, *bars.texts) if text not in drawn] == []
    assert abs(len(paper.pages) - len(Paper(render_pdf(report, draft=False)).pages)) <= 1


def test_short_heads_of_a_table_stay_on_one_line(converted):
    words = [word.text for word in converted["county.docx"].pages[0].words]
    assert {"审核通过", "退回修改", "逾期报送"} <= set(words)
