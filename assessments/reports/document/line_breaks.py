"""Where a line may break at Chinese quotation marks.

Unicode has one pair of curly marks for all scripts. UAX #14 therefore lets no line break on either side of them, and a
line of Chinese that reaches one ends several characters early. Between Chinese characters they open and close like
brackets: a line may break before the one that opens and behind the one that closes (GB/T 15834—2011, 5.1.10).
"""

import re

ZERO_WIDTH_SPACE = "\u200b"
_OPENING = "“‘（〈《「『【〔〖［｛"
_CLOSING = "”’）〉》」』】〕〗］｝，。、；：？！…—·％%‰℃"
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_OTHER = "0-9A-Za-z%"  # beside a double mark; a single one there is an apostrophe
_PLACE = re.compile(
    rf"(?<=[{_CHINESE}{_OTHER}”’])(?<![{_OPENING}])(?=“|‘[{_CHINESE}])"
    rf"|(?:(?<=”)(?=[{_CHINESE}{_OTHER}“])|(?<=[{_CHINESE}]’)(?=[{_CHINESE}“]))(?![{_CLOSING}])"
)
_TEXT = re.compile(r"(<(?:p|td)\b[^>]*>)([^<]+)")


def with_line_breaks(html: str) -> str:
    """The page with a zero-width space at each such place in its paragraphs and cells. No font draws it."""
    return _TEXT.sub(lambda found: found[1] + _PLACE.sub(ZERO_WIDTH_SPACE, found[2]), html)
