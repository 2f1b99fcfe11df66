"""The register of exemptions, and what both sides see of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from assessments.checkup import check_up
from assessments.models import Exemption
from assessments.review.actions import end_exemption, exempt, explain
from tests.factories import REVIEWING, World, complete_facts
from tests.security.pages import Page

LIST, NEW = reverse("assessments:exemption_list"), reverse("assessments:exemption_new")
TODAY = timezone.localdate()
UNTIL = TODAY + timedelta(days=60)
SHOWN = date_format(UNTIL, "Y年n月j日")


def said(world: World, **other: str) -> dict[str, str]:
    known = {"department": str(world.own.pk), "code": "K01", "reason": "按决算口径填列", "until": UNTIL.isoformat()}
    return known | other


def address(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


@pytest.mark.parametrize("person", ["preparer", "head", "unit_preparer", "section_reviewer", "stranger"])
def test_the_register_is_there_for_who_keeps_it(world, sign_in, person):
    granted = exempt(world.administrator, world.own, "K01", "并账", UNTIL)
    client, end = sign_in(world.people[person]), address("exemption_end", granted.pk)

    pages = [client.get(LIST), client.get(NEW), client.get(end), client.post(NEW, said(world)), client.post(end)]

    assert [page.status_code for page in pages] == [404] * 5
    assert [row.state_on(TODAY) for row in Exemption.objects.all()] == ["in_force"]


def test_an_empty_register_says_what_it_is_for(world, sign_in):
    client = sign_in(world.performance_reviewer)

    assert "还没有豁免。" in Page(client.get(LIST)).text
    assert "没有符合条件的豁免。" in Page(client.get(f"{LIST}?state=ended")).text


def test_one_is_granted_and_listed_and_ended(world, sign_in):
    client = sign_in(world.performance_reviewer)

    assert client.post(NEW, said(world))["Location"] == LIST
    page = Page(client.get(LIST))
    assert "已豁免信访局的 K01。" in page.text
    for words in ("信访局", "K01 收入来源合计", "按决算口径填列", "绩效审核人", SHOWN, "生效中", "共 1 项豁免"):
        assert words in page.text
    granted = Exemption.objects.get()
    assert client.post(address("exemption_end", granted.pk), {"reason": "已更正"})["Location"] == (
        f"{LIST}#exemption-{granted.pk}"
    )
    page = Page(client.get(LIST))
    assert "已终止" in page.text
    assert "已更正" in page.text
    assert 'name="reason"' not in client.get(address("exemption_end", granted.pk)).content.decode()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"department": ""}, "department", "请选择部门。"),
        ({"department": "987654321"}, "department", "请从列表中选择。"),
        ({"department": "甲"}, "department", "请从列表中选择。"),
        ({"code": ""}, "code", "请选择校验。"),
        ({"code": "K99"}, "code", "请从列表中选择。"),
        ({"code": "K60"}, "code", "请从列表中选择。"),  # a hint is in nobody's way
        ({"reason": "  "}, "reason", "请填写豁免原因。"),
        ({"reason": "字" * 2001}, "reason", "最多 2000 个字，现有 2001 个字。"),
        ({"until": ""}, "until", "请填写有效期。"),
        ({"until": "明年"}, "until", "请按“2023-11-20”的格式填写日期。"),
        ({"until": "2027-02-30"}, "until", "没有“2027-02-30”这一天，请核对。"),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "until", "有效期不能早于今天。"),
        ({"code": "K02"}, "code", "信访局的 K02 已豁免至"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(world, sign_in, change, field, message):
    exempt(world.administrator, world.own, "K02", "并账", UNTIL)

    answer = sign_in(world.performance_reviewer).post(NEW, said(world, **change))

    page = Page(answer)
    assert (answer.status_code, Exemption.objects.count()) == (422, 1)
    assert message in page.error_at(field)
    assert message in page.summary()
    assert Page.text_of(next(page.root.iter("title"))).startswith("错误：")
    for name, text in said(world, **change).items():
        if name not in {"department", "code"}:
            assert page.value(name).strip() == text.strip()


def test_a_unit_is_no_department_of_its_own(world, sign_in):
    answer = sign_in(world.administrator).post(NEW, said(world, department=str(world.unit.pk)))

    assert "请从列表中选择。" in Page(answer).error_at("department")


def test_the_reason_for_ending_is_asked_at_its_field(world, sign_in):
    granted = exempt(world.administrator, world.own, "K01", "并账", UNTIL)

    answer = sign_in(world.administrator).post(address("exemption_end", granted.pk), {"reason": ""})

    assert (answer.status_code, "请填写终止原因。" in Page(answer).error_at("reason")) == (422, True)


def test_one_that_somebody_ended_meanwhile_says_so(world, sign_in):
    granted = exempt(world.administrator, world.own, "K01", "并账", UNTIL)
    end_exemption(world.administrator, granted.pk, "已更正")

    answer = sign_in(world.performance_reviewer).post(address("exemption_end", granted.pk), {"reason": "我也终止"})

    assert (answer.status_code, "此项豁免已终止，校验已恢复，无须终止。" in Page(answer).text) == (422, True)


def a_register(world):
    """One in force, one run out, one ended."""
    exempt(world.administrator, world.own, "K01", "在效", UNTIL)
    exempt(world.administrator, world.other, "K01", "到期", UNTIL)
    Exemption.objects.filter(reason="到期").update(until=TODAY - timedelta(days=1))
    end_exemption(world.administrator, exempt(world.administrator, world.other, "K02", "终止", UNTIL).pk, "更正")


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("", ["终止", "到期", "在效"]),
        ("state=in_force", ["在效"]),
        ("state=expired", ["到期"]),
        ("state=ended", ["终止"]),
        ("code=K02", ["终止"]),
        ("name=信访", ["在效"]),
        ("name=教育&state=expired", ["到期"]),
        ("state=x", ["终止", "到期", "在效"]),
    ],
)
def test_the_register_is_narrowed(world, sign_in, query, reasons):
    a_register(world)

    response = sign_in(world.administrator).get(f"{LIST}?{query}")

    assert [row.exemption.reason for row in response.context["register"].rows] == reasons


def test_a_long_register_is_paged_in_a_fixed_number_of_queries(world, sign_in):
    client = sign_in(world.administrator)
    rows = [
        Exemption(department=world.own, code="K01", reason=f"原因{number}", until=UNTIL, granted_by=world.administrator)
        for number in range(60)
    ]
    Exemption.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"{LIST}?code=K01&page=2")

    assert len(page.context["register"].rows) == 10
    assert "?code=K01&amp;page=1" in page.content.decode()
    assert len(queries) == 4


def fill_with_a_wrong_total(world):
    facts = complete_facts()
    world.fill(replace(facts, revenue=replace(facts.revenue, total=facts.revenue.total + 10_000)))


def test_a_finding_leads_to_the_form_and_back(world, sign_in):
    fill_with_a_wrong_total(world)
    check = address("check", world.assessment.pk)
    client = sign_in(world.performance_reviewer)
    page = Page(client.get(check))
    (link,) = {
        element.get("href")
        for element in page.root.iter("a")
        if element.get("href", "").startswith(NEW) and "code=K01" in element.get("href", "")
    }

    form = Page(client.get(link))
    assert [form.value(name) for name in ("department", "code", "next")] == [
        str(world.own.pk),
        "K01",
        f"{check}#K01-revenue-total",
    ]
    assert client.post(NEW, said(world, next=check))["Location"] == check
    assert f"财政局已豁免此项校验至{SHOWN}：按决算口径填列" in Page(client.get(check)).text
    assert "code=K01" not in client.get(check).content.decode()


@pytest.mark.parametrize("forged", ["https://x.test/", "//x.test", "javascript:x()", ""])
def test_the_way_back_stays_on_the_site(world, sign_in, forged):
    assert sign_in(world.administrator).post(NEW, said(world, next=forged))["Location"] == LIST


@pytest.mark.parametrize("person", ["preparer", "head", "section_reviewer"])
def test_who_may_not_exempt_sees_the_exemption_and_no_way_to_it(world, sign_in, person):
    fill_with_a_wrong_total(world)
    client, check = sign_in(world.people[person]), address("check", world.assessment.pk)
    assert NEW not in client.get(check).content.decode()

    exempt(world.administrator, world.own, "K01", "按决算口径填列", UNTIL)

    text = Page(client.get(check)).text
    assert f"财政局已豁免此项校验至{SHOWN}：按决算口径填列（管理员批准）" in text
    timeline = Page(client.get(address("timeline", world.assessment.pk))).text
    assert f"豁免校验：K01，至{SHOWN}" in timeline
    assert "按决算口径填列" in timeline


def review_of_a_late_exemption(world):
    """Handed in with one warning explained and one error exempted; afterwards the warning is exempted too."""
    facts = complete_facts()
    far_above = replace(facts.projects[0].indicators[0], actual="80")
    first = replace(facts.projects[0], indicators=(far_above, *facts.projects[0].indicators[1:]))
    world.fill(
        replace(
            facts,
            projects=(first, *facts.projects[1:]),
            revenue=replace(facts.revenue, total=facts.revenue.total + 10_000),
        )
    )
    exempt(world.administrator, world.own, "K01", "按决算口径填列", UNTIL)
    exempt(world.administrator, world.own, "K04", "结余另行说明", UNTIL)
    for warning in check_up(world.fresh()).open_warnings:
        place = (warning.finding.code, warning.stable_place, warning.finding.message)
        explain(world.preparer, world.assessment.pk, *place, "年中来访上升。")
    world.bring_to(*REVIEWING)


def test_the_reviewer_reads_explanations_and_exemptions_beside_their_findings(world, sign_in):
    review_of_a_late_exemption(world)
    review = address("review", world.assessment.pk)
    reviewer, office = sign_in(world.section_reviewer), sign_in(world.performance_reviewer)

    for client in (reviewer, office):
        text = Page(client.get(review)).text
        assert f"已豁免至{SHOWN}：按决算口径填列（管理员批准）" in text
        assert "部门说明：年中来访上升。（填报人甲）" in text
        assert "说明警告：K22" in text
        assert f"豁免校验：K01，至{SHOWN}" in text
    assert NEW not in reviewer.get(review).content.decode()
    assert f"{NEW}?department={world.own.pk}&amp;code=K22" in office.get(review).content.decode()

    exempt(world.performance_reviewer, world.own, "K22", "指标值待调整", UNTIL)

    text = Page(reviewer.get(review)).text
    assert f"已豁免至{SHOWN}：指标值待调整（绩效审核人批准）" in text
    assert "部门说明：年中来访上升。（填报人甲）" in text


def test_what_was_handed_in_keeps_the_exemption_that_has_ended_since(world, sign_in):
    review_of_a_late_exemption(world)
    end_exemption(world.administrator, Exemption.objects.get(code="K01").pk, "已更正")

    text = Page(sign_in(world.section_reviewer).get(address("review", world.assessment.pk))).text

    assert f"已豁免至{SHOWN}：按决算口径填列（管理员批准）" in text
    assert f"终止豁免：K01，至{SHOWN}" in text


def test_the_list_is_linked_for_who_keeps_it(world, sign_in):
    linked = {
        name: f'href="{LIST}"' in sign_in(world.people[name]).get("/").content.decode()
        for name in ("preparer", "section_reviewer", "performance_reviewer", "administrator")
    }

    assert linked == {
        "preparer": False,
        "section_reviewer": False,
        "performance_reviewer": True,
        "administrator": True,
    }
