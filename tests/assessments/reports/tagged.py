"""What a screen reader reads out of a tagged PDF: its blocks with their text, wherever lines end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_INSIDE = {"/Span", "/Link"}  # of a block
_MEANING = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>")


@dataclass
class Block:
    """A paragraph, a cell, or a row, whose cells follow it."""

    kind: str
    text: str = ""
    columns: int = 1
    rows: int = 1


def blocks_of(reader: PdfReader) -> tuple[Block, ...]:
    texts = {page.indirect_reference.idnum: _texts_of(page) for page in reader.pages}
    return tuple(_below(reader.trailer["/Root"]["/StructTreeRoot"], texts, Block("")))


def _below(element: DictionaryObject, texts: dict[int, dict[int, str]], block: Block) -> Iterator[Block]:
    """The blocks inside an element; the text that stands in it directly goes to `block`."""
    inside = element["/K"]
    for child in [each.get_object() for each in (inside if isinstance(inside, list) else [inside])]:
        if isinstance(child, int):
            block.text += texts[element.raw_get("/Pg").idnum].get(child, "")
        elif child.get("/S") in _INSIDE:
            yield from _below(child, texts, block)
        elif "/S" in child:
            spans = child.get("/A", {})
            found = Block(child["/S"].lstrip("/"), "", spans.get("/ColSpan", 1), spans.get("/RowSpan", 1))
            yield found
            yield from _below(child, texts, found)


def elements(node: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every element of structure below one, in order."""
    children = node.get("/K", [])
    for reference in children if isinstance(children, list) else [children]:
        child = reference.get_object()
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
            yield from elements(child)


def _texts_of(page) -> dict[int, str]:
    """By the number that the tags of a page know it by, the text of each piece of its content."""
    found: dict[int, str] = {}
    meanings: dict[str, dict[bytes, str]] = {}
    font, open_marks = "", []
    for operands, operator in page.get_contents().operations:
        match operator:
            case b"Tf":
                font = operands[0]
                if font not in meanings:
                    meanings[font] = _meanings(page["/Resources"]["/Font"][font])
            case b"BMC":
                open_marks.append(None)
            case b"BDC":
                open_marks.append(operands[1].get("/MCID"))
            case b"EMC":
                open_marks.pop()
            case b"TJ" | b"Tj" if open_marks and open_marks[-1] is not None:
                pieces = operands[0] if operator == b"TJ" else operands
                codes = b"".join(piece.original_bytes for piece in pieces if not isinstance(piece, (int, float)))
                said = "".join(meanings[font][codes[at : at + 2]] for at in range(0, len(codes), 2))
                found[open_marks[-1]] = found.get(open_marks[-1], "") + said
    return found


def _meanings(font: DictionaryObject) -> dict[bytes, str]:
    """What each code of a font means, as a reader copies it."""
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(meaning.decode()).decode("utf-16-be")
        for code, meaning in _MEANING.findall(font["/ToUnicode"].get_data())
    }
