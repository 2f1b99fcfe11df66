"""Documents of unusual size, measured: rows whole and once, heads with rows below them, nothing over the margins."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from assessments.reports.document.page import page_of
from assessments.reports.form_pages.layout_sets import texts_of
from assessments.reports.papers.department_documents import (
    Source,
    build_report,
    project_forms,
    summary_form,
    transfer_forms,
)
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.schema.scheme import SCHEME_2020_10, SCHEME_2021_101
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE, many_indicators

ROWS = 500  # two portions; test_county.py has a thousand


def source(scheme=SCHEME_2020_10, **changed):
    return Source(facts=replace(SAMPLE, **changed), scheme=scheme, layouts=texts_of(scheme.layout))


def drawn(report):
    return Paper(render_pdf(report, draft=False))


def assert_within_margins(paper):
    for page in paper.pages:
        sheet = page_of(landscape=not page.is_upright)
        assert min(word.left for word in page.body) >= sheet.left - 0.1
        assert max(word.right for word in page.body) <= page.width - sheet.right + 0.3
        assert max(word.bottom for word in page.body) <= page.height - sheet.bottom + 0.3


@pytest.fixture(scope="module")
def county():
    """A table of many projects, a few with names over several lines."""
    names = (f"第{number:04d}号项目" + "名称很长的" * (number % 7) for number in range(ROWS))
    kinds = SAMPLE.projects
    projects = tuple(replace(kinds[at % len(kinds)], name=name) for at, name in enumerate(names))
    return drawn(summary_form(source(projects=projects)))


def test_rows_stand_whole_and_once(county):
    assert_within_margins(county)
    assert re.findall(r"第(\d{4})号项目", county.text) == [f"{number:04d}" for number in range(ROWS)]
    for text in county.texts:  # a row is not cut: the name that begins on a page ends on it
        for number in re.findall(r"第(\d{4})号项目", text):
            assert f"第{number}号项目" + "名称很长的" * (int(number) % 7) in text


def test_the_head_stands_on_every_page_with_rows_below_it(county):
    assert len(county.pages) > 25
    for text in county.texts:
        head, _, below = text.partition("项目名称")
        assert head
        assert re.search(r"第\d{4}号项目|合计", below)


def test_figures_of_a_column_end_at_the_same_place(county):
    """The three amounts of each row end at the same three places on all pages, to a tenth of a millimetre."""
    ends = Counter()
    for page in county.pages:
        ends.update(round(word.right, 1) for word in page.body if re.fullmatch(r"-?[\d,]+\.\d\d", word.text))
    columns = [end for end, count in ends.items() if count >= ROWS]
    assert len(columns) == 3
    assert len({ends[end] for end in columns}) == 1


@pytest.mark.parametrize("form", [project_forms, transfer_forms])
@pytest.mark.parametrize("scheme", [SCHEME_2020_10, SCHEME_2021_101], ids=["10", "101"])
def test_three_hundred_indicators_of_one_project_are_all_there(form, scheme):
    paper = drawn(form(source(scheme, projects=(many_indicators(100),))))
    assert_within_margins(paper)
    for number in range(1, 101):
        assert paper.text.count(f"第{number}项指标的名称写得比较长一些以便换行") == 3


def test_a_cell_of_twenty_thousand_characters_flows_over_pages_and_loses_none():
    written = "".join(f"甲{number:04d}" for number in range(4_000))
    project = many_indicators(1)
    indicators = (replace(project.indicators[0], reason=written), *project.indicators[1:])
    paper = drawn(project_forms(source(projects=(replace(project, indicators=indicators),))))
    assert_within_margins(paper)
    assert len(paper.pages) > 5
    assert re.findall(r"甲(\d{4})", paper.text) == [f"{number:04d}" for number in range(4_000)]


def test_no_heading_stands_last_on_a_page_and_no_page_is_empty():
    """Whatever the length of the text before them, headings go with what follows."""
    for lines in range(1, 23):
        narrative = replace(SAMPLE.narrative, organisation="\n".join(["一行文字。"] * lines))
        report = replace(build_report(replace(SAMPLE, narrative=narrative), SCHEME_2020_10), sheets=())
        headings = {block.text for block in report.blocks if block.kind == "heading"}
        paper = drawn(report)
        assert all(len(page.body) >= 2 for page in paper.pages)
        assert headings & set(map(last_line, paper.pages)) == set()
        assert headings <= {word.text for page in paper.pages for word in page.body}


def last_line(page):
    bottom = max(word.top for word in page.body)
    return "".join(word.text for word in page.body if bottom - word.top < 3)
