"""Bad input gets a clear error or a correct document, never a wrong or half one: real files of every format.

What is tested elsewhere: a cell of 20,000 characters and 300 indicators (test_large, test_docx, test_tables), HTML
(test_hostile, test_docx, test_tables), formulas (test_tables), a character that no font has (test_characters), a
killed worker (test_drawing_process, test_bundling), a full disk under a ZIP file and under what is kept (test_bundling,
test_kept).
"""

import resource
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from assessments.models import StoredReport
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.papers.department_documents import Source, build_report, department_form, summary_form
from assessments.reports.pdf import fonts
from assessments.reports.pdf.pdf_file import PdfError, render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.facts import DepartmentFacts, Facts, Indicator, Project, Transfers
from assessments.schema.scheme import SCHEME_2020_10, SCHEME_2021_101
from assessments.terms import Action, Status
from tests.assessments.reports.excel.test_workbook import rows_of
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.grid import dense
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE
from tests.assessments.reports.test_hostile import with_text
from tests.assessments.reports.word.test_docx_file import words_of
from tests.assessments.reports.word_file import Word
from tests.factories import PASSING, YEAR


def assert_whole(report):
    """Every text of the report stands in each of its files, in its order."""
    said, at = dense("".join(Paper(render_pdf(report, draft=False)).said)), 0
    for words in map(dense, words_of(report)):
        at = said.index(words, at) + len(words)  # a head may stand between them again, on another page
    assert Word(render_docx(report, draft=False)).lines == words_of(report)
    excel = Excel(render_xlsx(report, draft=False))
    assert [excel.rows(place) for place in range(len(report.sheets))] == [rows_of(sheet) for sheet in report.sheets]


NOTHING = Facts(county=None, year=2022, department=DepartmentFacts(name=None))


@pytest.mark.parametrize(
    "facts",
    [
        NOTHING,
        replace(NOTHING, projects=(Project(name=None),)),
        replace(
            NOTHING, transfers=Transfers(count=1), projects=(Project(name="甲", indicators=(Indicator(name="乙"),)),)
        ),
    ],
    ids=["nothing", "a project without a name", "a transfer without amounts"],
)
@pytest.mark.parametrize("scheme", [SCHEME_2020_10, SCHEME_2021_101], ids=["10", "101"])
def test_a_field_that_nobody_filled_in_is_said_to_be_missing(facts, scheme):
    assert_whole(build_report(facts, scheme))


HIDDEN = {
    "control characters": "收\x00入\x01减\x0b少\x1f。",
    "overrides of direction": "收入\u202e123\u2066少\u200f。",
    "halves of characters": "收\ud800入\udc00。",
    "no characters": "收\ufffe入\uffff。",
}


@pytest.mark.parametrize("typed", HIDDEN.values(), ids=HIDDEN)
def test_characters_that_nobody_sees_are_in_no_file(typed):
    short = replace(
        SAMPLE, projects=SAMPLE.projects[2:3], rectifications=()
    )  # a table over two pages says its head twice
    facts = replace(with_text(short, typed), scheme=SAMPLE.scheme)
    report = build_report(facts, SCHEME_2020_10)
    assert_whole(report)
    assert not set("\x00\x01\x0b\x1f\u202e\u2066\u200f\ufffe\uffff") & set("".join(words_of(report)))


def test_words_from_right_to_left_stand_among_the_others():
    typed = "与外商（שלום，مرحبا）签约3次"
    project = replace(SAMPLE.projects[2], name=typed)
    report = summary_form(Source(facts=replace(SAMPLE, projects=(project,)), scheme=SCHEME_2020_10))
    assert Word(render_docx(report, draft=False)).lines == words_of(report)
    assert rows_of(report.sheets[0]) == Excel(render_xlsx(report, draft=False)).rows(0)
    said = "".join(Paper(render_pdf(report, draft=False)).said)
    assert sorted(dense("".join(words_of(report)))) == sorted(dense(said))


def test_without_the_report_s_own_fonts_the_next_best_are_taken(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    report = department_form(Source(facts=SAMPLE, scheme=SCHEME_2020_10))
    paper = Paper(render_pdf(report, draft=False))
    assert dense("".join(paper.said)) == dense("".join(words_of(report)))
    assert all(0 not in numbers for numbers in paper.glyphs().values())


def test_without_any_font_a_final_document_is_refused(settings, tmp_path, monkeypatch):
    settings.FONT_DIR = tmp_path
    alone = fonts._CONFIGURATION.replace("/usr/share/fonts", "/usr/share/fonts/truetype/dejavu")
    monkeypatch.setattr(fonts, "_CONFIGURATION", alone)
    report = department_form(Source(facts=SAMPLE, scheme=SCHEME_2020_10))
    with pytest.raises(PdfError, match=r"服务器上没有能显示“.”（U\+[0-9A-F]{4}）.*等\d+个字符的字体，无法生成正式文件"):
        render_pdf(report, draft=False)


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_a_file_that_does_not_fit_on_the_disk_leaves_the_old_one_as_it_was(world, tmp_path, ending):
    """The kernel refuses to write on, as it does on a full disk."""
    world.fill()
    target = tmp_path / f"report.{ending}"
    target.write_bytes(b"old")
    arguments = ["export_report", "--department", world.own.name, "--year", str(YEAR), "--output", str(target)]
    call_command(*arguments)
    whole = target.read_bytes()
    target.write_bytes(b"old")

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) - 1, usual[1]))
    try:
        with pytest.raises(CommandError, match="不能写入"):
            call_command(*arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(target.name, b"old")]


@pytest.mark.django_db
def test_an_approval_that_the_database_has_no_room_for_does_not_happen(world):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told how large it may grow")
    world.fill()
    world.bring_to(*PASSING)
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
    try:
        with pytest.raises(OperationalError, match="full"):
            world.bring_to(Action.APPROVE)
        assert world.fresh().status == Status.FINAL_REVIEW
        assert not StoredReport.objects.exists()
    finally:
        connection.cursor().execute("PRAGMA max_page_count = 1073741823")
    assert world.bring_to(Action.APPROVE).status == Status.APPROVED
