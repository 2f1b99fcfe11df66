"""What the checks say of a written report, each finding with the words in the text that it means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assessments.intake.checked_report import Figure
from assessments.intake.extraction.figures import Passage, ReportReading, read_figures
from assessments.intake.extraction.other_papers import own_part
from assessments.intake.loading.document import ReportText, Span
from assessments.intake.locations import placed
from assessments.intake.picture_cells import without_unread
from assessments.rules.checks import CHECKS, TEXT_CHECKS, Check, Context, TextContext, run_report_checks
from assessments.rules.checks.check import InReports
from assessments.rules.findings import Finding

_BY_CODE: dict[str, Check[Context]] = {rule.code: rule for rule in CHECKS}
_PASSAGE_HOLDERS = ("/revenue", "/expenditure", "/project_totals", "/transfers")


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """One look at one report."""

    document: ReportText
    reading: ReportReading
    findings: tuple[Finding, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.reading.figures


def check_document(file: ReportText) -> ReportCheck:
    """Read the figures, run every check that they allow, and place what is found.

    Papers about the review that the file may hold beside the report are left out.
    """
    document = own_part(file)
    reading = read_figures(document)
    found = [
        *_of_prose(document, reading),
        *_of_whole(reading),
        *_of_passages(reading),
        *run_report_checks(reading.beside),
    ]
    said = without_unread(document, _once(found))
    return ReportCheck(file, reading, tuple(sorted(said, key=_order)))


def _of_prose(document: ReportText, reading: ReportReading) -> Iterator[Finding]:
    # What an office calls itself is read from these very words: it is no witness for them.
    department = replace(reading.facts.department, self_noun=None)
    context = TextContext(
        text=document.text,
        facts=replace(reading.facts, department=department),
        places=reading.places,
        tables=tuple((table.start, table.end) for table in document.tables),
        unread=document.unread,
    )
    for rule in TEXT_CHECKS:
        yield from rule.findings(context)


def _of_whole(reading: ReportReading) -> Iterator[Finding]:
    context = Context.of_file(reading.facts)
    for rule in CHECKS:
        if rule.in_reports in {InReports.WHOLE, InReports.PASSAGE}:
            for finding in rule.findings(context):
                if not _is_of_passage(rule, finding) and not _is_withheld(finding, reading.withheld):
                    yield placed(finding, reading.places)


def _is_of_passage(rule: Check[Context], finding: Finding) -> bool:
    """Whether the passages answer by themselves what the whole report cannot."""
    path = finding.path or ""
    return rule.in_reports is InReports.PASSAGE and f"/{path.partition('/')[2].partition('/')[0]}" in _PASSAGE_HOLDERS


def _is_withheld(finding: Finding, withheld: frozenset[tuple[str, str]]) -> bool:
    path = finding.path or ""
    if (finding.code, "") in withheld:
        return True
    steps = path.split("/")
    return any((finding.code, "/".join(steps[:end])) in withheld for end in range(2, len(steps) + 1))


def _of_passages(reading: ReportReading) -> Iterator[Finding]:
    for passage in reading.passages:
        yield from _of_passage(passage)


def _of_passage(passage: Passage) -> Iterator[Finding]:
    context = Context.of_file(passage.facts)
    found = [
        finding for code in sorted(passage.codes & _BY_CODE.keys()) for finding in _BY_CODE[code].findings(context)
    ]
    wrong = {finding.code for finding in found}
    # A slip is looked for where a sum was found wrong, not where the passage cannot answer for the sum at all.
    yield from (placed(finding, passage.places) for finding in found if _has_ground(_BY_CODE[finding.code], wrong))


def _has_ground(rule: Check[Context], wrong: set[str]) -> bool:
    return not rule.only_with or not wrong.isdisjoint(rule.only_with)


def _once(found: Iterable[Finding]) -> Iterable[Finding]:
    """The same thing is said once: of the same words, or of one field at every passage that states it."""
    said: dict[tuple[str, str, str | tuple[Span, ...]], Finding] = {}
    for finding in found:
        key = (finding.code, finding.message, finding.path or finding.spans)
        known = said.setdefault(key, finding)
        said[key] = replace(known, spans=tuple(dict.fromkeys((*known.spans, *finding.spans))))
    return said.values()


def _order(finding: Finding) -> tuple[str, tuple[Span, ...]]:
    return finding.code, finding.spans
