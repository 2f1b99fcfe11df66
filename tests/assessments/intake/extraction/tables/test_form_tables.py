"""The forms that reports carry as tables."""

from decimal import Decimal

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.docx import docx_file
from assessments.rules.checks import Context, run_checks
from assessments.schema.facts import FundingTotal
from budgets.terms import Comparator
from tests.assessments.intake.files import docx, paragraph, word_table

DOWN, ON = "restart", "continue"


def form(**changed):
    """项目支出绩效自评表 with merged cells; `changed` replaces single figures."""
    figures = {
        "adjusted": "120.00",
        "executed": "114.00",
        "rate": "95%",
        "score": "9.5",
        "won": "13.5",
        "weight": "15",
        "total": "98",
    } | changed
    return [
        [("项目支出绩效自评表", 8)],
        ["项目名称", ("饮水安全维护", 3), "主管部门", ("水务局", 3)],
        [("项目资金（万元）", 1, DOWN), "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [
            ("", 1, ON),
            "年度资金总额",
            "100.00",
            figures["adjusted"],
            figures["executed"],
            "10",
            figures["rate"],
            figures["score"],
        ],
        [("", 1, ON), "其中：当年财政拨款", "100.00", "110.00", "104.00", "/", "/", "/"],
        [("", 1, ON), "上年结转资金", "0", "10.00", "10.00", "/", "/", "/"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        [("产出指标", 1, DOWN), ("数量指标", 1, DOWN), "维修工程数量", "≥20处", "22处", "20", "20", ""],
        [
            ("", 1, ON),
            ("", 1, ON),
            "管网长度",
            "≥10公里",
            "9公里",
            figures["weight"],
            figures["won"],
            "雨季影响工期，已列入下年计划，并将加强调度和巡查",
        ],
        [("", 1, ON), "质量指标", "验收合格率", "100%", "100%", "15", "15", ""],
        ["效益指标", "社会效益指标", "受益人口", "≥5000人", "5200人", "30", "30", ""],
        ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10", ""],
        [("总分", 5), "100", figures["total"], ""],
    ]


def check(*tables):
    body = paragraph("平安县水务局2023年度项目支出绩效自评报告") + "".join(word_table(table) for table in tables)
    return check_document(docx_file.read(docx(body + paragraph("平安县水务局") + paragraph("2024年3月1日"))))


def errors(checked):
    return {finding.code for finding in checked.findings if finding.severity == "error"}


def test_a_form_is_read_whole():
    (project,) = check(form()).reading.facts.projects

    assert project.name == "饮水安全维护"
    assert project.total == FundingTotal(
        initial=Decimal(1_000_000),
        adjusted=Decimal(1_200_000),
        executed=Decimal(1_140_000),
        execution_rate=Decimal(95),
        weight=Decimal(10),
        score=Decimal("9.5"),
    )
    assert [line.adjusted for line in project.funding] == [Decimal(1_100_000), Decimal(100_000)]
    assert [(one.group, one.kind, one.name) for one in project.indicators[:3]] == [
        ("产出指标", "数量指标", "维修工程数量"),
        ("产出指标", "数量指标", "管网长度"),
        ("产出指标", "质量指标", "验收合格率"),
    ]
    assert project.indicators[1].comparator is Comparator.AT_LEAST
    assert project.score == Decimal(98)


def test_a_sound_form_has_no_error():
    assert errors(check(form())) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"adjusted": "125.00"}, "K07"),
        ({"rate": "96%"}, "K08"),
        ({"score": "9.9"}, "K11"),
        ({"weight": "16"}, "K12"),
        ({"won": "15.5"}, "K13"),
        ({"total": "99"}, "K14"),
        ({"won": "15"}, "K19"),
    ],
)
def test_one_changed_figure_is_found(changed, code):
    assert code in errors(check(form(**changed)))


# What was spent of 120 is 114.43: 95.3583…%.
ROUNDED = {
    None: ["95.36%", "９５．３６％"],
    "hint": ["95.4%", "95%", "９５％"],
    "error": ["95.0%", "95.3%", "95.40%", "96%"],
}


@pytest.mark.parametrize(("says", "stated"), [(says, one) for says, rates in ROUNDED.items() for one in rates])
def test_a_rate_in_a_form_is_answered_as_the_form_of_the_site_answers_it(says, stated):
    read = check(form(rate=stated, executed="114.43"))
    own = run_checks(Context.of_file(read.reading.facts))

    said = [finding for finding in read.findings if finding.code == "K08"]

    assert [finding.severity for finding in said] == ([says] if says else [])
    assert [finding.message for finding in said] == [finding.message for finding in own if finding.code == "K08"]


def test_a_form_without_a_column_is_not_asked_for_it():
    """No column for reasons, none for results: a table of targets is no self-assessment."""
    targets = [row[:4] for row in form()[6:8]] + [["产出指标", "时效指标", "完成时间", "≤12月"]]

    assert errors(check(targets)) == set()


def projects_list(*, total="160"):
    return [
        ["序号", "项目名称", "全年预算（万元）", "执行数（万元）", "执行率", "自评得分", "等级"],
        ["1", "道路养护", "110", "104.5", "95%", "97.5", "优"],
        ["2", "安全监管", "50", "50", "100%", "88", "良"],
        [("合计", 2), total, "154.5", "96.56%", "", ""],
    ]


def test_a_list_of_projects():
    facts = check(projects_list()).reading.facts

    assert [(one.name, one.total.adjusted, one.score, one.grade) for one in facts.projects] == [
        ("道路养护", Decimal(1_100_000), Decimal("97.5"), "优"),
        ("安全监管", Decimal(500_000), Decimal(88), "良"),
    ]


def test_money_in_yuan_is_read_in_yuan():
    table = [[cell.replace("万元", "元") if isinstance(cell, str) else cell for cell in row] for row in projects_list()]

    assert check(table).reading.facts.projects[0].total.adjusted == Decimal(110)


UPPER = [
    ["项目名称", ("饮水安全维护", 2), "主管部门", "水务局"],
    ["", "年初预算数", "全年预算数", "全年执行数", "执行率"],
]
GOALS = [["年度总体目标", "保障农村饮水"]]
MONEY = ["年度资金总额", "100.00", "120.00", "114.00", "95%"]
LOWER = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "维修工程数量", "≥20处", "22处", "50", "50", ""],
    ["效益指标", "社会效益指标", "受益人口", "≥5000人", "5200人", "30", "30", ""],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "20", "20", ""],
    [("总分", 5), "100", "100", ""],
]


def named(project, rows=UPPER):
    return [["项目名称", (project, 2), *rows[0][2:]], *rows[1:], MONEY]


@pytest.mark.parametrize("between", [(), (GOALS,)], ids=["two tables", "three tables"])
def test_parts_of_a_form_in_tables_of_other_widths_are_one_form(between):
    first, second = ("饮水安全维护", "河道清淤")
    checked = check(named(first), *between, LOWER, named(second), *between, LOWER)

    facts = checked.reading.facts
    assert [(project.name, len(project.indicators)) for project in facts.projects] == [(first, 3), (second, 3)]
    assert [project.total.adjusted for project in facts.projects] == [Decimal(1_200_000)] * 2
    assert facts.indicators == ()


def test_a_form_without_a_project_below_a_whole_one_is_the_departments():
    whole = [*named("饮水安全维护")[:1], *LOWER]
    other = [[*row, ""] if len(row) == 8 else row for row in LOWER]
    facts = check(whole, other).reading.facts

    assert [len(project.indicators) for project in facts.projects] == [3]
    assert len(facts.indicators) == 3
