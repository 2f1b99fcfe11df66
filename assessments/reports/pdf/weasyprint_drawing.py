"""Draws one page as PDF. The only module that imports WeasyPrint and pydyf, and all that is changed in them.

What stands before `Studio` uses names that no documentation promises, as they are in the versions of READ_FOR. Another
version is to be read again: the tests say what is different, and each change here says what it is for, so that it can
be made anew or left out.
"""

import re
import zlib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
from weasyprint.html import UA
from weasyprint.layout import inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import split_first_line, strut
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

READ_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0"}
_COMPRESSION = 6  # of zlib; 9 takes a tenth of the time of a report and saves one part in a hundred of its size
# Rules for the marks of lists and notes: they match every element, and a style is computed for each match.
_MARKS = re.compile(r"^::(?:marker|footnote-|note-).*\n", re.MULTILINE)
PLAIN_RULES = _MARKS.sub("", UA)  # how HTML looks by itself, without those marks


def level_lines() -> None:
    """A line is as high as `line-height` says, whatever faces its characters come from.

    WeasyPrint puts the middle of the faces of each line in the middle of the line, so a line with digits of another
    face is higher than its neighbours, and a page of figures has 20 lines instead of 22. Browsers take the first face.
    """

    def on_the_line(text: str, style: Any, *arguments: Any, **more: Any) -> tuple[Any, ...]:
        layout, length, rest, width, _, _ = split_first_line(text, style, *arguments, **more)
        return layout, length, rest, width, *strut(style)

    inline.split_first_line = on_the_line


class _Compressor:
    """What pydyf asks of zlib: it has no option for the level."""

    @staticmethod
    def compressobj(level: int) -> Any:
        del level
        return zlib.compressobj(level=_COMPRESSION)


def compress_lightly() -> None:
    """Streams of a file are compressed at zlib's own level instead of its slowest."""
    pydyf.zlib = _Compressor


class PlainPage(weasyprint.HTML):
    """A page without the rules for marks of lists and notes: our pages have neither."""

    _rules = weasyprint.CSS(string=PLAIN_RULES)

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - as it is called
        return super()._ua_stylesheets(forms) if forms else [self._rules]


class _WrittenObject(pydyf.Object):
    """An object that has become bytes: for the identifier and for the file they are asked twice."""

    data = b""
    compressible = False

    def __init__(self, written: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = written.number, written.generation, written.free
        self.compressible = written.compressible
        if self.free == "n":
            self.data = written.data


def write_objects_once(document: Any, pdf: Any) -> None:
    """A finisher of `write_pdf`, after which each object of the file is its bytes."""
    del document
    pdf.objects[:] = [_WrittenObject(each) for each in pdf.objects]


def missing_characters(document: Any) -> list[str]:
    """For which characters of a written document no font has a glyph, in their order."""
    return [chr(each) for each in sorted({each for font in document.fonts.values() for each in font.missing})]


class _FolderFetcher(URLFetcher):
    """Opens files of the folder. Anything else ends the drawing: no page of ours asks for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self._folder = folder

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        del headers
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            raise FatalURLFetchingError(url)
        path = Path(url2pathname(parts.path)).resolve()
        if not path.is_file() or not path.is_relative_to(self._folder):
            raise FatalURLFetchingError(url)
        kind = "text/css" if path.suffix == ".css" else "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Studio:
    """WeasyPrint with what all documents share: fonts, style sheets, and the one folder that may be read."""

    refusal: type[BaseException] = FatalURLFetchingError

    def __init__(self, folder: Path, styles: list[str]) -> None:
        level_lines()
        compress_lightly()
        self._fetcher = _FolderFetcher(folder)
        self._base_url = folder.as_uri() + "/"
        self._fonts = FontConfiguration()
        self._styles = [weasyprint.CSS(filename=folder / name, font_config=self._fonts) for name in styles]

    def draw(
        self, html: str, enclosed: dict[str, str] | None = None, *, is_cut: bool = False
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF/A-3a file of a page with the data that it shows, and what is to be told of it.

        Told are the characters for which no font has a glyph, the number of its pages, and where it goes on: a page
        that is cut goes on elsewhere, so its last page is left out, which would not be full.
        """
        page = PlainPage(string=html, base_url=self._base_url, url_fetcher=self._fetcher)
        document = page.render(
            font_config=self._fonts, stylesheets=self._styles, pdf_variant="pdf/a-3a", presentational_hints=False
        )
        document, rest = _cut(document) if is_cut else (document, None)
        attachments = [self._attachment(enclosed)] if enclosed else None
        pdf = document.write_pdf(pdf_variant="pdf/a-3a", attachments=attachments, finisher=write_objects_once)
        missing = missing_characters(document)
        return pdf, {"missing": missing, "pages": len(document.pages), "rest": rest}

    def _attachment(self, enclosed: dict[str, str]) -> Any:
        """Its dates are told: without them the file would have those of its drawing."""
        dated = datetime.fromisoformat(enclosed["dated"])
        return weasyprint.Attachment(
            string=enclosed["text"],
            name=enclosed["name"],
            description=enclosed["title"],
            created=dated,
            modified=dated,
            url_fetcher=self._fetcher,
            relationship="Source",
        )


def _cut(document: Any) -> tuple[Any, int | None]:
    """The pages before the last one that a band begins, and the number of that band; None where there is no such page.

    Each band is an anchor on every page that it reaches.
    """
    bands = [_from_the_top(page.anchors) for page in document.pages]
    for page in document.pages:
        page.anchors = {}  # nothing leads there
    cuts = [
        (place, int(here[0]))
        for place, (before, here) in enumerate(pairwise(bands), start=1)
        if before and here and here[0] not in before
    ]
    if not cuts:
        return document, None
    place, band = cuts[-1]
    return document.copy(document.pages[:place]), band


def _from_the_top(anchors: dict[str, Any]) -> list[str]:
    """The names of a page's anchors by their place: left, top, right, bottom."""
    return sorted(anchors, key=lambda name: anchors[name][1])
