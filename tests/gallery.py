"""Draws docs/images/pages anew: `python -m tests.gallery` sets the pages of each document side by side as one picture.

The documents are those of the sample that the tests draw, so the pictures show what the tests measure.
"""

import io
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import django
from PIL import Image

_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images" / "pages"
_MOST_PAGES = 12
_IN_A_ROW = 4
_EDGE = 440  # pixels of the long edge of a page
_GAP = 12
_DESK, SHADES = 215, 12


def _documents() -> Iterator[tuple[str, bytes]]:
    """Key and PDF file of every document."""
    from assessments.reports.county.documents import COUNTY_DOCUMENTS  # noqa: PLC0415 - Django comes first
    from assessments.reports.documents import documents_of  # noqa: PLC0415
    from assessments.reports.pdf.pdf_file import render_pdf  # noqa: PLC0415
    from tests.assessments.reports.counties import small_county  # noqa: PLC0415
    from tests.assessments.reports.notices import ACCEPTED  # noqa: PLC0415
    from tests.assessments.reports.reviewed import RECORD, SOURCE  # noqa: PLC0415

    source = replace(SOURCE, record=replace(RECORD, notices=(ACCEPTED,)))
    for document in documents_of(source):
        yield document.key, render_pdf(document.build(source), draft=False)
    county = small_county()
    for county_document in COUNTY_DOCUMENTS:
        yield county_document.key, render_pdf(county_document.build(county), draft=False)


def pages_of(pdf: bytes, *, edge: int = _EDGE, most: int = _MOST_PAGES) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-gray", "-l", str(most), "-scale-to", str(edge), "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True)
        return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).iterdir())]


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    rows = [pages[start : start + _IN_A_ROW] for start in range(0, len(pages), _IN_A_ROW)]
    width = max(sum(page.width + _GAP for page in row) for row in rows) + _GAP
    height = sum(max(page.height for page in row) + _GAP for row in rows) + _GAP
    desk = Image.new("L", (width, height), _DESK)
    top = _GAP
    for row in rows:
        left = _GAP
        for page in row:
            desk.paste(page, (left, top))
            left += page.width + _GAP
        top += max(page.height for page in row) + _GAP
    return desk


def main() -> None:
    _FOLDER.mkdir(exist_ok=True)
    for key, pdf in _documents():
        side_by_side(pages_of(pdf)).quantize(SHADES).save(_FOLDER / f"{key}.png", optimize=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
