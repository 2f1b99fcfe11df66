"""审核意见书: where there is one, what it says at each stage, word by word, and in both formats."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.reports.documents import DOCUMENTS, Format, document_named
from assessments.reports.papers.opinion import review_opinion
from assessments.reports.papers.review_record import ReviewRecord
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.terms import Action, Severity
from tests.assessments.reports.conftest import RARE
from tests.assessments.reports.golden import same_as_golden
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.reviewed import EVENTS, FINDINGS, RECORD, REMARKS, REVIEWED, SOURCE, at_stage, event
from tests.assessments.reports.word.test_docx_file import texts_of, words_of
from tests.assessments.reports.word_file import Word

(OPINION,) = (document for document in DOCUMENTS if document.key == "review-opinion")
SUBMITTED = event(Action.SUBMIT, "4-15")
BEGUN = event(Action.BEGIN_REVIEW, "4-16")
PASSED = event(Action.PASS_SECTION_REVIEW, "4-17")
RETURNED = event(Action.RETURN_FOR_CHANGES, "4-18", "请补充。")
APPROVED = event(Action.APPROVE, "4-19")
REOPENED = event(Action.REOPEN, "5-2", "审计发现差错。")


def words(source):
    return "\n".join(words_of(review_opinion(source)))


def test_an_opinion_word_by_word():
    same_as_golden("opinion.txt", words(SOURCE) + "\n")


@pytest.mark.parametrize(
    ("steps", "is_there", "is_draft"),
    [
        ((), False, None),
        ((SUBMITTED,), False, None),
        ((SUBMITTED, event(Action.WITHDRAW, "4-16")), False, None),
        ((SUBMITTED, BEGUN), False, None),
        ((SUBMITTED, BEGUN, PASSED), True, True),
        ((SUBMITTED, BEGUN, RETURNED), True, False),
        ((SUBMITTED, BEGUN, PASSED, APPROVED), True, False),
        ((SUBMITTED, BEGUN, RETURNED, SUBMITTED), True, False),
        ((SUBMITTED, BEGUN, RETURNED, SUBMITTED, BEGUN), True, True),
        ((SUBMITTED, BEGUN, PASSED, APPROVED, event(Action.PUBLISH, "5-1")), True, False),
        ((SUBMITTED, BEGUN, PASSED, APPROVED, REOPENED), True, False),
    ],
)
def test_it_is_there_once_the_bureau_has_said_something(steps, is_there, is_draft):
    begun = any(step.action == Action.BEGIN_REVIEW for step in steps)
    source = at_stage(*steps, reviewed=REVIEWED if begun else None)
    assert (document_named("review-opinion", source) is not None) == is_there
    if is_there:
        assert OPINION.is_draft(source) == is_draft
        assert OPINION.build(source).title == "云溪县财政局2022年度预算绩效自评审核意见书"


def test_nothing_reviewed_is_no_opinion():
    with pytest.raises(ValueError, match="nothing has been reviewed"):
        review_opinion(replace(SOURCE, record=ReviewRecord()))


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ((SUBMITTED, BEGUN, PASSED), "2023年4月17日初审通过，待终审。"),
        ((SUBMITTED, BEGUN, RETURNED), "2023年4月18日决定退回，请你单位按本意见修改完善后重新报送。"),
        (
            (SUBMITTED, BEGUN, PASSED, APPROVED),
            "2023年4月17日初审通过，2023年4月19日终审通过。你单位自评材料审核通过。",
        ),
        (
            (SUBMITTED, BEGUN, RETURNED, SUBMITTED, event(Action.BEGIN_REVIEW, "4-20")),
            "2023年4月20日起对重新报送的材料进行审核，尚未作出结论。",
        ),
        ((SUBMITTED, BEGUN, PASSED, APPROVED, REOPENED), "2023年5月2日取消审核，请你单位按本意见修改完善后重新报送。"),
    ],
)
def test_the_last_word_is_told(steps, verdict):
    assert verdict in words(at_stage(*steps)).split("\n")


@pytest.mark.parametrize(
    ("steps", "due", "said"),
    [
        (
            (SUBMITTED, BEGUN, PASSED),
            date(2023, 4, 15),
            "你单位于2023年4月15日报送，报送截止日期为2023年4月15日，按时报送。",
        ),
        (
            (SUBMITTED, BEGUN, PASSED),
            date(2023, 4, 14),
            "你单位于2023年4月15日报送，报送截止日期为2023年4月14日，逾期1天。",
        ),
        (  # what was withdrawn before anybody looked at it was not handed in
            (SUBMITTED, event(Action.WITHDRAW, "4-15"), event(Action.SUBMIT, "4-25"), BEGUN, PASSED),
            date(2023, 4, 20),
            "你单位于2023年4月25日报送，报送截止日期为2023年4月20日，逾期5天。",
        ),
        (  # what is handed in again after a return was handed in before
            (SUBMITTED, BEGUN, RETURNED, event(Action.SUBMIT, "5-25"), BEGUN, PASSED),
            date(2023, 4, 20),
            "你单位于2023年4月15日报送，报送截止日期为2023年4月20日，按时报送。",
        ),
    ],
)
def test_the_first_submission_that_was_reviewed_tells_whether_it_was_late(steps, due, said):
    assert said in words(at_stage(*steps, reviewed=replace(REVIEWED, due=due))).split("\n")


def test_parts_without_anything_in_them_are_left_out():
    bare = at_stage(SUBMITTED, BEGUN, PASSED, remarks=(), reviewed=replace(REVIEWED, findings=()))
    titles = [block.text for block in review_opinion(bare).blocks if block.kind == "heading" and block.level == 1]
    assert titles == ["一、自评基本情况", "二、审核结论", "三、办理过程"]


def test_figures_are_those_that_were_reviewed_and_not_those_of_the_draft():
    changed = replace(SOURCE, facts=replace(SOURCE.facts, projects=(), expenditure=type(SOURCE.facts.expenditure)()))
    assert words(changed) == words(SOURCE)


def test_every_remark_stands_in_it_with_its_answer():
    (table,) = (block for block in review_opinion(SOURCE).blocks if block.kind == "table" and block.widths[0] == 8)
    texts = texts_of(table)
    for remark in REMARKS:
        assert remark.label in texts
    assert "超过全年预算数，请核对。\n（郑和，2023年4月26日）" in texts
    assert "含上级追加的清算资金，已在偏差原因中说明。\n（吴静，2023年4月27日）" in texts
    assert texts[-5:] == [
        "2",
        "项目“危旧桥梁改造”的指标“沿线群众满意度”的完成值",
        "请附调查问卷。\n（郑和，2023年4月26日）",
        "未答复",
        "未销号",
    ]


def test_errors_and_warnings_are_told_and_hints_are_not():
    said = words(SOURCE)
    for finding in FINDINGS:
        assert (finding.message in said) == (finding.severity is not Severity.HINT)


def test_every_step_stands_in_the_timeline_with_its_words():
    table = review_opinion(SOURCE).blocks[-1]
    assert [row.cells[1].text for band in table.bands for row in band.rows] == [step.title for step in EVENTS]
    assert texts_of(table)[4:8] == ["2023年3月1日\n08:00", "建立自评表", "孙立", "—"]
    assert texts_of(table)[-4:] == ["2023年5月10日\n09:30", "终审通过", "孙立（绩效股审核人）", "—"]


@pytest.fixture(scope="module")
def paper():
    return Paper(render_pdf(review_opinion(SOURCE), draft=False))


def test_the_pdf_and_the_word_file_say_the_same(paper):
    report = review_opinion(SOURCE)
    assert Word(render_docx(report, draft=False)).lines == words_of(report)
    for text in words_of(report):
        assert "".join(text.split()) in paper.text


def test_it_is_the_bureaus_paper(paper):
    assert paper.reader.metadata.author == "云溪县财政局"
    assert paper.reader.metadata["/CreationDate"] == "D:20230510"
    assert (1, "云溪县财政局2022年度预算绩效自评审核意见书") in paper.bookmarks()


def test_typed_words_are_drawn_as_typed():
    step = event(Action.RETURN_FOR_CHANGES, "4-18", f"<b>{RARE}</b>\u202e倒写\n=1+1")
    source = at_stage(SUBMITTED, BEGUN, step, remarks=(replace(REMARKS[0], text="<script>"),))
    text = Paper(render_pdf(review_opinion(source), draft=False)).text
    assert f"<b>{RARE}</b>倒写" in text
    assert "<script>" in text


def test_its_file_has_a_name():
    assert OPINION.formats == (Format.PDF, Format.DOCX)
    name = OPINION.file_name(SOURCE, Format.PDF, number="001")
    assert name == "001-交通运输局-2022年度预算绩效自评审核意见书.pdf"
    assert RECORD.handed_in is EVENTS[1]
