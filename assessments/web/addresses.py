"""Addresses of fields: where a place of the exchange form stands on the site."""

from urllib.parse import urlencode

from django.urls import reverse

from assessments.rules.checks.facts.claims import near_copies
from assessments.schema.pointers import field_id
from assessments.terms import Section


def section_url(assessment_pk: int, section: Section, project_row: int | None = None) -> str:
    if section.is_per_project:
        return reverse("assessments:project_section", args=[assessment_pk, project_row, section.value])
    return reverse("assessments:section", args=[assessment_pk, section.value])


def preview_url(section_address: str) -> str:
    """The pages that the section at this address feeds."""
    return f"{section_address}preview/"


def picture_url(section_address: str, number: int, mark: str) -> str:
    """One of these pages, from 1; `mark` changes with its looks."""
    return f"{preview_url(section_address)}{number}-{mark}.png"


def field_url(assessment_pk: int, section: Section, project_row: int | None, pointer: str) -> str:
    return f"{section_url(assessment_pk, section, project_row)}#{field_id(pointer)}"


def list_url(**chosen: object) -> str:
    """The bureau's list, narrowed as its filter names it."""
    return f"{reverse('assessments:review_list')}?{urlencode(chosen)}"


def review_url(assessment_pk: int, anchor: str = "") -> str:
    """The page of the review, at the element with this id."""
    return reverse("assessments:review", args=[assessment_pk]) + (f"#{anchor}" if anchor else "")


def copies_url(assessment_pk: int) -> str:
    return reverse("assessments:copies", args=[assessment_pk])


def comparison_url(assessment_pk: int, code: str, pointer: str | None) -> str:
    """Where the texts of a finding stand side by side; "" for a finding of another kind."""
    return copies_url(assessment_pk) if code == near_copies.code and pointer == "/narrative" else ""
