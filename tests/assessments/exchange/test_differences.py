import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange.differences import changes, changes_between
from assessments.exchange.file_format import write
from budgets.terms import MoneyUnit
from tests.assessments.rules.papers import PETITION, REMOVED, content, paper
from tests.assessments.rules.strategies import FACTS


def told(before, after):
    return [(change["path"], change["old"], change["new"]) for change in changes_between(before, after)]


CHANGES = [
    ({}, []),
    ({"/score": "90"}, [("/score", "99.8", "90")]),
    ({"/score": None}, [("/score", "99.8", None)]),
    ({"/score": "99.80"}, []),
    ({"/score": "九十九"}, [("/score", "99.8", "九十九")]),
    ({"/projects/0/code": "1", "/projects/0/name": "道路养护工程"}, [
        ("/projects/0/name", "道路养护", "道路养护工程"), ("/projects/0/code", "0101", "1"),
    ]),
    ({"/projects/1/indicators/0/actual": "190"}, [("/projects/1/indicators/0/actual", "180", "190")]),
    ({"/units/-": "桥梁所"}, [("/units/1", None, "桥梁所")]),
    ({"/units/0": "公路中心"}, [("/units/0", None, "公路中心"), ("/units/0", "公路养护中心", None)]),
    ({"/attachments": []}, [("/attachments/0", "部门整体支出绩效自评表", None)]),
    ({"/project_totals/by_grade": {"优": 1, "良": 1, "中": 0}}, [("/project_totals/by_grade/差", 0, None)]),
    ({"/project_totals/by_grade/甲~乙": 1}, [("/project_totals/by_grade/甲~0乙", None, 1)]),
    ({"/transfers": None}, [("/transfers", content()["transfers"], None)]),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), CHANGES)
def test_a_change_is_told_by_its_place(changed, expected):
    assert told(paper(), paper(changed)) == expected


def test_a_project_that_moved_is_still_the_same_project():
    after = paper()
    moved = replace(after, projects=(after.projects[2], after.projects[0], after.projects[1]))

    assert told(after, moved) == []
    assert told(after, replace(moved, projects=moved.projects[1:])) == [("/projects/2", content()["projects"][2], None)]


def test_a_row_is_known_by_its_code_before_its_name():
    """The second project takes the name of the first: still two projects, by their codes."""
    after = paper({"/projects/0/name": "桥梁检测", "/projects/1/name": "桥梁检测二期"})

    assert told(paper(), after) == [
        ("/projects/0/name", "道路养护", "桥梁检测"),
        ("/projects/1/name", "桥梁检测", "桥梁检测二期"),
    ]


def test_a_row_that_gets_a_code_keeps_its_name():
    after = paper({"/projects/2/code": "0103"})
    moved = replace(after, projects=(after.projects[2], *after.projects[:2]))

    assert told(paper(), moved) == [("/projects/0/code", None, "0103")]


def test_a_new_row_in_front_changes_no_other():
    row = content()["rectifications"][0] | {"problem": "另一问题"}

    assert told(paper(), paper({"/rectifications": [row, content()["rectifications"][0]]})) == [
        ("/rectifications/0", None, row)
    ]


def test_money_is_told_in_the_unit_of_the_new_state():
    yuan = replace(paper(), money_unit=MoneyUnit.YUAN)
    more = replace(yuan, revenue=replace(yuan.revenue, total=Decimal(5_000_001)))

    assert told(paper(), yuan) == []
    assert told(paper(), more) == [("/revenue/total", "5000000", "5000001")]


def test_two_forms_can_be_held_side_by_side_without_facts():
    before, after = content(PETITION), content(PETITION, {"/department/code": "101"})

    assert changes(before, after) == [{"path": "/department/code", "old": None, "new": "101"}]
    assert changes([1], {"a": 1}) == [{"path": "", "old": [1], "new": {"a": 1}}]
    assert changes({"a": 1}, {}) == [{"path": "/a", "old": 1, "new": None}]
    assert changes([{}], [1]) == [
        {"path": "/0", "old": None, "new": 1},
        {"path": "/0", "old": {}, "new": None},
    ]


def test_a_missing_key_is_not_stated():
    assert changes(content(), content(changes={"/county": REMOVED})) == [
        {"path": "/county", "old": "示例县", "new": None}
    ]


QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(FACTS)
def test_nothing_changed_is_nothing_told(facts):
    assert changes_between(facts, facts) == []


@QUICK
@given(FACTS, FACTS)
def test_only_a_difference_is_told(before, after):
    plain = replace(before, money_unit=after.money_unit)
    same_rows = json.dumps(write(plain), sort_keys=True) == json.dumps(write(after), sort_keys=True)

    assert not changes_between(before, after) or not same_rows


@QUICK
@given(FACTS, st.decimals(0, 100, places=2))
def test_one_changed_figure_is_told_alone(facts, score):
    before = replace(facts, score=Decimal(score) + 1)

    assert [change["path"] for change in changes_between(before, replace(facts, score=score))] == ["/score"]
