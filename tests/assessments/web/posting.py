"""What a browser sends for a form as the page shows it."""

from typing import Any

from django import forms

from assessments.schema.facts import Facts
from assessments.schema.scheme import SCHEME_2020_10
from assessments.schema.sections import section_data
from assessments.terms import Section
from assessments.web.forms.dataclass_form import DataclassForm, RowFormset
from assessments.web.forms.form_context import FormContext
from assessments.web.forms.section_form import SectionForm
from assessments.web.sections.forms.sections import section_form


def surroundings(facts: Facts, section: Section, **options: Any) -> FormContext:
    return FormContext(facts=facts, scheme=SCHEME_2020_10, project=0 if section.is_per_project else None, **options)


def opened(facts: Facts, section: Section, data: dict[str, str] | None = None, **options: Any) -> SectionForm:
    """The section's form over the facts; with `data` as posted."""
    context = surroundings(facts, section, **options)
    return section_form(section, section_data(facts, section, context.project), context, data)


def posted(form: SectionForm) -> dict[str, str]:
    """Every field with the value that the page shows, as a browser would send it back."""
    data: dict[str, str] = {}
    for part in form.parts:
        _collect(part, data)
    return data


def _collect(part: DataclassForm | RowFormset, data: dict[str, str]) -> None:
    if isinstance(part, RowFormset):
        for form in part:
            _collect(form, data)
        return
    for bound in part:
        value = bound.value()
        if isinstance(bound.field, forms.BooleanField):
            if value:
                data[bound.html_name] = "on"
        elif not bound.field.disabled:  # shown as text
            data[bound.html_name] = str(value if value is not None else "")
    for rows in part.rows.values():
        _collect(rows, data)
