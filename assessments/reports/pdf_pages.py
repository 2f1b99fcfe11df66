"""What each page of one of our PDFs shows: its size, the headings that begin on it, and a mark of all that is drawn."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pikepdf import Array, Object, OutlineItem, Page, Pdf

_DIGITS = 20  # hexadecimal, of a mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    mark: str  # two pages with the same one look the same
    width: int  # points of 1/72 inch
    height: int
    headings: tuple[str, ...]  # as the bookmarks name them


def pages_of(pdf: bytes) -> tuple[PdfPage, ...]:
    """The pages of a file that we have drawn ourselves."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        with document.open_outline() as outline:
            headings = _headings_by_page(outline.root)
        return tuple(_described(page, headings[page.obj.objgen]) for page in document.pages)


def _headings_by_page(items: Iterable[OutlineItem]) -> defaultdict[tuple[int, int], list[str]]:
    """In their order, by the object of the page that each leads to."""
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for item in _flat(items):
        if isinstance(item.destination, Array):
            found[item.destination[0].objgen].append(str(item.title))
    return found


def _flat(items: Iterable[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from _flat(item.children)


def _described(page: Page, headings: list[str]) -> PdfPage:
    left, bottom, right, top = map(float, page.mediabox)
    content = hashlib.sha256(f"{left} {bottom} {right} {top}".encode())
    for piece in _drawn(page.obj, page.obj.Contents):
        content.update(piece)
    return PdfPage(
        mark=content.hexdigest()[:_DIGITS],
        width=round(right - left),
        height=round(top - bottom),
        headings=tuple(headings),
    )


def _drawn(owner: Object, stream: Object) -> Iterator[bytes]:
    """What is drawn, and what that draws in turn. A font is named by its face, a glyph by its number in the font."""
    yield stream.read_bytes()
    if "/XObject" in owner.Resources:
        for form in owner.Resources.XObject.values():
            yield from _drawn(form, form)
