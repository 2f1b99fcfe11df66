"""Tables pasted into plain text: whole rows, rows without their merged cells, and rows that nobody can place."""

from decimal import Decimal

import pytest

from assessments.intake.extraction.tables.plain_tables import tables_in
from assessments.intake.findings import check_document
from assessments.intake.loading.document import ReportText
from assessments.intake.reader_process import read_file, read_pasted
from assessments.terms import Severity
from tests.assessments.intake.forms_drawn import LIST, SOUND_FORMS
from tests.assessments.intake.layouts import drawn_rows
from tests.assessments.intake.test_readers import cells


def from_page(drawing):
    """As a browser copies a table: each cell once, in the row where it begins."""
    return "\n".join("\t".join(cell.text for _, cell in row) for row in drawn_rows(drawing))


def from_sheet(drawing):
    """As a sheet is copied: merged cells leave empty ones."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().split("\n")]
    width = max(map(len, lines))
    return "\n".join(
        "\t".join("" if cell in "^<" else cell for cell in row + [""] * (width - len(row))) for row in lines
    )


def read(text):
    return cells(ReportText(text, tables_in(text)))


def test_rows_of_the_same_length():
    assert read("说明\n项目名称\t金额\t得分\n甲\t1\t\n乙\t2\t90\n完") == [
        [["项目名称", "金额", "得分"], ["甲", "1", None], ["乙", "2", "90"]]
    ]


def test_rows_without_their_merged_cells_are_moved_below_their_points():
    text = "一级指标\t三级指标\t指标值\t分值\t得分\t原因\n产出\t甲\t5处\t20\t20\t\n乙\t6处\t30\t29\t雨季\n总分\t50\t49"

    assert read(text)[0][1:] == [
        ["产出", "甲", "5处", "20", "20", None],
        ["产出", "乙", "6处", "30", "29", "雨季"],
        ["总分", None, None, "50", "49", None],
    ]


@pytest.mark.parametrize(
    "text",
    ["只有\t一行", "没有制表符", "一级指标\t三级指标\t指标值\t完成值\n产出\t甲\t5处\t6处\n乙\t6处\t6处"],
    ids=["one row", "no tabs", "a short row that fits nowhere"],
)
def test_what_is_no_certain_table_stays_text(text):
    assert tables_in(text) == ()


@pytest.mark.parametrize("copied", [from_page, from_sheet])
@pytest.mark.parametrize("drawing", SOUND_FORMS.values(), ids=SOUND_FORMS)
def test_a_sound_form_has_no_error(drawing, copied):
    text = f"平安县水务局2023年度绩效自评报告\n{copied(drawing)}\n平安县水务局\n2024年3月1日"
    checked = check_document(read_pasted(text))

    assert [f.message for f in checked.findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("copied", [from_page, from_sheet])
def test_a_pasted_form_is_read_as_one(copied):
    drawing = SOUND_FORMS["nature, value and unit in columns"]
    (project,) = check_document(read_pasted(f"2023年度绩效自评报告\n{copied(drawing)}")).reading.facts.projects

    assert [(one.name, one.weight, one.score) for one in project.indicators] == [
        ("购置冲锋舟", Decimal(20), Decimal(20)),
        ("购置沙袋", Decimal(10), Decimal(10)),
        ("合格率", Decimal(20), Decimal(20)),
        ("到位时间", Decimal(10), Decimal(10)),
        ("保障能力", Decimal(20), Decimal(20)),
        ("群众满意度", Decimal(10), Decimal(10)),
    ]
    assert project.score == Decimal(100)


def test_a_list_in_a_text_file():
    text = f"2023年度绩效自评情况\n{from_page(LIST)}"
    facts = check_document(read_file(text.encode("utf-16"), "a.txt")).reading.facts

    assert [(one.name, one.score) for one in facts.projects] == [
        ("河道管护", Decimal("98.5")),
        ("防汛物资", Decimal(100)),
        ("节水改造", Decimal(88)),
    ]
