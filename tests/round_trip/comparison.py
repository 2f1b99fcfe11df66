"""What the draft says of itself beside what the check-up says of a paper made from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from assessments.exchange.taking_over import offers, proposed
from assessments.intake.findings import check_document
from assessments.intake.loading.document import ReportText
from assessments.reports.documents import Document
from assessments.rules.checks import CHECKS, Context, run_checks
from assessments.rules.checks.check import InReports
from assessments.rules.findings import Finding
from assessments.rules.scoring.computed import with_computed
from assessments.schema.facts import Facts
from assessments.terms import Severity
from tests.round_trip.departments import SCHEME, Case, drafts, statements
from tests.round_trip.papers import as_shown, is_shown

# Read in prose: a form has one finding for a field, a report one for the whole text.
_OF_PROSE = {rule.code for rule in CHECKS if rule.in_reports is InReports.PROSE}
_NEVER_ANSWERED = {rule.code for rule in CHECKS if rule.in_reports is InReports.NEVER}
# One finding for the whole paper, at whichever place comes first in it; a guess at one of several figures.
_AT_ANY_PLACE = {"K65", "K60"}


def key_of(finding: Finding, facts: Facts) -> tuple:
    """What a finding says, whichever way its paper orders and numbers things."""
    if finding.code in _OF_PROSE | _AT_ANY_PLACE:
        return (finding.code,)
    return (finding.code, finding.severity.value, _place(finding, facts), finding.left, finding.right)


def _place(finding: Finding, facts: Facts) -> tuple:
    """The names of the rows around a field and its own name; whose sub-goal an indicator belongs to is left out."""
    value, names = facts, []
    for step in (finding.path or "").split("/")[1:]:
        if isinstance(value, tuple):
            pairs = dict(item for item in value if isinstance(item, tuple) and len(item) == 2)
            if step in pairs:
                value = pairs[step]
                names.append(step)
                continue
            value = value[int(step)] if int(step) < len(value) else None
            name = value if isinstance(value, str) else _name(value, step)
            names.append("".join(str(name).split()))
        else:
            names.append(step)
            value = getattr(value, step, None)
    if names[:2] == ["goals", "sub"] and "indicators" in names:
        names = names[3:]
    return tuple(names)


def _name(row: object, step: str) -> str:
    fund = getattr(row, "fund", None)
    return getattr(row, "name", "") or getattr(row, "label", "") or (fund.label if fund else step)


def _once_where_of_a_text(keys: Iterable[tuple]) -> Counter:
    """How often each thing is said; what a report says of its whole text has no number in the draft."""
    return Counter({key: 1 if len(key) == 1 else count for key, count in Counter(keys).items()})


def own_findings(facts: Facts) -> Counter:
    """What the draft says of itself."""
    return _once_where_of_a_text(key_of(item, facts) for item in run_checks(Context(facts=facts, scheme=SCHEME)))


def allowed_findings(facts: Facts) -> Counter:
    """The same, and what the draft asks of a fund where only the totals of its projects are stated."""
    totals = replace(with_computed(facts, SCHEME), projects=())
    of_totals = (item for item in run_checks(Context(facts=totals, scheme=SCHEME)) if item.code == "K63")
    return own_findings(facts) | Counter({key_of(item, totals) for item in of_totals})


def of_what_is_shown(document: Document, facts: Facts) -> set[tuple]:
    """What the checks say where they know no more than a paper shows."""
    shown = as_shown(document, facts)
    found = run_checks(Context.of_file(shown))
    return {key_of(item, shown) for item in found if is_shown(document, facts, item.path)}


@cache
def unanswered(document: Document) -> frozenset[str]:
    """The checks that would say more of what a paper shows than the draft says: it shows too little for them."""
    return frozenset(_NEVER_ANSWERED) | {
        key[0]
        for case in (*statements()[::3], *drafts()[:8])
        for key in of_what_is_shown(document, case.facts) - set(allowed_findings(case.facts))
    }


def due(document: Document, case: Case) -> Counter:
    """The findings of the draft that its paper shows the ground of; a paper of words alone may round its rates."""
    shown = {key for key in of_what_is_shown(document, case.facts) if key[0] not in unanswered(document)}
    if document.key == "work-report":
        shown = {key for key in shown if key[:2] != ("K08", Severity.HINT.value)}
    return Counter(key for key in own_findings(case.facts) if key in shown)


@dataclass(frozen=True)
class Outcome:
    case: Case
    document: Document
    kind: str
    extra: Counter
    missing: Counter
    new: tuple[str, ...]  # what would be taken over into the very draft

    @property
    def is_same(self):
        return not (self.extra or self.missing or self.new)

    def __str__(self):
        lines = [f"{self.case.name} {self.document.key} {self.kind}"]
        lines += [f"  + {key}" for key in sorted(self.extra, key=str)]
        lines += [f"  - {key}" for key in sorted(self.missing, key=str)]
        return "\n".join(lines + [f"  > {row}" for row in self.new])


def outcome(case: Case, document: Document, kind: str, paper: ReportText, wanted: Counter) -> Outcome:
    """`wanted` are the findings that this paper shows the ground of."""
    check = check_document(paper)
    facts = check.reading.facts
    said = _once_where_of_a_text(key_of(item, facts) for item in check.findings)
    withheld = {code for code, pointer in check.reading.withheld if not pointer}
    wanted = Counter({key: 1 for key in wanted if key[0] not in withheld})
    year = None if facts.year == 1900 else facts.year
    given = proposed(facts, year, case.facts.year, frozenset(case.facts.units))
    new = (
        tuple(
            f"{offer.source} {offer.value!r:.60} <> {offer.now!r:.60}"
            for offer in offers(given, case.facts, with_computed(case.facts, SCHEME))
            if offer.is_open
        )
        if given
        else ("of another year",)
    )
    return Outcome(case, document, kind, said - allowed_findings(case.facts), wanted - said, new)
