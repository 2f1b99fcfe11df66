"""What a person must do now, and by when: the content of the first page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.deadlines import punctuality_of
from assessments.models import Assessment
from assessments.permissions import roles_of
from assessments.queries import notices_by_urgency, open_comments_for, open_notices_of, own_assessments, waiting_for
from assessments.rules.punctuality import Lateness
from assessments.terms import NoticeAction, NoticeState, Role, Status
from assessments.web.bureau.progress import Tally
from assessments.web.deadline import ShownDeadline, open_deadline
from assessments.web.forms.filters import late_value
from assessments.web.notices.pages import NoticeRow, notice_row, obstacles
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class NextStep:
    """One sentence on what to do and the button that leads there; `is_mine` tells a duty from a wait."""

    text: str
    button: str
    url: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """One assessment of the person's own department."""

    assessment: Assessment
    deadline: ShownDeadline | None  # while the department has to hand in
    lateness: tuple[Lateness, ...]
    remarks: int
    step: NextStep


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """A rectification notice to the person's own department that has not come to its end."""

    row: NoticeRow
    step: NextStep


@dataclass(frozen=True, slots=True)
class OwnPapers:
    """What is not finished, in whatever round, and all of the newest round come first and large; the rest is a list."""

    notices: tuple[OwnNotice, ...]
    current: tuple[OwnPaper, ...]
    earlier: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class DeskRow:
    assessment: Assessment
    days_waiting: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a reviewer, longest first; `count` counts all of it."""

    rows: tuple[DeskRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """Replies that wait for a judgement, longest first, and how many departments let the day for one pass."""

    rows: tuple[NoticeRow, ...]
    count: int
    late: tuple[tuple[Lateness, Tally], ...]


DESK_ROWS = 10

_STEPS: dict[tuple[Status, bool], tuple[str, str, str]] = {
    # (status, is it this person's turn): sentence, button, page
    (Status.DRAFT, True): ("填写各部分内容，可随时暂存；全部完成后核对并送负责人确认。", "继续填报", "task_list"),
    (Status.DRAFT, False): ("填报中，尚未到您办理的环节。", "查看填报情况", "task_list"),
    (Status.RETURNED, True): ("财政局已退回修改，请逐条处理审核意见后重新报送。", "处理审核意见", "task_list"),
    (Status.RETURNED, False): ("财政局已退回修改，由填报人办理。", "查看审核意见", "task_list"),
    (Status.CONFIRMING, True): ("填报人已送您确认，请核对后报送财政局，或退回填报人。", "核对并报送", "check"),
    (Status.CONFIRMING, False): ("已送单位负责人确认，等待报送。", "查看内容", "check"),
    (Status.SUBMITTED, False): ("已报送，等待业务股室审核。审核开始前，单位负责人可以撤回。", "查看报送情况", "done"),
    (Status.SECTION_REVIEW, False): ("业务股室正在审核，暂无须办理的事项。", "查看办理过程", "timeline"),
    (Status.FINAL_REVIEW, False): ("绩效股正在审核，暂无须办理的事项。", "查看办理过程", "timeline"),
    (Status.APPROVED, False): ("审核通过，报告已存档。", "查看报告", "report"),
    (Status.PUBLISHED, False): ("审核通过，已公开。", "查看报告", "report"),
}
_TURN: dict[Status, frozenset[Role]] = {
    Status.DRAFT: frozenset({Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER}),
    Status.RETURNED: frozenset({Role.PREPARER, Role.HEAD, Role.UNIT_PREPARER}),
    Status.CONFIRMING: frozenset({Role.HEAD}),
}


def own_papers(user: User, today: date) -> OwnPapers:
    assessments = list(own_assessments(user))
    newest = assessments[0].round_id if assessments else None
    current = [item for item in assessments if item.round_id == newest or not item.status_term.is_final]
    return OwnPapers(
        notices=_own_notices(user, today),
        current=tuple(_paper(user, item, today) for item in current),
        earlier=tuple(item for item in assessments if item not in current),
    )


def desk(user: User, today: date) -> Desk:
    waiting = waiting_for(user)
    rows = tuple(DeskRow(item, _days_since(item, today)) for item in waiting[:DESK_ROWS])
    return Desk(rows, waiting.count())


def notice_desk(user: User, today: date) -> NoticeDesk:
    is_replied = Q(state=NoticeState.REPLIED)
    notices = notices_by_urgency(user, today)
    waiting = notices.filter(is_replied).order_by("replied_on", "pk")[:DESK_ROWS]
    late = {f"{kind}_count": Count("pk", filter=Q(**{str(kind): True})) for kind in _OPEN_AND_LATE}
    counted = notices.aggregate(count=Count("pk", filter=is_replied), **late)
    tallies = ((kind, _late_notices(kind, counted[f"{kind}_count"])) for kind in _OPEN_AND_LATE)
    return NoticeDesk(
        rows=tuple(notice_row(notice, today, for_bureau=True) for notice in waiting),
        count=counted["count"],
        late=tuple((kind, tally) for kind, tally in tallies if tally.count),
    )


_OPEN_AND_LATE = (Lateness.NOT_SUBMITTED, Lateness.NOT_BACK)


def _late_notices(kind: Lateness, count: int) -> Tally:
    return Tally(count, f"{reverse('assessments:notice_list')}?overdue={late_value(kind)}")


def next_step(assessment: Assessment, roles: frozenset[Role]) -> NextStep:
    """The step of a department's person; what only the bureau does now is a wait."""
    status = assessment.status_term
    is_mine = bool(roles & _TURN.get(status, frozenset()))
    text, button, page = _STEPS[(status, is_mine)]
    if is_mine and roles == {Role.UNIT_PREPARER}:
        text, button = "填写本单位项目的资金、目标与指标，完成后由主管部门汇总报送。", "填报本单位项目"
    return NextStep(text, button, reverse(f"assessments:{page}", args=[assessment.pk]), is_mine)


def _paper(user: User, assessment: Assessment, today: date) -> OwnPaper:
    punctuality = punctuality_of(assessment, today)
    return OwnPaper(
        assessment=assessment,
        deadline=open_deadline(punctuality),
        lateness=punctuality.lateness,
        remarks=open_comments_for(user, assessment).count(),
        step=next_step(assessment, roles_of(user, assessment)),
    )


def _own_notices(user: User, today: date) -> tuple[OwnNotice, ...]:
    notices = list(open_notices_of(user))
    one_of_each = {notice.assessment.department_id: notice.assessment for notice in notices}
    roles = {department: roles_of(user, assessment) for department, assessment in one_of_each.items()}
    rows = ((notice_row(notice, today, for_bureau=False), roles[notice.assessment.department_id]) for notice in notices)
    return tuple(OwnNotice(row, _notice_step(row, able)) for row, able in rows)


def _notice_step(row: NoticeRow, roles: frozenset[Role]) -> NextStep:
    """The preparer writes, the head sends; a reply that was sent is a wait."""
    notice, is_head = row.notice, Role.HEAD in roles
    write = reverse("assessments:notice_answers", args=[notice.pk])
    send = reverse("assessments:notice_step", args=[notice.pk, NoticeAction.REPLY])
    if notice.state_term is NoticeState.RETURNED:
        text = "财政局已退回补充，请按意见补充" + ("后重新报送。" if is_head else "，由单位负责人重新报送。")
        return NextStep(text, "补充整改情况", write, is_mine=True)
    if not notice.state_term.awaits_reply:
        return NextStep("整改情况已报送，等待财政局确认销号。", "查看整改情况", row.url, is_mine=False)
    if obstacles(notice.items.all()):
        text = "请逐项填写整改情况，填完后" + ("报送财政局。" if is_head else "由单位负责人报送。")
        return NextStep(text, "填写整改情况", write, is_mine=True)
    if is_head:
        return NextStep("整改情况已填完，请核对后报送财政局。", "核对并报送", send, is_mine=True)
    return NextStep("整改情况已填完，等待单位负责人报送。", "查看整改情况", row.url, is_mine=False)


def _days_since(assessment: Assessment, today: date) -> int:
    return (today - localdate(assessment.submitted_at)).days if assessment.submitted_at else 0
