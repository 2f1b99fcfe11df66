"""How a department kept its days, in the words of papers."""

from collections.abc import Iterator

from assessments.reports.document.formatting import day
from assessments.reports.papers.review_record import GIVEN_BACK, ReviewRecord
from assessments.terms import Action


def first_submission(record: ReviewRecord) -> str:
    """Of the first submission that a review began on; "" before that."""
    kept = record.punctuality
    if kept is None or kept.handed_in is None:
        return ""
    said = f"于{day(kept.handed_in)}报送，报送截止日期为{day(kept.due)}，"
    return said + (f"逾期{kept.days_late}天。" if kept.days_late else "按时报送。")


def late_again(record: ReviewRecord) -> Iterator[str]:
    """Which submissions came after the day that the return before them had set."""
    wanted = None
    for event in record.of(*GIVEN_BACK, Action.SUBMIT):
        on = event.at.date()
        if event.action != Action.SUBMIT:
            wanted = event.back_by
        elif wanted and on > wanted:
            yield f"{day(on)}重新报送，超过退回要求的期限（{day(wanted)}）{(on - wanted).days}天。"
