"""Who finds what: one scoped query per role, with data that could leak."""

from datetime import timedelta

import pytest

from assessments.facts_loader import facts_of
from assessments.queries import (
    assessments_for_review,
    assessments_visible_to,
    field_comments_for,
    projects_visible_to,
    rounds_visible_to,
    stored_report_of,
    waiting_for,
    with_progress,
)
from assessments.review.actions import comment_on_field
from assessments.terms import Action
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, World, complete_facts, complete_project

pytestmark = pytest.mark.django_db

BOTH, OWN, OTHER, NONE = {"信访局", "教育局"}, {"信访局"}, {"教育局"}, set()


@pytest.mark.parametrize(
    ("person", "visible", "for_review"),
    [
        ("preparer", OWN, NONE),
        ("head", OWN, NONE),
        ("unit_preparer", OWN, NONE),
        ("other_preparer", OTHER, NONE),
        ("other_head", OTHER, NONE),
        ("section_reviewer", OWN, OWN),
        ("other_section_reviewer", OTHER, OTHER),
        ("performance_reviewer", BOTH, BOTH),
        ("administrator", BOTH, BOTH),
        ("stranger", NONE, NONE),
    ],
)
def test_everybody_finds_what_is_theirs(world: World, person: str, visible: set[str], for_review: set[str]) -> None:
    user = world.people[person]
    assert {item.department.name for item in assessments_visible_to(user)} == visible
    assert {item.department.name for item in assessments_for_review(user)} == for_review
    assert rounds_visible_to(user).count() == (1 if visible else 0)


def test_a_person_in_two_places_finds_each_assessment_once(world: World) -> None:
    world.unit_preparer.memberships.create(department=world.own, role="preparer")
    assert assessments_visible_to(world.unit_preparer).count() == 1


def test_a_units_preparer_finds_the_units_projects_only(world: World) -> None:
    units = complete_project("单位的项目", "60", unit="信访服务中心")
    world.fill(complete_facts(projects=(units, complete_project("本级的项目", "54"))))

    def names(person: str) -> list[str]:
        return [project.name for project in projects_visible_to(world.people[person], world.fresh())]

    assert names("unit_preparer") == ["单位的项目"]
    assert names("preparer") == names("performance_reviewer") == ["单位的项目", "本级的项目"]


def test_a_units_preparer_finds_the_remarks_on_the_units_projects_only(world: World) -> None:
    units = complete_project("单位的项目", "60", unit="信访服务中心")
    world.fill(complete_facts(projects=(units, complete_project("本级的项目", "54"))))
    world.bring_to(*REVIEWING)
    places = [f"/projects/#{project.row}/score" for project in facts_of(world.fresh()).projects]
    for place in ("/score", *places):
        comment_on_field(world.section_reviewer, world.assessment.pk, place, "得分", "请核对")

    def seen(person: str) -> list[str]:
        return [comment.place for comment in field_comments_for(world.people[person], world.fresh())]

    assert [seen("unit_preparer"), seen("preparer")] == [[], []]
    world.bring_to(Action.RETURN_FOR_CHANGES)
    assert seen("unit_preparer") == places[:1]
    assert seen("preparer") == seen("section_reviewer") == ["/score", *places]


def test_each_reviewer_finds_what_lies_on_the_own_desk(world: World) -> None:
    def desks() -> list[int]:
        people = ("section_reviewer", "other_section_reviewer", "performance_reviewer", "administrator", "head")
        return [waiting_for(world.people[name]).count() for name in people]

    world.fill()
    seen = [desks()]
    for steps in (SUBMITTING, REVIEWING[2:], PASSING[3:], APPROVING[4:]):
        world.bring_to(*steps)
        seen.append(desks())
    assert seen == [
        [0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0],
    ]


def test_progress_counts_sections_and_open_remarks_and_says_overdue(world: World) -> None:
    world.fill()
    world.bring_to(*REVIEWING)
    for text in ("请核对", "请附依据"):
        comment_on_field(world.section_reviewer, world.assessment.pk, "/score", "得分", text)
    world.bring_to(Action.RETURN_FOR_CHANGES)
    day_after = world.round.due_on + timedelta(days=1)
    rows = {}
    for today in (world.round.due_on, day_after):
        for row in with_progress(assessments_visible_to(world.administrator), today):
            rows[row.department.name, today == day_after] = (row.saved_sections, row.open_comments, row.is_overdue)
    assert rows == {
        ("信访局", False): (11, 2, False),
        ("信访局", True): (11, 2, False),  # it had handed in on time
        ("教育局", False): (0, 0, False),
        ("教育局", True): (0, 0, True),
    }


def test_the_stored_report_stands_only_while_approved(world: World) -> None:
    world.fill()
    world.bring_to(*PASSING)
    assert stored_report_of(world.fresh()) is None
    world.bring_to(Action.APPROVE)
    assert stored_report_of(world.fresh()) is not None
    world.bring_to(Action.REOPEN)
    assert stored_report_of(world.fresh()) is None
