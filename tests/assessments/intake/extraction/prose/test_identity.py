"""Days in prose: which one is the day by which the report must be handed in."""

from datetime import date

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted
from budgets.terms import FundKind

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


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("部门：信访局 金额单位：万元", "信访局"),
        ("部门（单位）：平安县水务局\t单位：万元", "平安县水务局"),
        ("填报单位（盖章）：平安县水务局　填报日期：2024年3月1日", "平安县水务局"),
        ("责任部门：规划股", ""),
        ("单位：万元", ""),
    ],
)
def test_the_line_above_a_form_names_the_department(line, name):
    assert facts_of(f"2023年度项目支出绩效自评结果汇总表\n{line}\n序号\t项目名称\n1\t供水\n").department.name == name


@pytest.mark.parametrize(
    ("cell", "funds"),
    [
        ("政府性基金预算4个，114.00万元（占该类预算项目支出的100.00%）", [(FundKind.GOVERNMENT_FUND, 4, 1_140_000)]),
        (
            "一般公共预算：3个，80万元；政府性基金预算：1个，20万元",
            [(FundKind.GENERAL_PUBLIC, 3, 800_000), (FundKind.GOVERNMENT_FUND, 1, 200_000)],
        ),
        ("一般公共预算3个方面，80万元", []),
    ],
)
def test_the_projects_of_each_fund_in_a_line_of_the_summary(cell, funds):
    shares = facts_of(f"2023年度项目支出绩效自评结果汇总表\n按资金性质\t{cell}\n").project_totals.by_fund

    assert [(share.fund, share.count, share.amount) for share in shares] == funds
