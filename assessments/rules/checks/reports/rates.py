"""Rates that a report states beside the amounts from which they follow: execution, shares, changes, completion."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import TOLERANCE, Check, Problem, check
from assessments.rules.checks.facts.execution import execution_rate
from assessments.rules.findings import REQUESTS
from assessments.rules.scoring.rounding import is_rounded_or_cut
from assessments.rules.text.stated import (
    CompletionRate,
    ExcellentRate,
    RateOfRow,
    ReportFigures,
    StatedChange,
    StatedNumber,
    StatedRate,
    StatedShare,
    gives_share,
)
from assessments.terms import Severity
from budgets.money import YUAN_PER, amount_text, plain_text
from budgets.terms import MoneyUnit

_TWO_PLACES = Decimal("0.01")


@execution_rate.also(formula="执行率、到位率 = 支出数、到位数 ÷ 前文所写的预算、计划，按所写小数位数取整或截断比较")
def execution_rates(report: ReportFigures) -> Iterator[Problem]:
    for stated in report.rates:
        if not any(_is_rate_of(stated.done, plan, stated.rate) for plan in stated.plans):
            yield _wrong_rate(stated)
    for row in report.rates_of_rows:
        if not _is_rate_of_row(row):
            yield _wrong_rate_of_row(row)


def _is_rate_of(done: StatedNumber, plan: StatedNumber, rate: StatedNumber) -> bool:
    """Whether the rate is what was spent of the budget, rounded or cut to the decimals that are written."""
    if not plan.value:
        return False
    coarse = sum((one.step / 2 for one in (done, plan) if one.unit == "亿元"), Decimal(0)) / plan.value * 100
    return is_rounded_or_cut(rate.value, done.value / plan.value * 100, rate.step, coarse)


def _wrong_rate(stated: StatedRate) -> Problem:
    rate, done, plan, unit = stated.rate, stated.done, stated.plan, stated.plan.money_unit
    computed = (done.value / (plan.value or Decimal(1)) * 100).quantize(_TWO_PLACES)
    return Problem(
        message=(
            f"“{rate.name}”{plain_text(rate.value)}%，按“{done.name}”{amount_text(done.value, unit)} {unit}"
            f"、“{plan.name}”{amount_text(plan.value, unit)} {unit}计算"
            f"应为 {plain_text(computed)}%，请更正。"
        ),
        path=None,
        spans=(rate.span, done.span, plan.span),
        left=rate.value,
        right=computed,
        difference=abs(rate.value - computed),
    )


def _is_rate_of_row(row: RateOfRow) -> bool:
    computed = row.spent.value / row.budget.value * 100
    coarse = 200 / YUAN_PER[row.unit] / row.budget.value if row.unit is MoneyUnit.YI else Decimal(0)
    is_fraction = not row.is_percent and abs(row.rate.value * 100 - computed) <= 1
    return is_fraction or is_rounded_or_cut(row.rate.value, computed, row.step, coarse)


def _wrong_rate_of_row(row: RateOfRow) -> Problem:
    stated, right = row.rate.value, (row.spent.value / row.budget.value * 100).quantize(_TWO_PLACES)
    return Problem(
        message=f"表中合计行的“{row.head}”{plain_text(stated)}%，按该行计算应为 {plain_text(right)}%，请更正。",
        path=None,
        spans=(row.rate.span, row.spent.span, row.budget.span),
        left=stated,
        right=right,
        difference=abs(stated - right),
    )


@check(
    "K70",
    Severity.WARNING,
    "占比和增减幅度复算",
    formula=(
        "报告文字：占比 = 该项金额 ÷ 所占合计；增减幅度 = 增减额 ÷ 上年数；评优率 = 优 ÷ 参评项目数；"
        "按所写小数位数取整比较"
    ),
    source="报告内部数据一致",
)
def stated_rates(report: ReportFigures) -> Iterator[Problem]:
    for share in report.shares:
        if not any(gives_share(share.part, total, share.share) for total in share.totals):
            yield _wrong_share(share)
    for excellent in report.excellent_rates:
        if not _is_rate_of_excellent(excellent):
            yield _wrong_excellent(excellent)
    for change in report.changes:
        if not any(_is_change_of(change, amount) for amount in change.amounts):
            yield _wrong_change(change)
    for completion in report.completion_rates:
        if not _is_completion(completion):
            yield _wrong_completion(completion)


def _wrong(said: str, basis: str, left: Decimal, right: Decimal | None, spans: tuple[tuple[int, int], ...]) -> Problem:
    """`basis` says of what the right rate follows, in words."""
    return Problem(
        message=f"{said} {plain_text(left)}%，{basis}{REQUESTS[Severity.WARNING]}",
        path=None,
        spans=spans,
        left=left,
        right=right,
        difference=None if right is None else abs(left - right),
    )


def _wrong_share(share: StatedShare) -> Problem:
    total = share.total
    right = (share.part.value / total.value * 100).quantize(_TWO_PLACES) if total.value else None
    shown = "无法计算（分母为 0）" if right is None else f"应为 {plain_text(right)}%"
    basis = f"按“{total.name}”计算{shown}。"
    return _wrong(f"“{share.part.name}”写占", basis, share.share.value, right, (share.span, total.span))


def _is_rate_of_excellent(excellent: ExcellentRate) -> bool:
    slack = max(TOLERANCE, Decimal("0.51") * excellent.rate.step)
    rates = (excellent.best.value / all_of_them * 100 for all_of_them in (excellent.graded, excellent.projects))
    return any(abs(excellent.rate.value - rate) <= slack for rate in rates)


def _wrong_excellent(excellent: ExcellentRate) -> Problem:
    computed = excellent.best.value / excellent.graded * 100
    right = computed.quantize(_TWO_PLACES)
    return Problem(
        message=(
            f"评优率写 {plain_text(excellent.rate.value)}%，按各等级个数计算应为 {plain_text(right)}%。"
            f"{REQUESTS[Severity.WARNING]}"
        ),
        path=None,
        spans=(excellent.rate.span, excellent.best.span),
        left=excellent.rate.value,
        right=right,
        difference=abs(excellent.rate.value - computed).quantize(_TWO_PLACES),
    )


def _is_change_of(stated: StatedChange, amount: StatedNumber) -> bool:
    """Whether the change is that rate of the amount before it changed, or of the amount itself if it is last year's."""
    delta, rate, now = abs(stated.change.value), stated.rate, amount.value
    bases = [_base(stated, amount), *([now] if amount.span in stated.last_years else [])]
    for base in bases:
        if base > 0:
            rough = (one.step / base * 100 for one in (amount, stated.change) if one.unit == "亿元")
            slack = max(TOLERANCE, rate.step) + sum(rough, Decimal(0))
            if abs(delta / base * 100 - abs(rate.value)) <= slack:
                return True
    return delta == now  # from nothing: any rate is a habit of speech


def _base(stated: StatedChange, amount: StatedNumber) -> Decimal:
    delta = abs(stated.change.value)
    return amount.value - delta if stated.is_more else amount.value + delta


def _wrong_change(stated: StatedChange) -> Problem:
    amount = stated.amounts[-1]
    base = _base(stated, amount)
    right = (abs(stated.change.value) / base * 100).quantize(_TWO_PLACES) if base > 0 else None
    shown = "不能算出（基数不大于 0）" if right is None else f"应为 {plain_text(right)}%"
    basis = f"按所写金额和增减额计算{shown}。"
    said = f"“{amount.name}”的增减幅度写"
    return _wrong(said, basis, abs(stated.rate.value), right, (stated.span, amount.span))


def _completed(stated: CompletionRate) -> Decimal:
    above = 100 if stated.is_above else 0
    return (stated.actual / stated.target * 100 - above).quantize(_TWO_PLACES)


def _is_completion(stated: CompletionRate) -> bool:
    """A rate may be rounded, and counts as 100 % where more was done."""
    if not stated.is_above and stated.rate == 100 <= stated.actual / stated.target * 100:
        return True
    return abs(_completed(stated) - stated.rate) <= max(TOLERANCE, stated.step)


def _wrong_completion(stated: CompletionRate) -> Problem:
    right = _completed(stated)
    said = "超额比例写" if stated.is_above else "完成率写"
    basis = f"按年度指标值和实际完成值计算应为 {plain_text(right)}%。"
    return _wrong(said, basis, stated.rate, right, (stated.span,))


CHECKS: tuple[Check[ReportFigures], ...] = (execution_rates, stated_rates)
