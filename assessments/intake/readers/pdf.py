"""PDF files with text: poppler's pdftotext gives lines with their places, from which paragraphs are put together.

A line that ends before the right edge ends its paragraph; so does one before an indent, a gap or another size of type.
Page numbers are left out. pdftotext runs under the limits of the process that calls it.
"""

import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.parsers import expat

from assessments.intake.document import ReportText, TextBuilder, Unreadable

LARGEST_OUTPUT = 300_000_000  # bytes of pdftotext's answer
_CHUNK = 1 << 16
_FEWEST_CHARACTERS = 20  # in the whole file: less is a scan with a stray stamp
_ODD_SHARE = 20  # one unreadable character in so many means a broken encoding
_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*\d{1,4}|\s*共\s*\d{1,4}\s*页)?[-—–－·.\s]*"
)
_SENTENCE_ENDS = ("。", "；", "：", "！", "？", ";", ":", ".")
SCANNED = "PDF 中没有可读取的文字，可能是扫描件。请上传 Word 文件，或由 Word、WPS 直接导出的 PDF。"
ENCRYPTED = "PDF 已加密，无法读取。请去除密码后重试。"
BROKEN = "PDF 文件已损坏，无法打开。请重新导出后重试。"
GARBLED = "PDF 中的文字编码已损坏，读出来是乱码。请上传 Word 文件，或换一种方式重新导出 PDF。"
MISSING = "服务器缺少读取 PDF 所需的系统组件（poppler-utils），请联系系统管理员安装。"
TOO_LARGE = "PDF 文件内容过多，无法读取。请只保留自评报告后重试。"


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line; places in points from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[str, ...]
    page_width: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return _joined(self.words)


def read(content: bytes) -> ReportText:
    lines, pages = _lines(content)
    text = "".join(line.text for line in lines)
    if len("".join(text.split())) < _FEWEST_CHARACTERS:
        raise Unreadable(SCANNED)
    if _is_garbled(text):
        raise Unreadable(GARBLED)
    builder = TextBuilder()
    empty = sorted(set(range(1, pages + 1)) - {line.page for line in lines})
    if empty:
        shown = "、".join(str(page) for page in empty[:10])
        builder.notes.append(f"第 {shown} 页没有可读取的文字（可能是图片），未检查。")
    for paragraph in _paragraphs(list(_without_page_numbers(lines))):
        builder.paragraph(paragraph)
    return builder.document()


def _lines(content: bytes) -> tuple[list[_Line], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        command = ["pdftotext", "-enc", "UTF-8", "-bbox-layout", str(path), "-"]
        complaints = Path(folder) / "complaints"
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
        self.lines: list[_Line] = []
        self.page = 0
        self._width = 0.0
        self._box: tuple[float, float, float, float] = (0, 0, 0, 0)
        self._words: list[str] = []
        self._letters: list[str] | None = None

    def feed(self, stream: object) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        taken = 0
        while chunk := stream.read(_CHUNK):  # type: ignore[attr-defined]
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
            self._width = float(attributes["width"])
        elif name == "line":
            x, y, right, bottom = (float(attributes[key]) for key in ("xMin", "yMin", "xMax", "yMax"))
            self._box, self._words = (x, y, right, bottom), []
        elif name == "word":
            self._letters = []

    def _end(self, name: str) -> None:
        if name == "word" and self._letters is not None:
            self._words.append("".join(self._letters))
            self._letters = None
        elif name == "line" and self._words:
            self.lines.append(_Line(self.page, *self._box, tuple(self._words), self._width))

    def _characters(self, text: str) -> None:
        if self._letters is not None:
            self._letters.append(text)


_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words)


def _is_garbled(text: str) -> bool:
    """Private-use, unassigned or replacement characters, or not a single Chinese one in a whole report."""
    letters = [character for character in text if not character.isspace()]
    odd = sum(1 for c in letters if c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"})
    chinese = sum(1 for c in letters if "\u4e00" <= c <= "\u9fff")
    return odd * _ODD_SHARE > len(letters) or (chinese * _ODD_SHARE < len(letters) and len(letters) > 100)


def _without_page_numbers(lines: list[_Line]) -> Iterator[_Line]:
    """All lines but those at the top or bottom of a page that hold its number only."""
    edges: dict[int, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        top, bottom = edges.get(line.page, (at, at))
        edges[line.page] = (
            min(top, at, key=lambda place: lines[place].top),
            max(bottom, at, key=lambda place: lines[place].bottom),
        )
    outermost = {at for pair in edges.values() for at in pair}
    for at, line in enumerate(lines):
        if not (at in outermost and _PAGE_NUMBER.fullmatch(line.text)):
            yield line


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    """Lines put together to paragraphs."""
    if not lines:
        return
    left, right, height = _edges(lines)
    taken = [lines[0].text]
    for before, line in pairwise(lines):
        if _continues(before, line, left, right, height):
            glue = " " if _is_latin(taken[-1][-1:]) and _is_latin(line.text[:1]) else ""
            taken.append(glue + line.text)
        else:
            yield "".join(taken)
            taken = [line.text]
    yield "".join(taken)


def _edges(lines: list[_Line]) -> tuple[float, float, float]:
    """Left and right edge of the body, and the height of its type, by the letters that stand there."""
    weights = Counter({round(line.height): 0 for line in lines})
    for line in lines:
        weights[round(line.height)] += len(line.text)
    height = weights.most_common(1)[0][0] or 1
    body = [line for line in lines if abs(line.height - height) <= height / 10] or lines
    rights = sorted(line.right for line in body)
    lefts = sorted(line.left for line in body)
    left = lefts[len(lefts) // 20]
    # Margins are alike on both sides: a report of short lines does not show its right edge.
    return left, max(rights[-1 - len(rights) // 20], body[0].page_width - left), float(height)


def _continues(before: _Line, line: _Line, left: float, right: float, height: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if abs(before.height - line.height) > height / 5:
        return False
    # A line may stay short by what could not be broken ("0个，"); one that ends its sentence ends there sooner.
    room = 2.2 if before.text.endswith(_SENTENCE_ENDS) else 4.5
    if before.right < right - room * height or line.left > left + height * 0.8:
        return False
    if before.page != line.page:
        return line.page == before.page + 1
    return 0 < line.top - before.top < 2.6 * height


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
