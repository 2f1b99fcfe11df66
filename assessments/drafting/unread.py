"""What was typed and cannot be read, kept beside the draft at stable places: one reader and one writer of it."""

import re
from collections.abc import Mapping

from assessments.facts_loader import facts_of
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


def keep_unread(assessment: Assessment, section: Section, project: int | None, unread: Unread) -> None:
    """Replace the section's unread texts, after its rows were written; the caller holds the row lock."""
    facts = facts_of(Assessment.objects.select_related("round__fiscal_year", "department").get(pk=assessment.pk))
    others = {p: text for p, text in facts.unread.items() if not _belongs(p, section, project)}
    _store(assessment, facts, others | dict(unread))


def drop_overwritten(assessment: Assessment, before: Facts) -> None:
    """Forget texts whose place has been given a value since `before`."""
    facts = facts_of(Assessment.objects.select_related("round__fiscal_year", "department").get(pk=assessment.pk))
    left = {p: text for p, text in facts.unread.items() if value_at(facts, p) == value_at(before, p)}
    _store(assessment, facts, left)


def _store(assessment: Assessment, facts: Facts, unread: Unread) -> None:
    places = {stable_place(facts, pointer): text for pointer, text in unread.items()}
    if places != assessment.unread:
        assessment.unread = places
        assessment.save(update_fields=["unread"])


def _belongs(pointer: str, section: Section, project: int | None) -> bool:
    place = place_of(pointer)
    return place is not None and (place.section, place.project) == (section, project)
