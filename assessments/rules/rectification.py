"""The way of a rectification notice 整改通知: who takes which step from where, and what a reply must say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.schema.due import last_day
from assessments.schema.facts import Rectification
from assessments.terms import NoticeAction, NoticeState, Role, Status

MOST_ITEMS = 50  # of one notice
DAYS_TO_MEND = 30  # where nothing else is said

_DEPARTMENT = frozenset({Role.PREPARER, Role.HEAD})
_BUREAU = frozenset({Role.PERFORMANCE_REVIEWER, Role.ADMINISTRATOR})
_OPEN = frozenset({NoticeState.ISSUED, NoticeState.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStep:
    """One step. A step of the bureau is not for who has prepared the assessment; `target` None leaves the state."""

    action: NoticeAction
    sources: frozenset[NoticeState]
    target: NoticeState | None
    roles: frozenset[Role]
    needs_comment: bool = False

    @property
    def is_review(self) -> bool:
        return self.roles == _BUREAU

    @property
    def sets_a_day(self) -> bool:
        """Whether the department has to send again by a day that the step names."""
        return self.action is NoticeAction.RETURN


NOTICE_STEPS: dict[NoticeAction, NoticeStep] = {
    step.action: step
    for step in (
        NoticeStep(action=NoticeAction.ISSUE, sources=frozenset(), target=NoticeState.ISSUED, roles=_BUREAU),
        NoticeStep(action=NoticeAction.SAVE, sources=_OPEN, target=None, roles=_DEPARTMENT),
        NoticeStep(action=NoticeAction.REPLY, sources=_OPEN, target=NoticeState.REPLIED, roles=frozenset({Role.HEAD})),
        NoticeStep(
            action=NoticeAction.RETURN,
            sources=frozenset({NoticeState.REPLIED}),
            target=NoticeState.RETURNED,
            roles=_BUREAU,
            needs_comment=True,
        ),
        NoticeStep(
            action=NoticeAction.ACCEPT,
            sources=frozenset({NoticeState.REPLIED}),
            target=NoticeState.ACCEPTED,
            roles=_BUREAU,
        ),
    )
}


def issuing_roles(status: Status) -> frozenset[Role]:
    """Who issues a notice to an assessment of this status: nobody before its review has ended."""
    return NOTICE_STEPS[NoticeAction.ISSUE].roles if status.is_final else frozenset()


def notice_roles(action: NoticeAction, state: NoticeState) -> frozenset[Role]:
    """Who takes this step from this state, before it is asked who prepared the assessment."""
    step = NOTICE_STEPS[action]
    return step.roles if state in step.sources else frozenset()


@dataclass(frozen=True, slots=True)
class Demand:
    """One item as the bureau writes it: what is wrong, and what is to be done about it."""

    problem: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the department says to one item: what was done, when it was finished, what proves it (by name)."""

    text: str = ""
    done_on: date | None = None
    evidence: str = ""

    def lacks(self, today: date) -> Iterator[str]:
        """What keeps it from being sent; evidence may be left out."""
        if not self.text:
            yield "未填写整改情况"
        if self.done_on is None:
            yield "未填写完成日期"
        elif self.done_on > today:
            yield "完成日期晚于今天"


def suggested(planned: Iterable[Rectification], warnings: Iterable[str]) -> Iterator[Demand]:
    """Items to choose from: what the department itself means to mend (K30), and the warnings of its submission."""
    for row in planned:
        if row.problem:
            yield Demand(row.problem, _as_planned(row))
    for message in warnings:
        yield Demand(message, "核实相关数据和资料，确属差错的予以更正，并说明原因。")


def suggested_deadline(planned: Iterable[Rectification], today: date) -> date:
    """The last day that the department has set itself, where that is still to come; else thirty days from today."""
    days = (row.due.day(today) for row in planned if row.problem and row.due)
    return last_day(day for day in days if day > today) or today + timedelta(days=DAYS_TO_MEND)


def _as_planned(row: Rectification) -> str:
    if not row.measure:
        return "制定整改措施，明确责任人和完成期限，按期完成。"
    said = (
        f"责任人：{row.owner}" if row.owner else "",
        f"完成期限：{row.due.shown}" if row.due else "",
    )
    by_whom_and_when = "，".join(filter(None, said))
    measure = f"落实自评报告提出的整改措施“{row.measure.rstrip('。；;')}”"
    return f"{measure}（{by_whom_and_when}）。" if by_whom_and_when else f"{measure}。"
