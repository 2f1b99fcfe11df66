"""The ruled lines of a PDF's page: poppler's pdftocairo draws the page as SVG, from which straight strokes are taken.

A border is a stroked line, or a filled rectangle as thin as one. Glyphs and pictures are looked past. Places are in
points from the page's upper left corner, as those of pdftotext.
"""

import re
import resource
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO
from xml.parsers import expat

_CHUNK = 1 << 16
_LARGEST_PAGE = 40_000_000  # bytes of SVG: beyond it is a drawing or a scan
_SECONDS = 10  # of processor time for one page
_MOST_LINES = 20_000
_THIN = 3.0  # points: a filled rectangle no thicker is a line
_SHORTEST = 3.0
_STRAIGHT = 0.6  # points by which a line may lean
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_STEP = re.compile(r"([MLHVCZ])([^MLHVCZ]*)", re.IGNORECASE)
_UNSEEN = frozenset({"defs", "symbol", "clipPath", "mask", "pattern", "image"})

Box = tuple[float, float, float, float]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal or vertical line: its place across (`at`), and from where to where it runs."""

    is_horizontal: bool
    at: float
    start: float
    end: float


class NotDrawn(Exception):  # noqa: N818 - no failure of the report: its page is read without lines
    """The lines of a page cannot be told in bounded time."""


def strokes_of(path: Path, page: int) -> list[Stroke]:
    """The ruled lines of one page. Raises NotDrawn."""
    command = ["pdftocairo", "-svg", "-f", str(page), "-l", str(page), str(path), "-"]
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    except FileNotFoundError as missing:
        raise NotDrawn from missing
    with process:
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        drawing = _Drawing()
        try:
            drawing.feed(process.stdout)
        except (expat.ExpatError, MemoryError, NotDrawn) as failed:
            process.kill()
            raise NotDrawn from failed
    if process.returncode != 0:
        raise NotDrawn
    return drawing.strokes


class _Drawing:
    """Takes the paths of an SVG page as a stream."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self._unseen = 0  # elements inside each other that draw nothing by themselves
        self._moved: list[Matrix] = [_UNCHANGED]

    def feed(self, stream: IO[bytes] | None) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        taken = 0
        while stream and (chunk := stream.read(_CHUNK)):
            taken += len(chunk)
            if taken > _LARGEST_PAGE:
                raise NotDrawn
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own interface
        parser.Parse(b"", True)  # noqa: FBT003

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._unseen or name in _UNSEEN:
            self._unseen += 1
            return
        moved = _product(self._moved[-1], _matrix(attributes.get("transform", "")))
        self._moved.append(moved)
        if name == "path":
            style = {**attributes, **dict(_declarations(attributes.get("style", "")))}
            self.strokes.extend(_lines(style, attributes.get("d", ""), moved))
            if len(self.strokes) > _MOST_LINES:
                raise NotDrawn

    def _end(self, _name: str) -> None:
        if self._unseen:
            self._unseen -= 1
        else:
            self._moved.pop()


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip(), value.strip()


def _matrix(text: str) -> Matrix:
    numbers = [float(number) for number in _NUMBERS.findall(text)]
    if text.startswith("matrix") and len(numbers) == 6:
        return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    if text.startswith("translate") and numbers:
        return (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    return _UNCHANGED


def _product(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _lines(style: dict[str, str], drawn: str, moved: Matrix) -> Iterator[Stroke]:
    parts = list(_subpaths(drawn, moved))
    if style.get("stroke", "none") != "none":
        for points in parts:
            for (x, y), (right, bottom) in pairwise(points):
                yield from _straight(x, y, right, bottom)
    elif style.get("fill") != "none":
        boxes = sorted((_box(points) for points in parts if len(points) >= 4), key=_area, reverse=True)
        if len(boxes) == 2 and _is_frame(*boxes):
            boxes = list(_sides(*boxes))
        for box in boxes:
            yield from _thin(*box)


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_frame(outer: Box, inner: Box) -> bool:
    """Whether two rectangles, one inside the other, leave a border between them."""
    return all(0 <= sign * (a - b) <= _THIN for a, b, sign in zip(inner, outer, (1, 1, -1, -1), strict=True))


def _sides(outer: Box, inner: Box) -> Iterator[Box]:
    left, top, right, bottom = outer
    yield left, top, right, inner[1]
    yield left, inner[3], right, bottom
    yield left, top, inner[0], bottom
    yield inner[2], top, right, bottom


def _thin(left: float, top: float, right: float, bottom: float) -> Iterator[Stroke]:
    if bottom - top <= _THIN < right - left:
        yield from _straight(left, (top + bottom) / 2, right, (top + bottom) / 2)
    elif right - left <= _THIN < bottom - top:
        yield from _straight((left + right) / 2, top, (left + right) / 2, bottom)


def _subpaths(drawn: str, moved: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Corners of every part of a path that has straight edges only."""
    a, b, c, d, e, f = moved
    points: list[tuple[float, float]] = []
    for letter, rest in _STEP.findall(drawn):
        numbers = [float(number) for number in _NUMBERS.findall(rest)]
        if letter == "M":
            if points:
                yield points
            points = []
        elif letter in "Zz" and points:
            points.append(points[0])
        elif letter in "Cc":
            points = []
        if letter in "ML":
            points.extend(
                (a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[::2], numbers[1::2], strict=False)
            )
    if points:
        yield points


def _straight(x: float, y: float, right: float, bottom: float) -> Iterator[Stroke]:
    if abs(y - bottom) <= _STRAIGHT and abs(x - right) >= _SHORTEST:
        yield Stroke(True, (y + bottom) / 2, min(x, right), max(x, right))  # noqa: FBT003 - read as a word
    elif abs(x - right) <= _STRAIGHT and abs(y - bottom) >= _SHORTEST:
        yield Stroke(False, (x + right) / 2, min(y, bottom), max(y, bottom))  # noqa: FBT003
