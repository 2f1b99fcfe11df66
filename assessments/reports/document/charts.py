"""Geometry of the pictures: figures in, boxes out. Templates draw them as SVG beside the same figures as a table.

`stacked` and `compared` are for pages, the words above their bars; `ruled` is for paper, the words beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from assessments.reports.document.formatting import width

WIDTH = 640  # drawing units; the picture scales with its place
LINE_HEIGHT = 28  # the words stand above their bar, with room for the larger type of a small screen
BAR_HEIGHT = 14
ROW_HEIGHT = 52


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in drawing units; `style` names a CSS class."""

    x: Decimal
    width: Decimal
    style: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    y: int
    boxes: tuple[Box, ...]

    @property
    def text_y(self) -> int:
        return self.y - 7


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars, one per row."""

    title: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    bar_height: int = BAR_HEIGHT

    @property
    def height(self) -> int:
        return len(self.bars) * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a stacked bar."""

    label: str
    count: Decimal
    style: str


def stacked(title: str, rows: Iterable[tuple[str, str, tuple[Share, ...]]]) -> Chart:
    """Rows of (label, text at the end, shares): every bar is as long as all its shares together, 100 %."""
    bars = []
    for index, (label, value, shares) in enumerate(rows):
        whole = sum((share.count for share in shares), Decimal(0))
        bars.append(Bar(_short(label), value, _top(index), tuple(_side_by_side(shares, whole))))
    return Chart(title, tuple(bars))


def compared(title: str, rows: Iterable[tuple[str, str, Decimal, Decimal]]) -> Chart:
    """Rows of (label, text at the end, part, whole): the part is drawn over its whole, all on one scale."""
    rows = list(rows)
    longest = max((max(part, whole) for _, _, part, whole in rows), default=Decimal(0))
    bars = []
    for index, (label, value, part, whole) in enumerate(rows):
        boxes = (
            Box(Decimal(0), _length(whole, longest), "planned", ""),
            Box(Decimal(0), _length(part, longest), "spent", f"{label}：{value}"),
        )
        bars.append(Bar(_short(label), value, _top(index), boxes))
    return Chart(title, tuple(bars))


TYPE = 14  # drawing units of a character: 9.7 pt where the picture is 156 mm wide
_LONGEST_LABEL = 12  # full-width characters: "50%（含）至100%（不含）"
LABELS = _LONGEST_LABEL * TYPE
_AXIS = LABELS + 8
_AIR = 6  # between a bar and its figure
_THICK, _THIN = 16, 13  # of a bar alone, and of each of several in a row
_BETWEEN = 12  # rows
_LEGEND = 26


# Dark and light: they stay apart when they are printed in grey.
FILLS = {"spent": "#0e4f5e", "planned": "#d3dee1"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One bar of a row, with its figure behind its end. The baseline of the figure is `text_y`."""

    y: int
    height: int
    length: Decimal
    style: str
    text: str

    @property
    def fill(self) -> str:
        return FILLS[self.style]

    @property
    def x(self) -> int:
        return _AXIS

    @property
    def text_x(self) -> Decimal:
        return _AXIS + self.length + _AIR

    @property
    def text_y(self) -> int:
        return self.y + self.height - 3


@dataclass(frozen=True, slots=True)
class RuledRow:
    label: str
    text_y: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class LegendKey:
    """One entry of the legend: a square and its words."""

    x: int
    style: str
    text: str

    @property
    def fill(self) -> str:
        return FILLS[self.style]

    @property
    def text_x(self) -> int:
        return self.x + TYPE + 4


@dataclass(frozen=True, slots=True)
class Ruled:
    """Horizontal bars on one scale, their names on the left, a figure behind each."""

    height: int
    keys: tuple[LegendKey, ...]
    rows: tuple[RuledRow, ...]
    width: int = WIDTH
    axis: int = _AXIS
    label_x: int = LABELS
    type: int = TYPE


STYLES = (("spent",), ("planned", "spent"))  # of one series, of two


def ruled(series: Sequence[str], rows: Sequence[tuple[str, Sequence[Decimal], Sequence[str]]]) -> Ruled:
    """Rows of (name, a value for each series, how each value is said). A legend where there are two series."""
    styles = STYLES[len(series) - 1]
    is_one = len(series) == 1
    top, thick = (0, _THICK) if is_one else (_LEGEND, _THIN)
    row_height = len(series) * thick + _BETWEEN
    said = max((width(text) for _, _, texts in rows for text in texts), default=Decimal(0))
    longest = max(chain(*(values for _, values, _ in rows)), default=Decimal(0))
    whole = max(Decimal(WIDTH - _AXIS - _AIR) - said * TYPE, Decimal(TYPE))
    drawn = []
    for number, (label, values, texts) in enumerate(rows):
        start = top + number * row_height + _BETWEEN // 2
        rules = tuple(
            Rule(start + place * thick, thick, _part(value, longest, whole), style, text)
            for place, (value, style, text) in enumerate(zip(values, styles, texts, strict=True))
        )
        middle = start + len(series) * thick // 2
        drawn.append(RuledRow(_short(label, _LONGEST_LABEL), middle + 5, rules))
    keys = () if is_one else tuple(_keys(series, styles))
    return Ruled(top + len(rows) * row_height, keys, tuple(drawn))


def _keys(series: Sequence[str], styles: Sequence[str]) -> Iterable[LegendKey]:
    x = _AXIS
    for name, style in zip(series, styles, strict=True):
        yield LegendKey(x, style, name)
        x += int(width(name) * TYPE) + 3 * TYPE


def _part(value: Decimal, longest: Decimal, whole: Decimal) -> Decimal:
    """Drawing units with one decimal; nothing is shorter than nothing."""
    if longest <= 0 or value <= 0:
        return Decimal(0)
    return (whole * value / longest).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _side_by_side(shares: tuple[Share, ...], whole: Decimal) -> Iterable[Box]:
    x = Decimal(0)
    for share in shares:
        width = _length(share.count, whole)
        if width > 0:
            yield Box(x, width, share.style, f"{share.label}：{share.count}")
            x += width


def _length(count: Decimal, whole: Decimal) -> Decimal:
    """Drawing units with one decimal; nothing is longer than the bar or shorter than nothing."""
    if whole <= 0 or count <= 0:
        return Decimal(0)
    return min(Decimal(WIDTH), WIDTH * count / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _top(index: int) -> int:
    return index * ROW_HEIGHT + LINE_HEIGHT


def _short(label: str, most: int = 14) -> str:
    """The label, or as much of it as `most` full-width characters have room for."""
    if width(label) <= most:
        return label
    kept = label
    while width(kept) > most - 1:
        kept = kept[:-1]
    return kept + "…"
