"""What was drawn is kept for a while: no page is drawn twice, a changed one is, no fault of the cache shows."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf import pdf_file
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.paper import seal
from tests.assessments.reports.sample import SAMPLE

REPORT = replace(build_report(SAMPLE, SCHEME_2020_10), sheets=())


@pytest.fixture
def folder(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"drawn": {"BACKEND": backend, "LOCATION": tmp_path / "drawn"}}
    return tmp_path / "drawn"


@pytest.fixture
def drawings(monkeypatch):
    """The pages that were drawn."""
    pages, draw = [], pdf_file.draw

    def counted(html, enclosed, *, is_cut):
        pages.append(html)
        return draw(html, enclosed, is_cut=is_cut)

    monkeypatch.setattr(pdf_file, "draw", counted)
    return pages


def test_the_same_report_is_drawn_once(folder, drawings):
    first = pdf_file.render_pdf(REPORT, draft=True)
    assert seal(pdf_file.render_pdf(REPORT, draft=True)) == seal(first)
    assert len(drawings) == 1


def test_of_many_only_what_changed_is_drawn_again(folder, drawings):
    reports = [replace(REPORT, office=f"{name}局") for name in "甲乙丙"]
    for report in (*reports, *reports[:2], replace(reports[2], office="丁局")):
        pdf_file.render_pdf(report, draft=True)
    assert len(drawings) == 4


def test_a_draft_and_its_final_text_are_two(folder, drawings):
    assert pdf_file.render_pdf(REPORT, draft=True) != pdf_file.render_pdf(REPORT, draft=False)
    assert len(drawings) == 2


def test_other_fonts_draw_anew(folder, drawings, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    for moment in (1, 2):
        os.utime(tmp_path, (moment, moment))
        pdf_file.render_pdf(REPORT, draft=True)
    assert len(drawings) == 2


def test_a_spoilt_file_is_drawn_again(folder, drawings):
    first = pdf_file.render_pdf(REPORT, draft=True)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-100])
    assert seal(pdf_file.render_pdf(REPORT, draft=True)) == seal(first)
    assert len(drawings) == 2


def test_a_cache_that_cannot_be_written_costs_time_only(settings, drawings):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"drawn": {"BACKEND": backend, "LOCATION": Path("/dev/full/drawn")}}
    assert pdf_file.render_pdf(REPORT, draft=True).startswith(b"%PDF")
    assert pdf_file.render_pdf(REPORT, draft=True).startswith(b"%PDF")
    assert len(drawings) == 2
