"""Counts and what they are made of: "编制46人，其中行政编制18人、事业编制28人".

Groups may overlap ("其中党员30人，女职工20人"), and a list may name only some of its parts. So only parts that exclude
each other are added up: they differ in a word before one noun, or are words of one division (男 and 女, 年初 and 追加).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assessments.intake.extraction.amounts.enumerations import OPENS_SENTENCE
from assessments.intake.extraction.words.numbers import Measure, Mention
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import CountedParts, StatedNumber

_OPENED = re.compile(r"其中|包括|包含|分别为|分别是")
_LIST_ENDED = re.compile(r"[。\n（）\t]|其中|包括|包含|合计|共计|比上年|较上年|另|同比")
_LEAVES = re.compile(r"[。\n\t）]")
_REDUCED = re.compile(r"[调核]减|撤销|取消|减少")
_LEFT_OPEN = re.compile(r"[\u4e00-\u9fff]{0,6}等|主要|部分|其他|不含")
_LEAD = re.compile(r"^(?:[、，和及与]|现有|实有|共有|其中)+")
_TAIL = re.compile(r"(?<![人数量总为有共各：])(?:人数|数量|总数|[数为有共各：]){1,4}$")
_PEOPLE = {"人", "名", "户", "人次"}
_OVERLAPPING = re.compile(
    r"党员|学历|本科|研究生|大专|硕士|博士|职称|[初中高]级|以上|残疾|困难|脱贫|贫困|低保|监测[户对]|少数民族|退役|受益|参训|骨干"
    r"|专家|领导"
)
_OVERLAPPING_THINGS = re.compile(r"重点|民生|示范|优质|特色|亮点|脱贫|以上|大型|优秀|合格|[优良中差]”?$|国家级")


@dataclass(frozen=True, slots=True)
class _Division:
    """Words of which a thing has one at most; `is_whole` says that each thing has one."""

    words: re.Pattern[str]
    is_whole: bool = False


_OF_ORIGIN = _Division(re.compile(r"年初|年中|追加|结转"), is_whole=True)
_DIVISIONS = (
    _OF_ORIGIN,
    _Division(re.compile(r"行政|事业|工勤|参公|参照|政法"), is_whole=True),
    _Division(re.compile(r"男|女"), is_whole=True),
    _Division(re.compile(r"[上下]半年|[一二三四]季度"), is_whole=True),
    _Division(re.compile(r"新建|续建|改扩建|改建|扩建|维修")),
    _Division(re.compile(r"在职|退休|离休|临聘|编外|借调")),
)
_LONGEST_LIST = 20  # parts
_BEHIND = 8  # characters behind a list in which it may be left open
_LONGEST_LEAD = 40  # characters between a count and its first part


def counted_parts(page: Compact, found: Sequence[Mention]) -> Iterator[CountedParts]:
    """Counts with parts that exclude each other."""
    by_unit: dict[str, list[Mention]] = {}
    for one in found:
        if one.measure is Measure.COUNT and one.value is not None:
            by_unit.setdefault(one.unit, []).append(one)
    for alike in by_unit.values():
        for at, total in enumerate(alike):
            yield from _parts_of(page, total, alike[at + 1 : at + 1 + _LONGEST_LIST])


def _parts_of(page: Compact, total: Mention, following: Sequence[Mention]) -> Iterator[CountedParts]:
    listed = _listed(page.plain, total, following)
    parts, division = _excluding(listed)
    words = page.plain[total.end : parts[-1].end + _BEHIND] if parts else ""
    if not parts or any(one.about for one in parts) or _REDUCED.search(words):
        return
    set_apart = following[: following.index(parts[0])]
    yield CountedParts(
        total=total.stated(page),
        listed=_stated(page, listed),
        parts=_stated(page, parts),
        set_apart=_stated(page, [*set_apart, *parts]),
        division=division.is_whole if division else None,
        is_open=_LEFT_OPEN.search(words) is not None,
    )


def _stated(page: Compact, counts: Sequence[Mention]) -> tuple[StatedNumber, ...]:
    return tuple(one.stated(page) for one in counts)


def _listed(plain: str, total: Mention, following: Sequence[Mention]) -> list[Mention]:
    """The counts that stand in the list behind a total, or beside it as its division by origin."""
    after = total.end
    if plain.startswith(("（含", "（不含"), after):  # "15个（含上年结转5个）" sets one part apart
        after = plain.find("）", after, after + _LONGEST_LEAD) + 1 or after
    rest = [one for one in following if one.start >= after]
    if not rest or total.about or rest[0].start - after > _LONGEST_LEAD:
        return []
    lead = OPENS_SENTENCE.sub("", plain[after : rest[0].start])
    if _LEAVES.search(lead):
        return []
    listed = _up_to_end(plain, rest)
    return listed if _opens(lead, rest[0]) or _are_of_origin(listed) else []


def _are_of_origin(listed: Sequence[Mention]) -> bool:
    return _OF_ORIGIN.words.search(listed[0].label) is not None and _excluding(listed)[1] is _OF_ORIGIN


def _opens(lead: str, first: Mention) -> bool:
    """Whether the words before its first part open a list."""
    return _OPENED.search(lead) is not None or lead.startswith("（") or lead.endswith("：" + first.label)


def _up_to_end(plain: str, rest: Sequence[Mention]) -> list[Mention]:
    """The counts of a list, up to where a mark or a word ends it."""
    ends = (at for at, (one, other) in enumerate(pairwise(rest), 1) if _LIST_ENDED.search(plain, one.end, other.start))
    return list(rest[: next(ends, len(rest))])


def _excluding(listed: Sequence[Mention]) -> tuple[list[Mention], _Division | None]:
    """The longest beginning of a list whose parts exclude each other, with the division that they are of."""
    names = [_TAIL.sub("", _LEAD.sub("", part.label)) for part in listed]
    for length in range(len(listed), 1, -1):
        division = next((one for one in _DIVISIONS if _are_of(one, names[:length])), None)
        if division or _differ_before_one_noun(listed[0].unit, names[:length]):
            return list(listed[:length]), division
    return [], None


def _are_of(division: _Division, names: Sequence[str]) -> bool:
    words = [found[0] for name in names if (found := division.words.search(name))]
    return len(words) == len(names) == len(set(words))


def _differ_before_one_noun(unit: str, names: Sequence[str]) -> bool:
    """Whether they are kinds of one noun ("农田类", "种业类"; "柳林镇", "桃园镇") that a thing cannot be two of."""
    signs = zip(*(reversed(name) for name in names), strict=False)
    noun = sum(1 for _ in takewhile(lambda alike: len(set(alike)) == 1, signs))
    overlapping = _OVERLAPPING if unit in _PEOPLE else _OVERLAPPING_THINGS
    is_kind = noun > 0 and all(len(name) > noun for name in names) and len(set(names)) == len(names)
    return is_kind and not any(overlapping.search(name) for name in names)
