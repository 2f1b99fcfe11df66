"""Changes against last year, sums behind their parts, numbers of projects in several passages."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"


def codes(text):
    return {one.code for one in check_document(read_pasted(HEAD + text + "\n")).findings}


CHANGES = [
    ("收入总额5321.63万元，较2022年5012.45万元增加309.18万元，增长{}%。", "6.17", "61.7"),
    ("收入792.22万元。同比上年度增加189.25万元，增加{}%。", "31.39", "39.31"),
    ("“三公”经费支出18.63万元，较上年减少2.37万元，降低{}%。", "11.29", "12.72"),
    ("争取上级资金3.2亿元，比去年增加0.5亿元，增长{}%。", "18.5", "28.5"),
    ("支出2.1万元，完成预算的60%，比上年减少0.3万元，下降{}%。", "12.5", "15.2"),
    ("设备购置费20万元，比上年增加20万元，增长{}%。", "100", "100"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), CHANGES)
def test_a_change_and_its_rate(text, right, wrong):
    assert "K70" not in codes(text.format(right))
    assert ("K70" in codes(text.format(wrong))) is (right != wrong)


@pytest.mark.parametrize(
    "text",
    [
        "全年支出1500万元，其中培训费比上年增加3万元，增长45%。",
        "与上年相比，收入增加120.5万元，增长8.76%。",
        "年中追加100万元，增长3%的部分用于防汛。",
    ],
)
def test_a_change_of_what_has_no_amount_is_left_alone(text):
    assert "K70" not in codes(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("人员经费1812.6万元、公用经费226.3万元、项目经费980.1万元，合计3019万元。", True),
        ("人员经费1812.6万元、公用经费226.3万元、项目经费980.1万元，合计3091万元。", False),
        ("收入100万元，支出80万元，结转20万元，合计涉及3个单位50万元。", True),
        ("预算100万元，追加20万元，合计120万元。", True),
        ("慰问金12万元（含物资2万元），补助8万元，共计22万元。", True),
    ],
)
def test_a_sum_behind_its_parts(text, holds):
    assert ("K69" not in codes(text)) is holds


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("2023年我局共安排预算项目15个。\n本次共对14个项目开展绩效自评。", True),
        ("2023年我局共安排预算项目15个，年中新增2个。\n本次共对17个项目开展绩效自评。", False),
        ("2023年我局共安排预算项目15个。\n本级共有预算项目9个。", False),
        ("2022年我局共安排预算项目15个。\n2023年我局共安排预算项目16个。", False),
        ("2023年我局共安排预算项目15个。\n本次共对15个项目开展绩效自评。", False),
    ],
)
def test_two_numbers_of_all_projects(text, differs):
    assert ("K49" in codes(text)) is differs


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2023年收入总计862万元。2023年支出总计862万元，其中：本年支出822万元，年末结转40万元。", True),
        ("2023年预算总收入865.8万元。2023年总支出815.6万元，结余50.2万元。", True),
        ("2023年收入预算865.8万元。2023年支出预算856.8万元。", False),
    ],
)
def test_what_is_left_over_balances(text, holds):
    assert ("K04" not in codes(text)) is holds


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("1.管护项目自评得分95分。\n2.防汛工作自评得分90分。\n3.抗旱工作自评得分92分。", None),
        ("部门整体支出自评得分96分。\n防汛工作自评得分90分。", 96),
        ("自评得分90分以上的项目13个。", None),
        ("经自评得分97.5分。", 97.5),
    ],
)
def test_whose_score_it_is(text, score):
    assert check_document(read_pasted(HEAD + text + "\n")).reading.facts.score == score


def test_the_grades_of_some_of_the_projects():
    assert "K16" not in codes("2023年共有预算项目28个，对其中20个项目开展绩效自评，其中优18个，良1个，中1个。")
    assert "K16" not in codes("共有22个部门开展自评，涉及项目280个。其中优20个，良1个，中1个。")
    assert "K16" in codes("2023年共有预算项目28个，自评结果为优18个，良1个，中1个。")
    assert "K16" not in codes("共涉及预算项目28个，其中：一般项目24个，专项资金4个；自评结果为优26个，良1个，中1个。")
