"""What changed between two states of one assessment: added, removed and changed, by path in the exchange form.

Rows of a list are matched by what they are called, not by their position: a project that moved is not a project that
was removed and another that was added. Two ways of writing one number ("0.00", "0") are no change.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assessments.exchange.file_format import write
from assessments.schema.facts import Facts
from assessments.schema.kinds import step
from assessments.schema.pointers import value_at

# What a row of a list is called, the surest first: a code outlives a name.
_NAMES = ("code", "name", "label", "problem", "fund")


def changes_between(before: Facts, after: Facts) -> list[dict[str, Any]]:
    """Changes as {"path", "old", "new"}; `path` points into the state that has the place (`after`, if both do).

    Money of both is counted in the unit of `after`.
    """
    return changes(write(_plainly_written(before, after)), write(_plainly_written(after, after)))


def _plainly_written(facts: Facts, like: Facts) -> Facts:
    """The facts in the other's unit, with numbers in one way of writing; what nobody can read stays as it is."""
    unreadable = {path: text for path, text in facts.written.items() if value_at(facts, path) is None}
    return replace(facts, money_unit=like.money_unit, written=unreadable)


def changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """The same between two exchange forms. None stands for "not there" and for "not stated" alike."""
    return [{"path": path, "old": old, "new": new} for path, old, new in _walk(before, after, "")]


def _walk(before: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*after, *(key for key in before if key not in after)):
            yield from _walk(before.get(key), after.get(key), step(path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _walk_rows(before, after, path)
    else:
        yield path, before, after


def _walk_rows(before: list[Any], after: list[Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    pairs = _matched(before, after)
    for index, row in enumerate(after):
        if index in pairs:
            yield from _walk(before[pairs[index]], row, step(path, index))
        else:
            yield step(path, index), None, row
    for index, row in enumerate(before):
        if index not in pairs.values():
            yield step(path, index), row, None


def _matched(before: list[Any], after: list[Any]) -> dict[int, int]:
    """Positions after -> before: equal rows first, then namesakes, then renamed rows that kept their place."""
    pairs: dict[int, int] = {}
    for is_same in (_is_equal, _is_namesake, _is_renamed):
        left = [index for index in range(len(before)) if index not in pairs.values()]
        for index, row in enumerate(after):
            if index in pairs:
                continue
            found = next((at for at in left if is_same(at, before[at], index, row)), None)
            if found is not None:
                pairs[index] = found
                left.remove(found)
    return pairs


def _is_equal(_at: int, before: Any, _index: int, after: Any) -> bool:
    return bool(before == after)


def _is_namesake(_at: int, before: Any, _index: int, after: Any) -> bool:
    """The first name that both rows have decides."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return False
    key = next((key for key in _NAMES if before.get(key) and after.get(key)), None)
    return key is not None and bool(before[key] == after[key])


def _is_renamed(at: int, before: Any, index: int, after: Any) -> bool:
    return at == index and isinstance(before, dict) and isinstance(after, dict)
