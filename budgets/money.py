"""Exact money and numbers: 元 inside, 万元 outside, no float anywhere."""

import re
from decimal import ROUND_HALF_UP, Decimal

from budgets.terms import MoneyUnit

YUAN_PER: dict[MoneyUnit, Decimal] = {
    MoneyUnit.YUAN: Decimal(1),
    MoneyUnit.WAN: Decimal(10_000),
    MoneyUnit.YI: Decimal(100_000_000),
}
FEN = Decimal("0.01")
# 元. SQLite keeps a decimal as a double, exact to 15 digits: 13 before the point would leave no room for 分.
LARGEST_AMOUNT = Decimal(10) ** 12

# Full-width digits and signs as a Chinese input method types them. Digits of other scripts stay as they are and
# are refused: a translation that guesses is how a figure gets wrong.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋−　", "0123456789.,-+- ")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


class NumberError(ValueError):
    """A text that is not one exact decimal. Its message is Chinese and meant for the person who typed it."""


def parse_number(text: str, *, places: int | None = None) -> Decimal:
    """Read one decimal as people type it: spaces around, thousands separators, full-width digits.

    Raises NumberError for everything else: exponents, two points, separators out of place, more than `places`
    decimals, 40 characters and more.
    """
    plain = text.translate(_FULL_WIDTH).strip()
    if not plain:
        raise NumberError("请填写数字。")
    if len(plain) >= 40 or not _NUMBER.fullmatch(plain):
        shown = text if len(text) <= 20 else text[:20] + "…"
        raise NumberError(f"“{shown}”不是数字，请填写如 1234.56 的数字。")
    number = Decimal(plain.replace(",", ""))
    if places is not None and -int(number.as_tuple().exponent) > places:
        raise NumberError(f"最多保留 {places} 位小数。")
    return number


def parse_amount(text: str, unit: MoneyUnit = MoneyUnit.WAN) -> Decimal:
    """Read an amount stated in `unit` and give it in 元 with two decimals; raises NumberError.

    Nothing is rounded away: 1.234567 万元 is 12345.67 元, a seventh decimal is refused.
    """
    yuan = parse_number(text) * YUAN_PER[unit]
    if yuan != yuan.quantize(FEN):
        raise NumberError("金额精确到分：以万元填写时最多保留 6 位小数。")
    if abs(yuan) >= LARGEST_AMOUNT:
        raise NumberError("金额过大，请核对单位。")
    return yuan.quantize(FEN)


def in_unit(yuan: Decimal, unit: MoneyUnit = MoneyUnit.WAN) -> Decimal:
    """The same amount counted in `unit`, exact."""
    return yuan / YUAN_PER[unit]


def plain_text(number: Decimal) -> str:
    """The shortest exact text of a decimal: "114", "0.5", "0"; never an exponent."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def amount_text(yuan: Decimal, unit: MoneyUnit = MoneyUnit.WAN) -> str:
    """An amount as a report shows it: two decimals and thousands separators; rounded half up."""
    return f"{in_unit(yuan, unit).quantize(FEN, ROUND_HALF_UP):,f}"


def rate(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` as percent of `whole`, unrounded; None where a number is missing or the whole is 0 (domain I19)."""
    if part is None or whole is None or whole == 0:
        return None
    return part / whole * 100


def rate_text(percent: Decimal | None) -> str:
    """A rate with at most two decimals and its sign; "—" where there is none."""
    return "—" if percent is None else plain_text(percent.quantize(FEN, ROUND_HALF_UP)) + "%"
