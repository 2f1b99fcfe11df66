"""What poppler reads in a PDF: every printed line with its words and their places, in the order of the text.

pdftotext runs under the limits of the process that calls it; its answer is read as a stream.
"""

import re
import signal
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO
from xml.parsers import expat

from assessments.intake.limits import MOST_PAGES
from assessments.intake.loading.document import Unreadable

LARGEST_OUTPUT = 300_000_000  # bytes of pdftotext's answer
_CHUNK = 1 << 16
_ODD_SHARE = 20  # one unreadable character in so many means a broken encoding
ENCRYPTED = "PDF 已加密，无法读取。请去除密码后重试。"
BROKEN = "PDF 文件已损坏，无法打开。请重新导出后重试。"
MISSING = "服务器缺少读取 PDF 所需的系统组件（poppler-utils），请联系系统管理员安装。"
TOO_LARGE = "PDF 文件内容过多，无法读取。请只保留自评报告后重试。"
TOO_SLOW = "PDF 文件过于复杂，读取超时，已停止。请由 Word、WPS 重新导出，或上传 Word 文件。"
TOO_MANY_PAGES = f"PDF 超过 {MOST_PAGES} 页，无法校核。请只保留自评报告后重试。"

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the page's upper left corner


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box

    @property
    def centre(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line, or the part of one that stands in a column."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[Word, ...]
    page_width: float
    page_height: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return text_of(self.words)


_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
# In heights of a word: what an office program leaves between Chinese and figures, and where it fills a line.
_SET_APART, _FILLED = 0.3, 0.15
_MANY = 4  # gaps of one kind in a line: about as wide as most of them is no space
_WIDEST = 0.5


def text_of(words: Sequence[Word]) -> str:
    """The words of a line. A gap that the layout leaves beside Chinese characters is no space."""
    if not words:
        return ""
    most = (0.0, max(_SET_APART, _spread(words, 1)), max(_FILLED, _spread(words, 2)))
    glued = (
        ("" if _gap(before, word) < most[_wide_sides(before, word)] else " ") + word.text
        for before, word in pairwise(words)
    )
    return words[0].text + "".join(glued)


def _spread(words: Sequence[Word], wide: int) -> float:
    """Up to which gap the words of a line are only spread to fill it, where so many sides of a gap are Chinese."""
    gaps = sorted(_gap(before, word) for before, word in pairwise(words) if _wide_sides(before, word) == wide)
    return min(gaps[len(gaps) // 2] * 1.2, _WIDEST) if len(gaps) >= _MANY else 0.0


def _wide_sides(before: Word, word: Word) -> int:
    return sum(_WIDE.match(letter) is not None for letter in (before.text[-1:], word.text[:1]))


def _gap(before: Word, word: Word) -> float:
    """In heights of the word before it."""
    return (word.box[0] - before.box[2]) / max(before.box[3] - before.box[1], 1.0)


def lines_of(path: Path) -> tuple[list[PrintedLine], int]:
    """All lines of the file, and the number of its pages. Raises Unreadable."""
    command = ["pdftotext", "-enc", "UTF-8", "-bbox-layout", str(path), "-"]
    complaints = path.parent / "complaints"
    try:
        with complaints.open("wb") as said:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)  # noqa: S603
    except FileNotFoundError as missing:
        raise Unreadable(MISSING) from missing
    with process:
        layout = _Layout()
        try:
            layout.feed(process.stdout)
        except expat.ExpatError as broken:
            process.kill()
            raise Unreadable(_reason(complaints)) from broken
        except Unreadable:
            process.kill()
            raise
    if process.returncode == -signal.SIGXCPU:
        raise Unreadable(TOO_SLOW)
    if process.returncode != 0:
        raise Unreadable(_reason(complaints))
    return layout.lines, layout.page


def _reason(complaints: Path) -> str:
    """Poppler says "Incorrect password" and ends as with any broken file."""
    with complaints.open("rb") as said:
        return ENCRYPTED if b"password" in said.read(_CHUNK).lower() else BROKEN


class _Layout:
    """Reads pdftotext's page, line and word elements as a stream."""

    def __init__(self) -> None:
        self.lines: list[PrintedLine] = []
        self.page = 0
        self._width = self._height = 0.0
        self._box: Box = (0, 0, 0, 0)
        self._word: Box = (0, 0, 0, 0)
        self._words: list[Word] = []
        self._letters: list[str] | None = None

    def feed(self, stream: IO[bytes] | None) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        taken = 0
        while stream and (chunk := stream.read(_CHUNK)):
            taken += len(chunk)
            if taken > LARGEST_OUTPUT:
                raise Unreadable(TOO_LARGE)
            # Control characters that broken fonts give are not XML: they become the sign for "unreadable".
            parser.Parse(_CONTROLS.sub(b"?", chunk), False)  # noqa: FBT003 - expat's own interface
        if taken:
            parser.Parse(b"", True)  # noqa: FBT003

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "page":
            self.page += 1
            if self.page > MOST_PAGES:
                raise Unreadable(TOO_MANY_PAGES)
            self._width, self._height = float(attributes["width"]), float(attributes["height"])
        elif name == "line":
            self._box, self._words = _box(attributes), []
        elif name == "word":
            self._word, self._letters = _box(attributes), []

    def _end(self, name: str) -> None:
        if name == "word" and self._letters is not None:
            self._words.append(Word("".join(self._letters), self._word))
            self._letters = None
        elif name == "line" and self._words:
            self.lines.append(PrintedLine(self.page, *self._box, tuple(self._words), self._width, self._height))

    def _characters(self, text: str) -> None:
        if self._letters is not None:
            self._letters.append(text)


_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _box(attributes: dict[str, str]) -> Box:
    left, top, right, bottom = (float(attributes[key]) for key in ("xMin", "yMin", "xMax", "yMax"))
    return left, top, right, bottom


def is_garbled(words: Iterable[str]) -> bool:
    """Private-use, unassigned or replacement characters, or not a single Chinese one in a whole report."""
    letters = [character for text in words for character in text if not character.isspace()]
    odd = sum(1 for c in letters if c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"})
    chinese = sum(1 for c in letters if "\u4e00" <= c <= "\u9fff")
    return odd * _ODD_SHARE > len(letters) or (chinese * _ODD_SHARE < len(letters) and len(letters) > 100)
