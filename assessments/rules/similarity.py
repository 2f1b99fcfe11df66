"""Near-copies among many narratives (K49, K59): an index over sampled shingles, so that no pair is compared in vain.

A shingle is a run of characters without spaces, digits and punctuation: a copied sentence with other figures is still
a copy. Similarity is the share of one text's shingles that stand in the other, in percent.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from assessments.rules.facts import Facts
from budgets.money import rate

SHINGLE = 8  # characters: long enough that two offices do not hit upon it by themselves
SAMPLE = 4  # one shingle in so many goes into the index; the same ones in every text
LONGEST_LIST = 40  # a passage that more texts share is the round's own form of words: it links texts to the first ones
SHORTEST_TEXT = 60  # letters; shorter texts are alike by nature
SHORTEST_PASSAGE = 20  # letters a passage has at least, to be shown as copied

Span = tuple[int, int]
_NO_LETTER = re.compile(r"[\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearCopy:
    """One text that is largely another: `source` says whose ("教育局", "上年"), `similarity` in percent."""

    source: str
    similarity: Decimal
    path: str = "/narrative"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in both texts, with their places in each."""

    left: Span
    right: Span


def prose_of(facts: Facts) -> str:
    """What a department wrote in its own words: the text to put into an index."""
    said = facts.narrative
    parts = (
        said.organisation,
        said.target_quality_overall,
        said.target_quality_projects,
        said.problems,
        said.rectification,
    )
    return "\n".join(part for part in parts if part)


def letters(text: str) -> tuple[str, list[int]]:
    """The text without spaces, digits and punctuation, and where each letter stood."""
    places = [at for at, sign in enumerate(text) if not _NO_LETTER.match(sign)]
    return "".join(text[at] for at in places), places


def shingles(text: str) -> frozenset[int]:
    plain, _ = letters(text)
    return frozenset(crc32(plain[at : at + SHINGLE].encode()) for at in range(len(plain) - SHINGLE + 1))


def similarity(text: str, other: str) -> Decimal:
    """How much of `text` stands in `other`, in percent; 0 for a text too short to say."""
    return _share(shingles(text), shingles(other))


def _share(mine: frozenset[int], theirs: frozenset[int]) -> Decimal:
    if len(mine) < SHORTEST_TEXT - SHINGLE + 1:
        return Decimal(0)
    return rate(Decimal(len(mine & theirs)), Decimal(len(mine))) or Decimal(0)


class Index:
    """Texts by name, made to answer which of them are near-copies. Cost grows with the texts, not with their pairs."""

    def __init__(self, texts: Mapping[Hashable, str]) -> None:
        self._shingles = {key: shingles(text) for key, text in texts.items()}
        self._holders: dict[int, list[Hashable]] = defaultdict(list)
        for key, found in self._shingles.items():
            for shingle in _sampled(found):
                self._holders[shingle].append(key)

    def near_copies(self, key: Hashable, least: Decimal) -> list[tuple[Hashable, Decimal]]:
        """Other texts in which at least `least` percent of this one stand, the nearest first."""
        mine = self._shingles[key]
        found = [(other, _share(mine, self._shingles[other])) for other in self._candidates(key, least)]
        return sorted((pair for pair in found if pair[1] >= least), key=lambda pair: (-pair[1], str(pair[0])))

    def _candidates(self, key: Hashable, least: Decimal) -> Iterable[Hashable]:
        """Texts that share enough of the sample; half of what is asked for, because a sample errs."""
        sample = _sampled(self._shingles[key])
        shared = Counter(other for shingle in sample for other in self._holders[shingle][:LONGEST_LIST] if other != key)
        return [other for other, count in shared.items() if count * 200 >= least * len(sample)]


def _sampled(found: frozenset[int]) -> list[int]:
    return [shingle for shingle in found if shingle % SAMPLE == 0]


def passages(left: str, right: str, shortest: int = SHORTEST_PASSAGE) -> list[Passage]:
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
                Passage(
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
