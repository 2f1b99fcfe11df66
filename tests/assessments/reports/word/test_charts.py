"""A picture in a Word file: a chart of Word with the figures of the picture, in words too, and as a workbook."""

import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from assessments.reports.document.model import Bars, FigurePicture, Paragraph, Report
from assessments.reports.word.docx_file import render_docx
from tests.assessments.reports.excel_file import formatted
from tests.assessments.reports.word_file import Word

C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
D = Decimal
COUNTS = FigurePicture(
    title='图1  部门<等级>"甲"&乙',
    series=("部门",),
    rows=(Bars("优", (D(3),), ("3个",)), Bars("良 & 中", (D(1200),), ("1200个",)), Bars("差", (D(0),), ("0个",))),
)
AMOUNTS = FigurePicture(
    title="图2  预算和执行（单位：万元）",
    series=("全年预算数", "全年执行数"),
    rows=(
        Bars("一般公共预算", (D("123456.789012"), D("-0.5")), ("123,456.79", "-0.50")),
        Bars("政府性基金预算", (D("0.01"), D("20")), ("0.01", "20.00")),
    ),
)
PICTURES = pytest.mark.parametrize("number", [1, 2])


@pytest.fixture(scope="module")
def parts():
    blocks = (Paragraph("正文。"), COUNTS, AMOUNTS, Paragraph("完。"))
    report = Report(title_lines=("报告",), office="云溪县财政局", year=2022, dated=None, blocks=blocks)
    with zipfile.ZipFile(io.BytesIO(render_docx(report, draft=True))) as file:
        return {name: file.read(name) for name in file.namelist()}


def chart(parts, number):
    return ET.fromstring(parts[f"word/charts/chart{number}.xml"])


def picture(number):
    return (COUNTS, AMOUNTS)[number - 1]


@PICTURES
def test_the_chart_has_the_figures_of_the_picture_exactly(parts, number):
    wanted = picture(number)
    series = chart(parts, number).findall(".//c:ser", C)
    assert [one.findtext("c:tx//c:v", None, C) for one in series] == list(wanted.series)
    for place, one in enumerate(series):
        names = [point.text for point in one.findall("c:cat//c:v", C)]
        values = [D(point.text) for point in one.findall("c:val//c:v", C)]
        assert names == [bars.label for bars in wanted.rows]
        assert values == [bars.values[place] for bars in wanted.rows]


@PICTURES
def test_the_figures_show_as_the_picture_says_them(parts, number):
    for place, one in enumerate(chart(parts, number).findall(".//c:ser", C)):
        form = one.find("c:dLbls/c:numFmt", C).get("formatCode")
        plain, unit = re.fullmatch(r'([^"]*)(?:"(.*)")?', form).groups()
        shown = [formatted(float(bars.values[place]), plain) + (unit or "") for bars in picture(number).rows]
        assert shown == [bars.texts[place] for bars in picture(number).rows]


@PICTURES
def test_whoever_edits_the_chart_finds_its_figures_in_a_workbook(parts, number):
    (relation,) = ET.fromstring(parts[f"word/charts/_rels/chart{number}.xml.rels"])
    assert chart(parts, number).find("c:externalData", C).get(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    ) == relation.get("Id")
    book = openpyxl.load_workbook(io.BytesIO(parts[f"word/embeddings/{relation.get('Target').split('/')[-1]}"]))
    head, *rows = book["Sheet1"].iter_rows(values_only=True)
    assert head[1:] == picture(number).series
    assert [row[0] for row in rows] == [bars.label for bars in picture(number).rows]
    assert [row[1:] for row in rows] == [tuple(map(float, bars.values)) for bars in picture(number).rows]


def test_each_says_in_words_what_it_shows_and_has_its_title_below(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    word = Word(data.getvalue())
    about = [element.get("descr") for element in word.document.element.body.iter("{*}docPr")]
    assert about == [COUNTS.text, AMOUNTS.text]
    assert about[1] == (
        "图2  预算和执行（单位：万元）（条形图）。一般公共预算：全年预算数123,456.79，全年执行数-0.50；"
        "政府性基金预算：全年预算数0.01，全年执行数20.00。"
    )
    assert word.lines == ["报告", "正文。", COUNTS.title, AMOUNTS.title, "完。"]


def test_the_same_report_gives_the_same_bytes():
    report = Report(title_lines=("报告",), office="局", year=2022, dated=None, blocks=(COUNTS, Paragraph("完。")))
    assert render_docx(report, draft=True) == render_docx(report, draft=True)
