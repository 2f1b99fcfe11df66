"""The corpus: sound reports and spoilt ones, what is found of them, and the figures by code and by style."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from assessments.intake.findings import check_document
from assessments.rules.findings import Finding
from assessments.terms import Severity
from tests.corpus.faults import FAULTS
from tests.corpus.paper import KINDS, Paper, placed, span_of
from tests.corpus.slips import slips
from tests.corpus.styles import STYLES

_SOUND_EACH = 2
_FIGURES_EACH = 6  # wrong figures of each style, one report each
_PDF_EVERY = 12  # of every so many reports one is a PDF: drawing one costs a second
_MATTERS = {Severity.ERROR, Severity.WARNING}


@dataclass(frozen=True)
class Case:
    """One report as a file of some kind, the codes of which one must be found, and where."""

    style: str
    kind: str
    paper: Paper
    what: str
    codes: frozenset = frozenset()
    places: tuple = ()

    @property
    def name(self):
        return f"{self.style}-{self.kind}-{self.what}"


@dataclass(frozen=True)
class Outcome:
    case: Case
    found: tuple[Finding, ...]  # what must be found, where it stands
    due: tuple[Finding, ...]  # what follows from the same wrong words
    false: tuple[Finding, ...]  # everything else that is no hint
    is_placed: bool  # whether the changed words were met again in what was read

    @property
    def is_found(self):
        return bool(self.found) or not self.case.codes


def corpus() -> Iterator[Case]:
    kinds = _kinds()
    for name in STYLES:
        for seed in range(_SOUND_EACH):
            yield Case(name, next(kinds), STYLES[name](Random(f"sound {name} {seed}"))[2], "sound")
    for name in STYLES:
        yield from _wrong_figures(name, kinds)
    for fault in FAULTS:
        for style in fault.styles[:3]:
            case = _spoilt(fault, style, kinds)
            if case:
                yield case


def _kinds():
    """Text, page and Word in turn, now and then a PDF."""
    at = 0
    while True:
        at += 1
        yield "pdf" if at % _PDF_EVERY == 0 else KINDS[at % 3]


def _wrong_figures(name, kinds):
    """For every code that a style's figures are held by, one figure of it; then others."""
    seen: Counter = Counter()
    for seed in range(_FIGURES_EACH):
        random = Random(f"figure {name} {seed}")
        paper = STYLES[name](random)[2]
        figures = [figure for figure in paper.figures() if slips(figure)]
        random.shuffle(figures)
        figure = min(figures, key=lambda one: max(seen[code] for code in one.codes), default=None)
        if figure is None:
            return
        seen.update(figure.codes)
        text = random.choice(slips(figure))
        kind = next(kinds)
        if (figure.row >= 0 or "K62" in figure.codes) and kind in {
            "txt",
            "pdf",
        }:  # a table's figures are read from tables
            kind = random.choice(("html", "docx"))
        changed = paper.with_figure(figure, text)
        yield Case(name, kind, changed, f"{figure.text} -> {text}", figure.codes, (placed(changed, figure, len(text)),))


def _spoilt(fault, style, kinds):
    for seed in range(8):
        random = Random(f"{fault.name} {style} {seed}")
        story, _, paper = STYLES[style](random, **fault.wanted)
        spoilt = fault.spoil(paper, story, random)
        if spoilt:
            changed, places = spoilt
            kind = next(kinds)
            if any(place[1] >= 0 for place in places) and kind in {"txt", "pdf"}:
                kind = random.choice(("html", "docx"))
            return Case(style, kind, changed, fault.name, frozenset({fault.code}), tuple(places))
    return None


def outcome(case: Case) -> Outcome:
    document = case.paper.read_from(case.kind)
    findings = check_document(document).findings
    spans = [span_of(document, case.paper, *place) for place in case.places]
    near = [finding for finding in findings if overlaps(finding, spans)]
    found = [finding for finding in near if finding.code in case.codes]
    due = [finding for finding in near if finding.code not in case.codes and finding.severity in _MATTERS]
    false = [finding for finding in findings if finding not in near and finding.severity in _MATTERS]
    return Outcome(case, tuple(found), tuple(due), tuple(false), is_placed=any(spans))


def overlaps(finding, spans):
    return any(start < span[1] and span[0] < end for span in spans if span for start, end in finding.spans)


def recall(outcomes) -> tuple[int, int]:
    """Seeded errors that were found, and how many there are."""
    seeded = [one for one in outcomes if one.case.codes]
    return sum(one.is_found for one in seeded), len(seeded)


def precision(outcomes) -> tuple[int, int]:
    """Findings that are right, and all of them but hints that nobody seeded."""
    right = sum(len(one.found) + len(one.due) for one in outcomes)
    return right, right + sum(len(one.false) for one in outcomes)


def table(outcomes) -> str:
    """By code, by style and by kind of file, then what was missed and what was said without reason."""
    lines = []
    for title, key in (
        ("code", _codes),
        ("style", lambda one: [one.case.style]),
        ("file", lambda one: [one.case.kind]),
    ):
        groups = defaultdict(list)
        for one in outcomes:
            for label in key(one):
                groups[label].append(one)
        lines += ["", f"{title:<18}{'reports':>8}{'seeded':>8}{'found':>8}{'false':>8}"]
        for label, members in sorted(groups.items()):
            found, seeded = recall(members)
            lines.append(
                f"{label:<18}{len(members):>8}{seeded:>8}{found:>8}{sum(len(one.false) for one in members):>8}"
            )
    found, seeded = recall(outcomes)
    right, said = precision(outcomes)
    sound = [one for one in outcomes if not one.case.codes]
    lines += [
        "",
        f"{len(outcomes)} reports, {len(sound)} sound, {len(STYLES)} styles",
        f"recall     {found}/{seeded} = {found / seeded:.1%}",
        f"precision  {right}/{said} = {right / said:.1%}",
    ]
    return "\n".join(lines[1:])


def _codes(one):
    return ["/".join(sorted(one.case.codes)) or "(sound)"]


def complaints(outcomes) -> str:
    lines = []
    for one in outcomes:
        if not one.is_found:
            lines.append(f"missed  {one.case.name} {'/'.join(sorted(one.case.codes))}")
        lines += [f"false   {one.case.name} {finding.code} {finding.message}" for finding in one.false]
    return "\n".join(lines)
