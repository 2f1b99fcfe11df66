"""The checks: every rule that a self-assessment must hold, in the order of their codes.

A new check is a function in one of the modules here with `@check(...)`, listed in that module's CHECKS.
"""

from assessments.rules.checks import (
    claims,
    counts,
    design,
    execution,
    formalities,
    goals,
    indicators,
    scores,
    slips,
    sums,
)
from assessments.rules.checks.check import Check, Context
from assessments.rules.findings import Finding

__all__ = ["CHECKS", "Check", "Context", "Finding", "run_checks"]

_MODULES = (sums, execution, counts, scores, indicators, design, goals, claims, formalities, slips)
CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (rule for module in _MODULES for rule in module.CHECKS),
        key=lambda rule: rule.code,
    )
)


def run_checks(context: Context) -> tuple[Finding, ...]:
    """Everything that every check finds, in the order of the codes and, within a code, of the form."""
    return tuple(finding for rule in CHECKS for finding in rule.findings(context))
