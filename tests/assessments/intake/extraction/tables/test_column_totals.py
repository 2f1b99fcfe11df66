"""Tables whose columns are added up in their last line."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.docx import docx_file
from tests.assessments.intake.files import docx, paragraph, word_table

LISTED = [
    ["序号", "项目名称", "年初预算数（万元）", "全年预算数（万元）", "执行数（万元）", "执行率"],
    ["1", "道路养护", "100", "110", "104.5", "95%"],
    ["2", "安全监管", "50", "50", "50", "100%"],
    [("合计", 2), "150", "160", "154.5", "96.56%"],
]
SCORES = [
    ["指标", "分值", "自评得分", "得分率"],
    ["投入", "10", "9.5", "95%"],
    ["过程", "30", "28", "93.33%"],
    ["产出", "60", "58.5", "97.5%"],
    ["合计", "100", "96", "96%"],
]
FUNDS = [
    ["资金来源", "收入（元）", "支出（元）"],
    ["财政拨款", "1,200.50", "1,100.50"],
    ["其他收入", "99.50", "99.50"],
    ["合计", "1,300.00", "1,200.00"],
]


OFFICE = [
    [("部门整体支出绩效自评表", 4)],
    ["一级指标", "三级指标", "分值", "得分"],
    ["投入", "人员控制率", "40", "38"],
    ["过程", "制度健全性", "60", "59.5"],
    [("合计", 2), "100", "97.5"],
]
TWO_TOTALS = [  # the points of the execution stand elsewhere: 合计 is of the indicators, 总分 of everything
    ["一级指标", "三级指标", "分值", "得分"],
    ["产出", "培训期数", "50", "50"],
    ["效益", "就业人数", "40", "38.5"],
    [("合计", 2), "90", "88.5"],
    [("总分", 3), "98.5"],
]


def found(table):
    body = paragraph("平安县水务局2023年度部门整体支出绩效自评报告") + word_table(table)
    checked = check_document(docx_file.read(docx(body)))
    codes = {"K05", "K08", "K12", "K14", "K69"}
    return {
        (finding.code, frozenset(checked.document.text[start:end] for start, end in finding.spans))
        for finding in checked.findings
        if finding.code in codes
    }


def changed(table, was, instead):
    rows = [[instead if cell == was else cell for cell in row] for row in table]
    assert rows != table
    return rows


@pytest.mark.parametrize("table", [LISTED, SCORES, FUNDS, OFFICE, TWO_TOTALS])
def test_a_table_that_adds_up_has_nothing_to_say(table):
    assert found(table) == set()


@pytest.mark.parametrize(
    ("table", "was", "instead", "expected"),
    [
        (LISTED, "150", "105", ("K05", {"105", "100", "50"})),
        (LISTED, "96.56%", "95.66%", ("K08", {"95.66%", "154.5", "160"})),
        (SCORES, "28", "23", ("K14", {"96", "9.5", "23", "58.5"})),
        (OFFICE, "97.5", "97.6", ("K14", {"97.6", "38", "59.5"})),
        (OFFICE, "60", "50", ("K12", {"100", "40", "50"})),
        (TWO_TOTALS, "40", "50", ("K12", {"90", "50"})),
        (TWO_TOTALS, "38.5", "35.8", ("K14", {"88.5", "50", "35.8"})),
        (FUNDS, "1,200.00", "1,020.00", ("K69", {"1,020.00", "1,100.50", "99.50"})),
    ],
)
def test_one_changed_figure_is_found_with_its_column(table, was, instead, expected):
    code, words = expected

    assert (code, frozenset(words)) in found(changed(table, was, instead))


def test_the_rate_of_the_last_line_may_be_rounded():
    assert [found(changed(LISTED, "96.56%", rate)) for rate in ("96.6%", "97%", "0.9656")] == [set(), set(), set()]


@pytest.mark.parametrize(
    "table",
    [
        [*FUNDS[:2], ["其中：一般公共预算", "900", "800"], *FUNDS[2:]],
        [*FUNDS[:3], ["小计", "1,300.00", "1,200.00"], FUNDS[3]],
        [*FUNDS[:3], ["合计", "1,310.00", "1,210.00"]],
        [FUNDS[0], FUNDS[1], ["合计", "1,300.00", "1,100.50"]],
        [["资金来源", "金额", "说明"], ["财政拨款", "100", "见附表一"], ["其他", "5", "—"], ["合计", "110", ""]],
    ],
    ids=["details", "sub-total", "no column adds up", "one line", "one column"],
)
def test_what_may_be_no_sum_is_left_alone(table):
    assert found(table) == set()
