"""The forms: what stands in which cell, and which rows stay together."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from assessments.reports.document.cells import lines, room
from assessments.reports.form_pages import department, summary
from assessments.reports.form_pages import project as project_page
from assessments.reports.form_pages.layout_sets import layout_of
from assessments.reports.form_pages.transfer import transfer_sheets
from assessments.reports.papers.department_documents import build_report
from assessments.schema.facts import Project, Transfers
from assessments.schema.scheme import SCHEME_2020_10, SCHEME_2021_101
from assessments.terms import ManagementItem
from tests.assessments.reports.sample import (
    BRIDGES,
    BUSES,
    RESERVE,
    ROADS,
    SAMPLE,
    indicator,
    many_indicators,
    wan,
)


def rows(table):
    return [[cell.text for cell in row.cells] for band in table.bands for row in band.rows]


def form(project, scheme=SCHEME_2020_10, layout="2020-10"):
    return project_page.project_sheet(project, SAMPLE, scheme, layout_of("project", {}, layout))


def department_sheet(facts, scheme):
    return department.department_sheet(facts, scheme, layout_of("department", {}))


def summary_sheet(facts, scheme):
    return summary.summary_sheet(facts, scheme, layout_of("summary", {}))


def all_rows(sheet):
    return [row for table in sheet.tables for row in rows(table)]


def test_the_money_of_a_project():
    assert rows(form(ROADS).tables[0])[:7] == [
        ["项目名称", "农村公路日常养护及水毁路段修复（130321-2022-0017）"],
        ["主管部门", "交通运输局", "实施单位", "云溪县公路养护中心"],
        ["工作活动", "公路养护管理"],
        ["项目资金（万元）", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "1,135.60", "1,168.10", "1,149.47", "10", "98.41%", "9.84"],
        ["其中：当年财政拨款（县级）", "860.00", "812.50", "812.50", "—", "100.00%", "—"],
        ["上级补助（省级）", "240.00", "320.00", "301.37", "—", "94.18%", "—"],
    ]


def test_no_initial_money_a_cut_and_spending_above_the_budget():
    money = rows(form(BRIDGES).tables[0])[3:6]
    assert money[0] == ["年度资金总额", "0.00", "229.20", "158.90", "10", "69.33%", "6.93"]
    assert money[2] == ["年中调减（县级）", "0.00", "-35.80", "0.00", "—", "—", "—"]
    assert ["年度资金总额", "420.00", "507.25", "528.61", "10", "104.21%", "10"] in all_rows(form(BUSES))


def test_stated_money_stands_beside_the_sum_of_its_lines():
    changed = replace(ROADS, total=replace(ROADS.total, adjusted=wan("1200")))
    assert ["明细合计（与总额不一致）", "1,135.60", "1,168.10", "1,149.47", "—", "—", "—"] in all_rows(form(changed))
    assert not any("不一致" in row[0] for row in all_rows(form(ROADS)))


def test_an_exempt_project_says_why_and_is_not_scored():
    sheet = form(RESERVE)
    assert ["年度资金总额", "50.00", "0.00", "0.00", "—", "—", "—"] in all_rows(sheet)
    assert all_rows(sheet)[-1] == ["免予自评原因", "年内未发生需动用的应急事项，资金已全部收回"]
    assert not any("总分" in row or "一级指标" in row for row in all_rows(sheet))


def test_an_indicator_that_does_not_apply_and_the_total_scaled_by_it():
    sheet = form(BRIDGES)
    assert ["经济效益指标", "减少绕行运输成本", "≥120万元", "不适用", "—", "—", "不适用"] in [
        row[-7:] for row in all_rows(sheet)
    ]
    assert ["总分", "100", "80.67", "评价等级：良"] in all_rows(sheet)
    assert sheet.notes == ("注：标明“不适用”的指标不计分，总分由得分72.6分按适用分值90分折算。",)
    assert form(ROADS).notes == ()


def test_results_of_every_kind():
    found = [row[-6:] for row in all_rows(form(ROADS))]
    assert ["日常养护里程", "≥1286公里", "1286公里", "8", "8", ""] in found
    assert ["水毁路段修复完成时间", "2022年9月30日", "2022年10月18日", "8", "6.4", ROADS.indicators[5].reason] in found
    assert ["群众出行平均耗时缩短", "≥10%（基期值42%）", "11.5%", "15", "15", ""] in found
    assert ["新能源公交车占比", "≥72%（批复的指标值≥70%）", "72.4%", "15", "15", ""] in [
        row[-6:] for row in all_rows(form(BUSES))
    ]


def test_what_is_missing_is_said():
    bare = Project(indicators=(replace(ROADS.indicators[0], weight=None, score=None, actual=None, kind=None),))
    said = all_rows(form(bare))
    assert ["项目名称", "未填写"] in said
    assert ["年度资金总额", "未填写", "未填写", "未填写", "10", "未填写", "未填写"] in said
    assert ["产出指标", "未填写", "日常养护里程", "≥1286公里", "未填写", "未填写", "未填写", ""] in said
    assert ["总分", "未填写", "未填写", "评价等级：未填写"] in said


def test_scores_and_grades_that_nobody_states_are_computed():
    said = all_rows(form(replace(ROADS, score=None, grade=None, total=replace(ROADS.total, score=None))))
    assert ["年度资金总额", "1,135.60", "1,168.10", "1,149.47", "10", "98.41%", "9.84"] in said
    assert ["总分", "100", "未填写", "评价等级：未填写"] in said
    assert ["总分", "100", "97.24", "评价等级：优"] in all_rows(form(replace(ROADS, score=None, grade=None)))


def test_groups_stand_in_the_order_of_the_scheme():
    mixed = replace(
        ROADS,
        indicators=(
            indicator("满意度/服务对象满意度", "丁", "≥ 1 件", "1", "10", "10"),
            indicator("其他/其他", "戊", "≥ 1 件", "1", "10", "10"),
            indicator("产出/数量", "乙", "≥ 1 件", "1", "40", "40"),
            indicator("成本/经济成本", "甲", "≤ 1 件", "1", "20", "20"),
            indicator("效益/社会效益", "丙", "≥ 1 件", "1", "10", "10"),
        ),
    )
    names = [row[-6] for row in rows(form(mixed, SCHEME_2021_101).tables[1])]
    assert names == ["甲", "乙", "丙", "丁", "戊"]


@pytest.mark.parametrize("count", [1, 7, 30])
def test_bands_fill_the_grid_and_name_their_group(count):
    """Every row of every table covers all columns, with what reaches down from the rows above it in its band."""
    for sheet in build_report(replace(SAMPLE, projects=(many_indicators(count), BRIDGES)), SCHEME_2020_10).sheets:
        for table in sheet.tables:
            for piece in (table.head, *(band.rows for band in table.bands)):
                assert covered(piece) == [len(table.widths)] * len(piece)


def covered(piece):
    """How many columns each row covers; a cell that leaves its band counts as a fault."""
    filled = [0] * len(piece)
    for place, row in enumerate(piece):
        for cell in row.cells:
            for below in range(place, place + cell.rows):
                filled[below] += cell.columns
    return filled


def test_long_groups_are_cut_into_bands_with_their_label():
    bands = form(many_indicators(30)).tables[1].bands
    assert all(band.rows[0].cells[0].text in {"产出指标", "效益指标", "满意度指标"} for band in bands)
    assert sum(len(band.rows) for band in bands) == 90
    assert max(len(band.rows) for band in bands) <= 5
    assert len(form(ROADS).tables[1].bands) == 3


@pytest.mark.parametrize(
    ("share", "is_wide", "is_small", "characters"),
    [(21, False, False, 9), (13, False, False, 5), (30, True, False, 20), (1, False, False, 1), (21, False, True, 10)],
)
def test_the_room_in_a_column(share, is_wide, is_small, characters):
    assert room(share, is_wide=is_wide, is_small=is_small) == characters


@pytest.mark.parametrize(
    ("value", "characters", "count"),
    [("", 5, 1), ("12345", 5, 1), ("一二三四五", 5, 1), ("一二三四五六", 5, 2), ("一\n二", 5, 2)],
)
def test_lines(value, characters, count):
    assert lines(value, characters) == count


def test_a_long_reason_asks_for_a_wide_page():
    assert not form(ROADS).landscape
    long = replace(ROADS.indicators[0], reason="原因" * 120)
    assert form(replace(ROADS, indicators=(long,))).landscape


def test_the_department_form():
    top, money, middle, *_ = department_sheet(SAMPLE, SCHEME_2020_10).tables
    assert [*rows(top), [cell.text for cell in money.head[0].cells], *rows(money), *rows(middle)] == [
        ["部门名称", "交通运输局（112）"],
        ["内设机构", "7个", "在职人员", "86人"],
        ["所属预算单位", "云溪县公路养护中心、云溪县道路运输事业发展中心"],
        ["收入项目", "金额（万元）", "支出项目", "金额（万元）"],
        ["一般公共预算收入", "3,010.06", "基本支出", "1,370.31"],
        ["政府性基金预算收入", "229.20", "　其中：人员经费", "1,182.04"],
        ["上年结转结余", "35.60", "　　　　日常公用经费", "188.27"],
        ["", "", "项目支出", "1,904.55"],
        ["收入合计", "3,274.86", "支出合计", "3,274.86"],
        ["", "", "年末结转结余", "0.00"],
        ["预算执行情况（万元）", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["3,274.86", "3,196.29", "10", "97.60%", "9.76"],
        [
            "总体绩效目标",
            "1.加强农村公路养护管理，提升路网通行能力和安全水平\n2.保障城乡公交稳定运营，方便群众出行；\n3.推进危旧桥梁改造，消除交通安全隐患。",
        ],
    ]


def test_the_department_form_keeps_a_sub_goal_with_its_indicators():
    sheet = department_sheet(SAMPLE, SCHEME_2020_10)
    first = sheet.tables[3].bands[0]
    assert first.rows[0].cells[1].text == "公路养护管理：农村公路列养率达到100%，路况稳定向好"
    assert first.rows[1].cells[0].text == "产出指标"
    assert rows(sheet.tables[4]) == [["总分", "100", "99.76", "评价等级：优"]]


def test_the_summary():
    table, statistics = summary_sheet(SAMPLE, SCHEME_2020_10).tables
    name = "农村公路日常养护及水毁路段修复\n（130321-2022-0017）"
    money = ["1,135.60", "1,168.10", "1,149.47", "98.41%"]
    assert rows(table)[0] == [
        "1",
        name,
        "云溪县公路养护中心",
        "一般公共预算\n上年结转结余",
        "本级\n省级",
        *money,
        "97.24",
        "优",
        "",
    ]
    assert rows(table)[3][5:] == ["50.00", "0.00", "0.00", "—", "—", "—", f"免予自评：{RESERVE.exempt_reason}"]
    assert rows(table)[4] == ["合计（4个项目）", "1,605.60", "1,904.55", "1,836.98", "96.45%", "—", "—", ""]
    assert dict(rows(statistics)) == {
        "按资金性质": "一般公共预算2个，1,675.35万元（占该类预算项目支出的100.00%）；"
        "政府性基金预算1个，229.20万元（占该类预算项目支出的100.00%）",
        "按评价等级": "优：2个；良：1个；中：0个；差：0个；评优率66.67%",
        "按目标实现程度": "达到100%：0个；50%（含）至100%（不含）：3个；不足50%：0个；未开展：0个",
    }


def test_the_summary_shows_both_where_the_total_contradicts_the_projects():
    changed = replace(SAMPLE, project_totals=replace(SAMPLE.project_totals, executed=wan("1800")))
    assert ["各项目相加（与合计不一致）", "1,605.60", "1,904.55", "1,836.98", "—", "—", "—", ""] in all_rows(
        summary_sheet(changed, SCHEME_2020_10)
    )


def test_widths_of_columns_fill_the_page_and_have_a_class_each():
    tables = [table for sheet in build_report(SAMPLE, SCHEME_2020_10).sheets for table in sheet.tables]
    assert {sum(table.widths) for table in tables} == {100}
    style = (Path(settings.BASE_DIR) / "static" / "css" / "report-columns.css").read_text()
    assert re.findall(r"^\.w-(\d+) \{ width: (\d+)%; \}$", style, re.MULTILINE) == [
        (str(width), str(width)) for width in range(1, 101)
    ]


def transfers_of(facts):
    return transfer_sheets(facts, SCHEME_2020_10, layout_of("transfer", {}))


def test_a_project_with_money_from_above_has_a_form_of_its_transfer():
    first, second = transfers_of(SAMPLE)
    assert (first.subject, second.subject) == (ROADS.name, BUSES.name)
    said = all_rows(first)
    assert said[:3] == [
        ["转移支付（项目）名称", ROADS.name],
        ["中央主管部门", "交通运输部", "地方主管部门", "交通运输局"],
        ["资金使用单位", "云溪县公路养护中心"],
    ]
    assert said[3:8] == [
        ["资金投入情况（万元）", "资金来源", "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"],
        ["年度资金总额", "1,168.10", "1,149.47", "98.41%"],
        ["其中：中央财政资金", "—", "—", "—"],
        ["　　　地方资金", "1,168.10", "1,149.47", "98.41%"],
        ["　　　其他资金", "—", "—", "—"],
    ]
    assert said[8][0] == "资金管理情况"
    assert [row[0] for row in said[9:16]] == [item.label for item in ManagementItem]
    assert said[10] == [
        "下达及时性",
        "上级资金于6月10日下达，20个工作日内分解到养护中心。",
        "部分资金年末到账；下年度提前对接下达计划。",
    ]
    assert ["一级指标" in [cell.text for cell in row.cells] for table in first.tables for row in table.head] == [True]
    assert said[-1] == ["说明", "巡视、审计和财政监督中发现的问题及所涉及的金额，没有的填“无”", "无"]


def test_what_a_department_leaves_out_of_the_form_of_a_transfer_stays_to_be_filled_in_by_hand():
    said = all_rows(transfers_of(SAMPLE)[1])
    assert said[1] == ["中央主管部门", "", "地方主管部门", "交通运输局"]
    assert said[9:16] == [[item.label, "", ""] for item in ManagementItem]
    assert said[-1][-1] == ""


@pytest.mark.parametrize("transfers", [None, Transfers(), Transfers(count=0, total=wan("0"))])
def test_without_transfers_there_is_no_form_of_them(transfers):
    assert transfers_of(replace(SAMPLE, transfers=transfers)) == ()


def test_transfers_that_no_project_names_have_one_form_with_what_is_stated():
    (sheet,) = transfers_of(replace(SAMPLE, projects=(BRIDGES,)))
    assert ["年度资金总额", "407.25", "", ""] in all_rows(sheet)
    assert ["其中：中央财政资金", "87.25", "", ""] in all_rows(sheet)
    assert ["　　　地方资金", "320.00", "", ""] in all_rows(sheet)
    assert sheet.subject == ""
