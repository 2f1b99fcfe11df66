"""Opinions, notices, replies and folders in a file: what they say is not the report's."""

from datetime import date

import pytest

from assessments.intake.checking import checked
from assessments.intake.extraction.other_papers import own_part
from assessments.intake.findings import check_document
from assessments.intake.loading.document import ReportText, Unreadable
from assessments.intake.reader_process import read_pasted

REPORT = (
    "平安县水务局\n2023年度预算绩效自评报告\n一、概况\n我局共实施项目2个。\n二、问题\n年度预算执行偏慢。\n"
    "平安县水务局\n2024年3月1日\n经平安县财政局审核通过（2024年5月10日）\n"
)
OTHERS = {
    "opinion": (
        "平安县财政局\n2023年度预算绩效自评审核意见书\n四、逐项意见\n支出合计5万元，其中：甲1万元、乙1万元。\n2024年6月2日\n"
    ),
    "notice": (
        "平财绩〔2024〕7号\n平安县财政局\n关于2023年度预算绩效自评问题整改的通知\n"
        "一、整改事项\n整改不到位。\n2024年6月3日\n"
    ),
    "reply": "平安县水务局\n关于2023年度预算绩效自评问题整改情况的函\n三、整改情况\n整改完毕。\n2024年6月4日\n",
    "reply in a narrow column": (
        "平安县水务局\n关于2023年度预算绩效自评问题整改情况的\n函\n三、整改情况\n整改完毕。\n2024年6月4日\n"
    ),
    "rectification report": "2023年度绩效评价整改情况报告\n三、整改情况\n整改完毕。\n2024年6月4日\n",
}
COVER = "平安县水务局\n2023年度部门整体支出绩效自评卷宗\n起止日期\t2024年1月1日至2024年7月1日\n"


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_paper_alone_is_no_report(other):
    title = next(line for line in other.split("\n") if "绩效" in line)  # of which a narrow column shows the beginning
    found = check_document(read_pasted(other))

    assert (found.findings, found.reading.facts.dates.reported) == ((), None)
    with pytest.raises(Unreadable, match=title):
        checked(read_pasted(other))


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("before", ["", COVER], ids=["behind", "in a folder"])
def test_a_report_among_other_papers_is_checked_alone(other, before):
    whole = read_pasted(before + REPORT + other)
    alone, among = check_document(read_pasted(REPORT)), check_document(whole)

    assert among.reading.facts.dates.reported == date(2024, 3, 1)
    assert among.reading.facts == alone.reading.facts
    assert [finding.message for finding in among.findings] == [finding.message for finding in alone.findings]
    assert checked(whole).document.text == whole.text
    (note,) = checked(whole).document.notes
    assert ("卷宗》" in note) is bool(before)


@pytest.mark.parametrize(
    "line",
    [
        "五、2022年度绩效自评整改情况",
        "上年整改情况",
        "附件：2023年度绩效自评整改情况报告",
        "根据《关于2022年度预算绩效自评问题整改的通知》，我局逐项整改",
        "主管部门审核意见",
        "2023年度绩效自评审核意见：同意",
        "2023年度绩效自评整改情况报告\t另附",
        "2023年度部门整体支出绩效自评情况报告",
        "2023年度绩效自评整改通知书的办理\n情况",
    ],
)
def test_words_of_a_report_are_no_other_paper(line):
    report = ReportText(f"{REPORT}{line}\n后面的话仍是报告的。\n")

    assert own_part(report) is report


def test_tables_and_pictures_of_another_paper_are_left_out():
    behind = len(REPORT)
    whole = read_pasted(REPORT + OTHERS["opinion"] + "序号\t事项\n1\t补充佐证\n2\t更正台账\n")

    assert whole.tables
    assert whole.tables[0].start > behind
    assert own_part(whole).tables == ()
