"""Pages of PDFs that we have drawn: joined into one file, and described. The only importer of pikepdf."""

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf

_SUBSET = re.compile(r"/([A-Z]{6})\+")
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
    yield stream.read_raw_bytes()
    if "/Resources" in owner and "/XObject" in owner.Resources:
        for form in owner.Resources.XObject.values():
            yield from _drawn(form, form)


def joined(portions: Sequence[bytes]) -> bytes:
    """One file of all the pages, tags and bookmarks of these PDF/A-3a files. All else is the first one's: title, data.

    The same portions give the same bytes.
    """
    with Pdf.open(io.BytesIO(portions[0])) as whole:
        for portion in portions[1:]:
            with Pdf.open(io.BytesIO(portion)) as part:
                _append(whole, part)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()


def _append(whole: Pdf, part: Pdf) -> None:
    """Pages first: what is copied after them leads to the copies."""
    first = len(whole.pages)
    _rename_fonts(part, first)
    for page in part.pages:
        page.obj.StructParents += first
    whole.pages.extend(part.pages)
    _append_tags(whole, whole.copy_foreign(part.Root.StructTreeRoot), first)
    if "/Outlines" in part.Root:
        _append_bookmarks(whole, whole.copy_foreign(part.Root.Outlines))


def _rename_fonts(part: Pdf, first: int) -> None:
    """ISO 32000-1, 9.6.4: two parts of one font in a file have different tags before its name."""
    for entry in part.objects:
        for key in (Name.BaseFont, Name.FontName):
            if isinstance(entry, Dictionary) and key in entry:
                entry[key] = Name(_SUBSET.sub(lambda found: f"/{_tag(found[1], first)}+", str(entry[key])))


def _tag(tag: str, first: int) -> str:
    """Six capital letters."""
    digest = hashlib.sha256(f"{tag}{first}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _append_tags(whole: Pdf, tags: Object, first: int) -> None:
    """`first` is the number of pages before these: the tags of a page are found by the page's number."""
    (document,), (added,) = whole.Root.StructTreeRoot.K, tags.K
    for child in added.K:
        child.P = document
        document.K.append(child)
    numbers = whole.Root.StructTreeRoot.ParentTree.Nums
    pairs = list(tags.ParentTree.Nums)
    for page, of_the_page in zip(pairs[::2], pairs[1::2], strict=True):
        numbers.append(int(page) + first)
        numbers.append(of_the_page)


def _append_bookmarks(whole: Pdf, added: Object) -> None:
    """The bookmarks of the first level are a chain, and each leads to the list that holds it."""
    if "/Outlines" not in whole.Root:
        whole.Root.Outlines = whole.make_indirect(Dictionary(Type=Name.Outlines, Count=0))
    outlines, item = whole.Root.Outlines, added.First
    if "/Last" in outlines:
        outlines.Last.Next, item.Prev = item, outlines.Last
    else:
        outlines.First = item
    outlines.Last = added.Last
    outlines.Count += added.Count
    while True:
        item.Parent = outlines
        if "/Next" not in item:
            return
        item = item.Next
