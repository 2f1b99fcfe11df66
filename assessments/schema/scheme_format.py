"""A scheme as JSON and back: how a round stores the rules that it was opened with. Decimals travel as texts."""

from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from assessments.schema.scheme import DEFAULT_LAYOUT, ExecutionMethod, OverFulfilment, Scheme, Thresholds
from budgets.money import plain_text

_INTEGERS = {"shortest_reason", "fewest_indicators", "full_marks", "latest_month", "oldest_date"}


def to_json(scheme: Scheme) -> dict[str, Any]:
    """The scheme as plain JSON data: every decimal a text, every pair a list."""
    return {name: _plain(value) for name, value in asdict(scheme).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def from_json(data: dict[str, Any]) -> Scheme:
    """The scheme that `to_json` wrote; raises KeyError, TypeError or ArithmeticError for anything else."""
    return Scheme(
        name=data["name"],
        execution=Decimal(data["execution"]),
        groups=tuple((name, Decimal(weight)) for name, weight in data["groups"]),
        execution_method=ExecutionMethod(data["execution_method"]),
        execution_bands=tuple((Decimal(start), Decimal(points)) for start, points in data["execution_bands"]),
        pass_line=Decimal(data["pass_line"]),
        over_fulfilment=OverFulfilment(data["over_fulfilment"]),
        over_fulfilment_deduction=Decimal(data["over_fulfilment_deduction"]),
        caps=tuple((Decimal(below), Decimal(cap)) for below, cap in data["caps"]),
        grades=tuple((name, Decimal(start)) for name, start in data["grades"]),
        thresholds=_thresholds(data["thresholds"]),
        layout=data.get("layout", DEFAULT_LAYOUT),  # rounds that were opened before layouts were data
    )


def _thresholds(data: dict[str, Any]) -> Thresholds:
    """Thresholds that the scheme was opened with; one that is no longer known is left out."""
    known = {field.name for field in fields(Thresholds)} & set(data)
    values: dict[str, Any] = {name: data[name] if name in _INTEGERS else Decimal(data[name]) for name in known}
    return Thresholds(**values)
