"""Every count of assessments on a page of the bureau leads to a list that shows exactly so many, state for state."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Assessment, Round
from assessments.terms import Action, ReviewState, Stage, Status
from budgets.models import Department
from tests.assessments.web.conftest import add_departments
from tests.factories import REVIEWING, World
from tests.security.conftest import client_of

_TALLY = re.compile(r'<a class="tally" href="([^"]+)">([0-9]+)</a>')
PAGES = ("/", "/rounds/", "/county/")


@pytest.fixture
def world(world: World) -> World:
    """Departments at every state, one of them without a section, one handed in before and being mended."""
    world.fill()
    world.bring_to(*REVIEWING, Action.RETURN_FOR_CHANGES, Action.HAND_OVER)
    today = timezone.localdate()
    yesterday = today - timedelta(1)
    for status in Status:
        for item in add_departments(world, 2 if status is Status.DRAFT else 1):
            times = {
                "submitted_at": status not in {Status.DRAFT, Status.CONFIRMING, Status.RETURNED},
                "section_passed_at": status in {Status.FINAL_REVIEW, Status.APPROVED, Status.PUBLISHED},
                "approved_at": status.is_final,
                "published_at": status is Status.PUBLISHED,
            }
            now = timezone.now()
            was_handed_in = status not in {Status.DRAFT, Status.CONFIRMING}  # nothing is returned that never came
            days = {"first_submitted_on": today, "first_due_on": yesterday} if was_handed_in else {}
            Assessment.objects.filter(pk=item.pk).update(
                status=status, **{name: now for name, is_set in times.items() if is_set}, **days
            )
    Department.objects.filter(name="部门003").update(section=None)
    Round.objects.update(opens_on=today - timedelta(30), due_on=yesterday)
    return world


def listed(client: Client, address: str) -> list[Assessment]:
    return list(client.get(address).context["listing"].filter.qs)


@pytest.mark.parametrize("person", ["section_reviewer", "performance_reviewer", "administrator"])
def test_every_count_leads_to_exactly_so_many(world: World, person: str) -> None:
    client = client_of(world.people[person])
    seen = 0
    for page in PAGES:
        response = client.get(page)
        if response.status_code == 404:
            continue
        for address, count in _TALLY.findall(response.content.decode()):
            seen += 1
            assert (page, address, len(listed(client, address.replace("&amp;", "&")))) == (page, address, int(count))

    assert seen > 5


def test_one_state_is_shown_everywhere(world: World) -> None:
    client = client_of(world.administrator)
    rows = {row.pk: row for row in listed(client, f"/review/?round={world.round.pk}")}
    (progress,) = client.get("/").context["rounds"]
    blank = {item.pk for item in progress.not_started}

    text = client.get(f"/review/export/?round={world.round.pk}").content.decode("utf-8-sig")
    exported = {row[0]: row[3] for row in list(csv.reader(io.StringIO(text)))[1:]}

    assert blank == {pk for pk, row in rows.items() if row.review_state == ReviewState.NOT_STARTED}
    assert blank
    for row in rows.values():
        label = ReviewState(row.review_state).label
        assert exported[row.department.name].split("（逾期")[0].startswith(label)
        page = client.get(f"/review/{row.pk}/").content.decode()
        assert f"</span>{label}" in page or f">{label}</span>" in page
    by_stage = dict(zip((stage for stage, _ in progress.stages), progress.total.counts, strict=True))
    for stage in Stage:
        assert by_stage[stage].count == sum(row.stage == stage for row in rows.values())


@pytest.mark.parametrize(
    ("state", "was_handed_in", "stage"),
    [
        (ReviewState.NOT_STARTED, False, Stage.NOT_STARTED),
        (ReviewState.DRAFT, False, Stage.FILLING_IN),
        (ReviewState.DRAFT, True, Stage.RETURNED),
        (ReviewState.CONFIRMING, False, Stage.FILLING_IN),
        (ReviewState.CONFIRMING, True, Stage.RETURNED),
        (ReviewState.RETURNED, True, Stage.RETURNED),
        (ReviewState.SUBMITTED, True, Stage.IN_REVIEW),
        (ReviewState.SECTION_REVIEW, True, Stage.IN_REVIEW),
        (ReviewState.FINAL_REVIEW, True, Stage.IN_REVIEW),
        (ReviewState.APPROVED, True, Stage.APPROVED),
        (ReviewState.PUBLISHED, True, Stage.APPROVED),
    ],
)
def test_what_a_state_counts_as(state: ReviewState, was_handed_in: bool, stage: Stage) -> None:
    assert state.stage(was_handed_in=was_handed_in) is stage


def test_every_status_has_a_state_of_its_name() -> None:
    assert {status.value for status in Status} == {state.value for state in ReviewState} - {"not_started"}
    assert [Status(state.value).bureau_label for state in ReviewState if state.value != "not_started"] == [
        state.label for state in ReviewState if state.value != "not_started"
    ]
