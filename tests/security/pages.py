"""A page as a browser reads it: its forms with what they would send, its fields with their errors, its texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5
from django.http import HttpResponse
from django.test import Client

Fields = dict[str, list[str]]
_NOT_SENT = frozenset({"submit", "button", "reset", "image", "file"})


@dataclass(frozen=True)
class Form:
    """What pressing Enter in a form would send, without its button; `names` has unticked boxes too."""

    action: str
    method: str
    fields: Fields
    names: frozenset[str]


class Page:
    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        self.root: Element = tinyhtml5.parse(response.content.decode(), namespace_html_elements=False)

    @cached_property
    def forms(self) -> list[Form]:
        by_id = {form.get("id"): form for form in self.root.iter("form") if form.get("id")}
        inside = {id(control): form for form in self.root.iter("form") for control in _controls(form)}
        sent: dict[int, Fields] = {id(form): {} for form in self.root.iter("form")}
        names: dict[int, set[str]] = {id(form): set() for form in self.root.iter("form")}
        for control in _controls(self.root):
            form = by_id.get(control.get("form")) if control.get("form") else inside.get(id(control))
            if form is None or not control.get("name"):
                continue
            names[id(form)].add(control.get("name", ""))
            for value in _values(control):
                sent[id(form)].setdefault(control.get("name", ""), []).append(value)
        return [
            Form(form.get("action", ""), form.get("method", "get").lower(), sent[id(form)], frozenset(names[id(form)]))
            for form in self.root.iter("form")
        ]

    def form_with(self, name: str) -> Form:
        """The form that sends a field of this name."""
        return next(form for form in self.forms if name in form.fields)

    def field(self, name: str) -> Element:
        return next(control for control in _controls(self.root) if control.get("name") == name)

    def value(self, name: str) -> str:
        """What stands in the field."""
        return _values(self.field(name))[0]

    def error_at(self, name: str) -> str:
        """The words that belong to the field by `aria-describedby`, if it is marked as wrong."""
        control = self.field(name)
        if control.get("aria-invalid") != "true":
            return ""
        ids = (control.get("aria-describedby") or "").split()
        return " ".join(self.text_of(element) for element in self.root.iter() if element.get("id") in ids)

    def summary(self) -> str:
        """The list of errors on top of the page."""
        found = (item for item in self.root.iter() if "error-summary" in (item.get("class") or "").split())
        return " ".join(self.text_of(item) for item in found)

    @staticmethod
    def text_of(element: Element) -> str:
        return " ".join("".join(element.itertext()).split())

    @property
    def text(self) -> str:
        return self.text_of(self.root)


def body_of(response: HttpResponse) -> bytes:
    """All of it; a file is closed by reading it to its end."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def said(response: HttpResponse) -> str:
    """The page's source with its entities resolved: quick, where only words are looked for."""
    return unescape(response.content.decode())


def _controls(root: Element) -> Iterator[Element]:
    """Controls that a browser would send; what lies in a template is none."""
    for child in root:
        if child.tag in {"input", "textarea", "select"} and child.get("disabled") is None:
            yield child
        elif child.tag != "template":
            yield from _controls(child)


def _values(control: Element) -> list[str]:
    kind = (control.get("type") or "text").lower()
    if control.tag == "select":
        options = [item for item in control.iter("option") if item.get("selected") is not None]
        options = options or ([] if control.get("multiple") is not None else list(control.iter("option"))[:1])
        return [option.get("value", Page.text_of(option)) for option in options]
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]  # a browser drops the line break after the tag
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if kind in _NOT_SENT else [control.get("value", "")]


def open_round(client: Client, fields: Any) -> HttpResponse:
    """Both steps: what the page asks to confirm, and the confirmation with everything that it holds."""
    asked = Page(client.post("/rounds/open/", fields)).form_with("reach").fields
    return client.post("/rounds/open/", asked)
