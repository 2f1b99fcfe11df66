"""Forms as provinces and years lay them out: read alike from every kind of file, and silent where they are sound."""

from decimal import Decimal

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.docx import docx_file
from assessments.intake.loading.html import html_file
from assessments.intake.loading.pdf import pdf_file
from assessments.schema.facts import Execution, Indicator
from assessments.terms import Severity
from budgets.terms import Comparator
from tests.assessments.intake.files import docx, paragraph
from tests.assessments.intake.forms_drawn import LIST, OFFICIAL_EXPENSES, REVENUE, SOUND_FORMS, UNITS
from tests.assessments.intake.layouts import pdf_page, web_table, word_table_of

BLANK_ROWS = "goals above, groups with points, rows of the blank form"
TITLE, END = "平安县水务局2023年度绩效自评报告", ("平安县水务局", "2024年3月1日")


def page_of(drawing):
    return f"<p>{TITLE}</p>{web_table(drawing)}<p>{END[0]}</p><p>{END[1]}</p>"


def as_page(drawing):
    return html_file.read(page_of(drawing).encode())


def as_pdf(drawing):
    return pdf_file.read(pdf_page(page_of(drawing)))


def as_word(drawing):
    return docx_file.read(docx(paragraph(TITLE) + word_table_of(drawing) + paragraph(END[0]) + paragraph(END[1])))


def facts_of(drawing):
    return check_document(as_page(drawing)).reading.facts


def errors(checked):
    return [(f.code, f.message) for f in checked.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize("drawing", SOUND_FORMS.values(), ids=SOUND_FORMS)
@pytest.mark.parametrize("read", [as_page, as_word])
def test_a_sound_form_has_no_error(read, drawing):
    assert errors(check_document(read(drawing))) == []


@pytest.mark.parametrize("drawing", SOUND_FORMS.values(), ids=SOUND_FORMS)
def test_a_form_says_the_same_in_every_kind_of_file(drawing):
    facts, *others = (check_document(read(drawing)).reading.facts for read in (as_page, as_word, as_pdf))

    assert others == [facts, facts]


def changed(name, old, new):
    drawing = SOUND_FORMS[name]
    assert drawing.count(old) == 1
    return drawing.replace(old, new)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (BLANK_ROWS, "110|104.5|10|95.00%", "110|104.5|10|96.00%", "K08"),
        (BLANK_ROWS, "总分|<|<|<|<|<|100|98.5", "总分|<|<|<|<|<|100|97", "K14"),
        ("nature, value and unit in columns", "4|艘|4|20|20", "4|艘|3|20|20", "K19"),
        ("initial and adjusted targets, coefficients", "90|94.74%|10|9.47", "90|94.74%|10|9.97", "K19"),
        ("points at every level", "专项资金支出率|10", "专项资金支出率|12", "K12"),
        ("points at every level", "||100||99.3", "||100||99.9", "K14"),
        ("whole department with its execution", "98%|9.8", "98%|9.9", "K14"),
        ("a target of three columns", "92|10|9.68", "92|10|10", "K19"),
        ("deductions, ranges, sums of groups, money in yuan", "93%|9.3", "93%|9.9", "K11"),
        ("two forms in one table", "18|10|90%|9\n", "18|10|90%|10\n", "K11"),
        ("rates as fractions", "0.9057", "0.8057", "K08"),
        ("execution among the indicators", "20座|20座|40|40", "20座|20座|40|41", "K13"),
        ("three weights and a standard", "实际完成率|15|完成率×分值|15", "实际完成率|15|完成率×分值|14", "K23"),
    ],
)  # fmt: skip
def test_one_changed_figure_is_found(name, old, new, code):
    assert code in {found for found, _ in errors(check_document(as_page(changed(name, old, new))))}


def test_a_target_of_three_columns():
    (project,) = facts_of(SOUND_FORMS["a target of three columns"]).projects

    assert project.indicators[0] == Indicator(
        group="产出指标",
        kind="数量指标",
        name="改造面积",
        comparator=Comparator.AT_LEAST,
        target="1.2",
        unit="万亩",
        actual="1.3",
        weight=Decimal(20),
        score=Decimal(20),
    )
    assert project.total.executed == Decimal(760_000)


def test_the_indicator_s_own_points_are_taken_from_three_levels():
    facts = facts_of(SOUND_FORMS["points at every level"])

    assert [one.weight for one in facts.indicators] == [Decimal(points) for points in (15, 10, 15, 10, 20, 15, 15)]
    assert facts.score == Decimal("99.3")


def test_the_whole_department_s_execution():
    facts = facts_of(SOUND_FORMS["whole department with its execution"])

    assert facts.execution == Execution(weight=Decimal(10), score=Decimal("9.8"))
    assert (len(facts.indicators), facts.projects) == (8, ())


def test_names_without_their_numbers_and_groups_without_their_points():
    (project,) = facts_of(SOUND_FORMS[BLANK_ROWS]).projects

    assert [one.name for one in project.indicators[:3]] == ["管护河道长度", "清理垃圾量", "断面达标率"]
    assert {one.group for one in project.indicators} == {"产出指标", "效益指标", "满意度指标"}


def test_two_forms_in_one_table_are_two_projects():
    projects = facts_of(SOUND_FORMS["two forms in one table"]).projects

    assert [(one.name, one.total.score, one.score) for one in projects] == [
        ("甲项目", Decimal(10), Decimal(100)),
        ("乙项目", Decimal(9), Decimal(99)),
    ]


def test_a_total_left_over_from_the_form_before_is_not_this_form_s():
    drawing = SOUND_FORMS["two forms in one table"].split("项目支出绩效自评表（二）", maxsplit=1)[1]
    cut = "总分|<|<|<|<|97|<\n项目支出绩效自评表（二）" + drawing.replace("总分|<|<|<|<|100|99\n", "")
    (project,) = facts_of(cut).projects

    assert (project.name, project.score) == ("乙项目", None)


def test_a_rounded_figure_is_a_hint():
    findings = check_document(as_page(SOUND_FORMS["results in many words"])).findings

    assert [(f.code, f.severity) for f in findings if f.code in {"K11", "K19"}] == [
        ("K11", Severity.HINT),
        ("K19", Severity.HINT),
    ]


def test_a_list_with_a_total():
    facts = facts_of(LIST)

    assert [(one.name, one.score, one.grade) for one in facts.projects] == [
        ("河道管护", Decimal("98.5"), "优"),
        ("防汛物资", Decimal(100), "优"),
        ("节水改造", Decimal(88), "良"),
    ]


@pytest.mark.parametrize("drawing", [REVENUE, OFFICIAL_EXPENSES, UNITS])
def test_accounts_are_no_projects(drawing):
    checked = check_document(as_page(drawing))

    assert (checked.reading.facts.projects, errors(checked)) == ((), [])


@pytest.mark.parametrize("sign", ["=", "＝", "═", "﹦", "=="])
def test_every_sign_for_equal(sign):
    drawing = SOUND_FORMS["nature, value and unit in columns"].replace("＝", sign)

    assert facts_of(drawing).projects[0].indicators[2].comparator is Comparator.EQUAL


def test_levels_that_are_named_in_the_second_line_of_a_head():
    (project,) = facts_of(
        """
项目名称|<|学生餐补|<|<|<|<|<|<
绩效指标|<|<|年度指标值|<|<|实际完成值|分值|得分
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^|^
产出指标|数量指标|受助学生|═|500|人|480|60|57.6
^|质量指标|餐补到账率|≧|90|%|96%|40|40
"""
    ).projects

    assert [(item.group, item.kind, item.name, item.unit) for item in project.indicators] == [
        ("产出指标", "数量指标", "受助学生", "人"),
        ("产出指标", "质量指标", "餐补到账率", "%"),
    ]


FORGOTTEN = """
项目名称|<|质量监管|<|<
一级指标|二级指标|三级指标|指标值|完成值
产出指标|数量指标|指标1：抽检批次|≥60批|66批
^|质量指标|指标2：问题产品处置率||
^|成本指标|指标3：|||
^|时效指标|指标4：……||
效益指标|社会效益指标|消费者投诉件数|≤20件|17件
"""


def test_an_indicator_with_a_name_and_nothing_else_was_forgotten():
    checked = check_document(as_page(FORGOTTEN))

    assert [item.name for item in checked.reading.facts.projects[0].indicators] == [
        "抽检批次",
        "问题产品处置率",
        "消费者投诉件数",
    ]
    assert [code for code, _ in errors(checked)] == ["K25"]


def test_a_form_that_nobody_used_has_no_indicators():
    drawing = FORGOTTEN.replace("≥60批|66批", "|").replace("≤20件|17件", "|")

    assert errors(check_document(as_page(drawing))) == []


@pytest.mark.parametrize("label", ["预算资金（万元）", "预算安排金额", "年初预算执行情况", "项目资金"])
def test_a_label_beside_the_lines_is_no_head_of_a_column(label):
    drawing = f"""
部门|<|青山县园林管理所|<|<|<|<|<|<
{label}|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|<|年度资金总额|210.40|210.40|236.15|10|100%|10
^|<|其中：当年财政拨款|210.40|210.40|236.15|—|100%|—
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析
^|产出指标|数量指标|补植行道树数量|≥300株|320株|90|90|
总分|<|<|<|<|<|100|100|
"""

    assert [code for code, _ in errors(check_document(as_page(drawing)))] == ["K08", "K09"]


@pytest.mark.parametrize(
    ("label", "head", "points"),
    [
        ("预算执行情况（万元）（20分）", "得分（20分*执行率）", "20"),
        ("预算执行情况（万元）", "得分（满分20分）", "20"),
        ("预算执行情况（15分）", "得分", "15"),
        ("预算执行情况（万元）", "得分", None),
    ],
)
def test_points_that_stand_in_a_head(label, head, points):
    facts = facts_of(
        f"""
项目名称|公园维护|<|<|<|<|<
{label}|<||预算数（A）|执行数（B）|执行率（B/A）|{head}
^|<|年度财政资金总额|52.30|41.84|80%|16
年度绩效目标|一级指标|二级指标|三级指标|年初目标值|实际完成值|得分
^|产出指标|数量指标|维护公园座数|6座|6座|80
总分|<|<|<|<|<|96
"""
    )

    assert facts.projects[0].total.weight == (None if points is None else Decimal(points))
