"""Who copied from whom in a round: found by the stored sample in a fixed number of queries, then compared in full."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from django.db.models import Count, Exists, OuterRef, QuerySet

from assessments.models import Assessment, NarrativeShingle, Round
from assessments.rules.text.similarity import (
    is_candidate,
    most_holders,
    own_shingles,
    prose_of,
    share,
    shingles,
    similarity,
)
from assessments.schema.facts import Narrative

MOST_CANDIDATES = 20  # of one text: the nearest by the sample are compared in full
MOST_PAIRS = 200  # of a round
NARRATIVE = tuple(Narrative.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other departments of a round, and how many narratives there are, one's own among them."""

    names: tuple[str, ...]
    texts: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Another department's narrative in which `share` percent of one's own stand."""

    other: Assessment
    share: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """Two narratives of a round: how much of the left one stands in the right one, and the reverse, in percent."""

    left: Assessment
    right: Assessment
    of_left: Decimal
    of_right: Decimal

    @property
    def share(self) -> Decimal:
        return max(self.of_left, self.of_right)


def narrative_of(assessment: Assessment) -> Narrative:
    return Narrative(**{name: getattr(assessment, name) for name in NARRATIVE})


def neighbours_of(assessment: Assessment) -> Neighbours:
    """One query."""
    rows = Assessment.objects.filter(round=assessment.round_id).values_list("pk", "department__name", _HAS_TEXT)
    names = tuple(name for pk, name, _ in rows if pk != assessment.pk)
    return Neighbours(names, sum(has_text for _, _, has_text in rows))


_HAS_TEXT = Exists(NarrativeShingle.objects.filter(assessment=OuterRef("pk")))


def near_copies_of(assessment: Assessment, said: Narrative, texts: int, least: Decimal) -> list[Copy]:
    """Narratives of the round in which at least `least` percent of this one stand, the nearest first.

    One query where nobody shares enough of it, whatever the number of departments; else two more, for what is common
    to all and for the texts.
    """
    limit = most_holders(texts)
    nearest = _nearest(assessment, limit, least)
    if not nearest:
        return []
    text, common = prose_of(said), frozenset(_common_to(assessment, limit))
    found = [Copy(other, similarity(text, prose_of(narrative_of(other)), common)) for other in _texts(nearest)]
    return sorted((copy for copy in found if copy.share >= least), key=lambda copy: (-copy.share, copy.other.pk))


def _common_to(assessment: Assessment, limit: int) -> QuerySet[NarrativeShingle, int]:
    """Shingles of this text that so many others hold that they are the round's form of words."""
    mine = NarrativeShingle.objects.filter(assessment=assessment)
    held = NarrativeShingle.objects.filter(round=assessment.round_id, value__in=mine.values("value"))
    return _values_held(held, holders__gt=limit)


def _nearest(assessment: Assessment, limit: int, least: Decimal) -> list[int]:
    """Who shares enough of what is not common; one's own text shares all of it."""
    mine = NarrativeShingle.objects.filter(assessment=assessment).exclude(value__in=_common_to(assessment, limit))
    sharing = (
        NarrativeShingle.objects.filter(round=assessment.round_id, value__in=mine.values("value"))
        .values("assessment")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "assessment")
        .values_list("assessment", "shared")
    )
    found = list(sharing[: MOST_CANDIDATES + 1])
    size = dict(found).get(assessment.pk, 0)
    return [pk for pk, shared in found if pk != assessment.pk and is_candidate(shared, size, least)]


def _values_held(rows: QuerySet[NarrativeShingle], **holders: int) -> QuerySet[NarrativeShingle, int]:
    """The shingles among the rows with so many holders."""
    counted = rows.values("value").annotate(holders=Count("pk")).order_by()
    return counted.filter(**holders).values_list("value", flat=True)


def _texts(keys: Iterable[int]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(pk__in=keys).select_related("department").only("department__name", *NARRATIVE)


def near_pairs(round_: Round, least: Decimal, reviewed: QuerySet[Assessment]) -> list[Pair]:
    """Pairs of the round that are alike by at least `least` percent, the nearest first, at most `MOST_PAIRS`.

    Only pairs with a side among `reviewed`. Five queries; the work grows with the texts, not with their pairs, because
    a shingle that links two texts has at most `LONGEST_LIST` holders.
    """
    rows = NarrativeShingle.objects.filter(round=round_)
    limit = most_holders(Assessment.objects.filter(_HAS_TEXT, round=round_).count())
    too_many = _values_held(rows, holders__gt=limit)
    common = frozenset(too_many)
    linking = _values_held(rows, holders__gt=1, holders__lte=limit)
    shared = _counted(rows.filter(value__in=linking).order_by("value").values_list("value", "assessment"))
    sizes = dict(
        rows.exclude(value__in=too_many)
        .values("assessment")
        .annotate(size=Count("pk"))
        .order_by()
        .values_list("assessment", "size")
    )
    mine = set(reviewed.filter(round=round_).values_list("pk", flat=True))
    chosen = _most_alike(shared, sizes, least, mine)
    texts = {item.pk: _Text.of(item, common) for item in _texts({pk for pair in chosen for pk in pair})}
    pairs = (_pair(texts[left], texts[right]) for left, right in chosen)
    return sorted((pair for pair in pairs if pair.share >= least), key=lambda pair: (-pair.share, pair.left.pk))


def _counted(links: Iterable[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """How many shingles each two texts share."""
    shared: Counter[tuple[int, int]] = Counter()
    for _, group in groupby(links, key=lambda link: link[0]):
        shared.update(combinations(sorted(holder for _, holder in group), 2))
    return shared


def _most_alike(
    shared: Mapping[tuple[int, int], int], sizes: Mapping[int, int], least: Decimal, mine: set[int]
) -> list[tuple[int, int]]:
    """The pairs that are worth a full comparison."""
    found = [
        (Decimal(count) / min(sizes[pair[0]], sizes[pair[1]]), pair)
        for pair, count in shared.items()
        if not mine.isdisjoint(pair) and is_candidate(count, min(sizes[pair[0]], sizes[pair[1]]), least)
    ]
    found.sort(key=lambda item: (-item[0], item[1]))
    return [pair for _, pair in found[:MOST_PAIRS]]


@dataclass(frozen=True, slots=True)
class _Text:
    """A narrative that may stand in many pairs, cut into shingles once."""

    assessment: Assessment
    own: frozenset[int]
    all: frozenset[int]

    @classmethod
    def of(cls, assessment: Assessment, common: frozenset[int]) -> "_Text":
        text = prose_of(narrative_of(assessment))
        return cls(assessment, own_shingles(text, common), shingles(text))


def _pair(left: _Text, right: _Text) -> Pair:
    return Pair(left.assessment, right.assessment, share(left.own, right.all), share(right.own, left.all))
