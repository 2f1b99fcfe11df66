"""The tasks of the bounded child: a report is read and checked there, whole. Nothing else imports this module."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assessments.intake import limits
from assessments.intake.checked_report import CheckedReport, CheckResult, Figure
from assessments.intake.extraction.other_papers import with_note_on_other_papers
from assessments.intake.findings import ReportCheck, check_document
from assessments.intake.loading.document import ReportText, Unreadable
from assessments.intake.reader_process import read_file, read_pasted
from assessments.rules.findings import Finding
from assessments.terms import Severity


def check_file(content: bytes, name: str) -> dict[str, Any]:
    """A file as it was sent; `name` gives its extension."""
    return checked(read_file(content, name)).as_json()


def check_pasted(content: bytes) -> dict[str, Any]:
    return checked(read_pasted(content.decode("utf-8", "surrogatepass"))).as_json()


def check_again(content: bytes) -> dict[str, Any]:
    """A report that was read before, as JSON (`ReportText.as_json`)."""
    return checked(ReportText.from_json(json.loads(content))).as_json()


def checked(document: ReportText) -> CheckedReport:
    """Raises child.Refusal for a report that holds more than one page can show, and for what is none."""
    _refuse_what_is_too_much(document)
    document = with_note_on_other_papers(document)
    return CheckedReport(document, _result(check_document(document)))


def _refuse_what_is_too_much(document: ReportText) -> None:
    cells = sum(len(table.cells) for table in document.tables)
    for found, most, what in (
        (len(document.text), limits.MOST_CHARACTERS, "字"),
        (document.text.count("\n"), limits.MOST_LINES, "行"),
        (cells, limits.MOST_CELLS, "个表格单元格"),
    ):
        if found > most:
            raise Unreadable(f"报告超过 {most // 10_000} 万{what}，无法校核。请只保留自评报告后重试。")


def _result(check: ReportCheck) -> CheckResult:
    counts = Counter(finding.severity for finding in check.findings)
    named = sum(1 for figure in check.figures if figure.name)
    return CheckResult(
        facts=check.reading.facts,
        places=check.reading.places,
        findings=_gravest(check.findings),
        counts=tuple((severity, counts[severity]) for severity in Severity),
        figures=_named_first(check.figures),
        named_count=named,
        unnamed_count=len(check.figures) - named,
    )


def _gravest(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """At most MOST_FINDINGS, the gravest; in the order in which they came, with at most MOST_SPANS places each."""
    ranks = list(Severity)
    numbered = sorted(enumerate(findings), key=lambda item: ranks.index(item[1].severity))[: limits.MOST_FINDINGS]
    return tuple(replace(finding, spans=finding.spans[: limits.MOST_SPANS]) for _, finding in sorted(numbered, key=_at))


def _named_first(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """At most MOST_FIGURES, those with a name before the others; in the order of the text."""
    numbered = sorted(enumerate(figures), key=lambda item: item[1].name is None)[: limits.MOST_FIGURES]
    return tuple(figure for _, figure in sorted(numbered, key=_at))


def _at(item: tuple[int, Any]) -> int:
    return item[0]
