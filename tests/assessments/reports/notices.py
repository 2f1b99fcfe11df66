"""A rectification notice to the sample department: issued, half answered, answered, accepted."""

from dataclasses import replace
from datetime import date

from assessments.reports.papers.review_record import Notice, NoticeItem

ITEMS = (
    NoticeItem(
        problem="公交补贴超额拨付。",
        requirement="核对清算依据。\n补齐批复文件。",
        answer="已补齐批复。",
        done_on=date(2023, 6, 5),
        evidence="批复文件\n清算表",
    ),
    NoticeItem(problem="问卷份数不符。", requirement="更正台账。", answer="已更正。", done_on=date(2023, 6, 12)),
)
ISSUED = Notice(
    year=2023,
    number=7,
    reference="云财绩〔2023〕7号",
    opening="绩效股抽查了两个项目。\n\n发现下列问题。",
    issued_on=date(2023, 5, 20),
    due_on=date(2023, 6, 20),
    items=tuple(NoticeItem(problem=item.problem, requirement=item.requirement) for item in ITEMS),
)
BEGUN = replace(ISSUED, items=(ITEMS[0], ISSUED.items[1]))
SENT = replace(ISSUED, items=ITEMS, replied_on=date(2023, 6, 15))
ACCEPTED = replace(SENT, accepted_on=date(2023, 6, 18))
