from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.rules.completeness import sections
from assessments.schema.scheme import SCHEME_2020_10, Scheme
from assessments.terms import Completeness, Section
from tests.assessments.rules.papers import BARE, PETITION, bare, content, paper

NOT_NEEDED, NOT_STARTED, INCOMPLETE, COMPLETE = (
    Completeness.NOT_NEEDED,
    Completeness.NOT_STARTED,
    Completeness.INCOMPLETE,
    Completeness.COMPLETE,
)


def state_of(facts, section, project=None, scheme=SCHEME_2020_10):
    return next(item for item in sections(facts, scheme) if (item.section, item.project) == (section, project))


def asked(facts, section, project=None, scheme=SCHEME_2020_10):
    found = state_of(facts, section, project, scheme)
    return found.state, [missing.path for missing in found.missing]


def test_sections_stand_in_the_order_of_the_form_with_those_of_each_project():
    assert [(item.section, item.project) for item in sections(paper(), SCHEME_2020_10)] == [
        (Section.OVERVIEW, None),
        (Section.FINANCE, None),
        (Section.PROJECTS, None),
        (Section.FUNDING, 0),
        (Section.RESULTS, 0),
        (Section.FUNDING, 1),
        (Section.RESULTS, 1),
        (Section.FUNDING, 2),
        (Section.RESULTS, 2),
        (Section.GOALS, None),
        (Section.NARRATIVE, None),
        (Section.RECTIFICATION, None),
        (Section.ATTACHMENTS, None),
    ]


def test_a_sound_paper_is_complete():
    states = {(item.section, item.project): item.state for item in sections(paper(), SCHEME_2020_10)}

    assert {place for place, state in states.items() if state is NOT_NEEDED} == {
        (Section.FUNDING, 2),
        (Section.RESULTS, 2),
    }
    assert {state for state in states.values() if state is not NOT_NEEDED} == {COMPLETE}


def test_an_empty_form_is_not_started():
    assert {item.section: item.state for item in sections(bare(), SCHEME_2020_10)} == {
        Section.OVERVIEW: NOT_STARTED,
        Section.FINANCE: NOT_STARTED,
        Section.PROJECTS: NOT_STARTED,
        Section.GOALS: NOT_STARTED,
        Section.NARRATIVE: NOT_STARTED,
        Section.RECTIFICATION: NOT_STARTED,
        Section.ATTACHMENTS: NOT_NEEDED,
    }


def test_the_petition_bureau_has_work_left():
    assert {
        item.section: (item.state, len(item.missing)) for item in sections(paper(path=PETITION), SCHEME_2020_10)
    } == {
        Section.OVERVIEW: (COMPLETE, 0),
        Section.FINANCE: (INCOMPLETE, 1),
        Section.PROJECTS: (NOT_STARTED, 1),
        Section.GOALS: (INCOMPLETE, 13),
        Section.NARRATIVE: (INCOMPLETE, 3),
        Section.RECTIFICATION: (NOT_STARTED, 1),
        Section.ATTACHMENTS: (NOT_NEEDED, 0),
    }


P = "/projects/0"
REQUIRED = [
    (Section.OVERVIEW, None, "/department/self_noun"),
    (Section.OVERVIEW, None, "/department/internal_offices"),
    (Section.OVERVIEW, None, "/department/staff_on_post"),
    (Section.OVERVIEW, None, "/dates/completed"),
    (Section.OVERVIEW, None, "/dates/reported"),
    *(
        (Section.FINANCE, None, f"/{path}")
        for path in (
            "revenue/total", "revenue/lines/1/amount", "expenditure/total", "expenditure/basic",
            "expenditure/personnel", "expenditure/operating", "expenditure/projects", "expenditure/executed",
        )
    ),
    *((Section.FUNDING, 0, f"{P}/{path}") for path in ("funding/1/adjusted", "funding/0/executed", "total/score")),
    *((Section.RESULTS, 0, f"{P}/{path}") for path in ("goal/expected", "goal/actual", "score", "grade")),
    *(
        (Section.RESULTS, 0, f"{P}/indicators/0/{name}")
        for name in ("comparator", "target", "actual", "weight", "score")
    ),
    (Section.RESULTS, 0, f"{P}/indicators/3/band"),
    *((Section.GOALS, None, path) for path in ("/goals/sub/0/statement", "/execution/score", "/score", "/grade")),
    (Section.GOALS, None, "/goals/sub/0/indicators/0/actual"),
    (Section.GOALS, None, "/indicators/0/weight"),
    *(
        (Section.NARRATIVE, None, f"/narrative/{name}")
        for name in (
            "organisation", "target_quality_overall", "target_quality_projects", "problems", "rectification",
        )
    ),
    *((Section.RECTIFICATION, None, f"/rectifications/0/{name}") for name in ("problem", "measure", "owner", "due")),
]  # fmt: skip


@pytest.mark.parametrize(("section", "project", "pointer"), REQUIRED)
def test_what_is_not_stated_is_asked_for_at_its_place(section, project, pointer):
    assert asked(paper({pointer: None}), section, project) == (INCOMPLETE, [pointer])


BLANK = [
    (Section.OVERVIEW, None, "/department/name", " "),
    (Section.FINANCE, None, "/revenue/lines", []),
    (Section.PROJECTS, None, "/projects/0/name", ""),
    (Section.FUNDING, 0, "/projects/0/funding", []),
    (Section.RESULTS, 0, "/projects/0/indicators", []),
    (Section.RESULTS, 0, "/projects/0/indicators/0/name", " "),
    (Section.RESULTS, 0, "/projects/0/indicators/0/actual", "　"),
    (Section.GOALS, None, "/goals/overall", []),
    (Section.GOALS, None, "/goals/sub/0/name", ""),
    (Section.GOALS, None, "/goals/sub/0/indicators", []),
    (Section.NARRATIVE, None, "/narrative/problems", "\n"),
]


@pytest.mark.parametrize(("section", "project", "pointer", "value"), BLANK)
def test_blanks_and_empty_lists_are_not_stated(section, project, pointer, value):
    assert asked(paper({pointer: value}), section, project) == (INCOMPLETE, [pointer])


def test_zero_is_stated():
    changes = {"/department/internal_offices": 0, "/expenditure/operating": "0", "/projects/0/score": "0"}

    assert {item.state for item in sections(paper(changes), SCHEME_2020_10)} == {COMPLETE, NOT_NEEDED}


@pytest.mark.parametrize(
    ("pointer", "section", "project"),
    [("/revenue/lines/0", Section.FINANCE, None), ("/projects/0/funding/0", Section.FUNDING, 0)],
)
def test_a_line_of_money_has_a_name_or_a_fund(pointer, section, project):
    nameless = {f"{pointer}/label": " "}

    assert asked(paper(nameless), section, project) == (COMPLETE, [])
    assert asked(paper(nameless | {f"{pointer}/fund": None}), section, project) == (INCOMPLETE, [f"{pointer}/label"])


def test_a_department_without_indicators_is_asked_for_one():
    facts = paper({"/indicators": [], "/goals/sub": []})

    assert asked(facts, Section.GOALS) == (INCOMPLETE, ["/indicators"])


@pytest.mark.parametrize("changes", [{"/expenditure/projects": "0"}, {"/project_totals/count": 0}])
def test_a_department_without_projects_needs_no_list(changes):
    assert asked(paper({"/projects": []} | changes), Section.PROJECTS) == (NOT_NEEDED, [])


def test_a_department_with_project_money_is_asked_for_its_projects():
    assert asked(paper({"/projects": []}), Section.PROJECTS) == (NOT_STARTED, ["/projects"])


def test_prose_about_projects_is_asked_for_only_where_some_are_assessed():
    assert asked(paper({"/projects": [], "/narrative/target_quality_projects": None}), Section.NARRATIVE) == (
        COMPLETE,
        [],
    )


EXECUTION_NOT_ASKED = [
    ({"/projects/0/total/score": None, "/projects/0/total/weight": "0"}, Section.FUNDING, 0, SCHEME_2020_10),
    ({"/projects/0/total/score": None, "/projects/0/total/adjusted": "0"}, Section.FUNDING, 0, SCHEME_2020_10),
    ({"/projects/0/total/score": None}, Section.FUNDING, 0, Scheme(execution=Decimal(0))),
    ({"/execution/score": None, "/execution/weight": "0"}, Section.GOALS, None, SCHEME_2020_10),
    ({"/execution/score": None, "/expenditure/total": "0"}, Section.GOALS, None, SCHEME_2020_10),
    ({"/execution/score": None}, Section.GOALS, None, Scheme(execution=Decimal(0))),
]


@pytest.mark.parametrize(("changes", "section", "project", "scheme"), EXECUTION_NOT_ASKED)
def test_execution_is_scored_only_where_it_counts_and_can_be(changes, section, project, scheme):
    assert asked(paper(changes), section, project, scheme) == (COMPLETE, [])


def test_an_indicator_that_does_not_apply_needs_its_name_only():
    row = {"name": "暂停的培训", "not_applicable": True}

    assert asked(paper({"/indicators/-": row}), Section.GOALS) == (COMPLETE, [])
    assert asked(paper({"/indicators/-": row | {"name": ""}}), Section.GOALS) == (INCOMPLETE, ["/indicators/1/name"])


@pytest.mark.parametrize(
    ("problems", "state"),
    [("无", NOT_NEEDED), ("未发现问题。", NOT_NEEDED), ("检测推迟", NOT_STARTED), (None, NOT_STARTED)],
)
def test_a_department_without_a_problem_mends_nothing(problems, state):
    assert (
        state_of(paper({"/rectifications": [], "/narrative/problems": problems}), Section.RECTIFICATION).state is state
    )


def test_rows_of_rectification_count_even_without_a_problem():
    assert state_of(paper({"/narrative/problems": "无"}), Section.RECTIFICATION).state is COMPLETE


def approved(facts):
    """The facts as the site has them: targets came with the approved budget."""
    first, *others = facts.projects
    indicators = tuple(
        replace(item, approved=True, actual=None, band=None, score=None, reason=None, evidence=())
        for item in first.indicators
    )
    return replace(facts, projects=(replace(first, indicators=indicators), *others))


UNTOUCHED = {f"{P}/goal/actual": None, f"{P}/score": None, f"{P}/grade": None, f"{P}/reason": None}


def test_approved_targets_alone_are_no_start():
    facts = approved(paper(UNTOUCHED))

    assert state_of(facts, Section.RESULTS, 0).state is NOT_STARTED
    assert state_of(approved(paper(UNTOUCHED | {f"{P}/goal/actual": "完成"})), Section.RESULTS, 0).state is INCOMPLETE


def test_a_result_or_a_target_of_ones_own_is_a_start():
    untouched = approved(paper(UNTOUCHED))
    first = untouched.projects[0]
    begun = replace(first, indicators=(replace(first.indicators[0], actual="1"), *first.indicators[1:]))

    assert state_of(replace(untouched, projects=(begun,)), Section.RESULTS, 0).state is INCOMPLETE
    assert state_of(paper(UNTOUCHED), Section.RESULTS, 0).state is INCOMPLETE
    assert state_of(paper(UNTOUCHED | {f"{P}/indicators": []}), Section.RESULTS, 0).state is INCOMPLETE
    assert state_of(
        paper(UNTOUCHED | {f"{P}/indicators": [], f"{P}/goal/expected": None}), Section.RESULTS, 0
    ).state is (NOT_STARTED)


STARTED = [
    (Section.OVERVIEW, {"units": ["甲中心"]}),
    (Section.OVERVIEW, {"dates": {"completed": "2023-01-01"}}),
    (Section.OVERVIEW, {"department": BARE["department"] | {"staff_on_post": 0}}),
    (Section.FINANCE, {"revenue": {"total": "0"}}),
    (Section.FINANCE, {"expenditure": {"basic": "1"}}),
    (Section.PROJECTS, {"projects": [{}]}),
    (Section.GOALS, {"goals": {"overall": ["甲"]}}),
    (Section.GOALS, {"execution": {"score": "1"}}),
    (Section.GOALS, {"grade": "优"}),
    (Section.NARRATIVE, {"narrative": {"target_quality_projects": "好"}}),
    (Section.RECTIFICATION, {"rectifications": [{}]}),
]


@pytest.mark.parametrize(("section", "parts"), STARTED)
def test_one_field_is_a_start(section, parts):
    assert state_of(bare(**parts), section).state is INCOMPLETE


def test_a_project_without_money_has_not_started():
    assert state_of(bare(projects=[{"name": "甲"}]), Section.FUNDING, 0).state is NOT_STARTED
    assert state_of(bare(projects=[{"name": "甲", "total": {"score": "1"}}]), Section.FUNDING, 0).state is INCOMPLETE


def test_attachments_are_welcome_and_never_missing():
    assert state_of(paper(), Section.ATTACHMENTS).state is COMPLETE
    assert state_of(paper({"/attachments": []}), Section.ATTACHMENTS).state is NOT_NEEDED


def test_messages_name_what_is_missing():
    facts = paper(
        {"/projects/1/indicators/0/actual": None, "/revenue/lines/0/label": "", "/revenue/lines/0/fund": None}
    )
    told = [missing.message for item in sections(facts, SCHEME_2020_10) for missing in item.missing]

    assert told == ["第 1 行收入来源名称未填写。", "项目“桥梁检测”指标“检测桥梁数量”实际完成值未填写。"]
    assert content()["projects"][1]["name"] == "桥梁检测"
