"""Which year a figure is of: the words around it say 上年, 2021年, 本年, or its heading does (domain §5.1 I28, I32).

Figures of another year never become facts of the report's own; they may be compared with them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assessments.intake.extraction.words.numbers import Measure, Mention, by_stretch, lines_in
from assessments.intake.extraction.words.outline import Line
from assessments.intake.loading.normalised_text import Compact

_YEAR_WORD = (
    r"(?P<year>20\d{2})年度?(?!\d{0,2}月)"
    r"|(?P<last>上一?年度?|去年度?|前一年度?|以前年度|往年)(?!(?:财政|拨款|资金|项目)*(?:结转|结余)|[末底]|同期)"
    r"|(?P<before>前年)|(?P<next>下一?年度?|明年|次年)|(?P<this>本年度?|今年|当年)"
)
_TOKEN = re.compile(rf"《[^》\n]{{0,60}}》|（20\d{{2}}）|[（）。；]|{_YEAR_WORD}")
_WORD = re.compile(_YEAR_WORD)
_COMPARED_BEFORE = re.compile(r"(?:[比较与和同]|相对于?|对比)$")
_COMPARED_BEHIND = re.compile(r"(?:的|度|全年|同期)?(?:相比|相较|比较|对比|持平)")
_CHANGED = re.compile(r"[增减升降多少]|提高|压缩|持平|相比|相较")
_ASIDE = 14  # characters between a year that is compared with and its figure


def named_year(words: str, year: int | None) -> int | None:
    """The last year that some words name, themselves of a report on `year`; None where they name none."""
    found = list(_WORD.finditer(words))
    return _meant(found[-1], year) if found else None


def _meant(match: re.Match[str], year: int | None) -> int | None:
    if match["year"]:
        return int(match["year"])
    shift = -1 if match["last"] else -2 if match["before"] else 1 if match["next"] else 0
    return _UNKNOWN + shift if year is None else year + shift


_UNKNOWN = 0  # stands for the year of a report that names none


def of_other_years(page: Compact, found: Sequence[Mention], lines: Sequence[Line], year: int | None) -> dict[int, int]:
    """The figures of other years than the report's: by the place where each begins, its year."""
    own = _UNKNOWN if year is None else year
    headings = list(_headings(page, lines, year))
    starts = [start for start, _ in headings]
    others: dict[int, int] = {}
    for start, end, inside in by_stretch(found, lines_in(page.plain)):
        if not inside or "\t" in page.plain[start:end]:
            continue
        under = bisect_right(starts, start) - 1
        scope = _Scope(page.plain, year, headings[under][1] if under >= 0 else None)
        told = ((mention.start, named) for mention, named in scope.years(start, end, inside) if named is not None)
        others |= {place: named for place, named in told if named != own and (year is not None or named <= _EARLIEST)}
    return others


_EARLIEST = 1900


def _headings(page: Compact, lines: Sequence[Line], year: int | None) -> Iterator[tuple[int, int | None]]:
    """Where each heading begins, with the year that it or one above it names."""
    above: dict[int, int | None] = {}
    for line in lines:
        if line.level and len(line.title) <= _LONGEST_HEADING and not re.search("[，。；：]", line.text[-1:]):
            above = {level: told for level, told in above.items() if level < line.level}
            above[line.level] = named_year(line.title, year)
            told = next((above[level] for level in sorted(above, reverse=True) if above[level] is not None), None)
            yield page.find(line.start), told


_LONGEST_HEADING = 45  # characters


@dataclass(slots=True)
class _Scope:
    """Reads a line from left to right: which year the words up to a figure have named last."""

    plain: str
    year: int | None
    heading: int | None
    now: int | None = None
    _outside: list[int | None] = field(default_factory=list)  # before each open bracket
    _aside: int | None = None  # of the next figure only
    _aside_end: int = -1
    _figures: int = 0  # in the sentence
    _money: bool = False

    def years(self, start: int, end: int, found: Sequence[Mention]) -> Iterator[tuple[Mention, int | None]]:
        self.now = self.heading
        tokens = list(_TOKEN.finditer(self.plain, start, end))
        at = 0
        for mention in found:
            while at < len(tokens) and tokens[at].start() < mention.start:
                self._take(tokens[at])
                at += 1
            yield mention, self._of(mention)
            self._figures += 1
            self._money |= mention.measure is Measure.MONEY

    def _of(self, mention: Mention) -> int | None:
        """An aside ("比上年的100万元", "，上年为100万元") holds for the figure behind it and ends there."""
        if self._aside_end < 0:
            return self.now
        between = self.plain[self._aside_end : mention.start]
        told, self._aside_end = self._aside, -1
        is_meant = len(between) <= _ASIDE and not _CHANGED.search(between) and "，" not in between
        return told if is_meant else self.now

    def _take(self, token: re.Match[str]) -> None:
        sign = token[0]
        if sign == "（":
            self._outside.append(self.now)
        elif sign == "）":
            if self._outside:
                self.now = self._outside.pop()
        elif sign == "。":
            self._end_sentence()
        elif sign == "；":
            self._figures = 0
        elif token.lastgroup:
            self._name(token)

    def _end_sentence(self) -> None:
        if not self._money:  # what a sentence on no money says of a year holds for itself
            self.now = self.heading
        self._figures, self._money, self._aside_end = 0, False, -1
        self._outside.clear()

    def _name(self, token: re.Match[str]) -> None:
        told = _meant(token, self.year)
        start, end = token.span()
        compared = _COMPARED_BEFORE.search(self.plain, max(0, start - 4), start) or _COMPARED_BEHIND.match(
            self.plain, end
        )
        is_beside = token.lastgroup in {"last", "before"} and self._figures > 0
        if compared or is_beside:
            self._aside, self._aside_end = told, end
        else:
            self.now, self._aside_end = told, -1
