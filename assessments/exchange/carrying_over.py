"""What one year's self-assessment says of the next: names, structure and targets, never results, scores or prose.

Which fields go on is part of their definition (`schema.fields`); here stands what becomes another field on the way.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from assessments.schema import facts as f
from assessments.schema.fields import definitions_of
from budgets.terms import FundKind

Piece = TypeVar("Piece")


def carried_over(last: f.Facts) -> f.Facts:
    """The facts with which the year after may begin; rows keep their order and stand without a database row."""
    plan = _plan(last)
    balance = last.expenditure.year_end_balance
    lines = tuple(_with_balance(line, balance) for line in plan.revenue.lines)
    return replace(plan, year=last.year + 1, revenue=replace(plan.revenue, lines=lines))


def with_last_year(now: Piece, last: Piece) -> Piece:
    """A piece as it stands, and where it states nothing, as last year's paper said it."""
    carried = {name: getattr(last, name) for name in _carried(now.__class__)}
    return replace(now, **{name: value for name, value in carried.items() if getattr(now, name) in (None, "", ())})  # type: ignore[type-var]


def _carried(holder: type) -> list[str]:
    return [name for name, definition in definitions_of(holder).items() if definition.is_carried]


def _plan(piece: Piece) -> Piece:
    """What goes on of a piece and of the pieces in it."""
    holder: type = type(piece)
    kept = {name: _value(getattr(piece, name), definitions_of(holder)[name].kind) for name in _carried(holder)}
    plan = holder(**kept)
    return _next_target(piece, plan) if isinstance(piece, f.Indicator) else plan  # type: ignore[return-value]


def _value(value: Any, kind: object) -> Any:
    if kind is not None:
        return value
    return tuple(map(_plan, value)) if isinstance(value, tuple) else _plan(value)


def _next_target(last: f.Indicator, plan: f.Indicator) -> f.Indicator:
    """The target as it stood at last; last year's result becomes the baseline."""
    return replace(plan, target=last.adjusted_target or last.target, baseline=last.actual)


def _with_balance(line: f.RevenueLine, balance: Decimal | None) -> f.RevenueLine:
    """What is carried over into the year is last year's balance (domain I32)."""
    return replace(line, amount=balance) if line.fund is FundKind.CARRY_OVER else line
