"""Grades that stand in forms: in the last line, below it or above the indicators, and whose they are."""

import pytest

from tests.assessments.intake.extraction.tables.test_form_tables import check, form

LAST = [("总分", 5), "100", "98"]  # of a sound form: 优
WAYS = {
    "in the last line": lambda grade: [*form()[:-1], [*LAST, f"评价等级：{grade}"]],
    "below the last line": lambda grade: [*form(), [("自评等级", 5), (grade, 3)]],
    "labelled below the last line": lambda grade: [*form(), [(f"自评结果等级：{grade}", 8)]],
    "beside the name": lambda grade: [form()[0], *[[*form()[1][:2], "评价等级", (grade, 3)]], *form()[2:]],
}


def grades_of(*tables):
    checked = check(*tables)
    return [project.grade for project in checked.reading.facts.projects], [
        finding.path for finding in checked.findings if finding.code == "K15"
    ]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("words", "grade"), [("优", "优"), ("优秀", "优"), ("良", "良"), ("“中等”", "中"), ("差级", "差")]
)
def test_a_grade_in_a_form_is_held_to_its_score(way, words, grade):
    assert grades_of(way(words)) == ([grade], [] if grade == "优" else ["/projects/0/grade"])


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("words", ["未填写", "", "A", "优□良□", "等"])
def test_what_is_no_grade_is_none(way, words):
    assert grades_of(way(words)) == ([None], [])


def test_a_grade_below_one_form_is_not_that_of_the_next():
    second = [[*row] for row in form()]
    second[1][1] = ("河道整治", 3)

    assert grades_of([*WAYS["below the last line"]("良"), *second])[0] == ["良", None]
