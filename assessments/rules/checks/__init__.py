"""The checks: every rule that a self-assessment must hold, in the order of their codes.

A new check is a function in one of the modules here with `@check(...)`, over the facts, or `@text_check(...)`, over
prose, listed in that module's CHECKS. A code that reads both a form and a report stands in both lists.
"""

from assessments.rules.checks.check import Check, Context
from assessments.rules.checks.facts import (
    claims,
    counts,
    design,
    execution,
    formalities,
    goals,
    indicators,
    magnitude,
    scores,
    slips,
    sums,
)
from assessments.rules.checks.text import fulfilment, layout, narrative, statements, wording
from assessments.rules.checks.text.reading import TextCheck, TextContext
from assessments.rules.findings import Finding

__all__ = [
    "CHECKS",
    "CODES",
    "TEXT_CHECKS",
    "Check",
    "Context",
    "Finding",
    "TextCheck",
    "TextContext",
    "run_checks",
    "run_text_checks",
]

_OF_AMOUNTS = (sums, execution, counts, magnitude, slips)
_OF_FACTS = (*_OF_AMOUNTS, scores, indicators, design, goals, claims, formalities, narrative)
_OF_PROSE = (wording, layout, statements, fulfilment)
CHECKS: tuple[Check, ...] = tuple(
    sorted((rule for module in _OF_FACTS for rule in module.CHECKS), key=lambda rule: rule.code)
)
TEXT_CHECKS: tuple[TextCheck, ...] = tuple(
    sorted((rule for module in _OF_PROSE for rule in module.CHECKS), key=lambda rule: rule.code)
)
CODES: tuple[str, ...] = tuple(sorted({rule.code for rule in CHECKS} | {rule.code for rule in TEXT_CHECKS}))


def run_checks(context: Context) -> tuple[Finding, ...]:
    """Everything that every check finds, in the order of the codes and, within a code, of the form."""
    return tuple(finding for rule in CHECKS for finding in rule.findings(context))


def run_text_checks(context: TextContext) -> tuple[Finding, ...]:
    """Everything that the checks over prose find in a report, in the order of their codes and then of the text."""
    found = [finding for rule in TEXT_CHECKS for finding in rule.findings(context)]
    return tuple(sorted(found, key=lambda finding: (finding.code, finding.spans)))
