"""What is changed in WeasyPrint and pydyf is still there to be changed, and does what it is changed for.

A new version fails here first. Read its text at each place below, mend or drop the change, then write the new number
into READ_FOR.
"""

import inspect
import re
import subprocess
import sys
from importlib.metadata import version
from itertools import pairwise

import pydyf
import pytest
import weasyprint
from django.conf import settings
from weasyprint import document, html
from weasyprint.layout import inline
from weasyprint.pdf import fonts
from weasyprint.text import line_break

from assessments.reports.pdf import weasyprint_drawing
from assessments.reports.pdf.pdf_file import drawing_environment
from tests.assessments.reports.paper import Paper

PAGE = '<!DOCTYPE html><html lang="zh-CN"><head><title>报告</title></head><body>{}</body></html>'
SIGNATURES = [
    (
        line_break.split_first_line,
        "(text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False)",
    ),
    (line_break.strut, "(style)"),
    (weasyprint.HTML._ua_stylesheets, "(self, forms=False)"),
    (document.Document.write_pdf, "(self, target=None, zoom=1, finisher=None, **options)"),
    (document.Document.copy, "(self, pages='all')"),
    (pydyf.Object.__init__, "(self)"),
]
# Where the changed names are used: the words of the source to which the changes belong.
USES = [
    (inline, "layout, length, resume_index, width, height, baseline = split_first_line(", 1),
    (pydyf, "zlib.compressobj(", 1),
    (pydyf, "zlib.compress(", 1),  # of pictures: not asked for by our pages, and not changed
    (weasyprint.HTML._ua_stylesheets, "return [UA_STYLESHEET]", 1),
    (fonts.Font, "self.missing[codepoint] = next_unused_glyph_id", 1),
]


@pytest.mark.parametrize(("package", "number"), weasyprint_drawing.READ_FOR.items())
def test_the_changes_are_for_the_installed_version(package, number):
    assert version(package) == number, f"{package} is another: read again what weasyprint_drawing.py changes in it"


@pytest.mark.parametrize(("function", "signature"), SIGNATURES)
def test_what_is_called_takes_what_it_is_given(function, signature):
    assert str(inspect.signature(function)) == signature


@pytest.mark.parametrize(("place", "words", "times"), USES)
def test_what_is_changed_is_what_is_used(place, words, times):
    assert inspect.getsource(place).count(words) == times


def test_an_object_of_a_file_is_made_of_what_is_copied():
    assert {*vars(pydyf.Object())} == {"number", "offset", "generation", "free"}


def test_only_rules_for_marks_are_left_out():
    gone = [line for line in html.UA.splitlines() if line not in weasyprint_drawing.PLAIN_RULES.splitlines()]

    assert gone
    assert [line for line in gone if not re.match(r"::(marker|footnote-|note-)", line)] == []
    assert not re.search(r"^::(?!before|after)", weasyprint_drawing.PLAIN_RULES, re.MULTILINE)


def drawn_with(change):
    """Four lines, letters of another face in the second, drawn by WeasyPrint with a change, in a process of its own."""
    code = (
        "import sys, weasyprint\n"
        "from assessments.reports.pdf import weasyprint_drawing\n"
        f"{change}\n"
        "sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf())\n"
    )
    lines = '<p style="font: 16pt/29pt FandolFang, DejaVu Sans">项目<br>项 ƁƔ 目<br>项目<br>项目</p>'
    environment = drawing_environment() | {"PYTHONPATH": str(settings.BASE_DIR)}
    drawn = subprocess.run(
        [sys.executable, "-c", code],
        input=PAGE.format(lines).encode(),
        env=environment,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return drawn.stdout


def heights(data):
    """From line to line in mm."""
    tops = sorted(
        {round(word.top, 2) for page in Paper(data).pages for word in page.words if word.text.startswith("项")}
    )
    return [round(after - before, 1) for before, after in pairwise(tops)]


def test_lines_of_two_faces_are_as_high_as_the_others():
    assert heights(drawn_with("weasyprint_drawing.level_lines()")) == [10.2, 10.2, 10.2]
    assert heights(drawn_with(""))[0] > 10.4  # else the change is no longer needed


def test_streams_are_compressed_lightly():
    levels = {b"x\xda": "slowest", b"x\x9c": "own"}
    streams = [
        {levels[start] for start in re.findall(rb"\nstream\n(..)", drawn_with(change))}
        for change in ("", "weasyprint_drawing.compress_lightly()")
    ]

    assert streams == [{"slowest"}, {"own"}]


def test_a_file_is_the_same_where_its_objects_are_written_once():
    page = weasyprint.HTML(string=PAGE.format("<p>项目</p>"))

    assert page.write_pdf(finisher=weasyprint_drawing.write_objects_once) == page.write_pdf()


def test_characters_without_a_glyph_are_told():
    rendered = weasyprint.HTML(string=PAGE.format("<p>\U000f1234项\U000f1230</p>")).render()
    rendered.write_pdf()

    assert weasyprint_drawing.missing_characters(rendered) == ["\U000f1230", "\U000f1234"]
