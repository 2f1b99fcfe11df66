"""Plan, result and rate in one sentence: whose they are, and whether the rate follows."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reading import read_pasted

OF_DEPARTMENT = "平安县教育局2023年度部门整体支出绩效自评报告\n"
OF_PROJECT = "平安县教育局2023年度校舍维修项目绩效自评报告\n"


def names(text, head=OF_DEPARTMENT):
    check = check_document(read_pasted(head + text + "\n"))
    return {check.document.text[slice(*one.span)]: one.name for one in check.figures}


def codes(text, head=OF_DEPARTMENT):
    return {one.code for one in check_document(read_pasted(head + text + "\n")).findings}


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("2023年部门年初预算300万元，调整后310万元，支出295万元，执行率95.16%。", "310万元", "expenditure.total"),
        ("2023年部门年初预算300万元，调整后310万元，支出295万元，执行率95.16%。", "295万元", "expenditure.executed"),
        ("2023年“三公”经费预算数18.5万元，决算数16.32万元，完成预算的88.22%。", "16.32万元", None),
        ("公务接待费预算3.5万元，支出2.12万元。", "2.12万元", None),
        ("该项目共支付资金326.48万元，支付进度为93.28%。", "326.48万元", None),
        ("培训场次完成率100%。", "100%", None),
        ("道路工程项目年初预算85万元，实际支出83.6万元。", "83.6万元", None),
        ("项目支出年初预算85万元，实际支出83.6万元，执行率98.35%。", "83.6万元", "project_totals.executed"),
        ("2023年预算执行率为96.5%，扣0.35分。", "96.5%", "expenditure.execution_rate"),
    ],
)  # fmt: skip
def test_whose_figures_they_are(text, number, name):
    assert names(text)[number] == name


def test_a_report_on_a_project_has_no_spending_of_the_department():
    text = "项目年初预算500万元，全年实际到位500万元；实际支出486.7万元，预算执行率97.34%。"

    assert set(names(text, OF_PROJECT).values()) == {None}


RATES = [
    ("2023年“三公”经费预算数18.5万元，决算数16.32万元，完成预算的{}%。", "88.22", "82.88"),
    ("公用经费年初预算85万元，实际支出83.6万元，执行率{}%。", "98.4", "98.6"),
    ("该项目预算安排500万元，实际支出486.7万元，预算执行率{}%。", "97.34", "93.74"),
    ("部门年初预算300万元，调整后310万元，实际支出295万元，预算执行率{}%。", "98.33", "98.83"),
    ("预算安排1.2亿元，实际支出1.15亿元，执行率{}%。", "96", "69"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), RATES)
def test_a_rate_is_held_to_the_amounts_beside_it(text, right, wrong):
    assert "K08" not in codes(text.format(right))
    assert "K08" in codes(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        "2023年部门支出预算800万元，实际支出780万元。其中：基本支出预算500万元，实际支出500万元，\
项目支出预算300万元，实际支出280万元，执行率93.33%。",
        "2023年部门支出预算2000万元，实际支出1900万元，其中：基本支出1000万元，项目支出900万元。",
    ],
)
def test_plan_and_result_side_by_side(text):
    assert codes(text).isdisjoint({"K02", "K08", "K69"})
    assert codes(text.replace("1900", "1950").replace("280", "208")) & {"K02", "K08", "K69"}
