"""Lateness of a rectification: what a department answered, day by day, and what every place that speaks of it says."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.drafting import Refused
from assessments.integrity import faults_of
from assessments.models import RectificationNotice
from assessments.reports.papers.review_record_loader import record_of
from assessments.review.rectification import issue_notice, save_answers, take_notice_step
from assessments.rules.checks.facts.formalities import shown
from assessments.rules.rectification import Answer, Demand
from assessments.terms import NoticeAction, NoticeState
from tests.assessments.web.conftest import SignIn
from tests.assessments.web.notices.test_views import approve
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db

A = NoticeAction
DUE = timezone.localdate() + timedelta(days=60)  # the last day of the notice; every day below counts from here
OPEN, LATE, OPEN_AGAIN, LATE_AGAIN = "逾期未反馈", "逾期反馈", "退回后逾期未反馈", "退回后逾期反馈"


@dataclass(frozen=True)
class Story:
    """What happened on which day, on which day one looks, and what is said then. A return wants the reply in 7 days."""

    steps: tuple[tuple[int, NoticeAction], ...]
    look: int
    kinds: tuple[str, ...] = ()
    days: int = 0  # late at the first reply
    again: int = 0  # late after a return
    state: NoticeState = NoticeState.REPLIED


SENT, BACK, DONE = A.REPLY, A.RETURN, A.ACCEPT
STORIES = {
    "nothing yet": Story((), 0, state=NoticeState.ISSUED),
    "nothing, a day late": Story((), 1, (OPEN,), 1, state=NoticeState.ISSUED),
    "on the last day": Story(((0, SENT),), 30),
    "a day late": Story(((1, SENT),), 30, (LATE,), 1),
    "on time, accepted long after": Story(((0, SENT), (40, DONE)), 50, state=NoticeState.ACCEPTED),
    "late, accepted": Story(((3, SENT), (4, DONE)), 50, (LATE,), 3, state=NoticeState.ACCEPTED),
    "on time, returned before the last day": Story(((-9, SENT), (-9, BACK)), 0, state=NoticeState.RETURNED),
    "on time, returned after it": Story(((0, SENT), (5, BACK)), 12, state=NoticeState.RETURNED),
    "on time, returned, not back": Story(
        ((0, SENT), (5, BACK)), 13, (OPEN_AGAIN,), again=1, state=NoticeState.RETURNED
    ),
    "late, returned": Story(((2, SENT), (2, BACK)), 9, (LATE,), 2, state=NoticeState.RETURNED),
    "late, returned, not back": Story(
        ((2, SENT), (2, BACK)), 11, (LATE, OPEN_AGAIN), 2, again=2, state=NoticeState.RETURNED
    ),
    "on time, back in time": Story(((0, SENT), (5, BACK), (12, SENT)), 30),
    "on time, back late": Story(((0, SENT), (5, BACK), (14, SENT)), 30, (LATE_AGAIN,), again=2),
    "late, back late, accepted": Story(
        ((1, SENT), (2, BACK), (10, SENT), (11, DONE)), 30, (LATE, LATE_AGAIN), 1, 1, NoticeState.ACCEPTED
    ),
    "returned twice": Story(((0, SENT), (5, BACK), (14, SENT), (15, BACK)), 22, state=NoticeState.RETURNED),
}


class Clock:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr("django.utils.timezone.now", lambda: self.at)
        self.to(-30)

    def to(self, day: int) -> None:
        self.at = timezone.make_aware(datetime.combine(DUE + timedelta(days=day), time(10)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def world(clock: Clock) -> World:
    made = make_world()
    approve(made.assessment)
    return made


@pytest.fixture
def notice(world: World) -> RectificationNotice:
    return issue_notice(world.performance_reviewer, world.assessment.pk, (Demand("台账不全。", "补齐台账。"),), DUE)


def act(world: World, notice: RectificationNotice, clock: Clock, steps: tuple[tuple[int, NoticeAction], ...]) -> None:
    for day, step in steps:
        clock.to(day)
        if step is A.REPLY:
            answers = {1: Answer(f"第 {day} 天补齐。", timezone.localdate())}
            seen = RectificationNotice.objects.get(pk=notice.pk).version
            save_answers(world.preparer, notice.pk, answers, seen_version=seen)
        actor = world.head if step is A.REPLY else world.performance_reviewer
        take_notice_step(actor, notice.pk, step, "请补充。" if step is A.RETURN else "")


def page(client: Client, name: str, *args: Any, **asked: str) -> str:
    return client.get(reverse(f"assessments:{name}", args=args), asked).content.decode()


def labels_in(html: str) -> tuple[str, ...]:
    labels = (OPEN, LATE, OPEN_AGAIN, LATE_AGAIN)
    return tuple(label for label in labels if f'<span class="overdue nowrap">{label}</span>' in html)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_place_says_the_same(
    world: World, notice: RectificationNotice, clock: Clock, sign_in: SignIn, story: Story
) -> None:
    act(world, notice, clock, story.steps)
    clock.to(story.look)
    replied = any(step is SENT for _, step in story.steps)
    if replied:  # a change of the date rewrites nothing
        RectificationNotice.objects.filter(pk=notice.pk).update(due_on=DUE - timedelta(days=20))
    row = RectificationNotice.objects.get(pk=notice.pk)
    bureau, department = sign_in(world.performance_reviewer), sign_in(world.head)
    is_open, is_done = story.state.awaits_reply, story.state is NoticeState.ACCEPTED
    open_days = (story.again or story.days if not replied else story.again) if is_open else 0
    places = {
        "list": page(bureau, "notice_list"),
        "notice, bureau": page(bureau, "notice", row.pk),
        "notice, department": page(department, "notice", row.pk),
        "tasks": page(department, "task_list", world.assessment.pk),
    } | ({} if is_done else {"home": page(department, "home")})

    assert {name: labels_in(html) for name, html in places.items()} == dict.fromkeys(places, story.kinds)
    assert {name: f"已逾期 {open_days} 天" in html for name, html in places.items()} == dict.fromkeys(
        places, open_days > 0
    )
    assert {name: "已逾期" in html for name, html in places.items()} == dict.fromkeys(places, open_days > 0)
    returned = story.state is NoticeState.RETURNED
    assert {name: "重新报送期限" in html for name, html in places.items()} == dict.fromkeys(places, returned)
    assert {name: row.state_term.label in html or row.state_term.bureau_label in html for name, html in places.items()}
    for name in ("notice, bureau", "notice, department"):
        words = re.sub(r"<[^>]+>", "", places[name])
        assert (f"反馈，逾期 {story.days} 天" in words) is (replied and story.days > 0)
        assert (f"重新反馈，逾期 {story.again} 天" in words) is (not is_open and story.again > 0)

    for value, kind in (("1", OPEN), ("submitted_late", LATE), ("not_back", OPEN_AGAIN), ("back_late", LATE_AGAIN)):
        listed = f"{row.reference}</a>" in page(bureau, "notice_list", overdue=value)
        assert (kind, listed) == (kind, kind in story.kinds)
    desk = bureau.get(reverse("assessments:home")).context["notices"]
    assert {kind.reply_label for kind, _ in desk.late} == {kind for kind in story.kinds if kind in (OPEN, OPEN_AGAIN)}

    (paper,) = record_of(world.fresh()).notices
    assert tuple(kind.reply_label for kind in paper.lateness) == story.kinds
    assert faults_of_notices(world) == []


def faults_of_notices(world: World) -> list[str]:
    return [fault for fault in faults_of(world.fresh()) if fault.startswith("整改通知")]


def test_the_first_reply_and_the_day_that_held_then_stay(
    world: World, notice: RectificationNotice, clock: Clock
) -> None:
    act(world, notice, clock, ((0, SENT), (5, BACK), (14, SENT)))
    row = RectificationNotice.objects.get(pk=notice.pk)

    assert (row.first_replied_on, row.first_due_on) == (DUE, DUE)
    assert (row.return_due_on, row.replied_on) == (DUE + timedelta(days=12), DUE + timedelta(days=14))
    entries = {entry.number: entry.term for entry in world.assessment.log.filter(detail__notice=row.pk) if entry.term}
    assert list(entries.values()) == [f"请于{shown(row.return_due_on)}前（含当日）重新报送", "逾期 2 天"]


@pytest.mark.parametrize("name", ["first_replied_on", "first_due_on", "return_due_on"])
def test_a_day_that_was_changed_behind_the_log_is_seen(
    world: World, notice: RectificationNotice, clock: Clock, name: str
) -> None:
    act(world, notice, clock, ((0, SENT), (5, BACK)))
    RectificationNotice.objects.filter(pk=notice.pk).update(**{name: DUE - timedelta(days=1)})

    fault = f"整改通知 {notice.reference} 的首次反馈日期、当时的整改期限或重新报送期限与办理过程不符"
    assert faults_of_notices(world) == [fault]


def test_who_returns_a_reply_says_by_when(
    world: World, notice: RectificationNotice, clock: Clock, sign_in: SignIn
) -> None:
    act(world, notice, clock, ((0, SENT),))
    clock.to(3)
    address = reverse("assessments:notice_step", args=[notice.pk, A.RETURN])
    client = sign_in(world.performance_reviewer)
    assert client.get(address).context["form"]["back_by"].value() == shown(DUE + timedelta(days=10))

    words = {"comment": "请补充台账", "seen_version": "1"}
    with pytest.raises(Refused, match="期限不能早于今天"):
        take_notice_step(world.performance_reviewer, notice.pk, A.RETURN, "请补充", back_by=DUE)
    past = client.post(address, words | {"back_by": str(DUE)})
    assert (past.status_code, "重新报送期限不能早于今天，请更正。" in past.content.decode()) == (422, True)
    assert "请补充台账" in past.content.decode()
    assert client.post(address, words | {"back_by": str(DUE + timedelta(days=4))}).status_code == 302
    assert RectificationNotice.objects.get(pk=notice.pk).return_due_on == DUE + timedelta(days=4)
