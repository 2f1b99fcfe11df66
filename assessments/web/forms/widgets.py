"""Inputs drawn without a template each: a page of 120 indicators has 1,800 of them, and two seconds went into that."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LineInput(forms.TextInput):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        shown = {"value": text} if (text := self.format_value(value)) is not None else {}
        return format_html("<input{}>", _attributes(self, name, (attrs or {}) | shown, type="text"))


class ProseInput(forms.Textarea):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        # A browser drops the first line break inside the element: ours, not that of the text.
        attributes = _attributes(self, name, attrs)
        return format_html("<textarea{}>\n{}</textarea>", attributes, self.format_value(value) or "")


class ChoiceSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        # A word that the list does not have is shown as it was given: the page says that it cannot stay.
        known = {str(option) for option, _ in self.choices}
        unknown = [(word, word) for word in sorted(chosen - known) if word]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (option, " selected" if str(option) in chosen else "", label)
                for option, label in [*self.choices, *unknown]
            ),
        )
        return format_html("<select{}>{}</select>", _attributes(self, name, attrs), options)


def _attributes(widget: forms.Widget, name: str, attrs: Any, **fixed: str) -> SafeString:
    return flatatt({"name": name} | fixed | widget.build_attrs(widget.attrs, attrs))
