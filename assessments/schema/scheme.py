"""The rules of one year: weights, methods, caps, grades and thresholds. A round freezes one (domain §1.2–1.4, §2)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assessments.schema import fields

DEFAULT_LAYOUT = "2020-10"  # the layout of forms of a scheme that names none


class ExecutionMethod(StrEnum):
    LINEAR = "linear"  # weight × rate, at most the weight (财预〔2020〕10号)
    BANDED = "banded"  # a share of the weight per band of the rate (财预〔2021〕101号)


class OverFulfilment(StrEnum):
    """What an actual value far above its target costs (domain §1.3, item 2)."""

    NONE = "none"  # a reason is asked for, no points are taken
    FIXED = "fixed"  # a fixed number of points is taken
    PROPORTIONAL = "proportional"  # points are taken in proportion to the excess over the threshold
    MANUAL = "manual"  # the scorer decides: any score from 0 to the weight is accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where checks begin to speak. Percent unless said otherwise."""

    over_fulfilment: Decimal = Decimal(30)  # K22: actual above target by this much wants a reason
    shortest_reason: int = 20  # K24: characters
    execution_gap: Decimal = Decimal(5)  # K26: indicator score rate above execution rate, in percentage points
    unexecuted: Decimal = Decimal(20)  # K26: share of the budget not spent
    full_marks: int = 3  # K27: so many projects, and every one with full marks
    heaviest_indicator: Decimal = Decimal(40)  # K32: points
    fewest_indicators: int = 3  # K32
    similar_names: Decimal = Decimal(85)  # K40
    latest_month: int = 10  # K45: month of the next year after which final accounts are usually published
    largest_budget: Decimal = Decimal(100)  # K74: 亿元 of one department
    smallest_budget: Decimal = Decimal(1)  # K74: 万元 of one department
    personnel_per_head: Decimal = Decimal(100)  # K74: 万元 a year
    oldest_date: int = 60  # K72: days from the date on the report to its submission
    similar_sentences: Decimal = Decimal(90)  # K51
    similar_texts: Decimal = Decimal(80)  # K59


_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One year's way of scoring. Weights and scores in points, rates in percent, bands from high to low.

    What has a label a department's file may state.
    """

    name: str = ""
    execution: Decimal = fields.points("预算执行率分值", Decimal(10))
    groups: tuple[tuple[str, Decimal], ...] = fields.points_by_name("一级指标分值", 60)
    execution_method: ExecutionMethod = fields.choice(
        "预算执行率计分办法", ExecutionMethod, default=ExecutionMethod.LINEAR
    )
    # (rate from, points of a 10-point weight): used by the banded method.
    execution_bands: tuple[tuple[Decimal, Decimal], ...] = ()
    # A quantitative indicator below this completion scores 0, and (completion - pass) / (1 - pass) of its weight above;
    # 0 = plain ratio.
    pass_line: Decimal = Decimal(0)
    over_fulfilment: OverFulfilment = OverFulfilment.NONE
    over_fulfilment_deduction: Decimal = Decimal(2)
    # (execution rate below, highest total score): the optional tie between spending and score; empty = no cap.
    caps: tuple[tuple[Decimal, Decimal], ...] = ()
    grades: tuple[tuple[str, Decimal], ...] = fields.grades("等级标准", _GRADES)
    thresholds: Thresholds = Thresholds()
    layout: str = DEFAULT_LAYOUT  # the set of form layouts (docs/form-layouts.md)

    @classmethod
    def stated(cls, **given: Any) -> "Scheme":
        """What a file states. "banded" names the bands of 财预〔2021〕101号: the format has no key for others."""
        banded = given.get("execution_method") is ExecutionMethod.BANDED
        return cls(**given, execution_bands=SCHEME_2021_101.execution_bands if banded else ())

    @property
    def full_score(self) -> Decimal:
        """All weights together; 100 where the scheme names no group."""
        return self.execution + sum((weight for _, weight in self.groups), Decimal(0)) if self.groups else Decimal(100)


def _groups(**points: int) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, Decimal(weight)) for name, weight in points.items())


# 财预〔2020〕10号: execution 10, output 50, benefit 30, satisfaction 10; linear.
SCHEME_2020_10 = Scheme(name="财预〔2020〕10号", groups=_groups(产出指标=50, 效益指标=30, 满意度指标=10))

# 财预〔2021〕101号 with cost indicators (domain §2.2 B, §2.3): known only at second hand, so a county checks it against
# the paper itself and edits its own year's scheme.
SCHEME_2021_101 = Scheme(
    name="财预〔2021〕101号",
    groups=_groups(成本指标=20, 产出指标=40, 效益指标=20, 满意度指标=10),
    execution_method=ExecutionMethod.BANDED,
    execution_bands=(
        (Decimal(100), Decimal(10)),
        (Decimal(80), Decimal(7)),
        (Decimal(60), Decimal(5)),
        (Decimal(0), Decimal(0)),
    ),
    pass_line=Decimal(60),
    layout="2021-101",
)

PRESETS: dict[str, Scheme] = {
    SCHEME_2020_10.name: SCHEME_2020_10,
    SCHEME_2021_101.name: SCHEME_2021_101,
    "财预〔2021〕101号（未设成本指标）": replace(
        SCHEME_2021_101,
        name="财预〔2021〕101号（未设成本指标）",
        groups=_groups(产出指标=50, 效益指标=30, 满意度指标=10),
    ),
    "财预〔2021〕101号（不设满意度指标）": replace(
        SCHEME_2021_101,
        name="财预〔2021〕101号（不设满意度指标）",
        groups=_groups(产出指标=50, 效益指标=40),
    ),
}
