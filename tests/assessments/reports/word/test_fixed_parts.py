"""The fixed parts of a Word file: measures of the page stand in them as numbers, and are those of the page."""

import re
from math import floor

import pytest
from docx.oxml import parse_xml

from assessments.reports.document.page import CHARACTERS, TYPE_SIZE, UPRIGHT
from assessments.reports.word import fixed_parts
from assessments.reports.word.wordml import EM, LINE, NAMESPACES

STYLES = parse_xml(fixed_parts.STYLES)
OF_NORMAL = {
    "w:pPr/w:spacing/@w:line": LINE,
    "w:rPr/w:spacing/@w:val": floor((UPRIGHT.text_width / CHARACTERS - TYPE_SIZE) * 20),
    "w:rPr/w:sz/@w:val": TYPE_SIZE * 2,
    "w:rPr/w:szCs/@w:val": TYPE_SIZE * 2,
}


@pytest.mark.parametrize(("path", "number"), OF_NORMAL.items())
def test_twenty_two_lines_of_twenty_eight_characters(path, number):
    assert STYLES.xpath(f'w:style[@w:styleId="Normal"]/{path}') == [str(int(number))]


def test_what_is_not_styled_has_the_type_of_the_page():
    defaults = STYLES.xpath("w:docDefaults/w:rPrDefault/w:rPr/*[not(self::w:lang)]")
    normal = STYLES.xpath('w:style[@w:styleId="Normal"]/w:rPr/*')

    assert [(one.tag, one.attrib) for one in defaults] == [(one.tag, one.attrib) for one in normal]


def test_indents_are_as_wide_as_their_characters():
    """Word takes the number of characters, LibreOffice the width."""
    found = re.findall(r'w:(\w+)Chars="(\d+)" w:\1="(\d+)"', fixed_parts.STYLES + fixed_parts.numbering(0))

    assert {name for name, _, _ in found} == {"firstLine", "left"}
    assert [(name, int(hundreds) * EM // 100) for name, hundreds, _ in found] == [
        (name, int(width)) for name, _, width in found
    ]


def test_each_face_has_one_that_stands_in():
    faces = {*STYLES.xpath("//w:rFonts/@w:eastAsia")}

    assert {*re.findall(r'w:font w:name="([^"]+)"', fixed_parts.FONT_TABLE)} == faces


@pytest.mark.parametrize("part", ["STYLES", "SETTINGS", "FONT_TABLE", "_NUMBERING", "_WATERMARK"])
def test_a_part_is_one_line_in_the_names_of_the_document(part):
    text = getattr(fixed_parts, part)

    assert re.match(r"<w:\w+ ([^>]*)>", text)[1] == NAMESPACES
    assert "\n" not in text
    assert "<!--" not in text
