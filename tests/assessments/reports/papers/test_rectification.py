"""整改通知 and 整改情况反馈: word by word, each only where there is such a notice or an answer, in both formats."""

from dataclasses import replace

import pytest

from assessments.reports.document.formatting import clean
from assessments.reports.document.model import Table
from assessments.reports.documents import NOTICE, REPLY, Format, document_named, documents_of, title_of
from assessments.reports.papers.department_documents import Source
from assessments.reports.papers.rectification import rectification_notice, rectification_reply
from assessments.reports.papers.review_record import Notice, NoticeItem, ReviewRecord
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.conftest import RARE
from tests.assessments.reports.notices import ACCEPTED, BEGUN, ISSUED, SENT
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE
from tests.assessments.reports.word.test_docx_file import words_of
from tests.assessments.reports.word_file import Word
from tests.security.payloads import PAYLOADS

SOURCE = Source(facts=SAMPLE, scheme=SCHEME_2020_10)


def source(*notices: Notice) -> Source:
    return replace(SOURCE, record=ReviewRecord(notices=notices))


def test_a_notice_word_by_word():
    assert words_of(rectification_notice(SOURCE, ACCEPTED)) == [
        "云财绩〔2023〕7号",
        "云溪县财政局",
        "关于2022年度预算绩效自评问题整改的通知",
        "云溪县交通运输局：",
        "绩效股抽查了两个项目。",
        "发现下列问题。",
        "现将你单位2022年度预算绩效自评中存在的问题和整改要求通知如下。",
        "一、整改事项",
        *("序号", "存在问题", "整改要求"),
        *("1", "公交补贴超额拨付。", "核对清算依据。\n补齐批复文件。"),
        *("2", "问卷份数不符。", "更正台账。"),
        "二、整改期限",
        "请于2023年6月20日前（含当日）完成整改，并将整改情况逐项报我局。",
        "云溪县财政局（盖章）",
        "2023年5月20日",
    ]


def test_a_notice_says_the_same_whatever_became_of_it():
    assert rectification_notice(SOURCE, ACCEPTED) == rectification_notice(SOURCE, ISSUED)


def test_without_an_opening_it_begins_with_what_it_is_about():
    built = rectification_notice(SOURCE, replace(ISSUED, opening=" \n"))
    assert built.blocks[0].text.startswith("现将你单位2022年度预算绩效自评中")


def test_a_reply_word_by_word():
    assert words_of(rectification_reply(SOURCE, ACCEPTED)) == [
        "云溪县交通运输局",
        "关于2022年度预算绩效自评问题整改情况的函",
        "云溪县财政局：",
        "你局《关于2022年度预算绩效自评问题整改的通知》（云财绩〔2023〕7号）收悉。我单位认真组织整改，通知所列整改事项共2项，现将整改情况报告如下。",
        *("序号", "存在问题", "整改情况", "完成日期", "佐证材料"),
        *("1", "公交补贴超额拨付。", "已补齐批复。", "2023年\n6月5日", "批复文件\n清算表"),
        *("2", "问卷份数不符。", "已更正。", "2023年\n6月12日", "—"),
        "云溪县交通运输局（盖章）",
        "2023年6月15日",
        "单位负责人（签字）：\t经办人（签字）：",
        "经财政局确认销号（2023年6月18日）",
    ]


def test_what_is_not_answered_yet_says_so_and_nobody_has_accepted_it():
    built = rectification_reply(SOURCE, BEGUN)
    (table,) = (block for block in built.blocks if isinstance(block, Table))
    rows = [[cell.text for cell in band.rows[0].cells][2:] for band in table.bands]
    assert rows == [["已补齐批复。", "2023年\n6月5日", "批复文件\n清算表"], ["未填写", "未填写", "—"]]
    assert (built.signature.date, built.signature.remarks, built.dated) == ("未填写", (), None)


SECOND = replace(ISSUED, number=9, reference="云财绩〔2023〕9号")


@pytest.mark.parametrize(
    ("notices", "expected"),
    [
        ((), []),
        ((ISSUED,), [("rectification-notice-2023-7", False)]),
        ((BEGUN,), [("rectification-notice-2023-7", False), ("rectification-reply-2023-7", True)]),
        ((SENT,), [("rectification-notice-2023-7", False), ("rectification-reply-2023-7", False)]),
        (
            (ACCEPTED, SECOND),
            [
                ("rectification-notice-2023-7", False),
                ("rectification-notice-2023-9", False),
                ("rectification-reply-2023-7", False),
            ],
        ),
    ],
)
def test_there_is_one_for_each_notice_and_one_for_each_that_was_answered(notices, expected):
    given = source(*notices)
    found = [(item.key, item.is_draft(given)) for item in documents_of(given) if item.key.startswith("rect")]
    assert found == expected


def test_each_is_built_from_its_own_notice_and_bears_its_number():
    given = source(SENT, SECOND)
    second = document_named("rectification-notice-2023-9", given)
    assert second.build(given) == rectification_notice(given, SECOND)
    assert second.file_name(given, Format.PDF, number="003") == "003-交通运输局-2022年度整改通知〔2023〕9号.pdf"
    assert document_named("rectification-reply-2023-7", given).title == "整改情况反馈〔2023〕7号"
    assert document_named("rectification-reply-2023-9", given) is None
    assert document_named("rectification-notice", given) is None


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("rectification-notice-2023-7", "整改通知〔2023〕7号"),
        ("rectification-reply-2023-12", "整改情况反馈〔2023〕12号"),
        ("rectification-notice", "整改通知"),
        ("work-report", "预算绩效自评工作报告"),
        ("work-report-2023-7", "work-report-2023-7"),
        ("nothing", "nothing"),
    ],
)
def test_a_key_tells_the_title(key, title):
    assert title_of(key) == title


@pytest.mark.parametrize("build", [rectification_notice, rectification_reply])
@pytest.mark.parametrize("notice", [BEGUN, ACCEPTED])
def test_every_word_stands_in_both_files(build, notice):
    report = build(SOURCE, notice)
    words = [line.replace("\t", "") for line in words_of(report)]
    paper, word = Paper(render_pdf(report, draft=False)), Word(render_docx(report, draft=False))
    assert [line for line in words if "".join(line.split()) not in paper.text] == []
    assert [line for line in words if line not in word.text.replace("\t", "")] == []
    assert word.document.core_properties.title == report.title


def test_the_number_stands_in_the_middle_above_the_title():
    first = Paper(render_pdf(rectification_notice(SOURCE, ISSUED), draft=False)).pages[0]
    number = next(word for word in first.words if "7号" in word.text)
    assert number.top == min(word.top for word in first.words)
    line = [word for word in first.words if abs(word.top - number.top) < 2]
    left, right = min(word.left for word in line), max(word.right for word in line)
    assert (left + right) / 2 == pytest.approx(28 + 156 / 2, abs=1)


def test_fifty_long_items_keep_their_order_and_no_row_is_cut():
    items = tuple(
        NoticeItem(problem=f"问题{number:02}{RARE}" * 12, requirement=f"要求{number:02}" * 20) for number in range(50)
    )
    paper = Paper(render_pdf(rectification_notice(SOURCE, replace(ISSUED, items=items)), draft=False))
    places = [paper.text.index(f"问题{number:02}") for number in range(50)]
    assert places == sorted(places)
    for number in range(50):
        assert [f"要求{number:02}" * 2 in text for text in paper.texts].count(True) == 1
    assert all(page.body for page in paper.pages)
    assert "序号存在问题整改要求" in paper.texts[1]


def test_hostile_texts_stand_there_as_texts():
    said = " ".join(PAYLOADS)
    item = NoticeItem(problem=said, requirement=said, answer=said, done_on=SENT.replied_on, evidence=said)
    hostile = replace(SENT, items=(item,), opening=said)
    for report in (rectification_notice(SOURCE, hostile), rectification_reply(SOURCE, hostile)):
        assert Paper(render_pdf(report, draft=False)).pages
        texts = [text for text in words_of(report) if clean(PAYLOADS[0]) in text]
        assert len(texts) >= 3
        lines = Word(render_docx(report, draft=False)).lines
        assert [text for text in texts if text not in lines] == []


def test_keys_of_both_series_differ():
    assert NOTICE.key_of(2023, 7) != REPLY.key_of(2023, 7)
