"""SECURITY row 6: what belongs to another department answers exactly as what does not exist."""

import pytest
from django.http import HttpResponse
from django.test import Client

from assessments.terms import Status
from tests.security.conftest import client_of
from tests.security.county import County, Side
from tests.security.objects import MISSING, Route, routes
from tests.security.pages import body_of
from tests.security.test_who_sees import PAGES

OF_AN_ASSESSMENT = [route for route in routes() if "assessment" in route.objects]
OF_A_PART = [route for route in OF_AN_ASSESSMENT if len(route.objects) > 1]
# Everybody who has to do with one department only, and somebody who has to do with none.
ONE_SIDED = ["preparer", "head", "unit_preparer", "section_reviewer", "stranger"]
METHODS = ("get", "head", "post")


def answers(client: Client, route: Route, ids: dict[str, int]) -> list[HttpResponse]:
    return [getattr(client, method)(path) for path in route.paths(ids) for method in METHODS]


def seen(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """Everything by which two answers could be told apart."""
    return response.status_code, body_of(response), dict(response.headers)


def parts_of(side: Side) -> dict[str, int]:
    """What hangs on an assessment."""
    return {
        kind: pk for kind, pk in side.ids.items() if kind in {"project", "indicator", "comment", "attachment", "report"}
    }


@pytest.mark.parametrize("name", ONE_SIDED)
def test_what_is_next_door_looks_like_what_is_not_there(county: County, name: str) -> None:
    client = client_of(county.world.people[name])
    theirs = county.other.ids
    nobodys = theirs | {"assessment": MISSING} | dict.fromkeys(parts_of(county.other), MISSING)
    for route in OF_AN_ASSESSMENT:
        next_door = [seen(answer) for answer in answers(client, route, theirs)]
        missing = [seen(answer) for answer in answers(client, route, nobodys)]
        assert (route.name, next_door) == (route.name, missing)
        # 405 tells what methods an address takes, whoever asks and whatever lies there.
        assert (route.name, {status for status, _, _ in next_door} - {405}) == (route.name, {404})


@pytest.mark.parametrize("name", ["preparer", "unit_preparer", "section_reviewer", "administrator"])
def test_a_part_of_another_paper_is_no_part_of_this_one(county: County, name: str) -> None:
    """One's own assessment with the other's project, indicator, remark or paper: not there for anybody."""
    client = client_of(county.world.people[name])
    borrowed = county.own.ids | parts_of(county.other)
    nobodys = county.own.ids | dict.fromkeys(parts_of(county.own), MISSING)
    for route in OF_A_PART:
        assert (route.name, [seen(answer) for answer in answers(client, route, borrowed)]) == (
            route.name,
            [seen(answer) for answer in answers(client, route, nobodys)],
        )
        found = {answer.status_code for answer in answers(client, route, borrowed)} - {405}
        assert (route.name, found) == (route.name, {404})


def test_the_same_addresses_answer_to_their_owner(county: County) -> None:
    """Without this the tests above would pass on a site that finds nothing."""
    clients = [client_of(user) for user in (county.world.other_preparer, county.world.administrator)]
    for route in OF_AN_ASSESSMENT:
        if route.name in PAGES:
            path = route.paths(county.other.ids)[0] + "?place=/score"
            answers = [client.get(path) for client in clients]
            assert (route.name, {body_of(a) != b"" or a.status_code == 302 for a in answers}) == (route.name, {True})
            assert (route.name, [a.status_code for a in answers] != [404, 404]) == (route.name, True)


def test_administration_is_not_there_for_anybody_else(county: County) -> None:
    administration = [route for route in routes() if route.name.startswith("budgets:")]
    for name in [*ONE_SIDED, "performance_reviewer"]:
        client = client_of(county.world.people[name])
        for route in administration:
            missing = dict.fromkeys(county.own.ids, MISSING)
            assert (name, route.name, [seen(a) for a in answers(client, route, county.own.ids)]) == (
                name,
                route.name,
                [seen(a) for a in answers(client, route, missing)],
            )


def test_another_reviewer_s_bundle_is_not_there(county: County) -> None:
    bundles = [route for route in routes() if "bundle" in route.objects]
    assert len(bundles) == 4
    for name in [*ONE_SIDED, "performance_reviewer", "administrator"]:
        client = client_of(county.world.people[name])
        for route in bundles:
            theirs, missing = county.other.ids, county.other.ids | {"bundle": MISSING}
            assert (name, route.name, [seen(a) for a in answers(client, route, theirs)]) == (
                name,
                route.name,
                [seen(a) for a in answers(client, route, missing)],
            )


def test_a_notice_to_another_department_is_not_there(county: County) -> None:
    notices = [route for route in routes() if "notice" in route.objects]
    assert len(notices) == 3
    for name in ONE_SIDED:
        client = client_of(county.world.people[name])
        for route in notices:
            theirs, missing = county.other.ids, county.other.ids | {"notice": MISSING}
            next_door = [seen(answer) for answer in answers(client, route, theirs)]
            assert (name, route.name, next_door) == (
                name,
                route.name,
                [seen(answer) for answer in answers(client, route, missing)],
            )
            assert {status for status, _, _ in next_door} - {405} == {404}
        pages = "".join(client.get(path).content.decode() for path in ("/", "/notices/"))
        assert county.other.notice.reference not in pages


def test_a_round_scheme_is_not_there_for_a_department(county: County) -> None:
    client = client_of(county.world.head)
    ids = county.own.ids
    assert seen(client.get(f"/rounds/{ids['round']}/scheme/")) == seen(client.get(f"/rounds/{MISSING}/scheme/"))


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "1" + "0" * 400])
def test_a_number_out_of_range_is_not_there(county: County, number: str) -> None:
    client = client_of(county.world.administrator)
    own = county.own.assessment.pk
    paths = [f"/assessments/{number}/", f"/review/{number}/", f"/people/{number}/", f"/rounds/{number}/scheme/"]
    paths += [f"/assessments/{own}/attachments/{number}/", f"/assessments/{own}/projects/{number}/results/"]
    paths += [f"/assessments/{own}/indicators/{number}/target/", f"/departments/{number}/"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)


def test_a_stored_report_and_a_snapshot_stay_next_door(county: County) -> None:
    """The neighbour's approved report: for its owner the stored bytes, for others nothing, and no trace in lists."""
    county.bring_to(Status.APPROVED)
    address = f"/assessments/{county.own.assessment.pk}/report.pdf"
    owner, neighbour = client_of(county.world.head), client_of(county.world.other_head)

    assert owner.get(address).content.startswith(b"%PDF-")
    assert neighbour.get(address).status_code == 404
    for path in ("/", "/review/"):
        assert "信访局" not in client_of(county.world.other_section_reviewer).get(path).content.decode()
        assert "信访局" not in neighbour.get(path).content.decode()
