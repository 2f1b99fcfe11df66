"""Exact money and numbers: 元 inside, 万元 outside, no float anywhere."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from budgets.terms import MoneyUnit

YUAN_PER: dict[MoneyUnit, Decimal] = {
    MoneyUnit.YUAN: Decimal(1),
    MoneyUnit.WAN: Decimal(10_000),
    MoneyUnit.YI: Decimal(100_000_000),
}
FEN = Decimal("0.01")
# 元. SQLite keeps a decimal as a double, exact to 15 digits: 13 before the point would leave no room for 分.
LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_FIGURE = Decimal(10) ** 6  # percent or points
SMALLEST_FIGURE = Decimal("0.00000001")
# Decimals of an amount that is exact to the 分, by the unit in which it is typed.
_PLACES = {MoneyUnit.YUAN: 2, MoneyUnit.WAN: 6, MoneyUnit.YI: 10}
# Wide enough for every text that `parse_number` reads: the default 28 digits would round a longer one unnoticed.
_EXACT = Context(prec=60)

# Full-width digits and signs as a Chinese input method types them. Digits of other scripts stay as they are and
# are refused: a translation that guesses is how a figure gets wrong.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋−　", "0123456789.,-+- ")
_ACCOUNTING = _FULL_WIDTH | str.maketrans("（）￥", "()¥")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")


# What a spreadsheet's formats put around a number, and the unit that people write behind it.
_CURRENCY = re.compile("[¥￥]|人民币|RMB|CNY", re.IGNORECASE)
_NO_AMOUNT = re.compile("[-–—]+")
_IN_BRACKETS = re.compile(r"\((.*)\)")
_UNITS = {"万元": MoneyUnit.WAN, "亿元": MoneyUnit.YI, "万": MoneyUnit.WAN, "亿": MoneyUnit.YI, "元": MoneyUnit.YUAN}
_WITH_UNIT = re.compile(f"(.*?)({'|'.join(_UNITS)})")


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
        raise NumberError(f"“{shown}”不是数字，请填写 1234.56 这样的数字。")
    number = Decimal(plain.replace(",", ""))
    if places is not None and -int(number.as_tuple().exponent) > places:
        raise NumberError(f"最多保留 {places} 位小数。")
    return number


def parse_amount(text: str, unit: MoneyUnit = MoneyUnit.WAN) -> Decimal:
    """Read an amount stated in `unit` and give it in 元 with two decimals; raises NumberError.

    Nothing is rounded away: 1.234567 万元 is 12345.67 元, a seventh decimal is refused.
    """
    yuan = _EXACT.multiply(parse_number(text), YUAN_PER[unit])
    if abs(yuan) >= LARGEST_AMOUNT:
        raise NumberError("金额过大，请核对单位。")
    if yuan != _EXACT.quantize(yuan, FEN):
        raise NumberError(f"金额精确到分：以{unit}填写时最多保留 {_PLACES[unit]} 位小数。")
    return _EXACT.quantize(yuan, FEN)


def parse_typed_amount(text: str, unit: MoneyUnit = MoneyUnit.WAN) -> Decimal:
    """An amount as people type it or copy it out of a spreadsheet, in 元; raises NumberError.

    Beside what `parse_amount` reads: the accounting format (" -   " is 0, "(3.20)" is -3.20), a sign of currency, and
    a unit behind the number, which then counts instead of `unit`.
    """
    plain = _CURRENCY.sub("", text.translate(_ACCOUNTING), count=1).strip()
    if is_accounting_zero(plain):
        return FEN * 0
    sign, plain = _bracketed(plain)
    match = _WITH_UNIT.fullmatch(plain)
    # Where no number stands before the unit, the message quotes all that was typed.
    if match and _NUMBER.fullmatch(match[1].translate(_FULL_WIDTH).strip()):
        plain, unit = match[1].rstrip(), _UNITS[match[2]]
    return (sign * parse_amount(plain, unit)).quantize(FEN)


def is_accounting_zero(text: str) -> bool:
    """A lone dash: how a spreadsheet's accounting format shows 0."""
    return bool(_NO_AMOUNT.fullmatch(text.translate(_ACCOUNTING).strip()))


def _bracketed(plain: str) -> tuple[int, str]:
    """Brackets around a number without a sign make it negative."""
    match = _IN_BRACKETS.fullmatch(plain)
    return (-1, match[1].strip()) if match and match[1].strip()[:1].isdigit() else (1, plain)


def parse_figure(text: str) -> Decimal:
    """Read a rate (percent), a weight or a score (points) as exactly as it is stored; raises NumberError."""
    figure = parse_number(text)
    if abs(figure) >= LARGEST_FIGURE:
        raise NumberError("数值过大，请核对。")
    if figure != _EXACT.quantize(figure, SMALLEST_FIGURE):
        raise NumberError("最多保留 8 位小数。")
    return figure


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
    """A rate with two decimals and its sign ("97.60%"); "—" where there is none."""
    return "—" if percent is None else f"{percent.quantize(FEN, ROUND_HALF_UP):f}%"
