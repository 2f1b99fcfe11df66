"""Numbers in Chinese words, as amounts and rates are written: "百分之九十五", "贰佰捌拾伍万元", "三百元"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from budgets.money import plain_text

_DIGITS = {
    sign: at % 10 for signs in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for at, sign in enumerate(signs)
} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SIGNS = "".join((*_DIGITS, *_TENS))
_PERCENT = rf"百 ?分 ?之 ?(?P<rate>[{_SIGNS} ]{{1,12}}+(?:点[{_SIGNS}]{{1,4}}+)?)(?![几{_SIGNS}])"
_MONEY = (
    rf"(?<![{_SIGNS}万亿第\d.])(?P<amount>(?=[{''.join(_DIGITS)}十拾])[{_SIGNS}万亿 ]{{1,24}}+)(?P<unit>[元圆])"
    r"(?![化素论旦月制件老首店区桥])"
)
_WORDS = re.compile(f"{_PERCENT}|{_MONEY}")
_UNITS = (("亿", Decimal(100_000_000)), ("万", Decimal(10_000)))
_WAN = Decimal(10_000)


def numbers_in_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Places of such numbers, each with what stands there in digits; nothing that cannot be read for certain."""
    for match in _WORDS.finditer(text):
        written = _rate(match["rate"]) if match["rate"] else _amount(match["amount"])
        if written:
            yield match.start(), match.end(), written


def _rate(words: str) -> str | None:
    whole, _, decimals = words.replace(" ", "").partition("点")
    number = _below_ten_thousand(whole)
    if number is None or any(sign not in _DIGITS for sign in decimals):
        return None
    return f"{number}{'.' if decimals else ''}{''.join(str(_DIGITS[sign]) for sign in decimals)}%"


def _amount(words: str) -> str | None:
    """In 元, or in 万元 where the words count in them."""
    rest, total = words.replace(" ", ""), Decimal(0)
    for sign, size in _UNITS:
        before, found, after = rest.partition(sign)
        if found:
            number = _below_ten_thousand(before)
            if not number:
                return None
            total, rest = total + number * size, after
    last = _below_ten_thousand(rest) if rest else 0
    if last is None or not total + last:
        return None
    total += last
    return f"{plain_text(total / _WAN)}万元" if total >= _WAN else f"{plain_text(total)}元"


def _below_ten_thousand(words: str) -> int | None:
    """205 for "二百零五"; None for what is no number for certain: digits in a row, "二百五"."""
    total, last = 0, 10_000
    digit: int | None = None
    for at, sign in enumerate(words):
        if sign in _TENS:
            if _TENS[sign] >= last or (digit is None and at):
                return None
            total, digit, last = total + (1 if digit is None else digit) * _TENS[sign], None, _TENS[sign]
        elif digit is not None:
            return None
        elif _DIGITS[sign]:
            digit = _DIGITS[sign]
    if not words or (digit is not None and _is_short(words, last)):
        return None
    return total + (digit or 0)


def _is_short(words: str, last: int) -> bool:
    """Whether the digit behind hundreds or thousands may count tens or hundreds: "二百五"."""
    return last in {100, 1000} and _DIGITS.get(words[-2]) != 0
