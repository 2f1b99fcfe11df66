"""What a text claims of all indicators, held against their results (domain §5.3)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import Check, Problem, check, text
from assessments.rules.checks.text.reading import TextContext
from assessments.rules.scoring.scores import is_met, quantities
from assessments.rules.text.outline import Span
from assessments.schema.facts import Facts, Indicator
from assessments.schema.pointers import IndicatorPlace, department_indicators, scored_indicators, shortened
from assessments.terms import Severity
from budgets.terms import Comparator

_TARGETS = r"[^。；，、：\n]{0,12}?(?:指标|目标|任务)值?[^。；，、：\n]{0,4}?"
_DONE = r"(?:得到|予以)?(?:完成|达到|实现|达成|达标)(?!情况|率|程度|的)"
_ALL_MET = re.compile(
    rf"(?:各项|所有|全部|上述|以上){_TARGETS}(?:均|都|全部|全面|已|如期|圆满|按期){{1,3}}+{_DONE}"
    rf"|(?:年度|年初|既定|预期|设定){_TARGETS}(?:已|如期|按期|圆满)?(?:均|都|全部|全面)(?:已|如期|按期|圆满){{0,2}}+{_DONE}"
    r"|(?:均|全部|全面)已?(?:完成|达到|实现)了?(?:年初|预期|既定|设定|年度|各项)[^。；，、：\n]{0,8}?(?:目标|指标|任务)"
)
# Words that make the claim a smaller one, a plan or an order.
_NARROWED = re.compile(
    r"除|其余|其他|未|没有|不能|基本|部分|大多|较好|将|确保|力争|要求|下一?步|今后|应当|若|如果|争取|推动|促进|为了|不[能再得会]"
    r"|数量|质量|时效|成本|产出|效益|满意|[一二三]级"
)
_OF_ALL = re.compile(
    r"整体|总体|综合|结论|[我本全](?:局|委|办|院|校|中心|镇|乡|站|处|部门|单位|县)|(?:全部|所有|各个?)项目|全年"
)
_LESS_IS_BETTER = re.compile(r"成本|费用|投诉|事故|违规|耗时|时限|用时|[发死]亡率|成灾率|下降|减少|降低")


@check(
    "K75",
    Severity.WARNING,
    "全部完成的表述与指标",
    formula="文中写各项指标、目标全部完成的，所指指标的实际完成值都达到年度指标值",
    source="表内勾稽关系：报告文字与指标完成情况一致",
)
def all_met(context: TextContext) -> Iterator[Problem]:
    if context.facts is None:
        return
    unmet = list(_unmet(context.facts, department_only=context.is_field))
    for claim in _claims(context) if unmet else ():
        missed = [place for place in unmet if _is_meant(context, claim, place)]
        if missed:
            yield _contradicted(context, claim, missed)


def _unmet(facts: Facts, *, department_only: bool) -> Iterator[IndicatorPlace]:
    own = {place.pointer for place in department_indicators(facts)}
    for place in scored_indicators(facts):
        if (place.pointer in own or not department_only) and _falls_short(place.indicator):
            yield place


def _falls_short(indicator: Indicator) -> bool:
    """A target without a sign is one to be reached, where its name does not say that less is better."""
    comparator, pair = indicator.comparator, quantities(indicator)
    if pair is None or comparator is Comparator.QUALITATIVE:
        return False
    if comparator in {None, Comparator.EQUAL}:
        if _LESS_IS_BETTER.search(indicator.name):
            return False
        comparator = Comparator.AT_LEAST
    return not is_met(comparator, *pair)


def _claims(context: TextContext) -> Iterator[Span]:
    for (start, _), sentence in context.sentences:
        for match in _ALL_MET.finditer(sentence):
            if not _NARROWED.search(sentence[max(0, match.start() - _BEFORE) : match.end()]):
                yield start + match.start(), start + match.end()


_BEFORE = 24  # characters before a claim that may narrow it


def _is_meant(context: TextContext, claim: Span, place: IndicatorPlace) -> bool:
    """Whether a claim speaks of an indicator: in its own paragraph, or of all that the report tells."""
    if context.is_field:
        return True
    start, end = _paragraph(context.text, claim)
    if _OF_ALL.search(context.text, start, end):
        return True
    told = context.places.get(f"{place.pointer}/actual", ())
    of_one_paper = len(context.facts.projects if context.facts else ()) <= 1
    return any(
        start <= low < end or (of_one_paper and any(first <= low < last for first, last in context.tables))
        for low, _ in told
    )


def _paragraph(words: str, span: Span) -> Span:
    end = words.find("\n", span[1])
    return words.rfind("\n", 0, span[0]) + 1, len(words) if end < 0 else end


_MOST_NAMED = 3


def _contradicted(context: TextContext, claim: Span, missed: list[IndicatorPlace]) -> Problem:
    names = list(dict.fromkeys(_named(place.indicator) for place in missed))
    named = "、".join(names[:_MOST_NAMED])
    more = f"等 {len(names)} 项" if len(names) > _MOST_NAMED else ""
    told = [span for place in missed for span in context.places.get(f"{place.pointer}/actual", ())[:1]]
    return Problem(
        message=(f"文中写“{context.words(claim)}”，但{named}{more}没有达到年度指标值。请更正；确属实际的，写明原因。"),
        path=None,
        left=Decimal(len(names)),
        spans=(claim, *told),
    )


def _named(indicator: Indicator) -> str:
    actual, target = quantities(indicator) or (Decimal(0), Decimal(0))
    return f"“{shortened(indicator.name)}”（年度指标值 {text(target)}，实际完成值 {text(actual)}）"


CHECKS: tuple[Check[TextContext], ...] = (all_met,)
