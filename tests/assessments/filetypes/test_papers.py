"""SECURITY row 14 and 15: a paper is what its structure says. Hostile ones are refused by name, odd ones are taken."""

import pytest
from PIL import ImageFile

from assessments.filetypes.papers import check_paper
from assessments.processes.child import Refusal
from tests.assessments.filetypes.hostile_papers import HOSTILE
from tests.assessments.filetypes.odd_papers import ODD


@pytest.mark.parametrize(("ending", "make", "sentence"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
@pytest.mark.parametrize("is_lenient", [False, True], ids=["", "in a lenient process"])
def test_a_hostile_file_is_refused_with_what_it_is(ending, make, sentence, is_lenient, monkeypatch):
    """Also where WeasyPrint was loaded before, which tells Pillow to make do with half a picture."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)
    with pytest.raises(Refusal) as refusal:
        check_paper(make(), ending)

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).count("。") == 2  # what it is, and what to do


@pytest.mark.parametrize(("ending", "make"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_an_odd_but_good_file_is_taken(ending, make):
    assert check_paper(make(), ending) == {".jpg": "jpeg"}.get(ending, ending[1:])


def test_the_tables_are_long_enough():
    assert len({name for name, *_ in HOSTILE}) == len(HOSTILE) >= 60
    assert len({name for name, *_ in ODD}) == len(ODD) >= 40
