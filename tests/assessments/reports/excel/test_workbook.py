"""The Excel file: what stands in which cell, figures that show as on paper, text that is text."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.document.column_positions import places
from assessments.reports.document.formatting import amount, percent, points
from assessments.reports.document.model import Cell, Look, RowBand, Sheet, Table, TableRow
from assessments.reports.excel.workbook import NumberCell, TableError, figure_of, names_of, render_xlsx
from assessments.reports.papers.department_documents import build_report
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.excel_file import Excel, formatted, shown
from tests.assessments.reports.paper import seal
from tests.assessments.reports.sample import ROADS, SAMPLE, D, indicator, many_indicators
from tests.assessments.reports.test_hostile import with_text
from tests.security.payloads import PAYLOADS


def drawn(facts=SAMPLE):
    return Excel(render_xlsx(build_report(facts, SCHEME_2020_10), draft=True))


def rows_of(sheet: Sheet) -> list[list[str]]:
    found = [[sheet.label], [sheet.title], [sheet.caption_left, sheet.caption_right]]
    for table in sheet.tables:
        rows = [row for rows in (table.head, *(band.rows for band in table.bands)) for row in rows]
        found += [[cell.text for cell in row.cells] for row in rows]
    found += [[note] for note in sheet.notes]
    found.append([*sheet.signatures])
    return [kept for row in found if (kept := [text for text in row if text])]


def with_cells(*cells: Cell) -> bytes:
    """A file with one sheet of one row."""
    widths = (100 // len(cells),) * len(cells)
    sheet = Sheet(label="", title="表", tables=(Table(widths=widths, bands=(RowBand((TableRow(cells),)),)),))
    return render_xlsx(replace(build_report(SAMPLE, SCHEME_2020_10), sheets=(sheet,)), draft=False)


def test_every_form_is_a_worksheet_with_every_text_in_its_order(excel, final_report):
    assert [excel.rows(place) for place in range(len(excel.sheets))] == [
        rows_of(sheet) for sheet in final_report.sheets
    ]


def test_cells_are_merged_as_in_the_report(excel, final_report):
    for worksheet, sheet in zip(excel.sheets, final_report.sheets, strict=True):
        wanted = set()
        at = next(cell.row for row in worksheet.iter_rows() for cell in row if cell.border.left.style)
        for table in sheet.tables:
            for rows in (table.head, *(band.rows for band in table.bands)):
                for number, row in enumerate(places(rows)):
                    for place in row:
                        if place.is_start and place.cell.columns * place.cell.rows > 1:
                            first, last = place.column + 1, place.column + place.cell.columns
                            wanted.add((first, at + number, last, at + number + place.cell.rows - 1))
                at += len(rows)
        assert wanted <= {merged.bounds for merged in worksheet.merged_cells.ranges}


def test_sheets_print_on_a4_with_their_heads_repeated(excel, final_report):
    for worksheet, sheet in zip(excel.sheets, final_report.sheets, strict=True):
        assert worksheet.page_setup.paperSize == 9
        assert (worksheet.page_setup.orientation == "landscape") == sheet.landscape
        assert worksheet.sheet_properties.pageSetUpPr.fitToPage
        assert (worksheet.page_setup.fitToWidth or 1, worksheet.page_setup.fitToHeight) == (1, 0)
        assert bool(worksheet.print_title_rows) == any(table.head for table in sheet.tables)
    assert (excel.sheets[-1].print_title_rows, excel.sheets[-1].freeze_panes) == ("$4:$4", "A5")


@pytest.mark.parametrize(
    ("label", "subject", "name"),
    [
        ("附件2-1", "农村公路", "附件2-1 农村公路"),
        ("", "", "部门整体支出绩效自评情况表"),
        ("附件2", "a[b]c:d*e?f/g\\h\n'", "附件2 a b c d e f g h"),
        ("", "'" * 5, "表"),
        ("", "History", "History（2）"),
        ("附件2", "很" * 40, "附件2 " + "很" * 27),
        ("", "𠀋" * 20, "𠀋" * 15),
    ],
)
def test_names_of_worksheets(label, subject, name):
    sheet = Sheet(label=label, subject=subject, title="部门整体支出绩效自评情况表", tables=())
    assert names_of([sheet]) == [name]


def test_no_two_worksheets_have_one_name():
    sheets = [
        Sheet(label="", subject=subject, title="", tables=()) for subject in ["a", "A", "长" * 31, "长" * 32, "a"]
    ]
    assert names_of(sheets) == ["a", "A（2）", "长" * 31, "长" * 28 + "（2）", "a（3）"]


def test_a_file_is_written_under_any_project_name():
    projects = [replace(ROADS, name=name) for name in ("history", "'", "a/b", "𠀋" * 40, "", "甲" * 31, "甲" * 31)]
    facts = replace(SAMPLE, projects=tuple(projects))
    assert len(drawn(facts).sheets) == len(build_report(facts, SCHEME_2020_10).sheets) >= 9


FIGURES = [
    ("1,135.60", NumberCell(D("1135.60"), "#,##0.00")),
    ("0.00", NumberCell(D("0.00"), "0.00")),
    ("-35.80", NumberCell(D("-35.80"), "0.00")),
    ("97.24", NumberCell(D("97.24"), "0.00")),
    ("10", NumberCell(D("10"), "0")),
    ("98.4%", NumberCell(D("0.984"), "0.0%")),
    ("100%", NumberCell(D("1"), "0%")),
    ("9,999,999,999,999.99", NumberCell(D("9999999999999.99"), "#,##0.00")),
    ("99,999,999,999,999.99", None),  # 16 digits
    ("-0.00", None),  # Excel drops the sign
    ("—", None),
    ("未填写", None),
    ("12.50\n（明细相加13.00）", None),
    ("", None),
    ("1,2", None),
    ("１２", None),
    ("1e5", None),
]


@pytest.mark.parametrize(("text", "figure"), FIGURES)
def test_what_is_a_figure(text, figure):
    assert figure_of(text) == figure


@given(st.decimals(-(10**13), 10**13, places=2), st.sampled_from([amount, percent, points]))
def test_every_figure_shows_as_it_does_on_paper(value, wording):
    text = wording(value)
    if figure := figure_of(text):
        written = float("%.16G" % float(figure.value))  # noqa: UP031 - the way of XlsxWriter
        assert written == float(figure.value)
        assert formatted(written, figure.number_format) == text


def test_figures_are_numbers_and_what_people_typed_is_text(excel):
    kinds = {}
    for sheet in excel.sheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    kinds.setdefault(cell.data_type, set()).add(shown(cell))
    assert {"1,135.60", "98.41%", "9.84", "0.00", "97.24", "100"} <= kinds["n"]
    assert {"1286公里", "≥1286公里", "—", "附件2-1", "1"} <= kinds["s"]
    assert set(kinds) == {"n", "s"}


def test_a_typed_number_stays_text_as_it_was_typed():
    number = indicator("产出/数量", "甲", "≥ 0012", "0012", "50", "40")
    values = [
        (cell.data_type, cell.value)
        for sheet in drawn(replace(SAMPLE, projects=(replace(ROADS, indicators=(number,)),))).sheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert ("s", "0012") in values
    assert ("n", 12) not in values


def test_a_figure_that_excel_cannot_hold_stays_text_on_the_right():
    cell = Excel(with_cells(Cell(text="99,999,999,999,999.99", look=Look.NUMBER))).sheets[0]["A2"]
    assert (cell.data_type, cell.value, cell.alignment.horizontal) == ("s", "99,999,999,999,999.99", "right")


RISKY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "{=1}",
    "http://evil.example/",
    "mailto:a@evil.example",
    "internal:Sheet1!A1",
    "file:///etc/passwd",
    "<r><t>甲</t></r>",
    "<r></r>",
    "_x0041_",
    "TRUE",
    "#N/A",
)


@pytest.mark.parametrize("typed", [*RISKY, *PAYLOADS])
def test_typed_text_is_a_string(typed):
    facts = replace(with_text(replace(SAMPLE, projects=SAMPLE.projects[2:]), typed), scheme=SAMPLE.scheme)
    report = build_report(facts, SCHEME_2020_10)
    data = render_xlsx(report, draft=False)
    excel = Excel(data)
    assert [excel.rows(place) for place in range(len(excel.sheets))] == [rows_of(sheet) for sheet in report.sheets]
    assert {cell.data_type for sheet in excel.sheets for row in sheet.iter_rows() for cell in row} == {"n", "s"}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        inside = {name: file.read(name).decode() for name in file.namelist()}
    pages = "".join(text for name, text in inside.items() if name.startswith("xl/worksheets/"))
    assert not re.search("<f[ >]|<hyperlink|<drawing|<oleObject|<legacyDrawing|dataValidation", pages)
    assert "TargetMode" not in "".join(inside.values())
    assert not any(re.search("vba|external|connections|drawings|comments", name) for name in inside)


def test_a_cell_of_20000_characters_and_300_indicators_are_written_whole():
    long = "字" * 20_000
    facts = replace(SAMPLE, projects=(many_indicators(100), replace(ROADS, reason=long)))
    report = build_report(facts, SCHEME_2020_10)
    excel = Excel(render_xlsx(report, draft=True))
    assert [excel.rows(place) for place in range(len(report.sheets))] == [rows_of(sheet) for sheet in report.sheets]
    (cell,) = [cell for row in excel.sheets[2].iter_rows() for cell in row if cell.value == long]
    (area,) = [merged for merged in excel.sheets[2].merged_cells.ranges if cell.coordinate in merged]
    heights = [excel.sheets[2].row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)]
    assert len(heights) > 10
    assert max(heights) <= 409
    assert sum(heights) > 20_000 / 40 * 12  # at most 40 characters of 9 pt stand side by side in that cell


def test_a_text_longer_than_a_cell_is_refused_with_the_way_out():
    assert Excel(with_cells(Cell(text="𠀋" * 16_383))).sheets[0]["A2"].value == "𠀋" * 16_383
    with pytest.raises(TableError, match="有一格文字超过 Excel 单元格上限（32,767 字），请下载 PDF 或 Word 文件"):
        with_cells(Cell(text="𠀋" * 16_384))


def test_the_same_report_gives_the_same_bytes(excel, final_report):
    assert seal(render_xlsx(final_report, draft=False)) == seal(excel.data)


@pytest.mark.parametrize("reported", [SAMPLE.dates.reported, None])
def test_properties_say_who_and_what_and_no_time_of_writing(reported):
    about = drawn(replace(SAMPLE, dates=replace(SAMPLE.dates, reported=reported))).book.properties
    assert (about.title, about.creator) == ("云溪县交通运输局2022年度预算绩效自评工作报告（草稿）", "云溪县交通运输局")
    assert f"{about.created:%Y-%m-%d}" == (f"{reported}" if reported else "1980-01-01")


def test_only_a_draft_is_marked(excel):
    assert {sheet.oddHeader.center.text for sheet in drawn().sheets} == {"草稿"}
    assert {sheet.oddHeader.center.text for sheet in excel.sheets} == {None}
