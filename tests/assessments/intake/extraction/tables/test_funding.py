"""The money of forms, their totals, and in which unit they are held."""

from decimal import Decimal

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.docx import docx_file
from tests.assessments.intake.extraction.tables.test_form_tables import DOWN, ON, check, errors, form
from tests.assessments.intake.files import docx, paragraph, word_table


def test_the_sum_of_the_indicators_above_the_total_is_not_the_total():
    table = form()
    table.insert(-1, [("合计", 5), "90", "88.5", ""])

    assert check(table).reading.facts.projects[0].score == Decimal(98)
    assert errors(check(table)) == set()


LEVELS = [
    ["转移支付名称", ("河湖管护", 4)],
    ["资金（万元）", "", "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"],
    ["", "年度资金总额", "100", "90", "90%"],
    ["", "其中：中央财政资金", "60", "55", ""],
    ["", "地方资金", "40", "35", ""],
    ["", "其中：省级资金", "30", "30", ""],
    ["", "其他资金", "0", "0", ""],
    ["一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值"],
    ["产出指标", "数量指标", "管护河道", "≥20公里", "22公里"],
]


def levels(total="100"):
    return [[total if cell == "100" else cell for cell in row] for row in LEVELS]


def test_levels_of_government_are_sources_where_nothing_sums_them_up():
    (project,) = check(levels()).reading.facts.projects

    assert [line.adjusted for line in project.funding] == [Decimal(600_000), Decimal(400_000), Decimal(0)]
    assert errors(check(levels())) == set()
    assert "K07" in errors(check(levels(total="101")))


def test_a_line_of_funding_that_is_not_understood_leaves_the_sum_alone():
    table = levels(total="120")
    table.insert(6, ["", "社会捐助", "20", "0", ""])

    assert errors(check(table)) & {"K07"} == set()


@pytest.mark.parametrize(("unit", "found"), [("元", True), ("万元", False)])
def test_a_form_is_held_in_its_own_unit(unit, found):
    """0.02 元 is a wrong sum; of forms in 万元 a hundredth is what rounding may cost."""
    table = [[cell.replace("万元", unit) if isinstance(cell, str) else cell for cell in row] for row in LEVELS]
    table[2][2] = "100.02" if unit == "元" else "100.01"

    assert ("K07" in errors(check(table))) is found


def whole(**changed):
    """部门整体绩效自评表: the score above, budget, spending, rate, weight and points in one line."""
    figures = {"score": "98.5", "spent": "98.00", "rate": "98", "points": "9.8"} | changed
    return [
        ["部门名称", ("平安县水务局", 4), "自评总分（分）", (figures["score"], 2)],
        [
            ("预算执行情况（万元）", 1, DOWN),
            "年初预算数",
            "全年（调整）预算数",
            "全年执行数",
            "执行率（%）",
            "执行率权重",
            "执行率得分",
            "",
        ],
        [("", 1, ON), "90.00", "100.00", figures["spent"], figures["rate"], "10", figures["points"], ""],
        ["指标名称", "计量单位", "指标性质", "年初指标值", "全年完成值", "指标权重", "指标得分", "偏差说明"],
        ["管护河道", "公里", "≥", "20", "22", "50", "50", ""],
        ["抽检批次", "批次", "≥", "30", "29.025", "40", "38.7", "雨季影响采样，已列入下年计划，并将加强调度和巡查。"],
    ]


def of_whole(table, prose="整体绩效自评得分为98.5分。"):
    body = paragraph("平安县水务局2023年度部门整体绩效自评报告") + paragraph(prose) + word_table(table)
    return errors(check_document(docx_file.read(docx(body))))


def test_the_form_of_a_whole_department():
    assert of_whole(whole()) & {"K08", "K09", "K11", "K12", "K14", "K19"} == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"rate": "89"}, "K08"),
        ({"spent": "108.00"}, "K09"),
        ({"points": "9.5"}, "K11"),
        ({"score": "95.8"}, "K14"),
    ],
)
def test_one_changed_figure_of_a_whole_departments_form(changed, code):
    assert code in of_whole(whole(**changed))
