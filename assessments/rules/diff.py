"""What changed between two states of one assessment: added, removed and changed, by path in the exchange form.

Rows of a list are matched by what they are called, not by their position: a project that moved is not a project that
was removed and another that was added.
"""

from collections.abc import Iterator
from typing import Any

from assessments.rules.exchange_format import write
from assessments.rules.facts import Facts

# What a row of a list is called: the first of these keys that it has.
_NAMES = ("name", "label", "problem", "fund")


def changes_between(before: Facts, after: Facts) -> list[dict[str, Any]]:
    """Changes as {"path", "old", "new"}; `path` points into the state that has the place (`after`, if both do)."""
    return changes(write(before), write(after))


def changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """The same between two exchange forms. None stands for "not there" and for "not stated" alike."""
    return [{"path": path, "old": old, "new": new} for path, old, new in _walk(before, after, "")]


def _walk(before: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*after, *(key for key in before if key not in after)):
            yield from _walk(before.get(key), after.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(after, list):
        yield from _walk_rows(before, after, path)
    else:
        yield path, before, after


def _walk_rows(before: list[Any], after: list[Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    left = list(enumerate(before))
    for index, row in enumerate(after):
        match = _match(left, index, row)
        if match is None:
            yield f"{path}/{index}", None, row
        else:
            left.remove(match)
            yield from _walk(match[1], row, f"{path}/{index}")
    for index, row in left:
        yield f"{path}/{index}", row, None


def _match(left: list[tuple[int, Any]], index: int, row: Any) -> tuple[int, Any] | None:
    """The row that was the same one before: the equal one, else the namesake, else a renamed one in its place."""
    for same in (
        lambda _, other: other == row,
        lambda _, other: _name(other) is not None and _name(other) == _name(row),
        lambda at, other: at == index and isinstance(other, dict) and _name(other) not in (None, _name(row)),
    ):
        found = next((item for item in left if same(*item)), None)
        if found is not None:
            return found
    return None


def _name(row: Any) -> Any:
    if not isinstance(row, dict):
        return None
    return next((row[key] for key in _NAMES if row.get(key)), None)
