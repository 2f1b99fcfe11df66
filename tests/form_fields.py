"""`python -m tests.form_fields > tests/assessments/schema/form-fields.json`: every field of the form as people meet it.

What each is called on its page and in findings, its greatest length, whether it goes below zero, what it offers. Tests
compare the file: whoever changes the definition sees in its difference what changes for people.
"""

import json
import os
import sys
from typing import Any

import django


def form_fields() -> dict[str, dict[str, Any]]:
    """By pattern of the JSON pointer ("/projects/*/score"), in the order of the form."""
    from assessments.terms import Section  # noqa: PLC0415 - the settings come first
    from tests.assessments.web.test_labels import NO_PLACES, shown_fields  # noqa: PLC0415

    return {
        _pattern(bound.pointer): _described(bound)
        for section in Section
        for bound in shown_fields(section)
        if bound.pointer not in NO_PLACES
    }


def _pattern(pointer: str) -> str:
    from tests.assessments.schema.leaves import pattern_of  # noqa: PLC0415

    return pattern_of(pointer)


def _described(bound: Any) -> dict[str, Any]:
    from assessments.schema.pointers import word  # noqa: PLC0415

    field = bound.field
    described = {
        "label": str(bound.label),
        "in findings": word(bound.pointer),
        "kind": type(field).__name__,
        "help": str(field.help_text),
        "longest": getattr(field, "max_length", None),
        "longest line": getattr(field, "longest_line", None),
        "below zero": getattr(field, "negative", None),
        "choices": [label for value, label in getattr(field, "choices", ())],
        "rows": field.widget.attrs.get("rows"),
        "look": bound.build_widget_attrs({})["class"],
    }
    return {name: value for name, value in described.items() if value not in (None, "", [], False)}


def as_text() -> str:
    return json.dumps(form_fields(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.stdout.write(as_text())
