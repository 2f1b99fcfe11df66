"""Bringing a statement to a state as people would: every step by the person who may take it, through the workflow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assessments import drafting, workflow
from assessments.checkup import check_up
from assessments.demo.people import Staff
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.review import actions
from assessments.review.remarks import choices_for, open_remarks
from assessments.rules.text.quantities import read_quantity
from assessments.schema.facts import Facts, Indicator, Project
from assessments.schema.pointers import label, project_pointer
from assessments.schema.sections import Funding, Results, SectionData, section_data
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, Section
from budgets.models import Membership
from budgets.money import plain_text
from budgets.terms import Comparator
from evalsite.accounts.models import User

_EXPLANATIONS = {
    "K26": "未支付部分为合同约定的质量保证金和采购节约资金，已按规定结转或收回；年度任务已经完成，有验收资料佐证。"
}
_EXPLANATION = "已与原始资料核对，情况属实，相关依据留存备查。"
_AMENDMENT = "（已按审核意见补充涉及的单位、数量和完成期限，明细见附件。）"


@dataclass(frozen=True, slots=True)
class Case:
    """One department's assessment in one round, what the department will state, and who deals with it."""

    assessment: Assessment
    facts: Facts
    staff: Staff
    section_reviewer: User
    performance_reviewer: User
    today: date

    def step(self, user: User, action: Action, comment: str = "") -> None:
        """What is open of the review's remarks is sent with a return, and settled with an approval."""
        able = {remark.pk: choices_for(action, remark) for remark in open_remarks(self.assessment)}
        decisions = {pk: choice[0] for pk, choice in able.items() if choice}
        workflow.take_step(user, self.assessment.pk, action, comment, decisions=decisions)

    def now(self) -> Assessment:
        """The assessment as it stands in the database."""
        return Assessment.objects.select_related("round__fiscal_year", "department").get(pk=self.assessment.pk)


def fill_in(case: Case) -> None:
    drafting.replace_draft(case.assessment.pk, case.facts, case.staff.preparer)


def fill_in_partly(case: Case) -> None:
    """Some sections, and half of a project's results; units have filled in the money of their projects."""
    wanted = case.facts
    for section in (Section.OVERVIEW, Section.FINANCE, Section.NARRATIVE):
        data = section_data(wanted, section)
        if section is Section.NARRATIVE:
            data = replace(wanted.narrative, rectification=None)
        _save(case, case.staff.preparer, section, data)
    units = {member.department.name: member.user for member in _unit_members(case)}
    for index, project in enumerate(wanted.projects):
        user = units.get(project.unit or "") or (case.staff.preparer if index == 0 else None)
        if user and project.is_assessed:
            _save(case, user, Section.FUNDING, _funding(case, index), index)
            _save(case, user, Section.RESULTS, _half_of_results(case, index), index)
    _change_a_target(case)


def _change_a_target(case: Case) -> None:
    """The first target that is not reported on yet was adjusted during the year, by a paper."""
    planned = facts_of(case.now()).projects[0].indicators
    open_rows = [item for item in planned if item.actual is None and item.comparator is Comparator.AT_LEAST]
    if not open_rows:
        return
    target = read_quantity(open_rows[0].target)
    drafting.change_target(
        case.staff.preparer,
        case.assessment.pk,
        open_rows[0].row or 0,
        plain_text((target.value if target else Decimal(0)) * Decimal("0.9")),
        reason="年中项目实施范围调整，经县财政局批复，指标值相应下调一成。",
        document=f"青财绩〔{case.facts.year}〕6号",
    )


def _unit_members(case: Case) -> list[Membership]:
    return list(Membership.objects.filter(department__parent=case.assessment.department).select_related("user"))


def _save(case: Case, user: User, section: Section, data: SectionData, index: int | None = None) -> None:
    assessment = case.now()
    project = None if index is None else facts_of(assessment).projects[index].row
    seen = drafting.version_of(assessment.pk, section, project).version
    drafting.save_section(user, assessment.pk, section, data, seen_version=seen, project_id=project)


def _funding(case: Case, index: int) -> Funding:
    """What the department will state, on the rows that the budget left."""
    known = facts_of(case.now()).projects[index].funding
    wanted = case.facts.projects[index]
    lines = [replace(line, row=known[at].row if at < len(known) else None) for at, line in enumerate(wanted.funding)]
    return Funding(lines=tuple(lines), total=wanted.total, transfer=wanted.transfer)


def _half_of_results(case: Case, index: int) -> Results:
    known, wanted = facts_of(case.now()).projects[index], case.facts.projects[index]
    half = len(known.indicators) // 2
    done = tuple(_reached(item, wanted.indicators[at]) for at, item in enumerate(known.indicators[:half]))
    return Results(goal=known.goal, indicators=done + known.indicators[half:])


def _reached(planned: Indicator, result: Indicator) -> Indicator:
    names = ("actual", "band", "score", "reason", "evidence", "not_applicable")
    return replace(planned, **{name: getattr(result, name) for name in names})


def hand_over(case: Case) -> None:
    for item in check_up(case.now()).open_warnings:
        text = _EXPLANATIONS.get(item.finding.code, _EXPLANATION)
        finding = item.finding
        actions.explain(case.staff.preparer, case.assessment.pk, finding.code, item.stable_place, finding.message, text)
    case.step(case.staff.preparer, Action.HAND_OVER)


def submit(case: Case) -> None:
    case.step(case.staff.head, Action.SUBMIT)


def answer(case: Case) -> None:
    """The department answers every remark that came with the return."""
    for comment in case.assessment.field_comments.filter(sent_at__isnull=False, answer=""):
        actions.answer_comment(case.staff.preparer, comment.pk, "已核实并补充，具体情况见该栏和附件。")


def amend(case: Case) -> None:
    """The department mends what was remarked on: the reason of the first indicator that lost points."""
    facts = facts_of(case.now())
    for index, project in enumerate(facts.projects):
        at = _first_with_reason(project)
        if at is None:
            continue
        results = section_data(facts, Section.RESULTS, index)
        if isinstance(results, Results):
            rows = list(results.indicators)
            rows[at] = replace(rows[at], reason=f"{rows[at].reason}{_AMENDMENT}")
            _save(case, case.staff.preparer, Section.RESULTS, replace(results, indicators=tuple(rows)), index)
        return


def begin_review(case: Case) -> None:
    case.step(case.section_reviewer, Action.BEGIN_REVIEW)


def pass_section_review(case: Case) -> None:
    case.step(case.section_reviewer, Action.PASS_SECTION_REVIEW, "资料齐全，数据勾稽相符，同意报绩效股。")


def return_by_section(case: Case) -> None:
    _remark(case, case.section_reviewer)
    case.step(
        case.section_reviewer,
        Action.RETURN_FOR_CHANGES,
        "个别指标的偏差原因和佐证不够具体，请按所列意见补充后重新报送。",
    )


def return_by_performance(case: Case) -> None:
    _remark(case, case.performance_reviewer)
    case.step(case.performance_reviewer, Action.RETURN_FOR_CHANGES, "请补充佐证材料和调查情况，完善后重新报送。")


def approve(case: Case) -> None:
    case.step(case.performance_reviewer, Action.APPROVE, "审核通过。")


def publish(case: Case) -> None:
    case.step(case.performance_reviewer, Action.PUBLISH)


def _remark(case: Case, reviewer: User) -> None:
    """A remark on each of the first projects: on a reason that is given, else on the evidence of satisfaction."""
    facts = facts_of(case.now())
    for index, project in list(enumerate(facts.projects))[:3]:
        if not project.is_assessed:
            continue
        at = _first_with_reason(project)
        field, text = "reason", "请写明涉及的单位、数量和完成期限。"
        if at is None:
            at, field, text = len(project.indicators) - 1, "evidence", "请补充问卷发放、回收份数和调查时间。"
        pointer = f"{project_pointer(index)}/indicators/{at}/{field}"
        place = stable_place(facts, pointer)
        actions.comment_on_field(reviewer, case.assessment.pk, place, label(pointer, facts), text)


def _first_with_reason(project: Project) -> int | None:
    rows = enumerate(project.indicators)
    return next((at for at, item in rows if item.reason and not item.not_applicable), None)


Step = Callable[[Case], None]
_HANDED_IN: tuple[Step, ...] = (fill_in, hand_over, submit)
_ON_DESK: tuple[Step, ...] = (*_HANDED_IN, begin_review)
_PASSED: tuple[Step, ...] = (*_ON_DESK, pass_section_review)


class State(StrEnum):
    """Where the demo leaves a department. The order puts what a small demo should show first."""

    RETURNED = "returned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SECTION_REVIEW = "section_review"
    NOT_STARTED = "not_started"
    FINAL_REVIEW = "final_review"
    CONFIRMING = "confirming"
    ANSWERED = "answered"
    PUBLISHED = "published"


STEPS: dict[State, tuple[Step, ...]] = {
    State.NOT_STARTED: (),
    State.DRAFT: (fill_in_partly,),
    State.CONFIRMING: (fill_in, hand_over),
    State.SUBMITTED: _HANDED_IN,
    State.SECTION_REVIEW: _ON_DESK,
    State.RETURNED: (*_ON_DESK, return_by_section),
    State.FINAL_REVIEW: _PASSED,
    State.ANSWERED: (*_PASSED, return_by_performance, answer),
    State.APPROVED: (*_PASSED, approve),
    State.PUBLISHED: (*_PASSED, approve, publish),
}

_RETURNED_ONCE = (*_ON_DESK, return_by_section)
# The stages of 信访局's complete statement, by the command's option. Its approved one was returned once and mended.
STAGES: dict[str, tuple[Step, ...]] = {
    "draft": (fill_in,),
    "submitted": _HANDED_IN,
    "returned": _RETURNED_ONCE,
    "approved": (
        *_RETURNED_ONCE,
        *(answer, amend, hand_over, submit, begin_review, pass_section_review, approve),
    ),
}


def bring(case: Case, steps: tuple[Step, ...]) -> None:
    for step in steps:
        step(case)
