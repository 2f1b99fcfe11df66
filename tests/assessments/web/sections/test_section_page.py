"""The page of a section beside saves of others: what it shows is never older than the version that it carries."""

from collections.abc import Callable
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction

from assessments.drafting import save_section
from assessments.facts_loader import facts_of
from assessments.terms import Section
from assessments.web.sections.section_page import SectionPage, open_page
from tests.assessments.web.posting import posted
from tests.factories import World, complete_facts

# One text that can be read and one that cannot: they are kept at different places.
TYPED = {
    Section.OVERVIEW: {"department-self_noun": "本部门", "department-staff_on_post": "十四"},
    Section.FUNDING: {"funding-0-label": "同事的款项", "funding-0-initial": "三千"},
}


class _Meanwhile:
    """Does something once, just before the query of a number."""

    def __init__(self, number: int, action: Callable[[], Any]) -> None:
        self.left = number
        self.action = action

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.left -= 1
        if self.left == -1:
            self.action()
        return execute(*query)


@contextmanager
def _undone() -> Any:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _shown(page: SectionPage) -> tuple[int, dict[str, str]]:
    return page.draft.version, posted(page.form)


@pytest.mark.parametrize("section", TYPED)
def test_old_words_never_stand_under_a_new_version(world: World, section: Section) -> None:
    """Else the next save of that page overwrites unseen what somebody saved, and a browser takes its draft as saved."""
    world.fill(complete_facts())
    project = facts_of(world.fresh()).projects[0].row if section.is_per_project else None
    place = (world.assessment.pk, section, project)
    version, fields = _shown(open_page(world.preparer, *place))
    typed = open_page(world.head, *place, fields | TYPED[section])
    data, unread = typed.form.data_piece(), typed.form.unread()

    def save() -> None:
        save_section(world.head, *place[:2], data, seen_version=version, project_id=project, unread=unread)

    for number in count():
        meanwhile = _Meanwhile(number, save)
        with _undone():
            with connection.execute_wrapper(meanwhile):
                seen, shown = _shown(open_page(world.preparer, *place))
            if meanwhile.left >= 0:
                break
            assert seen == version or shown == fields | TYPED[section], f"saved before query {number}"
    assert number >= 5
