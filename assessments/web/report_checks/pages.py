"""报告校核: a written report with every finding where it stands, and the figures that were read from it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.intake.checked_report import CheckedReport, Figure
from assessments.intake.loading.document import Span
from assessments.rules.findings import Finding
from assessments.schema.pointers import label, place_of, shortened
from assessments.terms import Section, Severity
from assessments.web.report_checks.highlighted_text import Block, Mark, marked_blocks

# What one page lists at most; the rest is counted and said.
MOST_FINDINGS = 1_000
MOST_NAMED = 2_000
MOST_UNNAMED = 500
_LONGEST_WORDS = 80


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One finding of the list: its number, and the anchors of its places in the text."""

    number: int
    finding: Finding
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundGroup:
    severity: Severity
    items: tuple[FoundItem, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number as it was read: what it is called, its value with its unit, its words, and what was found in it."""

    label: str
    value: str
    words: str
    anchor: str
    found: tuple[FoundItem, ...]


@dataclass(frozen=True, slots=True)
class FigureGroup:
    section: Section
    rows: tuple[FigureRow, ...]


class ReportCheckPage:
    """Everything that the page of one check-up shows."""

    def __init__(self, name: str, report: CheckedReport) -> None:
        self.name = name
        self.document, self.result = report.document, report.result
        by_severity = sorted(self.result.findings, key=lambda item: list(Severity).index(item.severity))
        self.items = tuple(
            FoundItem(number, finding, tuple(f"m{number}-{at}" for at in range(1, len(finding.spans) + 1)))
            for number, finding in enumerate(by_severity[:MOST_FINDINGS], start=1)
        )
        self.unlisted = sum(count for _, count in self.counts) - len(self.items)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.document.notes

    @cached_property
    def groups(self) -> tuple[FoundGroup, ...]:
        """The list by severity, the gravest first; severities with nothing in them are left out."""
        groups = (
            FoundGroup(severity, tuple(item for item in self.items if item.finding.severity is severity))
            for severity in Severity
        )
        return tuple(group for group in groups if group.items)

    @property
    def counts(self) -> tuple[tuple[Severity, int], ...]:
        return self.result.counts

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return marked_blocks(self.document, self._marks(), self._anchors())

    def _marks(self) -> Iterator[Mark]:
        for item in self.items:
            for span, anchor in zip(item.finding.spans, item.places, strict=True):
                yield Mark(span, item.finding.severity, item.number, anchor, item.finding.message)

    def _anchors(self) -> Iterator[tuple[int, str]]:
        """Every place that a figure was read from, and every other place that the facts were."""
        figures = {figure.words[0] for figure in self.result.figures}
        stated = {start for spans in self.result.places.values() for start, _ in spans}
        return ((start, anchor_at(start)) for start in sorted(figures | stated))

    @cached_property
    def figure_groups(self) -> tuple[FigureGroup, ...]:
        """Named figures by the section of the form that they belong to, at most MOST_NAMED of them."""
        groups: dict[Section, list[FigureRow]] = {}
        for figure in self.named[:MOST_NAMED]:
            pointer = pointer_of(figure)
            place = place_of(pointer)
            groups.setdefault(place.section if place else Section.OVERVIEW, []).append(
                self._row(figure, label(pointer, self.result.facts))
            )
        return tuple(FigureGroup(section, tuple(groups[section])) for section in Section if section in groups)

    @cached_property
    def named(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.result.figures if figure.name)

    @property
    def unlisted_named(self) -> int:
        return max(0, self.result.named_count - MOST_NAMED)

    @cached_property
    def unnamed(self) -> tuple[FigureRow, ...]:
        rows = (figure for figure in self.result.figures if not figure.name)
        return tuple(self._row(figure, "") for figure, _ in zip(rows, range(MOST_UNNAMED), strict=False))

    @property
    def unnamed_count(self) -> int:
        return self.result.unnamed_count

    def _row(self, figure: Figure, name: str) -> FigureRow:
        return FigureRow(
            label=name,
            value=figure.value + (figure.unit if figure.unit == "%" else f" {figure.unit}" if figure.unit else ""),
            words=quoted(self.document.text, figure.words),
            anchor=anchor_at(figure.words[0]),
            found=tuple(self.found_in.at(figure.span)),
        )

    @cached_property
    def found_in(self) -> "FoundPlaces":
        return FoundPlaces(self.items)


class FoundPlaces:
    """Which findings lie over a place of the text. A finding that means more than one line is not about a figure."""

    _LONGEST = 120  # characters

    def __init__(self, items: Sequence[FoundItem]) -> None:
        self._spans = sorted(
            ((span, item) for item in items for span in item.finding.spans if span[1] - span[0] <= self._LONGEST),
            key=lambda pair: (pair[0], pair[1].number),
        )
        self._starts = [span[0] for span, _ in self._spans]

    def at(self, place: Span) -> Iterable[FoundItem]:
        """Findings over this place, each once, in the order of the list."""
        first = bisect_left(self._starts, place[0] - self._LONGEST)
        last = bisect_left(self._starts, place[1])
        found = {item.number: item for span, item in self._spans[first:last] if span[1] > place[0]}
        return (found[number] for number in sorted(found))


def anchor_at(offset: int) -> str:
    """The id of a place in the shown text."""
    return f"at-{offset}"


def pointer_of(figure: Figure) -> str:
    return "/" + (figure.name or "").replace(".", "/")


def quoted(text: str, span: Span) -> str:
    """The words of a place in one line, shortened."""
    return shortened(" ".join(text[slice(*span)].split()), _LONGEST_WORDS)
