"""The drawn page, measured: GB/T 9704—2012, text that can be copied, fonts inside, drafts marked, same bytes again."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from assessments.reports.document.model import Paragraph
from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import PdfError, draw, render_pdf
from assessments.schema.scheme import SCHEME_2020_10
from budgets.money import amount_text
from tests.assessments.reports.conftest import APPROVED, LONG_WORD, RARE
from tests.assessments.reports.paper import Paper, seal
from tests.assessments.reports.sample import SAMPLE

LINE = 28.95 * 25.4 / 72  # mm


def lines_of(page):
    """Tops of the text lines of a page, in mm."""
    tops = sorted(word.top for word in page.body)
    return [top for top, before in zip(tops, [-99, *tops], strict=False) if top - before > 3]


def test_every_page_is_a4_with_its_margins(final):
    for page in final.pages:
        upright = page.is_upright
        assert (round(page.width), round(page.height)) == ((210, 297) if upright else (297, 210))
        top, right, bottom, left = (37, 26, 35, 28) if upright else (28, 37, 26, 35)
        words = page.body
        assert min(word.left for word in words) >= left - 0.1
        assert max(word.right for word in words) <= page.width - right + 0.3
        assert min(word.top for word in words) >= top - 0.1
        assert max(word.bottom for word in words) <= page.height - bottom + 0.3


def test_a_full_page_has_22_lines_of_28_characters(awkward):
    full = next(page for page, text in zip(awkward.pages, awkward.texts, strict=True) if text.count("绩") > 600)
    assert len(full.body) == 22
    assert {len(word.text) for word in full.body} == {28}
    assert all(abs(lower - upper - LINE) < 0.05 for upper, lower in pairwise(lines_of(full)))
    assert abs(full.body[0].left - 28) < 0.1
    assert abs(full.body[0].right - 184) < 0.3


@pytest.mark.parametrize(
    "mixed",
    ["金额1,234.56万元，占比97.6%，", "“优”的2个，ABC与αβγ，", "㛃䶮𬭎𠮷1个，", "℃≥≤㎡①Ⅳ½№"],
    ids=["digits", "letters", "rare characters", "signs"],
)
def test_lines_of_mixed_faces_are_level(mixed):
    """A page has 22 lines, whatever faces its characters come from."""
    report = replace(build_report(SAMPLE, SCHEME_2020_10), sheets=(), blocks=(Paragraph(mixed * 300),))
    page = Paper(render_pdf(report, draft=False)).pages[1]
    lines = lines_of(page)
    assert len(lines) == 22
    assert lines[-1] - lines[0] == pytest.approx(21 * LINE, abs=LINE / 4)  # a face may stand higher in its box


def test_page_numbers_stand_outside_between_dashes(final):
    for number, page in enumerate(final.pages, start=1):
        foot = [word for word in page.words if word not in page.body]
        assert "".join(word.text for word in foot) == f"—{number}—"
        is_right = min(word.left for word in foot) > page.width / 2
        assert is_right == (number % 2 == 1)


def test_no_page_is_empty_and_wide_forms_lie_across(final, awkward):
    assert all(len(page.body) > 5 for page in (*final.pages, *awkward.pages))
    wide = [text for page, text in zip(final.pages, final.texts, strict=True) if not page.is_upright]
    assert len(wide) == 1
    assert "项目支出绩效自评结果汇总表" in wide[0]


def test_each_project_with_ten_indicators_fits_on_one_page(final):
    forms = [text for text in final.texts if "项目支出绩效自评表（2022年度）" in text]
    assert [name in form for name, form in zip(("农村公路", "城乡公交", "危旧桥梁", "备用金"), forms, strict=True)] == [
        True
    ] * 4
    assert all("填报人：" in form for form in forms)


def test_the_form_of_a_transfer_with_ten_indicators_and_all_that_is_asked_fits_on_one_page(final):
    forms = [text for text in final.texts if "转移支付区域（项目）绩效目标自评表（2022年度）" in text]
    assert len(forms) == 2
    assert all("填报人：" in form for form in forms)


def test_long_words_stay_within_the_margins(awkward):
    right_margin = {True: 26, False: 37}
    for page in awkward.pages:
        assert max(word.right for word in page.body) <= page.width - right_margin[page.is_upright] + 0.3
    assert LONG_WORD in awkward.text


def test_the_head_and_the_group_are_named_on_every_page_of_a_long_form(awkward):
    pages = [text for text in awkward.texts if "项指标的名称" in text]
    assert len(pages) >= 5
    for text in pages:
        assert "一级指标二级指标三级指标" in text
        assert any(group in text for group in ("产出指标", "效益指标", "满意度指标"))


def test_rows_are_never_cut(awkward):
    """Each of the ninety names stands whole on one page, in the form of its project and in that of its transfer."""
    for number in range(1, 31):
        name = f"第{number}项指标的名称写得比较长一些以便换行"
        assert sum(text.count(name) for text in awkward.texts) == 6


def amounts_of(facts):
    expenditure, totals = facts.expenditure, facts.project_totals
    yield from (line.amount for line in facts.revenue.lines)
    yield from (facts.revenue.total, expenditure.total, expenditure.basic, expenditure.personnel, expenditure.operating)
    yield from (expenditure.projects, expenditure.executed, totals.initial, totals.adjusted, totals.executed)
    yield from (share.amount for share in totals.by_fund if share.count)
    for project in facts.projects:
        for line in (project.total, *project.funding):
            yield from (line.initial, line.adjusted, line.executed)


def test_every_amount_can_be_copied(final, draft):
    shown = {amount_text(amount) for amount in amounts_of(SAMPLE)}
    assert len(shown) > 25
    for text in (final.text, draft.text):
        assert [amount for amount in shown if amount not in text] == []


def test_every_indicator_is_there_with_its_reason(final):
    text = final.text
    for project in SAMPLE.projects:
        for item in project.indicators:
            assert item.name in text
            assert (item.reason or "") in text


def test_typed_markup_is_text(awkward):
    assert "<b>不是标记</b>&也不是&amp;" in awkward.text


def test_fonts_are_embedded_and_have_every_character(final, awkward):
    assert {"FandolSong-Bold", "FandolHei", "FandolKai", "FandolFang", "FandolSong"} <= final.fonts
    assert RARE[:2] in awkward.text
    assert any(name.startswith("Noto-S") for name in awkward.fonts)


def test_faces_of_title_headings_and_text(final):
    faces = {}

    def visit(text, _matrix, _place, font, _size):
        if text.strip() and font:
            faces.setdefault(font["/BaseFont"].split("+")[-1], []).append(text)

    for page in final.reader.pages[:5]:
        page.extract_text(visitor_text=visit)
    by_face = {face: "".join("".join(texts).split()) for face, texts in faces.items()}
    assert "云溪县交通运输局" in by_face["FandolSong-Bold"]
    assert "绩效自评工作组织开展情况" in by_face["FandolHei"]
    assert "部门预算安排及资金使用情况" in by_face["FandolKai"]
    assert "我局高度重视预算绩效自评工作" in by_face["FandolFang"]
    assert "3,274.86" in by_face["FandolSong"]


def test_title_language_and_dates(final, draft):
    information = final.reader.metadata
    assert information.title == "云溪县交通运输局2022年度预算绩效自评工作报告"
    assert draft.reader.metadata.title == "云溪县交通运输局2022年度预算绩效自评工作报告（草稿）"
    assert information["/CreationDate"] == "D:20230425"
    catalog = final.reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]


def test_bookmarks(final):
    assert final.bookmarks() == [
        (1, "云溪县交通运输局2022年度预算绩效自评工作报告"),
        (2, "一、绩效自评工作组织开展情况"),
        (3, "（一）部门预算安排及资金使用情况"),
        (3, "（二）绩效自评开展情况"),
        (2, "二、绩效目标实现情况"),
        (3, "（一）部门整体支出绩效目标实现情况"),
        (3, "（二）项目支出绩效目标实现情况"),
        (2, "三、绩效目标设定质量情况"),
        (3, "（一）部门整体支出绩效目标设定质量"),
        (3, "（二）项目支出绩效目标设定质量"),
        (2, "四、存在的主要问题"),
        (2, "五、整改措施及结果应用"),
        (1, "2022年度部门整体支出绩效自评情况表"),
        (1, "项目支出绩效自评表（2022年度）：农村公路日常养护及水毁路段修复"),
        (1, "项目支出绩效自评表（2022年度）：城乡公交运营补贴（含65岁以上老年人免费乘车）"),
        (1, "项目支出绩效自评表（2022年度）：危旧桥梁检测与加固改造"),
        (1, "项目支出绩效自评表（2022年度）：交通应急抢险备用金"),
        (1, "转移支付区域（项目）绩效目标自评表（2022年度）：农村公路日常养护及水毁路段修复"),
        (1, "转移支付区域（项目）绩效目标自评表（2022年度）：城乡公交运营补贴（含65岁以上老年人免费乘车）"),
        (1, "2022年度项目支出绩效自评结果汇总表"),
    ]


def test_only_a_draft_is_marked_on_every_page(final, draft):
    assert [text.count("草稿") for text in draft.texts] == [1] * len(draft.pages)
    assert "草" not in final.text
    assert len(draft.pages) == len(final.pages)


def test_the_same_report_gives_the_same_bytes(final):
    again = render_pdf(build_report(SAMPLE, SCHEME_2020_10, approved=APPROVED), draft=False)
    assert seal(again) == seal(final.data)


def test_a_report_without_a_date_has_none_in_its_file():
    facts = replace(SAMPLE, projects=(), dates=replace(SAMPLE.dates, reported=None))
    data = render_pdf(build_report(facts, SCHEME_2020_10), draft=True)
    assert b"/CreationDate" not in data


def test_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr("assessments.reports.pdf.pdf_file.LARGEST_HTML", 1000)
    with pytest.raises(PdfError, match="报告内容过多"):
        render_pdf(build_report(SAMPLE, SCHEME_2020_10), draft=True)


def test_time_is_bounded():
    rows = "<tr><td>1</td></tr>" * 50_000
    with pytest.raises(PdfError, match="填报内容过多"):
        draw(f"<html><table>{rows}</table></html>", seconds=1)


def test_memory_is_bounded():
    with pytest.raises(PdfError, match="填报内容过多"):
        draw("<html><table><tr>" + '<td colspan="999999999">1</td>' * 3 + "</tr></table></html>", memory=400 * 1024**2)


def test_a_folder_that_may_not_be_written_is_named(tmp_path, settings):
    settings.STATE_DIR = tmp_path / "file"
    settings.STATE_DIR.write_text("in the way", "utf-8")
    with pytest.raises(PdfError, match="无法写入字体配置文件"):
        draw("<html></html>")


def test_the_site_itself_never_loads_weasyprint():
    code = "import assessments.reports.pdf.pdf_file, sys; sys.exit('weasyprint' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
