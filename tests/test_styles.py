"""Every class that a template names is styled somewhere: a name without a rule is a page that nobody looked at."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from evalsite.staticfiles import VENDOR_FILES

ROOT = Path(settings.BASE_DIR)
STYLESHEETS = [
    *(ROOT / "static").rglob("*.css"),
    *(folder / file for folder, file in VENDOR_FILES.values() if file.endswith(".css")),
]
_CLASSES = re.compile(r'class="([^"]*)"|{% block \w+_class %}(.*?){% endblock %}')
_TAG = re.compile(r"\{%.*?%\}")
_VALUE = re.compile(r"\S*\{\{.*?\}\}\S*")  # a name that a view completes


@pytest.fixture(scope="module")
def styled() -> set[str]:
    text = "\n".join(path.read_text() for path in STYLESHEETS)
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", text))


def classes_of(template: str) -> set[str]:
    lists = _CLASSES.findall(template)
    return {name for found in lists for each in found for name in _VALUE.sub(" ", _TAG.sub(" ", each)).split()}


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_class_is_styled(path, styled):
    assert classes_of(path.read_text()) <= styled


def test_names_are_found_between_tags_and_values():
    template = (
        '<p class="one {% if two %}three{% endif %} mark-{{ four }} five">{% block page_class %}six{% endblock %}'
    )

    assert classes_of(template) == {"one", "three", "five", "six"}


_PACKS = ("section", "filter")  # our own of crispy-forms; the others are drawn by its pack for Bootstrap
_DRAWN_BY_HAND = re.compile(r"\{\{ *field *\}\}")
# Cells of two small tables, whose labels say their row: a label that no template of a field could make.
_CELLS = {"templates/assessments/bureau/round_scheme.html", "templates/budgets/person.html"}


def test_every_field_is_drawn_by_the_renderer_of_crispy_forms():
    paths = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "templates").rglob("*.html")}
    by_hand = {name for name, path in paths.items() if _DRAWN_BY_HAND.search(path.read_text())}

    assert {name for name in by_hand if not name.startswith(tuple(f"templates/{pack}/" for pack in _PACKS))} == _CELLS
