"""The edits that a guide of `docs/` tells, so that a test can do what it says: one writing for people and for tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
# "in `file`, below `a line of it`" (and words behind it), then the lines in a block of code.
_EDIT = re.compile(
    r"in `(?P<path>[^`]+)`, below `(?P<anchor>[^`]+)`[^`]*?:\n\n(?P<margin> *)```\w+\n(?P<lines>.*?)^ *```",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines that are written below the one line of a file that holds `anchor`."""

    path: str
    anchor: str
    lines: str

    def apply(self, root: Path) -> None:
        """Raises ValueError where not just one line of the file holds the anchor."""
        path = root / self.path
        before = path.read_text().splitlines(keepends=True)
        (at,) = (at for at, line in enumerate(before) if self.anchor in line)
        path.write_text("".join([*before[: at + 1], self.lines, *before[at + 1 :]]))


def edits_of(guide: str) -> Iterator[Edit]:
    """The edits of a guide, in its order."""
    for found in _EDIT.finditer((DOCS / guide).read_text()):
        margin = len(found["margin"])
        lines = "".join(line[margin:] for line in found["lines"].splitlines(keepends=True))
        yield Edit(found["path"], found["anchor"], lines)
