"""The standard report and the forms of 财预〔2021〕101号 as they were looked at: text and layout in three formats."""

from dataclasses import replace

import pytest

from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.form_pages.layout_sets import texts_of
from assessments.reports.papers.department_documents import Source, project_forms
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2021_101
from tests.assessments.reports import excel_file as xlsx
from tests.assessments.reports import paper as pdf
from tests.assessments.reports import word_file as docx
from tests.assessments.reports.golden import same_as_golden
from tests.assessments.reports.sample import SAMPLE


@pytest.fixture(scope="module")
def forms_of_101():
    facts = replace(SAMPLE, scheme=SCHEME_2021_101)
    return project_forms(Source(facts=facts, scheme=SCHEME_2021_101, layouts=texts_of(SCHEME_2021_101.layout)))


def test_the_pages_of_the_pdf(final):
    same_as_golden("report.pdf.txt", pdf.outline(final))


def test_the_text_of_the_pdf_as_it_is_copied(final):
    same_as_golden("report.text.txt", "\n".join(final.texts) + "\n")


def test_the_word_file(word):
    same_as_golden("report.docx.txt", docx.outline(word))


def test_the_excel_file(excel):
    same_as_golden("report.xlsx.txt", xlsx.outline(excel))


def test_the_forms_of_101_as_pdf(forms_of_101):
    paper = pdf.Paper(render_pdf(forms_of_101, draft=False))
    assert len(paper.pages) == len(forms_of_101.sheets)  # each with ten indicators on a page of its own
    same_as_golden("forms-101.pdf.txt", pdf.outline(paper))


def test_the_forms_of_101_as_word(forms_of_101):
    same_as_golden("forms-101.docx.txt", docx.outline(docx.Word(render_docx(forms_of_101, draft=False))))


def test_the_forms_of_101_as_excel(forms_of_101):
    same_as_golden("forms-101.xlsx.txt", xlsx.outline(xlsx.Excel(render_xlsx(forms_of_101, draft=False))))
