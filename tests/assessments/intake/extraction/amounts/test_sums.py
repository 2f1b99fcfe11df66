"""Lists that name all their parts, in the habits of several kinds of office."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"


def levels(text):
    return {
        one.code: one.severity.name
        for one in check_document(read_pasted(HEAD + text + "\n")).findings
        if one.code != "K64"
    }


@pytest.mark.parametrize(
    ("text", "was", "instead", "found"),
    [
        (
            "支出预算520万元，其中：人员支出350万元，公用支出50万元，对个人和家庭的补助支出20万元，项目支出100万元。",
            "20万元，项",
            "80万元，项",
            {"K69": "WARNING"},
        ),
        (
            "2023年资金总体支出500万元，其中，基本支出300万元，项目支出200万元，其他支出0万元。",
            "200",
            "210",
            {"K02": "ERROR", "K60": "HINT"},
        ),
    ],
)
def test_a_complete_list(text, was, instead, found):
    assert levels(text) == {}
    assert levels(text.replace(was, instead)) == found


@pytest.mark.parametrize(
    "text",
    [
        "支出总计1600万元，其中：基本支出1100万元，项目支出400万元，年末结转和结余100万元。\n按功能分类：公共安全支出1400万元，\
卫生健康支出30万元，住房保障支出70万元，合计1500万元。",
        "支出总计1600万元，其中：基本支出1100万元，项目支出400万元，年末结转和结余100万元。\n按功能分类：公共安全支出1400万元，\
卫生健康支出30万元，住房保障支出70万元。",
        "2023年收入总计4862.35万元；支出总计4862.35万元，其中：基本支出2300万元，项目支出2100万元，年末结转462.35万元。",
        "年初预算2000万元（基本支出1500万元，项目支出500万元），调整后2300万元（基本支出1600万元，项目支出700万元），执行2290万元\
（基本支出1600万元，项目支出690万元），执行率99.57%。",
        "收入总计5862.41万元，较上年5698.32万元增加164.09万元，增长2.88%。其中：财政拨款收入5762.41万元，上年结转100万元。",
        "收入决算100万元，其中：拨款90万元，利息10万元；支出决算98万元，其中：基本支出58万元，项目支出40万元。",
    ],
    ids=[
        "divided below its own total",
        "divided without what is left over",
        "what is left over is a part",
        "three columns with their parts",
        "last year's beside it",
        "revenue first",
    ],
)
def test_lists_that_add_up(text):
    assert set(levels(text).values()) <= {"HINT"}


@pytest.mark.parametrize("total", ["", "，合计1500万元"])
def test_a_division_that_comes_to_neither_total(total):
    text = (
        "支出总计1600万元，其中：基本支出1100万元，项目支出400万元，年末结转和结余100万元。\n按功能分类：公共安全支出1400万元，\
卫生健康支出30万元，住房保障支出77万元"
    )

    assert set(levels(f"{text}{total}。")) == {"K69"}


def test_what_is_left_over_is_added_up_with_the_rest():
    text = "2023年支出总计4862.35万元，其中：基本支出2300万元，项目支出2100万元，年末结转426.35万元。"

    assert levels(text) == {"K69": "WARNING"}


@pytest.mark.parametrize(
    "text",
    [
        "政府性基金预算收入200万元，支出190万元。",
        "“三公”经费预算为10万元，支出决算为8万元，完成预算的80%。",
    ],
)
def test_spending_of_something_else_is_not_that_of_the_department(text):
    figures = check_document(read_pasted(HEAD + text + "\n")).figures

    assert {one.name for one in figures} == {None}


@pytest.mark.parametrize(("share", "found"), [("58.18", {}), ("57.14", {"K70": "WARNING"})])
def test_a_share_beside_shares_of_the_list_is_of_the_list_too(share, found):
    """640 of 1,100 are 58.18 %; of the revenue that stands before it, 57.14 %."""
    text = f"收入合计1120万元。\n本年支出合计1100万元，其中：基本支出640万元，占{share}%；项目支出460万元，占41.82%。"

    assert levels(text) == found
