"""Every column of the official forms, walked as they list them, with its value, in PDF, Word and Excel alike.

What the tables below do not name, because nothing is asked for it, is listed in docs/form-layouts.md.
"""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from assessments.reports.county.documents import county_table
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.form_pages.layout_sets import texts_of
from assessments.reports.papers.department_documents import (
    Source,
    department_form,
    project_forms,
    summary_form,
    transfer_forms,
)
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.schema.facts import (
    CompletionCounts,
    DepartmentFacts,
    Execution,
    Expenditure,
    Facts,
    FundingLine,
    FundManagement,
    FundShare,
    Goals,
    ManagementNote,
    Project,
    ProjectGoal,
    ProjectTotals,
    ProjectTransfer,
    Revenue,
    RevenueLine,
    SubGoal,
    Transfers,
)
from assessments.schema.scheme import SCHEME_2020_10, SCHEME_2021_101
from budgets.terms import FundKind, SourceLevel
from tests.assessments.reports.counties import county_of_papers, paper_of
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.grid import dense, grid_of
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import D, funds, indicator, line, wan
from tests.assessments.reports.word_file import Word

KINDS = (
    ("产出/数量", "新增护理床位", "≥ 120 张", "126"),
    ("产出/质量", "工程验收合格率", "= 100 %", "99"),
    ("产出/时效", "主体完工时间", "≤ 2022年10月31日", "2022年11月8日"),
    ("产出/成本", "单位造价", "≤ 2860 元/平方米", "2793.4"),
    ("效益/经济效益", "减少租房支出", "≥ 18 万元", "17.5"),
    ("效益/社会效益", "集中供养率", "≥ 85 %", "84.2"),
    ("效益/生态效益", "采暖能耗下降", "≥ 12 %", "11.9"),
    ("效益/可持续影响", "后续管护制度", "定性 建立", "已建立并试行"),
    ("满意度/服务对象满意度", "供养对象满意度", "≥ 95 %", "94.1"),
)
HOME = Project(
    name="城东敬老院改扩建",
    code="2022-0501",
    unit="县社会福利中心",
    activity="养老服务",
    funding=(
        line("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.COUNTY, "210.1", "205.2", "200.3"),
        line("中央补助", FundKind.GENERAL_PUBLIC, SourceLevel.CENTRAL, "80", "90.4", "81.36"),
        line("上年结转资金", FundKind.CARRY_OVER, SourceLevel.COUNTY, "15.5", "14.5", "13.5"),
        FundingLine(label="其他资金", source=SourceLevel.OTHER, initial=wan("6"), adjusted=wan("5"), executed=wan("4")),
    ),
    total=funds("311.6", "315.1", "299.16", "94.94", "9.49"),
    transfer=ProjectTransfer(
        ministry="民政部",
        management=FundManagement(
            allocation=ManagementNote(statement="按床位缺口分配。", problems="测算口径偏粗；细化到乡镇。"),
            timeliness=ManagementNote(statement="收到文件12日内下达。", problems="晚于时限2日；提前编制方案。"),
            payment=ManagementNote(statement="按进度国库集中支付。", problems="一笔支付凭证不全；已补齐。"),
            use=ManagementNote(statement="专款专用。", problems="一项设备超标；已更换。"),
            accuracy=ManagementNote(statement="与下达预算一致。", problems="结余未及时收回；已上缴。"),
            performance=ManagementNote(statement="目标、监控、自评全覆盖。", problems="监控一次；改为每季一次。"),
            responsibility=ManagementNote(statement="县级配套足额到位。", problems="配套到位偏晚；列入年初预算。"),
        ),
        audit_findings="县审计局指出多付监理费1.2万元，已追回。",
    ),
    goal=ProjectGoal(expected="新增床位，改善供养条件。", actual="床位投用，供养条件改善。"),
    indicators=tuple(
        indicator(path, name, wanted, actual, "10", f"{9 + place / 10}", core=place % 2 == 0, reason=f"{name}的原因。")
        for place, (path, name, wanted, actual) in enumerate(KINDS)
    ),
    score=D("94.09"),
    grade="优",
    reason="主体完工晚八天，已竣工。",
)
FACTS = Facts(
    county="云溪县",
    year=2022,
    scheme=SCHEME_2020_10,
    department=DepartmentFacts(
        name="民政局", code="207", internal_offices=5, staff_on_post=43, contact="周正", phone="0335-7860001"
    ),
    units=("县社会福利中心",),
    revenue=Revenue(
        total=wan("402.7"),
        lines=(RevenueLine(fund=FundKind.GENERAL_PUBLIC, label="一般公共预算收入", amount=wan("402.7")),),
    ),
    expenditure=Expenditure(
        total=wan("402.7"),
        basic=wan("87.6"),
        personnel=wan("71.1"),
        operating=wan("16.5"),
        projects=wan("315.1"),
        executed=wan("386.74"),
        execution_rate=D("96.04"),
        year_end_balance=wan("15.96"),
    ),
    project_totals=ProjectTotals(
        count=1,
        initial=wan("311.6"),
        adjusted=wan("315.1"),
        executed=wan("299.16"),
        execution_rate=D("94.94"),
        by_fund=(FundShare(fund=FundKind.GENERAL_PUBLIC, count=1, amount=wan("315.1"), share=D(100)),),
        by_grade=(("优", 1), ("良", 0), ("中", 0), ("差", 0)),
        excellent_rate=D(100),
        by_completion=CompletionCounts(full=0, half_or_more=1, under_half=0, not_started=0),
    ),
    transfers=Transfers(count=1, total=wan("90.4"), central=wan("90.4")),
    projects=(HOME,),
    goals=Goals(
        overall=("保障特困人员基本生活",),
        sub=(
            SubGoal(
                name="养老服务",
                statement="床位充足、服务规范",
                indicators=(
                    indicator("产出/数量", "护理型床位占比", "≥ 55 %", "57.3", "50", "50", reason="口径已更新。"),
                    indicator("效益/社会效益", "供养人员安全事故", "= 0 起", "0", "30", "29.5"),
                ),
            ),
        ),
    ),
    indicators=(indicator("满意度/服务对象满意度", "社会公众满意度", "≥ 90 %", "93", "10", "10"),),
    execution=Execution(weight=D(10), score=D("9.6")),
    score=D("99.1"),
    grade="优",
)


def by_columns(row, columns):
    """The cells of one row: (how, where, value) for each of its columns."""
    return [("at", (row, column), value) for column, value in columns.items()]


def captions(values):
    return [("beside", (caption,), value) for caption, value in values.items()]


def money(row, *values, heads=("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")):
    return by_columns(row, dict(zip(heads, (row, *values), strict=True)))


def kind_of(path):
    return [f"{name}指标" for name in path.split("/")]


SHOWN_TARGETS = ("≥120张", "=100%", "2022年10月31日", "≤2860元/平方米", "≥18万元", "≥85%", "≥12%", "建立", "≥95%")
SHOWN_RESULTS = (
    "126张",
    "99%",
    "2022年11月8日",
    "2793.4元/平方米",
    "17.5万元",
    "84.2%",
    "11.9%",
    "已建立并试行",
    "94.1%",
)
SHOWN_SCORES = ("9", "9.1", "9.2", "9.3", "9.4", "9.5", "9.6", "9.7", "9.8")
SIGNS = ("≥", "=", "≤", "≤", "≥", "≥", "≥", "定性", "≥")
VALUES = ("120", "100", "2022年10月31日", "2860", "18", "85", "12", "建立", "95")
UNITS = ("张", "%", "", "元/平方米", "万元", "%", "%", "", "%")


def indicators(named="三级指标", **columns):
    """Each 二级指标 of the form in a row of its own; `columns`: by caption what the rows have in it."""
    found = []
    for place, (path, name, *_) in enumerate(KINDS):
        first, second = kind_of(path)
        found += by_columns(name, {"一级指标": first, "二级指标": second} | {named: name})
        found += by_columns(name, {caption: values[place] for caption, values in columns.items()})
    return found


REASONS = tuple(f"{name}的原因。" for _, name, *_ in KINDS)

# §3.1 项目支出绩效自评表
PROJECT_2020_10 = [
    *captions(
        {
            "项目名称": "城东敬老院改扩建（2022-0501）",
            "主管部门": "民政局",
            "实施单位": "县社会福利中心",
            "工作活动": "养老服务",
            "未完成原因及改进措施": "主体完工晚八天，已竣工。",
        }
    ),
    *money("年度资金总额", "311.60", "315.10", "299.16", "10", "94.94%", "9.49"),
    *money("其中：当年财政拨款（县级）", "210.10", "205.20", "200.30", "—", "97.61%", "—"),
    *money("上年结转资金（县级）", "15.50", "14.50", "13.50", "—", "93.10%", "—"),
    *money("其他资金（其他）", "6.00", "5.00", "4.00", "—", "80.00%", "—"),
    ("below", ("预期目标",), "新增床位，改善供养条件。"),
    ("below", ("实际完成情况",), "床位投用，供养条件改善。"),
    *indicators(
        年度指标值=SHOWN_TARGETS,
        实际完成值=SHOWN_RESULTS,
        分值=("10",) * 9,
        得分=SHOWN_SCORES,
        偏差原因分析及改进措施=REASONS,
    ),
    *by_columns("总分", {"分值": "100", "得分": "94.09", "偏差原因分析及改进措施": "评价等级：优"}),
]
_PLAIN = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率")
PROJECT_2021_101 = [
    *captions(
        {
            "项目名称": "城东敬老院改扩建",
            "项目编码": "2022-0501",
            "主管部门": "民政局",
            "实施单位": "县社会福利中心",
            "工作活动": "养老服务",
            "未完成原因及改进措施": "主体完工晚八天，已竣工。",
        }
    ),
    *money("年度资金总额", "311.60", "315.10", "299.16", "94.94%", heads=_PLAIN),
    *money("其中：当年财政拨款（县级）", "210.10", "205.20", "200.30", "97.61%", heads=_PLAIN),
    *by_columns("预算执行率", {"方案分值": "10", "分值": "10", "得分": "9.49"}),
    *by_columns("成本指标", {"方案分值": "20", "指标个数": "0", "分值": "—", "得分": "—"}),
    ("below", ("预期目标",), "新增床位，改善供养条件。"),
    ("below", ("实际完成情况",), "床位投用，供养条件改善。"),
    *indicators(
        指标性质=SIGNS,
        指标值=VALUES,
        计量单位=UNITS,
        实际完成值=SHOWN_RESULTS,
        分值=("10",) * 9,
        得分=SHOWN_SCORES,
        偏差原因分析及改进措施=REASONS,
    ),
    *by_columns("总分", {"分值": "100", "得分": "94.09", "偏差原因分析及改进措施": "评价等级：优"}),
]
# §3.1 and §3.2: what other provinces have beside it, in the example of a county's own layout
PROJECT_OF_ANOTHER_PROVINCE = [
    *captions(
        {"项目名称": "城东敬老院改扩建", "项目编码": "2022-0501", "自评总分": "94.09", "联系电话": "0335-7860001"}
    ),
    *captions({"年初绩效目标": "新增床位，改善供养条件。", "目标完成情况": "床位投用，供养条件改善。"}),
    *captions({"问题及改进措施": "主体完工晚八天，已竣工。", "主管部门": "民政局", "实施单位": "县社会福利中心"}),
    *money(
        "年度资金总额",
        *("311.60", "315.10", "299.16", "94.94%", "10", "9.49"),
        heads=("预算执行情况", "年初预算数", "调整后预算数", "全年执行数", "执行率", "分值", "得分"),
    ),
    *indicators(
        "指标名称",
        指标性质=("定量",) * 7 + ("定性", "定量"),
        年初指标值=SHOWN_TARGETS,
        调整后指标值=SHOWN_TARGETS,
        全年完成值=SHOWN_RESULTS,
        得分系数=("0.9", "0.91", "0.92", "0.93", "0.94", "0.95", "0.96", "0.97", "0.98"),
        权重=("10",) * 9,
        得分=SHOWN_SCORES,
        是否核心指标=("是", "否") * 4 + ("是",),
        说明=REASONS,
    ),
]
# §3.2 部门整体支出绩效自评情况表
DEPARTMENT = [
    *captions(
        {
            "部门名称": "民政局（207）",
            "内设机构": "5个",
            "在职人员": "43人",
            "联系人": "周正",
            "联系电话": "0335-7860001",
            "所属预算单位": "县社会福利中心",
            "一般公共预算收入": "402.70",
            "收入合计": "402.70",
            "基本支出": "87.60",
            "其中：人员经费": "71.10",
            "日常公用经费": "16.50",
            "项目支出": "315.10",
            "支出合计": "402.70",
            "年末结转结余": "15.96",
            "总体绩效目标": "1.保障特困人员基本生活",
            "分项绩效目标": "养老服务：床位充足、服务规范",
        }
    ),
    *by_columns("一般公共预算收入", {"收入项目": "一般公共预算收入", "金额（万元）": "87.60", "支出项目": "基本支出"}),
    *by_columns(
        "预算执行情况（万元）",
        {"全年预算数": "402.70", "全年执行数": "386.74", "分值": "10", "执行率": "96.04%", "得分": "9.6"},
    ),
    *by_columns(
        "护理型床位占比",
        {
            "一级指标": "产出指标",
            "二级指标": "数量指标",
            "三级指标": "护理型床位占比",
            "年度指标值": "≥55%",
            "实际完成值": "57.3%",
            "分值": "50",
            "得分": "50",
            "偏差原因分析及改进措施": "口径已更新。",
        },
    ),
    *by_columns("供养人员安全事故", {"年度指标值": "=0起", "实际完成值": "0起", "分值": "30", "得分": "29.5"}),
    *by_columns("社会公众满意度", {"一级指标": "满意度指标", "年度指标值": "≥90%", "实际完成值": "93%", "得分": "10"}),
    *by_columns("总分", {"分值": "100", "得分": "99.1", "偏差原因分析及改进措施": "评价等级：优"}),
]
# §3.3 转移支付区域（项目）绩效目标自评表
_BUDGET = ("资金来源", "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）")
TRANSFER = [
    *captions(
        {
            "转移支付（项目）名称": "城东敬老院改扩建",
            "中央主管部门": "民政部",
            "地方主管部门": "民政局",
            "资金使用单位": "县社会福利中心",
            "说明": "巡视、审计和财政监督中发现的问题及所涉及的金额，没有的填“无”",
            "巡视、审计和财政监督中发现的问题及所涉及的金额，没有的填“无”": "县审计局指出多付监理费1.2万元，已追回。",
        }
    ),
    *money("年度资金总额", "315.10", "299.16", "94.94%", heads=_BUDGET),
    *money("其中：中央财政资金", "90.40", "81.36", "90.00%", heads=_BUDGET),
    *money("地方资金", "219.70", "213.80", "97.31%", heads=_BUDGET),
    *money("其他资金", "5.00", "4.00", "80.00%", heads=_BUDGET),
    *(
        ("at", (item, column), said)
        for item, statement, problems in (
            ("分配科学性", "按床位缺口分配。", "测算口径偏粗；细化到乡镇。"),
            ("下达及时性", "收到文件12日内下达。", "晚于时限2日；提前编制方案。"),
            ("拨付合规性", "按进度国库集中支付。", "一笔支付凭证不全；已补齐。"),
            ("使用规范性", "专款专用。", "一项设备超标；已更换。"),
            ("执行准确性", "与下达预算一致。", "结余未及时收回；已上缴。"),
            ("预算绩效管理情况", "目标、监控、自评全覆盖。", "监控一次；改为每季一次。"),
            ("支出责任履行情况", "县级配套足额到位。", "配套到位偏晚；列入年初预算。"),
        )
        for column, said in (("内容", item), ("情况说明", statement), ("存在问题和改进措施", problems))
    ),
    ("below", ("总体目标",), "新增床位，改善供养条件。"),
    ("below", ("全年实际完成情况",), "床位投用，供养条件改善。"),
    *indicators(指标值=SHOWN_TARGETS, 全年实际完成值=SHOWN_RESULTS, 未完成原因和改进措施=REASONS),
]
# §3.4 项目支出绩效自评结果汇总表
_RESULT = {
    "序号": "1",
    "资金性质": "一般公共预算上年结转结余",
    "级次": "本级中央其他",
    "年初预算数": "311.60",
    "全年预算数": "315.10",
    "全年执行数": "299.16",
    "预算执行率": "94.94%",
    "自评总分": "94.09",
    "评价等级": "优",
}
_SUM = {"年初预算数": "311.60", "全年预算数": "315.10", "全年执行数": "299.16", "预算执行率": "94.94%"}
_COUNTS = {
    "按评价等级": "优：1个；良：0个；中：0个；差：0个；评优率100.00%",
    "按目标实现程度": "达到100%：0个；50%（含）至100%（不含）：1个；不足50%：0个；未开展：0个",
}
SUMMARY = [
    *by_columns("城东敬老院改扩建（2022-0501）", _RESULT | {"实施单位": "县社会福利中心"}),
    *by_columns(
        "城东敬老院改扩建（2022-0501）",
        {"项目名称": "城东敬老院改扩建（2022-0501）", "未完成原因及改进措施": "主体完工晚八天，已竣工。"},
    ),
    *by_columns("合计（1个项目）", _SUM),
    *captions(_COUNTS | {"按资金性质": "一般公共预算1个，315.10万元（占该类预算项目支出的100.00%）"}),
]
COUNTY = [
    *by_columns("城东敬老院改扩建", _RESULT | {"预算部门": "民政局", "预算单位": "县社会福利中心"}),
    *by_columns("城东敬老院改扩建", {"项目名称": "城东敬老院改扩建", "备注": "主体完工晚八天，已竣工。"}),
    *by_columns("合计（1个项目）", _SUM),
    *captions(
        _COUNTS
        | {
            "按资金性质": "一般公共预算1个，295.60万元（占该类预算项目支出的100.00%）；"
            "上年结转结余0个，14.50万元（占该类预算项目支出的100.00%）"
        }
    ),
]

EXEMPT = [
    ("beside", ("免予自评原因",), "资金年末收回，未实施。"),
    *money("年度资金总额", "50.00", "0.00", "0.00", "—", "—", "—"),
]
EXEMPT_101 = [("beside", ("免予自评原因",), "资金年末收回，未实施。")]

EXAMPLE = Path(settings.BASE_DIR, "docs", "form-layouts-example", "other-province", "project.toml")
OWN = Source(facts=FACTS, scheme=SCHEME_2020_10)
OWN_101 = Source(facts=FACTS, scheme=SCHEME_2021_101, layouts=texts_of(SCHEME_2021_101.layout))
ELSEWHERE = replace(OWN, layouts={"project": EXAMPLE.read_text(encoding="utf-8")})


def left_out(source):
    """The same with one project that was not carried out."""
    total = replace(funds("50", "0", "0", "0", None), execution_rate=None, weight=None)
    project = Project(name="养老服务应急资金", exempt_reason="资金年末收回，未实施。", total=total)
    return project_forms(replace(source, facts=replace(FACTS, projects=(project,))))


# The text of the layout, the document, and what stands where in it.
WALKS = {
    "project": (texts_of("2020-10")["project"], lambda: project_forms(OWN), PROJECT_2020_10),
    "exempt project": (texts_of("2020-10")["project"], lambda: left_out(OWN), EXEMPT),
    "project of 101": (texts_of("2021-101")["project"], lambda: project_forms(OWN_101), PROJECT_2021_101),
    "exempt project of 101": (texts_of("2021-101")["project"], lambda: left_out(OWN_101), EXEMPT_101),
    "project elsewhere": (ELSEWHERE.layouts["project"], lambda: project_forms(ELSEWHERE), PROJECT_OF_ANOTHER_PROVINCE),
    "exempt project elsewhere": (ELSEWHERE.layouts["project"], lambda: left_out(ELSEWHERE), EXEMPT_101),
    "department": (texts_of("2020-10")["department"], lambda: department_form(OWN), DEPARTMENT),
    "transfer": (texts_of("2020-10")["transfer"], lambda: transfer_forms(OWN), TRANSFER),
    "summary": (texts_of("2020-10")["summary"], lambda: summary_form(OWN), SUMMARY),
    "county": (texts_of("2020-10")["county"], lambda: county_table(county_of_papers(paper_of(FACTS))), COUNTY),
}
DRAWERS = {
    "pdf": lambda report: Paper(render_pdf(report, draft=False)),
    "docx": lambda report: Word(render_docx(report, draft=False)),
    "xlsx": lambda report: Excel(render_xlsx(report, draft=False)),
}


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("kind", DRAWERS)
def test_every_column_has_its_value_at_its_place(walk, kind):
    _, make, expected = WALKS[walk]
    grid = grid_of(DRAWERS[kind](make()))
    found = [(how, where, getattr(grid, how)(*where)) for how, where, _ in expected]
    assert found == [(how, where, dense(value)) for how, where, value in expected]


@pytest.mark.parametrize(
    "layout", dict.fromkeys(text for text, *_ in WALKS.values()), ids=lambda text: text.splitlines()[0]
)
def test_every_field_of_a_layout_is_walked_and_none_is_there_to_stay_empty(layout):
    walked = {
        word for text, _, expected in WALKS.values() if text == layout for _, where, _ in expected for word in where
    }
    named = {slot["caption"] for slot in fields_of(tomllib.loads(layout))}
    assert named - walked - {"评价等级"} == set()  # its value stands in the same cell


def fields_of(layout):
    """Columns, and captions whose field stands beside or below them: all but the names of several rows or columns."""
    for part in layout["part"]:
        rows = [row["cells"] for row in part.get("row", [])]
        slots = [slot for cells in (part.get("columns", []), *rows) for slot in cells]
        assert "blank" not in {slot.get("field") for slot in slots}
        yield from (slot for slot in slots if "caption" in slot and "rows" not in slot)
