"""The sample department after its review: handed in late, returned twice, explained, let off one check, approved."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assessments.reports.document.filing_number import FilingNumber, filing
from assessments.reports.papers.department_documents import ApprovalNote, Source
from assessments.reports.papers.review_record import (
    Event,
    FiledPaper,
    Remark,
    ReviewRecord,
    Submission,
    SubmittedFinding,
)
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action, EventKind, Severity, Status
from tests.assessments.reports.sample import SAMPLE

HEAD, SECTION, PERFORMANCE = "周明（单位负责人）", "郑和（业务股室审核人）", "孙立（绩效股审核人）"
CLOCK = ZoneInfo("Asia/Shanghai")
STEPS = {
    Action.SUBMIT: (HEAD, Status.SUBMITTED),
    Action.WITHDRAW: (HEAD, Status.DRAFT),
    Action.BEGIN_REVIEW: (SECTION, Status.SECTION_REVIEW),
    Action.PASS_SECTION_REVIEW: (SECTION, Status.FINAL_REVIEW),
    Action.RETURN_FOR_CHANGES: (SECTION, Status.RETURNED),
    Action.APPROVE: (PERFORMANCE, Status.APPROVED),
    Action.PUBLISH: (PERFORMANCE, Status.PUBLISHED),
    Action.REOPEN: ("钱进（系统管理员）", Status.RETURNED),
}


def event(action: Action, on: str, words: str = "") -> Event:
    """A step on a day such as "4-20", at half past nine."""
    who, status = STEPS[action]
    month, day = map(int, on.split("-"))
    at = datetime(2023, month, day, 9, 30, tzinfo=CLOCK)
    return Event(action=action, at=at, title=action.label, who=who, words=words, moved_to=status)


START = Event(action=EventKind.START, at=datetime(2023, 3, 1, 8, tzinfo=CLOCK), title="建立自评表", who="孙立")
EXEMPTION = Event(
    action=EventKind.EXEMPT,
    at=datetime(2023, 4, 26, 16, 5, tzinfo=CLOCK),
    title="豁免校验：各等级项目个数，至2023年12月31日",
    who=PERFORMANCE,
    words="客运补贴按上级批复超额拨付。",
)
FIRST_RETURN = (
    "一、公交项目执行率超过100%，请核对并说明资金来源。\n二、桥梁项目的满意度没有调查记录，请补充佐证材料后重新打分。"
)
EVENTS = (
    START,
    event(Action.SUBMIT, "4-25"),
    event(Action.BEGIN_REVIEW, "4-25"),
    event(Action.RETURN_FOR_CHANGES, "4-26", FIRST_RETURN),
    EXEMPTION,
    event(Action.SUBMIT, "4-28"),
    event(Action.BEGIN_REVIEW, "4-29"),
    event(Action.RETURN_FOR_CHANGES, "5-4", "满意度问卷的份数与台账不符，请更正。"),
    event(Action.SUBMIT, "5-6"),
    event(Action.BEGIN_REVIEW, "5-6"),
    event(Action.PASS_SECTION_REVIEW, "5-8", "修改到位，同意。"),
    event(Action.APPROVE, "5-10"),
)
REMARKS = (
    Remark(
        label="项目“城乡公交运营补贴”的全年执行数",
        text="超过全年预算数，请核对。",
        author="郑和",
        sent_on=date(2023, 4, 26),
        answer="含上级追加的清算资金，已在偏差原因中说明。",
        answered_by="吴静",
        answered_on=date(2023, 4, 27),
        is_settled=True,
    ),
    Remark(
        label="项目“危旧桥梁改造”的指标“沿线群众满意度”的完成值",
        text="请附调查问卷。",
        author="郑和",
        sent_on=date(2023, 4, 26),
    ),
)
FINDINGS = (
    SubmittedFinding(
        code="K16",
        severity=Severity.WARNING,
        message="项目“城乡公交运营补贴”的预算执行率为 104.00%，超过 100%。",
        exemption="客运补贴按上级批复超额拨付。",
        exempted_by="孙立",
        exempted_until=date(2023, 12, 31),
    ),
    SubmittedFinding(
        code="K46",
        severity=Severity.ERROR,
        message="报告落款日期 2023-04-25，晚于报送截止日期 2023-04-20，逾期 5 天。",
        explanation="决算批复较晚，自评数据随决算核对后报送。",
        explained_by="吴静",
    ),
    SubmittedFinding(code="K31", severity=Severity.HINT, message="只是提示，不在意见书中。"),
)
NUMBER = FilingNumber(2022, 7, 3)
REVIEWED = Submission(number=NUMBER, facts=SAMPLE, scheme=SCHEME_2020_10, due=date(2023, 4, 20), findings=FINDINGS)
RECORD = ReviewRecord(
    events=EVENTS,
    remarks=REMARKS,
    reviewed=REVIEWED,
    attachments=(
        FiledPaper(name="满意度调查问卷汇总.pdf", size=1_234_567, sha256="0f" * 32),
        FiledPaper(name="桥梁竣工验收单"),
    ),
    stored_sha256="a1" * 32,
)
FILING = filing(NUMBER, "9f3a12bc77d00e41" * 4, "")
SOURCE = Source(
    facts=SAMPLE,
    scheme=SCHEME_2020_10,
    approved=ApprovalNote(approved_on=date(2023, 5, 10), filing=FILING),
    record=RECORD,
)


def at_stage(*events: Event, **more) -> Source:
    """The department as it stands after these steps."""
    return replace(SOURCE, approved=None, record=replace(RECORD, events=(START, *events), stored_sha256="", **more))
