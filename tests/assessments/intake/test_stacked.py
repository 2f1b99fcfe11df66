"""Tables below each other in a file: one form that an office program has saved with a grid for each part."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.docx import docx_file
from assessments.intake.loading.html import html_file
from tests.assessments.intake.files import docx, paragraph, word_table

# Widths in twentieths of a point; office programs round each.
FUNDING = (
    [2999, 1001, 1000, 1000, 999],
    [
        ["资金（万元）", "全年预算数", "全年执行数", "执行率", "得分"],
        ["年度资金总额", "412.30", "400.81", "90.21%", "9.72"],
    ],
)
ROWS = (
    [1000, 500, 1500, 2000, 500, 500, 1001],
    [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "清淤河道", "≥12公里", "14公里", "90", "90"],
    ],
)
TOTAL = ([5999, 1001], [["总分", "99.72"]])


def grid(widths, rows):
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return word_table(rows).replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>", 1)


GAP = paragraph("")


def read(*tables, between=GAP):
    title = paragraph("平安县水务局2023年度部门整体支出绩效自评情况表")
    return docx_file.read(docx(title + between.join(grid(*table) for table in tables)))


def page(*tables):
    """As LibreOffice writes a page: widths of columns without what stands around their words, the whole with it."""
    drawn = ""
    for widths, rows in tables:
        columns = "".join(f'<col width="{width // 10 - 4}"/>' for width in widths)
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        drawn += f'<table width="{sum(widths) // 10}"><colgroup>{columns}</colgroup>{lines}</table><p><br/></p>'
    return html_file.read(f"<p>平安县水务局2023年度部门整体支出绩效自评情况表</p>{drawn}".encode())


@pytest.mark.parametrize("read", [read, page])
def test_parts_of_a_form_have_their_columns_in_common(read):
    tables = read(FUNDING, ROWS, TOTAL).tables

    assert {len(table.grid()[0]) for table in tables} == {8}
    assert {table.cells[-1].column for table in tables} == {7}


@pytest.mark.parametrize("read", [read, page])
def test_a_form_in_parts_is_held_to_its_money_and_its_total(read):
    checked = check_document(read(FUNDING, ROWS, TOTAL))

    assert [finding.message for finding in checked.findings if finding.code == "K08"] == [
        "部门预算执行率 90.21%，按执行数与预算数计算为 97.21%，相差 7 个百分点，请更正。"
    ]
    assert str(checked.reading.facts.score) == "99.72"


@pytest.mark.parametrize(
    "tables",
    [
        read(FUNDING, ROWS, between=paragraph("下表另算")),
        read(FUNDING, ROWS, between=GAP * 2),
        read(FUNDING, ([4000], [["另一张表"], ["短"]])),
        read(([0] * 5, FUNDING[1]), ROWS),
        read(([3000, 20, 20, 20, 1940], FUNDING[1]), ([2000, 3000], [["甲", "乙"], ["丙", "丁"]])),
    ],
    ids=["words between", "blank lines between", "another width", "no widths", "edges that fall together"],
)
def test_other_tables_keep_their_own_columns(tables):
    assert len(tables.tables[0].grid()[0]) == 5
