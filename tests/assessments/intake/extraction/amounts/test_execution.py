"""Plan, result and rate in one sentence: whose they are, and whether the rate follows."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

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


OTHER_WORDS = [
    ("机耕道硬化：计划投入180万元，实际到位135万元，资金到位率{}%。", "75", "100"),
    ("灌溉渠维修：项目资金160万元，截至年底已支付112万元，资金支付率{}%。", "70", "85"),
    ("种粮补贴：收到上级资金240万元，实际发放216万元，实际执行率为{}%。", "90", "96"),
    ("中央资金到位50万元，完成支出41万元，预算执行率{}%。", "82", "92"),
    ("农机作业：安排资金300万元，支付276万元，未支24万元，支付率{}%。", "92", "88"),
    ("应发补助金80万元，实发76万元，补助金发放率{}%。", "95", "100"),
    ("共争取专项资金120万元，已拨付至各村90万元，资金拨付率达{}%。", "75", "80"),
    ("项目总投资500万元，已完成投资425万元，投资完成率{}%。", "85", "95"),
    ("下达奖补资金66万元，累计兑付奖补资金60.5万元，兑付率为{}%。", "91.67", "97.67"),
    ("批复资金200万元，落实到位资金190万元，到位率{}%，实际使用152万元，使用率80%。", "95", "100"),
    ("批复资金200万元，落实到位资金190万元，到位率95%，实际使用152万元，资金使用率{}%。", "80", "90"),
    ("全年计划发放1580万元，实际发放1550万元，发放率{}%。", "98.1", "99"),
    ("应到位资金500万元，实际到位430万元，到位率{}%。", "86", "90"),
    ("计划投入180万元，实际到位180万元，累计支付135万元，支付率{}%。", "75", "100"),
    ("预算安排320万元，列支272万元，执行率百分之{}。", "八十五", "九十五"),
    ("预算安排320万元，列支贰佰柒拾贰万元整，执行率{}%。", "85", "95"),
    ("A路段安排100万元，支付90万元，支付率90%；B路段安排200万元，支付150万元，支付率{}%。", "75", "95"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), OTHER_WORDS)
def test_a_rate_in_other_words_is_held_to_the_amounts_beside_it(text, right, wrong):
    assert "K08" not in codes(text.format(right), OF_PROJECT)
    assert "K08" in codes(text.format(wrong), OF_PROJECT)


@pytest.mark.parametrize(
    "text",
    [
        "计划投入180万元，实际到位135万元，人员到位率100%。",
        "安排资金160万元，已支付112万元，设备使用率98%。",
        "安排资金160万元，已支付112万元，任务完成率100%。",
        "安排资金160万元，已支付112万元，全县平均支付率85%。",
        "安排资金160万元，已支付112万元，支付率目标为85%。",
        "安排资金160万元，已支付112万元，上年支付率85%。",
        "安排资金160万元，应支付120万元，支付率100%。",
        "安排资金160万元，已支付112万元，支付率约85%。",
        "安排资金160万元，已支付约112万元，支付率85%。",
        "到位资金160万元，支付112万元，拨付120万元，支出率85%。",
        "收到资金240万元，资金到位率100%。",
        "预算320万元，执行率达到百分之九十以上。",
        "安排资金300万元，拨付乡镇276万元，乡镇支付230.5万元，支付率83.51%。",
        "项目总投资1200万元。到位资金900万元，完成投资860万元，投资完成率71.67%。",
        "每户补助2万元，实际发放1.5万元，发放率100%。",
    ],
)
def test_a_rate_of_something_else_is_not_held_to_the_amounts_beside_it(text):
    assert "K08" not in codes(text, OF_PROJECT)
