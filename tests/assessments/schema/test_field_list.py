"""The list of fields in the documentation is that of the form."""

from pathlib import Path

from assessments.schema.field_list import document

LIST = Path(__file__).resolve().parents[3] / "docs" / "fields.md"


def test_the_list_is_that_of_the_form():
    assert LIST.read_text(encoding="utf-8") == document()
