"""A report with everything that its check-up says: what the bounded child hands out, pages show and rows keep.

Data only. How it comes about is known to the child alone (`checking`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.intake.loading.document import ReportText, Span
from assessments.rules.findings import Finding
from assessments.schema.facts import Facts
from assessments.schema.plain_values import plain, restored
from assessments.terms import Severity

NO_YEAR = 1900  # facts cannot be without a year: this one says that the report names none


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as a person reads it: `name` is its place in the exchange file ("revenue.total") or None."""

    name: str | None
    value: str
    unit: str
    span: Span
    words: Span
    year: int | None = None  # where it is of another year than the report


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was read and found. Lists may be cut (`bounds`); the counts are those of the whole report.

    `places` tells for each pointer of the facts where it stands; findings come in the order of codes and of the text.
    """

    facts: Facts
    places: Mapping[str, tuple[Span, ...]]
    findings: tuple[Finding, ...] = ()
    counts: tuple[tuple[Severity, int], ...] = ()
    figures: tuple[Figure, ...] = ()
    named_count: int = 0
    unnamed_count: int = 0


@dataclass(frozen=True, slots=True)
class CheckedReport:
    document: ReportText
    result: CheckResult

    def as_json(self) -> dict[str, Any]:
        return {"document": self.document.as_json(), "result": plain(self.result)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "CheckedReport":
        """What `as_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        return cls(ReportText.from_json(stored["document"]), restored(CheckResult, stored["result"]))
