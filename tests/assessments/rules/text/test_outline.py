import pytest

from assessments.rules.text.outline import FIRST, FOURTH, PART, SECOND, THIRD, chinese_number, outline, sections


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("三十四", 34), ("一二", 0), ("", 0)],
)
def test_chinese_numbers(text, number):
    assert chinese_number(text) == number


def test_markers_of_every_level():
    text = "第一部分 概况\n  一、甲\n（二）乙\n( 三 )丙\n3．丁\n4、戊\n（5）己\n附件1：表\n"
    text += "正文第一段。\n2022.5万元\n一、目录……3"
    found = [(heading.level, heading.number, text[slice(*heading.span)]) for heading in outline(text)]

    assert found == [
        (PART, 1, "第一部分"),
        (FIRST, 1, "一、"),
        (SECOND, 2, "（二）"),
        (SECOND, 3, "( 三 )"),
        (THIRD, 3, "3．"),
        (THIRD, 4, "4、"),
        (FOURTH, 5, "（5）"),
        (PART, 0, "附件"),
    ]


def test_lines_of_a_table_are_no_headings():
    assert outline("一、甲\n1、乙\n二、丙\n", tables=((4, 8),)) == outline("一、甲\n正文正\n二、丙\n")


def test_sections_cover_the_text():
    text = "题\n一、甲\n乙\n二、丙\n附件1\n丁"
    found = sections(text, outline(text))

    assert [(section.title, text[slice(*section.span)]) for section in found] == [
        ("", "题\n"),
        ("甲", "一、甲\n乙\n"),
        ("丙", "二、丙\n"),
        ("附件1", "附件1\n丁"),
    ]
