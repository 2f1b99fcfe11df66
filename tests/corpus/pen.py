"""How one office writes numbers: unit, decimals, separators, spaces, full-width digits. Amounts come in 元."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from budgets.money import YUAN_PER
from budgets.terms import MoneyUnit
from tests.corpus.paper import mark

_WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
_OF_RATE = {"K08", "K09", "K10"}  # such an amount may be a little wrong without its rate being so
_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Pen:
    """`decimals` of the unit are as exact as the office's figures are; `trimmed` leaves zeros behind the point away."""

    unit: MoneyUnit = MoneyUnit.WAN
    decimals: int = 2
    trimmed: bool = False
    separated: bool = False
    spaced: bool = False
    wide: bool = False
    currency: str = ""
    rate_decimals: int = 2

    @property
    def step(self) -> Decimal:
        """The smallest amount in 元 that this pen writes."""
        return YUAN_PER[self.unit] * Decimal(10) ** -self.decimals

    def figure(self, yuan: Decimal) -> str:
        number = (yuan / YUAN_PER[self.unit]).quantize(Decimal(10) ** -self.decimals)
        text = f"{number:,f}" if self.separated else f"{number:f}"
        if self.trimmed and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.translate(_WIDE) if self.wide else text

    def m(self, yuan: Decimal, *codes: str) -> str:
        """An amount with its unit; `codes` of sums in which it takes part."""
        gap = " " if self.spaced else ""
        return f"{self.currency}{self.cell(yuan, *codes)}{gap}{self.unit.value}"

    def cell(self, yuan: Decimal, *codes: str) -> str:
        """An amount in a table whose head names the unit."""
        return mark(self.figure(yuan), *codes, exact=not set(codes) <= _OF_RATE)

    def rate(self, part: Decimal, whole: Decimal, *codes: str, decimals: int | None = None) -> str:
        places = self.rate_decimals if decimals is None else decimals
        text = f"{percent(part, whole, places):f}"
        if self.trimmed and "." in text:
            text = text.rstrip("0").rstrip(".")
        text = text.translate(_WIDE) if self.wide else text
        return f"{mark(text, *codes, exact=True)}{'％' if self.wide else '%'}"

    def n(self, count: int, *codes: str) -> str:
        text = str(count)
        return mark(text.translate(_WIDE) if self.wide else text, *codes, exact=True)


def percent(part: Decimal, whole: Decimal, decimals: int = 2) -> Decimal:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)


def points(score: Decimal) -> str:
    text = f"{score:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def any_pen(random: Random, *, units: tuple[MoneyUnit, ...] = (MoneyUnit.WAN, MoneyUnit.YUAN), **fixed) -> Pen:
    """A habit of writing, anew for each report."""
    unit = random.choice(units)
    decimals = {MoneyUnit.WAN: (0, 1, 2, 2, 2, 4, 6), MoneyUnit.YUAN: (2, 2, 0), MoneyUnit.YI: (4,)}[unit]
    habits = {
        "unit": unit,
        "decimals": random.choice(decimals),
        "trimmed": random.random() < 0.4,
        "separated": random.random() < 0.35,
        "spaced": random.random() < 0.2,
        "wide": random.random() < 0.12,
        "currency": random.choice(("", "", "", "", "人民币")),
        "rate_decimals": random.choice((2, 2, 2, 1, 0)),
    }
    return Pen(**(habits | fixed))


def year_in_words(year: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def number_in_words(number: int) -> str:
    """1 to 99: 二十三."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")
