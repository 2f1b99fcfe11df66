"""What is not said of a report, because its words explain it, and what still is."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"


def codes(text):
    return {one.code for one in check_document(read_pasted(HEAD + text + "\n")).findings}


SCORED = "部门整体支出自评得分92分，等级为“良”。"


@pytest.mark.parametrize(
    ("bands", "holds"),
    [
        ("", False),
        ("得分90分（含）以上为优，80分至90分为良。", False),
        ("得分95分（含）以上为优，85分至95分为良。", True),
        ("评价等级分为优（95-100分）、良（85-95分）、中、差。", True),
        ("95≤得分≤100为优秀。", True),
    ],
)
def test_grades_of_the_reports_own(bands, holds):
    assert ("K15" not in codes(SCORED + bands)) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("预算项目5个，目标实现程度达到100%的项目有4个，在50%-99%的项目有1个。", True),
        ("预算项目5个，目标实现程度达到100%的项目有4个，在50%-99%的项目有1个，未开展的项目有0个。", False),
        ("预算项目6个，目标实现程度达到100%的项目有4个，在50%-99%的项目有1个。", False),
    ],
)
def test_buckets_that_nobody_is_in(text, holds):
    assert ("K18" not in codes(text)) is holds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.1.2项目实施情况\n5.1.3个人补助情况", "K67"),
        ("本单位成立于二○○○年，归县政府管理。", "K53"),
        ("一、组织开展情况\n按照《关于开展2024年度预算绩效自评工作的通知》要求，开展了2023年度部门整体自评。", "K56"),
    ],
)
def test_what_only_looks_like_a_fault(text, code):
    assert code not in codes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收入7,00.0,77万元。", "K67"),
        ("完成××年的任务，支出XX万元。", "K53"),
        ("一、组织开展情况\n我局认真开展2022年度预算绩效自评工作。", "K56"),
    ],
)
def test_what_is_a_fault(text, code):
    assert code in codes(text)
