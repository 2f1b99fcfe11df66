"""What only Word can do: automatic numbers, changes, boxes, hidden text, frames of tables."""

import pytest

from assessments.intake.loading.docx import docx_file
from assessments.intake.loading.docx.numbering import formatted
from assessments.processes.child import Refusal
from tests.assessments.intake.files import WORD, docx, paragraph, word_table
from tests.assessments.intake.test_readers import cells


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def with_properties(text, properties):
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def numbered(text, level, number=1):
    return with_properties(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at, form, text, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels, uses=""):
    drawn = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    used = f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{uses}'
    return "word/numbering.xml", f'<w:numbering xmlns:w="{WORD}">{drawn}{used}</w:numbering>'


def styles(*drawn):
    return "word/styles.xml", f'<w:styles xmlns:w="{WORD}">{"".join(drawn)}</w:styles>'


USUAL = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def text_of(body, *parts):
    return docx_file.read(docx(body, parts=parts)).text


def test_automatic_numbers_are_part_of_the_text():
    body = "".join(
        [
            numbered("概况", 0),
            numbered("机构", 1),
            numbered("人员", 1),
            numbered("甲", 2),
            numbered("2023年收入", 2),
            paragraph("没有编号"),
            numbered("效果", 0),
            numbered("产出", 1),
        ]
    )

    assert text_of(body, lists(*USUAL)) == (
        "一、概况\n（一）机构\n（二）人员\n1.甲\n2. 2023年收入\n没有编号\n二、效果\n（一）产出\n"
    )


def test_a_list_that_starts_anew_and_one_that_goes_on():
    anew = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = numbered("甲", 0) + numbered("乙", 0) + numbered("丙", 0, 2) + numbered("丁", 0, 2) + numbered("戊", 0, 3)

    assert text_of(body, lists(*USUAL, uses=anew)) == "一、甲\n二、乙\n一、丙\n二、丁\n三、戊\n"


def test_a_level_that_never_starts_anew():
    levels = (level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/>'))
    body = numbered("甲", 0) + numbered("子", 1) + numbered("乙", 0) + numbered("丑", 1)

    assert text_of(body, lists(*levels)) == "1甲\n1.1子\n2乙\n2.2丑\n"


def test_numbers_of_styles_and_paragraphs_that_refuse_them():
    drawn = styles(
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="标题二"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    body = (
        with_properties("概况", '<w:pStyle w:val="a"/>')
        + with_properties("机构", '<w:pStyle w:val="b"/>')
        + with_properties("不编号", '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )

    assert text_of(body, drawn, lists(*USUAL)) == "一、概况\n（一）机构\n不编号\n"


def test_digits_of_higher_levels_where_a_list_asks_for_them():
    levels = (level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))

    assert text_of(numbered("甲", 0) + numbered("乙", 1), lists(*levels)) == "第一章甲\n1.1乙\n"


def test_bullets_leave_no_sign():
    assert text_of(numbered("要点", 0), lists(level(0, "bullet", "\uf0b7"))) == "要点\n"


@pytest.mark.parametrize(
    ("count", "kind", "written"),
    [
        (10, "chineseCounting", "十"),
        (21, "japaneseCounting", "二十一"),
        (3, "chineseLegalSimplified", "叁"),
        (10, "ideographDigital", "一〇"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "lowerRoman", "iv"),
        (2, "upperLetter", "B"),
        (3, "decimalZero", "03"),
        (5, "somethingElse", "5"),
    ],
)
def test_formats_of_numbers(count, kind, written):
    assert formatted(count, kind) == written


def test_a_table_of_contents_is_not_read_twice():
    drawn = styles('<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>')
    body = with_properties("一、概况3", '<w:pStyle w:val="11"/>') + paragraph("一、概况")

    assert text_of(body, drawn) == "一、概况\n"


def test_hidden_text_is_not_read():
    assert text_of(f"<w:p>{run('见')}{run('藏', '<w:vanish/>')}{run('着')}</w:p>") == "见着\n"
    assert text_of("<w:p>" + run("见", '<w:vanish w:val="0"/>') + "</w:p>") == "见\n"


def test_a_deleted_end_joins_two_paragraphs():
    body = with_properties("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半") + paragraph("末")

    assert text_of(body) == "前半后半\n末\n"


def test_a_deleted_row_is_gone():
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = (
        "<w:tbl>"
        + row.format("", paragraph("甲"), paragraph("1"))
        + row.format("<w:trPr><w:del/></w:trPr>", "<w:p/>", "<w:p/>")
        + row.format("", paragraph("乙"), paragraph("2"))
        + "</w:tbl>"
    )

    assert cells(docx_file.read(docx(body))) == [[["甲", "1"], ["乙", "2"]]]


def test_fields_links_and_controls_give_what_they_show():
    body = (
        "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent><w:hyperlink>"
        f"{run('收入')}</w:hyperlink></w:sdtContent></w:sdt><w:fldSimple>{run('100')}</w:fldSimple></w:p>"
    )

    assert text_of(body) == "收入100\n"


def test_notes_at_the_foot_are_named():
    document = docx_file.read(docx("<w:p><w:r><w:t>正文</w:t><w:footnoteReference/></w:r></w:p>"))

    assert (document.text, document.notes) == ("正文\n", ("文件带有脚注或尾注：注文未校核。",))


def test_a_row_that_begins_later():
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{paragraph("2")}</w:tc></w:tr>'
    first = f"<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('1')}</w:tc></w:tr>"

    assert cells(docx_file.read(docx(f"<w:tbl>{first}{late}</w:tbl>"))) == [[["甲", "1"], ["", "2"]]]


def test_a_table_of_one_column_is_text():
    document = docx_file.read(docx(word_table([["一、概况"], ["收入100万元。"]])))

    assert (document.text, document.tables) == ("一、概况\n收入100万元。\n", ())


def test_a_table_in_a_frame_or_a_box_is_a_table():
    inner = word_table([["甲", "1"], ["乙", "2"]])
    frame = f"<w:tbl><w:tr><w:tc>{paragraph('说明')}{inner}</w:tc></w:tr></w:tbl>"
    box = f"<w:p>{run('前')}<w:r><w:txbxContent>{inner}{paragraph('框')}</w:txbxContent></w:r></w:p>"

    assert cells(docx_file.read(docx(frame))) == cells(docx_file.read(docx(box))) == [[["甲", "1"], ["乙", "2"]]]
    assert docx_file.read(docx(box)).text == "前\n甲\t1\n乙\t2\n框\n"


def test_definitions_that_are_a_bomb():
    with pytest.raises(Refusal, match="解压后过大"):
        docx_file.read(docx(paragraph("文"), parts=[("word/styles.xml", "<a>" + " " * 20_000_000)]))
