"""Taking facts over from one paper into another, piece by piece, as a person confirms them.

What can be taken over is what the exchange format has, read with the same table. A piece is named by its JSON pointer
in the paper that it comes from. Rows are recognised by what they are called; a row that is not there yet is offered as
one piece, and what stands in it is taken only together with it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from assessments.exchange.carrying_over import carried_over
from assessments.exchange.file_format import DOCUMENT
from assessments.rules.text.quantities import plain, taken_apart
from assessments.schema import facts as f
from assessments.schema.kinds import Constant, Kind, Pairs, Record, Rows, step


class Standing(Enum):
    """What stands already where a piece would go."""

    BLANK = "blank"
    SAME = "same"
    DIFFERENT = "different"
    LOCKED = "locked"  # approved with the target, and different


@dataclass(frozen=True, slots=True)
class Offer:
    """One piece that could be taken over.

    `source` is its pointer in the paper read, `pointer` where it would stand, `needs` the new rows around it (by
    source), `kind` how its value is written; a new row is a piece of its own, whose `value` is the row.
    """

    source: str
    pointer: str
    value: Any
    now: Any
    standing: Standing
    kind: Kind
    needs: tuple[str, ...] = ()

    @property
    def is_row(self) -> bool:
        return isinstance(self.kind, Record)

    @property
    def is_open(self) -> bool:
        """Whether there is anything to confirm."""
        return self.standing in {Standing.BLANK, Standing.DIFFERENT}


def proposed(read: f.Facts, year: int | None, round_year: int, units: Collection[str]) -> f.Facts | None:
    """What a report may bring to a draft of `round_year`; None for a report of another time.

    `year` is the report's own (None: it names none, and is taken for this year's). Of last year's only what carries
    over is proposed. A unit that is none of the department's `units` is left out; targets are taken apart as the form
    asks for them.
    """
    if year not in {None, round_year, round_year - 1}:
        return None
    given = carried_over(read) if year == round_year - 1 else read
    return replace(
        given,
        projects=tuple(
            replace(
                project,
                unit=project.unit if project.unit in units else None,
                indicators=tuple(map(taken_apart, project.indicators)),
            )
            for project in given.projects
        ),
        goals=replace(
            given.goals,
            sub=tuple(replace(goal, indicators=tuple(map(taken_apart, goal.indicators))) for goal in given.goals.sub),
        ),
        indicators=tuple(map(taken_apart, given.indicators)),
    )


def offers(read: f.Facts, now: f.Facts, computed: f.Facts | None = None) -> tuple[Offer, ...]:
    """Every piece of `read` that a draft can hold, in the order of the form, beside what stands in `now`.

    `computed` is `now` with what the site computes for itself: where the paper says that too, there is nothing to take.
    """
    found = _offered(read, now)
    if computed is None:
        return found
    beside = {offer.source: offer.standing for offer in _offered(read, computed)}
    same = {source for source, standing in beside.items() if standing is Standing.SAME}
    open_rows = {row for offer in found if offer.source not in same and not offer.is_row for row in offer.needs}
    return tuple(
        replace(offer, standing=Standing.SAME)
        if offer.source in same or (offer.is_row and offer.source not in beside and offer.source not in open_rows)
        else offer
        for offer in found
    )


def _offered(read: f.Facts, now: f.Facts) -> tuple[Offer, ...]:
    walk = _Walk(frozenset())
    home, origins = _at_home(read, now)
    walk.value(DOCUMENT, home, now, _At("", ""))
    return tuple(
        replace(offer, source=_under(offer.source, origins), needs=tuple(_under(row, origins) for row in offer.needs))
        for offer in walk.offers
    )


def confirmed(offered: Sequence[Offer], chosen: Collection[str]) -> tuple[Offer, ...]:
    """The open pieces among `chosen` that can stand: those inside a new row only together with it."""
    return tuple(
        offer
        for offer in offered
        if offer.is_open and offer.source in chosen and all(row in chosen for row in offer.needs)
    )


def adopted(read: f.Facts, now: f.Facts, chosen: Collection[str]) -> f.Facts:
    """`now` with the pieces of `read` that were chosen (by source). Rows that stood there keep their place."""
    home, origins = _at_home(read, now)
    moved = {before: after for after, before in origins.items()}
    merged: f.Facts = _Walk({_under(source, moved) for source in chosen}).value(DOCUMENT, home, now, _At("", ""))
    return merged


def _at_home(read: f.Facts, now: f.Facts) -> tuple[f.Facts, dict[str, str]]:
    """The facts read with the department's indicators below the sub-goals that have them in `now`.

    A form lists them without saying where a sub-goal's own end. Also gives for every pointer that has changed the one
    in the facts read.
    """
    homes = {_KEYS[f.Indicator](item): goal.name for goal in now.goals.sub for item in goal.indicators}
    own = {_KEYS[f.Indicator](item) for item in now.indicators} | {""}
    own |= {_KEYS[f.Indicator](item) for goal in read.goals.sub for item in goal.indicators}
    subs = {_plain(goal.name): goal for goal in read.goals.sub}
    origins: dict[str, str] = {}
    kept: list[f.Indicator] = []
    for at, item in enumerate(read.indicators):
        key = _KEYS[f.Indicator](item)
        home = homes.get(key) if key not in own else None
        if home is None:
            origins[f"/indicators/{len(kept)}"] = f"/indicators/{at}"
            kept.append(item)
            continue
        name = _plain(home)
        goal = subs.setdefault(name, f.SubGoal(name=home))
        origins[f"/goals/sub/{list(subs).index(name)}/indicators/{len(goal.indicators)}"] = f"/indicators/{at}"
        subs[name] = replace(goal, indicators=(*goal.indicators, item))
    if len(subs) < len(read.goals.sub):  # two sub-goals of one name: nothing is moved
        return read, {}
    goals = replace(read.goals, sub=tuple(subs.values()))
    return replace(read, goals=goals, indicators=tuple(kept)), origins


def _under(pointer: str, moves: Mapping[str, str]) -> str:
    """The pointer below its row's other place."""
    head = "/".join(pointer.split("/")[: 6 if pointer.startswith("/goals/") else 3])
    return moves[head] + pointer[len(head) :] if head in moves else pointer


# Whose paper it is and by which rules it counts does not come from a report; neither do uploaded papers.
_NOT_TAKEN: frozenset[tuple[Any, str]] = frozenset(
    {(f.Facts, name) for name in ("county", "year", "money_unit", "scheme", "attachments")}
    | {(f.DepartmentFacts, name) for name in ("name", "code")}
)
# By which a row is recognised, and what comes with a new one.
_NAMES: dict[Any, tuple[str, ...]] = {
    f.RevenueLine: ("label", "fund"),
    f.FundShare: ("fund",),
    f.Project: ("name",),
    f.FundingLine: ("label", "fund", "source"),
    f.Indicator: ("name",),
    f.SubGoal: ("name",),
    f.Rectification: ("problem",),
}


def _plain(text: str | None) -> str:
    return plain(text or "")


_KEYS: dict[Any, Callable[[Any], Any]] = {
    f.RevenueLine: lambda line: line.fund or _plain(line.label),
    f.FundShare: lambda share: share.fund,
    f.Project: lambda project: _plain(project.name),
    f.FundingLine: lambda line: _plain(line.label) or (line.fund and (line.fund, line.source)),
    f.Indicator: lambda indicator: _plain(indicator.name),
    f.SubGoal: lambda goal: _plain(goal.name),
    f.Rectification: lambda item: _plain(item.problem),
}


@dataclass(frozen=True, slots=True)
class _At:
    source: str
    pointer: str
    needs: tuple[str, ...] = ()

    def below(self, key: str | int, there: str | int | None = None) -> "_At":
        return _At(step(self.source, key), step(self.pointer, key if there is None else there), self.needs)


@dataclass(slots=True)
class _Walk:
    """Collects what is offered, and gives what stands there with everything that was chosen."""

    chosen: Collection[str]
    offers: list[Offer] = field(default_factory=list)

    def value(self, kind: Kind, read: Any, now: Any, at: _At) -> Any:
        if isinstance(kind, Record):
            return now if read is None else self._record(kind, read, now, at)
        if isinstance(kind, Pairs):
            return self._pairs(kind, read, now, at)
        if isinstance(kind, Rows) and isinstance(kind.item, Record):
            return self._rows(kind.item, read, now, at)
        if isinstance(kind, Rows):
            return self._words(kind, read, now, at)
        return self._leaf(kind, read, now, at)

    def _record(self, kind: Record, read: Any, now: Any, at: _At, known: Collection[str] = ()) -> Any:
        """`known` are fields that came with a new row, or by which a row was recognised."""
        base = kind.facts() if now is None else now
        locked = f.APPROVED_WITH_TARGET if isinstance(base, f.Indicator) and base.approved else ()
        merged = {}
        for key in kind.keys:
            if isinstance(key.kind, Constant) or (kind.facts, key.name) in _NOT_TAKEN or key.name in known:
                continue
            there = getattr(base, key.name)
            if key.name in locked:
                self._offer_locked(key.kind, getattr(read, key.name), there, at.below(key.name))
            else:
                merged[key.name] = self.value(key.kind, getattr(read, key.name), there, at.below(key.name))
        result = replace(base, **merged)
        return now if now is None and result == base else result

    def _leaf(self, kind: Kind, read: Any, now: Any, at: _At) -> Any:
        if _is_empty(read):
            return now
        standing = Standing.SAME if _is_same(read, now) else Standing.BLANK if _is_empty(now) else Standing.DIFFERENT
        self.offers.append(Offer(at.source, at.pointer, read, now, standing, kind, at.needs))
        return read if at.source in self.chosen else now

    def _offer_locked(self, kind: Kind, read: Any, now: Any, at: _At) -> None:
        if not _is_empty(read):
            standing = Standing.SAME if _is_same(read, now) else Standing.LOCKED
            self.offers.append(Offer(at.source, at.pointer, read, now, standing, kind, at.needs))

    def _pairs(self, kind: Pairs, read: Any, now: Any, at: _At) -> Any:
        merged = dict(now)
        for name, value in read:
            taken = self._leaf(kind.item, value, merged.get(name), at.below(name))
            if not _is_empty(taken):
                merged[name] = taken
        return tuple(merged.items())

    def _words(self, kind: Rows, read: Any, now: Any, at: _At) -> Any:
        """A list of names or sentences: each that is not there yet goes behind those that are."""
        merged = list(now)
        for index, word in enumerate(read):
            if any(_is_same(word, other) for other in now):
                self.offers.append(
                    Offer(step(at.source, index), at.pointer, word, word, Standing.SAME, kind.item, at.needs)
                )
            elif self._leaf(kind.item, word, None, at.below(index, len(now) + index)):
                merged.append(word)
        return tuple(merged)

    def _rows(self, kind: Record, read: Any, now: Any, at: _At) -> Any:
        merged = list(now)
        new = len(now)
        for index, row, known in _matched(kind, read, now):
            if known is not None:
                merged[known] = self._record(kind, row, now[known], at.below(index, known), _NAMES[kind.facts])
                continue
            below = at.below(index, new)
            new += 1
            added = self._new_row(kind, row, below)
            if added is not None:
                merged.append(added)
        return tuple(merged)

    def _new_row(self, kind: Record, row: Any, at: _At) -> Any:
        """The new row, if it was chosen, with what was chosen in it."""
        names = _NAMES[kind.facts]
        self.offers.append(Offer(at.source, at.pointer, row, None, Standing.BLANK, kind, at.needs))
        blank = kind.facts(**{name: getattr(row, name) for name in names})
        inside = replace(at, needs=(*at.needs, at.source))
        filled = self._record(kind, row, blank, inside, names)
        return filled if at.source in self.chosen else None


def _matched(kind: Record, read: Sequence[Any], now: Sequence[Any]) -> Iterator[tuple[int, Any, int | None]]:
    """Each row that has a name, with its index and the index of its namesake; of several the first that is free."""
    key_of = _KEYS[kind.facts]
    free: dict[Any, list[int]] = {}
    for index, row in enumerate(now):
        free.setdefault(key_of(row), []).append(index)
    for index, row in enumerate(read):
        key = key_of(row)
        if key:
            found = free.get(key)
            yield index, row, found.pop(0) if found else None


def _is_same(read: Any, now: Any) -> bool:
    """Texts may differ in blanks, in line breaks and in the sign at their end."""
    if isinstance(read, str) and isinstance(now, str) and not isinstance(read, Enum):
        return _plain(read).rstrip(_ENDS) == _plain(now).rstrip(_ENDS)
    return bool(read == now)


_ENDS = "。；;，,、."


def _is_empty(value: Any) -> bool:
    """Not stated: 0 is a statement, a flag that is off is none."""
    return value is None or value is False or value in ("", ())
