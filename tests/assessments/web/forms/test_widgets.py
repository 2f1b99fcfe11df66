"""Inputs say what Django's own templates say, and let no text out of its attribute."""

from html.parser import HTMLParser

import pytest
from django import forms

from assessments.web.forms.widgets import ChoiceSelect, LineInput, ProseInput

TEXTS = ["", None, "甲", '"><script>alert(1)</script>', "a & b", "</textarea><b>", "\n第二行", "'"]
ATTRS = {"id": "f-a", "class": "form-control", "aria-invalid": "true", "data-date": "", "title": '"x" <y>'}
CHOICES = [("", "请选择"), ("≥", "≥"), ("<", '< & "')]  # fmt: skip


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = {name: value or "" for name, value in attrs}
        self.found.append((tag, known | ({"selected": ""} if "selected" in known else {})))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def elements(html: str) -> list[object]:
    return Elements(html).found


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("ours", "djangos"),
    [(LineInput, forms.TextInput), (ProseInput, forms.Textarea), (ChoiceSelect, forms.Select)],
    ids=["line", "paragraph", "choice"],
)
def test_it_draws_what_django_draws(ours, djangos, text):
    """A word that a list does not have is drawn too: it may be what somebody typed."""
    unknown = [(text, text)] if text and text not in dict(CHOICES) else []
    left = ours(**({"choices": CHOICES} if ours is ChoiceSelect else {}))
    right = djangos(**({"choices": CHOICES + unknown} if ours is ChoiceSelect else {}))
    if ours is ProseInput:
        left.attrs, right.attrs = {"rows": 2}, {"rows": 2}

    assert elements(left.render("a", text, ATTRS)) == elements(right.render("a", text, ATTRS))


@pytest.mark.parametrize("chosen", ["", "≥", "<"])
def test_the_chosen_word_is_selected(chosen):
    widget, djangos = ChoiceSelect(choices=CHOICES), forms.Select(choices=CHOICES)

    assert elements(widget.render("a", chosen)) == elements(djangos.render("a", chosen))
