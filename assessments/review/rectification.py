"""The only writer of rectification notices: issue, save answers, send the reply, return it, accept it; each logged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments.deadlines import usual_return
from assessments.drafting import Refused, lock
from assessments.history import record
from assessments.models import Assessment, RectificationItem, RectificationNotice, Round
from assessments.permissions import may_issue_notice, may_on_notice
from assessments.queries import newest_entry
from assessments.rules.rectification import MOST_ITEMS, NOTICE_STEPS, Answer, Demand, NoticeStep
from assessments.terms import NoticeAction, Role
from evalsite.accounts.models import User

LONGEST = 2000  # characters of one text


@dataclass
class StaleAnswers(Exception):  # noqa: N818 - it is an answer
    """Somebody saved the answers in between. Nothing was written; this is what stands there now."""

    notice: RectificationNotice
    saved_by: str

    def __post_init__(self) -> None:
        super().__init__("整改情况已被他人保存")


@transaction.atomic
def issue_notice(
    user: User,
    assessment_id: int,
    demands: Sequence[Demand],
    due_on: date,
    opening: str = "",
    *,
    on: date | None = None,
) -> RectificationNotice:
    """Issue a notice under the next number of the year; raises Refused.

    `on` is the day on the paper where that is not today's.
    Issuing the same words again on the same day equals issuing them once.
    """
    _hold_the_numbers()
    assessment = lock(assessment_id)
    decision = may_issue_notice(user, assessment)
    if not decision.allowed:
        raise Refused(decision.reason)
    day = on or timezone.localdate()
    demands = tuple(Demand(demand.problem.strip(), demand.requirement.strip()) for demand in demands)
    words = opening.strip()
    said: dict[str, Any] = {"opening": words, "due_on": due_on, "issued_by": user, "issued_on": day}
    _refuse_unfit(demands, words, due_on, day)
    same = _issued_before(assessment, demands, said)
    if same:
        return same
    notice = RectificationNotice.objects.create(
        assessment=assessment, prefix=settings.NOTICE_PREFIX, year=day.year, number=_next_number(day.year), **said
    )
    RectificationItem.objects.bulk_create(
        RectificationItem(notice=notice, position=position, **asdict(demand))
        for position, demand in enumerate(demands, start=1)
    )
    detail = {"due": due_on.isoformat(), "items": [asdict(demand) for demand in demands]}
    _log(notice, user, NoticeAction.ISSUE, decision.role, notice.opening, detail)
    return notice


def _hold_the_numbers() -> None:
    """Two notices at once would take the same number. Rounds before assessments, as everywhere."""
    list(Round.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _next_number(year: int) -> int:
    newest = RectificationNotice.objects.filter(year=year).order_by("-number").first()
    return newest.number + 1 if newest else 1


def _refuse_unfit(demands: Sequence[Demand], opening: str, due_on: date, day: date) -> None:
    if not demands:
        raise Refused("请至少列入一项整改事项。")
    if len(demands) > MOST_ITEMS:
        raise Refused(f"一份通知最多 {MOST_ITEMS} 项整改事项，现有 {len(demands)} 项。")
    if not all(demand.problem and demand.requirement for demand in demands):
        raise Refused("每项都须写明存在问题和整改要求。")
    if any(len(text) > LONGEST for demand in demands for text in (demand.problem, demand.requirement, opening)):
        raise Refused(f"每段文字最多 {LONGEST} 字。")
    if due_on <= day:
        raise Refused("整改期限须晚于下达之日。")


def _issued_before(
    assessment: Assessment, demands: tuple[Demand, ...], said: Mapping[str, Any]
) -> RectificationNotice | None:
    """The button was pressed twice."""
    newest = assessment.notices.order_by("-pk").first()
    if newest is None or any(getattr(newest, name) != value for name, value in said.items()):
        return None
    items = tuple(Demand(item.problem, item.requirement) for item in newest.items.all())
    return newest if items == demands else None


@transaction.atomic
def save_answers(
    user: User, notice_id: int, answers: Mapping[int, Answer], *, seen_version: int
) -> RectificationNotice:
    """Save the answers, by the position of their items; blanks are allowed until the reply is sent.

    Raises Refused, and StaleAnswers where somebody has saved others since `seen_version`.
    """
    notice = _locked(notice_id)
    decision = may_on_notice(user, NoticeAction.SAVE, notice)
    if not decision.allowed:
        raise Refused(decision.reason)
    items = list(notice.items.all())
    before = {item.position: answer_of(item) for item in items}
    after = {position: answers.get(position, answer) for position, answer in before.items()}
    if after == before:
        return notice
    if notice.version != seen_version:
        raise StaleAnswers(notice, _saved_by(notice))
    if any(len(text) > LONGEST for answer in after.values() for text in (answer.text, answer.evidence)):
        raise Refused(f"每段文字最多 {LONGEST} 字。")
    for item in items:
        _write(item, after[item.position])
    RectificationItem.objects.bulk_update(items, ["answer", "done_on", "evidence"])
    notice.version += 1
    notice.save(update_fields=["version"])
    changed = [position for position in after if after[position] != before[position]]
    _log(notice, user, NoticeAction.SAVE, decision.role, detail=_frozen(after, changed))
    return notice


def answer_of(item: RectificationItem) -> Answer:
    """What stands in the row."""
    return Answer(item.answer, item.done_on, item.evidence)


def _write(item: RectificationItem, answer: Answer) -> None:
    item.answer, item.done_on, item.evidence = answer.text, answer.done_on, answer.evidence


def _saved_by(notice: RectificationNotice) -> str:
    entry = newest_entry(notice, NoticeAction.SAVE)
    return str(entry.actor) if entry and entry.actor else ""


@transaction.atomic
def take_notice_step(
    user: User,
    notice_id: int,
    action: NoticeAction,
    comment: str = "",
    *,
    seen_version: int | None = None,
    back_by: date | None = None,
) -> RectificationNotice:
    """Send the reply, return it, or accept it; raises Refused with the reason.

    `back_by` is the day by which a return wants the reply again, the usual one where nothing is said.

    `seen_version` is the version of the answers before the person's eyes: what was saved since is neither sent nor
    judged unread.
    Taking the same step twice equals taking it once.
    """
    notice, step, words = _locked(notice_id), NOTICE_STEPS[action], comment.strip()
    if _taken_before(notice, user, action):
        return notice
    decision = may_on_notice(user, action, notice)
    if not decision.allowed:
        raise Refused(decision.reason)
    if step.needs_comment and not words:
        raise Refused(f"{action.label}须填写意见。")
    if len(words) > LONGEST:
        raise Refused(f"意见最多 {LONGEST} 字。")
    if seen_version is not None and seen_version != notice.version:
        raise Refused("整改情况刚刚有变，请核对后再办理。")
    today = timezone.localdate()
    answers = {item.position: answer_of(item) for item in notice.items.all()}
    if action is NoticeAction.REPLY:
        _refuse_incomplete(answers, today)
    days = _days(notice, step, today, back_by)
    _move(notice, action, user, today, words, days)
    detail = _frozen(answers, answers) | {"version": notice.version} | _logged(notice, action, days)
    _log(notice, user, action, decision.role, words, detail)
    return notice


def _taken_before(notice: RectificationNotice, user: User, action: NoticeAction) -> bool:
    """Whether this was the notice's last step, by the same person: a second click."""
    if notice.state_term is not NOTICE_STEPS[action].target:
        return False
    entry = newest_entry(notice, *NoticeAction)
    return entry is not None and entry.action == action and entry.actor_id == user.pk


def _refuse_incomplete(answers: Mapping[int, Answer], today: date) -> None:
    lacking = [
        f"第 {position} 项{'、'.join(lacks)}"
        for position, answer in answers.items()
        if (lacks := [*answer.lacks(today)])
    ]
    if lacking:
        raise Refused("，".join(lacking) + "。")


def _days(notice: RectificationNotice, step: NoticeStep, today: date, back_by: date | None) -> dict[str, date]:
    """The days by which lateness is judged (rules.punctuality), as far as the step sets them; raises Refused."""
    if step.sets_a_day:
        day = back_by or usual_return(notice.due_on, today)
        if day < today:
            raise Refused("重新报送期限不能早于今天，请更正。")
        return {"return_due_on": day}
    if step.action is NoticeAction.REPLY and notice.first_replied_on is None:
        return {"first_replied_on": today, "first_due_on": notice.due_on}
    return {}


def _logged(notice: RectificationNotice, action: NoticeAction, days: Mapping[str, date]) -> dict[str, str]:
    """The days that the step sets; `due` is the last that held for a reply."""
    logged = {name: day.isoformat() for name, day in days.items()}
    due = notice.return_due_on or days.get("first_due_on")
    return logged | ({"due": due.isoformat()} if action is NoticeAction.REPLY and due else {})


def _move(
    notice: RectificationNotice,
    action: NoticeAction,
    user: User,
    today: date,
    words: str,
    days: Mapping[str, date],
) -> None:
    """The one place where the state of a notice changes, with what belongs to it."""
    for name, day in days.items():
        setattr(notice, name, day)
    notice.state = NOTICE_STEPS[action].target or notice.state
    if action is NoticeAction.REPLY:
        notice.replied_on, notice.replied_by = today, user
    elif action is NoticeAction.RETURN:
        notice.replied_on, notice.replied_by, notice.return_comment = None, None, words
    elif action is NoticeAction.ACCEPT:
        notice.accepted_on, notice.accepted_by = today, user
    notice.save()


def _locked(notice_id: int) -> RectificationNotice:
    """The notice under the lock of its assessment, whose log its steps continue."""
    assessment_id = RectificationNotice.objects.values_list("assessment_id", flat=True).get(pk=notice_id)
    assessment = lock(assessment_id)
    notice = RectificationNotice.objects.get(pk=notice_id)
    notice.assessment = assessment
    return notice


def _frozen(answers: Mapping[int, Answer], positions: Iterable[int]) -> dict[str, Any]:
    """Answers as the log keeps them: a later one never takes their place."""
    return {"answers": [_said(position, answers[position]) for position in positions]}


def _said(position: int, answer: Answer) -> dict[str, Any]:
    day = answer.done_on.isoformat() if answer.done_on else None
    return {"position": position, "answer": answer.text, "done_on": day, "evidence": answer.evidence}


def _log(
    notice: RectificationNotice,
    user: User,
    action: NoticeAction,
    role: Role | None,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    said = {"notice": notice.pk, "label": notice.reference} | dict(detail or {})
    record(notice.assessment, user, action, role=role, comment=words, detail=said)
