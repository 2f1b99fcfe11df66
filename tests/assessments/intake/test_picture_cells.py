"""Pictures, equations and embedded objects: said to be there and not read, and nothing is missed that they may hold."""

import base64
import struct
import zlib

import pytest
from weasyprint import HTML

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_file
from tests.assessments.intake.files import docx, paragraph

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
WORD_THINGS = {
    "picture": (f'<w:r><w:drawing><p:pic xmlns:p="{_DRAWING}/picture"/></w:drawing></w:r>', "图片"),
    "old picture": ('<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>', "图片"),
    "chart": (f'<w:r><w:drawing><c:chart xmlns:c="{_DRAWING}/chart"/></w:drawing></w:r>', "图表"),
    "diagram": (f'<w:r><w:drawing><d:relIds xmlns:d="{_DRAWING}/diagram"/></w:drawing></w:r>', "图示"),
    "object with its preview": (
        (
            '<w:r><w:object><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/>'
            '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r>'
        ),
        "嵌入对象",
    ),
    "equation": (
        (
            '<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:r>'
            "<m:t>98</m:t></m:r></m:oMath></m:oMathPara>"
        ),
        "公式",
    ),
}
WEB_THINGS = {
    "picture": ('<img src="table.png">', "图片"),
    "drawing": ("<svg><text>98</text></svg>", "图片"),
    "embedded page": ('<iframe src="table.html"></iframe>', "嵌入对象"),
    "embedded object": ('<object data="table.xlsx">98</object>', "嵌入对象"),
    "equation": ("<math><mn>98</mn></math>", "公式"),
}
BEFORE = ["平安县水务局2023年度预算绩效自评报告", "一、基本情况", "我局在职人员12人，各项收支情况见下表。"]
BEHIND = [
    "以上数字与决算一致。",
    "二、存在的问题",
    "绩效管理工作还存在不足，改进措施如下。",
    "平安县水务局",
    "2024年3月1日",
]
_PNG_SIDES = (300, 120)


def picture():
    """A grey PNG."""
    width, height = _PNG_SIDES
    rows = zlib.compress((b"\0" + b"\x99" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def word_file(thing, before=BEFORE, behind=BEHIND):
    held = f"<w:p>{thing}</w:p>" if thing else ""
    return docx("".join(map(paragraph, before)) + held + "".join(map(paragraph, behind)))


def web_file(thing, before=BEFORE, behind=BEHIND):
    drawn_lines = ["".join(f"<p>{line}</p>" for line in lines) for lines in (before, behind)]
    return f"<html><body>{drawn_lines[0]}<p>{thing}</p>{drawn_lines[1]}</body></html>".encode()


def pdf_file(thing, before=BEFORE, behind=BEHIND):
    drawn_lines = ["".join(f"<p>{line}</p>" for line in lines) for lines in (before, behind)]
    sheet = "<style>@page{size:A4} body{font-family:'Noto Serif CJK SC'} p{margin:0}</style>"
    return HTML(string=f"{sheet}{drawn_lines[0]}{thing}{drawn_lines[1]}").write_pdf()


PDF_PICTURE = f'<p><img src="data:image/png;base64,{base64.b64encode(picture()).decode()}"></p>'
ONE_PAGE_OF_PICTURE = f'<div style="break-before:page;break-after:page">{PDF_PICTURE}</div>'
FILES = [
    *[pytest.param("docx", word_file(thing), what, id=f"docx {name}") for name, (thing, what) in WORD_THINGS.items()],
    *[pytest.param("html", web_file(thing), what, id=f"html {name}") for name, (thing, what) in WEB_THINGS.items()],
]


def read(kind, content):
    return check_document(read_file(content, f"报告.{kind}"))


def codes(checked):
    return [finding.code for finding in checked.findings]


@pytest.mark.parametrize(("kind", "content", "what"), FILES)
def test_what_is_not_read_is_said_and_stands_for_the_table(kind, content, what):
    checked = read(kind, content)

    assert checked.document.notes == (f"文件带有{what} 1 处：其中的内容未读取，未校核。",)
    assert len(checked.document.unread) == 1
    assert "K44" not in codes(checked)
    assert "98" not in checked.document.text


def test_a_picture_between_the_lines_of_a_pdf():
    checked = read("pdf", pdf_file(PDF_PICTURE))
    (at,) = checked.document.unread

    assert checked.document.notes == ("文件带有图片 1 处：其中的内容未读取，未校核。",)
    assert checked.document.text[:at].endswith("见下表。\n")
    assert "K44" not in codes(checked)


def test_a_page_of_a_pdf_that_is_one_picture():
    checked = read("pdf", pdf_file(ONE_PAGE_OF_PICTURE))

    assert checked.document.notes == ("第 2 页没有可读取的文字（可能是图片），未校核。",)
    assert len(checked.document.unread) == 1
    assert "K44" not in codes(checked)


@pytest.mark.parametrize(("kind", "make"), [("docx", word_file), ("html", web_file), ("pdf", pdf_file)])
def test_without_any_picture_the_table_is_missing(kind, make):
    checked = read(kind, make(""))

    assert checked.document.notes == ()
    assert "K44" in codes(checked)


@pytest.mark.parametrize(("kind", "make", "things"), [("docx", word_file, WORD_THINGS), ("html", web_file, WEB_THINGS)])
def test_a_picture_far_away_is_not_the_table(kind, make, things):
    far = [*BEFORE, *(f"第{at}项工作按年初计划完成，没有遗留的事项，验收全部合格。" for at in range(20))]

    assert "K44" in codes(read(kind, make(things["picture"][0], before=far)))


@pytest.mark.parametrize(("kind", "make", "things"), [("docx", word_file, WORD_THINGS), ("html", web_file, WEB_THINGS)])
def test_measures_and_the_signature_may_stand_in_a_picture(kind, make, things):
    behind = ["以上数字与决算一致。", "二、存在的问题", "绩效管理工作还存在不足。"]

    assert {"K30", "K64"} <= set(codes(read(kind, make("", behind=behind))))
    assert not {"K30", "K64"} & set(codes(read(kind, make(things["picture"][0], [*BEFORE, *behind], []))))


@pytest.mark.parametrize(
    "decoration",
    ['<img src="a.gif" width="16" height="16">', '<img src="a.gif" role="presentation">', '<svg aria-hidden="true"/>'],
)
def test_a_sign_on_a_web_page_is_no_picture(decoration):
    assert read("html", web_file(decoration)).document.notes == ()


HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
ROWS = [
    ["产出指标", "数量指标", "维修工程数量", "≥20处", "22处", "50", "50", ""],
    ["效益指标", "社会效益指标", "受益人口", "≥5000人", "5200人", "30", "30", ""],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10", ""],
    ["总分", "", "", "", "", "90", "90", ""],
]


def word_form(row, column, cell):
    rows = [["项目名称", "饮水安全维护", "主管部门", "水务局", "", "", "", ""], HEAD, *ROWS]
    drawn_rows = "".join(
        "<w:tr>"
        + "".join(
            f"<w:tc>{cell if (at, place) == (row + 2, column) else paragraph(words)}</w:tc>"
            for place, words in enumerate(words_of_row)
        )
        + "</w:tr>"
        for at, words_of_row in enumerate(rows)
    )
    return docx(f"{paragraph('项目支出绩效自评表（2023年度）')}<w:tbl>{drawn_rows}</w:tbl>")


@pytest.mark.parametrize(("column", "code"), [(4, "K25"), (5, "K12"), (6, "K14")])
@pytest.mark.parametrize("thing", ["picture", "equation"])
def test_a_cell_with_a_picture_is_not_blank(column, code, thing):
    held = f"<w:p>{WORD_THINGS[thing][0]}</w:p>"

    assert code in codes(read("docx", word_form(0, column, paragraph(""))))
    assert code not in codes(read("docx", word_form(0, column, held)))


def test_a_check_up_that_is_kept_still_knows_where_they_stand():
    document = read_file(word_file(WORD_THINGS["picture"][0]), "报告.docx")

    assert type(document).from_json(document.as_json()) == document
    older = {name: value for name, value in document.as_json().items() if name != "unread"}
    assert type(document).from_json(older).unread == ()
