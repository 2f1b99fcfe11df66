"""Every status × person × action, written out by hand: the table is the specification."""

import pytest

from assessments.models import Assessment
from assessments.permissions import allowed_actions, may, may_edit_section, may_see_section
from assessments.terms import Action, Section, Status
from tests.factories import PASSING, World, complete_facts, complete_project

pytestmark = pytest.mark.django_db

NOTHING: dict[str, set[Action]] = {}
A = Action
EDITING = {
    "preparer": {A.SAVE, A.HAND_OVER},
    "head": {A.SAVE, A.HAND_OVER},
    "unit_preparer": {A.SAVE},
}
TABLE: dict[Status, dict[str, set[Action]]] = {
    Status.DRAFT: EDITING,
    Status.CONFIRMING: {"head": {A.HAND_BACK, A.SUBMIT}},
    Status.SUBMITTED: {"head": {A.WITHDRAW}, "section_reviewer": {A.BEGIN_REVIEW}},
    Status.SECTION_REVIEW: {"section_reviewer": {A.PASS_SECTION_REVIEW, A.RETURN_FOR_CHANGES}},
    Status.FINAL_REVIEW: {"performance_reviewer": {A.APPROVE, A.RETURN_FOR_CHANGES}},
    Status.RETURNED: EDITING,
    Status.APPROVED: {"performance_reviewer": {A.PUBLISH}, "administrator": {A.REOPEN}},
    Status.PUBLISHED: {"administrator": {A.REOPEN}},
}
PEOPLE = (
    "preparer",
    "head",
    "unit_preparer",
    "other_preparer",
    "other_head",
    "section_reviewer",
    "other_section_reviewer",
    "performance_reviewer",
    "administrator",
    "stranger",
)


def in_status(world: World, status: Status) -> Assessment:
    """The assessment as if it stood there; nothing is written."""
    assessment = world.fresh()
    assessment.status = status
    return assessment


@pytest.mark.parametrize("status", Status)
def test_every_person_may_do_what_the_table_says(world: World, status: Status) -> None:
    assessment = in_status(world, status)
    allowed = {
        name: {action for action in Action if may(world.people[name], action, assessment).allowed} for name in PEOPLE
    }
    assert allowed == {name: TABLE[status].get(name, set()) for name in PEOPLE}


@pytest.mark.parametrize("status", Status)
def test_allowed_actions_are_the_same_answers(world: World, status: Status) -> None:
    assessment = in_status(world, status)
    for name in PEOPLE:
        assert set(allowed_actions(world.people[name], assessment)) == TABLE[status].get(name, set()) - {A.SAVE}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
def test_every_refusal_gives_its_reason(world: World, status: Status, action: Action) -> None:
    assessment = in_status(world, status)
    for name in PEOPLE:
        decision = may(world.people[name], action, assessment)
        assert bool(decision.reason) is not decision.allowed


def conflict(step: str, who: str) -> str:
    return f"您参与过此自评表的填报，或属于该部门，不能办理“{step}”，请由财政局其他{who}办理。"


def test_nobody_reviews_what_they_prepared(world: World) -> None:
    world.fill()
    world.bring_to(*PASSING[:2])
    reviewer = world.section_reviewer
    reviewer.memberships.create(department=world.unit, role="preparer")
    decision = may(reviewer, Action.BEGIN_REVIEW, world.fresh())
    assert (decision.allowed, decision.reason) == (False, conflict("开始初审", "业务股室审核人"))


def test_who_ever_saved_it_does_not_review_it_later(world: World) -> None:
    """A clerk who moved to the bureau still knows the figures too well."""
    world.fill()
    world.bring_to(*PASSING)
    clerk = world.preparer
    clerk.memberships.all().delete()
    clerk.bureau_role = "performance_reviewer"
    clerk.save()
    assert may(clerk, Action.APPROVE, world.fresh()).reason == conflict("终审通过", "绩效股审核人")


def test_a_disabled_account_may_nothing(world: World) -> None:
    world.preparer.is_active = False
    assert may(world.preparer, Action.SAVE, world.fresh()).reason == "账号已停用，请联系财政局系统管理员。"


def test_a_units_preparer_fills_in_the_units_own_projects_only(world: World) -> None:
    world.fill(
        complete_facts(projects=(complete_project(amount="60", unit="信访服务中心"), complete_project("乙", "54")))
    )
    own, departments = world.own.projects.order_by("position")
    answers = {
        section: (
            may_edit_section(world.unit_preparer, world.fresh(), section, own).allowed,
            may_edit_section(world.unit_preparer, world.fresh(), section, departments).allowed,
            may_see_section(world.unit_preparer, world.fresh(), section),
        )
        for section in Section
    }
    per_project, of_department = (True, False, True), (False, False, False)
    assert answers == {
        section: per_project if section in {Section.FUNDING, Section.RESULTS} else of_department for section in Section
    }
