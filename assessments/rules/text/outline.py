"""The outline of a report: numbered headings with their level and place, and the sections that they open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_CHINESE = "[一二三四五六七八九十]{1,3}"
PART, FIRST, SECOND, THIRD, FOURTH = range(5)
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (PART, re.compile(rf"第({_CHINESE})(?:部分|章|篇)")),
    (FIRST, re.compile(rf"({_CHINESE})、")),
    (SECOND, re.compile(rf"[（(]\s*({_CHINESE})\s*[）)]")),
    (THIRD, re.compile(r"([0-9]{1,2})\s*[.．、](?![0-9])")),
    (FOURTH, re.compile(r"[（(]\s*([0-9]{1,2})\s*[）)]")),
)
# A line of a table of contents ends in its page; an annex begins its own numbering.
_CONTENTS = re.compile(r"(?:(?<![.．…·])[.．…·]{2,}+\s*+|\t[^\S\t]*+)[0-9]{1,3}\s*+$")
_ANNEX = re.compile(r"\s*+附\s*+(?:[件表录]\s*+)?[0-9一二三四五六七八九十]*+\s*+(?:[：:、.]|$)")


@dataclass(frozen=True, slots=True)
class OutlineHeading:
    """A line that begins with a number: `marker` is the number as written ("（二）"), `span` its place."""

    level: int
    number: int
    marker: str
    span: Span
    line: Span
    title: str

    @property
    def is_annex(self) -> bool:
        return self.number == 0


def chinese_number(text: str) -> int:
    """一 to 九十九; 0 for what is no such number."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(text, 0) if len(text) == 1 else 0
    return _DIGITS.get(tens or "一", 0) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def lines(text: str, outside: Sequence[Span] = ()) -> Iterator[tuple[int, str]]:
    """Every line with its offset, without those inside the spans (tables), which are sorted."""
    start, at = 0, 0
    for line in text.split("\n"):
        while at < len(outside) and outside[at][1] <= start:
            at += 1
        if not (at < len(outside) and outside[at][0] <= start):
            yield start, line
        start += len(line) + 1


def outline(text: str, tables: Sequence[Span] = ()) -> list[OutlineHeading]:
    """Numbered lines in their order; the beginning of an annex stands as a PART with the number 0."""
    found = []
    for start, line in lines(text, tables):
        if _CONTENTS.search(line):
            continue
        if _ANNEX.match(line):
            found.append(OutlineHeading(PART, 0, "附件", (start, start + 2), (start, start + len(line)), line.strip()))
            continue
        # Fields and marks that a word processor left before the number are no part of the line.
        lead = len(line) - len(re.sub(r"^(?:\s|\[bookmark:[^\]]*\])+", "", line))
        for level, style in _STYLES:
            match = style.match(line, lead)
            if match:
                number = chinese_number(match[1]) if level <= SECOND else int(match[1])
                if number:
                    span = (start + match.start(), start + match.end())
                    whole = (start, start + len(line))
                    found.append(OutlineHeading(level, number, match[0], span, whole, line[match.end() :].strip()))
                break
    return found


@dataclass(frozen=True, slots=True)
class OutlineSection:
    title: str
    span: Span


def sections(text: str, headings: Sequence[OutlineHeading]) -> list[OutlineSection]:
    """The parts between headings of the first level, with what stands before the first one; one where there is none."""
    starts = [(heading.line[0], heading.title) for heading in headings if heading.level == FIRST or heading.is_annex]
    bounds = [(0, ""), *starts]
    ends = [start for start, _ in bounds[1:]] + [len(text)]
    return [
        OutlineSection(title, (start, end)) for (start, title), end in zip(bounds, ends, strict=True) if end > start
    ]
