"""Results in prose: what came of a target, told behind it, before it or in another passage of the report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.intake.extraction.prose.targets import UNIT, Target

_FAR = 160  # characters between a target and its result
_NUMBER = r"(?P<actual>\d[\d,]*(?:\.\d+)?)"
_RESULT = re.compile(
    rf"(?:实际|完成|达到|实现|业绩值|自评值|年末值|累计|全年|已)[^，。；：\n\d≥≤]{{0,14}}?[：为]?{_NUMBER}(?!年|月)"
)
_RATE = re.compile(r"率|预算")
_NO_RESULT = re.compile(r"得分|分值|扣|上年|年初")
_TOLD = re.compile(r"实际|完成|达到|达成|实现|达标|超额|得\d|落实|未")
_BLANK = re.compile(r"(?:实际|全年)?完成(?:值|情况|数)[：为]?未填写?")
_RESULT_LINE = re.compile(r"\n(?:（?\d{1,2}[）.、])?(?:全年|年度|本年)?(?:实际|完成|自评|业绩)")
_BEFORE = re.compile(
    rf"(?:达到?|为|完成了?|实现|共|计|：){{0,6}}+(?<!\d)(?<!\d,){_NUMBER}(?P<unit>[\u4e00-\u9fff/%‰]{{0,4}})$"
)
_SENTENCE = re.compile(r"[^。；\n]+")
# A number that is not the mark of an item ("1.", "（2）"), with a sign or a word behind it.
_FIGURE = re.compile(r"(?<![\d,.])(?=[\d,.]*?(?:\d,|\d(?![\d,.])))[\d,.]++(?:%|‰|(?![年月日])[\u4e00-\u9fff])")
_USUAL = re.compile(
    "工作|完成|指标|目标|情况|项目|次数|人数|数量|质量|时效|成本|效益|及时|任务|年度|全年|计划|实际|开展|达到|服务|建设|管理|资金|经费|预算"
)
_ALL_DONE = re.compile(
    r"(?:各项|所有|全部|上述|以上|年度|既定|预期)[^。；，\n]{0,8}(?:指标|目标|(?<!自评)任务)值?[^。；，\n]{0,4}"
    r"(?:已|均|全部|全面|如期|圆满|基本|较好|顺利|都|得到)+(?:地|的)?(?:完成|达到|实现|达成|达标)(?!情况|率|程度)"
)


@dataclass(frozen=True, slots=True)
class Result:
    """A number with its place; `name_end` is where the indicator's name ends."""

    digits: str
    unit: str
    start: int
    end: int
    name_end: int


def result_of(plain: str, target: Target, following: int) -> tuple[Result | None, bool]:
    """The result of a target, and whether the words around tell of one at all; up to `following`, the next target."""
    words = plain[target.end : min(following, target.end + _FAR)]
    words = words[: _end_of_line(words)]
    result = _before(plain, target) or next(_behind(plain, target, words), None)
    return result, result is not None or _TOLD.search(_BLANK.sub("", words)) is not None


def _before(plain: str, target: Target) -> Result | None:
    """As in "接种率96%（目标≥90%）", "培训120人，目标100人"."""
    if not target.in_brackets and plain[target.name_end : target.name_end + 1] != "，":
        return None
    found = _BEFORE.search(plain, max(target.name_start, 0), target.name_end)
    if found is None or found.start() <= target.name_start + 1:
        return None
    if not target.in_brackets and not _fits(found["unit"], target.unit):
        return None
    return Result(found["actual"], found["unit"], found.start("actual"), found.end("unit"), found.start())


def _behind(plain: str, target: Target, words: str) -> Iterator[Result]:
    """Results in the words behind a target: by what they are called, then by the indicator's name said again."""
    again = re.compile(rf"{re.escape(target.name[-3:])}[^，。；：\n\d≥≤]{{0,6}}[：为]?{_NUMBER}(?!年|月)")
    for match in (*_RESULT.finditer(words), *again.finditer(words)):
        start, end = target.end + match.start("actual"), target.end + match.end()
        unit = UNIT.match(plain, end)
        found = unit[0] if unit else ""
        is_rate = _RATE.search(match[0]) is not None and target.unit != "%"
        if not is_rate and _fits(found, target.unit) and not _NO_RESULT.search(match[0]):
            yield Result(match["actual"], found, start, unit.end() if unit else end, target.name_end)


def _end_of_line(words: str) -> int:
    """The end of the line, or of the next one where it begins with the result."""
    end = words.find("\n")
    if end >= 0 and _RESULT_LINE.match(words, end):
        end = words.find("\n", end + 1)
    return len(words) if end < 0 else end


def _fits(unit: str, target: str) -> bool:
    if not unit or not target:
        return unit != "%" and target != "%"
    return unit.startswith(target) or target.startswith(unit)


class Elsewhere:
    """The sentences of a report that carry figures, by the pairs of characters in them."""

    def __init__(self, plain: str, rows: Sequence[Target]) -> None:
        starts = {row.start for row in rows}
        self.all_done = _ALL_DONE.search(plain) is not None
        self._known: dict[str, set[int]] = {}
        own = sorted(starts)
        at = 0
        for number, sentence in enumerate(_SENTENCE.finditer(plain)):
            while at < len(own) and own[at] < sentence.start():
                at += 1
            holds_target = at < len(own) and own[at] < sentence.end()
            if not holds_target and _FIGURE.search(sentence[0]):
                for pair in _pairs(sentence[0]):
                    self._known.setdefault(pair, set()).add(number)

    def tells(self, name: str) -> bool:
        """Whether a sentence with figures shares two pairs of characters with the name: it may tell the result."""
        seen: set[int] = set()
        for pair in _pairs(name):
            numbers = self._known.get(pair, set())
            if seen & numbers:
                return True
            seen |= numbers
        return False


def _pairs(words: str) -> Iterator[str]:
    yield from {
        run[at : at + 2] for run in re.findall("[\u4e00-\u9fff]+", _USUAL.sub(" ", words)) for at in range(len(run) - 1)
    }
