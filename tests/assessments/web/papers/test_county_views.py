"""The documents of the county: whose departments are in them, what is missing, what is drawn at once."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.reports.county import documents
from assessments.reports.county.documents import COUNTY_DOCUMENTS, COUNTY_REPORT, COUNTY_TABLE
from assessments.reports.county.report import county_report
from assessments.reports.document.model import DocumentError, FigurePicture, Table
from assessments.reports.documents import Format
from assessments.reports.papers.department_documents import work_report
from assessments.reports.sources import source_of
from assessments.terms import Action
from assessments.web.bureau.progress import Stage, progress
from assessments.web.papers import county_page as page
from assessments.web.papers.county_page import county_for
from budgets.models import Department
from tests.assessments.web.conftest import add_departments
from tests.factories import APPROVING, REVIEWING, SUBMITTING, YEAR

pytestmark = pytest.mark.django_db
TABLE = "项目支出绩效自评结果汇总表"


def shown(client) -> str:
    answer = client.get("/county/")
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client, world, document=COUNTY_TABLE, ending="xlsx"):
    return client.get(f"/county/{world.round.pk}/documents/{document.key}.{ending}")


def cells(answer) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_office_finds_all_departments_by_where_they_stand(client, world):
    world.fill()
    world.bring_to(*SUBMITTING)
    client.force_login(world.performance_reviewer)
    text = re.sub("</?a[^>]*>", "", shown(client))
    for standing, number in (("审核通过", 0), ("审核中", 1), ("退回修改", 0), ("未报送", 1)):
        assert f"<dt>{standing}</dt><dd>{number}</dd>" in text
    assert "未报送（1 个部门）</h2><p>教育局</p>" in text
    assert "全县2个部门中的" not in text
    assert text.count("（草稿）") == len(COUNTY_DOCUMENTS)


def test_a_section_finds_its_own_departments_and_the_papers_say_so(client, world):
    world.fill()
    client.force_login(world.section_reviewer)
    assert "您审核的是全县 2 个部门中的 1 个部门" in shown(client)
    answer = file_of(client, world)
    assert "注：本表汇总全县2个部门中的1个部门。" in cells(answer)
    assert {"信访局", "教育局"} & set(cells(answer)) == {"信访局"}


def test_a_reviewer_without_departments_is_told_so_and_finds_no_file(client, world):
    Department.objects.update(section=None)
    client.force_login(world.section_reviewer)
    assert "没有可以汇总的部门" in shown(client)
    assert file_of(client, world).status_code == 404


def test_a_final_paper_has_its_name_without_a_mark(client, world):
    world.fill()
    world.bring_to(*APPROVING)
    client.force_login(world.section_reviewer)
    text = shown(client)
    assert "（草稿）" not in text
    assert "各部门均已审核通过" in text
    answer = file_of(client, world)
    assert answer["Content-Type"] == Format.XLSX.content_type
    assert f"{YEAR}%E5%B9%B4%E5%BA%A6" in answer["Content-Disposition"]
    assert "%E8%8D%89%E7%A8%BF" not in answer["Content-Disposition"]  # 草稿


@pytest.mark.parametrize("what", ["county-table.exe", "nothing.pdf", "report.pdf", "nothing/"])
def test_what_there_is_not_is_not_found(client, world, what):
    client.force_login(world.administrator)
    assert client.get(f"/county/{world.round.pk}/documents/{what}").status_code == 404


def test_a_table_that_cannot_be_drawn_says_why(client, world, monkeypatch):
    def broken(*_args, **_more):
        raise DocumentError("内容过多。")

    monkeypatch.setattr(documents, "DRAWERS", {Format.XLSX: broken})
    client.force_login(world.administrator)
    answer = file_of(client, world)
    assert (answer.status_code, "内容过多。" in answer.content.decode()) == (503, True)


def test_many_projects_are_left_to_the_background(client, world, monkeypatch):
    monkeypatch.setattr(page, "MOST_AT_ONCE", 1)
    world.fill()
    client.force_login(world.administrator)
    text = shown(client)
    assert text.count("项目较多，请后台生成") == len(COUNTY_DOCUMENTS)
    assert "documents/county" not in text
    ordered = client.get(f"/bundles/order/?round={world.round.pk}&county=1").content.decode()
    boxes = re.findall(r'<input[^>]*name="county_documents"[^>]*>', ordered)
    assert ["checked" in box for box in boxes] == [True] * len(COUNTY_DOCUMENTS)


@pytest.mark.parametrize("document", COUNTY_DOCUMENTS, ids=lambda document: document.key)
def test_a_document_is_read_on_the_screen_with_its_pictures(client, world, document):
    world.fill()
    world.bring_to(*APPROVING)
    client.force_login(world.performance_reviewer)
    address = f"/county/{world.round.pk}/documents/{document.key}/"
    assert f'href="{address}"' in shown(client)
    read = client.get(address).content.decode()
    report = document.build(county_for(world.performance_reviewer, world.round))
    pictures = [block for block in report.blocks if isinstance(block, FigurePicture)]
    assert re.findall("<title>(图.*?)</title>", read) == [picture.text for picture in pictures]
    assert bool(pictures) == (document == COUNTY_REPORT)
    for format_ in document.formats:
        assert f'href="{address[:-1]}.{format_.value}"' in read


@pytest.mark.parametrize("steps", [(), SUBMITTING, (*REVIEWING, Action.RETURN_FOR_CHANGES), APPROVING], ids=len)
def test_the_report_counts_as_the_first_page_does(world, steps):
    """By section of the bureau: how many departments there are, and how far they are."""
    world.fill()
    world.bring_to(*steps)
    add_departments(world, 3)
    shown_there = progress(world.round, world.performance_reviewer)
    stages = [stage for stage, _ in shown_there.stages]
    names = {
        "审核通过": (Stage.APPROVED,),
        "审核中": (Stage.IN_REVIEW,),
        "退回修改": (Stage.RETURNED,),
        "未报送": (Stage.FILLING_IN, Stage.NOT_STARTED),
    }
    wanted = {
        row.section.replace("全部", "合计"): [
            str(row.total.count),
            *(str(sum(row.counts[stages.index(stage)].count for stage in members)) for members in names.values()),
        ]
        for row in shown_there.rows
    }
    report = county_report(county_for(world.performance_reviewer, world.round))
    table = next(block for block in report.blocks if isinstance(block, Table))
    head, *rows = (
        [cell.text for cell in row.cells] for row in (*table.head, *(row for band in table.bands for row in band.rows))
    )
    assert head == ["业务股室", "部门", *names, "逾期报送"]
    assert {name: numbers[:-1] for name, *numbers in rows} == wanted


def test_the_report_states_what_the_department_s_own_report_states(world):
    world.fill()
    world.bring_to(*APPROVING)
    county = county_for(world.performance_reviewer, world.round)
    ranked = next(sheet for sheet in county_report(county).sheets if "排名" in sheet.title)
    ((place, name, _, budget, executed, rate, score, grade),) = (
        [cell.text for cell in row.cells] for band in ranked.tables[0].bands for row in band.rows
    )
    own = "".join(block.text for block in work_report(source_of(world.fresh())).blocks if block.kind == "paragraph")
    assert (place, name) == ("1", "信访局")
    assert f"预算支出{budget}万元" in own
    assert f"全年执行数{executed}万元，预算执行率{rate}" in own
    assert f"自评总分{score}分，评价等级为“{grade}”" in own


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_departments(client, world):
    client.force_login(world.administrator)
    counted = [queries(client, "/county/")]
    add_departments(world, 5)
    assert [*counted, queries(client, "/county/")] == [7, 7]


@pytest.mark.parametrize("document", COUNTY_DOCUMENTS, ids=lambda document: document.key)
def test_a_file_asks_a_fixed_number_of_questions_for_each_department(client, world, document):
    """What was handed in is one snapshot instead of all its rows."""
    client.force_login(world.administrator)
    address = f"/county/{world.round.pk}/documents/{document.key}.xlsx"
    two = queries(client, address)
    add_departments(world, 5)
    assert queries(client, address) - two == 5 * 10
    world.fill()
    world.bring_to(Action.HAND_OVER)
    draft = queries(client, address)
    world.bring_to(Action.SUBMIT)
    assert draft - queries(client, address) == 11
