"""The registry: which documents there are, what they hold, what their files are called, and that each can be drawn."""

from dataclasses import replace

import pytest

from assessments.reports.documents import DOCUMENTS, DRAWERS, WHOLE_REPORT, Format
from assessments.reports.papers.department_documents import Source, build_report
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.conftest import APPROVED
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.reviewed import RECORD
from tests.assessments.reports.sample import SAMPLE

SOURCE = Source(facts=SAMPLE, scheme=SCHEME_2020_10, approved=APPROVED, record=RECORD)
FORM_KEYS = ["department-form", "project-forms", "transfer-form", "summary"]
BY_KEY = {document.key: document for document in DOCUMENTS}


def test_every_document_has_its_own_key_and_title():
    assert [document.key for document in DOCUMENTS] == [
        "report",
        "work-report",
        "department-form",
        "project-forms",
        "transfer-form",
        "summary",
        "review-opinion",
        "archive-folder",
    ]
    assert len({document.title for document in DOCUMENTS}) == len(DOCUMENTS)


def test_the_whole_report_is_the_words_and_every_form():
    whole, words = BY_KEY["report"].build(SOURCE), BY_KEY["work-report"].build(SOURCE)
    assert whole == build_report(SAMPLE, SCHEME_2020_10, approved=APPROVED)
    assert (whole.blocks, whole.enclosures, whole.signature) == (words.blocks, words.enclosures, words.signature)
    forms = [sheet for key in FORM_KEYS for sheet in BY_KEY[key].build(SOURCE).sheets]
    assert [replace(sheet, label="") for sheet in whole.sheets] == forms
    assert words.sheets == ()


@pytest.mark.parametrize("key", FORM_KEYS)
def test_a_form_alone_is_not_called_an_enclosure(key):
    built = BY_KEY[key].build(SOURCE)
    assert (built.blocks, built.enclosures, built.signature) == ((), (), None)
    assert {sheet.label for sheet in built.sheets} == {""}
    assert built.title == f"云溪县交通运输局2022年度{BY_KEY[key].title}"


def test_a_department_without_projects_has_no_form_of_projects():
    bare = replace(SOURCE, facts=replace(SAMPLE, projects=(), transfers=None))
    assert [document.key for document in DOCUMENTS if not document.applies(bare)] == ["project-forms", "transfer-form"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.key)
def test_formats_are_those_that_suit_and_that_can_be_drawn(document):
    assert document.formats == tuple(format_ for format_ in document.suited if format_ in DRAWERS)
    assert Format.PDF in document.formats
    built = document.build(SOURCE)
    assert (Format.XLSX in document.suited) == bool(built.sheets and not built.parts)


@pytest.mark.parametrize(
    ("name", "code", "number", "draft", "expected"),
    [
        ("信访局", "112", "001", False, "001-信访局-2022年度部门整体支出绩效自评报告.pdf"),
        ("信访局", "112", "", True, "112-信访局-2022年度部门整体支出绩效自评报告（草稿）.pdf"),
        ("信访局", None, "", False, "信访局-2022年度部门整体支出绩效自评报告.pdf"),
        ("../a\\b:c*\n局", "1/2", "", False, "12-abc局-2022年度部门整体支出绩效自评报告.pdf"),
        ("", None, "", False, "未填写-2022年度部门整体支出绩效自评报告.pdf"),
    ],
)
def test_file_names(name, code, number, draft, expected):
    facts = replace(SAMPLE, department=replace(SAMPLE.department, name=name, code=code))
    source = replace(SOURCE, facts=facts, approved=None if draft else APPROVED)
    assert WHOLE_REPORT.file_name(source, Format.PDF, number=number) == expected


def test_a_file_name_fits_into_a_file_system():
    facts = replace(SAMPLE, department=replace(SAMPLE.department, name="局" * 200, code="1" * 200))
    source = replace(SOURCE, facts=facts, approved=None)
    for document in DOCUMENTS:
        assert len(document.file_name(source, Format.DOCX, number="").encode()) <= 255


@pytest.mark.parametrize("key", FORM_KEYS)
def test_a_form_alone_begins_on_the_first_page(key):
    built = BY_KEY[key].build(SOURCE)
    paper = Paper(DRAWERS[Format.PDF](built, draft=False))
    assert all(page.body for page in paper.pages)
    assert built.sheets[0].title in paper.texts[0]
