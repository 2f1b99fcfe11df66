"""The checks: every rule that a self-assessment must hold, in the order of their codes.

A new check is a function in one of the modules here with `@check(...)`, over the facts, or `@text_check(...)`, over
prose, listed in that module's CHECKS. A code that reads both a form and a report stands in both lists.
"""

from collections.abc import Sequence
from dataclasses import replace

from assessments.rules.checks import (
    claims,
    counts,
    design,
    execution,
    formalities,
    goals,
    indicators,
    layout,
    narrative,
    scores,
    slips,
    statements,
    sums,
    wording,
)
from assessments.rules.checks.check import WITHOUT_GROUPS, Check, Context
from assessments.rules.checks.reading import TextCheck, TextContext, spans_at
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

_OF_FACTS = (sums, execution, counts, scores, indicators, design, goals, claims, formalities, slips, narrative)
_OF_PROSE = (wording, layout, statements)
CHECKS: tuple[Check, ...] = tuple(
    sorted((rule for module in _OF_FACTS for rule in module.CHECKS), key=lambda rule: rule.code)
)
TEXT_CHECKS: tuple[TextCheck, ...] = tuple(
    sorted((rule for module in _OF_PROSE for rule in module.CHECKS), key=lambda rule: rule.code)
)
CODES: tuple[str, ...] = tuple(sorted({rule.code for rule in CHECKS} | {rule.code for rule in TEXT_CHECKS}))

# In a report these are read from its prose; K29 asks for a field of the form. K45 holds dates in both.
_NOT_OF_REPORTS = {rule.code for rule in TEXT_CHECKS} - {"K45"} | {"K29"}


def run_checks(context: Context) -> tuple[Finding, ...]:
    """Everything that every check finds, in the order of the codes and, within a code, of the form."""
    return tuple(finding for rule in CHECKS for finding in rule.findings(context))


def run_text_checks(context: TextContext) -> tuple[Finding, ...]:
    """Everything that the checks find in a report: in its prose, and in the figures that were read from it.

    Findings stand in the order of their codes and, within a code, of the text; each has its places in the text as
    `spans`, as far as `context.places` says where a figure stands.
    """
    found = [finding for rule in TEXT_CHECKS for finding in rule.findings(context)]
    found += _of_figures(context)
    return tuple(sorted(found, key=lambda finding: (finding.code, _first(finding.spans))))


def _of_figures(context: TextContext) -> list[Finding]:
    facts = context.facts
    if facts is None or context.is_field:
        return []
    around = Context(
        facts=facts, scheme=context.scheme or facts.scheme or WITHOUT_GROUPS, scheme_in_part=context.scheme is None
    )
    findings = (finding for rule in CHECKS if rule.code not in _NOT_OF_REPORTS for finding in rule.findings(around))
    return [replace(finding, spans=spans_at(context.places, finding.path or "")) for finding in findings]


def _first(spans: Sequence[tuple[int, int]]) -> int:
    return spans[0][0] if spans else -1
