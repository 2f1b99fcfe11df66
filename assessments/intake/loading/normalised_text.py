"""A report's text in the form in which it is searched: one spelling of digits and signs, no spaces.

Every character keeps its place in the text, so what is found can be shown where it stands.
"""

import re
from dataclasses import dataclass

from assessments.intake.loading.document import Span
from assessments.intake.loading.numerals import numbers_in_words

# Letters, digits and signs as a Chinese input method types them, and the signs that people use one for another.
_PLAIN = {0xFF01 + at: chr(0x21 + at) for at in range(0x5E)}
_SIGNS = str.maketrans({**{chr(code): sign for code, sign in _PLAIN.items()}, "﹪": "%", "−": "-", "～": "~", "–": "-"})
_CHINESE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "〔": "（", "〕": "）"}
_SPACE = re.compile(r"[^\S\n\t]|[\u200b\u200c\u200d\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Compact:
    """`plain` is searched; `at[i]` is the place of its i-th character in the report's text."""

    plain: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the report's text of plain[start:end]."""
        return (self.at[start], self.at[end - 1] + 1) if end > start else (self.at[start], self.at[start])

    def find(self, offset: int) -> int:
        """The first place in `plain` that does not stand before `offset` of the text."""
        low, high = 0, len(self.at)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.at[middle] < offset else (low, middle)
        return low


def compact(text: str) -> Compact:
    """Fold and close up; numbers in words become digits.

    A comma stays a comma only between digits; between Chinese it is always "，".
    """
    folded = text.translate(_SIGNS)
    kept: list[str] = []
    at: list[int] = []
    worded = {start: (end, written) for start, end, written in numbers_in_words(folded)}
    read = 0
    for place, character in enumerate(folded):
        if place < read:
            continue
        if place in worded:
            read, written = worded[place]
            kept.extend(written)
            at.extend((*(min(place + step, read - 1) for step in range(len(written) - 1)), read - 1))
            continue
        if _SPACE.match(character):
            if _parts_numbers(folded, place):
                kept.append(" ")
                at.append(place)
            continue
        kept.append(_sign(text, folded, place))
        at.append(place)
    return Compact("".join(kept), tuple(at))


def _parts_numbers(folded: str, place: int) -> bool:
    before, after = folded[place - 1 : place], folded[place + 1 : place + 2]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _sign(text: str, folded: str, place: int) -> str:
    """The Chinese sign for one that stands between words."""
    character = folded[place]
    if character == ",":
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        between_digits = before.isdigit() and after.isdigit()
        # "４，１１４" is one number, "4，114" may be two
        if between_digits and (text[place] == "," or not before.isascii()):
            return ","
        return "，"
    return _CHINESE.get(character, character)
