"""What was typed and cannot be read, kept beside the draft at stable places: one reader and one writer of it."""

import re
from collections.abc import Mapping

from assessments.models import Assessment
from assessments.schema.facts import Facts
from assessments.schema.pointers import place_of, value_at
from assessments.schema.stable_places import stable_place
from assessments.terms import Section

Unread = Mapping[str, str]  # by JSON pointer into the facts
# Neither a JSON column nor a page can hold them; the sign in their place is as unreadable as they are.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def unread_in(facts: Facts, section: Section, project: int | None) -> dict[str, str]:
    """The unread texts of one section; `project` is an index into the facts' projects."""
    return {pointer: text for pointer, text in facts.unread.items() if _belongs(pointer, section, project)}


def storable(unread: Unread) -> dict[str, str]:
    return {pointer: _UNSTORABLE.sub("\ufffd", text) for pointer, text in unread.items()}


def keep_unread(assessment: Assessment, before: Facts, after: Facts, left: Unread, unread: Unread) -> bool:
    """Replace a section's unread texts: `left` stood there `before`, `unread` is typed in what is written by now.

    Other places stay as they are, but for those of projects that are gone. Says whether anything has changed; the
    caller holds the row lock.
    """
    replaced = {stable_place(before, pointer) for pointer in left}
    rows = {project.row for project in after.projects}
    gone = tuple(f"/projects/#{each.row}/" for each in before.projects if each.row not in rows)
    others = {
        place: text for place, text in assessment.unread.items() if place not in replaced and not place.startswith(gone)
    }
    return _store(assessment, others | {stable_place(after, pointer): text for pointer, text in unread.items()})


def drop_overwritten(assessment: Assessment, before: Facts, after: Facts) -> bool:
    """Forget texts whose place has been given a value since `before`; says whether there was one."""
    left = {p: text for p, text in after.unread.items() if value_at(after, p) == value_at(before, p)}
    return _store(assessment, {stable_place(after, pointer): text for pointer, text in left.items()})


def _store(assessment: Assessment, places: dict[str, str]) -> bool:
    if places == assessment.unread:
        return False
    assessment.unread = places
    assessment.save(update_fields=["unread"])
    return True


def _belongs(pointer: str, section: Section, project: int | None) -> bool:
    place = place_of(pointer)
    return place is not None and (place.section, place.project) == (section, project)
