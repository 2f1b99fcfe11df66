"""卷宗: all papers of one department's approved assessment in order, behind a cover and a table of contents.

Cover and contents after GB/T 9705—2008 and DA/T 22—2015. The papers are the ones that are filed one by one, numbered
through; drafts are not among them.
"""

from collections.abc import Iterator

from assessments.reports.document.cells import centre, label, listing, text
from assessments.reports.document.formatting import NONE, clean, count, day, or_missing
from assessments.reports.document.model import Cell, Look, Report, Sheet
from assessments.reports.papers.department_documents import Source, bureau_name, office_name, whole_report
from assessments.reports.papers.opinion import has_review_opinion, is_review_going_on, review_opinion
from assessments.reports.papers.punctuality import first_submission, late_again
from assessments.reports.papers.rectification import is_reply_unsent, rectification_notice, rectification_reply
from assessments.reports.papers.review_record import FiledPaper, ReviewRecord

_ATTACHMENTS = "附件清单"


def has_folder(source: Source) -> bool:
    """Whether the assessment is approved: nothing is filed before."""
    return source.approved is not None


def archive_folder(source: Source) -> Report:
    """The folder with all its papers; raises ValueError where nothing is approved."""
    if source.approved is None:
        raise ValueError("nothing is approved")
    facts, filed = source.facts, tuple(_papers(source))
    papers = tuple(paper for paper, _ in filed)
    bureau, office = bureau_name(facts), office_name(facts)
    subject = f"{facts.year}年度部门整体支出绩效自评卷宗"
    return Report(
        title_lines=(office, subject),
        office=bureau,
        year=facts.year,
        dated=source.approved.approved_on,
        blocks=(
            listing(
                (28, 72),
                (),
                (
                    (label("立档单位"), text(bureau)),
                    (label("案卷题名"), text(f"{office}{subject}")),
                    (label("起止日期"), text(_span(source.record))),
                    *((label("报送情况"), text(said)) for said in _kept_days(source.record)),
                    (label("件数"), text(count(len(papers), "件"))),
                    (label("保管期限"), text(_keeping(source.record.years_kept))),
                    (label("档号"), text("")),
                    (label("立卷人"), text("")),
                    (label("检查人"), text("")),
                ),
            ),
        ),
        sheets=(_contents(filed, source),),
        parts=papers,
    )


def _papers(source: Source) -> Iterator[tuple[Report, str]]:
    """Each with the remark that the contents make on it: in what it was late."""
    kept = source.record.punctuality
    yield whole_report(source), "、".join(kind.label for kind in kept.lateness) if kept else ""
    if has_review_opinion(source) and not is_review_going_on(source):
        yield review_opinion(source), ""
    for notice in source.record.notices:
        yield rectification_notice(source, notice), ""
        if not is_reply_unsent(notice):
            yield rectification_reply(source, notice), "、".join(kind.reply_label for kind in notice.lateness)
    if source.record.attachments:
        yield _attachments(source), ""


def _kept_days(record: ReviewRecord) -> Iterator[str]:
    """Whether it was handed in on time, where a review says when it was."""
    if said := first_submission(record):
        yield said + "".join(late_again(record))


def _span(record: ReviewRecord) -> str:
    """From the first event to the last, those of the notices among them."""
    days = [event.at.date() for event in record.events]
    days += [on for notice in record.notices for on in (notice.issued_on, notice.replied_on, notice.accepted_on) if on]
    return f"{day(min(days))}至{day(max(days))}" if days else NONE


def _keeping(years: int) -> str:
    return f"{years}年" if years else "永久"


def _contents(papers: tuple[tuple[Report, str], ...], source: Source) -> Sheet:
    rows = (
        (
            centre(str(place + 1)),
            centre(paper.reference or NONE),
            text(paper.office),
            text(_subject(paper)),
            centre(day(paper.dated) if paper.dated else NONE),
            Cell(text="", look=Look.CENTRE, part=place),
            text(remark),
        )
        for place, (paper, remark) in enumerate(papers)
    )
    return Sheet(
        label="",
        title="卷内文件目录",
        tables=(listing((6, 16, 19, 29, 15, 7, 8), ("序号", "文号", "责任者", "题名", "日期", "页号", "备注"), rows),),
        notes=tuple(_stored(source)),
    )


def _subject(paper: Report) -> str:
    """What it is about, without the office, which has a column of its own."""
    return paper.title.removeprefix(paper.office) + ("及附表" if paper.blocks and paper.sheets else "")


def _stored(source: Source) -> Iterator[str]:
    """How to find the file that was stored when the report was approved, and to tell it from any other."""
    if source.approved and source.approved.filing:
        filed = source.approved.filing
        yield f"注：自评报告的报送编号{filed.number}，查验码{filed.code}。"
    if source.record.stored_sha256:
        yield f"存档文件的文件校验值（SHA-256）：{source.record.stored_sha256}"


def _attachments(source: Source) -> Report:
    """The names of the attachments, which lie in the system, and how to tell each from any other."""
    office = office_name(source.facts)
    rows = (_attachment(place, paper) for place, paper in enumerate(source.record.attachments, start=1))
    sheet = Sheet(
        label="",
        title=_ATTACHMENTS,
        tables=(listing((8, 34, 14, 44), ("序号", "名称", "大小（字节）", "文件校验值（SHA-256）"), rows),),
        notes=("注：附件原件存于系统；没有文件校验值的只登记名称，原件另附。",),
    )
    return Report(
        title_lines=(office, _ATTACHMENTS), office=office, year=source.facts.year, dated=None, sheets=(sheet,)
    )


def _attachment(place: int, paper: FiledPaper) -> tuple[Cell, ...]:
    size = NONE if paper.size is None else f"{paper.size:,}"
    return centre(str(place)), text(or_missing(paper.name)), centre(size), text(clean(paper.sha256) or NONE)
