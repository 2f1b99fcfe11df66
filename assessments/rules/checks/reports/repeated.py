"""One fact told twice with two values: in two papers of a report, in two sentences, of one document.

Reports name the same kind of amount for many things: the plan and the result, the office and its units. So a value
that only may be the same is told where it is one slip away from the one before it, and only as a hint. What one
document grants for one purpose is one amount: there any other value is told.
"""

from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import TOLERANCE, Check, Problem
from assessments.rules.checks.text.statements import restated_figures
from assessments.rules.findings import REQUESTS
from assessments.rules.text.quantities import read_quantity
from assessments.rules.text.stated import (
    FieldValue,
    GrantedAmount,
    ReportFigures,
    RestatedField,
    RestatedTotal,
    StatedNumber,
    tolerance,
)
from assessments.rules.typos import slip_between
from assessments.terms import Severity
from budgets.money import YUAN_PER, amount_text, in_unit, plain_text
from budgets.terms import MoneyUnit

_FEWEST_DIGITS = 4  # shorter amounts are one slip away from too many others


@restated_figures.also(formula="同一总额、同一文件下达的金额、各附表重复填列的数字前后一致；只差一处数字的为提示")
def two_values(report: ReportFigures) -> Iterator[Problem]:
    for total in report.restated_totals:
        if _differ(total.first, total.again):
            yield _other_total(total)
    for amount in report.restated_amounts:
        twin = next((one for one in amount.before if _is_slip(one, amount.again)), None)
        if twin is not None:
            yield _slip(twin, amount.again)
    for granted in report.granted:
        if _is_another_grant(granted):
            yield _other_grant(granted)
    yield from _fields(report)


def _differ(first: StatedNumber, again: StatedNumber) -> bool:
    return abs(first.value - again.value) > tolerance((first, again))


def _told(
    message: str, first: StatedNumber, again: StatedNumber, unit: MoneyUnit, severity: Severity, *, later: bool = True
) -> Problem:
    """Two amounts side by side; `later` says that the second is shown first, because it is the one to look at."""
    left, right = (in_unit(one.value, unit) for one in (first, again))
    return Problem(
        message=f"{message}{REQUESTS[severity] if severity is Severity.WARNING else ''}",
        path=None,
        spans=(again.span, first.span) if later else (first.span, again.span),
        left=left,
        right=right,
        difference=abs(left - right),
        severity=severity,
    )


def _other_total(total: RestatedTotal) -> Problem:
    first, again, unit = total.first, total.again, total.again.money_unit
    one, other = (amount_text(each.value, unit) for each in (first, again))
    message = f"“{again.name}”前后不一致：{one} {unit} 与 {other} {unit}。"
    return _told(message, first, again, unit, Severity.WARNING, later=False)


def _is_slip(first: StatedNumber, again: StatedNumber) -> bool:
    if first.unit != again.unit:
        return False
    written, meant = (one.digits.replace(",", "") for one in (again, first))
    digits = min(len(text.replace(".", "")) for text in (written, meant))
    return digits >= _FEWEST_DIGITS and slip_between(written, meant) is not None


def _slip(first: StatedNumber, again: StatedNumber) -> Problem:
    unit = again.money_unit
    before, here = (plain_text(in_unit(one.value, unit)) for one in (first, again))
    message = f"“{again.name}”前面写 {before} {unit}，此处写 {here} {unit}，只差一处数字，可能是笔误，请核对。"
    return _told(message, first, again, unit, Severity.HINT)


def _is_another_grant(granted: GrantedAmount) -> bool:
    """Digits that only changed places are the same grant: a part of it would hardly be written with the same ones."""
    first, again = granted.first, granted.again
    return _differ(first, again) and (granted.is_certain or sorted(first.digits) == sorted(again.digits))


def _other_grant(granted: GrantedAmount) -> Problem:
    first, again, unit = granted.first, granted.again, granted.first.money_unit
    one, other = (plain_text(in_unit(each.value, unit)) for each in (first, again))
    message = f"同一文件的“{again.name}”前后不一致：{one} {unit} 与 {other} {unit}。"
    return _told(message, first, again, unit, Severity.WARNING)


def _fields(report: ReportFigures) -> Iterator[Problem]:
    """The first other value of each field."""
    told: set[str] = set()
    for field in report.restated_fields:
        if field.pointer not in told and _is_another_value(field):
            told.add(field.pointer)
            yield _other_value(field)


def _is_another_value(field: RestatedField) -> bool:
    name, first, again = field.pointer.rpartition("/")[2], field.first, field.again
    if name in {"target", "actual"}:
        return _are_other_quantities(first, again, field.measure)
    if isinstance(first.value, Decimal) and isinstance(again.value, Decimal):
        return abs(first.value - again.value) > max(_slack(first), _slack(again))
    return name == "grade" and first.value != again.value


def _are_other_quantities(first: FieldValue, again: FieldValue, measure: str | None) -> bool:
    one, other = (read_quantity(f"{value.value}{value.unit}", measure) for value in (first, again))
    if one is None or other is None or not one.is_comparable_with(other):
        return False
    return one.value != other.value


def _slack(value: FieldValue) -> Decimal:
    """What a figure may be off as it is written: half of its last digit, and never less than 0.01 of its unit."""
    factor = YUAN_PER[MoneyUnit(value.unit)] if value.unit in set(MoneyUnit) else Decimal(1)
    decimals = len(value.digits.partition(".")[2])
    return factor * max(TOLERANCE, Decimal(10) ** -decimals / 2)


def _other_value(field: RestatedField) -> Problem:
    first, again = field.first, field.again
    left, right = _in_its_unit(first, first), _in_its_unit(again, first)
    return Problem(
        message=f"{field.label}前后不一致：一处为 {_figure(first)}，另一处为 {_figure(again)}，请核对。",
        path=field.pointer,
        spans=(first.span, again.span),
        left=left,
        right=right,
        difference=None if left is None or right is None else abs(left - right),
    )


def _in_its_unit(value: FieldValue, first: FieldValue) -> Decimal | None:
    """A number in the unit of the first; None for a word."""
    if not isinstance(value.value, Decimal):
        return None
    return in_unit(value.value, MoneyUnit(first.unit)) if first.unit in set(MoneyUnit) else value.value


def _figure(value: FieldValue) -> str:
    if not isinstance(value.value, Decimal):
        return f"“{value.value}{value.unit}”"
    if value.unit in set(MoneyUnit):
        unit = MoneyUnit(value.unit)
        return f"{amount_text(value.value, unit)} {unit}"
    return f"{plain_text(value.value)}{value.unit}"


CHECKS: tuple[Check[ReportFigures], ...] = (two_values,)
