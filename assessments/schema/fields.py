"""The words in which a field of the form is defined: what people call it, its kind, its bounds, its section.

The facts are the form: each field is defined where the facts declare it, and only there. From it come its key in the
exchange file, its name in findings, its label and limits in the browser.
"""

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from assessments.schema.kinds import (
    FIGURE,
    LONGEST_TEXT,
    MONEY,
    Choice,
    Day,
    Deadline,
    Flag,
    Key,
    Kind,
    Pairs,
    Record,
    Rows,
    Text,
    Whole,
)
from assessments.schema.scheme_kinds import GradeStart, Sure
from assessments.terms import Section

_DEFINITION = "definition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One field. `{}` in its label stands for what the piece is called that holds it."""

    label: str
    kind: Kind | None = None  # None: the type of the fact says it, a piece or rows of pieces
    section: Section | None = None  # where it begins another than the piece that holds it
    is_required: bool = False
    is_later: bool = False  # came after the first files, and is written only where it says something
    is_carried: bool = False  # next year's form begins with it: names, structure and targets, no result and no prose
    unit: str = ""  # in which it is typed, in brackets behind its label
    is_signed: bool = False  # an amount that may be below zero
    most_typed: int | None = None  # where a form takes fewer characters than a file may bring


def _field(default: Any, definition: Definition) -> Any:
    given = {} if definition.is_required else {"default": default}
    return dataclasses.field(**given, metadata={_DEFINITION: definition})


def text(label: str, longest: int = LONGEST_TEXT, **more: Any) -> Any:
    """A text of at most so many characters, or nothing."""
    return _field(None, Definition(label=label, kind=Text(longest), **more))


def name(label: str, longest: int, **more: Any) -> Any:
    """A text that is always there, if only as ""."""
    return _field("", Definition(label=label, kind=Text(longest, nullable=False), **more))


def money(label: str, **more: Any) -> Any:
    """An amount in 元, typed in 万元."""
    return _field(None, Definition(label=label, kind=MONEY, unit="万元", **more))


def figure(label: str, **more: Any) -> Any:
    """A weight or score in points."""
    return _field(None, Definition(label=label, kind=FIGURE, **more))


def rate(label: str, **more: Any) -> Any:
    """A rate in percent."""
    return figure(label, unit="%", **more)


def count(label: str, **more: Any) -> Any:
    return _field(None, Definition(label=label, kind=Whole(), **more))


def year(label: str, **more: Any) -> Any:
    kind = Whole(2000, 2100, nullable=False)
    return _field(None, Definition(label=label, kind=kind, is_required=True, **more))


def flag(label: str, **more: Any) -> Any:
    return _field(False, Definition(label=label, kind=Flag(), **more))  # noqa: FBT003 - the default of a fact


def choice(label: str, words: type[StrEnum], *, default: StrEnum | None = None, **more: Any) -> Any:
    """One word of an enum; with a default it always is one."""
    return _field(default, Definition(label=label, kind=Choice(words, nullable=default is None), **more))


def day(label: str, **more: Any) -> Any:
    return _field(None, Definition(label=label, kind=Day(), **more))


def deadline(label: str, **more: Any) -> Any:
    return _field(None, Definition(label=label, kind=Deadline(), **more))


def points(label: str, default: Decimal, **more: Any) -> Any:
    """A weight that must be there and be readable."""
    return _field(default, Definition(label=label, kind=Sure(), **more))


def points_by_name(label: str, longest_key: int, **more: Any) -> Any:
    return _field((), Definition(label=label, kind=Pairs(Sure(), longest_key=longest_key), **more))


def grades(label: str, default: tuple[tuple[str, Decimal], ...], **more: Any) -> Any:
    """Each grade and the score from which it is given."""
    return _field(default, Definition(label=label, kind=Rows(GradeStart()), **more))


def counts(label: str, longest_key: int, **more: Any) -> Any:
    """How many by name, as ((name, count), …)."""
    return _field((), Definition(label=label, kind=Pairs(Whole(), longest_key=longest_key), **more))


def names(label: str, longest: int, **more: Any) -> Any:
    """Rows of one text each."""
    return _field((), Definition(label=label, kind=Rows(Text(longest, nullable=False)), **more))


def rows(label: str, **more: Any) -> Any:
    """Rows of pieces: the type of the fact names their class."""
    return _field((), Definition(label=label, **more))


def piece(label: str, default: Any = None, **more: Any) -> Any:
    """A piece with fields of its own; without a default it may be missing."""
    return _field(default, Definition(label=label, **more))


@cache
def definitions_of(holder: type) -> Mapping[str, Definition]:
    """The fields that a piece asks for, by name; none for what is no piece."""
    if not dataclasses.is_dataclass(holder):
        return MappingProxyType({})
    asked = {each.name: each.metadata.get(_DEFINITION) for each in dataclasses.fields(holder)}
    return MappingProxyType({name: definition for name, definition in asked.items() if definition})


@cache
def piece_below(holder: type, name: str) -> type | None:
    """The class of the piece, or of the rows of pieces, that stands in this field; None where none does."""
    hint = typing.get_type_hints(holder).get(name)
    classes = [each for each in (hint, *typing.get_args(hint)) if dataclasses.is_dataclass(each)]
    return typing.cast("type | None", classes[0]) if classes else None


@cache
def is_list(holder: type, name: str) -> bool:
    """Whether rows stand in this field."""
    return typing.get_origin(typing.get_type_hints(holder)[name]) is tuple


@cache
def record_of(holder: type, *, nullable: bool = False) -> Record:
    """The object of the exchange file that holds such a piece; its class may have a way of its own to be `stated`."""
    keys = (
        Key(name, _kind_of(holder, name, each), required=each.is_required, if_stated=each.is_later)
        for name, each in definitions_of(holder).items()
    )
    return Record(getattr(holder, "stated", holder), tuple(keys), nullable=nullable)


def _kind_of(holder: type, name: str, definition: Definition) -> Kind:
    if definition.kind is not None:
        return definition.kind
    hint, below = typing.get_type_hints(holder)[name], piece_below(holder, name)
    assert below is not None, f"{holder.__name__}.{name} has no kind"  # noqa: S101 - a fault of the definition
    if is_list(holder, name):
        return Rows(record_of(below))
    return record_of(below, nullable=type(None) in typing.get_args(hint))
