from dataclasses import fields

import pytest

from assessments.schema import sections as s
from assessments.schema.sections import section_data
from assessments.terms import Section
from tests.assessments.rules.papers import paper

FACTS = paper()
ROAD = FACTS.projects[0]


@pytest.mark.parametrize(
    ("section", "project", "piece"),
    [
        (Section.OVERVIEW, None, s.Overview(department=FACTS.department, units=FACTS.units, dates=FACTS.dates)),
        (
            Section.FINANCE,
            None,
            s.Finance(
                revenue=FACTS.revenue,
                expenditure=FACTS.expenditure,
                project_totals=FACTS.project_totals,
                transfers=FACTS.transfers,
            ),
        ),
        (Section.FUNDING, 0, s.Funding(lines=ROAD.funding, total=ROAD.total)),
        (
            Section.RESULTS,
            0,
            s.Results(
                goal=ROAD.goal, indicators=ROAD.indicators, score=ROAD.score, grade=ROAD.grade, reason=ROAD.reason
            ),
        ),
        (
            Section.GOALS,
            None,
            s.DepartmentGoals(
                overall=FACTS.goals.overall,
                sub=FACTS.goals.sub,
                indicators=FACTS.indicators,
                execution=FACTS.execution,
                score=FACTS.score,
                grade=FACTS.grade,
            ),
        ),
        (Section.NARRATIVE, None, FACTS.narrative),
        (Section.RECTIFICATION, None, s.Rectifications(rows=FACTS.rectifications)),
        (Section.ATTACHMENTS, None, s.Attachments(names=FACTS.attachments)),
    ],
)
def test_a_section_is_a_piece_of_the_facts(section, project, piece):
    assert section_data(FACTS, section, project) == piece


def test_the_list_of_projects_has_what_is_not_in_their_own_sections():
    piece = section_data(FACTS, Section.PROJECTS)

    assert isinstance(piece, s.Projects)
    assert [header.name for header in piece.headers] == ["道路养护", "桥梁检测", "应急物资储备"]
    assert all(
        getattr(header, field.name) == getattr(project, field.name)
        for header, project in zip(piece.headers, FACTS.projects, strict=True)
        for field in fields(header)
    )


@pytest.mark.parametrize("section", [Section.FUNDING, Section.RESULTS])
def test_a_section_of_a_project_needs_to_know_which(section):
    with pytest.raises(ValueError, match="belongs to a project"):
        section_data(FACTS, section)
