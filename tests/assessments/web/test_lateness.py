"""Lateness is one thing: what a department did, day by day, and what every place that speaks of it says then."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assessments.checkup import check_up
from assessments.deadlines import punctuality_of, with_lateness
from assessments.drafting import Refused
from assessments.models import Assessment, Round
from assessments.reports.county.documents import COUNTY_DOCUMENTS
from assessments.reports.county.figures import counted
from assessments.reports.county.sources import county_of
from assessments.reports.document.model import Paragraph
from assessments.reports.papers.opinion import has_review_opinion, review_opinion
from assessments.reports.sources import source_of
from assessments.review.actions import explain
from assessments.rules.checks.facts.formalities import shown
from assessments.rules.punctuality import Lateness
from assessments.terms import Action
from assessments.workflow import take_step
from tests.assessments.web.conftest import SignIn, add_departments
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db

NOT_SUBMITTED, SUBMITTED_LATE, NOT_BACK, BACK_LATE = Lateness
HAND_IN, A = "hand in", Action
DUE = timezone.localdate()  # of the round; every day below counts from here


@dataclass(frozen=True)
class Story:
    """What happened on which day, on which day one looks, and what is said then. A return wants the paper in 7 days."""

    steps: tuple[tuple[int, str], ...]
    look: int
    kinds: tuple[Lateness, ...] = ()
    days: int = 0  # late at the first submission
    opinion: str = ""  # of the first submission
    again: str = ""  # of one after a return
    county: str = "on time"


REVIEW, RETURN = (A.BEGIN_REVIEW,), (A.BEGIN_REVIEW, A.RETURN_FOR_CHANGES)
PASS = (*REVIEW, A.PASS_SECTION_REVIEW)
ON_TIME, LATE = "按时报送。", "逾期{}天。"


def on(day: int, *steps: str) -> tuple[tuple[int, str], ...]:
    return tuple((day, step) for step in steps)


STORIES = {
    "nothing yet": Story((), 0, county="not yet"),
    "nothing, a day late": Story((), 1, (NOT_SUBMITTED,), 1, county="not yet"),
    "on the last day": Story(on(0, HAND_IN), 30),
    "a day late": Story(on(1, HAND_IN), 30, (SUBMITTED_LATE,), 1, county="late"),
    "on time, reviewed": Story(on(-3, HAND_IN, *PASS), 30, opinion=ON_TIME),
    "late, reviewed": Story(on(3, HAND_IN, *PASS), 30, (SUBMITTED_LATE,), 3, LATE, county="late"),
    "on time, returned before the last day": Story(on(-9, HAND_IN, *RETURN), -2, opinion=ON_TIME),
    "on time, returned after it": Story(on(0, HAND_IN) + on(5, *RETURN), 12, opinion=ON_TIME),
    "on time, returned, not back": Story(on(0, HAND_IN) + on(5, *RETURN), 13, (NOT_BACK,), opinion=ON_TIME),
    "late, returned": Story(on(2, HAND_IN, *RETURN), 9, (SUBMITTED_LATE,), 2, LATE, county="late"),
    "late, returned, not back": Story(on(2, HAND_IN, *RETURN), 10, (SUBMITTED_LATE, NOT_BACK), 2, LATE, county="late"),
    "on time, back in time": Story(on(0, HAND_IN) + on(5, *RETURN) + on(12, HAND_IN, *REVIEW), 30, opinion=ON_TIME),
    "on time, back late": Story(
        on(0, HAND_IN) + on(5, *RETURN) + on(14, HAND_IN, *REVIEW), 30, (BACK_LATE,), opinion=ON_TIME, again="2天"
    ),
    "on time, with the head again after a return": Story(
        on(0, HAND_IN) + on(5, *RETURN, A.HAND_OVER, A.HAND_BACK), 6, opinion=ON_TIME
    ),
    "withdrawn in time, in again in time": Story(on(-5, HAND_IN, A.WITHDRAW) + on(0, HAND_IN), 30),
    "withdrawn, never in again": Story(on(-5, HAND_IN, A.WITHDRAW), 1, (NOT_SUBMITTED,), 1, county="not yet"),
    "withdrawn, in again late": Story(
        on(-5, HAND_IN, A.WITHDRAW) + on(4, HAND_IN), 30, (SUBMITTED_LATE,), 4, county="late"
    ),
    "withdrawn after a return": Story(
        on(0, HAND_IN) + on(5, *RETURN) + on(6, HAND_IN, A.WITHDRAW), 12, opinion=ON_TIME
    ),
    "reopened after the approval": Story(
        on(0, HAND_IN, *REVIEW, A.PASS_SECTION_REVIEW) + on(9, A.APPROVE) + on(20, A.REOPEN), 27, opinion=ON_TIME
    ),
    "late, published": Story(
        on(1, HAND_IN, *REVIEW, A.PASS_SECTION_REVIEW, A.APPROVE, A.PUBLISH),
        99,
        (SUBMITTED_LATE,),
        1,
        LATE,
        county="late",
    ),
}


class Clock:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr("django.utils.timezone.now", lambda: self.at)
        self.to(-20)

    def to(self, day: int) -> None:
        self.at = timezone.make_aware(datetime.combine(DUE + timedelta(days=day), time(10)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def world(clock: Clock) -> World:
    made = make_world()  # its rows are made on the clock's first day
    Round.objects.update(opens_on=DUE - timedelta(days=30), due_on=DUE)
    made.fill()
    return made


def act(world: World, clock: Clock, steps: tuple[tuple[int, str], ...]) -> None:
    for day, step in steps:
        clock.to(day)
        if step == HAND_IN or step is A.HAND_OVER:
            explain_all(world)
        if step == HAND_IN:
            world.bring_to(A.HAND_OVER, A.SUBMIT)
        elif step is A.RETURN_FOR_CHANGES:
            back_by = timezone.localdate() + timedelta(days=7)
            take_step(world.section_reviewer, world.assessment.pk, step, "请修改", back_by=back_by)
        else:
            world.bring_to(Action(step))


def explain_all(world: World) -> None:
    for item in check_up(world.fresh()).open_warnings:
        said = item.finding.code, item.stable_place, item.finding.message, "情况属实。"
        explain(world.preparer, world.assessment.pk, *said)


def page(client: Client, name: str, *args: Any, **asked: str) -> str:
    return client.get(reverse(f"assessments:{name}", args=args), asked).content.decode()


def labels_in(html: str) -> tuple[str, ...]:
    return tuple(kind.label for kind in Lateness if f'<span class="overdue nowrap">{kind.label}</span>' in html)


def words_of(report: Any) -> str:
    """All sentences of a report, whatever they stand in."""
    found: list[str] = []

    def look(piece: Any) -> None:
        if isinstance(piece, Paragraph):
            found.append(piece.text)
        elif isinstance(piece, tuple | list):
            for part in piece:
                look(part)

    look(report.blocks)
    return "".join(found)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_place_says_the_same(world: World, clock: Clock, sign_in: Any, story: Story) -> None:
    act(world, clock, story.steps)
    clock.to(story.look)
    Round.objects.update(due_on=DUE + timedelta(days=50) if story.county != "not yet" else DUE)  # too late to matter
    row, today = world.fresh(), timezone.localdate()
    labels = tuple(kind.label for kind in story.kinds)
    bureau, department = sign_in(world.section_reviewer), sign_in(world.preparer)

    punctuality = punctuality_of(row, today)
    assert (punctuality.lateness, punctuality.days_late) == (story.kinds, story.days)
    (counted_row,) = with_lateness(Assessment.objects.filter(pk=row.pk), today)
    assert tuple(kind for kind in Lateness if getattr(counted_row, kind)) == story.kinds
    assert counted_row.is_overdue is (NOT_SUBMITTED in story.kinds)

    assert labels_in(page(bureau, "review_list")) == labels
    exported = {line[0]: line for line in csv.reader(io.StringIO(page(bureau, "review_export").lstrip("\ufeff")))}
    status = row.status_term.bureau_label
    assert exported["信访局"][3] == (f"{status}（{'，'.join(labels)}）" if labels else status)
    came = timezone.localdate(row.submitted_at) if row.submitted_at else row.first_submitted_on
    assert exported["信访局"][4][:10] == (f"{came:%Y-%m-%d}" if came else "")
    for kind in Lateness:
        asked = "1" if kind is NOT_SUBMITTED else str(kind)
        listed = f">{row.department.name}</a></th>" in page(bureau, "review_list", overdue=asked)
        assert (kind, listed) == (kind, kind in story.kinds)

    home = page(department, "home")
    assert labels_in(home) == labels
    open_days = (today - punctuality.last_day).days if punctuality.last_day and punctuality.is_open else 0
    tasks = page(department, "task_list", row.pk)
    for text in (home, tasks):
        assert ("已逾期" in text) is (open_days > 0)
        assert f"已逾期 {open_days} 天" in text or open_days <= 0
        assert ("重新报送期限" in text) is (punctuality.is_open and punctuality.back_by is not None)

    late = [item.finding.difference for item in check_up(row).findings if item.finding.code == "K46"]
    assert late == ([story.days] if story.days else [])

    source = source_of(row)
    said = words_of(review_opinion(source)) if has_review_opinion(source) else ""
    assert (story.opinion.format(story.days) in said, "逾期" in said) == (True, "逾期" in story.opinion)
    assert ("超过退回要求的期限" in said, story.again in said) == (bool(story.again), True)

    county = county_of(world.round, [row])
    (department_row,) = counted(county)
    standing = "late" if department_row.is_late else "on time" if department_row.is_reported else "not yet"
    assert standing == story.county
    said = words_of(COUNTY_DOCUMENTS[0].build(county))
    assert {
        "late": "其中按期报送0个，逾期报送1个；未报送的部门0个",
        "on time": "其中按期报送1个，逾期报送0个；未报送的部门0个",
        "not yet": "其中按期报送0个，逾期报送0个；未报送的部门1个",
    }[story.county] in said

    (listed_round,) = sign_in(world.administrator).get(reverse("assessments:round_list")).context["rounds"]
    assert listed_round.round.submitted == (story.county != "not yet")


def test_the_first_submission_and_the_day_that_held_then_stay(world: World, clock: Clock) -> None:
    act(world, clock, on(0, HAND_IN))
    (entry,) = world.assessment.log.filter(action=A.SUBMIT)
    assert (entry.detail["due"], entry.snapshot.content["due"]) == (DUE.isoformat(), DUE.isoformat())
    Round.objects.update(due_on=DUE - timedelta(days=9))
    act(world, clock, on(5, *RETURN) + on(6, HAND_IN))
    assert punctuality_of(world.fresh(), DUE + timedelta(days=6)).lateness == ()
    assert world.fresh().first_due_on == DUE


def test_a_reason_for_being_late_holds_for_every_further_day(world: World, clock: Clock) -> None:
    act(world, clock, on(1, A.HAND_OVER))
    clock.to(4)
    world.bring_to(A.SUBMIT)
    assert punctuality_of(world.fresh(), timezone.localdate()).days_late == 4


def test_late_is_late_whatever_date_is_typed(world: World, clock: Clock) -> None:
    clock.to(2)
    (finding,) = (item.finding for item in check_up(world.fresh()).findings if item.finding.code == "K46")
    assert finding.message == (
        f"报送日期（{shown(DUE + timedelta(days=2))}）超过报送截止日期（{shown(DUE)}）2 天。"
        "请在下面写明逾期原因，写明后仍可报送；逾期处理按本县通知执行。"
    )
    with pytest.raises(Refused, match="还有 1 条警告须写明原因"):
        world.bring_to(A.HAND_OVER)


@pytest.mark.parametrize(("steps", "action"), [(REVIEW, A.RETURN_FOR_CHANGES), (("approved",), A.REOPEN)])
def test_who_gives_a_paper_back_says_by_when(world: World, clock: Clock, sign_in: Any, steps: Any, action: A) -> None:
    """The page suggests a day and takes another one; a day gone by is refused with the words kept."""
    approved = (*REVIEW, A.PASS_SECTION_REVIEW, A.APPROVE)
    act(world, clock, on(0, HAND_IN, *(approved if steps == ("approved",) else steps)))
    actor = world.administrator if action is A.REOPEN else world.section_reviewer
    address, client = reverse("assessments:step", args=[world.assessment.pk, action]), sign_in(actor)
    suggested = client.get(address).context["form"]["back_by"].value()
    assert suggested == shown(DUE + timedelta(days=7))

    with pytest.raises(Refused, match="期限不能早于今天"):
        take_step(actor, world.assessment.pk, action, "请补充台账", back_by=DUE - timedelta(days=1))
    past = client.post(address, {"comment": "请补充台账", "back_by": str(DUE - timedelta(days=1))})
    assert (past.status_code, "重新报送期限不能早于今天，请更正。" in past.content.decode()) == (422, True)
    assert "请补充台账" in past.content.decode()
    client.post(address, {"comment": "请补充台账", "back_by": str(DUE + timedelta(days=3))})

    entry = world.assessment.log.get(action=action)
    assert (world.fresh().return_due_on, entry.detail) == (
        DUE + timedelta(days=3),
        {"return_due_on": str(DUE + timedelta(days=3))},
    )
    day = shown(DUE + timedelta(days=3))
    for reader, name in ((world.preparer, "home"), (world.preparer, "timeline"), (actor, "review")):
        args = () if name == "home" else (world.assessment.pk,)
        assert day in page(sign_in(reader), name, *args)


def test_the_progress_counts_the_late_and_leads_to_exactly_those(world: World, clock: Clock, sign_in: SignIn) -> None:
    clock.to(9)
    late, again, *_ = add_departments(world, 3)
    now, before = timezone.now(), timezone.now() - timedelta(days=4)
    dates = {"first_submitted_on": DUE + timedelta(days=2), "first_due_on": DUE}
    Assessment.objects.filter(pk=late.pk).update(status="submitted", submitted_at=now, **dates)
    returned = {"status": "returned", "return_due_on": before.date()}
    Assessment.objects.filter(pk=again.pk).update(**returned, **dates)

    response = sign_in(world.performance_reviewer).get("/")
    (progress,) = response.context["rounds"]
    total = {kind: tally.count for kind, tally in zip(progress.late_kinds, progress.total.late, strict=True)}
    count = Assessment.objects.count()
    assert total == {NOT_SUBMITTED: count - 2, SUBMITTED_LATE: 2, NOT_BACK: 1}
    for row in progress.rows:
        for kind, tally in zip(progress.late_kinds, row.late, strict=True):
            listed = sign_in(world.performance_reviewer).get(tally.url).context["listing"].page.paginator.count
            assert (row.section, kind, listed) == (row.section, kind, tally.count)
            assert (f'href="{escape(tally.url)}"' in response.content.decode()) is (tally.count > 0)
    headings = [f'<th scope="col" class="number">{kind.label}</th>' in response.content.decode() for kind in Lateness]
    assert headings == [True, True, True, False]


def test_the_progress_says_when_nobody_is_late(world: World, clock: Clock, sign_in: SignIn) -> None:
    response = sign_in(world.performance_reviewer).get("/")

    assert response.context["rounds"][0].late_kinds == ()
    assert "没有逾期的部门" in response.content.decode()
