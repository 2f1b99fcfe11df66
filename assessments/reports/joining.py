"""Portions of a document, each drawn as a PDF/A-3a file of its own, in one file again, by pikepdf."""

import hashlib
import io
import re
from collections.abc import Sequence

from pikepdf import Dictionary, Name, Object, Pdf

_SUBSET = re.compile(r"/([A-Z]{6})\+")


def joined(portions: Sequence[bytes]) -> bytes:
    """One file of all their pages, tags and bookmarks. Everything else is the first one's: title, data, colours.

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
