"""What a person gets after a step: a number, the time, and what happens next."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Assessment
from assessments.queries import last_snapshots
from assessments.reports.document.filing_number import FilingNumber
from assessments.terms import Status

_NEXT: dict[Status, str] = {
    Status.DRAFT: "可以继续修改；完成后请送负责人确认。",
    Status.RETURNED: "请逐条处理审核意见后重新报送。",
    Status.CONFIRMING: "请单位负责人登录核对，确认后报送财政局。负责人报送之前，内容不能再修改。",
    Status.SUBMITTED: "业务股室将开始初审。审核开始之前，单位负责人可以撤回。审核结果会显示在首页和办理过程中。",
    Status.SECTION_REVIEW: "业务股室正在初审，结果会显示在首页和办理过程中。",
    Status.FINAL_REVIEW: "初审已通过，绩效股正在终审。",
    Status.APPROVED: "审核通过，正式报告已经存档，可以下载打印。",
    Status.PUBLISHED: "审核通过，已公开，正式报告可以下载打印。",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """`number` names one submission for good, and is the one that its approved report will carry."""

    headline: str
    number: str
    submitted_at: datetime | None
    what_next: str


def receipt(assessment: Assessment) -> Receipt:
    snapshot = next(iter(last_snapshots(assessment, 1)), None) if assessment.submitted_at else None
    year = assessment.round.fiscal_year.year
    return Receipt(
        headline=assessment.status_term.label,
        number=str(FilingNumber(year, assessment.pk, snapshot.number)) if snapshot else "",
        submitted_at=assessment.submitted_at,
        what_next=_NEXT[assessment.status_term],
    )
