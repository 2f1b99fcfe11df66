"""Counts that a report states: parts that exclude each other come to their total, and one number is told once."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import Check, Problem, check
from assessments.rules.checks.text.wording import other_offices
from assessments.rules.findings import REQUESTS
from assessments.rules.text.stated import CountedParts, ReportFigures, holds
from assessments.terms import Severity
from budgets.money import plain_text

_FEWEST_OF_OPEN = 3  # parts of a list that may leave some out


@check(
    "K76",
    Severity.WARNING,
    "分列数量与合计",
    formula="报告文字：互不重叠的各项（如行政、事业、工勤编制，年初批复和年中追加项目）数量之和 = 所写总数",
    source="报告内部数据一致",
)
def counted_parts(report: ReportFigures) -> Iterator[Problem]:
    for counted in report.counted:
        if _is_wrong(counted):
            yield _unequal(counted)


def _is_wrong(counted: CountedParts) -> bool:
    total, parts = counted.total, counted.parts
    if any(holds(total, reading) for reading in (counted.set_apart, parts, counted.listed)):
        return False
    rest = total.value - sum(one.value for one in parts)
    if rest < 0:
        return True
    if len(parts) < len(counted.listed) or counted.is_open:
        return False
    if counted.division is not None:
        return counted.division
    return len(parts) >= _FEWEST_OF_OPEN and rest < min(one.value for one in parts)


def _unequal(counted: CountedParts) -> Problem:
    total = counted.total
    come_to = sum((one.value for one in counted.parts), Decimal(0))
    apart = abs(come_to - total.value)
    return Problem(
        message=(
            f"“{total.name or '合计'}”{plain_text(total.value)} {total.unit}，所列各项之和 {plain_text(come_to)} "
            f"{total.unit}，相差 {plain_text(apart)} {total.unit}。{REQUESTS[Severity.WARNING]}"
        ),
        path=None,
        spans=tuple(one.span for one in (total, *counted.parts)),
        left=total.value,
        right=come_to,
        difference=apart,
    )


@other_offices.also(formula="各处所写的项目个数一致")
def restated_counts(report: ReportFigures) -> Iterator[Problem]:
    for stated in report.restated_counts:
        if stated.first != stated.again:
            yield Problem(
                message=(f"项目个数前后不一致：{stated.first} 个与 {stated.again} 个。{REQUESTS[Severity.WARNING]}"),
                path=None,
                spans=stated.spans,
                left=Decimal(stated.first),
                right=Decimal(stated.again),
                difference=Decimal(abs(stated.first - stated.again)),
            )


CHECKS: tuple[Check[ReportFigures], ...] = (counted_parts, restated_counts)
