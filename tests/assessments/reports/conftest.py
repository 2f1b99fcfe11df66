"""Each report is drawn once for all tests that read it."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.papers.department_documents import ApprovalNote, build_report
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import ROADS, SAMPLE, indicator, many_indicators
from tests.assessments.reports.word_file import Word

APPROVED = ApprovalNote(approved_on=date(2023, 5, 10))
LONG_WORD = "Unbroken" * 40
RARE = "㛃䶮𠀋"


@pytest.fixture(autouse=True)
def _drawn_anew(drawn_anew: None) -> None:
    """These tests are about drawing."""


@pytest.fixture(scope="session")
def final_report():
    return build_report(SAMPLE, SCHEME_2020_10, approved=APPROVED)


@pytest.fixture(scope="session")
def final(final_report):
    return Paper(render_pdf(final_report, draft=False))


@pytest.fixture(scope="session")
def word(final_report):
    return Word(render_docx(final_report, draft=False))


@pytest.fixture(scope="session")
def excel(final_report):
    return Excel(render_xlsx(final_report, draft=False))


@pytest.fixture(scope="session")
def draft():
    return Paper(render_pdf(build_report(SAMPLE, SCHEME_2020_10), draft=True))


@pytest.fixture(scope="session")
def awkward():
    """Thirty indicators a group, a reason of many pages, long words, rare characters, a page of plain characters."""
    long = replace(
        ROADS,
        name=LONG_WORD,
        indicators=(
            indicator("产出/数量", LONG_WORD, "≥ 1 件", LONG_WORD, "50", "40", reason="原因很长需要写很多页。" * 500),
            *ROADS.indicators,
        ),
    )
    facts = replace(
        SAMPLE,
        projects=(many_indicators(30), long),
        narrative=replace(
            SAMPLE.narrative,
            organisation=f"{LONG_WORD}\n含有生僻字{RARE}。",
            problems="绩" * 28 * 60,
            rectification="<b>不是标记</b> & 也不是 &amp;",
        ),
    )
    return Paper(render_pdf(build_report(facts, SCHEME_2020_10, approved=APPROVED), draft=False))
