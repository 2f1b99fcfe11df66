"""Sums and shares that prose states of amounts for which the form has no field.

A list after 其中 may name only some of the parts. Lists of some kinds are complete: the levels of transfer payments,
what a year's spending is made of, the three public expenses. Of any other it is only asked whether its parts come to
more than their total.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assessments.intake.extraction.amounts.enumerations import OPENS_SENTENCE, Node, all_nodes
from assessments.intake.extraction.amounts.execution import columns_of
from assessments.intake.extraction.words.labels import LEVELS_OF_GOVERNMENT, Basis, Meaning, basis_of, cover_all_levels
from assessments.intake.extraction.words.numbers import Measure, Mention
from assessments.intake.extraction.words.statements import Group, stated_figure
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.text.stated import (
    ExcellentRate,
    RestatedTotal,
    StatedNumber,
    StatedShare,
    StatedSum,
    SumKind,
    gives_share,
    holds,
    tolerance,
)

_WHOLE = (
    {Meaning.SPENDING, Meaning.YEAR_END},
    {Meaning.PERSONNEL, Meaning.OPERATING, Meaning.PROJECTS},
    {Meaning.BASIC, Meaning.PROJECTS, Meaning.OTHER_SPENDING},
)
_PUBLIC_EXPENSES = ("接待", "车", "出国")
_ECONOMIC_CLASS = re.compile(
    r"工资福利|商品和服务|个人和家庭|资本性支出|项目支出|债务利息|对企业补助|其他支出|经营支出|上缴上级|附属单位"
)
_SHARE = re.compile(
    r"^占(?:本年|全年|年度|部门|单位|整体|当年|总)*(?:总)?(?:收入|支出|基本支出|项目支出)?(?:预算|决算)*(?:总额|合计|总计|总数|总量|比例|比重|比)?"
    r"的?(?:比例|比重)?(?:为|是|达)?$"
)
# 全年预算 = what the year gives + what the year before left (I10).
_OF_A_YEAR = re.compile(r"当年|本年|年初|上年|以前年度|结转|年中|追加|其他资金|自筹|自有")
_CARRIED = re.compile(r"上年|以前年度|结转")
_PART_OF_OFFICE = re.compile(r"本级|下属|所属|二级|机关|分别")


def stated_sums(page: Compact, forest: Sequence[list[Node]], found: Sequence[Mention]) -> Iterator[StatedSum]:
    """Lists of amounts behind their total."""
    shares = _shares_by_amount(page, found)
    for node in all_nodes(forest):
        if len(node.divided) > 1:
            yield _division(page, node)
        if len(node.parts) > 1 and not any(one.mention.about for one in (node, *node.parts)):
            yield from _results(page, node, node.parts)
            yield from _listed(page, node, shares)


def _listed(page: Compact, node: Node, shares: Mapping[int, Mention]) -> Iterator[StatedSum]:
    """A total with its parts: where they leave nothing out, or come to more than it."""
    parts = node.parts
    total = Node(node.total_of(parts), node.meaning)
    if _is_checked_elsewhere(total, parts):
        return
    complete = _complete_parts(total, parts) or _complete_parts(node, parts) or _with_all_shares(parts, shares)
    if complete:
        is_whole = len(complete) == len(parts)
        yield _sum(page, total.mention, parts, [(total.mention, complete)], is_complete=is_whole)
    elif _exceeds(page, total, parts):
        yield _sum(page, total.mention, parts)


def _sum(
    page: Compact,
    total: Mention,
    parts: Sequence[Node],
    others: Sequence[tuple[Mention, Sequence[Node]]] = (),
    *,
    is_complete: bool = False,
) -> StatedSum:
    """`others` are further ways to read it."""
    readings = [*others, (total, parts)]
    return StatedSum(
        kind=SumKind.LISTED,
        total=total.stated(page),
        parts=_stated(page, parts),
        readings=tuple((one.stated(page), _stated(page, listed)) for one, listed in readings),
        is_complete=is_complete,
    )


def _stated(page: Compact, nodes: Sequence[Node]) -> tuple[StatedNumber, ...]:
    return tuple(node.mention.stated(page) for node in nodes)


def _division(page: Compact, node: Node) -> StatedSum:
    """What an amount is divided into: it comes to it, or to what it is without the money left over (I03)."""
    left_over = sum((part.value for part in node.parts if part.meaning is Meaning.YEAR_END), Decimal(0))
    used = replace(node.mention, value=node.value - left_over)
    others = [(used, node.divided)] if left_over > 0 else []
    return _sum(page, node.mention, node.divided, others, is_complete=True)


def _results(page: Compact, node: Node, parts: Sequence[Node]) -> Iterator[StatedSum]:
    """What came of the parts of a plan, where they are all parts that it has."""
    results = [Node(part.result, part.meaning) for part in parts if part.result is not None]
    if node.result is None or len(results) != len(parts) or not _complete_parts(node, parts):
        return
    if not any(one.about for one in (node.result, *(result.mention for result in results))):
        yield _sum(page, node.result, results, is_complete=True)


def _complete_parts(node: Node, parts: Sequence[Node]) -> list[Node]:
    """The parts, where a list of their kind leaves nothing out; else none."""
    known = _levels(node, parts) or _parts_of_spending(node, parts)
    if known:
        return known
    labels = [part.mention.label for part in parts]
    is_complete = any(names(node, labels) for names in (_names_public_expenses, _names_years, _names_economic_classes))
    return list(parts) if is_complete else []


def _levels(node: Node, parts: Sequence[Node]) -> list[Node]:
    """The levels of government, where so many of them are named that none is missing."""
    levels = [part for part in parts if part.meaning in LEVELS_OF_GOVERNMENT]
    are_all = node.meaning is Meaning.TRANSFERS or cover_all_levels(part.mention.label for part in levels)
    return levels if len(levels) >= (2 if are_all else 3) else []


def _parts_of_spending(node: Node, parts: Sequence[Node]) -> list[Node]:
    """What a year's spending is made of."""
    if node.meaning not in {Meaning.SPENDING, None}:
        return []
    meanings = {part.meaning for part in parts}
    whole = next((whole for whole in _WHOLE if (whole - {Meaning.OTHER_SPENDING}) <= meanings), set())
    return [part for part in parts if part.meaning in whole]


def _names_public_expenses(node: Node, labels: Sequence[str]) -> bool:
    is_asked = "三公" in node.mention.label and len(labels) == len(_PUBLIC_EXPENSES)
    return is_asked and _are_all_named(_PUBLIC_EXPENSES, labels)


def _names_years(_: Node, labels: Sequence[str]) -> bool:
    """Whether each part is of the year or of one before, and one of them was carried over."""
    return all(_OF_A_YEAR.search(label) for label in labels) and any(_CARRIED.search(label) for label in labels)


def _names_economic_classes(node: Node, labels: Sequence[str]) -> bool:
    """Whether spending is listed by what it was paid for: wages, goods and services, and the rest."""
    if node.meaning not in {Meaning.SPENDING, Meaning.BASIC} or len(labels) < 3:
        return False
    return all(map(_ECONOMIC_CLASS.search, labels)) and _are_all_named(("工资福利", "商品和服务"), labels)


def _are_all_named(words: Sequence[str], labels: Sequence[str]) -> bool:
    return all(any(word in label for label in labels) for word in words)


def _with_all_shares(parts: Sequence[Node], shares: Mapping[int, Mention]) -> list[Node]:
    """The parts, where each has its share and the shares come to 100 %."""
    stated = [shares.get(part.mention.end) for part in parts]
    total = sum((share.number for share in stated if share), Decimal(0))
    return list(parts) if all(stated) and abs(total - 100) <= Decimal("0.05") else []


def _shares_by_amount(page: Compact, found: Sequence[Mention]) -> dict[int, Mention]:
    """Percentages that begin with 占, by the end of the amount that they speak of."""
    return {
        _anchor(page.plain, mention.label_start): mention
        for mention in found
        if mention.measure is Measure.PERCENT and mention.label.startswith("占")
    }


def _is_checked_elsewhere(node: Node, parts: Sequence[Node]) -> bool:
    """Whether fields of the form hold them, which are checked as such."""
    meanings = {part.meaning for part in parts}
    return (
        (node.meaning is Meaning.REVENUE and Meaning.SOURCE in meanings and not LEVELS_OF_GOVERNMENT & meanings)
        or (
            node.meaning is Meaning.SPENDING
            and {Meaning.BASIC, Meaning.PROJECTS} <= meanings
            and not {Meaning.OTHER_SPENDING, Meaning.YEAR_END} & meanings
        )
        or (node.meaning is Meaning.BASIC and {Meaning.PERSONNEL, Meaning.OPERATING} <= meanings)
    )


_BESIDE = re.compile("[、，]?(?:另|此外|同时|除此)")  # what comes on top of a list
_COMPARED = re.compile("同比|比上年|较上年")


def _exceeds(page: Compact, node: Node, parts: Sequence[Node]) -> bool:
    """Whether the parts of one list come to more than their total."""
    mentions = [part.mention for part in parts]
    total = sum((part.value for part in parts if not _BESIDE.match(part.mention.label)), Decimal(0))
    if total - node.value <= tolerance([node.mention, *mentions]) or holds(node.mention, mentions):
        return False
    lead, opened = OPENS_SENTENCE.subn("", page.plain[node.mention.end : mentions[0].start])
    between = [page.plain[one.end : other.start] for one, other in pairwise(mentions)]
    by_semicolon = sum("；" in one for one in between)
    if (opened or by_semicolon) and any(part.value > node.value for part in parts):
        return False  # they are parts of another amount
    return _is_one_list(lead, between, by_semicolon)


def _is_one_list(lead: str, between: Sequence[str], by_semicolon: int) -> bool:
    """Behind a full stop, or a semicolon that does not part all of them, another list may have begun."""
    is_parted_alike = not by_semicolon or 1 < by_semicolon == len(between)
    if not is_parted_alike or any(re.search("[。\n]", one) for one in between):
        return False
    return not re.search("[；。\n]", lead) and not any(map(_COMPARED.search, (lead, *between)))


def stated_shares(page: Compact, forest: Sequence[list[Node]], found: Sequence[Mention]) -> Iterator[StatedShare]:
    """As in "A万元，占B的C%", with the totals that stand near."""
    shares = _shares_by_amount(page, found)
    totals: list[Node] = []
    for roots in forest:
        stack: list[tuple[Node, Node | None]] = [(root, None) for root in reversed(roots)]
        while stack:
            node, parent = stack.pop()
            stack.extend((part, node) for part in reversed((*node.parts, *node.divided)))
            if node.meaning in {Meaning.REVENUE, Meaning.SPENDING, Meaning.BASIC, Meaning.PROJECTS, Meaning.BOTH}:
                totals = [*totals[-8:], node]
            if parent is not None:
                yield from _share(page, node, parent, totals, shares)


def _share(
    page: Compact, node: Node, parent: Node, totals: Sequence[Node], shares: Mapping[int, Mention]
) -> Iterator[StatedShare]:
    """The share that an amount is said to have, where both are exact."""
    share = shares.get(node.mention.end)
    if share is None or not share.is_exact or node.mention.about or not _SHARE.match(share.label):
        return
    near = [parent] if _is_of_its_list(node, parent, shares) else _totals_named(share.label, [parent, *totals])
    yield StatedShare(
        share=share.stated(page),
        part=node.mention.stated(page),
        total=parent.mention.stated(page),
        totals=_stated(page, [total for total in near if total is not node]),
        span=page.span(node.mention.label_start, share.end),
    )


def _is_of_its_list(node: Node, parent: Node, shares: Mapping[int, Mention]) -> bool:
    """Whether a bare "占51.49%" is of the amount that its list divides, because a share beside it is."""
    if shares[node.mention.end].label != "占":
        return False
    beside = ((part, shares.get(part.mention.end)) for part in (*parent.parts, *parent.divided) if part is not node)
    return any(
        share is not None and share.value and gives_share(part.mention, parent.mention, share) for part, share in beside
    )


def _totals_named(label: str, near: Sequence[Node]) -> Sequence[Node]:
    """The totals that a share may be of: those of the kind that it names, where one stands near."""
    wanted = Meaning.BASIC if "基本支出" in label else Meaning.PROJECTS if "项目支出" in label else None
    return [total for total in near if total.meaning is wanted and wanted] or near


def _anchor(plain: str, start: int) -> int:
    """Where the amount ends that a share speaks of: before a comma, and before brackets with its details."""
    while start and plain[start - 1] == "，":
        start -= 1
    if start and plain[start - 1] == "）":
        opened = plain.rfind("（", max(0, start - _LONGEST_DETAILS), start)
        return opened if opened >= 0 else start
    return start


_LONGEST_DETAILS = 200  # characters in brackets


def excellent_rates(groups: Sequence[Group]) -> Iterator[ExcellentRate]:
    """评优率 = 优 ÷ all graded."""
    for group in groups:
        holder = group.family.removeprefix("grades:")
        stated = {item.pointer: item for item in group.stated}
        rate = stated.get(f"{holder}/excellent_rate")
        counts = {pointer.rpartition("/")[2]: item for pointer, item in stated.items() if "/by_grade/" in pointer}
        graded = sum(item.value for item in counts.values())
        if rate is None or not graded or "优" not in counts:
            continue
        yield ExcellentRate(
            rate=stated_figure(rate),
            best=stated_figure(counts["优"]),
            graded=Decimal(graded),
            projects=Decimal(group.value("/project_totals/count") or graded),
        )


_ADDED = re.compile(r"(?:追加|调增|增加)(?:了|预算|安排|资金|项目支出|指标)*(?:为|共)?$")
_TAKEN = re.compile(r"(?:调减|核减|压减|收回|减少)(?:了|预算|安排|资金|项目支出|指标)*(?:为|共)?$")
_SCORED = re.compile(r"执行|产出|效益|效果|满意|投入|过程|履职|管理|成本|决策")
_NO_POINTS_WON = re.compile(r"满分|分值|权重|扣|应得|标准分")


def stated_adjustments(page: Compact, sentences: Sequence[Sequence[Mention]]) -> Iterator[StatedSum]:
    """Initial + added − taken = adjusted (I09), where one sentence states all of them."""
    for inside in sentences:
        columns = columns_of(inside)
        initial, adjusted = columns.get("initial"), columns.get("adjusted")
        changes = _changes(inside)
        if initial is None or adjusted is None or not changes:
            continue
        if "上年" not in page.plain[initial.start : adjusted.end]:
            parts = tuple(one.stated(page) for one in (initial, *changes))
            yield StatedSum(kind=SumKind.ADJUSTED, total=adjusted.stated(page), parts=parts, readings=())


def _changes(inside: Sequence[Mention]) -> list[Mention]:
    """What was added, then what was taken as a negative amount; none where either is stated twice or not exactly."""
    amounts = [one for one in inside if one.measure is Measure.MONEY]
    if any(one.value is None for one in amounts):
        return []
    added = [one for one in amounts if _ADDED.search(one.label)]
    less = [replace(one, value=-one.number) for one in amounts if _TAKEN.search(one.label)]
    is_certain = max(len(added), len(less)) <= 1 and not any(one.about for one in (*added, *less))
    return [*added, *less] if is_certain else []


def stated_scores(page: Compact, sentences: Sequence[Sequence[Mention]]) -> Iterator[StatedSum]:
    """A score and the points of which one sentence says that it is made."""
    for inside in sentences:
        points = [one for one in inside if one.measure is Measure.POINTS and one.is_exact]
        if len(points) >= _FEWEST_POINTS and _are_won_in_parts(page, points[0], points[1:]):
            listed = tuple(one.stated(page) for one in points[1:])
            yield StatedSum(kind=SumKind.LISTED, total=points[0].stated(page), parts=listed, readings=())


_FEWEST_POINTS = 4  # a score and three parts


def _are_won_in_parts(page: Compact, total: Mention, parts: Sequence[Mention]) -> bool:
    """Whether all parts are points that were won, listed behind a total that is no part itself."""
    if any(_NO_POINTS_WON.search(one.label) for one in (total, *parts)) or _SCORED.search(total.label):
        return False
    return "其中" in page.plain[total.end : parts[0].start] and all(_SCORED.search(one.label) for one in parts)


def restated_totals(page: Compact, forest: Sequence[list[Node]], others: Mapping[int, int]) -> Iterator[RestatedTotal]:
    """The same total of the same plan, stated again. `others`: the years of figures of other years."""
    first: dict[tuple[Meaning, Basis, str, int | None], Node] = {}
    totals = (node for node in all_nodes(forest) if node.meaning in {Meaning.REVENUE, Meaning.SPENDING})
    for node in totals:
        label, basis = node.mention.label, basis_of(node.mention.label)
        year = re.search(r"20\d{2}", label)
        if node.meaning is None or basis is Basis.UNSAID or year is None:
            continue
        lead = page.plain[max(0, node.mention.label_start - 20) : node.mention.start]
        if node.mention.about or _PART_OF_OFFICE.search(lead):
            continue
        kind = re.sub(r"[^\u4e00-\u9fff]", "", label)
        known = first.setdefault((node.meaning, basis, year[0] + kind, others.get(node.mention.start)), node)
        if known is not node:
            yield RestatedTotal(first=known.mention.stated(page), again=node.mention.stated(page))
