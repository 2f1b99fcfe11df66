"""Every figure knows its year: last year's never stands in a field of this year's, in whatever order they are told."""

from decimal import Decimal

import pytest

from assessments.intake.extraction.figures import read_figures
from assessments.intake.reader_process import read_pasted

NOW, LAST = Decimal(14_300_000), Decimal(13_000_000)  # 元: 1,430 and 1,300 万元
REPORT = "青石县水务局2022年度部门整体绩效自评报告\n{}\n青石县水务局\n2023年3月20日\n"


def reading(prose):
    return read_figures(read_pasted(REPORT.format(prose)))


@pytest.mark.parametrize(
    "prose",
    [
        "2021年收入合计1,300.00万元，2022年收入合计1,430.00万元。",
        "2022年收入合计1,430.00万元，2021年收入合计1,300.00万元。",
        "2021年度收入合计1,300.00万元；2022年度收入合计1,430.00万元。",
        "上年收入合计1,300.00万元，本年收入合计1,430.00万元。",
        "本年收入合计1,430.00万元，上年收入合计1,300.00万元。",
        "去年收入合计1,300.00万元。今年收入合计1,430.00万元。",
        "上一年度收入合计1,300.00万元，本年度收入合计1,430.00万元。",
        "收入合计1,430.00万元，上年为1,300.00万元。",
        "收入合计1,430.00万元（上年1,300.00万元）。",
        "收入合计1,430.00万元，比上年的1,300.00万元增长10%。",
        "与2021年相比，2022年收入合计1,430.00万元，增加130.00万元，增长10%。",
        "与2021年相比，收入合计1,430.00万元，增加130.00万元，增长10%。",
        "较2021年收入合计1,300.00万元增加130.00万元，2022年收入合计1,430.00万元。",
        "2021年，我局收入合计1,300.00万元。其中：一般公共预算收入1,300.00万元。2022年收入合计1,430.00万元。",
        "（一）2021年收支情况\n收入合计1,300.00万元。\n（二）2022年收支情况\n收入合计1,430.00万元。",
        "（一）2022年收支情况\n收入合计1,430.00万元。\n（二）2021年收支情况\n收入合计1,300.00万元。",
        "根据《2021年收入管理办法》，收入合计1,430.00万元。",
        "2021年12月县财政局批复预算，收入合计1,430.00万元。",
        "我局成立于2019年，编制20人。收入合计1,430.00万元。",
    ],
)
def test_revenue_of_the_own_year(prose):
    assert reading(prose).facts.revenue.total == NOW


@pytest.mark.parametrize("words", ["2021年", "上年", "去年", "上一年度", "2023年", "次年"])
def test_a_figure_of_another_year_is_no_fact_and_says_whose_it_is(words):
    read = reading(f"{words}收入合计1,300.00万元。")

    assert read.facts.revenue.total is None
    (figure,) = [figure for figure in read.figures if figure.unit == "万元"]
    assert figure.name is None
    assert figure.year in {2021, 2023}


@pytest.mark.parametrize("words", ["上年结转", "上年结转结余", "上年末结余"])
def test_what_is_carried_over_is_money_of_this_year(words):
    read = reading(f"2022年收入合计1,430.00万元，其中：一般公共预算收入1,300.00万元，{words}130.00万元。")

    assert read.facts.revenue.total == NOW
    assert [line.amount for line in read.facts.revenue.lines] == [LAST, NOW - LAST]


def test_spending_projects_and_scores_of_last_year():
    read = reading(
        "2021年支出合计1,300.00万元，其中：基本支出300.00万元，项目支出1,000.00万元。"
        "2022年支出合计1,430.00万元，其中：基本支出330.00万元，项目支出1,100.00万元。\n"
        "2021年项目支出共5个，全年预算数1,000.00万元，全年执行数900.00万元，预算执行率90%。"
        "2022年项目支出共6个，全年预算数1,100.00万元，全年执行数1,045.00万元，预算执行率95%。\n"
        "2021年我局部门整体自评得分91分，等级为“良”。2022年我局部门整体自评得分95分，等级为“优”。"
    )

    assert read.facts.expenditure.total == NOW
    assert read.facts.expenditure.basic == 3_300_000
    assert read.facts.project_totals.count == 6
    assert read.facts.project_totals.execution_rate == 95
    assert (read.facts.score, read.facts.grade) == (95, "优")


LIST = (
    ("项目名称", "上年执行数", "全年预算数", "全年执行数", "自评得分"),
    ("项目名称", "2021年决算数", "2022年预算数", "2022年决算数", "自评得分"),
    ("项目名称", "2021年预算数", "2022年预算数", "2022年执行数", "自评得分"),
    ("项目名称", "去年执行数", "预算数", "执行数", "自评得分"),
)


@pytest.mark.parametrize("heads", LIST)
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (0, 2, 3, 1, 4)])
def test_columns_of_last_year(heads, order):
    rows = [heads, ("河道清淤", "50.00", "60.00", "58.00", "96"), ("水质监测", "20.00", "30.00", "30.00", "98")]
    table = "\n".join("\t".join(row[at] for at in order) for row in rows)

    projects = reading(f"项目情况如下：\n{table}").facts.projects

    assert [(item.total.adjusted, item.total.executed) for item in projects] == [
        (Decimal(600_000), Decimal(580_000)),
        (Decimal(300_000), Decimal(300_000)),
    ]
