"""One report, four ways to read it: the page, the PDF, the Word file and the Excel file state the same figures."""

import json
import re
import subprocess
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange.file_format import read
from assessments.reports.document.formatting import amount, points
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import render_pdf, report_html
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2020_10
from budgets.terms import SourceLevel
from tests.assessments.reports.excel.test_workbook import rows_of
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE
from tests.assessments.reports.word.test_docx_file import words_of
from tests.assessments.reports.word_file import Word
from tests.assessments.rules.consistent import papers
from tests.assessments.rules.strategies import FACTS
from tests.factories import YEAR

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?")
AMOUNT = re.compile(r"(?<![\d.,])-?\d+(?:,\d{3})*\.\d\d(?![\d.%])")


class _Texts(HTMLParser):
    """The texts of one element of a page, one for each place between two tags."""

    def __init__(self, html: str, element: str = "body") -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html.partition(f"<{element}")[2].partition(">")[2].partition(f"</{element}>")[0])

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


def numbers(texts) -> Counter:
    return Counter(number for text in texts for number in NUMBER.findall(text))


def page_texts(report) -> list[str]:
    return _Texts(report_html(report, draft=False)).found


def excel_texts(excel: Excel) -> list[str]:
    return [text for place in range(len(excel.sheets)) for row in excel.rows(place) for text in row]


def pdf_pages(paper) -> list[str]:
    """Page by page what a reader copies out of the PDF, without the page number."""
    done = subprocess.run(["pdftotext", "-", "-"], input=paper.data, capture_output=True, check=True)
    return [re.sub(r"— ?\d+ ?—", "", page) for page in done.stdout.decode().split("\f")[:-1]]


def test_all_four_state_the_same_numbers(final_report, final, word, excel):
    page = numbers(page_texts(final_report))
    assert page.total() > 500
    assert numbers(word.lines) == page
    assert numbers(pdf_pages(final)) == page

    forms = word.lines[word.lines.index("附件1") :]
    assert numbers(excel_texts(excel)) == numbers(forms)


@pytest.mark.django_db
def test_the_site_states_the_same_numbers_on_its_page_and_in_every_file(world, client):
    """From rows to what a browser shows and what it is given to keep."""
    world.fill(replace(SAMPLE, year=YEAR, department=replace(SAMPLE.department, name=world.own.name)))
    client.force_login(world.preparer)

    def asked(name, *more):
        return client.get(reverse(f"assessments:{name}", args=[world.assessment.pk, *more])).content

    page = _Texts(asked("report").decode(), "article").found
    pdf, docx, xlsx = (asked("document", "report", ending) for ending in ("pdf", "docx", "xlsx"))
    word = Word(docx)
    shown = numbers(page)
    assert shown.total() > 500
    assert numbers(Paper(pdf).said) == shown
    assert numbers(word.lines) == shown
    forms = word.lines[word.lines.index("附件1") :]
    assert numbers(excel_texts(Excel(xlsx))) == numbers(forms)


def decimals_of(facts, *names) -> set[Decimal]:
    """Every figure that stands anywhere in the facts under one of the names."""
    found: set[Decimal] = set()
    if isinstance(facts, tuple):
        return found.union(*(decimals_of(item, *names) for item in facts))
    if not is_dataclass(facts):
        return found
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.name in names and isinstance(value, Decimal):
            found.add(value)
        found |= decimals_of(value, *names)
    return found


MONEY = ("amount", "total", "basic", "personnel", "operating", "projects", "year_end_balance", "initial", "adjusted")
LEVELS = ("central", "provincial", "municipal")
LOCAL = {SourceLevel.PROVINCIAL, SourceLevel.MUNICIPAL, SourceLevel.COUNTY}
POINTS = ("score", "weight")


def amounts_in(texts) -> set[str]:
    return {found for text in texts for found in AMOUNT.findall(text)}


@settings(max_examples=25)
@given(papers(), st.booleans())
def test_every_amount_of_the_facts_appears_in_every_format_and_no_other(paper, draft):
    report, stated, told, others = amounts_of(paper)
    for texts in (page_texts(report), Word(render_docx(report, draft=draft)).lines):
        assert stated | told <= amounts_in(texts) <= stated | told | others
    forms = amounts_in(excel_texts(Excel(render_xlsx(report, draft=draft))))
    assert stated <= forms <= stated | others


@settings(max_examples=8)
@given(papers(), st.booleans())
def test_every_amount_of_the_facts_appears_on_the_drawn_pages_and_no_other(paper, draft):
    report, stated, told, others = amounts_of(paper)
    found = amounts_in(Paper(render_pdf(report, draft=draft)).said)
    assert stated | told <= found <= stated | told | others


def amounts_of(paper):
    """The report of a paper, its amounts, those that its text alone tells, and what else has two decimals in it.

    All sums of these papers are stated and right. A report adds what the year changed, its scores, and in the form of
    a transfer what comes from the country, from the province and below, and from elsewhere.
    """
    facts = read(json.dumps(paper))
    stated = {amount(value) for value in decimals_of(replace(facts, transfers=None), *MONEY, "executed")}
    told = {amount(value) for value in decimals_of(facts.transfers, "total", *LEVELS) if value}
    totals = facts.project_totals
    assert totals.initial is not None
    assert totals.adjusted is not None
    change = {amount(abs(totals.adjusted - totals.initial))}
    scores = {points(value) for value in decimals_of(facts, *POINTS)}
    parts = {
        amount(sum(getattr(line, column) for line in lines))
        for project in facts.projects
        for part in ({SourceLevel.CENTRAL}, LOCAL, {None})
        for column in ("adjusted", "executed")
        if (lines := [line for line in project.funding if line.source in part])
    }
    return build_report(facts, SCHEME_2020_10), stated, told, change | scores | parts


@settings(max_examples=25)
@given(FACTS, st.booleans())
def test_any_facts_are_written_whole_in_word_and_excel(facts, draft):
    report = build_report(facts, SCHEME_2020_10)
    assert Word(render_docx(report, draft=draft)).lines == words_of(report)
    assert excel_texts(Excel(render_xlsx(report, draft=draft))) == [
        text for sheet in report.sheets for row in rows_of(sheet) for text in row
    ]
