"""How a planned year turned out: actual values, reasons and money, drawn from a seeded generator."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from assessments.demo.plans import KINDS, Plan
from assessments.rules.text.quantities import read_date, read_quantity
from assessments.schema.facts import FundingLine, Indicator, Project
from assessments.terms import Band
from budgets.money import plain_text
from budgets.terms import Comparator, FundKind, SourceLevel

SHARES = {"%", "‰"}  # units in which nothing exceeds 100
EXEMPTION = "项目年中调整取消，预算全部收回，本年度未实施。"
_EVIDENCE = {kind: (paper,) for _, kind, paper in KINDS.values()}
_CAUSES = (
    "受汛期降雨影响，部分任务推迟到下一季度实施",
    "个别乡镇申报材料不全，审核和补正占用时间较长",
    "招标采购首次流标，重新组织后压缩了实施时间",
    "年中工作重心调整，部分任务由下年度继续完成",
)
_MEASURES = (
    "下年度提前编制实施方案，按月调度进度，确保按期完成。",
    "已建立任务清单，明确责任股室和时限，逐项销号。",
    "下年度在年初完成前期手续，并预留不可预见的时间。",
)
_WINDFALLS = (
    "年初按往年平均水平测定，年中上级扩大政策范围，实际完成较多；下年度按近三年平均值测定指标值。",
    "年初对群众需求估计不足，实际申请数量明显增加；下年度结合需求摸底结果重新测定指标值。",
)


@dataclass(frozen=True, slots=True)
class Luck:
    """How a department's year went: what share of its targets it missed, and how far it came then (both percent)."""

    missed: int
    reached: tuple[int, int]


_YEARS = (Luck(18, (88, 97)), Luck(35, (75, 95)), Luck(70, (30, 80)))


def carry_out(plan: Plan, rng: random.Random) -> Plan:
    """The plan with money spent, results reached and reasons given; scores are left to the rules."""
    luck = rng.choices(_YEARS, (70, 18, 12))[0]
    projects = [_project(project, luck, rng) for project in plan.projects]
    if rng.random() < 0.2 and len(projects) > 2:
        projects[-1] = _cancelled(plan.projects[-1])
    seen = {item.name: item for project in projects for item in project.indicators if item.actual is not None}
    sub = tuple(
        replace(goal, indicators=tuple(_as_in_project(item, seen, rng) for item in goal.indicators))
        for goal in plan.goals.sub
    )
    return replace(
        plan,
        projects=tuple(projects),
        goals=replace(plan.goals, sub=sub),
        indicators=tuple(_met(item, rng) for item in plan.indicators),
    )


def _project(project: Project, luck: Luck, rng: random.Random) -> Project:
    indicators = tuple(_indicator(item, luck, rng) for item in project.indicators)
    shown = next(item for item in indicators if item.actual is not None)
    missed = [item for item in indicators if _is_missed(item)]
    funding = _spent(project.funding[0], rng)
    return replace(
        project,
        funding=funding,
        goal=replace(
            project.goal,
            actual=f"{project.activity}年度任务{'基本完成' if missed else '全部完成'}：{shown.name}达到{_said(shown)}，"
            f"资金按规定用途使用，{'未达标的指标已分析原因' if missed else '预期目标已经实现'}。",
        ),
        indicators=indicators,
        reason=f"{rng.choice(_CAUSES)}；{rng.choice(_MEASURES)}",
    )


def _said(item: Indicator) -> str:
    unit = item.unit or ""
    return f"“{item.actual}”" if item.comparator is Comparator.QUALITATIVE else f"{item.actual}{unit}"


def _is_missed(item: Indicator) -> bool:
    return item.reason is not None and item.reason not in _WINDFALLS


def _cancelled(project: Project) -> Project:
    """A project whose money was taken back: it needs no assessment."""
    line = replace(project.funding[0], adjusted=Decimal(0), executed=Decimal(0))
    return replace(project, funding=(line,), exempt_reason=EXEMPTION)


def _spent(line: FundingLine, rng: random.Random) -> tuple[FundingLine, ...]:
    """What became of the planned money: one of the ways in which a year goes."""
    planned = line.initial or Decimal(0)
    part = _hundreds(planned * rng.randint(8, 20) / 100)
    way = rng.choices(("whole", "saved", "carried", "added", "cut"), (45, 25, 10, 12, 8))[0]
    if way == "saved":
        return (replace(line, adjusted=planned, executed=planned - _hundreds(planned * rng.randint(5, 150) / 1000)),)
    whole = replace(line, adjusted=planned, executed=planned)
    if way == "carried":
        return (whole, replace(whole, label="上年结转资金", initial=part, adjusted=part, executed=part))
    if way == "added":
        added = FundingLine(
            label="年中追加",
            fund=FundKind.GENERAL_PUBLIC,
            source=SourceLevel.PROVINCIAL,
            initial=Decimal(0),
            adjusted=part,
            executed=part,
        )
        return (whole, added)
    if way == "cut":
        spent = replace(whole, executed=planned - part)
        return (spent, replace(line, label="年中调减", initial=Decimal(0), adjusted=-part, executed=Decimal(0)))
    return (whole,)


def _hundreds(yuan: Decimal) -> Decimal:
    """Down to whole hundreds of 元: two decimals in 万元."""
    return (yuan / 100).quantize(Decimal(1), ROUND_DOWN) * 100


def _indicator(item: Indicator, luck: Luck, rng: random.Random) -> Indicator:
    if item.kind in {"成本指标", "可持续影响指标"} and rng.random() < 0.04:
        return replace(item, not_applicable=True, reason="本年度政策调整，该项内容不再实施。")
    if rng.randrange(100) < luck.missed:
        return _missed(item, luck, rng)
    return _exceeded(item, rng) if rng.random() < 0.1 else _met(item, rng)


def _as_in_project(item: Indicator, seen: dict[str, Indicator], rng: random.Random) -> Indicator:
    """The department's own indicator is one of a project's: the same actual value, the same reason."""
    known = seen.get(item.name)
    if known is None:
        return _met(item, rng)
    return replace(known, weight=item.weight)


def _with_result(item: Indicator, actual: str, reason: str | None = None, band: Band | None = None) -> Indicator:
    return replace(item, actual=actual, reason=reason, band=band, evidence=_EVIDENCE[item.kind or ""])


def _met(item: Indicator, rng: random.Random) -> Indicator:
    due = read_date(item.target)
    if item.comparator is Comparator.QUALITATIVE:
        return _with_result(item, item.target or "", band=Band.ACHIEVED)
    if due is not None:
        return _with_result(item, _day(due - timedelta(days=rng.randint(0, 40))))
    percent = {Comparator.AT_LEAST: rng.randint(0, 12), Comparator.AT_MOST: -rng.randint(0, 20)}
    factor = Decimal(100 + percent.get(item.comparator or Comparator.EQUAL, 0)) / 100
    return _with_result(item, _figure(item, _number(item) * factor, ROUND_DOWN if factor < 1 else ROUND_UP))


def _exceeded(item: Indicator, rng: random.Random) -> Indicator:
    """So far above its target that the target was too low; a share cannot be."""
    if item.comparator is not Comparator.AT_LEAST or item.unit in SHARES or read_date(item.target):
        return _met(item, rng)
    target = _number(item)
    return _with_result(item, _figure(item, target * rng.randint(135, 165) / 100, ROUND_UP), rng.choice(_WINDFALLS))


def _missed(item: Indicator, luck: Luck, rng: random.Random) -> Indicator:
    reason = f"{rng.choice(_CAUSES)}；{rng.choice(_MEASURES)}"
    due = read_date(item.target)
    if item.comparator is Comparator.QUALITATIVE:
        return _with_result(item, f"基本{item.target}", reason, Band.PARTLY)
    if due is not None:
        return _with_result(item, _day(due + timedelta(days=rng.randint(6, 25))), reason)
    target = _number(item)
    if target == 0:
        return _met(item, rng)
    reached = rng.randint(*luck.reached)
    if item.comparator is Comparator.AT_MOST:
        return _with_result(item, _figure(item, target * 100 / reached, ROUND_UP), reason)
    return _with_result(item, _figure(item, target * reached / 100, ROUND_DOWN), reason)


def _number(item: Indicator) -> Decimal:
    quantity = read_quantity(item.target, item.unit)
    if quantity is None:
        raise ValueError(f"vocabulary: {item.name} {item.target}")
    return quantity.value


def _figure(item: Indicator, value: Decimal, rounding: str) -> str:
    """As finely as the target is written, a share by one decimal more and never above 100."""
    places = -int(Decimal(item.target or "0").as_tuple().exponent)
    if item.unit in SHARES:
        places, value = places + 1, min(value, Decimal(100))
    return plain_text(value.quantize(Decimal(1).scaleb(-places), rounding))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def missed_indicators(projects: Sequence[Project]) -> list[tuple[Project, Indicator]]:
    """Every indicator of an assessed project that fell short of its target."""
    assessed = [project for project in projects if project.exempt_reason is None]
    return [(project, item) for project in assessed for item in project.indicators if _is_missed(item)]
