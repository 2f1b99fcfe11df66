"""Lines break at Chinese quotation marks as they do at brackets, and the paper's text does not show it."""

import re
from dataclasses import replace

import pytest

from assessments.reports.document.line_breaks import ZERO_WIDTH_SPACE, with_line_breaks
from assessments.reports.document.model import Paragraph
from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf import pdf_file
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE


@pytest.mark.parametrize(
    "expected",
    [
        "等级为|“优”|的2个，|“良”|的1个",
        "“优”、|“良”。",
        "（“优”）|“良”，",
        "《关于|“放管服”|的意见》",
        "他说：|“见|‘两会’|报告”。",
        "约100%|“以上”|2个",
        "手机|“APP”|上线",
        "don’t",
        "it’s “quoted” text",
        "“一”……“二”——“三”",
        "没有引号",
    ],
)
def test_a_line_may_break_before_an_opening_and_behind_a_closing_mark(expected):
    assert (
        with_line_breaks(f"<p>{expected.replace('|', '')}</p>").replace(ZERO_WIDTH_SPACE, "|") == f"<p>{expected}</p>"
    )


def test_titles_attributes_and_bookmarks_stay_as_they_are():
    html = '<title>关于“优”的</title><h2 data-subject="关于“优”的">关于“优”的</h2><td class="text">优</td>'
    assert with_line_breaks(html) == html


def test_a_line_of_quotations_is_filled():
    """A marked word stays with its marks, so a line may end three characters early, and no text is lost or added."""
    start = "从自评结果看，等级为“优”的2个，“良”的11个，“中”的0个，“差”的0个。"
    sentences = [start + "另" * extra for extra in range(28)]
    report = replace(build_report(SAMPLE, SCHEME_2020_10), sheets=(), signature=None, enclosures=())
    paper = Paper(pdf_file.render_pdf(replace(report, blocks=tuple(map(Paragraph, sentences))), draft=False))
    lines = [word for page in paper.pages for word in page.body][2:]  # behind the title
    right = max(word.right for word in lines)
    short = [word.text for word in lines if right - word.right > 3 * CHARACTER]
    assert [text for text in short if not text.endswith(("。", "另"))] == []
    assert "".join(sentences) in re.sub(r"—\d+—", "", paper.text)


CHARACTER = 16 * 25.4 / 72  # mm
