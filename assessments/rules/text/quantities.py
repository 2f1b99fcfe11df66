"""Reading what people write as a target or as a result: an amount with its unit, a date, or words."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessments.rules.text.units import MULTIPLES, UnitOfMeasure, measure_of
from assessments.schema.facts import Indicator
from budgets.money import NumberError, parse_number
from budgets.terms import Comparator

_QUANTITY = re.compile(r"([<>=≥≤]{0,2})([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)([^0-9]{0,12}|k?m[23])", re.ASCII)
_SIGNS = {"": "", "≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤", "=": "=", "==": "=", ">": ">", "<": "<"}
_WORDS_BEFORE = {"不低于": "≥", "不少于": "≥", "大于等于": "≥", "不高于": "≤", "不超过": "≤", "小于等于": "≤"}
_WORDS_AFTER = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}
_DONE = re.compile(
    r"(?:已|共计|共|合计|累计|实际|全年|完成|达到|达|实现|了|为|：|:){1,5}(?=[0-9])"
)  # "完成42件", "达到96.8%"
# Other signs for the same comparison, as forms and fonts have them; the last two are the double lines of drawn boxes.
SAME_SIGNS = str.maketrans("≧⩾≦⩽﹥﹤〉〈⋝⋜═﹦", "≥≥≤≤><><≥≤==")
_COMPARATORS = {item.value: item for item in Comparator if item is not Comparator.QUALITATIVE}
# "12月底前", "40左右": no definite number.
_NO_UNIT = re.compile(r"^月|[前底末]$|左右|余|多|约")
_PERCENT = {"%", "百分比", "百分数", "百分点", "个百分点"}
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})\s*(?:年|[-/.])\s*(1[0-2]|0?[1-9])\s*(?:月\s*底?|[-/.])\s*(?:(3[01]|[12][0-9]|0?[1-9])\s*[日号]?)?"
    r"\s*(?:之?前|以前|前后)?(?:完成)?"
)
_ALL = Decimal(100)  # percent
_END_OF_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年(?:底|末|度)?\s*(?:之?前|以前)?(?:完成)?")
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:之?前)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("" where none is written) and the sign before it ("≥90%")."""

    value: Decimal
    unit: str = ""
    sign: str = ""

    @property
    def measure(self) -> UnitOfMeasure:
        return measure_of(self.unit)

    def is_comparable_with(self, other: "Quantity") -> bool:
        if self.measure.name == other.measure.name:
            return True
        if self.unit and other.unit:
            return False
        bare, named = (other, self) if self.unit else (self, other)
        # "100%" beside "5000" or "3" tells that all of it was done, beside "1" it may be the same: no comparison.
        return named.unit != "%" or (1 < bare.value <= _ALL and (named.value != _ALL or bare.value * 2 >= _ALL))

    def in_unit_of(self, other: "Quantity") -> Decimal:
        """The number in the unit of a comparable one; a bare number counts in any unit."""
        if self.measure.name != other.measure.name:
            return self.value
        times = self.measure.size / other.measure.size
        return self.value * times.numerator / times.denominator if times != 1 else self.value


def plain(text: str) -> str:
    """The text with full-width letters and signs made plain and without any space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(SAME_SIGNS).split())


def read_quantity(text: str | None, unit: str | None = None) -> Quantity | None:
    """The number in "40", "≥90%", "1,234.5件"; None where the text is a date, words or more than one number.

    A number without a unit counts in the indicator's `unit`.
    """
    if text is None:
        return None
    written, word_sign = _without_words(plain(text))
    match = _QUANTITY.fullmatch(written)
    if match is None or match[1] not in _SIGNS or _NO_UNIT.search(match[3]):
        return None
    if _END_OF_YEAR.fullmatch(written) or (not unit and _COMPACT_DATE.fullmatch(written)):
        return None
    try:
        value = parse_number(match[2])
    except NumberError:
        return None
    return Quantity(value, _unit_of(_unit(match[3]), _unit(unit or "")), _SIGNS[match[1]] or word_sign)


def _without_words(text: str) -> tuple[str, str]:
    """The text without the words that say "at least" or "at most", and the sign that they stand for."""
    for word, sign in _WORDS_BEFORE.items():
        if text.startswith(word):
            return text.removeprefix(word), sign
    for word, sign in _WORDS_AFTER.items():
        if text.endswith(word):
            return text.removesuffix(word), sign
    return _DONE.sub("", text, count=1) if _DONE.match(text) else text, ""


def _unit_of(written: str, asked: str) -> str:
    """The unit beside the number, else the indicator's; "1.1万" of an indicator in 人次 is 万人次."""
    if written in MULTIPLES and not asked.startswith(written):
        return written + asked
    return asked if written in MULTIPLES else written or asked


def _unit(text: str) -> str:
    unit = plain(text).rstrip("。;")
    return "%" if unit in _PERCENT else unit


def read_date(text: str | None) -> date | None:
    """The day in "2022年12月31日", "2022-12-31前", "2022年12月底前", "2022年底"; a month or year means its last day."""
    if text is None:
        return None
    written = plain(text).lstrip("≤<于在")
    match = _DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)
    if match:
        year, month = int(match[1]), int(match[2])
        return _day(year, month, int(match[3])) if match[3] else _last_day(year, month)
    match = _END_OF_YEAR.fullmatch(written)
    return date(int(match[1]), 12, 31) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date:
    return next(day for number in (31, 30, 29, 28) if (day := _day(year, month, number)))


def taken_apart(indicator: Indicator) -> Indicator:
    """The indicator as the form asks for it: "≥40件" in one cell becomes sign, number and unit, "42件" a number.

    What does not fit together, or is more than one number, stays as it was written.
    """
    target = read_quantity(indicator.target, indicator.unit)
    if target is None or indicator.comparator not in {None, *_COMPARATORS.values()}:
        return indicator
    sign = _COMPARATORS.get(target.sign, indicator.comparator)
    if indicator.comparator not in {None, sign}:
        return indicator
    actual = read_quantity(indicator.actual, indicator.unit)
    is_told = actual is not None and not actual.sign and actual.unit in {"", target.unit}
    return replace(
        indicator,
        comparator=sign,
        target=f"{target.value:f}",
        unit=indicator.unit or _unit_as_written(indicator.target) or None,
        actual=f"{actual.value:f}" if actual is not None and is_told else indicator.actual,
    )


def _unit_as_written(text: str | None) -> str:
    match = _QUANTITY.fullmatch(_without_words(plain(text or ""))[0])
    return match[3] if match else ""


def effective_target(indicator: Indicator) -> str | None:
    """The target that counts: the adjusted one where one is stated."""
    return indicator.adjusted_target if is_stated(indicator.adjusted_target) else indicator.target


def is_stated(text: str | None) -> bool:
    return text is not None and bool(text.strip())
