"""A year beside the one before ("A万元，比上年增加B万元，增长C%"), a sum behind its parts ("A、B，合计C")."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assessments.intake.extraction.amounts.enumerations import CLOSING_SUM
from assessments.intake.extraction.words.numbers import Measure, Mention, by_stretch, lines_in
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import StatedChange, StatedSum, SumKind

_COMPARED = re.compile(r"比|较|同比|环比|上年|去年|同期")
_GOES_ON = re.compile(r"[，、与和]*(?:20\d{2}年|本年|今年)?(?:比|较|同比|环比|相比|增|减|多|少|上升|下降|提高|降低|压)")
_MORE = re.compile(r"(?:增加|增长|上升|提高|增|多|追加)(?:了|额为|额|数为|支出|收入|资金|为){0,6}+$")
_LESS = re.compile(r"(?:减少|下降|降低|压减|减|少|节约|压缩)(?:了|额为|额|数为|支出|收入|资金|为){0,6}+$")
_RATE_OF_CHANGE = re.compile(
    r"^(?:，|、|同比|比上年|较上年|比率|幅度|增幅|降幅|增长率|下降率|变动率)*"
    r"(?:增长|下降|增加|减少|上升|降低|增幅|降幅|提高|增长率|下降率)(?:率|了|幅度|比例|为|达到?|约)*$"
)
_NEAR = 8  # amounts before a change among which the one may stand that has changed


def stated_changes(page: Compact, found: Sequence[Mention]) -> Iterator[StatedChange]:
    """A rate of change, with the amounts of its line."""
    behind = {one.start: other for one, other in pairwise(found)}
    for _, _, inside in by_stretch(found, lines_in(page.plain)):
        known: list[Mention] = []
        for mention in inside:
            if not mention.is_amount:
                continue
            rate, direction = behind.get(mention.start), _direction(mention)
            if direction and rate is not None and _is_rate_of(page, mention, rate) and _is_compared(page, mention):
                yield from _change(page, known[-_NEAR:], mention, rate, is_more=direction > 0)
            known.append(mention)


def _direction(change: Mention) -> int:
    """1 for what has grown, -1 for what has shrunk, 0 for an amount that is no change."""
    if _MORE.search(change.label):
        return 1
    return -1 if _LESS.search(change.label) else 0


def _is_rate_of(page: Compact, change: Mention, rate: Mention) -> bool:
    between = page.plain[change.end : rate.start]
    exact = rate.is_exact and not change.about
    return exact and rate.measure is Measure.PERCENT and len(between) <= 12 and bool(_RATE_OF_CHANGE.match(between))


def _is_compared(page: Compact, change: Mention) -> bool:
    """Whether it is a change over time of what stands before, not of something whose amount is not told."""
    if not _GOES_ON.match(change.label):
        return False
    return _COMPARED.search(page.plain, max(0, change.label_start - 24), change.start) is not None


def _change(
    page: Compact, amounts: Sequence[Mention], change: Mention, rate: Mention, *, is_more: bool
) -> Iterator[StatedChange]:
    if amounts:
        last_years = frozenset(one.named_span(page) for one in amounts if _COMPARED.search(one.label))
        yield StatedChange(
            rate=rate.stated(page),
            change=change.stated(page),
            is_more=is_more,
            amounts=tuple(one.stated(page) for one in amounts),
            last_years=last_years,
            span=page.span(change.label_start, rate.end),
        )


_TOTAL = re.compile(r"合计|共计|总计|总额|预算(?:数|金额|安排)?$|总")
_JOINED = re.compile(r"[，、；和及与]|以及")
_FULL_STOP = re.compile(r"[。；]")
_OPENED = re.compile(r"其中|包括|分别")
_PLANNED = re.compile(r"安排|下达|计划|预算|批复|到位|收到")
_SPENT = re.compile(r"支出|支付|拨付|使用|发放|兑付")
_LONGEST_LIST = 40  # parts
_ENDS_LIST, _ENDS_INSIDE = re.compile("[（\n]"), re.compile("[（\n。]")  # behind its last part, between others


def closing_sums(page: Compact, found: Sequence[Mention]) -> Iterator[StatedSum]:
    """As in "人员经费A万元、公用经费B万元、项目经费C万元，合计D万元": the list may begin with any of them."""
    amounts = [one for one in found if one.is_amount and not one.each]
    for at, total in enumerate(amounts):
        if total.about or not CLOSING_SUM.search(total.label):
            continue
        parts = _list_before(page, amounts[max(0, at - _LONGEST_LIST) : at], total)
        if len(parts) < 2 or _is_of_another_kind(parts[0], total):
            continue
        whole, listed = total.stated(page), tuple(part.stated(page) for part in parts)
        readings = tuple((whole, listed[start:]) for start in range(len(listed) - 1))
        yield StatedSum(kind=SumKind.CLOSED, total=whole, parts=listed, readings=readings)


def _list_before(page: Compact, before: Sequence[Mention], total: Mention) -> list[Mention]:
    """The amounts that a total sums up: back to where the list begins, or to an amount that cannot be one of them."""
    parts: list[Mention] = []
    following = total
    for part in reversed(before):
        if not _is_part(page, part, following, total, is_last=not parts):
            break
        parts.insert(0, part)
        if _OPENED.search(page.plain, max(0, part.label_start - 2), part.start):
            break
        following = part
    return [] if any(part.about for part in parts) else parts


def _is_part(page: Compact, part: Mention, following: Mention, total: Mention, *, is_last: bool) -> bool:
    """Whether nothing but marks of a list stands between a number and the name of the next, and it is no total."""
    if not part.label or _TOTAL.search(part.label) or part.number > total.number:
        return False
    between = page.plain[part.end : following.start]
    if (_ENDS_LIST if is_last else _ENDS_INSIDE).search(between):
        return False
    return _JOINED.match(between) is not None or (is_last and _ends_sentence(between, part, following))


def _ends_sentence(between: str, part: Mention, following: Mention) -> bool:
    """Whether the name of the sum begins right behind the full stop."""
    return _FULL_STOP.match(between) is not None and following.label_start == part.end + 1


def _is_of_another_kind(first: Mention, total: Mention) -> bool:
    """Whether plans stand before what was spent: "安排A万元、B万元，共计支出C万元"."""
    return bool(_PLANNED.search(first.label) and _SPENT.search(total.label) and not _SPENT.search(first.label))
