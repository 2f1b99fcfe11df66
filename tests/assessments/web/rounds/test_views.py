"""Rounds: opened once a year, their schemes edited until the first submission."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.facts_loader import scheme_of
from assessments.models import Assessment, LogEntry, Round
from assessments.schema.scheme import (
    PRESETS,
    SCHEME_2020_10,
    SCHEME_2021_101,
    ExecutionMethod,
    OverFulfilment,
    Thresholds,
)
from assessments.web.rounds.forms import SchemeForm
from budgets.models import Department, FiscalYear
from evalsite.accounts.models import User
from tests.assessments.web.conftest import add_departments
from tests.factories import SUBMITTING, YEAR
from tests.security.pages import Page

LIST, OPEN = reverse("assessments:round_list"), reverse("assessments:round_open")
SAID = {
    "year": "2026",
    "opens_on": "2027-01-10",
    "due_on": "2027/03/31",
    "preset": SCHEME_2021_101.name,
    "notice": "各部门按期报送。",
}


def scheme_page(world):
    return reverse("assessments:round_scheme", args=[world.round.pk])


def typed(scheme):
    """What a browser sends back from the page of this scheme without a change."""
    form = SchemeForm(scheme)
    parts = [form.figures, form.thresholds, *(table.management_form for table in form.tables.values())]
    parts += [row for table in form.tables.values() for row in table.forms]
    return {field.html_name: "" if (value := field.value()) is None else value for part in parts for field in part}


@pytest.mark.parametrize("person", ["preparer", "head", "section_reviewer", "stranger"])
def test_rounds_are_found_by_the_office_only(world, sign_in, person):
    client = sign_in(world.people[person])

    assert [client.get(address).status_code for address in (LIST, OPEN, scheme_page(world))] == [404] * 3


def confirmed(client, said=SAID):
    """Both steps: what the page asks to confirm, and the confirmation with everything that it holds."""
    form = Page(client.post(OPEN, said)).form_with("year")
    return client.post(OPEN, form.fields)


def test_before_a_round_opens_its_page_shows_whom_it_will_reach(world, sign_in):
    Department.objects.create(name="新设局", code="103")
    world.preparer.memberships.all().delete()
    User.objects.filter(pk=world.other_head.pk).update(is_active=False)
    client = sign_in(world.performance_reviewer)

    first, asked = client.get(OPEN), client.post(OPEN, SAID)

    for response in (first, asked):
        shown = response.context["reach"]
        assert [(item.name, item.lacks) for item in shown.departments] == [
            ("信访局", ("没有填报人",)),
            ("教育局", ("没有单位负责人",)),
            ("新设局", ("没有填报人", "没有单位负责人", "没有业务股室")),
        ]
        assert "将下达的部门（3）" in response.content.decode()
        assert all(word in response.content.decode() for word in ("没有填报人", "没有业务股室"))
    assert "确认下达" in asked.content.decode()
    assert "确认下达" not in first.content.decode()
    assert Round.objects.count() == 1


def test_a_round_opens_for_those_only_who_were_confirmed(world, sign_in):
    client = sign_in(world.performance_reviewer)
    form = Page(client.post(OPEN, SAID)).form_with("year")
    Department.objects.create(name="新设局", code="103")

    again = client.post(OPEN, form.fields)

    assert Round.objects.count() == 1
    assert "部门名单刚刚有变" in again.content.decode()
    assert client.post(OPEN, Page(again).form_with("year").fields)["Location"] == LIST
    assert Round.objects.get(fiscal_year__year=2026).assessments.count() == 3


def test_a_round_is_opened_with_its_preset(world, sign_in):
    response = confirmed(sign_in(world.performance_reviewer))

    opened = Round.objects.get(fiscal_year__year=2026)
    assert response["Location"] == LIST
    assert scheme_of(opened) == SCHEME_2021_101
    assert opened.assessments.count() == 2


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"year": ""}, "year", "请填写年度。"),
        ({"year": "1999"}, "year", "年度应在 2000 至 2100 之间。"),
        ({"year": "二〇二六"}, "year", "“二〇二六”不是数字，请填写 1234.56 这样的数字。"),
        ({"year": str(YEAR)}, "year", f"{YEAR} 年度的自评任务已经下达。"),
        ({"opens_on": "2027-02-30"}, "opens_on", "没有“2027-02-30”这一天，请核对。"),
        ({"due_on": "2027-01-09"}, "due_on", "截止日期不能早于开始日期。"),
        ({"due_on": ""}, "due_on", "请填写报送截止日期。"),
        ({"notice": "长" * 2001}, "notice", "最多 2000 个字，现有 2001 个字。"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_everything_typed_stays(world, sign_in, change, field, message):
    response = sign_in(world.administrator).post(OPEN, SAID | change)

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors == {field: [message]}
    assert {name: form[name].value() for name in SAID} == SAID | change
    assert (Round.objects.count(), FiscalYear.objects.filter(year=2026).count()) == (1, 0)


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=list(PRESETS))
def test_an_unchanged_page_gives_the_same_scheme(scheme):
    form = SchemeForm(scheme, typed(scheme))

    assert form.is_valid(), list(form.errors())
    assert form.result == scheme


def test_a_scheme_is_edited_before_the_first_submission(world, sign_in):
    wanted = replace(
        SCHEME_2020_10,
        execution=Decimal(20),
        groups=(("产出指标", Decimal("40.5")), ("效益指标", Decimal("39.5"))),
        execution_method=ExecutionMethod.BANDED,
        execution_bands=((Decimal(90), Decimal(10)), (Decimal(0), Decimal(0))),
        over_fulfilment=OverFulfilment.FIXED,
        caps=((Decimal(70), Decimal(79)),),
        thresholds=replace(SCHEME_2020_10.thresholds, shortest_reason=30),
    )
    said = typed(SCHEME_2020_10) | {
        "execution": "20",
        "execution_method": "banded",
        "over_fulfilment": "fixed",
        "limit-shortest_reason": "30",
        "groups-0-weight": "40.5",
        "groups-1-weight": "39.5",
        "groups-2-name": "",
        "groups-2-weight": "",
        "execution_bands-0-start": "90",
        "execution_bands-0-points": "10",
        "execution_bands-1-start": "0",
        "execution_bands-1-points": "0",
        "caps-0-below": "70",
        "caps-0-limit": "79",
    }

    response = sign_in(world.performance_reviewer).post(scheme_page(world), said)

    assert response["Location"] == scheme_page(world)
    assert scheme_of(Round.objects.get()) == wanted
    assert set(Assessment.objects.values_list("execution_weight", flat=True)) == {Decimal(20)}
    assert LogEntry.objects.filter(action="revise_scheme", actor=world.performance_reviewer).count() == 2


def test_every_threshold_of_the_checks_belongs_to_the_round(world, sign_in):
    limits = {field.name: getattr(SCHEME_2020_10.thresholds, field.name) + 1 for field in fields(Thresholds)}
    said = typed(SCHEME_2020_10) | {f"limit-{name}": str(value) for name, value in limits.items()}

    sign_in(world.administrator).post(scheme_page(world), said)

    assert scheme_of(Round.objects.get()).thresholds == Thresholds(**limits)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"execution": "11"}, "预算执行率与各一级指标分值合计为 101 分，应为 100 分。"),
        ({"execution": "十"}, "预算执行率分值：“十”不是数字，请填写 1234.56 这样的数字。"),
        ({"execution": ""}, "预算执行率分值：请填写预算执行率分值。"),
        ({"groups-0-weight": "-50"}, "分值：不能为负数。"),
        ({"groups-0-weight": ""}, "分值：请填写，或清空整行。"),
        ({"groups-1-name": "产出指标"}, "一级指标不能重复。"),
        ({"execution_method": "banded"}, "选择分档计分时，须填写预算执行率分档。"),
        ({"grades-0-start": "70"}, "等级标准须从高到低填写，不能重复。"),
        ({"grades-3-start": "10"}, "等级标准的最后一档须从 0 分起。"),
        (
            {"caps-0-below": "70", "caps-0-limit": "79", "caps-1-below": "70", "caps-1-limit": "69"},
            "总分封顶（按执行率）的各档不能重复。",
        ),
        ({"limit-shortest_reason": "1.5"}, "偏差原因最少字数：最多保留 0 位小数。"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(world, sign_in, change, message):
    said = typed(SCHEME_2020_10) | change

    response = sign_in(world.administrator).post(scheme_page(world), said)

    assert response.status_code == 422
    assert [text for _, text in response.context["errors"]] == [message]
    assert scheme_of(Round.objects.get()) == SCHEME_2020_10


def test_after_a_submission_the_scheme_stands(world, sign_in):
    world.fill()
    world.bring_to(*SUBMITTING)
    client = sign_in(world.administrator)

    response = client.post(scheme_page(world), typed(SCHEME_2020_10) | {"name": "另一方案"})

    assert response.status_code == 422
    assert "已有部门按此方案报送，评分方案不能再调整。" in response.content.decode()
    assert "<fieldset" in (html := client.get(scheme_page(world)).content.decode())
    assert "保存方案" not in html


def test_departments_founded_since_are_named_and_included(world, sign_in):
    Department.objects.create(name="数据局")
    include = reverse("assessments:round_include", args=[world.round.pk])
    assert sign_in(world.section_reviewer).post(include).status_code == 404
    client = sign_in(world.performance_reviewer)
    assert "数据局尚未纳入" in client.get(LIST).content.decode()
    client.post(include)
    assert "尚未纳入" not in client.get(LIST).content.decode()
    assert world.round.assessments.filter(department__name="数据局").count() == 1


def test_the_newest_round_comes_first(world, sign_in):
    client = sign_in(world.performance_reviewer)
    confirmed(client)

    response = client.get(LIST)

    assert [row.round.fiscal_year.year for row in response.context["rounds"]] == [2026, YEAR]
    assert [each.round.fiscal_year.year for each in response.context["current"]] == [2026, 2025]


def test_queries_of_the_list_do_not_grow(world, sign_in, django_assert_num_queries):
    client = sign_in(world.administrator)
    client.get(LIST)
    for more in (3, 27):
        add_departments(world, more)
        with django_assert_num_queries(7):
            client.get(LIST)
