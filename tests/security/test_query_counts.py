"""Pages whose cost is not counted beside their views: as many queries for thirty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.history import record
from assessments.models import Assessment, Exemption, FieldComment, KeptReport, RectificationNotice
from assessments.terms import Action, Status
from budgets.models import Department, TargetChange
from tests.security.conftest import client_of
from tests.security.county import County
from tests.security.pages import body_of

# By page: who looks, the address below the assessment, and the queries.
PAGES: dict[str, tuple[str, str, int]] = {
    "home": ("preparer", "/", 7),
    "task list": ("preparer", "/assessments/{assessment}/", 24),
    "check": ("preparer", "/assessments/{assessment}/check/", 20),
    "done": ("preparer", "/assessments/{assessment}/done/", 4),
    "timeline": ("preparer", "/assessments/{assessment}/timeline/", 5),
    "report": ("preparer", "/assessments/{assessment}/report/", 14),
    "documents": ("preparer", "/assessments/{assessment}/documents/", 20),
    "target": ("preparer", "/assessments/{assessment}/indicators/{indicator}/target/", 19),
    "results": ("preparer", "/assessments/{assessment}/projects/{project}/results/", 10),
    "preview of a project": ("preparer", "/assessments/{assessment}/projects/{project}/results/preview/", 22),
    "preview of the text": ("preparer", "/assessments/{assessment}/narrative/preview/", 20),
    "review": ("section_reviewer", "/review/{assessment}/", 10),
    "remark": ("section_reviewer", "/review/{assessment}/comments/?place=/score", 4),
    "report checks": ("preparer", "/report-checks/", 3),
    "kept report": ("preparer", "/report-checks/{report}/", 3),
    "take over": ("preparer", "/report-checks/{report}/take-over/{assessment}/", 17),
    "copies": ("preparer", "/assessments/{assessment}/copies/", 7),
    "list of copies": ("section_reviewer", "/review/copies/", 10),
    "export": ("administrator", "/review/export/", 9),
    "exemptions": ("administrator", "/exemptions/", 4),
    "notices": ("administrator", "/notices/", 6),
    "notice": ("preparer", "/notices/{notice}/", 6),
    "answers": ("preparer", "/notices/{notice}/answers/", 6),
    "sending": ("head", "/notices/{notice}/steps/send_reply/", 5),
    "departments": ("administrator", "/departments/", 6),
    "county": ("administrator", "/county/", 7),
}


def grow(county: County, count: int) -> None:
    """Give every list that these pages show `count` more rows: deeds, remarks, changes, projects, others' papers."""
    own, world = county.own, county.world
    for number in range(count):
        record(own.assessment, world.people[["preparer", "head"][number % 2]], Action.SAVE, detail={"section": "goals"})
        record(own.assessment, world.head, "explain", comment="说明", detail={"code": "K22"})
        sent = {"sent_at": timezone.now(), "author": world.section_reviewer}
        FieldComment.objects.create(
            assessment=own.assessment, place=own.sent.place, label="完成值", text=f"意见{number}", **sent
        )
        TargetChange.objects.create(
            indicator=own.indicator, new_value=str(number), reason="调整", changed_by=world.preparer
        )
        notice = RectificationNotice.objects.create(
            assessment=[own.assessment, Assessment.objects.latest("pk")][number % 2],
            year=own.notice.year,
            number=100 + number,
            due_on=own.notice.due_on,
            issued_on=own.notice.issued_on,
            issued_by=world.administrator,
        )
        for each in (notice, own.notice):
            each.items.create(position=100 + number, problem=f"问题{number}", requirement="整改")
        project = world.own.projects.create(fiscal_year=world.round.fiscal_year, position=number + 2, name="更多项目")
        project.indicators.create(name="更多指标", target="1")
        department = Department.objects.create(name=f"部门{count}-{number}", section=world.section)
        Assessment.objects.create(round=world.round, department=department)
        KeptReport.objects.create(owner=world.preparer, name=f"报告{number}", content=own.report.content)
        until = timezone.localdate()
        Exemption.objects.create(
            department=department, code="K01", reason="并账", until=until, granted_by=world.administrator
        )


def queries_of(county: County) -> dict[str, int]:
    counted = {}
    for page, (person, address, _) in PAGES.items():
        client, path = client_of(county.world.people[person]), address.format(**county.own.ids)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert (page, answer.status_code, body_of(answer) != b"") == (page, 200, True)
        counted[page] = len(queries)
    return counted


@pytest.mark.usefixtures("drawn_anew")  # a drawing counts for the person who asks for it
@pytest.mark.parametrize("rows", [3, 30])
def test_a_page_asks_the_same_number_of_questions_however_long_its_lists(county: County, rows: int) -> None:
    grow(county, rows)

    assert queries_of(county) == {page: queries for page, (_, _, queries) in PAGES.items()}


def test_the_counted_pages_show_what_grew(county: County) -> None:
    """Without this a page that shows none of the rows would pass."""
    grow(county, 3)
    own = county.own
    root = f"/assessments/{own.assessment.pk}"
    preparer, administrator = client_of(county.world.preparer), client_of(county.world.administrator)
    assert preparer.get("/").content.decode().count("整改事项") == 3
    assert "问题2" in preparer.get(f"/notices/{own.notice.pk}/").content.decode()
    assert "意见2" in preparer.get(f"{root}/").content.decode()
    assert preparer.get(f"{root}/timeline/").content.decode().count("<blockquote>说明</blockquote>") >= 3
    assert "报告2" in preparer.get("/report-checks/").content.decode()
    assert "部门3-2" in body_of(administrator.get("/review/export/")).decode()
    assert Status.RETURNED.bureau_label in administrator.get("/review/").content.decode()
