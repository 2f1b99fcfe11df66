"""One name for each field: what its form calls it is what findings and the page of all answers call it."""

import re
from collections.abc import Iterator

import pytest

from assessments.schema.pointers import label, word
from assessments.terms import Section
from assessments.web.answers.stated_values import answers_of
from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.dataclass_form import DataclassForm, RowFormset
from tests.assessments.web.posting import opened
from tests.assessments.web.sections.forms.test_sections import every_place

# What a label says beside the name of its field: where it stands, in what unit it is typed.
_ASIDE = re.compile(r"^其中：|（(?:万元|%|个|人|每行一份|工作活动)）$")
# Fields that are no place of the facts: whether a table is shown, which rows go.
NO_PLACES = {"/has_transfers", "/projects/0/leave_out"}


def fields_of(part: DataclassForm | RowFormset) -> Iterator[PieceField]:
    if isinstance(part, RowFormset):
        for form in part:
            yield from fields_of(form)
        return
    yield from (bound for bound in part if not bound.is_hidden)  # type: ignore[misc]
    for rows in part.rows.values():
        yield from fields_of(rows)


def shown_fields(section: Section) -> list[PieceField]:
    return [bound for part in opened(every_place(), section).parts for bound in fields_of(part)]


def name_of(text: str) -> str:
    return _ASIDE.sub("", text)


def called(pointer: str) -> str:
    """A text in a list of texts ("/units/0") has no name but the list's; a line of 资金管理情况 has its own heading."""
    name = word(pointer) or word(pointer.rpartition("/")[0])
    return name.partition("：")[2] if "/management/" in pointer else name


@pytest.mark.parametrize("section", Section)
def test_a_field_is_called_one_thing(section):
    fields = [bound for bound in shown_fields(section) if bound.pointer not in NO_PLACES]

    assert fields
    assert {bound.pointer: name_of(bound.label) for bound in fields} == {
        bound.pointer: name_of(called(bound.pointer)) for bound in fields
    }


def test_the_page_of_all_answers_calls_it_the_same():
    shown = {bound.pointer: name_of(bound.label) for section in Section for bound in shown_fields(section)}
    answers = [answer for group in answers_of(every_place()) for answer in group.every_answer()]

    named = [
        (answer.pointer, name_of(answer.label.rpartition("：")[2])) for answer in answers if answer.pointer in shown
    ]
    assert len(named) > 60
    assert named == [(pointer, shown[pointer].rpartition("：")[2]) for pointer, _ in named]


@pytest.mark.parametrize("section", Section)
def test_a_name_tells_one_field_of_a_page_from_another(section):
    """In a finding there is no heading above the name: it must say by itself which field is meant."""
    facts = every_place()
    places = [bound.pointer for bound in shown_fields(section) if bound.pointer not in NO_PLACES]

    full = [label(pointer, facts) for pointer in places]
    assert sorted({name for name in full if full.count(name) > 1}) == []
