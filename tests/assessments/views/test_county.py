"""The documents of the county: whose departments are in them, what is missing, what is drawn at once."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.pages import county as page
from assessments.reports import county_documents
from assessments.reports.county_documents import COUNTY_DOCUMENTS, COUNTY_TABLE
from assessments.reports.document import DocumentError
from assessments.reports.documents import Format
from assessments.terms import Action
from budgets.models import Department
from tests.assessments.views.conftest import add_departments
from tests.factories import APPROVING, SUBMITTING, YEAR

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
    text = shown(client)
    for standing, number in (("审核通过", 0), ("审核中", 1), ("退回修改", 0), ("未报送", 1)):
        assert f"<dt>{standing}</dt><dd>{number}</dd>" in text
    assert "未报送（1个部门）</h2><p>教育局</p>" in text
    assert "全县2个部门中的" not in text
    assert text.count("（草稿）") == len(COUNTY_DOCUMENTS)


def test_a_section_finds_its_own_departments_and_the_papers_say_so(client, world):
    world.fill()
    client.force_login(world.section_reviewer)
    assert "您审核的是全县2个部门中的1个部门" in shown(client)
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


@pytest.mark.parametrize("what", ["county-table.exe", "nothing.pdf", "report.pdf"])
def test_what_there_is_not_is_not_found(client, world, what):
    client.force_login(world.administrator)
    assert client.get(f"/county/{world.round.pk}/documents/{what}").status_code == 404


def test_a_table_that_cannot_be_drawn_says_why(client, world, monkeypatch):
    def broken(*_args, **_more):
        raise DocumentError("内容过多。")

    monkeypatch.setattr(county_documents, "DRAWERS", {Format.XLSX: broken})
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
    assert (
        'value="county-table" class="form-check-input" id="id_county_documents_0" checked'
        in ordered.replace('" checked', '" checked')
        or "checked" in ordered.split('value="county-table"')[1].split(">")[0]
    )


# --- cost -------------------------------------------------------------------------------------------------------------


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_departments(client, world):
    client.force_login(world.administrator)
    counted = [queries(client, "/county/")]
    add_departments(world, 5)
    assert [*counted, queries(client, "/county/")] == [7, 7]


def test_a_file_asks_a_fixed_number_of_questions_for_each_department(client, world):
    """What was handed in is one snapshot instead of all its rows."""
    client.force_login(world.administrator)
    address = f"/county/{world.round.pk}/documents/county-table.xlsx"
    two = queries(client, address)
    add_departments(world, 5)
    assert queries(client, address) - two == 5 * 12
    world.fill()
    world.bring_to(Action.HAND_OVER)
    draft = queries(client, address)
    world.bring_to(Action.SUBMIT)
    assert draft - queries(client, address) == 14
