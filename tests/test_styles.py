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
