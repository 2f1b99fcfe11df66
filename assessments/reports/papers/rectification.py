"""整改通知 and 整改情况反馈: what the bureau asks a department to mend, and what the department says to it.

Both are letters after GB/T 9704—2012. The figures and words are those of the notice alone.
"""

from collections.abc import Iterator
from datetime import date

from assessments.reports.document.cells import centre, listing, text
from assessments.reports.document.formatting import MISSING, NONE, clean, day, or_missing, paragraphs
from assessments.reports.document.model import Paragraph, Report, Signature, Table
from assessments.reports.document.numbering import NumberedSection, lay_out
from assessments.reports.papers.department_documents import Source, bureau_name, office_name
from assessments.reports.papers.review_record import Notice
from assessments.schema.facts import Facts

_PEOPLE = ("单位负责人（签字）：", "经办人（签字）：")


def notices_in(source: Source) -> tuple[Notice, ...]:
    return source.record.notices


def replies_in(source: Source) -> tuple[Notice, ...]:
    """Notices that the department has begun to answer."""
    return tuple(notice for notice in source.record.notices if notice.is_answered)


def rectification_notice(source: Source, notice: Notice) -> Report:
    """整改通知: final from its first day on."""
    facts, bureau = source.facts, bureau_name(source.facts)
    due = day(notice.due_on)
    return Report(
        title_lines=(bureau, f"关于{_subject(facts)}的通知"),
        reference=notice.reference,
        office=bureau,
        year=facts.year,
        dated=notice.issued_on,
        addressee=office_name(facts),
        blocks=(
            *map(Paragraph, paragraphs(notice.opening)),
            Paragraph(f"现将你单位{facts.year}年度预算绩效自评中存在的问题和整改要求通知如下。"),
            *lay_out(
                (
                    NumberedSection("整改事项", (_demands(notice),)),
                    NumberedSection(
                        "整改期限",
                        (Paragraph(f"请于{due}前（含当日）完成整改，并将整改情况逐项报我局。"),),
                    ),
                )
            ),
        ),
        signature=Signature(office=bureau, date=day(notice.issued_on)),
    )


def rectification_reply(source: Source, notice: Notice) -> Report:
    """整改情况反馈: a draft until it is sent, in which blanks are 未填写."""
    facts, office = source.facts, office_name(source.facts)
    return Report(
        title_lines=(office, f"关于{_subject(facts)}情况的函"),
        office=office,
        year=facts.year,
        dated=notice.replied_on,
        addressee=bureau_name(facts),
        blocks=(
            Paragraph(
                f"你局《关于{_subject(facts)}的通知》（{notice.reference}）收悉。"
                f"我单位认真组织整改，通知所列整改事项共{len(notice.items)}项，现将整改情况报告如下。"
            ),
            _answers(notice),
        ),
        signature=Signature(
            office=office,
            date=day(notice.replied_on),
            people=_PEOPLE,
            remarks=tuple(_acceptance(notice.accepted_on)),
        ),
    )


def is_reply_unsent(notice: Notice) -> bool:
    return notice.replied_on is None


def _subject(facts: Facts) -> str:
    return f"{facts.year}年度预算绩效自评问题整改"


def _acceptance(on: date | None) -> Iterator[str]:
    if on:
        yield f"经财政局确认销号（{day(on)}）"


def _demands(notice: Notice) -> Table:
    return listing(
        (8, 42, 50),
        ("序号", "存在问题", "整改要求"),
        (
            (centre(str(place)), text(clean(item.problem)), text(clean(item.requirement)))
            for place, item in enumerate(notice.items, start=1)
        ),
    )


def _answers(notice: Notice) -> Table:
    return listing(
        (8, 27, 32, 15, 18),
        ("序号", "存在问题", "整改情况", "完成日期", "佐证材料"),
        (
            (
                centre(str(place)),
                text(clean(item.problem)),
                text(or_missing(item.answer)),
                centre(_short(item.done_on)),
                text(clean(item.evidence) or NONE),
            )
            for place, item in enumerate(notice.items, start=1)
        ),
    )


def _short(on: date | None) -> str:
    """A day in two lines: a narrow column has no room for one."""
    return f"{on.year}年\n{on.month}月{on.day}日" if on else MISSING
