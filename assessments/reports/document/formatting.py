"""How single values are put into words: blanks, amounts, dates, numbers of headings, targets and results."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assessments.rules.scoring.rounding import LEAST
from assessments.schema.due import Due
from assessments.schema.facts import FundShare, Indicator, RevenueLine
from assessments.schema.identities import StatedFigure
from budgets.money import FEN, NumberError, amount_text, parse_number, plain_text, rate_text
from budgets.terms import Comparator, MoneyUnit

MISSING = "未填写"
NOT_APPLICABLE = "不适用"
NONE = "—"

_DIGITS = "〇一二三四五六七八九"
# Characters that nobody sees but that break a file or turn a figure around: C0 and C1 controls except the line break,
# lone surrogates, non-characters, bidirectional overrides.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def clean(text: str | None) -> str:
    """A typed text without invisible characters and outer blanks; line breaks stay."""
    return _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text or "").replace("\t", " ")).strip()


def or_missing(text: str | None) -> str:
    return clean(text) or MISSING


def revenue_label(line: RevenueLine) -> str:
    """What a line of revenue is called: by its own label, else by its budget."""
    return clean(line.label) or (line.fund.label if line.fund else MISSING)


def fund_label(share: FundShare) -> str:
    return share.fund.label if share.fund else MISSING


def paragraphs(text: str | None) -> tuple[str, ...]:
    """The paragraphs of a typed text: one per line that holds something."""
    return tuple(line.strip() for line in clean(text).split("\n") if line.strip())


def sentence(text: str | None) -> str:
    """A typed piece as the end of a sentence: with exactly one full stop."""
    plain = clean(text)
    if not plain:
        return f"{MISSING}。"
    return plain if plain[-1] in "。！？…" else plain.rstrip("；;，,、.") + "。"


def width(text: str) -> Decimal:
    """The width of a text in full-width characters: ASCII takes half of one."""
    return Decimal(len(text)) - Decimal(sum(character.isascii() for character in text)) / 2


def amount(yuan: Decimal | None) -> str:
    """An amount in 万元 with two decimals, without its unit; 未填写 where there is none."""
    return MISSING if yuan is None else amount_text(yuan, MoneyUnit.WAN)


def money(yuan: Decimal | None) -> str:
    return MISSING if yuan is None else f"{amount(yuan)}万元"


def percent(value: Decimal | None, *, whole: Decimal | None = None) -> str:
    """A rate; "—" where its denominator `whole` is 0, 未填写 where it is not known."""
    if value is None:
        return rate_text(None) if whole == 0 else MISSING
    return rate_text(value)


def stated_percent(rate: StatedFigure, *, whole: Decimal | None) -> str:
    """The same of a rate that may be stated: one that is not exact keeps its digits, for 97 for 97.21 is not 97.00."""
    if rate.stated is not None and rate.computed is not None and abs(rate.stated - rate.computed) > LEAST:
        return f"{points(rate.stated)}%"
    return percent(rate.shown, whole=whole)


def points(score: Decimal | None) -> str:
    """A score or weight with at most two decimals."""
    return MISSING if score is None else plain_text(score.quantize(FEN, ROUND_HALF_UP))


def count(number: int | None, measure: str = "个") -> str:
    return MISSING if number is None else f"{number}{measure}"


def graded(counts: Iterable[tuple[str, int | None]], things: str) -> str:
    """How many things have each grade: “优”的项目2个、“良”的1个."""
    named = [f"“{grade}”的{{}}{count(number)}" for grade, number in counts]
    return "、".join(text.format("" if at else things) for at, text in enumerate(named))


def day(value: date | None) -> str:
    return MISSING if value is None else f"{value.year}年{value.month}月{value.day}日"


def deadline(due: Due | None) -> str:
    """By when something is to be mended: a day, or words as they were written."""
    return MISSING if due is None else clean(due.shown)


def chinese_number(number: int) -> str:
    """一 to 九十九, as headings count; Arabic digits beyond."""
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    if not tens:
        return _DIGITS[units]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[units] if units else "")


def is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NumberError:
        return False
    return True


def _with_unit(text: str, unit: str | None) -> str:
    """The unit follows a plain number only: a text target ("12月底前") says what it means."""
    return text + clean(unit) if is_number(text) else text


def _target(indicator: Indicator, value: str | None) -> str:
    text = clean(value)
    if not text:
        return MISSING
    sign = indicator.comparator
    if sign is None or sign is Comparator.QUALITATIVE or not is_number(text):
        return _with_unit(text, indicator.unit)
    return sign.label + _with_unit(text, indicator.unit)


def target(indicator: Indicator) -> str:
    """年度指标值: sign, value and unit; after an adjustment the value in force, with the approved one behind it."""
    approved = _target(indicator, indicator.target)
    text = approved
    if clean(indicator.adjusted_target):
        text = f"{_target(indicator, indicator.adjusted_target)}（批复的指标值{approved}）"
    if baseline := clean(indicator.baseline):
        text += f"（基期值{_with_unit(baseline, indicator.unit)}）"
    return text


def approved_target(indicator: Indicator) -> str:
    """年初指标值: as it was approved."""
    return _target(indicator, indicator.target)


def current_target(indicator: Indicator) -> str:
    """调整后指标值: the value in force."""
    return _target(indicator, clean(indicator.adjusted_target) or indicator.target)


def plain_target(indicator: Indicator) -> str:
    """指标值 without its sign and unit, where they have columns of their own: the value in force."""
    return clean(indicator.adjusted_target) or or_missing(indicator.target)


def actual(indicator: Indicator) -> str:
    """实际完成值; for a qualitative indicator the band, then what was typed."""
    if indicator.not_applicable:
        return NOT_APPLICABLE
    text = clean(indicator.actual)
    band = indicator.band.label if indicator.band else ""
    shown = _with_unit(text, indicator.unit) if text else ""
    if band and shown and shown != band:
        return f"{shown}（{band}）"
    return band or shown or MISSING
