"""Layouts of forms as data: what a file may say, what is wrong with one, whose file wins, and what a year keeps."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from assessments.drafting import Refused
from assessments.facts_loader import scheme_of
from assessments.models import Round, Snapshot
from assessments.reports.form_pages.layout_file import LayoutError, Vocabulary, read_layout
from assessments.reports.form_pages.layout_sets import FORMS, layout_choices, layout_of, layout_sets, problems, texts_of
from assessments.reports.form_pages.project import project_sheet
from assessments.reports.papers.department_documents import Source, project_forms, whole_report
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.sources import source_of, source_of_snapshot
from assessments.schema.scheme import PRESETS, SCHEME_2020_10, SCHEME_2021_101
from assessments.schema.scheme_format import from_json, to_json
from assessments.workflow import revise_scheme
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import BRIDGES, ROADS, SAMPLE
from tests.factories import SUBMITTING

WORDS = Vocabulary(fields={"name", "score"}, lists={"rows": {"a", "b"}})
HEAD = 'title = "表"\nupright = [40, 60]\n'
PART = '[[part]]\n[[part.row]]\ncells = [{ caption = "名称" }, { field = "name" }]\n'
LIST = '[[part]]\nlist = "rows"\ncolumns = [{ caption = "甲", field = "a" }, { caption = "乙", field = "b" }]\n'


def said(text):
    with pytest.raises(LayoutError) as refused:
        read_layout(text, "某县/project.toml", WORDS)
    assert all(problem.startswith("某县/project.toml：") for problem in refused.value.problems)
    return [problem.removeprefix("某县/project.toml：") for problem in refused.value.problems]


WRONG = {
    "not toml": ("title = ", "不是有效的 TOML 文件"),
    "no title": ("upright = [100]\n" + PART.replace('{ caption = "名称" }, ', ""), "title 缺少文字"),
    "bad key": (HEAD + "colour = 1\n" + PART, "colour 不是可用的键"),
    "no widths": ('title = "表"\n' + PART, "upright 缺少列宽"),
    "widths that do not fit": (HEAD.replace("60", "50") + PART, "upright 各列宽度合计应为 100，现为 90"),
    "width that is no number": (HEAD.replace("60", '"60"') + PART, "upright 列宽应为 1 至 100 的整数"),
    "another number of wide columns": (HEAD + "wide = [100]\n" + PART, "wide 列数应与 upright 相同（2 列），现为 1 列"),
    "bad page": (HEAD + 'page = "round"\n' + PART, "page 只能是"),
    "small is a flag": (HEAD + 'small = "yes"\n' + PART, "small 应为 true 或 false"),
    "no part": (HEAD, "part 至少要有一个部分"),
    "part of nothing": (HEAD + "[[part]]\noptional = true\n", "part[1] 应有 row（逐行排列）或 list（列表）之一"),
    "unknown field": (HEAD + PART.replace('"name"', '"nmae"'), "part[1].row[1].cells[2].field “nmae”不是本表可用"),
    "unknown list": (HEAD + LIST.replace('"rows"', '"rwos"'), "part[1].list “rwos”不是本表可用的列表"),
    "unknown column": (HEAD + LIST.replace('"b"', '"c"'), "part[1].columns[2].field “c”不是本表可用的内容"),
    "missing caption": (HEAD + LIST.replace('caption = "乙", ', ""), "part[1].columns[2].caption 缺少文字"),
    "cell of nothing": (HEAD + PART.replace('{ caption = "名称" }', "{ span = 1 }"), "row[1].cells[1] 应有 caption"),
    "row too short": (HEAD + PART.replace('{ caption = "名称" }, ', ""), "row[1] 各单元格占列合计应为 2，现为 1"),
    "list too wide": (HEAD + LIST.replace('field = "b"', 'field = "b", span = 2'), "各列占格合计应为 2，现为 3"),
    "span of nothing": (HEAD + PART.replace('"名称"', '"名称", span = 0'), "cells[1].span 应为 1 至 30 的整数"),
    "span of a flag": (HEAD + PART.replace('"名称"', '"名称", span = true'), "cells[1].span 应为 1 至 30 的整数"),
    "cell out of its part": (HEAD + PART.replace('"名称"', '"名称", rows = 2'), "row[1] 有单元格占 2 行，超出本部分"),
    "cells over an optional row": (
        HEAD
        + '[[part]]\n[[part.row]]\ncells = [{ caption = "名称", rows = 2 }, { field = "name" }]\n'
        + '[[part.row]]\noptional = true\ncells = [{ field = "score" }]\n',
        "part[1].row[1] 跨行单元格所在各行不能设 optional",
    ),
    "optional is a flag": (HEAD + PART + 'optional = "yes"\n', "part[1].row[1].optional 应为 true 或 false"),
    "cells is a list": (HEAD + "[[part]]\n[[part.row]]\ncells = 1\n", "part[1].row[1].cells 应为数组"),
    "cell is a table": (HEAD + '[[part]]\n[[part.row]]\ncells = ["名称"]\n', "part[1].row[1].cells[1] 应为表"),
    "unknown placeholder": (HEAD.replace("表", "{yaer}年") + PART, "title 中的 {yaer} 不能识别"),
    "caption is a text": (HEAD + PART.replace('"名称"', "1"), "part[1].row[1].cells[1].caption 应为文字"),
    "side is a table": (HEAD + LIST + 'side = "侧"\n', "part[1].side 应为表"),
    "side and heading": (
        HEAD.replace("[40, 60]", "[20, 20, 60]") + LIST + 'side = { caption = "侧" }\nheading = { caption = "标题" }\n',
        "part[1] side 与 heading 不能同时使用",
    ),
    "heading too wide": (HEAD + LIST + 'heading = { caption = "标题", span = 2 }\n', "part[1].heading.span 应小于 2"),
    "too long": (HEAD + "#" * 100_001, "文件过大"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_file_and_key(case):
    text, expected = WRONG[case]
    assert any(problem.startswith(expected) or expected in problem for problem in said(text)), said(text)


def test_all_problems_are_named_at_once():
    assert len(said(HEAD.replace("60", "50") + "colour = 1\n" + LIST.replace('"b"', '"c"'))) == 3


def test_every_layout_of_the_package_reads():
    assert problems() == []
    assert {preset.layout for preset in PRESETS.values()} <= set(layout_sets())
    assert layout_choices() == [("2020-10", "财预〔2020〕10号"), ("2021-101", "财预〔2021〕101号")]


def test_the_documentation_names_every_word():
    text = (Path(settings.BASE_DIR) / "docs" / "form-layouts.md").read_text(encoding="utf-8")
    for form in FORMS.values():
        assert f"`{form.key}.toml`" in text
        words = [*form.fields, *form.lists, *(column for one in form.lists.values() for column in one.columns)]
        assert [word for word in words if f"`{word}`" not in text] == []


@pytest.fixture
def county(settings, tmp_path):
    settings.FORM_LAYOUT_DIR = str(tmp_path)
    return tmp_path


def put(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


OWN = HEAD.replace("表", "本县项目自评表") + PART


def test_a_county_adds_a_set_and_what_it_lacks_comes_from_the_package(county):
    put(county / "own", "project.toml", OWN)
    put(county / "own", "name.txt", "本县样式\n")
    assert ("own", "本县样式") in layout_choices()
    texts = texts_of("own")
    assert set(texts) == set(FORMS)
    assert texts["project"] == OWN
    assert texts["summary"] == texts_of("2020-10")["summary"]
    assert problems() == []


def test_a_county_replaces_a_form_of_a_set(county):
    put(county / "2021-101", "project.toml", OWN)
    assert texts_of("2021-101")["project"] == OWN
    assert ("2021-101", "财预〔2021〕101号") in layout_choices()


def test_a_broken_folder_is_said_by_manage_py_check(county):
    put(county / "own", "project.toml", OWN.replace("60", "70"))
    put(county / "own", "projcet.toml", OWN)
    expected = ["own/projcet.toml：不是表样文件", "own/project.toml：upright 各列宽度合计应为 100，现为 110。"]
    assert [problem.startswith(start) for problem, start in zip(problems(), expected, strict=True)] == [True, True]
    with pytest.raises(SystemCheckError, match=r"own/project\.toml：upright 各列宽度合计应为 100"):
        call_command("check")


def test_a_folder_that_is_not_there_is_said_and_the_package_still_serves(settings):
    settings.FORM_LAYOUT_DIR = "/nowhere/at/all"
    assert problems() == ["/nowhere/at/all：表样文件夹不存在（FORM_LAYOUT_DIR）。"]
    assert [key for key, _ in layout_choices()] == ["2020-10", "2021-101"]


def test_a_file_that_is_no_text_is_said(county):
    (county / "own").mkdir()
    (county / "own" / "project.toml").write_bytes(b"\xff\xfe\x00")
    assert problems() == ["own/project.toml：不能读取（须为 UTF-8 文本文件）。"]


EXAMPLE = Path(settings.BASE_DIR) / "docs" / "form-layouts-example"


def test_the_example_of_another_province_reads_and_draws(settings):
    settings.FORM_LAYOUT_DIR = str(EXAMPLE)
    assert problems() == []
    scheme = replace(SCHEME_2020_10, layout="other-province")
    source = Source(facts=SAMPLE, scheme=scheme, layouts=texts_of("other-province"))
    sheet, *_ = project_forms(source).sheets
    (heads,) = [[cell.text for cell in row.cells] for row in sheet.tables[2].head]
    assert heads[3:8] == ["指标性质", "年初指标值", "调整后指标值", "全年完成值", "得分系数"]
    assert heads[-2:] == ["是否核心指标", "说明"]
    rows = [[cell.text for cell in row.cells] for band in sheet.tables[2].bands for row in band.rows]
    late = [
        "定量",
        "2022年9月30日",
        "2022年9月30日",
        "2022年10月18日",
        "0.8",
        "8",
        "6.4",
        "否",
        ROADS.indicators[5].reason,
    ]
    assert ["时效指标", "水毁路段修复完成时间", *late] in rows
    paper = Paper(render_pdf(project_forms(source), draft=False))
    assert all(page.body and not page.is_upright for page in paper.pages)


def test_a_scheme_that_was_stored_before_layouts_were_data_keeps_the_form_it_had():
    stored = to_json(SCHEME_2021_101)
    del stored["layout"]
    assert from_json(stored).layout == "2020-10"
    assert from_json(to_json(SCHEME_2021_101)) == SCHEME_2021_101


def titles(source):
    return [sheet.title for sheet in whole_report(source).sheets]


def test_what_was_frozen_is_drawn_whatever_the_folder_holds_later(county):
    source = Source(facts=SAMPLE, scheme=SCHEME_2020_10, layouts=texts_of("2020-10"))
    before = whole_report(source)
    put(county / "2020-10", "project.toml", OWN)
    assert whole_report(source) == before
    assert "本县项目自评表" in titles(Source(facts=SAMPLE, scheme=SCHEME_2020_10, layouts=texts_of("2020-10")))


@pytest.mark.django_db
def test_a_round_and_its_snapshots_freeze_the_layouts_that_the_scheme_picks(world, county):
    put(county / "own", "project.toml", OWN)
    scheme = scheme_of(world.round)
    revise_scheme(world.performance_reviewer, world.round.pk, from_json(to_json(scheme) | {"layout": "own"}))
    assert Round.objects.get(pk=world.round.pk).layouts == texts_of("own")
    (county / "own" / "project.toml").write_text(OWN.replace("本县", "改后"), encoding="utf-8")
    world.fill()
    world.bring_to(*SUBMITTING)
    assert "本县项目自评表" in titles(source_of(world.fresh()))
    snapshot = world.fresh().snapshots.get()
    assert "本县项目自评表" in titles(source_of_snapshot(snapshot))
    old = {name: value for name, value in snapshot.content.items() if name != "layouts"}
    old["scheme"] = {name: value for name, value in old["scheme"].items() if name != "layout"}
    assert any(title.startswith("项目支出绩效自评表") for title in titles(source_of_snapshot(Snapshot(content=old))))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("layout", "expected"), [("own", "own/project.toml：title 缺少文字"), ("none", "没有名为“none”的表样")]
)
def test_a_round_refuses_layouts_that_cannot_be_used(world, county, layout, expected):
    put(county / "own", "project.toml", OWN.replace('title = "本县项目自评表"\n', ""))
    scheme = from_json(to_json(scheme_of(world.round)) | {"layout": layout})
    with pytest.raises(Refused, match=expected):
        revise_scheme(world.performance_reviewer, world.round.pk, scheme)
    assert scheme_of(Round.objects.get(pk=world.round.pk)).layout == "2020-10"


def test_the_form_of_101_has_sign_value_and_unit_apart_and_the_weights_by_group():
    sheet = project_sheet(BRIDGES, SAMPLE, SCHEME_2021_101, layout_of("project", {}, "2021-101"))
    heads = [cell.text for table in sheet.tables for row in table.head for cell in row.cells]
    assert heads[2:8] == ["三级指标", "指标性质", "指标值", "计量单位", "实际完成值", "分值"]
    rows = [[cell.text for cell in row.cells] for table in sheet.tables for band in table.bands for row in band.rows]
    assert ["预算执行率", "10", "—", "10", "6.93"] in rows
    assert ["成本指标", "20", "0", "—", "—"] in rows
    assert ["产出指标", "40", "4", "50", "41.67"] in rows
    assert ["质量指标", "加固桥梁技术状况等级", "≥", "2", "类", "2类", "15", "15", ""] in rows
