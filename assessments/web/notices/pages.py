"""Pages of rectification notices: one with its items, the form that issues one, the list that the bureau works off."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.deadlines import reply_punctuality_of
from assessments.facts_loader import submitted_facts
from assessments.models import Assessment, RectificationItem, RectificationNotice
from assessments.permissions import Decision, may_on_notice
from assessments.queries import last_snapshots, notices_by_urgency, notices_of
from assessments.reports.document.model import Report
from assessments.reports.documents import NOTICE, REPLY, Format
from assessments.reports.papers.rectification import rectification_notice
from assessments.reports.papers.review_record import Notice, NoticeItem
from assessments.reports.sources import stated_source
from assessments.review.rectification import answer_of
from assessments.rules.punctuality import Punctuality
from assessments.rules.rectification import Answer, suggested, suggested_deadline
from assessments.terms import NoticeAction, NoticeState, Severity
from assessments.web.deadline import ShownDeadline, open_deadline
from assessments.web.notices.forms import AnswersForm, IssueForm, ItemAnswerForm, NoticeFilter
from assessments.web.paging import page_numbers
from evalsite.accounts.models import User

ROWS_PER_PAGE = 50

# What happens next, said before the step is taken.
CONSEQUENCES: dict[NoticeAction, str] = {
    NoticeAction.REPLY: "报送后内容锁定，由财政局确认；财政局退回后可以补充、重新报送。",
    NoticeAction.RETURN: "退回后由部门按意见补充，单位负责人重新报送。本次反馈的内容留在办理过程中。",
    NoticeAction.ACCEPT: "确认后该通知的全部事项销号，反馈内容不能再改。",
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in a list, in the words of whoever reads it."""

    notice: RectificationNotice
    style: str
    label: str
    punctuality: Punctuality
    url: str

    @property
    def deadline(self) -> ShownDeadline | None:
        """The day to reply by, while the department has to."""
        return open_deadline(self.punctuality, "整改期限")


def notice_row(notice: RectificationNotice, today: date, *, for_bureau: bool) -> NoticeRow:
    state = notice.state_term
    return NoticeRow(
        notice=notice,
        style=state.value,
        label=state.bureau_label if for_bureau else state.label,
        punctuality=reply_punctuality_of(notice, today),
        url=reverse("assessments:notice", args=[notice.pk]),
    )


def notice_rows(user: User, assessment: Assessment) -> tuple[NoticeRow, ...]:
    """The notices of one assessment that the person may read."""
    for_bureau, today = user.bureau_role is not None, localdate()
    return tuple(notice_row(notice, today, for_bureau=for_bureau) for notice in notices_of(user, assessment))


@dataclass(frozen=True, slots=True)
class NoticeButton:
    action: NoticeAction
    label: str
    url: str
    obstacles: tuple[str, ...]
    is_backward: bool


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A document of the notice, as it may be taken away."""

    key: str
    title: str
    formats: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    row: NoticeRow
    items: tuple[RectificationItem, ...]
    papers: tuple[NoticePaper, ...]
    buttons: tuple[NoticeButton, ...]
    why_none: str

    @property
    def notice(self) -> RectificationNotice:
        return self.row.notice

    @property
    def is_answered(self) -> bool:
        return is_answered(self.items)


def notice_page(user: User, notice: RectificationNotice) -> NoticePage:
    items = tuple(notice.items.all())
    buttons = tuple(_buttons(user, notice, items))
    return NoticePage(
        row=notice_row(notice, localdate(), for_bureau=user.bureau_role is not None),
        items=items,
        papers=tuple(_papers(notice, items)),
        buttons=buttons,
        why_none="" if buttons else _why_none(notice),
    )


def is_answered(items: Iterable[RectificationItem]) -> bool:
    """Whether the department has written anything yet."""
    return any(answer_of(item) != Answer() for item in items)


def _papers(notice: RectificationNotice, items: Iterable[RectificationItem]) -> Iterator[NoticePaper]:
    for series in (NOTICE, REPLY) if is_answered(items) else (NOTICE,):
        draft = "（草稿）" if series is REPLY and notice.replied_on is None else ""
        yield NoticePaper(series.key_of(notice.year, notice.number), f"{series.title}{draft}", series.formats)


# The step onwards first, whoever looks: the main button never changes its place.
_BUTTONS = (NoticeAction.SAVE, NoticeAction.REPLY, NoticeAction.ACCEPT, NoticeAction.RETURN)


def _buttons(user: User, notice: RectificationNotice, items: tuple[RectificationItem, ...]) -> Iterator[NoticeButton]:
    for action in _BUTTONS:
        if may_on_notice(user, action, notice).allowed:
            step = reverse("assessments:notice_step", args=[notice.pk, action.value])
            is_writing = action is NoticeAction.SAVE
            yield NoticeButton(
                action=action,
                label="填写整改情况" if is_writing else action.label,
                url=reverse("assessments:notice_answers", args=[notice.pk]) if is_writing else step,
                obstacles=obstacles(items) if action is NoticeAction.REPLY else (),
                is_backward=action is NoticeAction.RETURN,
            )


def obstacles(items: Iterable[RectificationItem]) -> tuple[str, ...]:
    """What is missing before the reply can be sent."""
    lacking = ((item.position, [*answer_of(item).lacks(localdate())]) for item in items)
    return tuple(f"第 {position} 项{'、'.join(lacks)}。" for position, lacks in lacking if lacks)


def _why_none(notice: RectificationNotice) -> str:
    """Whose turn it is, for who only reads."""
    state = notice.state_term
    if state.awaits_reply:
        return "由部门填写整改情况，单位负责人报送财政局。"
    return "" if state is NoticeState.ACCEPTED else "整改情况已报送，由绩效股确认销号或退回补充。"


@dataclass(frozen=True, slots=True)
class NoticeConfirmation:
    """The page between the button and the step: what will be sent or judged, whole."""

    page: NoticePage
    action: NoticeAction
    decision: Decision
    consequence: str

    @property
    def is_backward(self) -> bool:
        return self.action is NoticeAction.RETURN


def notice_confirmation(user: User, notice: RectificationNotice, action: NoticeAction) -> NoticeConfirmation:
    return NoticeConfirmation(
        page=notice_page(user, notice),
        action=action,
        decision=may_on_notice(user, action, notice),
        consequence=CONSEQUENCES[action],
    )


def suggested_notice(assessment: Assessment, today: date) -> IssueForm:
    """The form with items to choose from, of what was handed in last."""
    snapshots = last_snapshots(assessment, 1)
    if not snapshots:
        return IssueForm(due_on=suggested_deadline((), today))
    planned = submitted_facts(snapshots[0]).rectifications
    warnings = [
        item["message"] for item in snapshots[0].content["findings"] if item["severity"] == Severity.WARNING.value
    ]
    return IssueForm(suggested=suggested(planned, warnings), due_on=suggested_deadline(planned, today))


def notice_paper(assessment: Assessment, form: IssueForm, today: date) -> Report:
    """The notice as it will read; its number comes with its issue."""
    said = form.head.cleaned_data
    notice = Notice(
        year=today.year,
        reference="（编号在下达时生成）",
        opening=said["opening"],
        issued_on=today,
        due_on=said["due_on"],
        items=tuple(NoticeItem(**asdict(demand)) for demand in form.demands),
    )
    return rectification_notice(stated_source(assessment), notice)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One item with its form; `saved` is what somebody else has written there meanwhile."""

    item: RectificationItem
    form: ItemAnswerForm
    saved: Answer | None = None


def saved_answers(notice: RectificationNotice) -> dict[int, Answer]:
    return {item.position: answer_of(item) for item in notice.items.all()}


def answer_rows(
    notice: RectificationNotice, form: AnswersForm, theirs: Mapping[int, Answer] | None = None
) -> list[AnswerRow]:
    typed = form.answers if theirs else {}
    return [
        AnswerRow(item, form.by_position[item.position], _other(theirs or {}, typed, item.position))
        for item in notice.items.all()
    ]


def _other(theirs: Mapping[int, Answer], typed: Mapping[int, Answer], position: int) -> Answer | None:
    saved = theirs.get(position)
    return saved if saved is not None and saved != typed.get(position) else None


@dataclass(frozen=True, slots=True)
class NoticeList:
    """`page` counts and pages the rows; `query` is what the address keeps of the filter."""

    filter: NoticeFilter
    page: Page[RectificationNotice]
    rows: tuple[NoticeRow, ...]
    query: str
    is_filtered: bool

    @property
    def page_numbers(self) -> list[int | str]:
        return page_numbers(self.page)


def notice_list(user: User, chosen: QueryDict, today: date) -> NoticeList:
    kept = chosen.copy()
    number = kept.pop("page", ["1"])[-1]
    narrowed = NoticeFilter(kept, queryset=notices_by_urgency(user, today))
    page = Paginator(narrowed.qs, ROWS_PER_PAGE).get_page(number)
    rows = tuple(notice_row(item, today, for_bureau=True) for item in page)
    return NoticeList(narrowed, page, rows, kept.urlencode(), any(kept.values()))
