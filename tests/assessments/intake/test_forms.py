"""Forms as provinces and years lay them out: read alike from every kind of file, and silent where they are sound."""

from decimal import Decimal

import pytest

from assessments.intake.findings import check_document
from assessments.intake.readers import pdf, web, word
from assessments.rules.facts import Execution, Indicator
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
    return web.read(page_of(drawing).encode())


def as_pdf(drawing):
    return pdf.read(pdf_page(page_of(drawing)))


def as_word(drawing):
    return word.read(docx(paragraph(TITLE) + word_table_of(drawing) + paragraph(END[0]) + paragraph(END[1])))


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
        (BLANK_ROWS, "总分|<|<|<|<|<|100|98.5", "总分|<|<|<|<|<|100|99", "K14"),
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
