"""The table of a whole county: whose project each is, sums over all, what the counts leave out, a thousand rows."""

from collections import Counter
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from assessments.reports.county.departments import PaperStanding
from assessments.reports.county.documents import county_table
from assessments.reports.document.model import Report
from assessments.reports.pdf.pdf_file import render_pdf
from tests.assessments.reports.counties import county_of_papers, paper_of
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import BRIDGES, BUSES, RESERVE, ROADS, SAMPLE
from tests.factories import YEAR

SCHOOL = replace(ROADS, name="校舍维修", code=None, unit=None)
EDUCATION = replace(SAMPLE, department=replace(SAMPLE.department, name="教育局"), projects=(SCHOOL,))


def table_of(*all_facts) -> Report:
    return county_table(county_of_papers(*map(paper_of, all_facts)))


def rows(report):
    (sheet,) = report.sheets
    return [[cell.text for cell in row.cells] for table in sheet.tables for band in table.bands for row in band.rows]


def test_every_project_stands_in_it_with_its_department():
    report = table_of(SAMPLE, EDUCATION)
    assert report.title == "云溪县2022年度项目支出绩效自评结果汇总表"
    assert [(row[0], row[1], *row[2:4]) for row in rows(report)[:5]] == [
        ("1", ROADS.name, "交通运输局", "云溪县公路养护中心"),
        ("2", BUSES.name, "交通运输局", "交通运输局"),
        ("3", BRIDGES.name, "交通运输局", "云溪县公路养护中心"),
        ("4", RESERVE.name, "交通运输局", "交通运输局"),
        ("5", "校舍维修", "教育局", "教育局"),
    ]
    # 1,605.60 + 1,135.60, 1,904.55 + 1,168.10, 1,836.98 + 1,149.47
    assert rows(report)[5][:5] == ["合计（5个项目）", "2,741.20", "3,072.65", "2,986.45", "97.19%"]


def test_its_statistics_count_all_departments():
    said = dict(row for row in rows(table_of(SAMPLE, EDUCATION)) if len(row) == 2)
    assert said["按评价等级"] == "优：3个；良：1个；中：0个；差：0个；评优率75.00%"
    assert said["按目标实现程度"] == "达到100%：0个；50%（含）至100%（不含）：4个；不足50%：0个；未开展：0个"
    assert said["按资金性质"].startswith("一般公共预算3个，2,")


def test_what_the_counts_leave_out_is_said():
    unfinished = replace(
        SCHOOL, score=None, grade=None, indicators=(replace(ROADS.indicators[0], weight=None, score=None),)
    )
    unlisted = replace(SAMPLE, department=replace(SAMPLE.department, name="民政局"), projects=())
    (sheet,) = table_of(SAMPLE, replace(EDUCATION, projects=(unfinished,)), unlisted).sheets
    assert "注：1个参评项目尚无评价等级，未计入评价等级。" in sheet.notes
    assert sheet.notes[-1] == "注：未列出项目明细的部门：民政局。"
    assert table_of(SAMPLE).sheets[0].notes == ()


def test_what_is_not_approved_is_named_and_summed_apart():
    papers = paper_of(SAMPLE), paper_of(EDUCATION, PaperStanding.IN_REVIEW)
    report = county_table(county_of_papers(*papers))
    assert [row[:3] for row in rows(report)[5:8]] == [
        ["合计（5个项目）", "2,741.20", "3,072.65"],
        ["其中：审核通过（4个项目）", "1,605.60", "1,904.55"],
        ["其中：尚未审核通过（1个项目）", "1,135.60", "1,168.10"],
    ]
    assert report.sheets[0].notes == ("注：1个部门尚未审核通过，所列为其当前内容：教育局。",)


def test_a_part_of_the_county_says_that_it_is_one():
    report = county_table(county_of_papers(paper_of(SAMPLE), whole=58))
    assert report.sheets[0].notes == ("注：本表汇总全县58个部门中的1个部门。",)


def test_a_county_without_projects_has_an_empty_table():
    assert rows(table_of())[0][:2] == ["合计（0个项目）", "未填写"]


def test_a_thousand_projects_fit_their_pages_without_an_empty_one():
    projects = tuple(replace(ROADS, name=f"第{number:04}号项目名称写得比较长以便换行") for number in range(1000))
    long = replace(projects[0], name="很长的名称" * 60, reason="原因" * 200)
    report = table_of(replace(SAMPLE, projects=(*projects[1:], long)))
    paper = Paper(render_pdf(report, draft=False))
    assert all(page.body for page in paper.pages)
    assert all("序号" in text for text in paper.texts[:-1])
    names = [f"第{number:04}号项目" for number in range(1, 1000)]
    found = Counter(name for text in paper.texts for name in names if name in text)
    assert set(found.values()) == {1}
    assert len(found) == 999
    for page in paper.pages:
        assert max(word.right for word in page.body) < page.width - 36


def export(path, year=YEAR):
    call_command("export_county", "--year", str(year), "--output", str(path))


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_the_command_writes_the_table_of_the_round(world, tmp_path, ending, capsys):
    world.fill()
    export(tmp_path / f"全县.{ending}")
    assert (tmp_path / f"全县.{ending}").stat().st_size > 1000
    assert "（2 个部门，草稿）已写入" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "year", "said"), [("a.exe", YEAR, "只能导出"), ("a.pdf", 1999, "没有 1999 年度")])
def test_the_command_says_what_it_cannot_do(world, tmp_path, name, year, said):
    with pytest.raises(CommandError, match=said) as refused:
        export(tmp_path / name, year)
    assert refused.value.returncode == 2
