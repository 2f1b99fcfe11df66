"""Every leaf of the form's definition, and facts in which each of them says something."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.schema import kinds
from assessments.schema.due import Due
from assessments.schema.facts import Facts
from assessments.schema.fields import Definition, definitions_of, is_list, piece_below
from assessments.schema.scheme import SCHEME_2020_10
from budgets.terms import MoneyUnit

# Chosen so that the rows, and the constraints of the database, take them beside each other.
CHOSEN = {
    "group": "产出指标",
    "kind": "数量指标",
    "grade": "优",
    "target": "≥50",
    "money_unit": MoneyUnit.YUAN,
    "scheme": SCHEME_2020_10,
}


def pattern_of(pointer: str) -> str:
    """A pointer with a star for each position in a list: "/projects/*/score"."""
    return re.sub(r"/(?:\d+|[优良中差])(?=/|$)", "/*", pointer)


def leaves(holder: type = Facts, pointer: str = "") -> Iterator[tuple[str, Definition]]:
    """(pattern, definition) of every field that holds a value, not other fields."""
    for name, definition in definitions_of(holder).items():
        below = piece_below(holder, name)
        place = f"{pointer}/{name}"
        if below is not None and definition.kind is None:
            yield from leaves(below, f"{place}/*" if is_list(holder, name) else place)
        else:
            yield (f"{place}/*" if isinstance(definition.kind, kinds.Rows | kinds.Pairs) else place), definition


def filled(holder: type = Facts) -> Any:
    """A piece with something in each of its leaves."""
    return holder(**{name: _value(holder, name, definition) for name, definition in definitions_of(holder).items()})


def _value(holder: type, name: str, definition: Definition) -> Any:
    if name in CHOSEN:
        return CHOSEN[name]
    below = piece_below(holder, name)
    if below is not None and definition.kind is None:
        return (filled(below),) if is_list(holder, name) else filled(below)
    return _of_kind(definition.kind, definition.label)


def _of_kind(kind: Any, label: str) -> Any:
    match kind:
        case kinds.Text():
            return label.removeprefix("{}：")[: kind.longest]
        case kinds.Choice():
            return next(iter(kind.words))
        case kinds.Whole():
            return max(kind.smallest, 3)
        case kinds.Rows():
            return (_of_kind(kind.item, label),)
        case kinds.Pairs():
            return (("优", _of_kind(kind.item, label)),)
    plain = {kinds.MONEY: Decimal("123400.00"), kinds.FIGURE: Decimal("7.5")}
    by_class = {kinds.Day: date(2024, 3, 1), kinds.Deadline: Due.on(date(2024, 6, 30)), kinds.Flag: True}
    return plain[kind] if isinstance(kind, kinds.Number) else by_class[type(kind)]
