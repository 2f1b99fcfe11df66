"""Days in prose: which one is the day by which the report must be handed in."""

from datetime import date

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

HEAD = "东河区民政局2023年度绩效自评报告\n"


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("按照要求，应于2024年3月20日前将自评报告报送县财政局。", date(2024, 3, 20)),
        ("县财政局要求各部门于2024年3月20日前报送自评报告。", date(2024, 3, 20)),
        ("各股室于2024年3月15日前将自评材料报送财务股汇总。", None),
        ("根据财政局通知，各科室于2024年3月15日前将自评表报局办公室。", None),
        ("项目自评于2024年3月15日前完成。", None),
    ],
)
def test_only_the_finance_bureaus_day_is_the_deadline(sentence, due):
    assert check_document(read_pasted(HEAD + sentence + "\n")).reading.facts.dates.due == due


ENDING = "平安县水务局\n2024年3月1日\n"


def facts_of(text):
    return check_document(read_pasted(text)).reading.facts


def test_a_signature_stands_above_a_long_annex():
    rows = "\n".join(f"指标{at}" for at in range(60))
    prose = "\n".join(f"第{at}段，工作已经完成。" for at in range(20))

    assert facts_of(f"{HEAD}{prose}\n{ENDING}附件：自评表\n{rows}\n").dates.reported == date(2024, 3, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "我局2023年度部门整体支出绩效自评分数为95.5分，等级为“优秀”。",
        "部门整体支出绩效自评总得分95.5分（其中：投入类指标得10分，过程类指标得27.5分，产出类指标得30分，效果类指标得28分），评价等次为优。",
    ],
)
def test_score_and_grade(sentence):
    facts = facts_of(HEAD + sentence + "\n")

    assert (str(facts.score), facts.grade) == ("95.5", "优")


@pytest.mark.parametrize("remark", ["经财政局审核通过（2024年5月10日）", "（盖章）", "单位负责人（签字）"])
def test_a_remark_below_the_signature_is_not_its_day(remark):
    assert facts_of(f"{HEAD}工作已经完成。\n{ENDING}{remark}\n").dates.reported == date(2024, 3, 1)


def test_a_file_of_table_rows_alone_is_read():
    assert facts_of("项目名称\t预算金额（万元）\t备注说明\n道路养护\t110.00\t按计划实施\n" * 3).department.name == ""
