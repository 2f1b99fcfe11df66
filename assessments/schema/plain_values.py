"""Frozen dataclasses as plain JSON values and back, driven by their type hints alone.

For what travels between processes and for results that can be made again: no format for others, and no history. A
record keeps only the fields that differ from their defaults; decimals and days travel as texts, exactly.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any

Restore = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """The value as JSON data; raises TypeError for what no record holds."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return _record(value) if is_dataclass(value) else _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | date):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(type(value).__name__)


def restored(kind: Any, value: Any) -> Any:
    """What `plain` was given, by its type; raises KeyError, TypeError or ValueError for anything else."""
    return _restore(kind)(value)


def _record(value: Any) -> dict[str, Any]:
    stated = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    defaults = _defaults(type(value))  # type: ignore[arg-type] # classes hash
    return {name: item for name, item in stated.items() if name not in defaults or item != defaults[name]}


@cache
def _defaults(kind: Any) -> dict[str, Any]:
    """The plain form of every default of a record."""
    defaults = {field.name: _default(field) for field in fields(kind)}
    return {name: plain(value) for name, value in defaults.items() if value is not MISSING}


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@cache
def _restore(kind: Any) -> Restore:
    """How a value of this type comes back; worked out once for each type."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {types.UnionType, typing.Union}:
        return _optional(_restore(next(item for item in inner if item is not types.NoneType)))
    if origin is tuple:
        return _list_of(_restore(inner[0])) if inner[1:] == (...,) else _each(tuple(map(_restore, inner)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_of(_restore(inner[1]))
    if is_dataclass(kind):
        return _record_of(kind)
    if kind is date:
        return date.fromisoformat
    return kind if issubclass(kind, Decimal | Enum) else _same(kind)


def _optional(restore: Restore) -> Restore:
    return lambda value: None if value is None else restore(value)


def _list_of(restore: Restore) -> Restore:
    return lambda value: tuple(map(restore, value))


def _each(restores: tuple[Restore, ...]) -> Restore:
    return lambda value: tuple(restore(item) for restore, item in zip(restores, value, strict=True))


def _mapping_of(restore: Restore) -> Restore:
    return lambda value: MappingProxyType({key: restore(item) for key, item in value.items()})


def _record_of(kind: Any) -> Restore:
    by_name = {name: _restore(hint) for name, hint in typing.get_type_hints(kind).items()}
    return lambda value: kind(**{name: by_name[name](item) for name, item in value.items()})


def _same(kind: type) -> Restore:
    def restore(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} for {kind.__name__}")
        return value

    return restore
