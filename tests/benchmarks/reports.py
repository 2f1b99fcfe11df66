"""The check-up of a written report against the drawing of its PDF, and its growth with the report's length."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assessments.exchange.file_format import read
from assessments.intake.findings import check_document
from assessments.intake.loader import check_report
from assessments.intake.reader_process import read_pasted
from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.intake.files import docx_of, html_of, pdf_of
from tests.assessments.intake.reports import SOUND
from tests.benchmarks.measuring import seconds, show_curve, show_ratio

_FACTS = Path(__file__).parents[1] / "data" / "petition-bureau-2022.json"
_CHARACTERS_OF_A_PAGE = 22 * 28  # GB/T 9704—2012
_PAGES = (1, 5, 20, 100, 500)
_SEED_LENGTH = 2_650  # characters
_MOST_OF_DRAWING = 0.1


def _text(characters: int) -> str:
    """Sound reports one behind the other, cut at that length."""
    text = io.StringIO()
    while text.tell() < characters:
        text.write("".join(SOUND.values()))
    return text.getvalue()[:characters]


def run() -> None:
    """Checks at most a tenth of drawing the PDF, linear up to 500 pages; beside them, what reading a file adds.

    A file is read in a process of its own, whose start costs more than a report of this length.
    """
    facts = read(_FACTS.read_bytes())
    report = build_report(facts, facts.scheme or SCHEME_2020_10)
    drawing = seconds(lambda: render_pdf(report, draft=False))
    print(f"  drawing the PDF of a report of {_SEED_LENGTH} characters: {drawing * 1000:.1f} ms, the base")
    text = _text(_SEED_LENGTH)
    show_ratio("checks", seconds(lambda: check_document(read_pasted(text))), drawing, _MOST_OF_DRAWING)
    files: dict[str, Callable[[], object]] = {}
    for name, content in (
        ("txt", text.encode()),
        ("html", html_of(text)),
        ("docx", docx_of(text)),
        ("pdf", pdf_of(text)),
    ):
        files[f"read from a .{name} file, and checked"] = partial(check_report, content, f"report.{name}")
    for name, work in files.items():
        cost = seconds(work)
        print(f"  {name:<44} {cost * 1000:10.1f} ms   {cost / drawing:6.3f} of the base")
    documents = {pages: read_pasted(_text(pages * _CHARACTERS_OF_A_PAGE)) for pages in _PAGES}
    show_curve(
        "checks",
        "pages",
        {pages: seconds(partial(check_document, document), times=3) for pages, document in documents.items()},
    )
