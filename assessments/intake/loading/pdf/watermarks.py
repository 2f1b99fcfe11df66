"""Words that are printed across a page behind its text, such as 草稿: they are no part of what it says."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assessments.intake.loading.pdf.poppler import Box, PrintedLine, Word

_HUGE, _LARGE = 5.0, 2.5  # times the usual height: for any page, and for what stands at one place on most pages
_FEWEST_PAGES = 3


def without_watermarks(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines without huge words, and without large ones that most pages have at the same place."""
    if not lines:
        return []
    usual = _usual_height(lines)
    places = Counter(_place(word) for line in lines for word in line.words if _height(word.box) > usual * _LARGE)
    most = max(_FEWEST_PAGES, len({line.page for line in lines}) / 2)

    def is_watermark(word: Word) -> bool:
        height = _height(word.box)
        return height > usual * _HUGE or (height > usual * _LARGE and places[_place(word)] >= most)

    return list(_without(lines, is_watermark))


def _without(lines: Sequence[PrintedLine], is_watermark: Callable[[Word], bool]) -> Iterator[PrintedLine]:
    for line in lines:
        kept = tuple(word for word in line.words if not is_watermark(word))
        if len(kept) == len(line.words):
            yield line
        elif kept:
            lefts, tops, rights, bottoms = zip(*(word.box for word in kept), strict=True)
            yield replace(line, words=kept, left=min(lefts), top=min(tops), right=max(rights), bottom=max(bottoms))


def _usual_height(lines: Sequence[PrintedLine]) -> float:
    """The height of most letters."""
    letters: Counter[int] = Counter()
    for line in lines:
        for word in line.words:
            letters[round(_height(word.box))] += len(word.text)
    return float(letters.most_common(1)[0][0] or 1)


def _height(box: Box) -> float:
    return box[3] - box[1]


def _place(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.box[0]), round(word.box[1])
