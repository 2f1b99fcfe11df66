"""Targets in prose: "……案件数≥40件", "年初目标值1200人", "接种率96%（目标≥90%）" (domain §2.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from assessments.intake.loading.normalised_text import Compact
from budgets.terms import Comparator

_SIGNS = {
    "≥": Comparator.AT_LEAST, ">=": Comparator.AT_LEAST, "≧": Comparator.AT_LEAST, "大于等于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST, "不低于": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "<=": Comparator.AT_MOST,
    "≦": Comparator.AT_MOST, "小于等于": Comparator.AT_MOST, "不超过": Comparator.AT_MOST, "不高于": Comparator.AT_MOST,
    "不多于": Comparator.AT_MOST, "=": Comparator.EQUAL, ">": Comparator.MORE_THAN, "<": Comparator.LESS_THAN,
}  # fmt: skip
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_CALLED = (
    r"(?:(?:目标|指标|计划|任务)(?:任务)?(?:[值数](?!量)|量(?=[为是：\d]))(?:设定)?(?:为|是|：)?"
    r"|(?:目标|指标|任务)(?:任务)?(?:为|是|：)|(?:目标|任务)(?:任务)?)"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?(?![\d年月日号])"
_TARGET = re.compile(
    rf"(?:{_CALLED})?(?P<sign>{_SIGN})(?P<target>{_NUMBER})|{_CALLED}(?P<plain>{_NUMBER})(?![：、.])"
    rf"|计划(?P<thing>(?:(?!{_SIGN})[\u4e00-\u9fff]){{2,20}}?)(?P<planned>{_NUMBER})"
)
_WORDS = re.compile("[\u4e00-\u9fff]")
_KNOWN_UNIT = (
    r"分|百分比|百分点|个百分点|[%‰]|[万亿千]?元(?:/[\u4e00-\u9fff]{1,3})?|万?人次|人天|[场家户批车台件辆班架]次|小时|个工作日|个月|工作日|平方公里|平方米|立方米|公里|千米"
    r"|万?[人户亩吨株米册份头只棵]|[个件次名家场处项期天日台套辆条篇批所座间起宗种轮把幅艘艇栋]"
)
_END_OF_UNIT = r"(?=以[上内下]|及以[上下]|左右|[，。；、）（：“”\n\t]|$)"
_COUNTED = "[件个次名家场处项期天日台套辆条篇批所座间起宗种轮把幅艘艇栋户人份组吨车班架]"
UNIT = re.compile(rf"{_COUNTED}{{2}}{_END_OF_UNIT}|{_KNOWN_UNIT}|[\u4e00-\u9fff/㎡A-Za-z]{{1,5}}?{_END_OF_UNIT}")
_LONGEST_LEAD = 400  # characters of its line that tell what an indicator belongs to
_LONGEST_NAME = 40  # characters
_MOST = 500  # more indicators than any report has in its prose
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、]|（(?:\d{1,2}|[一二三四五六七八九十]{1,2})）|[①-⑩]|(?:绩效)?指标\d*[：、]|[一二三四五六七八九十]是"
    r"|(?:数量|质量|时效|成本|效益|满意度|产出)指标\d*[：、])+"
)
# A clause that only says that a target follows: the name stands in the clause before.
_SAYS_TARGET = re.compile(
    r"(?:年初|年度|全年|预期|计划|绩效|预定|设定|当年|本年|考核|其|该|的){0,8}+(?:目标|指标|任务)?(?:数|值|任务)?(?:设定|要求|应|需|达到|完成|为|是|：){0,8}+"
)
_NO_NAME = re.compile(r"(?:绩效|总体|年度|具体|阶段性|整体)$")  # "绩效目标4个" counts goals
_TAIL = re.compile(
    r"(?:的?(?:年初|年度|预期|计划)?(?:目标|指标)(?:值|数)?|的?(?:年初|年度)|应|需|要|(?<!平)均|都)?(?:达到|为|是|：)?$"
)
_STOP = re.compile(r"[，。；：（）\n\t]")
_RULE_BEHIND = re.compile(
    r"(?:的|时|者|以上|以下)*，?(?:得(?:满分|\d|0)|计(?:满分|\d)|不得分|扣|为?[“\"]?[优良中差](?![\u4e00-\u9fff]))"
)
# "达98.6%，高于目标值97%": the figure before is the result of something that the clause does not name.
_COMPARED = re.compile(
    r"(?:高于|低于|超过|超出|超额|优于|好于|大于|小于|达到|达|完成)了?(?:年初|年度|预期|计划|设定|既定|的)*$"
)
# "满意度均大于等于93%" tells what came of it, unless the sentence sets targets.
_TELLS_RESULT = re.compile(r"(?:(?<![平亩人户年村校生])均|都|全部|已经?|皆|始终)(?:达到?|保持|控制)?[在为了]?$")
_SETS_TARGET = re.compile(r"目标|应|要求|须|需(?!求)|确保|力争|计划|预期|设定|年初|标准|任务[数值]|考核")
_FORMULA = re.compile(r"[=×÷*/+]")
_LISTS_INDICATORS = re.compile(r"指标|目标值")


@dataclass(frozen=True, slots=True)
class Target:
    """One target with the name of its indicator; places in the compact text.

    `is_listed` says that the passage says that it lists indicators; `unit` is "" where none was understood, and
    `bare` where the number stands without any.
    """

    name: str
    name_start: int
    name_end: int
    sign: str
    sign_start: int
    digits: str
    start: int
    unit: str
    end: int
    bare: bool
    is_listed: bool
    in_brackets: bool

    @property
    def comparator(self) -> Comparator | None:
        return _SIGNS.get(self.sign)


def targets(page: Compact) -> list[Target]:
    return list(islice(_targets(page.plain), _MOST))


def _targets(plain: str) -> Iterator[Target]:
    for match in _TARGET.finditer(plain):
        lead = _lead(plain, match.start())
        if "\t" in lead or plain[match.start() - 1 : match.start()].isdigit():
            continue  # a table's row is read as one; "80≤得分<90" is a rule
        if _is_result(lead, is_signed=bool(match["sign"])):
            continue
        target = _target(plain, match, lead)
        if target is not None and not _RULE_BEHIND.match(plain, target.end):
            yield target


def _is_result(lead: str, *, is_signed: bool) -> bool:
    """Whether the words before a figure compare a result with it, or tell the result itself."""
    if not is_signed:
        return _COMPARED.search(lead, max(0, len(lead) - 12)) is not None
    said = lead.rpartition("。")[2]
    return _TELLS_RESULT.search(said, max(0, len(said) - 8)) is not None and not _SETS_TARGET.search(said)


def _lead(plain: str, at: int) -> str:
    """The line before a place, as far as it can matter."""
    low = max(0, at - _LONGEST_LEAD)
    start = plain.rfind("\n", low, at) + 1 or low
    return plain[start:at]


def name_before(plain: str, at: int) -> tuple[int, int] | None:
    """Where the name of the indicator stands whose target begins at a place; None where none stands there."""
    lead = _lead(plain, at)
    named = None if "\t" in lead else _name(lead)
    return None if named is None else (at - len(lead) + named[0], at - len(lead) + named[1])


def _target(plain: str, match: re.Match[str], lead: str) -> Target | None:
    sign, group = match["sign"] or "", next(name for name in ("target", "plain", "planned") if match[name])
    shift = match.start() - len(lead)
    is_planned = group == "planned"
    named = (match.start("thing") - shift, match.end("thing") - shift, False) if is_planned else _name(lead)
    if named is None:
        return None
    start, end, in_brackets = named
    if _FORMULA.search(plain, shift + start, shift + end):
        return None
    unit = UNIT.match(plain, match.end())
    behind = plain[match.end() : match.end() + 1]
    return Target(
        name=plain[shift + start : shift + end],
        name_start=shift + start,
        name_end=shift + end,
        sign=sign,
        sign_start=match.start("sign") if sign else match.start(group),
        digits=match[group],
        start=match.start(group),
        unit=unit[0] if unit else "",
        end=unit.end() if unit else match.end(),
        bare=unit is None and (not behind or _STOP.match(behind) is not None),
        is_listed="值" in match[0] or _is_in_list(lead, sign),
        in_brackets=in_brackets,
    )


def _is_in_list(lead: str, sign: str) -> bool:
    """Whether the line before a sign says that indicators follow; before a sign in words, the sentence."""
    said = lead.rpartition("。")[2] if _WORDS.match(sign) else lead
    return bool(sign) and _LISTS_INDICATORS.search(said) is not None


def _name(lead: str) -> tuple[int, int, bool] | None:
    """Where the name stands in the line before a target, and whether the target stands in brackets behind it."""
    end, in_brackets = len(lead), False
    for _ in range(3):
        start = max((stop.end() for stop in _STOP.finditer(lead, max(0, end - _LONGEST_NAME), end)), default=0)
        start = max(start, end - _LONGEST_NAME)
        if not _SAYS_TARGET.fullmatch(lead, start, end):
            named = _without_number_and_tail(lead, start, end)
            return None if named is None else (*named, in_brackets)
        if not start:
            return None
        in_brackets = in_brackets or lead[start - 1] == "（"
        end = start - 1
    return None


def _without_number_and_tail(lead: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the name in a clause stands, without the number before it and the words that lead to its target."""
    opened = start - 1 if start and lead[start - 1] == "（" else start  # "（1）培训人数"
    numbered = _NUMBERED.match(lead[opened:end])
    begin = opened + numbered.end() if numbered else start
    begin = end - len(lead[begin:end].lstrip('“”"、和及与'))
    tail = _TAIL.search(lead, begin, end)
    last = tail.start() if tail and tail.start() > begin + 1 else end
    is_name = _TWO_CHARACTERS.search(lead, begin, last) is not None and not _NO_NAME.search(lead, begin, last)
    return (begin, last) if is_name else None


_TWO_CHARACTERS = re.compile("[\u4e00-\u9fff]{2}")
