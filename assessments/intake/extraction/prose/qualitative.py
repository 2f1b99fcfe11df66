"""Indicators in prose whose target is words: "保障情况，年度指标值得到改善，实际完成值明显改善" (domain §2.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessments.intake.extraction.prose.targets import name_before
from assessments.intake.extraction.tables.grids import is_blank
from assessments.intake.extraction.words.brackets import stated_band, taken_out_of_brackets
from assessments.intake.extraction.words.statements import Stated, stated_words
from assessments.intake.loading.normalised_text import Compact
from budgets.terms import Comparator

# Both columns of the form are named, so that nothing is guessed; a target with a number is read by `targets`.
_LABELLED = re.compile(
    r"(?<=[，：（])(?P<label>(?:年度|年初|全年|预期|绩效){0,2}+(?:指标|目标)值[为是：]?)"
    r"(?P<target>[^\d，。；：\n\t≥≤<>=]{2,60})，"
    r"(?:年末|年度|全年)?(?:实际完成(?:值|情况)[为是：]?|完成值[为是：]?|完成情况[为：])(?P<actual>[^。；\n\t]{0,120})"
)
_MOST = 500  # more indicators than any report has in its prose


@dataclass(frozen=True, slots=True)
class Quality:
    """One indicator; its places in the compact text. A result that is left blank begins and ends at one place."""

    name_start: int
    name_end: int
    target_start: int
    target_end: int
    actual_start: int
    actual_end: int

    @property
    def is_told(self) -> bool:
        return self.actual_end > self.actual_start


def qualities(page: Compact) -> list[Quality]:
    found: list[Quality] = []
    for match in _LABELLED.finditer(page.plain):
        named = name_before(page.plain, match.start())
        if named is not None and len(found) < _MOST:
            blank = is_blank(match["actual"], of_field="actual")
            end = match.start("actual") if blank else match.end("actual")
            found.append(Quality(*named, *match.span("target"), match.start("actual"), end))
    return found


def stated_quality(page: Compact, quality: Quality, pointer: str) -> Iterator[Stated]:
    whole = page.span(quality.name_start, quality.target_end)
    yield Stated(pointer, None, whole, whole)
    target = _words(page, f"{pointer}/target", quality.target_start, quality.target_end)
    yield _words(page, f"{pointer}/name", quality.name_start, quality.name_end)
    yield replace(target, pointer=f"{pointer}/comparator", value=Comparator.QUALITATIVE)
    yield target
    if quality.is_told:
        actual = _words(page, f"{pointer}/actual", quality.actual_start, quality.actual_end)
        yield from taken_out_of_brackets("actual", actual)
        yield from stated_band(actual)


def _words(page: Compact, pointer: str, start: int, end: int) -> Stated:
    return stated_words(page, pointer, page.plain[start:end], start, end)
