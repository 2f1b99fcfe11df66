"""The vocabulary read into facts: what each department of the demo planned, before any result."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files
from itertools import product
from typing import Any

from assessments.schema.facts import FundingLine, FundingTotal, Goals, Indicator, Project, ProjectGoal, SubGoal
from assessments.schema.scheme import Scheme
from assessments.terms import Band
from budgets.money import parse_amount
from budgets.terms import Comparator, FundKind, SourceLevel

# The short word of a vocabulary line: 一级指标, 二级指标, and the paper that proves such a result.
KINDS = {
    "数量": ("产出指标", "数量指标", "工作台账"),
    "质量": ("产出指标", "质量指标", "验收和检查记录"),
    "时效": ("产出指标", "时效指标", "办理时间统计表"),
    "成本": ("产出指标", "成本指标", "支付凭证"),
    "经济": ("效益指标", "经济效益指标", "效益测算表"),
    "社会": ("效益指标", "社会效益指标", "情况统计表"),
    "生态": ("效益指标", "生态效益指标", "监测数据"),
    "可持续": ("效益指标", "可持续影响指标", "制度文件和落实情况说明"),
    "满意": ("满意度指标", "服务对象满意度指标", "满意度调查问卷汇总表（有效样本120份）"),
}
_LINE = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)}) (?P<name>\S+) (?P<comparator>[≥≤=<>]|定性) (?P<target>\S+)"
    r"(?: (?P<unit>(?!基期 |→ )\S+))?(?: 基期 (?P<baseline>\S+))?(?: → (?P<actual>\S+) ｜ (?P<evidence>.+))?"
)
_TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A subordinate unit; `account` is the beginning of its preparer's username."""

    name: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One department before the year: who it is, and its projects and goals with targets and weights."""

    name: str
    account: str
    code: str
    self_noun: str
    section: str
    staff: int
    offices: int
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]
    goals: Goals
    indicators: tuple[Indicator, ...]


def petition_bureau(year: int, scheme: Scheme) -> Plan:
    """信访局 with its results: the one department whose every figure stands in the vocabulary."""
    return _plan(_read("petition_bureau")["departments"][0], "行政政法股", year, scheme)


def departments(count: int, year: int, scheme: Scheme) -> tuple[Plan, ...]:
    """The first `count` other departments, towns after the bureau's own; raises ValueError beyond the last one."""
    plans = [plan for plan, _ in zip(_all(year, scheme), range(count), strict=False)]
    if len(plans) < count:
        raise ValueError(f"演示部门最多 {len(plans)} 个。")
    return tuple(plans)


_FILES = ("administration", "education_culture", "social_security", "agriculture", "construction")


def sections() -> tuple[str, ...]:
    """The bureau's sections, in the order of the files."""
    return tuple(_read(name)["section"] for name in _FILES)


def _all(year: int, scheme: Scheme) -> Iterator[Plan]:
    """Every section in turn, so that a small demo has departments of each."""
    queues = [(content["section"], list(content["departments"])) for content in map(_read, _FILES)]
    while any(rows for _, rows in queues):
        for section, rows in queues:
            if rows:
                yield _plan(rows.pop(0), section, year, scheme)
    towns = _read("towns")
    for number, (first, second) in enumerate(product(towns["first"], towns["second"]), start=1):
        entry = {
            "name": f"{first}{second}镇人民政府",
            "account": f"zhen{number:03}",
            "code": f"{600 + number}001",
            "self_noun": "我镇",
            "staff": 36,
            "offices": 6,
            "overall": towns["overall"],
            "projects": towns["projects"],
        }
        yield _plan(entry, towns["section"], year, scheme)


def _read(name: str) -> dict[str, Any]:
    text = files("assessments.demo.vocabulary").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _plan(entry: dict[str, Any], section: str, year: int, scheme: Scheme) -> Plan:
    projects = tuple(
        _project(row, f"{entry['code']}{year % 100:02}{index:03}", year, scheme)
        for index, row in enumerate(entry["projects"], start=1)
    )
    reasons = entry.get("reasons", {})
    sub = tuple(_sub_goal(row, year, reasons) for row in entry["goals"]) if "goals" in entry else _goals_of(projects)
    wide = tuple(_indicator(line, year) for line in entry.get("wide", ()))
    if not wide:
        wide = (_indicator("满意 服务对象综合满意度 ≥ 88 %", year),)
    sub, wide = _weighted_together(sub, wide, scheme)
    return Plan(
        name=entry["name"],
        account=entry["account"],
        code=entry["code"],
        self_noun=entry["self_noun"],
        section=section,
        staff=entry["staff"],
        offices=entry["offices"],
        units=tuple(Unit(name=name, account=account) for name, account in entry.get("units", ())),
        projects=projects,
        goals=Goals(overall=tuple(entry["overall"]), sub=sub),
        indicators=wide,
    )


def _project(entry: dict[str, Any], code: str, year: int, scheme: Scheme) -> Project:
    reasons, bands = entry.get("reasons", {}), entry.get("bands", {})
    indicators = weighted([_indicator(line, year, reasons, bands) for line in entry["indicators"]], scheme)
    default = [
        ["当年财政拨款", entry.get("fund", "general_public"), entry.get("source", "county"), entry.get("amount")]
    ]
    return Project(
        name=entry["name"],
        code=entry.get("code", code),
        unit=entry.get("unit"),
        activity=entry["activity"],
        funding=tuple(_funding(*line) for line in entry.get("funding", default)),
        total=FundingTotal(weight=scheme.execution),
        goal=ProjectGoal(expected=entry["goal"], actual=entry.get("actual")),
        indicators=indicators,
        reason=entry.get("reason"),
    )


def _funding(label: str, fund: str, source: str, initial: Any) -> FundingLine:
    amount = parse_amount(str(initial))
    return FundingLine(label=label, fund=FundKind(fund), source=SourceLevel(source), initial=amount)


def _sub_goal(entry: dict[str, Any], year: int, reasons: dict[str, str]) -> SubGoal:
    indicators = tuple(_indicator(line, year, reasons) for line in entry["indicators"])
    return SubGoal(name=entry["name"], statement=entry["statement"], indicators=indicators)


def _goals_of(projects: tuple[Project, ...]) -> tuple[SubGoal, ...]:
    """A sub-goal per activity: what its first project is for, with that project's first output and first benefit."""
    first: dict[str, Project] = {}
    for project in projects:
        first.setdefault(project.activity or "", project)
    return tuple(
        SubGoal(
            name=activity,
            statement=project.goal.expected,
            indicators=tuple(
                next(item for item in project.indicators if item.group == group) for group in ("产出指标", "效益指标")
            ),
        )
        for activity, project in first.items()
    )


def _indicator(
    line: str, year: int, reasons: dict[str, str] | None = None, bands: dict[str, str] | None = None
) -> Indicator:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"vocabulary: {line}")
    group, kind, _ = KINDS[match["kind"]]
    qualitative = match["comparator"] == "定性"
    band = (bands or {}).get(match["name"], Band.ACHIEVED) if qualitative and match["actual"] else None
    return Indicator(
        group=group,
        kind=kind,
        name=match["name"],
        comparator=Comparator.QUALITATIVE if qualitative else Comparator(match["comparator"]),
        target=match["target"].format(year=year),
        unit=match["unit"],
        baseline=match["baseline"],
        actual=match["actual"],
        band=Band(band) if band else None,
        reason=(reasons or {}).get(match["name"]),
        evidence=(match["evidence"],) if match["evidence"] else (),
    )


def weighted(indicators: list[Indicator], scheme: Scheme) -> tuple[Indicator, ...]:
    """The indicators with the weights of the year's scheme, shared out evenly within each group."""
    shares: dict[int, Decimal] = {}
    for group, weight in scheme.groups:
        rows = [index for index, item in enumerate(indicators) if item.group == group]
        shares |= dict(zip(rows, _even(weight, len(rows)), strict=True))
    return tuple(replace(item, weight=shares[index]) for index, item in enumerate(indicators))


def _even(weight: Decimal, count: int) -> list[Decimal]:
    """`weight` points in `count` parts of two decimals; the first part takes what does not divide."""
    if count == 0:
        raise ValueError("vocabulary: a group of the scheme has no indicator")
    part = (weight / count).quantize(_TWO_PLACES)
    return [weight - part * (count - 1), *[part] * (count - 1)]


def _weighted_together(
    sub: tuple[SubGoal, ...], wide: tuple[Indicator, ...], scheme: Scheme
) -> tuple[tuple[SubGoal, ...], tuple[Indicator, ...]]:
    """Weights over all indicators of the department: those of its sub-goals and those of the whole."""
    rows = iter(weighted([item for goal in sub for item in goal.indicators] + list(wide), scheme))
    goals = tuple(replace(goal, indicators=tuple(next(rows) for _ in goal.indicators)) for goal in sub)
    return goals, tuple(rows)
