"""Everything stated stands on the page: what a paper says in any field is found again."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.exchange.file_format import write
from assessments.schema import facts as f
from assessments.schema.pointers import value_at
from assessments.terms import Band
from assessments.web.answers.stated_values import answers_of
from budgets.terms import Comparator
from tests.factories import complete_facts, complete_project, indicator


def texts(facts):
    return {answer.pointer: answer.text for group in answers_of(facts) for answer in group.every_answer()}


def pointers(value, path=""):
    """Places of single values in an exchange form."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from pointers(item, f"{path}/{key}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for at, item in enumerate(value):
            yield from pointers(item, f"{path}/{at}")
    elif value not in (None, "", []):
        yield path


# What the frame of a page says, and what is computed or typed nowhere.
NOT_ANSWERS = {"/format", "/county", "/year", "/money_unit", "/department/code"}


def test_nothing_stated_is_missing():
    facts = complete_facts()
    stated = set(pointers(write(facts))) - NOT_ANSWERS

    shown = texts(facts)

    assert {path for path in stated if not shown.get(path) and value_at(facts, path) is not False} == set()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(0), "0.00"),
        (Decimal("2858700.00"), "285.87"),
        (Decimal("12345678900.00"), "1,234,567.89"),
        (Decimal("100.01"), "0.010001"),
        (None, ""),
    ],
)
def test_money_is_shown_exactly_in_wan(value, text):
    facts = complete_facts()

    assert texts(replace(facts, revenue=replace(facts.revenue, total=value)))["/revenue/total"] == text


def test_a_figure_that_nobody_can_read_stands_as_it_was_written():
    facts = complete_facts()
    unread = replace(facts, revenue=replace(facts.revenue, total=None), written={"/revenue/total": "7,00.0,77"})

    assert texts(unread)["/revenue/total"] == "7,00.0,77"


def test_blanks_that_nobody_has_to_fill_are_told_from_missing_ones():
    quantity = indicator("甲", "产出指标", "数量指标", "10", adjusted_target="38", baseline="36")
    words = indicator(
        "乙",
        "效益指标",
        "社会效益指标",
        "10",
        comparator=Comparator.QUALITATIVE,
        band=Band.PARTLY,
        score=Decimal(7),
        unit=None,
        reason="资料不全。",
    )
    missing = indicator("丙", "产出指标", "数量指标", "10", score=None, actual=None, not_applicable=True)
    project = replace(complete_project(), indicators=(quantity, words, missing))

    needless = {
        answer.pointer.removeprefix("/projects/0/indicators/")
        for group in answers_of(complete_facts(projects=(project,)))
        for answer in group.every_answer()
        if answer.is_needless
    }

    assert {place for place in needless if not place.startswith("/")} == {
        "0/band",
        "0/reason",
        "0/not_applicable",
        "1/unit",
        "1/not_applicable",
        "1/adjusted_target",
        "1/baseline",
        "2/band",
        "2/adjusted_target",
        "2/baseline",
    }


def test_remarks_stand_at_their_field():
    groups = answers_of(complete_facts(), {"/projects/0/score": ["意见"]})

    marked = [answer.pointer for group in groups for answer in group.every_answer() if answer.remarks]
    assert marked == ["/projects/0/score"]


def test_an_empty_paper_has_every_section():
    groups = answers_of(f.Facts(year=2025, department=f.DepartmentFacts(name="某局")))

    assert [group.section.label for group in groups] == [
        "部门概况",
        "收入与支出",
        "项目清单",
        "部门总体目标与指标",
        "组织开展与目标质量",
        "问题与整改",
        "附件",
    ]
