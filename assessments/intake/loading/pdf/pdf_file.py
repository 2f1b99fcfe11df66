"""PDF files with text: lines are put together to paragraphs, and ruled tables are read as tables.

A line that ends before the right edge ends its paragraph; so does one before an indent, a gap or another size of type.
Page numbers and what every page repeats at its edges are left out.
"""

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from assessments.intake.loading.document import ReportText, TextBuilder, Unreadable
from assessments.intake.loading.pdf.pdf_tables import PageTable, joined_tables, page_tables
from assessments.intake.loading.pdf.pictures import EmptyPage, Picture, pictures_of
from assessments.intake.loading.pdf.poppler import PrintedLine, is_garbled, lines_of
from assessments.intake.loading.pdf.watermarks import without_watermarks

_FEWEST_CHARACTERS = 20  # in the whole file: less is a scan with a stray stamp
_MOST_EDGE_LINES = 3
_FEWEST_PAGES = 3  # that show what every page repeats
_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*\d{1,4}|[\s，,]*共\s*\d{1,4}\s*页)?[-—–－·.\s]*"
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
)
_SENTENCE_ENDS = ("。", "；", "：", "！", "？", ";", ":", ".")
SCANNED = "PDF 中没有可读取的文字，可能是扫描件。请上传 Word 文件，或由 Word、WPS 直接导出的 PDF。"
GARBLED = "PDF 中的文字编码已损坏，读出来是乱码。请上传 Word 文件，或换一种方式重新导出 PDF。"


def read(content: bytes) -> ReportText:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        printed, pages = lines_of(path)
        lines = without_watermarks(printed)
        if sum(len("".join(line.text.split())) for line in lines) < _FEWEST_CHARACTERS:
            raise Unreadable(SCANNED)
        if is_garbled(line.text for line in lines):
            raise Unreadable(GARBLED)
        found = page_tables(path, lines)
        pictures, beside_text = pictures_of(path, lines)
    empty = sorted(set(range(1, pages + 1)) - {line.page for line in lines})
    builder = TextBuilder()
    builder.notes.extend(_notes(empty, found.uncertain))
    builder.seen("图片", beside_text)
    body = _without_edges(found.lines)
    _write(builder, body, [*joined_tables(found.tables, body), *pictures, *map(EmptyPage, empty)])
    return builder.document()


def _notes(empty: list[int], uncertain: Iterable[int]) -> Iterator[str]:
    if empty:
        yield f"第 {_shown(empty)} 页没有可读取的文字（可能是图片），未校核。"
    if pages_of_text := sorted(uncertain):
        yield f"第 {_shown(pages_of_text)} 页的表格没有完整的表格线，按文字读取，未作为表格校核。"


def _shown(pages: list[int]) -> str:
    return "、".join(str(page) for page in pages[:10]) + ("等" if len(pages) > 10 else "")


def _outermost(lines: list[PrintedLine]) -> dict[int, tuple[int, int]]:
    """For each page the first and the last line, by their places in the list."""
    edges: dict[int, tuple[int, int]] = {}
    for at, line in enumerate(lines):
        top, bottom = edges.get(line.page, (at, at))
        edges[line.page] = (
            min(top, at, key=lambda place: lines[place].top),
            max(bottom, at, key=lambda place: lines[place].bottom),
        )
    return edges


def _without_edges(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines without page numbers and running heads, which may stand in several lines above each other."""
    for _ in range(_MOST_EDGE_LINES):
        fewer = list(_without_running_heads(list(_without_page_numbers(lines))))
        if len(fewer) == len(lines):
            break
        lines = fewer
    return lines


def _without_page_numbers(lines: list[PrintedLine]) -> Iterator[PrintedLine]:
    """All lines but those at the top or bottom of a page that hold its number only."""
    outermost = {at for pair in _outermost(lines).values() for at in pair}
    for at, line in enumerate(lines):
        if not (at in outermost and _PAGE_NUMBER.fullmatch(line.text)):
            yield line


def _without_running_heads(lines: list[PrintedLine]) -> Iterator[PrintedLine]:
    """All lines but those that stand at the same edge of most pages."""
    edges = _outermost(lines)
    repeated: set[int] = set()
    for side in (0, 1):
        at_edge = {page: pair[side] for page, pair in edges.items() if pair[0] != pair[1]}
        words = Counter(_bare(lines[at].text) for at in at_edge.values())
        common = {text for text, count in words.items() if count >= _FEWEST_PAGES and count * 2 > len(edges)}
        repeated |= {at for at in at_edge.values() if _bare(lines[at].text) in common}
    return (line for at, line in enumerate(lines) if at not in repeated)


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


_Placed = PageTable | Picture | EmptyPage


def _write(builder: TextBuilder, lines: list[PrintedLine], placed: list[_Placed]) -> None:
    """Paragraphs, tables and pictures as they follow each other down the pages."""
    edges = _edges(lines) if lines else (0.0, 0.0, 0.0)
    waiting: dict[int, list[_Placed]] = defaultdict(list)
    for one in sorted(placed, key=lambda one: (one.page, one.top)):
        waiting[one.page].append(one)
    run: list[PrintedLine] = []
    for line in [*lines, None]:
        due = _due(waiting, line)
        if due:
            _write_paragraphs(builder, run, edges)
            run = []
            for one in due:
                one.write(builder)
        if line is not None:
            run.append(line)
    _write_paragraphs(builder, run, edges)


def _due(waiting: dict[int, list[_Placed]], line: PrintedLine | None) -> list[_Placed]:
    """What stands before a line: on pages before its own, or above it."""
    due = []
    for number in sorted(waiting):
        for one in list(waiting[number]):
            if line is None or number < line.page or (number == line.page and one.top < line.top):
                due.append(one)
                waiting[number].remove(one)
    return due


def _write_paragraphs(builder: TextBuilder, lines: list[PrintedLine], edges: tuple[float, float, float]) -> None:
    """Lines put together to paragraphs."""
    if not lines:
        return
    taken = [lines[0].text]
    for before, line in pairwise(lines):
        if _continues(before, line, *edges):
            glue = " " if _is_latin(taken[-1][-1:]) and _is_latin(line.text[:1]) else ""
            taken.append(glue + line.text)
        else:
            builder.paragraph("".join(taken))
            taken = [line.text]
    builder.paragraph("".join(taken))


def _edges(lines: list[PrintedLine]) -> tuple[float, float, float]:
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


def _continues(before: PrintedLine, line: PrintedLine, left: float, right: float, height: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if abs(before.height - line.height) > height / 5:
        return False
    if before.text.endswith(_SENTENCE_ENDS) and _HEADING.match(line.text):
        return False
    is_near = 0 < line.top - before.top < 2.6 * height
    if before.page == line.page and is_near and _is_open(before.text):
        return True
    # A line may stay short by what could not be broken ("0个，"); one that ends its sentence ends there sooner.
    room = 2.2 if before.text.endswith(_SENTENCE_ENDS) else 4.5
    if before.right < right - room * height or line.left > left + height * 0.8:
        return False
    if before.page != line.page:
        return line.page == before.page + 1
    return is_near


def _is_open(text: str) -> bool:
    """Whether a bracket that the line opens is closed in another one."""
    return text.rfind("（") > text.rfind("）")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
