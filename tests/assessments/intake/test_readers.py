"""Words and tables of Word files and web pages, as a person sees them."""

import pytest

from assessments.intake.loading.document import ReportText
from assessments.intake.loading.docx import docx_file
from assessments.intake.loading.html import html_file
from tests.assessments.intake.files import docx, paragraph, word_table

COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def cells(document):
    """Every table as rows of words, merged cells in each place that they cover."""
    return [
        [[document.text[cell.start : cell.end] if cell else None for cell in row] for row in table.grid()]
        for table in document.tables
    ]


def test_a_word_table_with_merged_cells():
    body = word_table(
        [
            [("项目资金", 1, "restart"), ("数额", 2)],
            [("", 1, "continue"), "年初", "全年"],
            [("", 1, "continue"), "1", "2"],
            [("合计", 2), "3"],
        ]
    )
    document = docx_file.read(docx(paragraph("前") + body + paragraph("后")))

    assert cells(document) == [
        [["项目资金", "数额", "数额"], ["项目资金", "年初", "全年"], ["项目资金", "1", "2"], ["合计", "合计", "3"]]
    ]
    assert document.text == "前\n项目资金\t数额\n年初\t全年\n1\t2\n合计\t3\n后\n"


def test_a_web_table_with_merged_cells():
    document = html_file.read(
        "<p>前</p><table><tr><th rowspan=3>项目<br>资金<th colspan=2>数额<tr><td>年初<td>全年</td></tr>"
        "<tr><td><p>1</p><td>2</table><p>后</p>".encode()
    )

    assert cells(document) == [[["项目资金", "数额", "数额"], ["项目资金", "年初", "全年"], ["项目资金", "1", "2"]]]
    assert document.text == "前\n项目资金\t数额\n年初\t全年\n1\t2\n后\n"


def test_changes_are_read_as_accepted_and_said():
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>200</w:t></w:r></w:ins><w:r><w:t>万元</w:t></w:r></w:p>"
    )
    document = docx_file.read(docx(body))

    assert document.text == "支出200万元\n"
    assert document.notes == ("文件带有修订痕迹：按接受全部修订读取，删除的文字不计入。",)


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p {COMPATIBILITY}><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
    )
    document = docx_file.read(docx(body))

    assert document.text == "前后\n框内\n"
    assert document.notes == ("文件带有文本框：其中的文字排在所在段落之后。",)


def test_a_table_in_a_table_gives_its_words_to_the_cell():
    inner = word_table([["甲", "乙"]])
    body = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('末')}</w:tc><w:tc>{paragraph('丙')}</w:tc></w:tr></w:tbl>"

    assert cells(docx_file.read(docx(body))) == [[["甲　乙末", "丙"]]]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>一<b>二</b>三</p>四", "一二三\n四\n"),
        ("<script>var a='x'</script><style>p{}</style><p>字</p>", "字\n"),
        ("<p style='display: none'>藏</p><p hidden>藏</p><p>见</p>", "见\n"),
        ("<div title=header><img src=a.gif></div><p>字</p><div title=footer><div>— 1 —</div></div>", "字\n"),
        ("<p>a&nbsp;b&lt;c</p>", "a b<c\n"),
        ("<pre>一\n二</pre>", "一\n二\n"),
        ("<ul><li>一<li>二</ul>", "一\n二\n"),
        ("<div>一<div>二</div>三</div>", "一\n二\n三\n"),
    ],
)
def test_what_a_page_shows(page, text):
    document = html_file.read(page.encode())

    assert (document.text, document.unread) == (text, ())


def test_a_document_survives_its_way_out_of_the_child():
    document = docx_file.read(docx(paragraph("前") + word_table([["甲", ("乙", 2)]])))

    assert ReportText.from_json(document.as_json()) == document
