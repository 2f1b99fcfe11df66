"""No box instead of a character: rare names are drawn, what no font has is named, and official faces come first."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import PdfError, draw, render_pdf
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.conftest import APPROVED
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE

PAGE = '<!DOCTYPE html><html lang="zh-CN"><head><title>x</title></head><body><p>{}</p></body></html>'
# The ends and some names of each block of GB 18030—2022, of what came after it, and signs that people type.
BLOCKS = {
    "basic": "一镕堃喆鿕鿿",
    "A": "㐀㛃㭎䶮䶵䶿",
    "B": "𠀀𠀋𡐓𤧛𪚥𪛖",
    "C": "𪜀𫍯𫖯𫜴",
    "D": "𫝀𫠝",
    "E": "𫠠𬭎𬱖𬺡",
    "F": "𬺰𮯠",
    "G": "𰀁𰻝𰻞",
    "compatibility": "﨎﨏凞艹",
    "radicals": "⺀⼀⿕",
    "signs": "①⑳ⅣⅫ㎡㎞‰℃≥≤±×÷→※★●□√《》〔〕——……·",
}
NO_FONT = "\U0002ebf0"  # extension I, of 2023
OWN = "\ue123"


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("bold", ["{}", "<b>{}</b>"])
def test_every_block_is_drawn(block, bold):
    drawn = draw(PAGE.format(bold.format(BLOCKS[block])))
    assert drawn.missing == ()
    paper = Paper(drawn.pdf)
    assert all(0 not in numbers for numbers in paper.glyphs().values())
    if block not in {"compatibility", "radicals"}:  # these are read back as the ideographs that they are
        assert BLOCKS[block] in paper.text


def test_all_of_a_report_has_glyphs(final, awkward):
    for paper in (final, awkward):
        assert len(paper.glyphs()) >= 5
        assert all(0 not in numbers for numbers in paper.glyphs().values())


def test_a_box_would_be_seen():
    """The eye of the tests above does see: a glyph beyond the font, or number 0."""
    drawn = draw(PAGE.format(NO_FONT))
    assert drawn.missing == (NO_FONT,)
    with pytest.raises(AssertionError):
        Paper(drawn.pdf).glyphs()


def written(text):
    return replace(SAMPLE, projects=(), narrative=replace(SAMPLE.narrative, organisation=f"负责人张{text}。"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (NO_FONT, f"“{NO_FONT}”（U+2EBF0）"),
        (OWN, f"“{OWN}”（U+E123，自造字）"),
        (NO_FONT + OWN, f"“{NO_FONT}”（U+2EBF0）、“{OWN}”（U+E123，自造字）"),
        ("".join(chr(ord(NO_FONT) + step) for step in range(9)), "（U+2EBF4）等9个字符的字体"),
    ],
)
def test_a_final_document_is_refused_and_the_character_named(text, named):
    with pytest.raises(PdfError) as refusal:
        render_pdf(build_report(written(text), SCHEME_2020_10, approved=APPROVED), draft=False)
    assert named in str(refusal.value)


def test_a_draft_shows_where_it_stands_and_names_it():
    paper = Paper(render_pdf(build_report(written(NO_FONT + OWN), SCHEME_2020_10), draft=True))
    assert "本稿中的U+2EBF0、U+E123，自造字没有可用的字体，以“〓”代替。" in paper.text
    assert "负责人张〓〓。" in paper.text
    paper.glyphs()


def test_a_draft_without_them_has_no_note(draft):
    assert "〓" not in draft.text


OFFICIAL = {"Fang-Regular": "FangSong_GB2312", "Song-Bold": "FZXiaoBiaoSong-B05S", "Kai-Regular": "KaiTi_GB2312"}


@pytest.fixture
def official(tmp_path, settings):
    """A folder with fonts that bear the names of the official faces, beside the free ones."""
    for file in Path(settings.FONT_DIR).glob("*.otf"):
        shutil.copy(file, tmp_path)
    for free, family in OFFICIAL.items():
        font = TTFont(Path(settings.FONT_DIR) / f"Fandol{free}.otf")
        font["name"].names = [record for record in font["name"].names if record.platformID == 3]
        for number in (1, 4, 6, 16):
            font["name"].setName(family, number, 3, 1, 0x409)
        font.save(tmp_path / f"{family}.otf")
    settings.FONT_DIR = tmp_path


def test_official_faces_come_first(official):
    fonts = Paper(render_pdf(build_report(SAMPLE, SCHEME_2020_10), draft=True)).fonts
    assert {"FangSong_GB2312", "FZXiaoBiaoSong-B05S-Bold", "KaiTi_GB2312"} <= fonts
    assert {"FandolFang", "FandolKai", "FandolSong-Bold"} & fonts == set()
    assert "FandolHei" in fonts
