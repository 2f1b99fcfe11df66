"""Where a page that shows all that a department has stated can be jumped to: the id nearest to a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assessments.schema.pointers import place_of
from assessments.terms import Section
from assessments.web.answers.stated_values import StatedSection


@dataclass(frozen=True)
class Anchors:
    """Where a page that shows these groups can be jumped to."""

    groups: tuple[StatedSection, ...]
    whole: str = "content"  # the id of the heading above all of them

    @cached_property
    def _fields(self) -> dict[str, str]:
        """The id of every field, and of the first field below every holder of fields."""
        found: dict[str, str] = {}
        for answer in (answer for group in self.groups for answer in group.every_answer()):
            for pointer in _upwards(answer.pointer):
                found.setdefault(pointer, answer.field_id)
        return found

    @cached_property
    def _sections(self) -> dict[tuple[Section, int | None], str]:
        return {(group.section, group.project): group.anchor for group in self.groups}

    def at(self, pointer: str | None) -> str:
        """The id nearest to a place: its field, the first field of its row or table, its section, the whole."""
        place = place_of(pointer) if pointer else None
        if pointer is None or place is None:
            return self.whole
        for step in _upwards(pointer):
            if step in self._fields and _section(step) is place.section:
                return self._fields[step]
        return self._sections.get((place.section, place.project), self.whole)


def _section(pointer: str) -> Section | None:
    place = place_of(pointer)
    return place.section if place else None


def _upwards(pointer: str) -> Iterator[str]:
    """The place itself, then what holds it, up to the first step below the root."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
