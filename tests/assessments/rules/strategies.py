"""Any facts that an exchange file can hold: one strategy for each kind of value, joined as the form is defined."""

import typing
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from assessments.schema.due import Due
from assessments.schema.facts import Facts
from assessments.schema.fields import definitions_of, is_list, piece_below
from assessments.schema.kinds import FIGURE, MONEY, Choice, Day, Deadline, Flag, Kind, Number, Pairs, Rows, Text, Whole
from assessments.schema.scheme import Scheme
from assessments.schema.scheme_kinds import GradeStart, Sure

MOST_ROWS = 2
# Everything but what the format refuses: control characters, lone surrogates, U+FFFE and U+FFFF.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], include_characters="\t\n\r")
TEXT = st.text(CHARACTERS, max_size=12)
KEY = st.text(CHARACTERS, min_size=1, max_size=8).filter(str.strip)
SURE = st.integers(0, 10**6).map(lambda cent: Decimal(cent).scaleb(-2))
DUE = st.dates().map(Due.on) | st.sampled_from(["长期坚持", "2024年6月底前"]).map(Due)
PLACES = {MONEY: 2, FIGURE: 8}  # as exactly as a column holds them


def number(kind: Number) -> st.SearchStrategy[Decimal]:
    """As far as a column reaches."""
    return st.integers(-(10**14) + 1, 10**14 - 1).map(lambda units: Decimal(units).scaleb(-PLACES[kind]))


def rows(item: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(item, max_size=MOST_ROWS).map(tuple)


def pairs(item: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.dictionaries(KEY, item, max_size=4).map(lambda found: tuple(found.items()))


# Each kind of value without "not stated".
STATED: dict[type, Any] = {
    Text: lambda _: TEXT,
    Number: number,
    Whole: lambda kind: st.integers(kind.smallest, kind.largest),
    Choice: lambda kind: st.sampled_from(kind.words),
    Flag: lambda _: st.booleans(),
    Day: lambda _: st.dates(),
    Deadline: lambda _: DUE,
    Rows: lambda kind: rows(value_of(kind.item)),
    Pairs: lambda kind: pairs(value_of(kind.item)),
    Sure: lambda _: SURE,
    GradeStart: lambda _: st.tuples(TEXT, SURE),
}
ALWAYS_STATED = (Flag, Rows, Pairs, Sure, GradeStart)


def value_of(kind: Kind) -> st.SearchStrategy[Any]:
    stated = STATED[type(kind)](kind)
    is_stated = isinstance(kind, ALWAYS_STATED) or not getattr(kind, "nullable", True)
    return stated if is_stated else st.none() | stated


def field_of(holder: type, name: str, kind: Kind | None) -> st.SearchStrategy[Any]:
    if kind is not None:
        return value_of(kind)
    hint, below = typing.get_type_hints(holder)[name], piece_of(piece_below(holder, name))
    if is_list(holder, name):
        return rows(below)
    return st.none() | below if type(None) in typing.get_args(hint) else below


@cache
def piece_of(holder: Any) -> st.SearchStrategy[Any]:
    """What no file holds (the row in the database, how a number was written) stays as it is by default."""
    asked = {name: field_of(holder, name, each.kind) for name, each in definitions_of(holder).items()}
    return st.builds(getattr(holder, "stated", holder), **asked)


SCHEMES = piece_of(Scheme)
FACTS = piece_of(Facts)
