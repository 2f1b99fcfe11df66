"""From statements to facts: the same frozen dataclasses that the form fills, built by their pointers."""

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from assessments.intake.extraction.words.statements import Stated
from assessments.schema.facts import DepartmentFacts, Facts
from budgets.terms import MoneyUnit

_Tree = dict[str, Any]


def facts_from(stated: Iterable[Stated], *, year: int, unit: MoneyUnit) -> Facts:
    """Facts that hold exactly what is stated; the first statement of a pointer counts.

    `year` stands in where no statement names one: facts cannot be without.
    """
    tree: _Tree = {}
    written: dict[str, str] = {}
    for item in stated:
        if item.value is not None and _put(tree, item.pointer[1:].split("/"), item.value) and item.digits:
            written.setdefault(item.pointer, item.digits)
    tree.setdefault("year", year)
    tree.setdefault("department", {}).setdefault("name", "")
    return dataclasses.replace(_build(Facts, tree), money_unit=unit, written=written)


def _put(tree: _Tree, steps: list[str], value: Any) -> bool:
    """Put a value at its place; False where one stands there already."""
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    if steps[-1] in tree:
        return False
    tree[steps[-1]] = value
    return True


def _build(kind: type, tree: Mapping[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    values = {name: _value(hints[name], below) for name, below in tree.items() if name in hints}
    if kind is DepartmentFacts:
        values.setdefault("name", "")
    return kind(**values)


def _value(hint: Any, below: Any) -> Any:
    """A leaf as it is; a record, a list by number, or pairs by name built from what is below."""
    if not isinstance(below, dict):
        return below
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        hint = next(one for one in typing.get_args(hint) if one is not types.NoneType)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, below)
    inner = typing.get_args(hint)[0]
    if typing.get_origin(inner) is tuple:  # Counts: pairs of name and number
        return tuple(below.items())
    return tuple(_value(inner, below[key]) for key in sorted(below, key=int))
