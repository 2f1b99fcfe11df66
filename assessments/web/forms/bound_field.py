"""A field on a page: its place among the facts, its look, what is wrong with it, what a reviewer said about it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from assessments.web.forms.fields import FigureField
from assessments.web.forms.form_context import Data, FormContext
from assessments.web.forms.widgets import ChoiceSelect

_LOOKS: dict[type[forms.Widget], str] = {ChoiceSelect: "form-select", forms.CheckboxInput: "form-check-input"}


class _Form(Protocol):
    """What a field asks of the form that it stands in."""

    context: FormContext
    where: str
    data: Data

    @property
    def is_bound(self) -> bool: ...


class PieceField(BoundField):
    """A field that knows its place among the facts and how it looks."""

    form: _Form  # type: ignore[assignment]

    @property
    def pointer(self) -> str:
        return self.form.context.pointer(self.html_name)

    @property
    def remarks(self) -> Sequence[Any]:
        return self.form.context.remarks.get(self.pointer, ())

    @property
    def is_prefilled(self) -> bool:
        return self.html_name in self.form.context.prefilled and not self.form.is_bound

    @property
    def is_locked(self) -> bool:
        """Whether the value is shown as text."""
        return bool(self.form.context.read_only or self.field.disabled)

    @property
    def is_figure(self) -> bool:
        return isinstance(self.field, FigureField)

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field, forms.BooleanField)

    @cached_property
    def messages(self) -> list[str]:
        """What is wrong with the value: as posted, or as an import left it."""
        if self.form.is_bound:
            return [str(message) for message in self.errors]
        value = self.initial
        if not self.is_figure or not isinstance(value, str):
            return []
        try:
            self.field.clean(value)
        except ValidationError as error:
            return list(error.messages)
        return []

    @property
    def shown(self) -> str:
        """What a reader sees of the value, without an input."""
        value = self.value()
        if self.is_checkbox:
            return "是" if value else "否"
        if isinstance(self.field, forms.ChoiceField):
            value = dict(self.field.choices).get(value, "") if value else ""  # type: ignore[arg-type]
        return str(value if value is not None else "")

    @property
    def full_label(self) -> str:
        """The label with the row that it stands in: what an error list far from the table needs."""
        return f"{self.form.where}{self.label}"

    @property
    def aria_describedby(self) -> str:
        parts = [
            f"{self.auto_id}_helptext" if self.help_text else "",
            f"{self.auto_id}_error" if self.messages else "",
            *(f"remark-{remark.pk}" for remark in self.remarks),
        ]
        return " ".join(part for part in parts if part)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_hidden:
            return attrs
        if self.messages:
            attrs["aria-invalid"] = "true"
        look = _LOOKS.get(type(self.field.widget), "form-control")
        parts = [look, "is-number" if self.is_figure else "", "is-invalid" if self.messages else ""]
        return attrs | {"class": " ".join(part for part in parts if part)}
