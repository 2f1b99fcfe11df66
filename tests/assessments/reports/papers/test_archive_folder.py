"""卷宗: what lies in it and in which order, on which page each paper begins, in both formats."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from assessments.reports.documents import document_named
from assessments.reports.papers.archive_folder import archive_folder
from assessments.reports.papers.department_documents import whole_report
from assessments.reports.papers.opinion import review_opinion
from assessments.reports.papers.rectification import rectification_notice, rectification_reply
from assessments.reports.papers.review_record import ReviewRecord
from assessments.reports.pdf import pdf_file
from assessments.reports.pdf.pdf_file import PdfError, render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.rules.punctuality import Lateness
from assessments.terms import Action
from tests.assessments.reports.golden import same_as_golden
from tests.assessments.reports.notices import ACCEPTED, BEGUN, ISSUED, SENT
from tests.assessments.reports.paper import Paper, outline, seal
from tests.assessments.reports.reviewed import RECORD, SOURCE, at_stage, event
from tests.assessments.reports.word.test_docx_file import texts_of, words_of
from tests.assessments.reports.word_file import Word

SECOND = replace(ISSUED, number=8, reference="云财绩〔2023〕8号")
FULL = replace(SOURCE, record=replace(RECORD, notices=(ACCEPTED, SECOND)))


@pytest.fixture(scope="module")
def folder():
    return archive_folder(FULL)


@pytest.fixture(scope="module")
def paper(folder):
    return Paper(render_pdf(folder, draft=False))


def contents(folder):
    (sheet,) = folder.sheets
    return [[cell.text for cell in row.cells] for band in sheet.tables[0].bands for row in band.rows]


def test_every_paper_lies_in_it_in_order_and_as_it_is_filed(folder):
    assert folder.parts[:-1] == (
        whole_report(FULL),
        review_opinion(FULL),
        rectification_notice(FULL, ACCEPTED),
        rectification_reply(FULL, ACCEPTED),
        rectification_notice(FULL, SECOND),
    )
    assert [row[:5] for row in contents(folder)] == [
        ["1", "—", "云溪县交通运输局", "2022年度预算绩效自评工作报告及附表", "2023年4月25日"],
        ["2", "—", "云溪县财政局", "2022年度预算绩效自评审核意见书", "2023年5月10日"],
        ["3", "云财绩〔2023〕7号", "云溪县财政局", "关于2022年度预算绩效自评问题整改的通知", "2023年5月20日"],
        ["4", "—", "云溪县交通运输局", "关于2022年度预算绩效自评问题整改情况的函", "2023年6月15日"],
        ["5", "云财绩〔2023〕8号", "云溪县财政局", "关于2022年度预算绩效自评问题整改的通知", "2023年5月20日"],
        ["6", "—", "云溪县交通运输局", "附件清单", "—"],
    ]


def test_the_cover_says_what_the_folder_is(folder):
    (table,) = folder.blocks
    said = [tuple(cell.text for cell in row.cells) for band in table.bands for row in band.rows]
    assert said == [
        ("立档单位", "云溪县财政局"),
        ("案卷题名", "云溪县交通运输局2022年度部门整体支出绩效自评卷宗"),
        ("起止日期", "2023年3月1日至2023年6月18日"),
        ("报送情况", "于2023年4月25日报送，报送截止日期为2023年4月20日，逾期5天。"),
        ("件数", "6件"),
        ("保管期限", "10年"),
        ("档号", ""),
        ("立卷人", ""),
        ("检查人", ""),
    ]
    assert "永久" in words_of(archive_folder(replace(FULL, record=replace(FULL.record, years_kept=0))))


@pytest.mark.parametrize(
    ("events", "said", "remark"),
    [
        ((), "", ""),
        (((Action.SUBMIT, "4-18"), (Action.BEGIN_REVIEW, "4-19")), "按时报送。", ""),
        (((Action.SUBMIT, "4-23"), (Action.BEGIN_REVIEW, "4-24")), "逾期3天。", "逾期报送"),
        (
            (
                (Action.SUBMIT, "4-18"),
                (Action.BEGIN_REVIEW, "4-19"),
                (Action.RETURN_FOR_CHANGES, "4-25"),
                (Action.SUBMIT, "5-4"),
            ),
            "按时报送。2023年5月4日重新报送，超过退回要求的期限（2023年5月1日）3天。",
            "退回后逾期报送",
        ),
    ],
)
def test_cover_and_contents_say_in_what_the_department_was_late(events, said, remark):
    steps = [event(*step) for step in events]
    steps = [replace(step, back_by=date(2023, 5, 1)) if "退回" in step.title else step for step in steps]
    built = archive_folder(replace(FULL, record=replace(FULL.record, events=tuple(steps))))

    rows = [[cell.text for cell in row.cells] for band in built.blocks[0].bands for row in band.rows]
    told = [row[1] for row in rows if row[0] == "报送情况"]
    assert [text.partition("20日，")[2] for text in told] == ([said] if said else [])
    assert contents(built)[0][-1] == remark


def test_the_contents_say_of_a_reply_that_it_was_late(folder):
    late = replace(ACCEPTED, lateness=(Lateness.SUBMITTED_LATE, Lateness.BACK_LATE))
    remarks = {
        row[3][-3:]: row[-1]
        for row in contents(archive_folder(replace(FULL, record=replace(FULL.record, notices=(late,)))))
    }
    assert (remarks["况的函"], remarks["的通知"]) == ("逾期反馈、退回后逾期反馈", "")


def test_it_names_the_stored_file_and_each_attachment(folder):
    assert folder.sheets[0].notes == (
        "注：自评报告的报送编号2022-0007-3，查验码9F3A-12BC-77D0-0E41。",
        f"存档文件的文件校验值（SHA-256）：{'a1' * 32}",
    )
    (sheet,) = folder.parts[-1].sheets
    assert texts_of(sheet.tables[0])[4:] == [
        *("1", "满意度调查问卷汇总.pdf", "1,234,567", "0f" * 32),
        *("2", "桥梁竣工验收单", "—", "—"),
    ]


@pytest.mark.parametrize(
    ("record", "titles"),
    [
        (ReviewRecord(), ["工作报告"]),
        (replace(RECORD, attachments=()), ["工作报告", "意见书"]),
        (replace(RECORD, attachments=(), notices=(ISSUED,)), ["工作报告", "意见书", "通知"]),
        (replace(RECORD, attachments=(), notices=(BEGUN,)), ["工作报告", "意见书", "通知"]),  # not sent: a draft
        (replace(RECORD, attachments=(), notices=(SENT,)), ["工作报告", "意见书", "通知", "函"]),
        (replace(RECORD, notices=()), ["工作报告", "意见书", "清单"]),
    ],
)
def test_what_is_not_there_or_not_final_is_left_out(record, titles):
    built = archive_folder(replace(SOURCE, record=record))
    assert [part.title.endswith(title) for part, title in zip(built.parts, titles, strict=True)] == [True] * len(titles)


@pytest.mark.parametrize("steps", [(), (event(Action.SUBMIT, "4-15"),), (event(Action.REOPEN, "5-12"),)])
def test_there_is_none_before_the_approval(steps):
    source = at_stage(*steps)
    assert document_named("archive-folder", source) is None
    with pytest.raises(ValueError, match="nothing is approved"):
        archive_folder(source)


def test_there_is_one_from_the_approval_on():
    assert document_named("archive-folder", SOURCE).title == "部门整体支出绩效自评卷宗"


def test_a_folder_word_by_word(paper, folder):
    report, opinion, *_ = first_pages(paper, folder)
    same_as_golden("folder.pdf.txt", outline(paper, without=range(report, opinion)))  # the report has its own


def test_the_contents_name_the_pages_on_which_the_papers_begin(paper, folder):
    starts = first_pages(paper, folder)
    assert page_column(paper) == starts
    assert starts[0] == 3
    assert all(before < after for before, after in pairwise(starts))


def page_column(paper):
    """The figures under 页号 on the second page."""
    page = paper.pages[1]
    (head,) = (word for word in page.body if word.text == "页号")
    below = [word for word in page.body if word.text.isdigit() and word.top > head.bottom]
    return [int(word.text) for word in below if head.left - 2 < (word.left + word.right) / 2 < head.right + 2]


def first_pages(paper, folder):
    """For each paper the page that begins with its first words, below the number of a filed report."""
    found = [2]
    for part in folder.parts:
        opening = "".join((part.reference + part.title).split()) if part.blocks else "附件清单"
        later = enumerate(paper.texts[found[-1] :], start=found[-1] + 1)
        found.append(next(number for number, text in later if opening in text[: len(opening) + 60]))
    return found[1:]


def test_pages_are_numbered_through(paper):
    for number, text in enumerate(paper.texts, start=1):
        assert f"—{number}—" in text
    assert len(paper.pages) > 20


def test_bookmarks_lead_to_every_paper(paper, folder):
    titles = [title for depth, title in paper.bookmarks() if depth == 1]
    for part in folder.parts:
        assert (part.title if part.blocks else "附件清单") in titles


def test_drawn_in_portions_it_is_the_same(paper, folder, monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_CELLS", 100)
    parted = Paper(render_pdf(folder, draft=False))
    assert parted.texts == paper.texts
    assert parted.pages == paper.pages


def test_the_same_folder_gives_the_same_bytes(paper, folder):
    assert seal(render_pdf(folder, draft=False)) == seal(paper.data)


def test_a_character_without_a_font_in_any_paper_stops_it():
    unknown = replace(ACCEPTED, items=(replace(ACCEPTED.items[0], answer="\U000f0000"),))
    built = archive_folder(replace(SOURCE, record=replace(RECORD, notices=(unknown,))))
    with pytest.raises(PdfError, match="U\\+F0000"):
        render_pdf(built, draft=False)


@pytest.fixture(scope="module")
def word(folder):
    return Word(render_docx(folder, draft=False))


def test_the_word_file_has_every_paper(word, folder):
    lines = "\n".join(word.lines)
    assert word.lines[:2] == list(folder.title_lines)
    for part in folder.parts:
        for text in words_of(replace(part, blocks=tuple(block for block in part.blocks if block.kind != "heading"))):
            assert text in lines


def test_page_numbers_of_the_contents_are_fields_that_lead_to_the_papers(word, folder):
    names = [f"part{place}" for place in range(1, len(folder.parts) + 1)]
    body = word.document.element.body
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes == [f"PAGEREF {name}" for name in names]
    marks = {mark.get(qn("w:name")): mark for mark in body.iter(qn("w:bookmarkStart"))}
    assert list(marks) == names
    openings = ["".join(text.text or "" for text in marks[name].getparent().iter(qn("w:t"))) for name in names]
    assert openings == [part.reference or (part.title_lines[0] if part.blocks else "附件清单") for part in folder.parts]


def test_headings_count_from_one_again_in_every_paper(word, folder):
    lists = [number.get(qn("w:val")) for number in word.document.element.body.iter(qn("w:numId"))]
    assert sorted(set(lists)) == ["2", "3", "4", "6"]  # the reply and the list of attachments have no headings
    numbering = word.parts["word/numbering.xml"]
    assert re.findall(r'w:num w:numId="(\d)"', numbering) == ["1", "2", "3", "4", "5", "6", "7"]
    assert numbering.count("startOverride") == len(folder.parts)
