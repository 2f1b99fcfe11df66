"""Sentences of a report with their places."""

import re
from collections.abc import Iterator, Sequence

from assessments.rules.text.outline import Span, lines

_SENTENCE = re.compile(r"[^。！？；!?]+[。！？；!?]?")
_DATE = re.compile(r"((?:19|20)[0-9]{2})\s*年\s*(1[0-2]|0?[1-9])\s*月(?:\s*(3[01]|[12][0-9]|0?[1-9])\s*日)?")
_YEAR = re.compile(r"(20[0-9]{2})\s*年")


def sentences(text: str, tables: Sequence[Span] = ()) -> Iterator[tuple[Span, str]]:
    """Sentences outside of tables: up to 。！？； or the end of the line."""
    for start, line in lines(text, tables):
        for match in _SENTENCE.finditer(line):
            said = match[0].strip()
            if said:
                lead = start + match.start() + len(match[0]) - len(match[0].lstrip())
                yield (lead, lead + len(said)), said


def dates(text: str) -> Iterator[tuple[Span, tuple[int, int, int | None]]]:
    """Dates in a text with year, month and day (None where only a month is named)."""
    for match in _DATE.finditer(text):
        yield match.span(), (int(match[1]), int(match[2]), int(match[3]) if match[3] else None)


def years_in(text: str) -> set[int]:
    return {int(year) for year in _YEAR.findall(text)}
