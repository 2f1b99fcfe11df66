"""Near-copies as people compare them: the round's list of pairs, and two narratives side by side.

Who may not open the other department's paper reads its own words alone, with what stands in the other one marked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from assessments.checkup import last_year_of
from assessments.facts_loader import scheme_of
from assessments.models import Assessment, Round
from assessments.queries import assessments_for_review, assessments_visible_to, rounds_visible_to
from assessments.rules.text.similarity import (
    SharedPassage,
    Span,
    TextPiece,
    passages,
    pieces,
    prose_fields,
    prose_of,
    similarity,
)
from assessments.schema.facts import Narrative
from assessments.schema.pointers import word
from assessments.similarity import Copy, Pair, narrative_of, near_copies_of, near_pairs, neighbours_of
from assessments.web.addresses import copies_url
from assessments.web.forms.filters import CopiesFilter
from assessments.web.paging import page_numbers
from evalsite.accounts.models import User

PAIRS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class CopyMark:
    """A piece of a text. A copied one has a number; its first part has an anchor and the way to the other side's."""

    text: str
    number: int
    anchor: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class NarrativePart:
    """One field of a narrative."""

    label: str
    marks: tuple[CopyMark, ...]


@dataclass(frozen=True, slots=True)
class NarrativeColumn:
    title: str
    parts: tuple[NarrativePart, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One's own narrative beside another; `columns` has one's own alone where the other may not be read."""

    anchor: str
    source: str
    share: Decimal
    passages: int
    columns: tuple[NarrativeColumn, ...]


@dataclass(frozen=True, slots=True)
class CopiesPage:
    comparisons: tuple[Comparison, ...]
    limit: Decimal


def copies_page(user: User, assessment: Assessment) -> CopiesPage:
    """Last year's own report, as far as anything of it is repeated, and the near-copies of the round."""
    said, least = narrative_of(assessment), scheme_of(assessment.round).thresholds.similar_texts
    copies = near_copies_of(assessment, said, neighbours_of(assessment).texts, least)
    others = [copy.other.pk for copy in copies]
    readable = set(assessments_visible_to(user).filter(pk__in=others).values_list("pk", flat=True))
    found = [*_with_last_year(assessment, said)]
    found += [_with_neighbour(assessment, said, copy, may_read=copy.other.pk in readable) for copy in copies]
    return CopiesPage(tuple(found), least)


def _with_last_year(assessment: Assessment, said: Narrative) -> Iterator[Comparison]:
    last_year = last_year_of(assessment)
    if last_year is None:
        return
    share = similarity(prose_of(said), prose_of(last_year.narrative))
    titles = (f"{assessment.round.fiscal_year.year}年度", f"{last_year.year}年度")
    comparison = _comparison("last-year", "上年报告", share, titles, (said, last_year.narrative))
    if comparison.passages:
        yield comparison


def _with_neighbour(assessment: Assessment, said: Narrative, copy: Copy, *, may_read: bool) -> Comparison:
    name = copy.other.department.name
    titles = (assessment.department.name, name)[: 2 if may_read else 1]
    return _comparison(f"with-{copy.other.pk}", name, copy.share, titles, (said, narrative_of(copy.other)))


def _comparison(
    anchor: str, source: str, share: Decimal, titles: tuple[str, ...], texts: tuple[Narrative, Narrative]
) -> Comparison:
    found = passages(prose_of(texts[0]), prose_of(texts[1]))
    sides = [_cut(text, _spans(found, side)) for side, text in zip(("left", "right"), texts, strict=True)]
    numbers = [{piece.number for _, part in side for piece in part} for side in sides[: len(titles)]]
    linked = numbers[0] & numbers[1] - {0} if len(titles) > 1 else set()
    columns = (_column(anchor, at, title, sides[at], linked) for at, title in enumerate(titles))
    return Comparison(anchor, source, share, len(found), tuple(columns))


def _spans(found: Iterable[SharedPassage], side: str) -> list[tuple[Span, int]]:
    return [(getattr(passage, side), number) for number, passage in enumerate(found, 1)]


def _cut(said: Narrative, spans: list[tuple[Span, int]]) -> list[tuple[str, list[TextPiece]]]:
    """Every field with its pieces; the spans are offsets into the whole prose."""
    parts, start = [], 0
    for name, text in prose_fields(said):
        parts.append((name, pieces(text, spans, start)))
        start += len(text) + 1
    return parts


def _column(
    anchor: str, at: int, title: str, side: list[tuple[str, list[TextPiece]]], linked: set[int]
) -> NarrativeColumn:
    seen: set[int] = set()
    parts = []
    for name, cut in side:
        marks = []
        for piece in cut:
            is_first = piece.number in linked - seen
            seen.add(piece.number)
            anchors = (f"{anchor}-{at}-{piece.number}", f"{anchor}-{1 - at}-{piece.number}") if is_first else ("", "")
            marks.append(CopyMark(piece.text, piece.number, *anchors))
        parts.append(NarrativePart(word(f"/narrative/{name}"), tuple(marks)))
    return NarrativeColumn(title, tuple(parts))


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as it is listed: the side of which more is copied stands first; `url` leads to the comparison."""

    first: Assessment
    second: Assessment
    of_first: Decimal
    of_second: Decimal
    fields: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PairList:
    filter: CopiesFilter
    round: Round | None
    limit: Decimal | None
    page: Page[Pair]
    rows: tuple[PairRow, ...]
    query: str
    is_filtered: bool

    @property
    def page_numbers(self) -> list[int | str]:
        return page_numbers(self.page)


def pair_list(user: User, chosen: QueryDict) -> PairList:
    """The near-copies of the chosen round, or of the newest one, in the person's part of the county."""
    kept = chosen.copy()
    number = kept.pop("page", ["1"])[-1]
    narrowed = CopiesFilter(kept or None, rounds=rounds_visible_to(user))
    round_ = narrowed.chosen_round or rounds_visible_to(user).first()
    limit = scheme_of(round_).thresholds.similar_texts if round_ else None
    reviewed = assessments_for_review(user)
    pairs = near_pairs(round_, limit, reviewed) if round_ and limit is not None else []
    name = narrowed.chosen_name
    pairs = [pair for pair in pairs if name in pair.left.department.name or name in pair.right.department.name]
    page = Paginator(pairs, PAIRS_PER_PAGE).get_page(number)
    mine = set(reviewed.filter(round=round_).values_list("pk", flat=True))
    rows = tuple(_row(pair, mine, limit) for pair in page) if limit is not None else ()
    return PairList(narrowed, round_, limit, page, rows, kept.urlencode(), bool(name))


def _row(pair: Pair, mine: set[int], limit: Decimal) -> PairRow:
    sides = [(pair.left, pair.of_left), (pair.right, pair.of_right)]
    (first, of_first), (second, of_second) = sides if pair.of_left >= pair.of_right else sides[::-1]
    url = ""
    for one, share, other in ((second, of_second, first), (first, of_first, second)):
        if one.pk in mine and share >= limit:  # else its own page does not show the other
            url = f"{copies_url(one.pk)}#with-{other.pk}"
    return PairRow(first, second, of_first, of_second, _fields(first, second), url)


def _fields(first: Assessment, second: Assessment) -> tuple[str, ...]:
    """The fields of the first narrative in which copied words stand."""
    said = narrative_of(first)
    found = passages(prose_of(said), prose_of(narrative_of(second)))
    cut = _cut(said, _spans(found, "left"))
    return tuple(word(f"/narrative/{name}") for name, part in cut if any(piece.number for piece in part))
