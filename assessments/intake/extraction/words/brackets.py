"""What stands in brackets behind the words of a form's cell and has a field of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assessments.intake.extraction.words.statements import Stated
from assessments.terms import Band

_POINTS = re.compile(r"[（(][^（()）]{0,12}\d++(?:\.\d++)?\s*+(?:分|%)?[^（()）]{0,4}[)）]$|(?<![\d.])[\d.]++分$")
_BRACKETS = re.compile(r"[（(](?P<called>原指标值|原目标值|基期值?|上年值?)[：:为]?(?P<value>[^（()）]{1,30})[)）]$")
_BEHIND = {"原": "target", "基": "baseline", "上": "baseline"}
_BAND_BEHIND = re.compile(r"[（(](?:达成预期指标|达成年度指标|部分达成[^（()）]{0,20}|未达成[^（()）]{0,20})[)）]$")

_BANDS = (
    (re.compile("部分达成"), Band.PARTLY),
    (re.compile("未达成"), Band.NOT_ACHIEVED),
    (re.compile("达成(?:预期|年度)?(?:指标|目标)"), Band.ACHIEVED),
)


def taken_out_of_brackets(name: str, stated: Stated) -> Iterator[Stated]:
    """A cell with what stands in brackets behind it: "≥85%（原指标值≥80%）（基期值72%）"."""
    if name in {"group", "kind"}:
        yield replace(stated, value=_POINTS.sub("", stated.value))
        return
    holder, value = stated.pointer.rpartition("/")[0], stated.value
    if name in {"actual", "reason"} and value == "不适用":
        return
    if name == "actual":
        yield replace(stated, value=_BAND_BEHIND.sub("", value) or value)
        return
    while name == "target" and (match := _BRACKETS.search(value)) and match.start():
        value = value[: match.start()].rstrip()
        field_ = _BEHIND[match["called"][0]]
        if field_ == "target":
            stated = replace(stated, pointer=f"{holder}/adjusted_target")
        yield Stated(f"{holder}/{field_}", match["value"].strip(), stated.span, stated.words)
    yield replace(stated, value=value)


def stated_band(actual: Stated) -> Iterator[Stated]:
    """How far an indicator in words was reached, as its result says it."""
    for pattern, band in _BANDS:
        if pattern.search(actual.value):
            yield replace(actual, pointer=f"{actual.pointer.rpartition('/')[0]}/band", value=band)
            return
