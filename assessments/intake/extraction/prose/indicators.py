"""Indicators in prose: their targets, with the results that the report tells of them (domain §2.4)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assessments.intake.extraction.prose.qualitative import qualities, stated_quality
from assessments.intake.extraction.prose.results import Elsewhere, Result, result_of
from assessments.intake.extraction.prose.targets import Target, targets
from assessments.intake.extraction.words.outline import Line, sub_goals
from assessments.intake.extraction.words.statements import Group, Stated, stated_words
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import CompletionRate
from budgets.terms import Comparator


@dataclass(slots=True)
class ProseIndicators:
    """The indicators of a report's sentences, and what must not be said of them: a code with a pointer each."""

    group: Group
    withheld: list[tuple[str, str]]
    completion: list[CompletionRate]
    is_list: bool  # whether the report lists its indicators; single targets in sentences are no list
    has_annex: bool  # whether it says that results and reasons stand in another paper


@dataclass(frozen=True, slots=True)
class _Row:
    target: Target
    result: Result | None
    is_told: bool


def prose_indicators(page: Compact, lines: Sequence[Line]) -> ProseIndicators:
    """Indicators under their sub-goal where one stands above them, else of the department as a whole.

    A target in a sentence is an indicator where the passage lists indicators, or where its result stands beside it.
    """
    found = targets(page)
    rows = [row for row in _rows(page.plain, found) if _is_indicator(row)]
    pointers = _Pointers(_goals(page, lines))
    elsewhere = Elsewhere(page.plain, found)
    has_annex = _IN_ANNEX.search(page.plain) is not None
    expected = _Expectation(page, lines)
    rates = list(_completion_rates(page, rows))
    read = ProseIndicators(Group("indicators"), [], rates, any(row.target.is_listed for row in rows), has_annex)
    for row in _once(rows):
        pointer = pointers.of(row.target.start)
        read.group.add(_stated(page, row, pointer))
        is_told = row.is_told or elsewhere.all_done or elsewhere.tells(row.target.name)
        is_due = expected.at(row.target.start) and not is_told
        read.withheld.extend(_withheld(page.plain, row, pointer, is_due=is_due))
        if has_annex:
            read.withheld.append(("K22", pointer))
    for quality in qualities(page):
        pointer = pointers.of(quality.target_start)
        read.group.add(stated_quality(page, quality, pointer))
        read.withheld.extend((code, pointer) for code in ("K22", *_NEVER_IN_PROSE))
    return read


@dataclass(slots=True)
class _Pointers:
    """The next free place below the sub-goal around a place in the text. `goals` are where sub-goals begin and end."""

    goals: Sequence[tuple[int, int]]
    _counts: Counter[str] = field(default_factory=Counter)

    def of(self, place: int) -> str:
        around = [number for number, (start, end) in enumerate(self.goals) if start <= place < end]
        holder = f"/goals/sub/{around[-1]}" if around else ""
        self._counts[holder] += 1
        return f"{holder}/indicators/{self._counts[holder] - 1}"


# "偏差原因及改进措施见附件2": the sentences need not give them.
_IN_ANNEX = re.compile(r"原因[^，。；\n]{0,12}见(?:附|《)")


def _is_indicator(row: _Row) -> bool:
    is_money = row.target.unit.endswith("元") and not row.target.sign
    return row.target.is_listed or (row.result is not None and not is_money)


def _rows(plain: str, found: Sequence[Target]) -> Iterator[_Row]:
    for at, target in enumerate(found):
        following = found[at + 1].name_start if at + 1 < len(found) else len(plain)
        yield _Row(target, *result_of(plain, target, following))


def _once(rows: Sequence[_Row]) -> list[_Row]:
    """Each name once, with its result where one of its places has it: reports set targets first and answer later."""
    named: dict[tuple[str, str], _Row] = {}
    for row in rows:
        key = (row.target.name, row.target.digits)
        known = named.get(key)
        if known is None:
            named[key] = row
        elif known.result is None:
            answer = replace(row.result, name_end=known.target.name_end) if row.result else None
            named[key] = replace(known, result=answer, is_told=known.is_told or row.is_told)
    return list(named.values())


_NEVER_IN_PROSE = ("K23", "K24", "K31", "K40")
_REASON = re.compile(r"原因|由于|因为?|主要是|超额")


def _withheld(plain: str, row: _Row, pointer: str, *, is_due: bool) -> Iterator[tuple[str, str]]:
    """Prose has no column for kinds; units and reasons stand in words that a reader of numbers does not know."""
    yield from ((code, pointer) for code in _NEVER_IN_PROSE)
    if not is_due:
        yield "K25", pointer
    if not row.target.unit and not row.target.bare:
        yield "K36", f"{pointer}/unit"
    if _REASON.search(plain, row.target.end, row.target.end + _REASON_WITHIN):
        yield "K22", pointer


_REASON_WITHIN = 120  # characters behind a target


def _goals(page: Compact, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where each sub-goal begins, and where the next heading ends it."""
    headings = [page.find(line.start) for line in lines if 0 < line.level <= 2]
    starts = [page.find(statement.start) for _, statement in sub_goals(lines)]
    return [(start, min((place for place in headings if place > start), default=len(page.plain))) for start in starts]


_RATE = r"(?P<{}>\d{{1,4}}(?:\.\d{{1,4}})?)%"
_PLAN = r"(?:年初|年度|全年|预期|计划|目标|任务|指标|既定|总|[值数量的]){1,6}+"
_COMPLETION = re.compile(
    r"[，（、](?:(?:任务|目标|指标|计划|实际|总){0,2}+完成率|占(?=年|全年|计划|目标|任务|指标|预期|总任务)|完成(?!预算|投资|资金|支[出付]))"
    rf"[^，。；\d约近]{{0,12}}?{_RATE.format('rate')}"
    rf"|[，（、](?:实际[\u4e00-\u9fff]{{0,4}}?[数量]?|比|较)?超(?:额完成|[额出过]?(?:完成)?{_PLAN})(?:了|达到?)?{_RATE.format('over')}"
    rf"|[，（、]超额{_RATE.format('above')}(?=完成)"
)


def _completion_rates(page: Compact, rows: Sequence[_Row]) -> Iterator[CompletionRate]:
    """As in "目标100场，实际完成120场，完成率102%"."""
    for row in rows:
        is_at_most = row.target.comparator is Comparator.AT_MOST
        if row.result is not None and row.target.unit != "%" and not is_at_most:
            yield from _completion_rate(page, row.target, row.result)


def _completion_rate(page: Compact, target: Target, result: Result) -> Iterator[CompletionRate]:
    match = _COMPLETION.match(page.plain, max(target.end, result.end))
    if match is None or result.unit != target.unit:
        return
    planned, done = (Decimal(digits.replace(",", "")) for digits in (target.digits, result.digits))
    if planned:
        digits = match["rate"] or match["over"] or match["above"]
        yield CompletionRate(
            rate=Decimal(digits),
            step=Decimal(1).scaleb(-len(digits.partition(".")[2])),
            is_above=not match["rate"],
            target=planned,
            actual=done,
            span=page.span(target.name_start, match.end()),
        )


class _Expectation:
    """Whether results are due at a place: a heading above speaks of what was done, the nearest not of what was set."""

    _DONE = re.compile(r"完成|实现|达成|结果|自评|效益|效果|产出|实施")
    _SET = re.compile(r"设定|设立|申报|批复|年初|预期|设置")

    def __init__(self, page: Compact, lines: Sequence[Line]) -> None:
        self._starts: list[int] = []
        self._due: list[bool] = []
        above: dict[int, str] = {}
        for line in lines:
            if not line.level:
                continue
            above = {level: title for level, title in above.items() if level < line.level} | {line.level: line.title}
            self._starts.append(page.find(line.start))
            due = any(self._DONE.search(title) for title in above.values())
            self._due.append(due and not self._SET.search(line.title))
        self._at = 0

    def at(self, place: int) -> bool:
        """Asked in the order of the text."""
        while self._at < len(self._starts) and self._starts[self._at] <= place:
            self._at += 1
        return self._at > 0 and self._due[self._at - 1]


# "≥85%（原指标值≥80%）（基期值72%）": what stands in brackets behind a target.
_BASELINE = re.compile(r"(?:（原[^（）]{1,30}）)?（(?:基期|上年)值?[：为]?(?P<value>[^（）]{1,30})）")


def _stated(page: Compact, row: _Row, pointer: str) -> Iterator[Stated]:
    target, result = row.target, row.result
    whole = page.span(target.name_start, target.end)
    name_end = result.name_end if result else target.name_end
    yield Stated(pointer, None, whole, whole)
    name = page.plain[target.name_start : name_end]
    yield stated_words(page, f"{pointer}/name", name, target.name_start, name_end)
    if target.comparator is not None:
        end = target.sign_start + len(target.sign)
        yield stated_words(page, f"{pointer}/comparator", target.comparator, target.sign_start, end)
    span = page.span(target.start, target.end)
    yield Stated(f"{pointer}/target", target.digits, span, whole, target.digits, target.unit, target.start)
    if target.unit:
        unit_start = target.start + len(target.digits)
        yield stated_words(page, f"{pointer}/unit", target.unit, unit_start, target.end)
    baseline = _BASELINE.match(page.plain, target.end)
    if baseline is not None:
        yield stated_words(page, f"{pointer}/baseline", baseline["value"], *baseline.span("value"))
    if result is not None:
        span = page.span(result.start, result.end)
        yield Stated(f"{pointer}/actual", result.digits, span, span, result.digits, result.unit, result.start)
