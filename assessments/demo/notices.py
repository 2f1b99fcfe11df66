"""Rectification notices of the demo: one that runs, one whose last day has passed, one that is accepted."""

from dataclasses import replace
from datetime import timedelta

from assessments.demo.stages import Case
from assessments.facts_loader import facts_of
from assessments.models import RectificationNotice
from assessments.review import rectification
from assessments.rules.rectification import DAYS_TO_MEND, Answer, suggested
from assessments.terms import NoticeAction

_OPENING = "绩效股对自评结果进行了审核，发现下列问题，请认真整改，逐项反馈整改情况。"
_DONE = "已按整改要求落实：明确了责任股室和责任人，有关制度已印发执行，相关资料已补充归档。"
_EVIDENCE = "整改台账\n有关制度文件"


def run(case: Case) -> None:
    """A notice of today; the department has begun to answer."""
    notice = _issue(case, days_ago=0)
    _answer(case, notice, count=1)


def let_pass(case: Case) -> None:
    """A notice whose last day passed ten days ago without an answer."""
    _issue(case, days_ago=DAYS_TO_MEND + 10)


def mend(case: Case) -> None:
    """A notice that was answered in time and accepted."""
    notice = _issue(case, days_ago=DAYS_TO_MEND - 5)
    _answer(case, notice, count=notice.items.count())
    rectification.take_notice_step(case.staff.head, notice.pk, NoticeAction.REPLY)
    rectification.take_notice_step(case.performance_reviewer, notice.pk, NoticeAction.ACCEPT, "整改到位，同意销号。")


def _issue(case: Case, *, days_ago: int) -> RectificationNotice:
    """What the department itself means to mend, by one day for all of it."""
    day = case.today - timedelta(days=days_ago)
    planned = (replace(row, due=None) for row in facts_of(case.now()).rectifications)
    demands, due_on = tuple(suggested(planned, ())), day + timedelta(days=DAYS_TO_MEND)
    return rectification.issue_notice(case.performance_reviewer, case.assessment.pk, demands, due_on, _OPENING, on=day)


def _answer(case: Case, notice: RectificationNotice, *, count: int) -> None:
    answers = {position: Answer(_DONE, case.today, _EVIDENCE) for position in range(1, count + 1)}
    rectification.save_answers(case.staff.preparer, notice.pk, answers, seen_version=notice.version)
