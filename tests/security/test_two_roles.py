"""SECURITY row 32: a person with two roles gains nothing by the second. Every pair of roles × status × act.

A bureau role beside a place in the department itself, in its unit, or next door; the place may be held now, or have
been held when the paper was prepared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Assessment, Exemption, LogEntry
from assessments.permissions import may, may_exempt_department
from assessments.queries import field_comments_for, timeline
from assessments.review.actions import end_exemption
from assessments.rules.lifecycle import TRANSITIONS
from assessments.terms import Action, EventKind, Status
from assessments.web.steps.history import history_for
from budgets.models import Department, Membership
from budgets.terms import MembershipRole
from evalsite.accounts.models import User
from tests.assessments.test_permissions import TABLE
from tests.factories import World
from tests.security.conftest import client_of, undone
from tests.security.county import County
from tests.security.pages import said
from tests.security.rows import all_rows, changes_since
from tests.security.test_matrix import deeds

BUREAU = ("section_reviewer", "performance_reviewer", "administrator")
PREPARER, HEAD = MembershipRole.PREPARER, MembershipRole.HEAD
# Where the second role is, what it is, and which row of the hand-written table it has towards the own department.
PLACES = {
    "own preparer": ("own", PREPARER, "preparer"),
    "own head": ("own", HEAD, "head"),
    "unit preparer": ("unit", PREPARER, "unit_preparer"),
    "unit head": ("unit", HEAD, ""),
    "other preparer": ("other", PREPARER, ""),
    "other head": ("other", HEAD, ""),
}
IS_MINE = {name: name.startswith(("own", "unit")) for name in PLACES}
ACTS_OF_THE_BUREAU = {action for action, step in TRANSITIONS.items() if step.roles & set(BUREAU)}
CONFLICT = "您参与过此自评表的填报，或属于该部门，不能办理"


@contextmanager
def second_role(world: World, name: str, place: str) -> Iterator[User]:
    where, role, _ = PLACES[place]
    user, department = world.people[name], getattr(world, where)
    with undone():
        Membership.objects.create(user=user, department=department, role=role)
        yield User.objects.get(pk=user.pk)  # as the next request finds the person


@pytest.mark.parametrize(("name", "place"), list(product(BUREAU, PLACES)))
def test_steps_of_every_pair_of_roles(county: County, name: str, place: str) -> None:
    world, assessment = county.world, county.world.fresh()
    with second_role(world, name, place) as user:
        for status in Status:
            assessment.status = status
            allowed = {action for action in Action if may(user, action, assessment).allowed}
            first, second = TABLE[status].get(name, set()), TABLE[status].get(PLACES[place][2], set())
            expected = second if IS_MINE[place] else first
            assert (status, allowed) == (status, expected)
            for action in first - second if IS_MINE[place] else ():
                reason = may(user, action, assessment).reason
                assert (reason.startswith(CONFLICT), "请由财政局其他" in reason) == (True, True)


@pytest.mark.parametrize(("one", "another"), [(a, b) for a, b in product(PLACES, PLACES) if a < b])
def test_two_places_in_departments_are_no_more_than_both(county: County, one: str, another: str) -> None:
    world, assessment = county.world, county.world.fresh()
    where, role, row = PLACES[one]
    if where == PLACES[another][0]:
        return  # one role per person and department
    with undone():
        world.stranger.memberships.create(department=getattr(world, where), role=role)
        world.stranger.memberships.create(department=getattr(world, PLACES[another][0]), role=PLACES[another][1])
        user = User.objects.get(pk=world.stranger.pk)
        for status in Status:
            assessment.status = status
            allowed = {action for action in Action if may(user, action, assessment).allowed}
            both = TABLE[status].get(row, set()) | TABLE[status].get(PLACES[another][2], set())
            assert (status, allowed) == (status, both)


def acts(county: County) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every address of the bureau that changes something of the own department."""
    own, today = county.own, str(timezone.localdate())
    steps = {
        f"step {action}": (f"/assessments/{own.assessment.pk}/steps/{action}/", {"comment": "说明"})
        for action in ACTS_OF_THE_BUREAU
    }
    names = ("comment", "settle_comment", "withdraw_comment", "notice_new", "return_reply", "accept_reply")
    others = {name: (address, fields) for name, (address, fields, _) in deeds(county).items() if name in names}
    exemption = {"department": str(own.world.own.pk), "code": "K22", "reason": "机构合并", "until": today}
    register = {
        "exemption_new": ("/exemptions/new/", exemption),
        "exemption_end": (f"/exemptions/{own.exemption.pk}/end/", {"reason": "已核实"}),
    }
    return steps | others | register


@pytest.mark.parametrize("at", Status, ids=str)
def test_no_act_of_the_bureau_on_ones_own_department(county: County, at: Status) -> None:
    """Through HTTP, at every status: nothing is written whatever is sent, for everybody who belongs to it."""
    with undone():
        county.bring_to(at)
        for name, place in product(BUREAU, ("own head", "unit head")):
            with second_role(county.world, name, place) as user:
                client, before = client_of(user), all_rows()
                answers = {act: client.post(*asked).status_code for act, asked in acts(county).items()}
                assert (name, place, changes_since(before)) == (name, place, set())
                assert (name, place, set(answers.values()) <= {302, 403, 404, 422}) == (name, place, True)


def test_the_same_acts_are_open_to_who_has_no_second_role(county: County) -> None:
    """Or the test above would pass for addresses that nobody can use."""
    at_once = {"exemption_new": "administrator", "exemption_end": "performance_reviewer"}
    approved = {"step publish": "performance_reviewer", "step reopen": "administrator", "notice_new": "administrator"}
    with undone():
        county.bring_to(Status.APPROVED)
        before = all_rows()
        for act, name in (at_once | approved).items():
            with undone():
                client_of(county.world.people[name]).post(*acts(county)[act])
                assert (act, changes_since(before) != set()) == (act, True)


@pytest.mark.parametrize("name", ["performance_reviewer", "administrator"])
@pytest.mark.parametrize("place", PLACES)
def test_exemptions(county: County, name: str, place: str) -> None:
    world = county.world
    with second_role(world, name, place) as user:
        assert may_exempt_department(user, world.own).allowed is not IS_MINE[place]
        assert may_exempt_department(user, world.other).allowed is IS_MINE[place]
        address, fields = acts(county)["exemption_new"]
        answer = client_of(user).post(address, fields)
        assert Exemption.objects.filter(department=world.own, code="K22").exists() is not IS_MINE[place]
        if IS_MINE[place]:
            assert f"{CONFLICT}“豁免校验”，请由财政局其他绩效股审核人、系统管理员办理。" in said(answer)


def moved(user: User, bureau_role: str) -> User:
    user.memberships.all().delete()
    user.bureau_role = bureau_role
    user.save()
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("name", ["preparer", "head", "unit_preparer", "silent_member"])
def test_who_belonged_to_it_when_it_was_prepared_takes_no_act_of_the_bureau(world: World, name: str) -> None:
    """A silent member has never done anything: only the entries of handing over and submitting name them."""
    world.people["silent_member"] = world.stranger
    Membership.objects.create(user=world.stranger, department=Department.objects.get(pk=world.unit.pk), role=HEAD)
    world.bring_to(Action.HAND_OVER, Action.SUBMIT)
    user = moved(world.people[name], "administrator")
    assessment = Assessment.objects.select_related("department").get(pk=world.assessment.pk)
    assessment.status = Status.APPROVED
    assert may(user, Action.REOPEN, assessment).reason.startswith(CONFLICT)
    assert may_exempt_department(user, world.own).reason.startswith(CONFLICT)
    with pytest.raises(Exception, match=CONFLICT):
        end_exemption(user, Exemption.objects.get(department=world.own).pk, "已核实")


def test_who_came_after_it_was_handed_in_and_left_again_may(world: World) -> None:
    world.bring_to(Action.HAND_OVER, Action.SUBMIT)
    Membership.objects.create(user=world.stranger, department=world.own, role=HEAD)
    user = moved(world.stranger, "administrator")
    assessment = world.fresh()
    assessment.status = Status.APPROVED
    assert may(user, Action.REOPEN, assessment).allowed


@pytest.mark.parametrize("name", BUREAU)
@pytest.mark.parametrize("place", PLACES)
def test_notes_of_a_review_stay_hidden_from_the_department_s_own_people(county: County, name: str, place: str) -> None:
    assessment, unsent = county.world.fresh(), county.own.unsent
    assert LogEntry.objects.filter(assessment=assessment, action=EventKind.COMMENT).exists()
    with second_role(county.world, name, place) as user:
        sees = unsent in field_comments_for(user, assessment)
        told = any(
            getattr(event, "entry", None) and event.entry.action == EventKind.COMMENT
            for event in history_for(user, assessment, timeline(assessment))
        )
    assert (sees, told) == (not IS_MINE[place], not IS_MINE[place])
