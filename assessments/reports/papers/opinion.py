"""审核意见书: what the bureau says to a department about what it handed in, made of the record alone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from assessments.reports.document import figures
from assessments.reports.document.cells import centre, label, listing, number, text
from assessments.reports.document.formatting import (
    NONE,
    amount,
    chinese_number,
    clean,
    count,
    day,
    or_missing,
    paragraphs,
    points,
    stated_percent,
)
from assessments.reports.document.model import Paragraph, Report, Signature, Table
from assessments.reports.document.numbering import NumberedSection, lay_out
from assessments.reports.papers.department_documents import Source, bureau_name, office_name
from assessments.reports.papers.punctuality import first_submission, late_again
from assessments.reports.papers.review_record import Event, Remark, ReviewRecord, Submission, SubmittedFinding
from assessments.terms import Action, Severity

_VERDICTS = (Action.PASS_SECTION_REVIEW, Action.RETURN_FOR_CHANGES, Action.APPROVE, Action.REOPEN)
_FINAL = (Action.RETURN_FOR_CHANGES, Action.APPROVE, Action.REOPEN)
_NOT_ANSWERED = "未答复"
_YOU = "你单位"


def has_review_opinion(source: Source) -> bool:
    """Whether the bureau has said anything yet: a return, a passed section review or an approval."""
    return source.record.reviewed is not None and bool(source.record.of(*_VERDICTS))


def is_review_going_on(source: Source) -> bool:
    """Whether the last word is still to come: the opinion is a draft."""
    return source.record.of(Action.BEGIN_REVIEW, *_VERDICTS)[-1].action not in _FINAL


def review_opinion(source: Source) -> Report:
    """What the bureau says of the newest submission that it has reviewed; raises ValueError where there is none."""
    record = source.record
    if record.reviewed is None:
        raise ValueError("nothing has been reviewed")
    facts = record.reviewed.facts
    bureau, dated = bureau_name(facts), record.of(*_VERDICTS)[-1].at.date()
    return Report(
        title_lines=(bureau, f"{facts.year}年度预算绩效自评审核意见书"),
        office=bureau,
        year=facts.year,
        dated=dated,
        addressee=office_name(facts),
        blocks=(
            Paragraph(
                f"{_YOU}报送的{facts.year}年度预算绩效自评材料（报送编号{record.reviewed.number}）收悉。"
                "经审核，现提出如下意见："
            ),
            *lay_out(
                (
                    NumberedSection("自评基本情况", tuple(_basics(record.reviewed))),
                    NumberedSection("审核结论", tuple(map(Paragraph, _conclusion(record)))),
                    NumberedSection("审核意见", tuple(_words(record))),
                    NumberedSection("逐项意见及答复", tuple(_remarks(record.remarks))),
                    NumberedSection("校验结果及说明", tuple(_findings(record.reviewed.findings))),
                    NumberedSection("办理过程", tuple(_timeline(record.events))),
                )
            ),
        ),
        signature=Signature(office=bureau, date=day(dated)),
    )


def _basics(reviewed: Submission) -> Iterator[Paragraph | Table]:
    facts, scheme = reviewed.facts, reviewed.scheme
    said = f"部门整体支出自评总分{points(figures.department_score(facts, scheme))}分"
    if grade := clean(figures.department_grade(facts, scheme)):
        said += f"，评价等级为“{grade}”"
    projects = figures.project_count(facts)
    yield Paragraph(f"{said}；项目支出{count(projects or 0)}。" if facts.projects or projects else f"{said}。")
    whole, funds = figures.expenditure_total(facts).shown, figures.all_projects_budget(facts)
    rows = [("部门整体支出", whole, facts.expenditure.executed, figures.department_rate(facts))]
    if facts.projects:
        rows.append(("项目支出", funds.adjusted.shown, funds.executed.shown, funds.rate))
    yield listing(
        (28, 26, 26, 20),
        ("类别", "全年预算数（万元）", "全年执行数（万元）", "预算执行率"),
        (
            (label(kind), number(amount(budget)), number(amount(spent)), number(stated_percent(rate, whole=budget)))
            for kind, budget, spent, rate in rows
        ),
    )


def _conclusion(record: ReviewRecord) -> Iterator[str]:
    if kept_days := first_submission(record):
        yield _YOU + kept_days
    returns = record.of(Action.RETURN_FOR_CHANGES)
    if returns:
        days = "、".join(day(event.at.date()) for event in returns)
        yield f"审核中退回修改{len(returns)}次（{days}）。" + "".join(late_again(record))
    yield _verdict(record)


def _verdict(record: ReviewRecord) -> str:
    last = record.of(Action.BEGIN_REVIEW, *_VERDICTS)[-1]
    on = day(last.at.date())
    match last.action:
        case Action.RETURN_FOR_CHANGES | Action.REOPEN:
            by = f"于{day(last.back_by)}前（含当日）" if last.back_by else ""
            decided = "决定退回" if last.action == Action.RETURN_FOR_CHANGES else last.title
            return f"{on}{decided}，请{_YOU}{by}按本意见修改完善后重新报送。"
        case Action.APPROVE:
            passed = record.of(Action.PASS_SECTION_REVIEW)[-1]
            return f"{day(passed.at.date())}初审通过，{on}终审通过。{_YOU}自评材料审核通过。"
        case Action.PASS_SECTION_REVIEW:
            return f"{on}初审通过，待终审。"
    return f"{on}起对重新报送的材料进行审核，尚未作出结论。"


def _words(record: ReviewRecord) -> Iterator[NumberedSection]:
    """The words of each verdict; returns are counted."""
    returned = 0
    for event in record.of(*_VERDICTS):
        title = event.title
        if event.action == Action.RETURN_FOR_CHANGES:
            returned += 1
            title = f"第{chinese_number(returned)}次{title}"
        if said := paragraphs(event.words):
            yield NumberedSection(f"{title}（{day(event.at.date())}）", tuple(map(Paragraph, said)))


def _remarks(remarks: Iterable[Remark]) -> Iterator[Table]:
    rows = [
        (
            centre(str(place)),
            text(or_missing(remark.label)),
            text(_signed(remark.text, remark.author, remark.sent_on)),
            text(_signed(remark.answer, remark.answered_by, remark.answered_on) if remark.answer else _NOT_ANSWERED),
            centre("已销号" if remark.is_settled else "未销号"),
        )
        for place, remark in enumerate(remarks, start=1)
    ]
    if rows:
        yield listing((8, 20, 30, 30, 12), ("序号", "事项", "审核意见", "单位答复", "办理结果"), rows)


def _findings(findings: Iterable[SubmittedFinding]) -> Iterator[Table]:
    rows = [
        (centre(str(place)), text(clean(finding.message)), text("\n".join(_answers(finding)) or NONE))
        for place, finding in enumerate(_weighty(findings), start=1)
    ]
    if rows:
        yield listing((10, 48, 42), ("序号", "校验结果", "单位说明或豁免"), rows)


def _weighty(findings: Iterable[SubmittedFinding]) -> Iterator[SubmittedFinding]:
    return (finding for finding in findings if finding.severity is not Severity.HINT)


def _answers(finding: SubmittedFinding) -> Iterator[str]:
    if finding.explanation:
        yield f"说明：{clean(finding.explanation)}（{clean(finding.explained_by)}）"
    if finding.exemption:
        until = f"，至{day(finding.exempted_until)}" if finding.exempted_until else ""
        yield f"豁免：{clean(finding.exemption)}（{clean(finding.exempted_by)}{until}）"


def _timeline(events: Iterable[Event]) -> Iterator[Table]:
    yield listing(
        (21, 21, 23, 35),
        ("时间", "环节", "办理人", "意见"),
        (
            (
                centre(f"{day(event.at.date())}\n{_clock(event.at)}"),
                text(clean(event.title)),
                text(clean(event.who)),
                text(clean(event.words) or NONE),
            )
            for event in events
        ),
    )


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def _signed(words: str, who: str, on: date | None) -> str:
    return f"{clean(words)}\n（{clean(who)}，{day(on)}）"
