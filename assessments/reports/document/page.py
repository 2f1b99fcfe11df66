"""The two pages of a report after GB/T 9704—2012: A4 upright with 22 lines of 28 characters, and turned by a quarter.

The same measures stand in static/css/report.css; a test compares them.
"""

from dataclasses import dataclass
from itertools import pairwise

LINES, CHARACTERS = 22, 28  # of 16 pt on an upright page
TYPE_SIZE, LINE_HEIGHT = 16.0, 28.95  # pt
_POINTS_OF_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Measures in mm."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def text_width(self) -> float:
        """In points."""
        return (self.width - self.left - self.right) * _POINTS_OF_MM

    def columns(self, widths: tuple[int, ...], unit: float = 1) -> tuple[int, ...]:
        """Widths of columns given in percent, as whole units of `unit` points that together fill the text."""
        edges = [round(self.text_width * sum(widths[:place]) / 100 / unit) for place in range(len(widths) + 1)]
        return tuple(right - left for left, right in pairwise(edges))


UPRIGHT = Page(width=210, height=297, top=37, right=26, bottom=35, left=28)
WIDE = Page(width=297, height=210, top=28, right=37, bottom=26, left=35)


def page_of(*, landscape: bool) -> Page:
    return WIDE if landscape else UPRIGHT
