"""Reading a drawn PDF back: words with their places (in mm from the top left), fonts and bookmarks."""

import hashlib
import html
import io
import re
import subprocess
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.assessments.reports.tagged import Block, blocks_of

MM = 25.4 / 72
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def body(self) -> tuple[Word, ...]:
        """Everything above the page number."""
        return tuple(word for word in self.words if word.bottom < self.height - 26)

    @property
    def is_upright(self) -> bool:
        return self.height > self.width


def seal(data: bytes) -> str:
    """What stands for a file where two are compared: pytest would look for minutes for what has changed in bytes."""
    return hashlib.sha256(data).hexdigest()


class Paper:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = PdfReader(io.BytesIO(data))
        self.pages = tuple(_pages(data))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Page by page all text without blanks, in the order in which it is drawn."""
        return tuple("".join(page.extract_text().split()) for page in self.reader.pages)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.reader)

    @property
    def said(self) -> list[str]:
        return [block.text for block in self.blocks if block.text]

    @property
    def fonts(self) -> set[str]:
        """Names of the embedded fonts without their subset mark; fails where one is not embedded."""
        names = set()
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                (face,) = font.get_object()["/DescendantFonts"]
                descriptor = face.get_object()["/FontDescriptor"]
                assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
                names.add(descriptor["/FontName"].lstrip("/").split("+")[-1])
        return names

    def glyphs(self) -> dict[str, set[int]]:
        """By the name of the font the numbers of all glyphs that the pages draw; fails for one that its font lacks."""
        drawn: dict[str, set[int]] = {}
        counts: dict[str, int] = {}
        for page in self.reader.pages:
            fonts = page["/Resources"]["/Font"]
            used = None
            for operands, operator in page.get_contents().operations:
                if operator == b"Tf":
                    used = fonts[operands[0]].get_object()
                for shown in _strings(operands) if operator in {b"TJ", b"Tj"} else ():
                    numbers = {int.from_bytes(shown[at : at + 2]) for at in range(0, len(shown), 2)}
                    drawn.setdefault(used["/BaseFont"], set()).update(numbers)
                    if used["/BaseFont"] not in counts:
                        counts[used["/BaseFont"]] = _glyph_count(used)
        assert [name for name, numbers in drawn.items() if max(numbers) >= counts[name]] == []
        return drawn

    def bookmarks(self) -> list[tuple[int, str]]:
        """(depth, title) in order."""
        return [(depth, item.title) for depth, item in _flat(self.reader.outline, 1)]

    def bookmark_pages(self) -> list[int]:
        """The place, from 0, of the page to which each leads."""
        return [self.reader.get_destination_page_number(item) for _, item in _flat(self.reader.outline, 1)]


def outline(paper: Paper, *, without: Container[int] = ()) -> str:
    """Words and layout in one text that can be kept and compared: by page and line where each word stands, in mm."""
    lines = []
    for number, page in enumerate(paper.pages, start=1):
        if number in without:
            continue
        lines.append(f"第{number}页 {page.width:.0f} × {page.height:.0f}")
        for top, words in groupby(sorted(page.words, key=_place), key=lambda word: round(word.top)):
            lines.append(f"{top}: " + " | ".join(f"{word.left:.0f}–{word.right:.0f} {word.text}" for word in words))
    return "\n".join(lines) + "\n"


def _place(word: Word) -> tuple[int, float]:
    return round(word.top), word.left


def _strings(operands):
    for item in operands[0] if isinstance(operands[0], list) else operands:
        if not isinstance(item, (int, float)):
            yield item.original_bytes


def _glyph_count(font):
    (face,) = font["/DescendantFonts"]
    descriptor = face.get_object()["/FontDescriptor"]
    file = descriptor["/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"].get_data()
    return TTFont(io.BytesIO(file), lazy=True)["maxp"].numGlyphs


def _flat(outline, depth):
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item, depth + 1)
        else:
            yield depth, item


def _pages(data: bytes):
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    for width, height, content in _PAGE.findall(
        done.stdout.decode(errors="replace")
    ):  # poppler splits pairs of the title
        words = (
            Word(*(float(place) * MM for place in places), html.unescape(text))
            for *places, text in _WORD.findall(content)
        )
        yield Page(float(width) * MM, float(height) * MM, tuple(words))
