"""Fields of a form out of the form's definition: what they are called, in what unit they are typed, how much they take.

A form class says only which fields it asks, in which order, and how each looks:

    class DatesForm(DataclassForm):
        piece_class = Dates
        completed = asked(help_text="如 2023-11-20。")
        reported = asked()
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass

from assessments.schema import kinds
from assessments.schema.fields import Definition, definitions_of
from assessments.web.forms.fields import (
    CountField,
    DateField,
    DueField,
    LinesField,
    MoneyField,
    NumberField,
    ProseField,
    TermField,
    TextField,
    WordField,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    look: dict[str, Any]


def asked(**look: Any) -> Any:
    """A field by its definition in the form's piece, under its own name.

    `look` says how it is drawn: `rows` makes paragraphs of a text, `lines` lets one line wrap, `lead` stands before the
    label, `aside` in brackets behind it in place of the unit; `from_list` chooses one word of a list that the year or
    the department gives; `help_text`, and `none` for the blank of a choice.
    """
    return _Asked(look)


def one_of(holder: type, name: str, **look: Any) -> forms.Field:
    """One text of a list of texts: of `Facts.units`."""
    definition = definitions_of(holder)[name]
    return form_field(replace(definition, kind=_item(definition)), **look)


def form_field(definition: Definition, *, lead: str = "", aside: str | None = None, **look: Any) -> forms.Field:
    """The field that asks for what is defined."""
    unit = definition.unit if aside is None else aside
    label = lead + definition.label.removeprefix("{}：") + (f"（{unit}）" if unit else "")
    return _FIELDS[type(definition.kind)](definition, label, look)


def _lines(definition: Definition, label: str, look: dict[str, Any]) -> forms.Field:
    return LinesField(label, longest_line=_item(definition).longest, **look)


def _item(definition: Definition) -> kinds.Text:
    assert isinstance(definition.kind, kinds.Rows)  # noqa: S101 - a fault of the form class
    assert isinstance(definition.kind.item, kinds.Text)  # noqa: S101
    return definition.kind.item


def _text(definition: Definition, label: str, look: dict[str, Any]) -> forms.Field:
    if look.pop("from_list", False):
        return WordField(label, **look)
    kind = definition.kind
    assert isinstance(kind, kinds.Text)  # noqa: S101 - the table below asks by the kind
    most, blank = definition.most_typed or kind.longest, None if kind.nullable else ""
    return (ProseField if "rows" in look else TextField)(label, most=most, blank=blank, **look)


def _number(definition: Definition, label: str, look: dict[str, Any]) -> forms.Field:
    field = MoneyField if definition.kind is kinds.MONEY else NumberField
    return field(label, negative=definition.is_signed, **look)


_FIELDS: dict[type, Callable[[Definition, str, dict[str, Any]], forms.Field]] = {
    kinds.Text: _text,
    kinds.Rows: _lines,
    kinds.Number: _number,
    kinds.Whole: lambda _, label, look: CountField(label, **look),
    kinds.Choice: lambda definition, label, look: TermField(label, definition.kind.words, **look),  # type: ignore[union-attr]
    kinds.Day: lambda _, label, look: DateField(label, **look),
    kinds.Deadline: lambda _, label, look: DueField(label, **look),
    kinds.Flag: lambda _, label, look: forms.BooleanField(label=label, required=False, **look),
}


class AskedFields(DeclarativeFieldsMetaclass):
    """Puts the fields that a form asks for in the places where it names them."""

    def __new__(cls, class_name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
        holder = body.get("defined_by") or body.get("piece_class")
        for name, each in list(body.items()):
            if isinstance(each, _Asked):
                assert holder is not None, f"{name} has no piece that defines it"  # noqa: S101 - a fault of the form class
                body[name] = form_field(definitions_of(holder)[name], **each.look)
        return super().__new__(cls, class_name, bases, body)
