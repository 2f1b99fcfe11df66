"""The first page answers one question: what must I do now, and by when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Round
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action, Status
from assessments.workflow import open_round
from evalsite.terms import BureauRole
from tests.assessments.web.conftest import SignIn, add_departments
from tests.factories import PASSING, REVIEWING, SUBMITTING, World, person

HOME = reverse("assessments:home")


def home_of(world: World, sign_in: SignIn, name: str) -> str:
    return sign_in(world.people[name]).get(HOME).content.decode()


# Who, after which steps: the button that the page offers, and whether it is this person's turn.
TURNS = [
    ("preparer", (), "继续填报", True),
    ("head", (), "继续填报", True),
    ("unit_preparer", (), "填报本单位项目", True),
    ("preparer", (Action.HAND_OVER,), "查看内容", False),
    ("head", (Action.HAND_OVER,), "核对并报送", True),
    ("head", SUBMITTING, "查看报送情况", False),
    ("preparer", REVIEWING, "查看办理过程", False),
    ("preparer", PASSING, "查看办理过程", False),
    ("preparer", (*REVIEWING, Action.RETURN_FOR_CHANGES), "处理审核意见", True),
]


@pytest.mark.parametrize(("name", "steps", "button", "is_mine"), TURNS)
def test_the_department_finds_its_next_step(world, sign_in, name, steps, button, is_mine):
    world.fill()
    world.bring_to(*steps)

    html = home_of(world, sign_in, name)

    style = "btn-primary" if is_mine else "btn-outline-primary"
    assert f'class="btn btn-main {style}"' in html
    assert f">{button}</a>" in html


def test_an_approved_assessment_leads_to_its_report(world, sign_in):
    Assessment.objects.filter(pk=world.assessment.pk).update(
        status=Status.APPROVED,
        submitted_at=timezone.now(),
        section_passed_at=timezone.now(),
        approved_at=timezone.now(),
    )

    html = home_of(world, sign_in, "preparer")

    assert f'href="{reverse("assessments:report", args=[world.assessment.pk])}">查看报告</a>' in html


@pytest.mark.parametrize(("days", "words"), [(3, "还有 3 天"), (0, "今天截止"), (-2, "已逾期 2 天")])
def test_the_deadline_is_said_in_days_with_the_round_s_notice(world, sign_in, days, words):
    today = timezone.localdate()
    Round.objects.update(
        opens_on=today - timedelta(30), due_on=today + timedelta(days), notice="逾期未报的按 10% 扣减公用经费。"
    )

    html = home_of(world, sign_in, "preparer")

    assert words in html
    assert "逾期未报的按 10% 扣减公用经费。" in html


def test_a_reviewer_finds_the_desk_oldest_first(world, sign_in):
    later, earlier = add_departments(world, 2, Status.SUBMITTED)
    add_departments(world, 1, Status.DRAFT)
    Assessment.objects.filter(pk=earlier.pk).update(submitted_at=timezone.now() - timedelta(days=9))

    response = sign_in(world.section_reviewer).get(HOME)

    assert [row.assessment for row in response.context["desk"].rows] == [earlier, later]
    assert response.context["desk"].count == 2
    assert "已等待 9 天" in response.content.decode()


def test_a_long_desk_is_counted_whole_and_shown_in_part(world, sign_in):
    add_departments(world, 13, Status.SUBMITTED)

    desk = sign_in(world.section_reviewer).get(HOME).context["desk"]

    assert (len(desk.rows), desk.count) == (10, 13)


def test_the_section_next_door_is_not_on_the_desk(world, sign_in):
    add_departments(world, 2, Status.SUBMITTED)

    assert sign_in(world.other_section_reviewer).get(HOME).context["desk"].count == 0


def test_an_administrator_sees_the_county_and_no_desk(world, sign_in):
    add_departments(world, 3, Status.SUBMITTED)
    world.fill()

    response = sign_in(world.administrator).get(HOME)

    (progress,) = response.context["rounds"]
    total = progress.total
    stages = [stage.label for stage, _ in progress.stages]
    assert response.context["desk"] is None
    assert dict(zip(stages, (tally.count for tally in total.counts), strict=True)) == {
        "审核通过": 0,
        "审核中": 3,
        "填报中": 1,
        "退回修改": 0,
        "未开始": 1,
    }
    assert [item.department.name for item in progress.not_started] == ["教育局"]


@pytest.mark.parametrize(
    ("bureau_role", "words"),
    [
        (None, "现在没有需要您办理的事项"),
        (BureauRole.ADMINISTRATOR, "还没有下达自评任务"),
        (BureauRole.PERFORMANCE_REVIEWER, "下达自评任务</a>"),
        (BureauRole.SECTION_REVIEWER, "没有待您审核的自评表"),
    ],
)
def test_an_empty_site_says_what_comes_next(db, sign_in, bureau_role, words):
    somebody = person("somebody", "某人", bureau_role)

    assert words in sign_in(somebody).get(HOME).content.decode()


@pytest.mark.parametrize(("name", "queries"), [("section_reviewer", 9), ("administrator", 9), ("preparer", 6)])
def test_queries_do_not_grow_with_the_county(world, sign_in, django_assert_num_queries, name, queries):
    client = sign_in(world.people[name])
    client.get(HOME)
    for more in (3, 27):
        add_departments(world, more, Status.SUBMITTED)
        with django_assert_num_queries(queries):
            client.get(HOME)


@pytest.fixture
def three_rounds(world):
    """The world's round of 2025 and two newer ones; its departments' assessments by year."""
    today = timezone.localdate()
    for year in (2026, 2027):
        open_round(None, year, today, today + timedelta(days=20), SCHEME_2020_10)
    rows = Assessment.objects.filter(department=world.own).order_by("round__fiscal_year__year")
    return {row.round.fiscal_year.year: row for row in rows}


def stand_at(assessment: Assessment, status: Status) -> None:
    """As the constraints of the table want it."""
    reached = list(Status).index(status)
    now, order = timezone.now(), list(Status)
    is_back = status is Status.RETURNED
    Assessment.objects.filter(pk=assessment.pk).update(
        status=status,
        submitted_at=None if is_back or reached < order.index(Status.SUBMITTED) else now,
        section_passed_at=None if is_back or reached < order.index(Status.FINAL_REVIEW) else now,
        approved_at=now if status.is_final else None,
        published_at=now if status is Status.PUBLISHED else None,
    )


TIMES = ("submitted_at", "section_passed_at", "approved_at", "published_at")
DEPARTMENT = ("preparer", "head", "unit_preparer")
DESKS = {
    "section_reviewer": (Status.SUBMITTED, Status.SECTION_REVIEW),
    "performance_reviewer": (Status.FINAL_REVIEW,),
}
BUREAU = ("section_reviewer", "performance_reviewer", "administrator")


@pytest.mark.parametrize("rounds", [2, 3])
@pytest.mark.parametrize("status", Status, ids=str)
def test_nothing_unfinished_vanishes_behind_a_newer_round(world, three_rounds, sign_in, rounds, status):
    """Every status in the old rounds, whatever the newest one is; what is finished there stands in a list only."""
    if rounds == 2:
        stand_at(three_rounds[2025], Status.PUBLISHED)
        Assessment.objects.filter(round=world.round, department=world.other).update(
            status=Status.PUBLISHED, **dict.fromkeys(TIMES, timezone.now())
        )
    old = [2026, 2025][: rounds - 1]
    for year in old:
        stand_at(three_rounds[year], status)
    others = Assessment.objects.exclude(department=world.own).filter(round__fiscal_year__year__in=old)
    others.update(status=Status.PUBLISHED, **dict.fromkeys(TIMES, timezone.now()))
    current = [2027] if status.is_final else [2027, *old]

    for name in DEPARTMENT:
        own = sign_in(world.people[name]).get(HOME).context["own"]
        assert [paper.assessment.round.fiscal_year.year for paper in own.current] == current, name
        assert [item.round.fiscal_year.year for item in own.earlier] == sorted({2025, 2026} - {*current}, reverse=True)
    for name in BUREAU:
        client = sign_in(world.people[name])
        home = client.get(HOME)
        assert [each.round.fiscal_year.year for each in home.context["rounds"]] == current, name
        assert name == "administrator" or home.context["desk"].count == (len(old) if status in DESKS[name] else 0)
        listed = client.get(reverse("assessments:review_list")).context["listing"].page.object_list
        years = {row.round.fiscal_year.year for row in listed if row.department == world.own}
        assert years == {*current}, name
    for name in BUREAU[1:]:
        shown = sign_in(world.people[name]).get(reverse("assessments:round_list")).context["current"]
        assert [each.round.fiscal_year.year for each in shown] == current


def test_a_section_sees_the_old_rounds_of_its_own_departments_only(world, three_rounds, sign_in):
    Assessment.objects.filter(department=world.own, round__fiscal_year__year__in=(2025, 2026)).update(
        status=Status.PUBLISHED, **dict.fromkeys(TIMES, timezone.now())
    )
    rounds = {
        name: [each.round.fiscal_year.year for each in sign_in(world.people[name]).get(HOME).context["rounds"]]
        for name in ("section_reviewer", "other_section_reviewer", "administrator")
    }
    assert rounds == {
        "section_reviewer": [2027],
        "other_section_reviewer": [2027, 2026, 2025],
        "administrator": [2027, 2026, 2025],
    }
