"""The pictures of a PDF, by poppler's pdfimages: on which page and how high, and between which lines they fit."""

import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.intake.loading.document import TextBuilder
from assessments.intake.loading.pdf.poppler import PrintedLine

_MOST = 20_000  # pictures that are listed
_SMALLEST = 30.0  # points: a picture that is lower or narrower is a rule or a sign
_FEWEST_PAGES = 3  # that show what every page repeats
_WHOLE_PAGE = 0.8  # of its height: a scan behind its own text, or a ground
_FITS = 0.9  # of a picture's height


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands on a page, from `top` down."""

    page: int
    top: float

    def write(self, builder: TextBuilder) -> None:
        builder.unread("图片")


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A page without text; the notes name it."""

    page: int
    top: float = 0.0

    def write(self, builder: TextBuilder) -> None:
        builder.unread()


def pictures_of(path: Path, lines: Sequence[PrintedLine]) -> tuple[list[Picture], int]:
    """The pictures that stand between lines, and how many others there are beside them."""
    by_page: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    placed, others = [], 0
    for page, height in _shown(path):
        own = by_page.get(page)
        if not own:
            continue
        top = _top(own, height)
        if top is not None:
            placed.append(Picture(page, top))
        else:
            others += height < own[0].page_height * _WHOLE_PAGE
    return placed, others


def _top(lines: Sequence[PrintedLine], height: float) -> float | None:
    """Where the first gap between lines begins that is as high as the picture."""
    bottom = 0.0
    for line in sorted(lines, key=lambda one: one.top):
        if line.top - bottom >= height * _FITS:
            return bottom
        bottom = max(bottom, line.bottom)
    return bottom if lines[0].page_height - bottom >= height * _FITS else None


def _shown(path: Path) -> Iterator[tuple[int, float]]:
    """Page and height in points of every picture but signs and what most pages repeat."""
    listed = list(_listed(path))
    pages = Counter(number for _, _, _, number in set(listed))
    most = max(_FEWEST_PAGES, len({page for page, _, _, _ in listed}) / 2)
    for page, width, height, number in listed:
        if min(width, height) >= _SMALLEST and pages[number] < most:
            yield page, height


def _listed(path: Path) -> Iterator[tuple[int, float, float, str]]:
    """Page, width and height in points, and number of every picture in the file; nothing where poppler fails."""
    command = ["pdfimages", "-list", str(path)]
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    except FileNotFoundError:
        return
    with process:
        for _, line in zip(range(_MOST), process.stdout or (), strict=False):
            yield from _entry(line.split())
        process.kill()


def _entry(words: Sequence[str]) -> Iterable[tuple[int, float, float, str]]:
    """A line of the list: page, number, kind, width, height, …, object, pixels per inch in both ways, size, ratio."""
    if len(words) < 12 or words[2] not in {"image", "stencil"} or not words[0].isdigit():
        return
    try:
        across, down = float(words[-4]), float(words[-3])
        yield int(words[0]), int(words[3]) / across * 72, int(words[4]) / down * 72, " ".join(words[3:-4])
    except (ValueError, ZeroDivisionError):
        return
