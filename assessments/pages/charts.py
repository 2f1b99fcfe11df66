"""Geometry of the pictures: figures in, boxes out. Templates draw them as SVG beside the same figures as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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


def _short(label: str) -> str:
    return label if len(label) <= 14 else label[:13] + "…"
