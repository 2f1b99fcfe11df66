"""Sums and shares that prose states of amounts for which the form has no field (K57, K69, K70).

A list after 其中 may name only some of the parts. It is held to its total where lists of its kind are complete: the
levels of transfer payments, what a year's spending is made of, the three public expenses. Any other list is only told
when its parts come to more than their total.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assessments.intake.extraction.amounts.enumerations import OPENS_SENTENCE, Node, holds, tolerance
from assessments.intake.extraction.amounts.execution import columns_of
from assessments.intake.extraction.amounts.unequal import unequal_sum
from assessments.intake.extraction.words.labels import LEVELS_OF_GOVERNMENT, Basis, Meaning, basis_of, cover_all_levels
from assessments.intake.extraction.words.numbers import Measure, Mention
from assessments.intake.extraction.words.statements import Group
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.checks.listed import STATED_SHARE
from assessments.rules.findings import Finding
from assessments.terms import Severity
from budgets.money import amount_text, in_unit, plain_text

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


def sum_findings(page: Compact, forest: Sequence[list[Node]], found: Sequence[Mention]) -> Iterator[Finding]:
    """K69: lists of amounts that do not come to their total."""
    shares = _shares_by_amount(page, found)
    for roots in forest:
        for node in (node for root in roots for node in root.all()):
            if len(node.divided) > 1 and not _division_holds(node):
                yield _unequal(page, node, node.divided, Severity.ERROR)
            parts = [part for part in node.parts if not part.mention.about]
            if len(parts) < 2 or node.mention.about or len(parts) != len(node.parts):
                continue
            yield from _results(page, node, parts)
            total = Node(node.total_of(parts), node.meaning)
            complete = _complete_parts(total, parts) or _complete_parts(node, parts) or _with_all_shares(parts, shares)
            if complete and not _is_checked_elsewhere(total, parts):
                lists = [[part.mention for part in listed] for listed in (complete, parts)]
                if not any(holds(total.mention, listed) for listed in lists):
                    severity = Severity.ERROR if len(complete) == len(parts) else Severity.WARNING
                    yield _unequal(page, total, parts, severity)
            elif not complete and not _is_checked_elsewhere(total, parts) and _exceeds(page, total, parts):
                yield _unequal(page, total, parts, Severity.WARNING)


def _division_holds(node: Node) -> bool:
    """Whether what an amount is divided into comes to it, or to what it is without the money left over (I03)."""
    divided = [part.mention for part in node.divided]
    left_over = sum((part.value for part in node.parts if part.meaning is Meaning.YEAR_END), Decimal(0))
    used = replace(node.mention, value=node.value - left_over)
    return holds(node.mention, divided) or (left_over > 0 and holds(used, divided))


def _results(page: Compact, node: Node, parts: Sequence[Node]) -> Iterator[Finding]:
    """What came of the parts of a plan, where they are all parts that it has."""
    results = [Node(part.result, part.meaning) for part in parts if part.result is not None]
    if node.result is None or len(results) != len(parts) or not _complete_parts(node, parts):
        return
    total = Node(node.result, None)
    is_exact = not any(one.mention.about for one in (total, *results))
    if is_exact and not holds(total.mention, [result.mention for result in results]):
        yield _unequal(page, total, results, Severity.ERROR)


def _complete_parts(node: Node, parts: Sequence[Node]) -> list[Node]:
    """The parts, where a list of their kind leaves nothing out; else none."""
    meanings = {part.meaning for part in parts}
    levels = [part for part in parts if part.meaning in LEVELS_OF_GOVERNMENT]
    are_all = node.meaning is Meaning.TRANSFERS or cover_all_levels(part.mention.label for part in levels)
    if len(levels) >= (2 if are_all else 3):
        return levels
    if node.meaning in {Meaning.SPENDING, None}:
        for whole in _WHOLE:
            if (whole - {Meaning.OTHER_SPENDING}) <= meanings:
                return [part for part in parts if part.meaning in whole]
    labels = [part.mention.label for part in parts]
    public = "三公" in node.mention.label and len(parts) == len(_PUBLIC_EXPENSES)
    if public and all(any(word in label for label in labels) for word in _PUBLIC_EXPENSES):
        return list(parts)
    by_year = all(_OF_A_YEAR.search(label) for label in labels) and any(_CARRIED.search(label) for label in labels)
    return list(parts) if by_year or _names_economic_classes(node, labels) else []


def _names_economic_classes(node: Node, labels: Sequence[str]) -> bool:
    """Whether spending is listed by what it was paid for: wages, goods and services, and the rest."""
    named = all(_ECONOMIC_CLASS.search(label) for label in labels)
    both = all(any(word in label for label in labels) for word in ("工资福利", "商品和服务"))
    return node.meaning in {Meaning.SPENDING, Meaning.BASIC} and len(labels) >= 3 and named and both


def _with_all_shares(parts: Sequence[Node], shares: dict[int, Mention]) -> list[Node]:
    """The parts, where each has its share and the shares come to 100 %."""
    stated = [shares.get(part.mention.end) for part in parts]
    total = sum((share.value or Decimal(0) for share in stated if share), Decimal(0))
    return list(parts) if all(stated) and abs(total - 100) <= Decimal("0.05") else []


def _shares_by_amount(page: Compact, found: Sequence[Mention]) -> dict[int, Mention]:
    """Percentages that begin with 占, by the end of the amount that they speak of."""
    return {
        _anchor(page.plain, mention.label_start): mention
        for mention in found
        if mention.measure is Measure.PERCENT and mention.label.startswith("占")
    }


def _is_checked_elsewhere(node: Node, parts: Sequence[Node]) -> bool:
    """K01, K02 and K03 speak of these."""
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
    """Only in one list: behind a full stop, or a semicolon that does not part all of them, another may have begun."""
    mentions = [part.mention for part in parts]
    total = sum((part.value for part in parts if not _BESIDE.match(part.mention.label)), Decimal(0))
    if total - node.value <= tolerance([node.mention, *mentions]) or holds(node.mention, mentions):
        return False
    lead = page.plain[node.mention.end : mentions[0].start]
    between = [page.plain[one.end : other.start] for one, other in pairwise(mentions)]
    words, opened = OPENS_SENTENCE.subn("", lead)
    by_semicolon = sum("；" in one for one in between)
    if (opened or by_semicolon) and any(part.value > node.value for part in parts):
        return False  # they are parts of another amount
    is_parted_alike = not by_semicolon or 1 < by_semicolon == len(between)
    is_one_list = is_parted_alike and not any(re.search("[。\n]", one) for one in between)
    return is_one_list and not re.search("[；。\n]", words) and not any(map(_COMPARED.search, (words, *between)))


def _unequal(page: Compact, node: Node, parts: Sequence[Node], severity: Severity) -> Finding:
    come_to = sum((part.value for part in parts), Decimal(0))
    return unequal_sum(page, node.mention, [part.mention for part in parts], come_to, severity, "所列各项之和")


# --- shares -----------------------------------------------------------------------------------------------------------


def share_findings(page: Compact, forest: Sequence[list[Node]], found: Sequence[Mention]) -> Iterator[Finding]:
    """K70: "A万元，占B的C%" where no total that stands near gives that share."""
    shares = _shares_by_amount(page, found)
    totals: list[Node] = []
    for roots in forest:
        stack: list[tuple[Node, Node | None]] = [(root, None) for root in reversed(roots)]
        while stack:
            node, parent = stack.pop()
            stack.extend((part, node) for part in reversed((*node.parts, *node.divided)))
            if node.meaning in {Meaning.REVENUE, Meaning.SPENDING, Meaning.BASIC, Meaning.PROJECTS, Meaning.BOTH}:
                totals = [*totals[-8:], node]
            share = shares.get(node.mention.end)
            if share is None or parent is None or share.about or node.mention.about or share.value is None:
                continue
            near = [parent] if _is_of_its_list(node, parent, shares) else _totals_named(share.label, [parent, *totals])
            if _SHARE.match(share.label) and not any(_gives(node, total, share) for total in near):
                yield _wrong_share(page, node, parent, share)


def _is_of_its_list(node: Node, parent: Node, shares: Mapping[int, Mention]) -> bool:
    """Whether a bare "占51.49%" is of the amount that its list divides, because a share beside it is."""
    if shares[node.mention.end].label != "占":
        return False
    beside = ((part, shares.get(part.mention.end)) for part in (*parent.parts, *parent.divided) if part is not node)
    return any(share is not None and share.value and _gives(part, parent, share) for part, share in beside)


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


def _gives(part: Node, total: Node, share: Mention) -> bool:
    if not total.value or total is part or share.value is None:
        return False
    slack = max(Decimal("0.01"), share.step / 2)
    return abs(part.value / total.value * 100 - share.value) <= slack


def _wrong_share(page: Compact, node: Node, total: Node, share: Mention) -> Finding:
    computed = (node.value / total.value * 100).quantize(Decimal("0.01")) if total.value else None
    said = plain_text(share.value or Decimal(0))
    shown = "无法计算（分母为 0）" if computed is None else f"应为 {plain_text(computed)}%"
    return Finding(
        code=STATED_SHARE.code,
        severity=STATED_SHARE.severity,
        message=(
            f"“{node.mention.label}”写占 {said}%，按“{total.mention.label}”计算{shown}。请更正；确属实际的，写明原因。"
        ),
        spans=(page.span(node.mention.label_start, share.end), total.mention.named_span(page)),
        left=share.value,
        right=computed,
        difference=None if computed is None or share.value is None else abs(computed - share.value),
    )


def excellent_rate_findings(groups: Sequence[Group]) -> Iterator[Finding]:
    """K70 for the rate of excellent projects: 评优率 = 优 ÷ all graded."""
    for group in groups:
        holder = group.family.removeprefix("grades:")
        rate = next((item for item in group.stated if item.pointer == f"{holder}/excellent_rate"), None)
        counts = {
            item.pointer.rpartition("/")[2]: item
            for item in group.stated
            if item.pointer.startswith(f"{holder}/by_grade/")
        }
        graded = sum(item.value for item in counts.values())
        if rate is None or not graded or "优" not in counts:
            continue
        computed = Decimal(counts["优"].value) / graded * 100
        all_projects = group.value("/project_totals/count") or graded
        others = (computed, Decimal(counts["优"].value) / all_projects * 100)
        decimals = len(rate.digits.partition(".")[2])
        slack = max(Decimal("0.01"), Decimal("0.51") * Decimal(10) ** -decimals)
        if all(abs(rate.value - other) > slack for other in others):
            shown = plain_text(computed.quantize(Decimal("0.01")))
            yield Finding(
                code=STATED_SHARE.code,
                severity=STATED_SHARE.severity,
                message=(
                    f"评优率写 {plain_text(rate.value)}%，按各等级个数计算应为 {shown}%。请更正；确属实际的，写明原因。"
                ),
                spans=(rate.words, counts["优"].words),
                left=rate.value,
                right=computed.quantize(Decimal("0.01")),
                difference=abs(rate.value - computed).quantize(Decimal("0.01")),
            )


# --- adjusted budgets and scores -------------------------------------------------------------------------------------

_ADDED = re.compile(r"(?:追加|调增|增加)(?:了|预算|安排|资金|项目支出|指标)*(?:为|共)?$")
_TAKEN = re.compile(r"(?:调减|核减|压减|收回|减少)(?:了|预算|安排|资金|项目支出|指标)*(?:为|共)?$")
_SCORED = re.compile(r"执行|产出|效益|效果|满意|投入|过程|履职|管理|成本|决策")
_NO_POINTS_WON = re.compile(r"满分|分值|权重|扣|应得|标准分")


def adjustment_findings(page: Compact, sentences: Sequence[Sequence[Mention]]) -> Iterator[Finding]:
    """K69: initial + added − taken = adjusted (I09), where one sentence states all of them."""
    for inside in sentences:
        columns = columns_of(inside)
        initial, adjusted = columns.get("initial"), columns.get("adjusted")
        changes = [one for one in inside if one.measure is Measure.MONEY]
        if any(one.value is None for one in changes):
            continue
        added = [one for one in changes if _ADDED.search(one.label)]
        taken = [one for one in changes if _TAKEN.search(one.label)]
        if initial is None or adjusted is None or len(added) > 1 or len(taken) > 1 or not (added or taken):
            continue
        if "上年" in page.plain[initial.start : adjusted.end] or any(one.about for one in (*added, *taken)):
            continue
        come_to = (initial.value or Decimal(0)) + sum((one.value or Decimal(0) for one in added), Decimal(0))
        come_to -= sum((one.value or Decimal(0) for one in taken), Decimal(0))
        if abs(come_to - (adjusted.value or Decimal(0))) > tolerance([initial, adjusted, *added, *taken]):
            parts = [Node(one, None) for one in (initial, *added, *taken)]
            yield unequal_sum(
                page, adjusted, [part.mention for part in parts], come_to, Severity.WARNING, "年初加减调整后"
            )


def score_findings(page: Compact, sentences: Sequence[Sequence[Mention]]) -> Iterator[Finding]:
    """K14: a score and the points of which one sentence says that it is made."""
    for inside in sentences:
        points = [one for one in inside if one.measure is Measure.POINTS and one.value is not None and not one.about]
        if len(points) < 4 or any(_NO_POINTS_WON.search(one.label) for one in points):
            continue
        total, parts = points[0], points[1:]
        lead = page.plain[total.end : parts[0].start]
        if "其中" not in lead or _SCORED.search(total.label) or not all(_SCORED.search(one.label) for one in parts):
            continue
        come_to = sum((one.value or Decimal(0) for one in parts), Decimal(0))
        apart = abs(come_to - (total.value or Decimal(0)))
        if apart > Decimal("0.01"):
            yield Finding(
                code="K14",
                severity=Severity.ERROR,
                message=(
                    f"“{total.label}”{plain_text(total.value or Decimal(0))} 分，所列各项得分之和 "
                    f"{plain_text(come_to)} 分，相差 {plain_text(apart)} 分，请更正。"
                ),
                spans=tuple(one.named_span(page) for one in points),
                left=total.value,
                right=come_to,
                difference=apart,
            )


# --- one fact, two values ---------------------------------------------------------------------------------------------


def contradiction_findings(page: Compact, forest: Sequence[list[Node]], others: Mapping[int, int]) -> Iterator[Finding]:
    """K57: the same total of the same plan stated with two values. `others`: the years of figures of other years."""
    first: dict[tuple[Meaning, Basis, str, int | None], Node] = {}
    for node in (node for roots in forest for root in roots for node in root.all()):
        label, basis = node.mention.label, basis_of(node.mention.label)
        year = re.search(r"20\d{2}", label)
        if node.meaning not in {Meaning.REVENUE, Meaning.SPENDING} or basis is Basis.UNSAID or year is None:
            continue
        lead = page.plain[max(0, node.mention.label_start - 20) : node.mention.start]
        if node.mention.about or _PART_OF_OFFICE.search(lead):
            continue
        kind = re.sub(r"[^\u4e00-\u9fff]", "", label)
        known = first.setdefault((node.meaning, basis, year[0] + kind, others.get(node.mention.start)), node)
        if abs(known.value - node.value) > tolerance([known.mention, node.mention]):
            unit = node.mention.money_unit
            yield Finding(
                code="K57",
                severity=Severity.WARNING,
                message=(
                    f"“{label}”前后不一致：{amount_text(known.value, unit)} {unit} 与 "
                    f"{amount_text(node.value, unit)} {unit}。请更正；确属实际的，写明原因。"
                ),
                spans=(known.mention.named_span(page), node.mention.named_span(page)),
                left=in_unit(known.value, unit),
                right=in_unit(node.value, unit),
                difference=in_unit(abs(known.value - node.value), unit),
            )
