"""PDF files: ruled tables, page breaks, and what stands at the edges of pages."""

import pytest

from assessments.intake.loading.pdf import pdf_file, pdf_tables
from assessments.intake.loading.pdf.poppler import Word, text_of
from assessments.intake.loading.pdf.ruled_lines import NotDrawn, Stroke
from assessments.intake.loading.pdf.ruled_tables import tables_of
from tests.assessments.intake.layouts import pdf_page, web_table
from tests.assessments.intake.test_readers import cells

BEFORE, BEHIND = "下面是本年度的各项数字，均按照县财政局的口径填列。", "以上数字均与决算一致，没有出入，可以对外公开。"


def read(body, **more):
    return pdf_file.read(pdf_page(body, **more))


def test_a_ruled_table_with_merged_cells_between_paragraphs():
    drawing = """
项目资金|数额（万元）|<
^|年初|全年
^|1|2
合计|<|3
"""
    document = read(f"<p>{BEFORE}</p>{web_table(drawing)}<p>{BEHIND}</p>")

    assert cells(document) == [
        [
            ["项目资金", "数额（万元）", "数额（万元）"],
            ["项目资金", "年初", "全年"],
            ["项目资金", "1", "2"],
            ["合计", "合计", "3"],
        ]
    ]
    assert document.text.split("\n")[0] == BEFORE
    assert document.text.split("\n")[-2:] == [BEHIND, ""]
    assert document.notes == ()


def test_open_sides_and_wrapped_cells():
    table = web_table("项目|金额（万元）\n水库除险加固和河道综合治理工程项目|1234567.89\n河道|5")
    sheet = "table{width:40mm} td{border-left:none;border-right:none} td+td{border-left:0.5pt solid}"

    assert cells(read(f"<p>{BEFORE}</p>{table}", sheet=sheet)) == [
        [["项目", "金额（万元）"], ["水库除险加固和河道综合治理工程项目", "1234567.89"], ["河道", "5"]]
    ]


LONG = "\n".join(f"第{at}项工作|{at}|{at * 7}" for at in range(1, 61))


@pytest.mark.parametrize(
    "head", ["<thead><tr><td>工作<td>数量<td>金额</tr></thead>", "<tr><td>工作<td>数量<td>金额</tr>"]
)
def test_a_table_over_page_breaks_is_one_table(head):
    rows = web_table(LONG).removeprefix("<table>").removesuffix("</table>")
    document = read(f"<p>{BEFORE}</p><table>{head}{rows}</table><p>{BEHIND}</p>")

    assert cells(document) == [
        [["工作", "数量", "金额"], *([f"第{n}项工作", str(n), str(n * 7)] for n in range(1, 61))]
    ]
    assert document.text.endswith("\n" + BEHIND + "\n")


def test_a_merged_cell_over_a_page_break():
    rows = "".join(f"<tr>{'<td rowspan=60>产出' if at == 0 else ''}<td>第{at}项<td>{at}</tr>" for at in range(60))
    grid = cells(read(f"<p>{BEFORE}</p><table>{rows}</table>"))

    assert grid == [[["产出", f"第{at}项", str(at)] for at in range(60)]]


def test_two_merged_cells_over_a_page_break():
    rows = "".join(
        f"<tr>{'<td rowspan=60>产出<td rowspan=60>数量' if at == 0 else ''}<td>第{at}项<td>{at}</tr>"
        for at in range(60)
    )
    grid = cells(read(f"<p>{BEFORE}</p><table>{rows}</table>"))

    assert grid == [[["产出", "数量", f"第{at}项", str(at)] for at in range(60)]]


def test_another_table_on_the_next_page_stays_another():
    table = web_table("甲|1\n乙|2")
    document = read(f"<p>{BEFORE}</p>{table}<p style='break-before:page'>{BEHIND}</p>{table}")

    assert cells(document) == [[["甲", "1"], ["乙", "2"]]] * 2


def test_numbers_at_the_edge_of_a_page_stay_in_their_table():
    """The last cell of a page holds a number only, as the number of a page does."""
    document = read(web_table("项目|分值\n绩效自评工作开展情况和项目完成情况说明|10"))

    assert cells(document)[0][1][1] == "10"


def test_a_box_is_no_table():
    document = read(f"<table><tr><td>{BEFORE}{BEHIND}</table><p>{BEHIND}</p>")

    assert (document.tables, document.notes) == ((), ())


UNCERTAIN = ("第 1 页的表格没有完整的表格线，按文字读取，未作为表格校核。",)


def test_columns_without_lines_are_kept_apart_from_sentences():
    table = web_table("项目名称|金额|执行率\n水库除险|5|90%\n河道|7|80%")
    document = read(f"<p>{BEFORE}</p>{table}<p>{BEHIND}</p>", sheet="td{border:none}")

    assert cells(document) == [[["项目名称　金额　执行率"], ["水库除险　5　90%"], ["河道　7　80%"]]]
    assert document.text.split("\n")[0] == BEFORE
    assert document.text.split("\n")[-2:] == [BEHIND, ""]
    assert document.notes == UNCERTAIN


def test_a_line_with_gaps_is_no_table():
    line = web_table("单位负责人：张三|填报人：李四|2024年3月1日")
    document = read(f"<p>{BEFORE}</p>{line}<p>{BEHIND}</p>", sheet="td{border:none}")

    assert (document.tables, document.notes) == ((), ())


def test_what_every_page_repeats_is_left_out():
    body = "".join(f"<p style='break-after:page'>{BEFORE}第{at}章。</p>" for at in "一二三四")
    document = read(body, sheet="@page{@top-center{content:'平安县水务局'} @bottom-right{content:counter(page)}}")

    assert document.text.split("\n") == [*(f"{BEFORE}第{at}章。" for at in "一二三四"), ""]


def test_a_page_whose_lines_cannot_be_told_is_named(monkeypatch):
    def too_much(*_):
        raise NotDrawn

    monkeypatch.setattr(pdf_tables, "strokes_of", too_much)
    document = read(f"<p>{BEFORE}</p>" + web_table("甲|1\n乙|2\n丙|3"))

    assert cells(document) == [[["甲　1"], ["乙　2"], ["丙　3"]]]
    assert document.notes == UNCERTAIN


def across(at, start, end):
    return Stroke(is_horizontal=True, at=at, start=start, end=end)


def down(at, start, end):
    return Stroke(is_horizontal=False, at=at, start=start, end=end)


FRAME = [across(0, 0, 100), across(40, 0, 100), down(0, 0, 40), down(100, 0, 40)]
FOUR = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


@pytest.mark.parametrize(
    ("inside", "shapes"),
    [
        ([across(20, 0, 100), down(50, 0, 40)], FOUR),
        ([across(20, 0, 100), down(50, 20, 40)], [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]),
        ([across(20, 50, 100), down(50, 0, 40)], [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]),
        ([across(20, 0, 48), across(21, 52, 100), down(50, 0, 40)], FOUR),
    ],
    ids=["four cells", "merged across", "merged down", "borders cell by cell"],
)  # fmt: skip
def test_cells_between_lines(inside, shapes):
    (table,), uncertain = tables_of([*FRAME, *inside], 1)

    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells] == shapes
    assert not uncertain


def test_what_is_no_rectangle_is_cut_into_columns_and_loose():
    (table,), _ = tables_of([*FRAME, across(20, 50, 100), down(50, 20, 40)], 1)

    assert [(cell.row, cell.column, cell.rows, cell.columns, cell.is_loose) for cell in table.cells] == [
        (0, 0, 2, 1, True),
        (0, 1, 1, 1, True),
        (1, 1, 1, 1, False),
    ]


def test_words_outside_of_closed_cells_make_a_table_text():
    open_corner = "<td style='border-bottom:none;border-right:none'>甲<td style='border-left:none'>1"
    table = f"<table><tr>{open_corner}<tr><td style='border-top:none'>乙<td>2<tr><td>丙<td>3</table>"
    document = read(f"<p>{BEFORE}</p>{table}<p>{BEHIND}</p>")

    assert cells(document) == [[["甲　1"], ["乙　2"], ["丙　3"]]]
    assert document.notes == UNCERTAIN


def printed(*places):
    """A line of words by their text, left and right edge; 10 points high."""
    return text_of([Word(text, (left, 0, right, 10)) for text, left, right in places])


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([("2022", 0, 20), ("年", 22, 32)], "2022年"),  # set apart by the office program
        ([("2022", 0, 20), ("年", 24, 34)], "2022 年"),  # a space
        ([("甲", 0, 10), ("乙", 11, 21)], "甲乙"),
        ([("甲", 0, 10), ("乙", 15, 25)], "甲 乙"),
        ([("全", 0, 10), ("年", 12, 22), ("执", 24, 34), ("行", 36, 46), ("数", 48, 58)], "全年执行数"),  # spread
        ([("全", 0, 10), ("年", 12, 22), ("执", 24, 34), ("行", 36, 46), ("数", 52, 62)], "全年执行 数"),
        ([("a", 0, 5), ("b", 6, 11)], "a b"),
    ],
)
def test_a_gap_that_the_layout_leaves_is_no_space(places, text):
    assert printed(*places) == text


def test_a_bracket_that_is_open_at_the_end_of_a_line_goes_on_in_the_next():
    name = "青龙满族自治县人力资源和社会保障局（盖<br>章）"
    lines = read(f"<p>{BEFORE}</p><p style='margin-left:60mm;text-indent:0'>{name}</p><p>{BEHIND}</p>").text

    assert "青龙满族自治县人力资源和社会保障局（盖章）\n" in lines
