"""What the checks say of a written report, each finding with the words in the text that it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assessments.intake.document import ReportText, Span
from assessments.intake.figures import Figure, Passage, Reading, read_figures
from assessments.rules.checks import CHECKS, TEXT_CHECKS, Check, Context, TextContext, run_checks
from assessments.rules.findings import Finding
from assessments.rules.places import shortened
from assessments.terms import Severity

_BY_CODE: dict[str, Check] = {rule.code: rule for rule in CHECKS}
# Read from the prose itself; in the form they speak of single fields. K29 asks for such a field.
# K45 holds dates in both.
_OF_PROSE = {rule.code for rule in TEXT_CHECKS} - {"K45"} | {"K29"}
# What else a finding is about, besides the place that it names: the parts of a sum, what a rate divides.
_PARTS: dict[str, tuple[str, ...]] = {
    "K01": ("/revenue/lines",),
    "K02": ("/expenditure/basic", "/expenditure/projects"),
    "K03": ("/expenditure/personnel", "/expenditure/operating"),
    "K04": ("/expenditure/total",),
    "K06": ("/project_totals/by_fund",),
    "K15": ("/score", "/grade"),
    "K16": ("/project_totals/count", "/transfers/count"),
    "K45": ("/dates",),
}
_OF_EXECUTION = {"K08", "K09", "K10"}
_SHOWN_AT_MOST = 12  # spans of one finding


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """One look at one report."""

    document: ReportText
    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.reading.figures


def check_document(document: ReportText) -> ReportCheck:
    """Read the figures, run every check that they allow, and place what is found."""
    reading = read_figures(document)
    found = [
        *_of_prose(document, reading),
        *_of_whole(reading),
        *_of_passages(reading),
        *reading.arithmetic,
        *_unreadable(document, reading),
    ]
    return ReportCheck(document, reading, tuple(sorted(_once(found), key=_order)))


def _of_prose(document: ReportText, reading: Reading) -> Iterator[Finding]:
    context = TextContext(
        text=document.text,
        facts=reading.facts,
        places=reading.places,
        tables=tuple((table.start, table.end) for table in document.tables),
    )
    for rule in TEXT_CHECKS:
        yield from rule.findings(context)


def _of_whole(reading: Reading) -> Iterator[Finding]:
    for finding in run_checks(Context.of_file(reading.facts)):
        if finding.code not in _OF_PROSE and not _is_withheld(finding, reading.withheld):
            yield _placed(finding, reading.places)


def _is_withheld(finding: Finding, withheld: frozenset[tuple[str, str]]) -> bool:
    path = finding.path or ""
    if (finding.code, "") in withheld:
        return True
    steps = path.split("/")
    return any((finding.code, "/".join(steps[:end])) in withheld for end in range(2, len(steps) + 1))


def _of_passages(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        yield from _of_passage(passage)


def _of_passage(passage: Passage) -> Iterator[Finding]:
    context = Context.of_file(passage.facts)
    for code in sorted(passage.codes & _BY_CODE.keys()):
        for finding in _BY_CODE[code].findings(context):
            yield _placed(finding, passage.places)


def _placed(finding: Finding, places: Mapping[str, tuple[Span, ...]]) -> Finding:
    """The finding with its places in the text; spans inside a narrative passage are moved to where it stands."""
    path = finding.path or ""
    if finding.spans and path in places:
        start = places[path][0][0]
        return replace(finding, spans=tuple((start + low, start + high) for low, high in finding.spans))
    spans = [*_at(path, places)]
    holder = path.rpartition("/")[0]
    around = (f"{holder}/{name}" for name in ("adjusted", "total", "executed")) if finding.code in _OF_EXECUTION else ()
    for pointer in (*_PARTS.get(finding.code, ()), *around):
        spans.extend(_below(pointer, places))
    return replace(finding, spans=tuple(dict.fromkeys(spans))[:_SHOWN_AT_MOST])


def _at(path: str, places: Mapping[str, tuple[Span, ...]]) -> Iterator[Span]:
    """Where a fact stands; for one that is missing, what stands beside it."""
    while path:
        if path in places:
            yield from places[path]
            return
        below = list(_below(path, places))
        if below:
            yield from below
            return
        path = path.rpartition("/")[0]


def _below(pointer: str, places: Mapping[str, tuple[Span, ...]]) -> Iterator[Span]:
    for known, spans in places.items():
        if known == pointer or known.startswith(f"{pointer}/"):
            yield from spans


def _unreadable(document: ReportText, reading: Reading) -> Iterator[Finding]:
    """K67: a number with a unit that nobody can read."""
    for mention in reading.unreadable:
        start, end = reading.page.span(mention.start, mention.end)
        words = shortened("".join(document.text[start:end].split()))
        yield Finding(
            code="K67",
            severity=Severity.ERROR,
            message=f"“{words}”无法识别为数字，请改为如 1234.56 的数字。",
            spans=((start, end),),
        )


def _once(found: list[Finding]) -> Iterator[Finding]:
    """The same thing said of the same words is said once."""
    seen = set()
    for finding in found:
        key = (finding.code, finding.spans, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding


def _order(finding: Finding) -> tuple[str, tuple[Span, ...]]:
    return finding.code, finding.spans
