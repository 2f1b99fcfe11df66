"""Sums that a report states, in its sentences and in the last lines of its tables.

A list may name only some of its parts. It is held to its total where lists of its kind are complete; any other list is
told only when its parts come to more. Nobody says of a table that its lines are all there is: it is held to its last
line where that line does come to the sum in another column, for then one column is wrong and not the reading.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assessments.rules.checks.check import TOLERANCE, Check, Problem, Unread, check
from assessments.rules.checks.facts.scores import totals, weights
from assessments.rules.checks.facts.sums import projects_sum
from assessments.rules.findings import REQUESTS
from assessments.rules.text.stated import (
    ColumnKind,
    ReportFigures,
    StatedColumn,
    StatedNumber,
    StatedSum,
    SumKind,
    holds,
    tolerance,
)
from assessments.terms import Severity
from budgets.money import amount_text, in_unit, plain_text

_CALLED = {SumKind.LISTED: "所列各项之和", SumKind.CLOSED: "前面所列各项之和", SumKind.ADJUSTED: "年初加减调整后"}


@check(
    "K69",
    Severity.WARNING,
    "分列金额与合计",
    formula="报告文字：列明的各项之和 = 合计（容差 0.01）；按惯例列全的（如收入来源、基本支出构成）为错误，其余为警告",
    source="报告内部数据一致",
    unread=Unread.TABLE,
)
def listed_sums(report: ReportFigures) -> Iterator[Problem]:
    for stated in report.sums:
        if not _adds_up(stated):
            yield _unequal(stated)
    yield from _columns(report, ColumnKind.OTHER, Severity.WARNING)


def _adds_up(stated: StatedSum) -> bool:
    if stated.kind is SumKind.ADJUSTED:
        return abs(_total(stated.parts) - stated.total.value) <= tolerance((stated.total, *stated.parts))
    return any(holds(total, parts) for total, parts in stated.readings)


def _total(parts: Sequence[StatedNumber]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _unequal(stated: StatedSum) -> Problem:
    total, come_to, unit = stated.total, _total(stated.parts), stated.total.money_unit
    severity = Severity.ERROR if stated.is_complete else Severity.WARNING
    apart = abs(come_to - total.value)
    return Problem(
        message=(
            f"“{total.name or '合计'}”{amount_text(total.value, unit)} {unit}，"
            f"{_CALLED[stated.kind]} {amount_text(come_to, unit)} {unit}，"
            f"相差 {amount_text(apart, unit)} {unit}。{REQUESTS[severity]}"
        ),
        path=None,
        spans=tuple(one.span for one in (total, *stated.parts)),
        left=in_unit(total.value, unit),
        right=in_unit(come_to, unit),
        difference=in_unit(apart, unit),
        severity=severity,
    )


@totals.also(formula="一句话里的得分、表格最后一行的得分 = 所列各项之和")
def stated_scores(report: ReportFigures) -> Iterator[Problem]:
    for stated in report.scores:
        total, come_to = stated.total, _total(stated.parts)
        apart = abs(come_to - total.value)
        if apart > TOLERANCE:
            yield Problem(
                message=(
                    f"“{total.name}”{plain_text(total.value)} 分，所列各项得分之和 "
                    f"{plain_text(come_to)} 分，相差 {plain_text(apart)} 分，请更正。"
                ),
                path=None,
                spans=tuple(one.span for one in (total, *stated.parts)),
                left=total.value,
                right=come_to,
                difference=apart,
            )
    yield from _columns(report, ColumnKind.SCORE)


@weights.also(formula="表格最后一行的分值 = 各行之和")
def columns_of_weights(report: ReportFigures) -> Iterator[Problem]:
    return _columns(report, ColumnKind.WEIGHT)


@projects_sum.also(formula="项目清单最后一行的金额 = 各行之和")
def columns_of_projects(report: ReportFigures) -> Iterator[Problem]:
    return _columns(report, ColumnKind.PROJECTS)


def _columns(report: ReportFigures, kind: ColumnKind, severity: Severity = Severity.ERROR) -> Iterator[Problem]:
    for table in report.tables:
        if any(_apart(column) <= TOLERANCE and column.total.value for column in table):
            for column in table:
                if column.kind is kind and _apart(column) > TOLERANCE:
                    yield _unequal_column(column, severity)


def _sum_of(column: StatedColumn) -> Decimal:
    return sum((part.value for part in column.parts), Decimal(0))


def _apart(column: StatedColumn) -> Decimal:
    return abs(_sum_of(column) - column.total.value)


def _unequal_column(column: StatedColumn, severity: Severity) -> Problem:
    stated, computed = column.total.value, _sum_of(column)
    return Problem(
        message=(
            f"表中“{column.head}”合计 {plain_text(stated)}，各行之和 {plain_text(computed)}，"
            f"相差 {plain_text(_apart(column))}。{REQUESTS[severity]}"
        ),
        path=None,
        spans=(column.total.span, *(part.span for part in column.parts if part.value)),
        left=stated,
        right=computed,
        difference=_apart(column),
    )


CHECKS: tuple[Check[ReportFigures], ...] = (listed_sums, stated_scores, columns_of_weights, columns_of_projects)
