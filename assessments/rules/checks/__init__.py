"""The checks: every rule that a self-assessment must hold, in the order of their codes.

A new check is a function in one of the modules here with `@check(...)`, listed in that module's CHECKS: over the facts
of the form, over prose, or over the figures of a written report. A code may hold several of them: one list each, and
`@other_check.also(...)`, so that its severity, title and source are written once.
"""

from typing import Any

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
from assessments.rules.checks.reports import counts as report_counts
from assessments.rules.checks.reports import rates, repeated, unreadable
from assessments.rules.checks.reports import sums as report_sums
from assessments.rules.checks.text import fulfilment, layout, narrative, statements, wording
from assessments.rules.checks.text.reading import TextContext
from assessments.rules.findings import Finding
from assessments.rules.text.stated import ReportFigures

__all__ = [
    "CHECKS",
    "CODES",
    "EVERY_CHECK",
    "EXPLAINED_ERRORS",
    "REPORT_CHECKS",
    "TEXT_CHECKS",
    "Check",
    "Context",
    "Finding",
    "ReportFigures",
    "TextContext",
    "run_checks",
    "run_report_checks",
    "run_text_checks",
]

_OF_AMOUNTS = (sums, execution, counts, magnitude, slips)
_OF_FACTS = (*_OF_AMOUNTS, scores, indicators, design, goals, claims, formalities, narrative)
_OF_PROSE = (wording, layout, statements, fulfilment)
_OF_REPORTS = (report_sums, rates, report_counts, repeated, unreadable)
CHECKS: tuple[Check[Context], ...] = tuple(
    sorted((rule for module in _OF_FACTS for rule in module.CHECKS), key=lambda rule: rule.code)
)
TEXT_CHECKS: tuple[Check[TextContext], ...] = tuple(
    sorted((rule for module in _OF_PROSE for rule in module.CHECKS), key=lambda rule: rule.code)
)
REPORT_CHECKS: tuple[Check[ReportFigures], ...] = tuple(
    sorted((rule for module in _OF_REPORTS for rule in module.CHECKS), key=lambda rule: rule.code)
)
EVERY_CHECK: tuple[Check[Any], ...] = (*CHECKS, *TEXT_CHECKS, *REPORT_CHECKS)
EXPLAINED_ERRORS: frozenset[str] = frozenset(rule.code for rule in EVERY_CHECK if rule.is_explained)
CODES: tuple[str, ...] = tuple(sorted({rule.code for rule in EVERY_CHECK}))


def run_checks(context: Context) -> tuple[Finding, ...]:
    """Everything that every check finds, in the order of the codes and, within a code, of the form."""
    return tuple(finding for rule in CHECKS for finding in rule.findings(context))


def run_text_checks(context: TextContext) -> tuple[Finding, ...]:
    """Everything that the checks over prose find in a report, in the order of their codes and then of the text."""
    found = [finding for rule in TEXT_CHECKS for finding in rule.findings(context)]
    return tuple(sorted(found, key=lambda finding: (finding.code, finding.spans)))


def run_report_checks(report: ReportFigures) -> tuple[Finding, ...]:
    """Everything that is wrong with the figures of a report that stand in no field of the form."""
    return tuple(finding for rule in REPORT_CHECKS for finding in rule.findings(report))
