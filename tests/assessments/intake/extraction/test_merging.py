"""One project on several papers is one project; what two papers say of it with two values is told."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

REPORT = """青石县水务局2022年度部门整体绩效自评报告
我局2022年共实施项目2个，全年预算90.00万元，全年执行90.00万元，预算执行率100%。
附件1 项目支出绩效自评表
项目名称\t河道清淤（13300122001）\t主管部门\t水务局
资金\t年初预算数\t全年预算数\t全年执行数
年度资金总额\t60.00\t{form}\t60.00
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t清淤河道长度\t≥12公里\t14公里\t30\t30
产出指标\t质量指标\t清淤达标率\t≥90%\t92%\t30\t30
效益指标\t社会效益指标\t受益村数\t≥6个\t6个\t30\t30
满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\t95%\t10\t10
总分\t\t\t\t\t100\t{score}
附件2 项目支出绩效自评结果汇总表
序号\t项目名称\t年初预算数\t全年预算数\t全年执行数\t自评得分\t等级
1\t河道清淤（13300122001）\t60.00\t{listed}\t60.00\t{listed_score}\t优
2\t{other}\t30.00\t30.00\t30.00\t98\t优
青石县水务局
2023年3月20日
"""
SAME = {"form": "60.00", "listed": "60.00", "score": "100", "listed_score": "100", "other": "水质监测"}


def checked(**changes):
    return check_document(read_pasted(REPORT.format(**SAME | changes)))


def told(check, code):
    return [finding.message for finding in check.findings if finding.code == code]


def test_a_project_on_its_form_and_in_the_summary_is_one():
    check = checked()

    assert [(project.name, project.code) for project in check.reading.facts.projects] == [
        ("河道清淤", "13300122001"),
        ("水质监测", None),
    ]
    assert told(check, "K62") == told(check, "K57") == []


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"listed": "66.00"}, ("60.00 万元", "66.00 万元")),
        ({"listed": "60.02"}, ("60.00 万元", "60.02 万元")),
        ({"form": "61.00"}, ("61.00 万元", "60.00 万元")),
        ({"listed_score": "99"}, ("100分", "99分")),
    ],
)
def test_a_figure_that_differs_between_form_and_summary_is_told(changes, shown):
    (message,) = told(checked(**changes), "K57")

    assert "河道清淤" in message
    assert all(figure in message for figure in shown)


@pytest.mark.parametrize("listed", ["60", "60.0", "60.000"])
def test_a_figure_written_with_other_decimals_is_the_same(listed):
    assert told(checked(listed=listed), "K57") == []


def test_two_projects_of_one_name_in_one_list_are_two():
    check = checked(other="河道清淤")

    assert [project.name for project in check.reading.facts.projects] == ["河道清淤", "河道清淤"]
    assert told(check, "K57") == []


def test_a_name_that_nearly_is_the_same_is_another_project():
    check = check_document(read_pasted(REPORT.format(**SAME).replace("1\t河道清淤（13300122001）", "1\t河道清淤二期")))

    assert len(check.reading.facts.projects) == 3
    assert told(check, "K62") != []


INDICATORS = """青石县水务局2022年度预算绩效自评报告
一、绩效目标完成情况
（一）分项绩效目标完成情况
1.河道管护
绩效目标：清淤河道，保持行洪畅通。
指标完成情况：清淤河道长度，指标值≥12公里，完成值14公里；沿线受益村数，指标值≥6个，完成值6个。
青石县水务局
2023年3月20日
附件1
部门整体支出绩效自评情况表
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t清淤河道长度\t≥12公里\t{actual}\t50\t50
效益指标\t社会效益指标\t沿线受益村数\t≥6个\t6个\t40\t40
"""


@pytest.mark.parametrize(("actual", "said"), [("14公里", 0), ("14.0公里", 0), ("13公里", 1)])
def test_an_indicator_in_prose_and_on_the_form_is_one(actual, said):
    check = check_document(read_pasted(INDICATORS.format(actual=actual)))

    assert told(check, "K40") == []
    assert len(told(check, "K57")) == said


SUMMARY = """青石县水务局2022年度预算绩效自评报告
{prose}
附件1 2022年度项目支出绩效自评结果汇总表
序号\t项目名称\t年初预算数\t全年预算数\t全年执行数\t自评得分\t等级
1\t河道清淤\t60.00\t60.00\t60.00\t98\t优
2\t水质监测\t30.00\t30.00\t30.00\t98\t优
{line}
青石县水务局
2023年3月20日
"""


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("达到100%：0个；50%（含）至100%（不含）：2个；不足50%：0个；未开展：0个", (0, 2, 0, 0)),
        ("达到100%：1个；不足50%：1个；未开展：0个", (1, None, 1, 0)),
    ],
)
def test_a_line_of_the_summary_tells_how_far_goals_were_reached(said, counts):
    check = check_document(read_pasted(SUMMARY.format(prose="", line=f"按目标实现程度\t{said}")))
    told = check.reading.facts.project_totals.by_completion

    assert (told.full, told.half_or_more, told.under_half, told.not_started) == counts
    assert len(check.reading.facts.projects) == 2


def test_one_fund_alone_is_read_and_is_not_held_to_all_projects():
    prose = "纳入自评的项目3个，全年预算数90.00万元。其中：政府性基金预算项目2个，资金60.00万元。"
    check = check_document(read_pasted(SUMMARY.format(prose=prose, line="")))
    (fund,) = check.reading.facts.project_totals.by_fund

    assert (fund.fund.label, fund.count, fund.amount) == ("政府性基金预算", 2, 600_000)
    assert told(check, "K06") == told(check, "K17") == []


SPENT = "2022年度支出合计{}万元，其中：基本支出200.00万元，项目支出210.00万元。"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [("400.00", "400.00", 1), ("400.00", "402.00", 2), ("410.00", "410.00", 0)],
    ids=["one wrong sum twice", "two wrong sums", "right"],
)
def test_a_wrong_sum_that_several_passages_state_is_one_finding_at_all_of_them(first, second, count):
    text = f"青石县水务局2022年度绩效自评报告\n一、概况\n{SPENT.format(first)}\n二、执行\n我局{SPENT.format(second)}\n"
    check = check_document(read_pasted(text))

    found = [finding for finding in check.findings if finding.code == "K02"]

    assert len(found) == count
    if first == second and found:
        assert [start for start, _ in found[0].spans if text[start:].startswith("基本支出")] == [
            at for at in range(len(text)) if text.startswith("基本支出", at)
        ]
