import re

import pytest

from assessments.schema.pointers import (
    Place,
    assessed_projects,
    department_indicators,
    field_id,
    label,
    place_of,
    scored_indicators,
    value_at,
    word,
)
from assessments.terms import Section
from tests.assessments.rules.papers import content, paper

S = Section
PLACES = [
    ("/format", S.OVERVIEW, None, "format"),
    ("/county", S.OVERVIEW, None, "county"),
    ("/year", S.OVERVIEW, None, "year"),
    ("/money_unit", S.OVERVIEW, None, "money_unit"),
    ("/department/name", S.OVERVIEW, None, "department/name"),
    ("/units/0", S.OVERVIEW, None, "units/0"),
    ("/scheme/groups/产出指标", S.OVERVIEW, None, "scheme/groups/产出指标"),
    ("/dates/reported", S.OVERVIEW, None, "dates/reported"),
    ("/revenue/total", S.FINANCE, None, "revenue/total"),
    ("/revenue/lines/2/amount", S.FINANCE, None, "revenue/lines/2/amount"),
    ("/expenditure/basic", S.FINANCE, None, "expenditure/basic"),
    ("/project_totals/by_grade/优", S.FINANCE, None, "project_totals/by_grade/优"),
    ("/transfers/excellent_rate", S.FINANCE, None, "transfers/excellent_rate"),
    ("/projects", S.PROJECTS, None, "projects"),
    ("/projects/0", S.PROJECTS, None, "projects/0"),
    ("/projects/3/name", S.PROJECTS, None, "projects/3/name"),
    ("/projects/3/exempt_reason", S.PROJECTS, None, "projects/3/exempt_reason"),
    ("/projects/3/funding/1/executed", S.FUNDING, 3, "funding/1/executed"),
    ("/projects/12/total/score", S.FUNDING, 12, "total/score"),
    ("/projects/2/goal/actual", S.RESULTS, 2, "goal/actual"),
    ("/projects/2/indicators/0/actual", S.RESULTS, 2, "indicators/0/actual"),
    ("/projects/2/score", S.RESULTS, 2, "score"),
    ("/projects/2/grade", S.RESULTS, 2, "grade"),
    ("/projects/2/reason", S.RESULTS, 2, "reason"),
    ("/goals/overall/0", S.GOALS, None, "goals/overall/0"),
    ("/goals/sub/0/indicators/1/score", S.GOALS, None, "goals/sub/0/indicators/1/score"),
    ("/indicators/0/score", S.GOALS, None, "indicators/0/score"),
    ("/execution/score", S.GOALS, None, "execution/score"),
    ("/score", S.GOALS, None, "score"),
    ("/grade", S.GOALS, None, "grade"),
    ("/narrative/problems", S.NARRATIVE, None, "narrative/problems"),
    ("/rectifications/0/due", S.RECTIFICATION, None, "rectifications/0/due"),
    ("/attachments", S.ATTACHMENTS, None, "attachments"),
]


@pytest.mark.parametrize(("pointer", "section", "project", "path"), PLACES)
def test_a_pointer_has_a_section(pointer, section, project, path):
    assert place_of(pointer) == Place(section=section, project=project, path=path)


@pytest.mark.parametrize("pointer", ["", "/", "/unknown", "revenue/total", "/nothing/0"])
def test_what_the_format_does_not_have_has_no_place(pointer):
    assert place_of(pointer) is None


def pointers(value, pointer=""):
    """Every pointer of a file, rows and holders too."""
    if pointer:
        yield pointer
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from pointers(item, f"{pointer}/{key}")


EVERY_POINTER = sorted(pointers(content()))


def test_every_pointer_of_the_format_has_a_place():
    assert [pointer for pointer in EVERY_POINTER if place_of(pointer) is None] == []


def test_every_pointer_of_the_format_has_a_chinese_name():
    facts = paper()
    named_by_key = [pointer for pointer in EVERY_POINTER if re.search(r"[a-z_]", label(pointer, facts))]

    assert named_by_key == []


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/revenue/total", "收入合计"),
        ("/revenue/lines/1/amount", "收入来源“政府性基金预算收入”金额"),
        ("/projects/0/indicators/1/actual", "项目“道路养护”指标“养护合格率”实际完成值"),
        ("/projects/0/total/score", "项目“道路养护”预算执行率得分"),
        ("/projects/0/funding/1/executed", "项目“道路养护”资金来源“上年结转资金”全年执行数"),
        ("/projects/9/name", "项目第 10 行项目名称"),
        ("/goals/sub/0/indicators/1/score", "分项绩效目标“公路管养”指标“路况优良率提高”得分"),
        ("/indicators/0/weight", "部门整体指标“公众满意度”分值"),
        ("/project_totals/by_fund/0/share", "按资金性质“一般公共预算”占比"),
        ("/project_totals/by_grade/优", "项目评为“优”的个数"),
        ("/project_totals/by_grade/3", "项目评为“3”的个数"),
        ("/transfers/by_grade/³", "转移支付评为“³”的个数"),
        ("/scheme/groups/产出指标", "一级指标分值“产出指标”"),
        ("/rectifications/0/due", "问题与整改措施第 1 行完成期限"),
        ("/score", "自评总分"),
    ],
)
def test_a_place_is_called_after_its_rows(pointer, name):
    assert label(pointer, paper()) == name


def test_a_field_has_a_word_of_its_own():
    assert word("/projects/0/indicators/1/actual") == "实际完成值"
    assert word("/revenue/total") == "收入合计"


def test_a_place_has_a_name_without_facts_and_with_long_ones():
    assert label("/projects/0/indicators/1/actual") == "项目第 1 行指标第 2 行实际完成值"
    assert label("/projects/0/name", paper({"/projects/0/name": "长" * 200})) == f"项目“{'长' * 39}…”项目名称"


def test_a_field_has_the_id_of_its_pointer():
    assert field_id("/projects/2/indicators/0/actual") == "f-projects-2-indicators-0-actual"
    assert len({field_id(pointer) for pointer in EVERY_POINTER}) == len(EVERY_POINTER)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/department/name", "交通运输局"),
        ("/projects/0/indicators/1/actual", "100"),
        ("/project_totals/by_grade/优", 1),
        ("/project_totals/by_grade/丁", None),
        ("/units/0", "公路养护中心"),
        ("/units/5", None),
        ("/projects/9/name", None),
        ("/transfers/nothing", None),
    ],
)
def test_the_value_at_a_place(pointer, value):
    assert value_at(paper(), pointer) == value


def test_what_is_assessed_and_what_counts():
    facts = paper({"/indicators/0/not_applicable": True})

    assert [index for index, _ in assessed_projects(facts)] == [0, 1]
    assert [place.pointer for place in department_indicators(facts)] == [
        "/goals/sub/0/indicators/0",
        "/goals/sub/0/indicators/1",
        "/indicators/0",
    ]
    assert [(place.pointer, place.project) for place in scored_indicators(facts)] == [
        *((f"/projects/0/indicators/{at}", 0) for at in range(5)),
        *((f"/projects/1/indicators/{at}", 1) for at in (0, 1, 3, 4)),
        ("/goals/sub/0/indicators/0", None),
        ("/goals/sub/0/indicators/1", None),
    ]
