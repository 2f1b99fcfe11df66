"""The only writer of status. A step is one transaction: lock, ask again, write, freeze, log."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.checkup import CheckUp, check_up
from assessments.deadlines import due_on as last_day_of
from assessments.deadlines import usual_return
from assessments.drafting import Refused, lock, prefill
from assessments.exchange.file_format import dumps
from assessments.facts_loader import scheme_of
from assessments.history import record, take_snapshot
from assessments.models import Assessment, LogEntry, Round, Snapshot, StoredReport
from assessments.permissions import may
from assessments.queries import departments_outside
from assessments.reports.document.model import DocumentError
from assessments.reports.form_pages.layout_file import LayoutError
from assessments.reports.form_pages.layout_sets import texts_of
from assessments.reports.sources import draw_approved
from assessments.review.remarks import Reviewer, carry_out, open_remarks, undecided
from assessments.rules.lifecycle import TRANSITIONS, Transition
from assessments.schema.scheme import Scheme
from assessments.schema.scheme_format import to_json
from assessments.terms import Action, EventKind, Status
from budgets.access import members_of
from budgets.models import Department, DepartmentBudget, FiscalYear, Indicator
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

ROUND_OPENERS = {BureauRole.PERFORMANCE_REVIEWER, BureauRole.ADMINISTRATOR}

TIMESTAMPS = {
    Action.SUBMIT: "submitted_at",
    Action.PASS_SECTION_REVIEW: "section_passed_at",
    Action.APPROVE: "approved_at",
    Action.PUBLISH: "published_at",
}


def take_step(
    user: User,
    assessment_id: int,
    action: Action,
    comment: str = "",
    *,
    back_by: date | None = None,
    decisions: Mapping[int, str] = MappingProxyType({}),
) -> LogEntry:
    """Take one step of the lifecycle; raises Refused with the reason.

    `decisions` say what becomes of open remarks, by their keys (rules.remarks); `back_by` is the day by which a return
    or a reopening wants the paper back, without it the usual one holds.
    Taking the same step twice equals taking it once: the second call answers with the first one's log entry.
    """
    drawn = _draw_for_approval(user, assessment_id) if action is Action.APPROVE else None
    with transaction.atomic():
        assessment = lock(assessment_id)
        repeated = _same_step_before(user, assessment, action)
        said = _Said(comment.strip(), back_by, decisions)
        return repeated or _step(user, assessment, TRANSITIONS[action], said, drawn)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a person says with a step."""

    comment: str
    back_by: date | None
    decisions: Mapping[int, str]


def _step(
    user: User, assessment: Assessment, step: Transition, said: _Said, drawn: tuple[Snapshot, bytes] | None
) -> LogEntry:
    decision = may(user, step.action, assessment)
    if not decision.allowed:
        raise Refused(decision.reason)
    if step.needs_comment and not said.comment:
        raise Refused(f"{step.action.label}须填写说明。")
    checkup = check_up(assessment) if step.needs_clean_checks or step.freezes else None
    if step.needs_clean_checks and checkup and checkup.blockers:
        raise Refused("，".join(checkup.blockers) + "。")
    snapshot = take_snapshot(assessment, snapshot_content(assessment, checkup)) if step.freezes and checkup else None
    if drawn:
        snapshot = _store_report(assessment, *drawn)
    before, days = assessment.status_term, _days(assessment, step, said.back_by)
    kept = _decide_remarks(Reviewer(user, decision.role, assessment), step.action, said.decisions)
    _write_status(assessment, step, days)
    return record(
        assessment,
        user,
        step.action,
        role=decision.role,
        statuses=(before, step.target),
        comment=said.comment,
        detail=_logged(assessment, step, days) | ({"kept": kept} if kept else {}) | (_sealed(*drawn) if drawn else {}),
        snapshot=snapshot,
    )


def _days(assessment: Assessment, step: Transition, back_by: date | None) -> dict[str, date | None]:
    """The days by which lateness is judged (rules.punctuality), as far as the step sets them; raises Refused.

    What the department takes back before anybody began to review it was not handed in.
    """
    today = timezone.localdate()
    if step.sets_a_day:
        day = back_by or usual_return(last_day_of(assessment, today), today)
        if day < today:
            raise Refused("重新报送期限不能早于今天，请更正。")
        return {"return_due_on": day}
    if step.action is Action.SUBMIT and assessment.first_submitted_on is None:
        return {"first_submitted_on": today, "first_due_on": last_day_of(assessment, today)}
    if step.action is Action.WITHDRAW and not assessment.log.filter(action=Action.BEGIN_REVIEW).exists():
        return {"first_submitted_on": None, "first_due_on": None}
    return {}


def _logged(assessment: Assessment, step: Transition, days: dict[str, date | None]) -> dict[str, Any]:
    """What the chain keeps of a step beside its words: the days that it sets; `due` is the last that held for it."""
    logged: dict[str, Any] = {name: day.isoformat() if day else None for name, day in days.items()}
    if step.action in {Action.HAND_OVER, Action.SUBMIT}:
        logged |= _members(assessment)
    day = assessment.return_due_on or days.get("first_due_on") or assessment.first_due_on
    return logged | ({"due": day.isoformat()} if step.action is Action.SUBMIT and day else {})


def _sealed(snapshot: Snapshot, pdf: bytes) -> dict[str, Any]:
    """What ties the stored report to its approval: changed together, file and row still contradict the chain."""
    return {
        "report_sha256": hashlib.sha256(pdf).hexdigest(),
        "snapshot": snapshot.number,
        "snapshot_sha256": snapshot.sha256,
    }


def _members(assessment: Assessment) -> dict[str, Any]:
    """Who belongs to the department now: later they do not act for the bureau on what it hands in today."""
    return {"members": members_of(assessment.department)}


def _write_status(assessment: Assessment, step: Transition, days: dict[str, date | None]) -> None:
    """The one place where a status changes. Held against the status that was read, should a lock ever fail."""
    times: dict[str, Any] = dict.fromkeys(step.resets) | days
    if step.action in TIMESTAMPS:
        times[TIMESTAMPS[step.action]] = timezone.now()
    if step.action is Action.PUBLISH:
        times["published_on"] = timezone.localdate()
    changed = Assessment.objects.filter(pk=assessment.pk, status=assessment.status).update(status=step.target, **times)
    if changed != 1:
        raise Refused("该自评表刚由他人办理，状态已变，本次操作未生效。请刷新页面后查看。")


def _decide_remarks(reviewer: Reviewer, action: Action, decisions: Mapping[int, str]) -> list[str]:
    """No step swallows a remark; raises Refused where it is not said what becomes of one."""
    if not TRANSITIONS[action].is_review:
        return []
    remarks = open_remarks(reviewer.assessment)
    if left := undecided(action, remarks, decisions):
        names = "、".join(dict.fromkeys(remark.label for remark in left))
        raise Refused(f"还有 {len(left)} 条审核意见没有处理（{names}）。请逐条选择处理办法，或退回修改。")
    return carry_out(reviewer, action, remarks, decisions)


def _same_step_before(user: User, assessment: Assessment, action: Action) -> LogEntry | None:
    """The entry of this very step, if it was the last one: a second click, or a second try after a lost answer."""
    if assessment.status != TRANSITIONS[action].target:
        return None
    last = assessment.log.order_by("-number").first()
    same = last and last.action == action and last.actor_id == user.pk
    return last if same else None


def snapshot_content(assessment: Assessment, checkup: CheckUp) -> dict[str, Any]:
    """What a submission freezes: the exchange form, the rules, what was found and how it was explained."""
    return {
        # As text: a database that sorts keys would lose the order of the grades.
        "exchange": dumps(checkup.facts),
        "scheme": to_json(checkup.scheme),
        "layouts": assessment.round.layouts,
        "due": (assessment.first_due_on or last_day_of(assessment, timezone.localdate())).isoformat(),
        "taken_on": timezone.localdate().isoformat(),
        "attachments": list(assessment.attachments.order_by("position", "pk").values("name", "size", "sha256")),
        "findings": [
            {
                "code": item.finding.code,
                "severity": item.finding.severity.value,
                "message": item.finding.message,
                "path": item.finding.path,
                "explanation": item.explanation.text if item.explanation and item.is_explained else None,
                "explained_by": str(item.explanation.author) if item.explanation and item.is_explained else None,
                "exemption": item.exemption.reason if item.exemption else None,
                "exempted_by": str(item.exemption.granted_by) if item.exemption else None,
                "exempted_until": item.exemption.until.isoformat() if item.exemption else None,
            }
            for item in checkup.findings
        ],
    }


# Approval: the report is drawn before the lock is taken, and stored under it.
def _draw_for_approval(user: User, assessment_id: int) -> tuple[Snapshot, bytes] | None:
    """Draw the report of the newest snapshot; None where the approval will be refused or was done already."""
    assessment = Assessment.objects.select_related("round__fiscal_year", "department").get(pk=assessment_id)
    if not may(user, Action.APPROVE, assessment).allowed:
        return None
    snapshot = _newest_snapshot(assessment)
    try:
        return snapshot, draw_approved(snapshot, timezone.localdate())
    except DocumentError as fault:
        raise Refused(str(fault)) from fault


def _store_report(assessment: Assessment, snapshot: Snapshot, pdf: bytes) -> Snapshot:
    if snapshot != _newest_snapshot(assessment):
        raise Refused("报送内容刚刚有变，本次操作未生效。请刷新页面后再审核。")
    StoredReport.objects.create(
        assessment=assessment, snapshot=snapshot, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()
    )
    return snapshot


def _newest_snapshot(assessment: Assessment) -> Snapshot:
    return assessment.snapshots.order_by("-number")[0]


def refuse_to_open(user: User | None, year: int) -> None:
    """Raise Refused where the person may not open a round, or the year has one already."""
    if user is not None and user.bureau_role not in ROUND_OPENERS:
        raise Refused("自评任务由绩效股审核人、系统管理员下达，您没有办理此事项的权限。")
    if Round.objects.filter(fiscal_year__year=year).exists():
        raise Refused(f"{year} 年度的自评任务已经下达。")


@transaction.atomic
def open_round(user: User | None, year: int, opens_on: date, due_on: date, scheme: Scheme, notice: str = "") -> Round:
    """Open a year's round: freeze its rules, lock approved targets, give every department its assessment.

    `user` None is the command line. Raises Refused where the person may not or the year has a round already,
    ValidationError where the dates cannot be.
    """
    refuse_to_open(user, year)
    fiscal_year, _ = FiscalYear.objects.get_or_create(year=year)
    round_ = Round(
        fiscal_year=fiscal_year,
        opens_on=opens_on,
        due_on=due_on,
        scheme=to_json(scheme),
        layouts=_layouts(scheme),
        notice=notice,
    )
    round_.full_clean()
    round_.save()
    Indicator.objects.filter(_planned_for(fiscal_year)).update(approved=True)
    for department in departments_outside(round_):
        start_assessment(round_, department, user)
    return round_


def _layouts(scheme: Scheme) -> dict[str, str]:
    """The layouts of forms that the scheme picks, to be frozen; raises Refused where one cannot be used."""
    try:
        return texts_of(scheme.layout)
    except LayoutError as error:
        raise Refused(f"表样不能使用：{' '.join(error.problems)}") from error


@transaction.atomic
def include_departments(user: User, round_id: int) -> list[Department]:
    """Give every department that came after the round was opened its assessment; gives those departments."""
    if user.bureau_role not in ROUND_OPENERS:
        raise Refused("自评任务由绩效股审核人、系统管理员下达，您没有办理此事项的权限。")
    round_ = Round.objects.select_for_update().get(pk=round_id)
    outside = list(departments_outside(round_))
    for department in outside:
        start_assessment(round_, department, user)
    return outside


def _planned_for(fiscal_year: FiscalYear) -> Q:
    """Indicators that the year's budget approval set, before anybody began to assess."""
    return (
        Q(project__fiscal_year=fiscal_year)
        | Q(goal__budget__fiscal_year=fiscal_year)
        | Q(budget__fiscal_year=fiscal_year)
    )


@transaction.atomic
def start_assessment(round_: Round, department: Department, user: User | None = None) -> tuple[Assessment, bool]:
    """The department's assessment in the round, begun where there is none; and whether it is new."""
    found = Assessment.objects.filter(round=round_, department=department).first()
    if found:
        return found, False
    DepartmentBudget.objects.get_or_create(department=department, fiscal_year=round_.fiscal_year)
    assessment = Assessment.objects.create(
        round=round_,
        department=department,
        county=settings.COUNTY_NAME,
        department_code=department.code or None,
        self_noun=department.self_noun or None,
        execution_weight=scheme_of(round_).execution,
    )
    assessment.covered_units.bulk_create(
        assessment.covered_units.model(assessment=assessment, position=position, name=unit.name)
        for position, unit in enumerate(department.units.all())
    )
    prefill(assessment)
    record(assessment, user, EventKind.START, statuses=(Status.DRAFT, Status.DRAFT), detail=_members(assessment))
    return assessment, True


@transaction.atomic
def revise_scheme(user: User, round_id: int, scheme: Scheme) -> None:
    """Change a round's rules while nobody has handed anything in by them; raises Refused afterwards.

    A department whose weight of budget execution still is the old scheme's gets the new one's.
    """
    if user.bureau_role not in ROUND_OPENERS:
        raise Refused("评分方案由绩效股审核人、系统管理员调整，您没有办理此事项的权限。")
    round_ = Round.objects.select_for_update().get(pk=round_id)
    assessments = Assessment.objects.select_for_update().filter(round=round_)
    if Snapshot.objects.filter(assessment__round=round_).exists():
        raise Refused("已有部门按此方案报送，评分方案不能再调整。")
    before = scheme_of(round_)
    if scheme == before:
        return
    round_.scheme, round_.layouts = to_json(scheme), _layouts(scheme)
    round_.save(update_fields=["scheme", "layouts"])
    for assessment in assessments:
        record(assessment, user, EventKind.REVISE_SCHEME, detail={"old": to_json(before), "new": to_json(scheme)})
    assessments.filter(execution_weight=before.execution).update(execution_weight=scheme.execution)
