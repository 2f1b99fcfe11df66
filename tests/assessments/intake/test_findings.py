"""What is said of a report's figures: nothing of sound ones, the right thing of changed ones."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.document import ReportText
from assessments.terms import Severity
from tests.assessments.intake.reports import SOUND


def check(text):
    return check_document(ReportText(text))


def codes(text):
    return {finding.code for finding in check(text).findings}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_sound_report_has_no_error(text):
    assert [finding.message for finding in check(text).findings if finding.severity is Severity.ERROR] == []
    assert codes(text).isdisjoint({"K17", "K57", "K60", "K69", "K70"})


CHANGES = [
    ("totals with carry-over", "收入总计1,856.32", "收入总计1,859.32", "K01"),
    ("totals with carry-over", "财政拨款收入300.00", "财政拨款收入310.00", "K01"),
    ("totals with carry-over", "占83.33%；", "占38.33%；", "K70"),
    ("totals with carry-over", "占45.25%", "占54.25%", "K70"),
    ("totals with carry-over", "年末结转和结余30.00", "年末结转和结余33.00", "K69"),
    ("totals with carry-over", "项目支出1,000.00", "项目支出1,010.00", "K02"),
    ("totals with carry-over", "人员经费726.32", "人员经费726.23", "K03"),
    ("totals with carry-over", "全年支出1,826.32", "全年支出1,836.32", "K08"),
    ("totals with carry-over", "优10个", "优11个", "K16"),
    ("totals with carry-over", "评优率83.33%", "评优率88.33%", "K70"),
    ("economic classes and funds", "商品和服务支出320.1", "商品和服务支出302.1", "K69"),
    ("economic classes and funds", "预算总收入5320.6", "预算总收入5230.6", "K04"),
    ("economic classes and funds", "一般公共预算项目6个", "一般公共预算项目5个", "K06"),
    ("economic classes and funds", "2个500万元", "2个5000万元", "K06"),
    ("economic classes and funds", "综合得分98分", "综合得分89分", "K15"),
    ("divided twice", "其他资金60.00", "其他资金66.00", "K69"),
    ("divided twice", "日常公用经费80.00", "日常公用经费88.00", "K03"),
    ("divided twice", "追加10万元", "追加20万元", "K69"),
    ("divided twice", "实际支出260万元", "实际支出266万元", "K09"),
    ("divided twice", "项目5个", "项目4个", "K18"),
    ("levels of government", "省级资金160.00", "省级资金106.00", "K69"),
    ("levels of government", "公务接待费3.1", "公务接待费1.3", "K69"),
    ("levels of government", "工资福利支出1180.26", "工资福利支出1108.26", "K69"),
    ("levels of government", "过程37.1分", "过程31.7分", "K14"),
    ("named again", "项目支出300.00", "项目支出330.00", "K69"),
    ("named again", "占部门整体支出的32.6%", "占部门整体支出的36.2%", "K70"),
    ("named again", "公用经费80.00", "公用经费88.00", "K03"),
    ("named again", "市级配套资金15.00", "市级配套资金51.00", "K69"),
    ("named again", "2个项目自评等级", "1个项目自评等级", "K16"),
    ("named again", "优秀率60%", "优秀率66%", "K70"),
    ("numbered lines", "项目支出280.50", "项目支出208.50", "K02"),
    ("numbered lines", "日常公用经费100.00", "日常公用经费110.00", "K03"),
    ("numbered lines", "上年结转80万元", "上年结转8万元", "K01"),
    ("numbered lines", "中央转移支付资金50万元", "中央转移支付资金5万元", "K69"),
]


@pytest.mark.parametrize(("name", "was", "instead", "code"), CHANGES)
def test_one_changed_figure_is_found_where_it_stands(name, was, instead, code):
    text = SOUND[name]
    assert text.count(was) == 1
    changed = text.replace(was, instead)
    found = [finding for finding in check(changed).findings if finding.code == code]
    at = changed.index(instead)

    assert found
    assert any(start < at + len(instead) and at < end for finding in found for start, end in finding.spans)


@pytest.mark.parametrize(
    "text",
    [
        "本年收入合计100万元，其中：财政拨款收入100万元，一般公共预算财政拨款收入80万元，政府性基金预算财政拨款收入20万元。",
        "2023年项目支出412.6万元，主要用于抽检经费120万元、监管经费60万元等，其中重点项目2个。",
        "2023年支出1.2亿元，其中：基本支出0.7亿元，项目支出4980万元。",
        "2023年预算支出100万元，其中基本支出约60万元，项目支出45万元。",
        "全年培训经费30万元，其中教材20万元；设备购置费50万元。",
        "2023年年初预算300万元，调整预算数310万元，全年支出数295万元，预算执行率98.33%。",
        "本级项目3个，优2个。二级单位项目5个，优5个。",
    ],
)
def test_what_can_be_read_as_right_is_no_error(text):
    assert [
        finding.message
        for finding in check(text).findings
        if finding.code in {"K01", "K02", "K06", "K08", "K16", "K69"}
    ] == []


def test_a_share_is_of_the_total_that_it_names():
    """31 % would be right of the other total that stands near."""
    text = (
        "2023年部门整体支出1000万元，其中：基本支出500万元，项目支出500万元。\n"
        "基本支出500万元，其中：工资福利支出310万元，占基本支出的{}%；商品和服务支出190万元，占基本支出的38%。"
    )

    assert ["K70" in codes(text.format(share)) for share in (62, 31)] == [False, True]


@pytest.mark.parametrize(
    ("text", "was", "instead"),
    [
        (
            "2023年“三公”经费预算数30.00万元，实际支出25.02万元，其中：因公出国（境）0元，公务用车运行维护费21.02万元，公务接待费4.00万元。",
            "25.02",
            "25.04",
        ),
        ("项目全年预算99.41万元（当年财政安排92.46万元、上年结转6.95万元）。", "99.41", "99.43"),
    ],
    ids=["what came of a plan", "this year and the year before"],
)
def test_a_list_that_leaves_nothing_out(text, was, instead):
    assert ["K69" in codes(one) for one in (text, text.replace(was, instead))] == [False, True]


def test_figures_without_a_clear_meaning_have_no_name():
    text = "培训经费30万元，其中教材20万元。"
    checked = check(text)

    assert [(one.name, text[slice(*one.span)], text[slice(*one.words)]) for one in checked.figures] == [
        (None, "30万元", "培训经费30万元"),
        (None, "20万元", "其中教材20万元"),
    ]


def test_a_wrong_name_for_itself_does_not_vouch_for_itself():
    text = "平安县水务局2023年度绩效自评报告\n一、组织情况\n我委高度重视自评工作，及时进行了部署。\n"

    assert "K47" in codes(text)


@pytest.mark.parametrize("signed", ["2024年3月20日", "二〇二四年三月二十日", "2024 年 3 月 20 日"])
def test_handed_in_before_it_was_signed(signed):
    said = "平安县水务局2023年度绩效自评报告\n我局已于2024年3月11日完成自评并将自评报告报送县财政局。\n"

    assert "K45" in codes(f"{said}平安县水务局\n{signed}\n")


def test_a_signature_above_rows_of_a_table():
    rows = "\n".join(f"指标{at}\t5\t5" for at in range(14))
    text = f"平安县水务局2023年度绩效自评报告\n工作已经完成。\n平安县水务局\n2024年3月1日\n{rows}\n"

    assert "K64" not in codes(text)
