"""Figures and states as pages show them; the rules for the texts are in `budgets.money` and the enums."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from assessments.deadlines import punctuality_of
from assessments.models import Assessment
from assessments.rules.punctuality import Lateness
from assessments.terms import Completeness, ExemptionState, ReviewState, Severity, Status
from budgets.money import amount_text, plain_text, rate_text

register = template.Library()


@register.filter
def amount(yuan: Decimal | None) -> str:
    """元 as 万元 with two decimals and thousands separators."""
    return "—" if yuan is None else amount_text(yuan)


@register.filter
def percent(rate: Decimal | None) -> str:
    return rate_text(rate)


@register.filter
def exactly(number: Decimal) -> str:
    """A number with every decimal that it came with: a check says 2.00 of money and 2 of points."""
    return f"{number:,f}"


@register.filter
def points(number: Decimal | None) -> str:
    """A weight or a score without trailing zeros."""
    return "—" if number is None else plain_text(number)


@register.filter
def moment(at: datetime | None) -> str:
    """The day; of what happened today also the time."""
    if at is None:
        return "—"
    day = date_format(localtime(at), "Y年n月j日")
    return f"{day} {localtime(at):%H:%M}" if localdate(at) == localdate() else day


@register.filter
def at(found: Mapping[str, Sequence[Any]], key: str) -> Sequence[Any]:
    """What stands under a key, in the order in which it was put there."""
    return found.get(key, ())


@register.inclusion_tag("components/status.html")
def status(assessment: Assessment) -> dict[str, str]:
    """Where the assessment stands, in the department's words."""
    term = Status(assessment.status)
    return {"style": term.value, "label": term.label}


@register.inclusion_tag("components/status.html")
def bureau_status(assessment: Any) -> dict[str, str]:
    """Where the assessment stands, in the bureau's words; it comes from `queries.assessments_visible_to`."""
    term = ReviewState(assessment.review_state)
    return {"style": term.value, "label": term.label}


@register.filter
def lateness_of(assessment: Assessment) -> tuple[Lateness, ...]:
    """In what the department is late today."""
    return punctuality_of(assessment, localdate()).lateness


@register.inclusion_tag("components/lateness.html")
def lateness(kinds: tuple[Lateness, ...]) -> dict[str, list[str]]:
    """Nothing for a punctual one."""
    return {"labels": [kind.label for kind in kinds]}


@register.inclusion_tag("components/lateness.html")
def reply_lateness(kinds: tuple[Lateness, ...]) -> dict[str, list[str]]:
    """The same of a rectification notice."""
    return {"labels": [kind.reply_label for kind in kinds]}


@register.inclusion_tag("components/status.html")
def term_status(term: Completeness | ExemptionState | Severity | Status) -> dict[str, str]:
    return {"style": term.value, "label": term.label}
