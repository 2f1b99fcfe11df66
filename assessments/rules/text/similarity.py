"""Near-copies among many narratives (K59): sampled shingles to find them by, so that no pair is compared in vain.

A shingle is a run of characters without spaces, digits and punctuation: a copied sentence with other figures is still
a copy. Similarity is the share of one text's shingles that stand in the other, in percent.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from decimal import Decimal
from zlib import crc32

from assessments.schema.facts import Narrative
from budgets.money import rate

SHINGLE = 8  # characters: long enough that two offices do not hit upon it by themselves
SAMPLE = 4  # one shingle in so many goes into the index; the same ones in every text
# A passage that more texts share is the round's own form of words, from its notice: a tenth of them, in these bounds.
FEWEST_HOLDERS = 5
LONGEST_LIST = 40
SHORTEST_TEXT = 60  # letters; shorter texts are alike by nature
SHORTEST_PASSAGE = 20  # letters a passage has at least, to be shown as copied

Span = tuple[int, int]
_NO_LETTER = re.compile(r"[\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """One text that is largely another: `source` says whose ("教育局", "上年报告"), `similarity` in percent."""

    source: str
    similarity: Decimal


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a text; `number` counts the copied ones, 0 is the department's own words."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Words that stand in both texts, with their places in each."""

    left: Span
    right: Span


def prose_of(said: Narrative) -> str:
    """What a department wrote in its own words: the text that is compared."""
    return "\n".join(part for _, part in prose_fields(said))


def prose_fields(said: Narrative) -> list[tuple[str, str]]:
    """The same, field by field: (name, text) of those that are filled in."""
    texts = ((field.name, getattr(said, field.name)) for field in fields(said))
    return [(name, text) for name, text in texts if text]


def letters(text: str) -> tuple[str, list[int]]:
    """The text without spaces, digits and punctuation, and where each letter stood."""
    places = [at for at, sign in enumerate(text) if not _NO_LETTER.match(sign)]
    return "".join(text[at] for at in places), places


def shingles(text: str) -> frozenset[int]:
    return frozenset(_in_order(text))


def _in_order(text: str) -> Iterator[int]:
    plain, _ = letters(text)
    return (crc32(plain[at : at + SHINGLE].encode()) for at in range(len(plain) - SHINGLE + 1))


def similarity(text: str, other: str, common: AbstractSet[int] = frozenset()) -> Decimal:
    """How much of `text` stands in `other`, in percent; 0 for a text too short to say.

    `common` are sampled shingles that do not count: passages that many texts share.
    """
    return share(own_shingles(text, common), shingles(other))


def share(mine: AbstractSet[int], theirs: AbstractSet[int]) -> Decimal:
    """How much of one text's shingles stand in the other's, in percent; 0 for a text too short to say."""
    if len(mine) < SHORTEST_TEXT - SHINGLE + 1:
        return Decimal(0)
    return rate(Decimal(len(mine & theirs)), Decimal(len(mine))) or Decimal(0)


def own_shingles(text: str, common: AbstractSet[int]) -> frozenset[int]:
    """The text's shingles but for common passages: between two samples a shingle is as common as the one before it."""
    kept, is_common = set(), False
    for shingle in _in_order(text):
        is_common = shingle in common if shingle % SAMPLE == 0 else is_common
        if not is_common:
            kept.add(shingle)
    return frozenset(kept)


def sample_of(text: str) -> frozenset[int]:
    """The shingles by which texts are found: one in `SAMPLE`, the same ones in every text."""
    return frozenset(shingle for shingle in shingles(text) if shingle % SAMPLE == 0)


def most_holders(texts: int) -> int:
    """Of so many texts, how many may hold a passage before it counts as the round's own form of words."""
    return min(max(FEWEST_HOLDERS, texts // 10), LONGEST_LIST)


def is_candidate(shared: int, size: int, least: Decimal) -> bool:
    """Whether so many shared shingles of a sample of `size` ask for a full comparison: half, because a sample errs."""
    return shared > 0 and shared * 200 >= least * size


def passages(left: str, right: str, shortest: int = SHORTEST_PASSAGE) -> list[SharedPassage]:
    """What stands in both texts, in the order of the left one, to be shown side by side. Linear in both texts."""
    mine, my_places = letters(left)
    theirs, their_places = letters(right)
    first: dict[str, int] = {}
    for at in range(len(theirs) - SHINGLE + 1):
        first.setdefault(theirs[at : at + SHINGLE], at)
    found, at = [], 0
    while at <= len(mine) - SHINGLE:
        start = first.get(mine[at : at + SHINGLE])
        length = 0 if start is None else _common(mine, at, theirs, start)
        if start is not None and length >= shortest:
            found.append(
                SharedPassage(
                    (my_places[at], my_places[at + length - 1] + 1),
                    (their_places[start], their_places[start + length - 1] + 1),
                )
            )
        at += max(1, length - SHINGLE + 1) if length < shortest else length
    return found


def _common(mine: str, at: int, theirs: str, start: int) -> int:
    """How many letters agree from here on."""
    length = 0
    while at + length < len(mine) and start + length < len(theirs) and mine[at + length] == theirs[start + length]:
        length += 1
    return length


def pieces(text: str, spans: Iterable[tuple[Span, int]], start: int = 0) -> list[TextPiece]:
    """The text cut at its numbered spans; `start` is where it stands in the text that the spans are offsets into."""
    found, at = [], 0
    for (left, right), number in sorted(spans):
        begin, end = max(left - start, at), min(right - start, len(text))
        if begin < end:
            found += [TextPiece(text[at:begin]), TextPiece(text[begin:end], number)]
            at = end
    return [piece for piece in (*found, TextPiece(text[at:])) if piece.text]
