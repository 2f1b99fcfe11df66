"""Numbers as reports write them: amounts, rates, points and counts, each with the words that name it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assessments.intake.loading.document import Span
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import StatedNumber
from budgets.money import YUAN_PER, NumberError, parse_number
from budgets.terms import MoneyUnit


class Measure(StrEnum):
    MONEY = "money"  # value in 元
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"


_MONEY_UNITS = {
    "亿元": (YUAN_PER[MoneyUnit.YI], MoneyUnit.YI),
    "万元": (YUAN_PER[MoneyUnit.WAN], MoneyUnit.WAN),
    "万": (YUAN_PER[MoneyUnit.WAN], MoneyUnit.WAN),
    "千元": (Decimal(1000), MoneyUnit.YUAN),
    "元": (YUAN_PER[MoneyUnit.YUAN], MoneyUnit.YUAN),
}
_NUMBER = re.compile(
    r"(?P<about>约为?|近|大约|超过|逾|不足|将近)?(?:人民币|￥|¥|RMB)?(?P<digits>(?<![\d.%A-Za-z])-?\d(?:[\d,.]*\d)?)(?P<more>余|多|来)?"
    r"(?P<unit>亿元|万元(?!/)|千元|元(?![/／月旦])|万(?=[，。；、）\n]|$)|个百分点|%|分(?![局之钟类管部项工期布别支批配解])"
    r"|[个项件](?!百分)|人次|名|人|次|家|户|处|份)?"
)
_OR_MORE = re.compile(r"及?以[上下内]|左右|上下|之内|（含）|多(?=[，。；]|$)")
# Where the words that name a number begin: behind the last of these, and behind the number before.
_STOPS = re.compile(r"[，；。：（）！？\n\t]")
_SHORT_BRACKETS = re.compile(r"（[^（）\d，。；：]{1,8}）")
# What one of many gets ("每亩补助15元", "2000元的标准"); what is given each year is an amount like any other.
_EACH = re.compile(
    r"每(?!(?:年度?|月|季度?|周|[日天期])[^每均]{0,20}$)[\u4e00-\u9fff\d]{1,20}$|[人户亩村校生]均[\u4e00-\u9fff]{0,8}$"
    r"|一[亩人户株头吨][\u4e00-\u9fff]{0,6}$|(?:单价|均价)[\u4e00-\u9fff]{0,4}$|标准[为是按达：]{0,2}$"
)
_EACH_BEHIND = re.compile(r"每(?![年月季周])[\u4e00-\u9fff]|的?标准|一[亩人户株头吨]")
_LEADING = re.compile(
    r"^(?:其中|包括|包含|分别为|分别是|含|和|及|与|以及|并|、|“|”|一是|二是|三是|四是|五是|\d{1,2}[.、]|[①-⑩]|（(?:\d|[一二三四五六七八九十]){1,3}）)+"
)
_BEHIND_YEAR = re.compile(r"（20\d{2}）$")  # "财预（2020）10号": the number of a paper
LONGEST_LABEL = 60  # characters: what stands further away names something else


@dataclass(frozen=True, slots=True)
class Mention:
    """One number in the text. `start` and `end` are places in the compact text; `label` is what names it.

    `value` is None where the digits cannot be read ("7,00.0,77"). `about` marks "约", "余": no exact figure.
    """

    measure: Measure
    value: Decimal | None
    unit: str
    start: int
    end: int
    label: str
    label_start: int
    about: bool
    digits: str
    each: bool = False  # what one of many gets: no part of a sum and no total

    @property
    def step(self) -> Decimal:
        """What the last digit counts, in 元 for money: a figure in 亿元 is only as exact as it is written."""
        decimals = len(self.digits.partition(".")[2])
        factor = _MONEY_UNITS[self.unit][0] if self.unit in _MONEY_UNITS else Decimal(1)
        return factor * Decimal(10) ** -decimals

    @property
    def is_count(self) -> bool:
        return self.measure is Measure.COUNT

    @property
    def is_amount(self) -> bool:
        """Whether it is money, and its digits can be read."""
        return self.measure is Measure.MONEY and self.value is not None

    @property
    def is_exact(self) -> bool:
        return self.value is not None and not self.about

    @property
    def number(self) -> Decimal:
        """The value; 0 where the digits cannot be read."""
        return self.value or Decimal(0)

    def stated(self, page: Compact) -> StatedNumber:
        """What the checks of reports are told of it; digits that cannot be read count as 0."""
        return StatedNumber(
            name=self.label,
            value=self.number,
            unit=self.unit,
            digits=self.digits,
            step=self.step,
            span=self.named_span(page),
            is_count=self.is_count,
        )

    def words_span(self, page: Compact) -> Span:
        return page.span(self.start, self.end)

    def named_span(self, page: Compact) -> Span:
        """The number with the words before it that name it."""
        return page.span(self.label_start, self.end)


def mentions(page: Compact) -> tuple[Mention, ...]:
    """Every number with a unit, in the order of the text."""
    found: list[Mention] = []
    last_end = 0
    for match in _NUMBER.finditer(page.plain):
        unit = match["unit"]
        if unit is None or _BEHIND_YEAR.search(page.plain, max(0, match.start("digits") - 6), match.start("digits")):
            continue
        measure = _measure(unit)
        value = _value(match["digits"], unit)
        label_start = _label_start(page.plain, max(last_end, match.start() - LONGEST_LABEL), match.start())
        label = page.plain[label_start : match.start()]
        found.append(
            Mention(
                measure=measure,
                value=value,
                unit=unit,
                start=match.start("digits"),
                end=match.end(),
                label=_LEADING.sub("", label),
                label_start=label_start,
                about=bool(match["about"] or match["more"] or _OR_MORE.match(page.plain, match.end())),
                digits=match["digits"],
                each=_is_for_each(page.plain, label, match.end()),
            )
        )
        last_end = match.end()
    return tuple(_with_shared_names(found))


def by_stretch(
    found: Sequence[Mention], stretches: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, list[Mention]]]:
    """Stretches of the text in their order, each with the numbers that begin in it."""
    at = 0
    for start, end in stretches:
        inside = []
        while at < len(found) and found[at].start < end:
            if found[at].start >= start:
                inside.append(found[at])
            at += 1
        yield start, end, inside


def lines_in(plain: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends."""
    start = 0
    for line in plain.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _is_for_each(plain: str, label: str, end: int) -> bool:
    return _EACH.search(label) is not None or _EACH_BEHIND.match(plain, end) is not None


_RESPECTIVELY = re.compile(r"^(?P<names>.+?)(?:预算|金额|资金|各)?分别(?:为|是|达到?|完成|安排)?$")
_NAMES = re.compile(r"、|和|及|与")


def _with_shared_names(found: list[Mention]) -> Iterator[Mention]:
    """Each number of "A、B、C分别为1、2、3" gets its own name, where there are as many names as numbers."""
    names: list[str] = []
    for at, mention in enumerate(found):
        shared = _RESPECTIVELY.search(mention.label)
        if shared:
            names = [name for name in _NAMES.split(shared["names"]) if name]
            followers = _nameless(found, at + 1)
            names = names if followers >= len(names) - 1 and len(names) > 1 else []
        elif names and not _is_nameless(mention):
            names = []
        yield replace(mention, label=names.pop(0)) if names else mention


def _nameless(found: list[Mention], start: int) -> int:
    count = 0
    while start + count < len(found) and _is_nameless(found[start + count]):
        count += 1
    return count


def _is_nameless(mention: Mention) -> bool:
    return mention.label.strip("，、和及与") == ""


def _measure(unit: str) -> Measure:
    if unit in _MONEY_UNITS:
        return Measure.MONEY
    if unit == "%":
        return Measure.PERCENT
    return Measure.POINTS if unit == "分" else Measure.COUNT


def _value(digits: str, unit: str) -> Decimal | None:
    try:
        number = parse_number(digits)
    except NumberError:
        return None
    return number * _MONEY_UNITS[unit][0] if unit in _MONEY_UNITS else number


def _label_start(plain: str, low: int, high: int) -> int:
    start = low
    words = _SHORT_BRACKETS.sub(lambda match: "□" * len(match[0]), plain[low:high])  # "因公出国（境）费" is one name
    for stop in _STOPS.finditer(words):
        if (
            low + stop.end() < high or stop[0] not in "：（"
        ):  # "合计：285.87": a colon does not part a number from its name
            start = low + stop.end()
    return start


def money_unit_of(found: tuple[Mention, ...]) -> MoneyUnit:
    """The unit in which a report states most of its amounts; 万元 where it states none."""
    counts: dict[MoneyUnit, int] = {}
    for mention in found:
        if mention.measure is Measure.MONEY:
            unit = _MONEY_UNITS[mention.unit][1]
            counts[unit] = counts.get(unit, 0) + 1
    return max(counts, key=lambda unit: counts[unit]) if counts else MoneyUnit.WAN


def malformed(found: tuple[Mention, ...]) -> Iterator[Mention]:
    """Amounts and rates that nobody can read; before a word of counting ("5.1.2项目") digits may number a part."""
    measures = {Measure.MONEY, Measure.PERCENT}
    return (mention for mention in found if mention.value is None and mention.measure in measures)
