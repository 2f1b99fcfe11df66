"""Places that survive re-ordering: a JSON pointer with the identity of its row where the pointer has a position."""

from typing import Any

from assessments.schema.facts import Facts
from assessments.schema.kinds import is_position


def stable_place(facts: Facts, pointer: str) -> str:
    """A JSON pointer with row identities for list positions ("/projects/#17/score"): it survives re-ordering."""
    parts = []
    current: Any = facts
    for part in pointer.split("/")[1:]:
        if isinstance(current, tuple) and is_position(part) and int(part) < len(current):
            current = current[int(part)]
            row = getattr(current, "row", None)
            parts.append(part if row is None else f"#{row}")
        else:
            current = getattr(current, part, None)
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def pointer_of(facts: Facts, place: str) -> str:
    """The JSON pointer that a stable place ("/projects/#17/score") has now; the place itself where its row is gone."""
    parts: list[str] = []
    current: Any = facts
    for part in place.split("/")[1:]:
        if isinstance(current, tuple) and not part.startswith("+"):  # "+1" is a row that could not be placed
            index = _index(current, part)
            if index is None:
                return place
            current = current[index] if index < len(current) else None
            parts.append(str(index))
        else:
            current = getattr(current, part, None)
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def _index(rows: tuple[Any, ...], part: str) -> int | None:
    if is_position(part):
        return int(part)
    return next((index for index, row in enumerate(rows) if f"#{getattr(row, 'row', None)}" == part), None)
