"""The pages on which a department fills in: who sees what, what is saved, what is refused and how."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import save_section, version_of
from assessments.drafting.prefill import prefill
from assessments.exchange import file_format
from assessments.facts_loader import facts_of
from assessments.models import Assessment, LogEntry
from assessments.review.actions import comment_on_field
from assessments.schema import facts as f
from assessments.schema.scheme import SCHEME_2020_10
from assessments.schema.stable_places import pointer_of, stable_place
from assessments.terms import Action, Completeness, Section
from assessments.web.forms.fields import DateField, DueField, FigureField, TextField
from assessments.web.sections.section_page import open_page
from assessments.workflow import open_round
from budgets.models import Indicator, Project
from tests.assessments.web.posting import posted
from tests.factories import REVIEWING, SUBMITTING, World, complete_facts, complete_project, indicator, wan

AUTOSAVE = {"X-Autosave": "1", "X-Requested-With": "XMLHttpRequest"}
DEPARTMENT_SECTIONS = [section for section in Section if not section.is_per_project]


@pytest.fixture
def filled(world: World) -> World:
    world.fill(
        replace(complete_facts(), projects=(complete_project(unit="信访服务中心"), complete_project("维护", "54")))
    )
    return world


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(world: World, section: Section, project: int = 0) -> str:
    if not section.is_per_project:
        return f"/assessments/{world.assessment.pk}/{section}/"
    row = facts_of(world.fresh()).projects[project].row
    return f"/assessments/{world.assessment.pk}/projects/{row}/{section}/"


def page_of(world: World, section: Section, user=None):
    project = facts_of(world.fresh()).projects[0].row if section.is_per_project else None
    return open_page(user or world.preparer, world.assessment.pk, section, project)


def as_shown(world: World, section: Section, **typed: str) -> dict[str, str]:
    """The section's form as the browser would send it back, with some fields typed anew."""
    page = page_of(world, section)
    data = posted(page.form) | {name.replace("__", "-"): value for name, value in typed.items()}
    return data | {"seen_version": str(page.draft.version), "_action": "save"}


def statuses(world: World, who: str) -> set[int]:
    client = browser(world.people[who])
    return {client.get(address(world, section)).status_code for section in Section}


@pytest.mark.parametrize("who", ["preparer", "head", "section_reviewer", "performance_reviewer"])
def test_who_has_to_do_with_it_sees_every_section(filled, who):
    assert statuses(filled, who) == {200}


@pytest.mark.parametrize("who", ["other_preparer", "other_section_reviewer", "stranger"])
def test_who_has_not_finds_nothing(filled, who):
    assert statuses(filled, who) == {404}


def test_a_units_preparer_sees_the_units_own_projects_only(filled):
    client = browser(filled.unit_preparer)
    seen = {section for section in Section if client.get(address(filled, section)).status_code == 200}

    assert seen == {Section.FUNDING, Section.RESULTS}
    assert {client.get(address(filled, section, project=1)).status_code for section in seen} == {404}


def test_a_section_stands_only_at_its_own_address(filled):
    pk, row, client = filled.assessment.pk, Project.objects.first().pk, browser(filled.preparer)
    wrong = [
        f"/assessments/{pk}/{section}/" if section.is_per_project else f"/assessments/{pk}/projects/{row}/{section}/"
        for section in Section
    ]

    assert {client.get(path).status_code for path in wrong} == {404}


def test_who_may_not_write_reads_text(filled):
    client = browser(filled.section_reviewer)
    for section in Section:
        html = client.get(address(filled, section)).content.decode()

        assert [mark for mark in ("<textarea", "seen_version", "_action", "js/section.js") if mark in html] == []


def test_reading_and_computing_write_nothing(filled):
    client, log = browser(filled.preparer), LogEntry.objects.count()
    before = facts_of(filled.fresh())

    for section in Section:
        client.get(address(filled, section))
        client.post(address(filled, section) + "compute/", as_shown(filled, section))

    assert (facts_of(filled.fresh()), LogEntry.objects.count()) == (before, log)


# Before a submission: to look at a section; to save it with every text changed, by hand and by script; to save it with
# the first row of every list removed and another added. What is removed is looked through for what hangs on it.
QUERIES = {
    Section.OVERVIEW: (8, 18, 18, 18),
    Section.FINANCE: (12, 20, 20, 22),
    Section.PROJECTS: (8, 15, 15, 40),
    Section.FUNDING: (8, 17, 17, 18),
    Section.RESULTS: (9, 21, 21, 29),
    Section.GOALS: (10, 23, 23, 39),
    Section.NARRATIVE: (6, 16, 16, 16),
    Section.RECTIFICATION: (7, 14, 14, 15),
    Section.ATTACHMENTS: (8, 16, 16, 16),
}


def _big_paper(world: World, rows: int) -> None:
    indicators = tuple(indicator(f"指标{at}", "产出指标", "数量指标", "1") for at in range(rows))
    projects = tuple(replace(complete_project(f"项目{at}"), indicators=indicators[:1]) for at in range(1, rows))
    projects = (replace(complete_project(), indicators=indicators), *projects)
    attachments = tuple(f"附件{at}" for at in range(rows))
    world.fill(replace(complete_facts(projects=projects), indicators=indicators, attachments=attachments))


def _changed(world: World, section: Section) -> dict[str, str]:
    texts = [
        each.html_name for each in page_of(world, section).form.bound_fields() if isinstance(each.field, TextField)
    ]
    shown = as_shown(world, section)
    return shown | {name: f"{shown[name]}改" for name in texts if shown.get(name)}


def _with_other_rows(world: World, section: Section) -> dict[str, str]:
    """The first row of every list is a new one, and the one that stood there is gone."""
    changed = _changed(world, section)
    return changed | {name: "" for name in changed if name.endswith("-0-row")}


def _queries(client: Client, path: str, data: dict[str, str] | None, **headers: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path) if data is None else client.post(path, data, headers=headers)
    assert answer.status_code in {200, 302}
    return len(seen)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_same_queries_for_three_rows_and_for_thirty(world: World, rows: int) -> None:
    _big_paper(world, rows)
    client, found = browser(world.preparer), {}
    for section in sorted(Section, key=Section.PROJECTS.__eq__):  # its rows go last, and with them what stands below
        path = address(world, section)
        client.get(path)
        found[section] = (
            _queries(client, path, None),
            _queries(client, path, _changed(world, section)),
            _queries(client, path, _changed(world, section), **AUTOSAVE),
            _queries(client, path, _with_other_rows(world, section)),
        )

    assert found == QUERIES


def test_an_untouched_form_saves_without_changing_anything(filled):
    client, before = browser(filled.preparer), facts_of(filled.fresh())

    for section in Section:
        response = client.post(address(filled, section), as_shown(filled, section))

        assert (response.status_code, response.headers.get("Location")) == (302, address(filled, section))
    assert facts_of(filled.fresh()) == before


def test_saving_goes_on_to_the_next_section(filled):
    data = as_shown(filled, Section.OVERVIEW) | {"_action": "continue"}

    response = browser(filled.preparer).post(address(filled, Section.OVERVIEW), data)

    assert response.headers["Location"] == address(filled, Section.FINANCE)


def test_after_the_last_section_comes_the_check(filled):
    data = as_shown(filled, Section.ATTACHMENTS) | {"_action": "continue"}

    response = browser(filled.preparer).post(address(filled, Section.ATTACHMENTS), data)

    assert response.headers["Location"] == f"/assessments/{filled.assessment.pk}/check/"


def unreadable(bound) -> str:
    """Something that the field cannot read; "" where it reads anything."""
    field = bound.field
    if isinstance(field, FigureField):
        return "7,00.0,77"
    if isinstance(field, DueField):
        return "办公室"
    if isinstance(field, DateField):
        return "昨天下午"
    if isinstance(field, forms.ChoiceField):
        return "另一种"
    return "" if bound.is_checkbox else "看不见的\x07字"


@pytest.mark.parametrize("section", Section)
def test_whatever_cannot_be_read_is_kept_at_its_field(filled, section):
    client, path = browser(filled.preparer), address(filled, section)
    shown = as_shown(filled, section)
    bad = {
        bound.html_name: text
        for bound in page_of(filled, section).form.bound_fields()
        if not bound.is_locked and (text := unreadable(bound))
    }
    assert bad

    response = client.post(path, shown | bad)

    assert (response.status_code, response.headers["Location"]) == (302, path)
    for _ in range(2):  # a new browser finds it too
        html = browser(filled.preparer).get(path).content.decode()
        page = page_of(filled, section)
        kept = [bound.value() for bound in page.form.bound_fields() if bound.messages]
        assert sorted(map(str, kept)) == sorted(bad.values())
        assert "<title>错误：" in html
    facts = facts_of(filled.fresh())
    state = page_of(filled, section).state
    assert len(facts.unread) >= len(bad)
    assert (state.state, len(state.missing) > 0) == (Completeness.INCOMPLETE, True)
    # What a browser has kept of it is known as saved, and is no conflict with oneself.
    drawn = client.post(path, shown | bad | {"_action": "edit"}).content.decode()
    assert " data-saved" in drawn
    again = client.post(path, as_shown(filled, section) | {"_action": "save"})
    assert (again.status_code, facts_of(filled.fresh())) == (302, facts)
    assert facts_of(filled.fresh()).unread == facts.unread

    client.post(path, as_shown(filled, section) | {name: shown[name] for name in bad if name in shown})

    assert facts_of(filled.fresh()).unread == {}


def test_what_can_be_read_is_saved_beside_what_cannot(filled):
    before = facts_of(filled.fresh())
    data = as_shown(filled, Section.FINANCE, revenue__total="7,00.0,77", expenditure__basic="171.00")

    html = browser(filled.preparer).post(address(filled, Section.FINANCE), data, follow=True).content.decode()

    assert '<a href="#f-revenue-total">收入合计（万元）：“7,00.0,77”不是数字，请填写 1234.56 这样的数字。</a>' in html
    assert ('value="7,00.0,77"' in html, 'value="171.00"' in html) == (True, True)
    saved = facts_of(filled.fresh())
    assert saved == replace(
        before,
        revenue=replace(before.revenue, total=None),
        expenditure=replace(before.expenditure, basic=wan("171")),
    )
    assert saved.unread == {"/revenue/total": "7,00.0,77"}
    assert "7,00.0,77" not in file_format.dumps(saved)


def test_what_cannot_be_read_stops_the_submission_only(filled):
    path = address(filled, Section.RECTIFICATION)
    browser(filled.preparer).post(path, as_shown(filled, Section.RECTIFICATION, rectifications__0__due="办公室"))

    assert "还有 1 个部分未填完" in check_up(filled.fresh()).blockers
    html = browser(filled.preparer).get(f"/assessments/{filled.assessment.pk}/check/").content.decode()
    assert f"{path}#f-rectifications-0-due" in html
    assert "“办公室”无法识别" in html


def test_rows_that_cannot_be_placed_stay_where_they_were_typed(filled):
    path = address(filled, Section.PROJECTS)
    data = as_shown(filled, Section.PROJECTS)
    first, second = ({name: text for name, text in data.items() if name.startswith(f"projects-{at}-")} for at in (0, 1))
    others = {name: text for name, text in data.items() if not name.startswith("projects-")}
    between = {"projects-7-row": "", "projects-7-code": "101", "projects-7-exempt_reason": "涉密"}

    browser(filled.preparer).post(path, others | first | between | second)

    rows = [[form["name"].value(), form["code"].value()] for form in page_of(filled, Section.PROJECTS).form.projects]
    assert [row[0] or "" for row in rows] == ["信访事项办理", "", "维护"]
    assert rows[1][1] == "101"
    assert len(facts_of(filled.fresh()).projects) == 2
    named = as_shown(filled, Section.PROJECTS) | {"projects-2-name": "保密项目"}
    browser(filled.preparer).post(path, named)
    assert [project.name for project in facts_of(filled.fresh()).projects] == ["信访事项办理", "保密项目", "维护"]
    assert facts_of(filled.fresh()).unread == {}


def test_a_saved_project_keeps_its_name_until_another_can_be_read(filled):
    path = address(filled, Section.PROJECTS)
    browser(filled.preparer).post(path, as_shown(filled, Section.PROJECTS, projects__0__name="长" * 201))

    assert facts_of(filled.fresh()).projects[0].name == "信访事项办理"
    assert page_of(filled, Section.PROJECTS).form.projects.forms[0]["name"].value() == "长" * 201


def test_a_stale_save_compares_what_cannot_be_read_too(filled):
    data = as_shown(filled, Section.FINANCE, revenue__total="一千")
    theirs = as_shown(filled, Section.FINANCE, revenue__total="两千")
    client, path = browser(filled.preparer), address(filled, Section.FINANCE)
    client.post(path, theirs)

    response = client.post(path, data)

    assert response.status_code == 409
    assert response.context["differences"] == [("收入合计（万元）", "一千", "两千")]


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30])
def test_a_save_that_has_seen_no_version_is_stale(filled, seen):
    data = as_shown(filled, Section.NARRATIVE, narrative__problems="新") | {"seen_version": seen}

    response = browser(filled.preparer).post(address(filled, Section.NARRATIVE), data)

    assert response.status_code == 409


def test_a_stale_save_shows_both_versions_and_writes_neither(filled):
    data = as_shown(filled, Section.NARRATIVE, narrative__problems="我的")
    version = int(data["seen_version"])
    theirs = replace(facts_of(filled.fresh()).narrative, problems="同事的")
    save_section(filled.head, filled.assessment.pk, Section.NARRATIVE, theirs, seen_version=version)
    client = browser(filled.preparer)

    response = client.post(address(filled, Section.NARRATIVE), data)

    assert response.status_code == 409
    assert response.context["differences"] == [("存在的问题", "我的", "同事的")]
    assert facts_of(filled.fresh()).narrative.problems == "同事的"
    typed = dict(response.context["typed"]) | {"seen_version": str(version + 1), "_action": "save"}
    assert client.post(address(filled, Section.NARRATIVE), typed).status_code == 302
    assert facts_of(filled.fresh()).narrative.problems == "我的"


def test_autosave_answers_a_script(filled):
    data = as_shown(filled, Section.RECTIFICATION) | {"rectifications-7-row": "", "rectifications-7-problem": "新问题"}

    response = browser(filled.preparer).post(address(filled, Section.RECTIFICATION), data, headers=AUTOSAVE)

    saved = facts_of(filled.fresh()).rectifications
    draft = version_of(filled.assessment.pk, Section.RECTIFICATION)
    assert response.json() == {
        "version": draft.version,
        "saved_at_text": timezone.localtime(draft.saved_at).strftime("%H:%M"),
        "missing": page_of(filled, Section.RECTIFICATION).missing_text,
        "rows": {"rectifications-0-row": str(saved[0].row), "rectifications-7-row": str(saved[1].row)},
        "unread": [],
    }


def test_autosave_says_which_rows_nested_ones_became(filled):
    data = as_shown(filled, Section.GOALS)
    data |= {"goals-sub-3-row": "", "goals-sub-3-name": "维稳", "goals-sub-3-indicators-5-name": "次数"}

    response = browser(filled.preparer).post(address(filled, Section.GOALS), data, headers=AUTOSAVE)

    added = facts_of(filled.fresh()).goals.sub[1]
    rows = response.json()["rows"]
    assert rows["goals-sub-3-row"] == str(added.row)
    assert rows["goals-sub-3-indicators-5-row"] == str(added.indicators[0].row)


def test_autosave_refuses_in_numbers(filled):
    client, path = browser(filled.preparer), address(filled, Section.NARRATIVE)
    stale = as_shown(filled, Section.NARRATIVE, narrative__problems="我的") | {"seen_version": "0"}
    broken = as_shown(filled, Section.NARRATIVE, narrative__problems="\x07")

    conflict, invalid = (client.post(path, data, headers=AUTOSAVE) for data in (stale, broken))

    assert (conflict.status_code, invalid.status_code) == (409, 200)
    assert [row["yours"] for row in conflict.json()["differences"]] == ["我的"]
    assert [row["id"] for row in invalid.json()["unread"]] == ["f-narrative-problems"]
    client.post(path, as_shown(filled, Section.NARRATIVE, narrative__problems="无"), headers=AUTOSAVE)
    filled.bring_to(*SUBMITTING)
    late = client.post(path, as_shown(filled, Section.NARRATIVE, narrative__problems="晚"), headers=AUTOSAVE)
    assert late.status_code == 403
    assert late.json()["message"]


def test_after_handing_in_a_save_is_refused_with_its_reason_and_the_text_stays_on_the_page(filled):
    data = as_shown(filled, Section.NARRATIVE, narrative__problems="来不及保存的文字")
    filled.bring_to(*SUBMITTING)

    response = browser(filled.preparer).post(address(filled, Section.NARRATIVE), data)

    assert response.status_code == 403
    assert "来不及保存的文字" in response.content.decode()
    assert facts_of(filled.fresh()).narrative.problems != "来不及保存的文字"


def test_ten_megabytes_in_a_field_get_an_answer_at_its_place(filled):
    data = as_shown(filled, Section.NARRATIVE, narrative__problems="字" * 3_500_000)

    response = browser(filled.preparer).post(address(filled, Section.NARRATIVE), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#f-narrative-problems">存在的问题：最多 20000 个字，现有 3500000 个字。</a>' in html
    assert html.count("字" * 3_500_000) == 1


def test_a_grade_that_is_called_by_digits_is_no_row(world):
    """An imported paper may call its grades "3" or "³": the page shows their counts, by these names."""
    totals = f.ProjectTotals(by_grade=(("3", 1), ("³", 2)))
    world.fill(replace(complete_facts(), project_totals=totals))

    html = browser(world.preparer).get(address(world, Section.FINANCE)).content.decode()

    assert "项目评为“3”的个数" in html
    assert "项目评为“³”的个数" in html


@pytest.mark.parametrize("section", DEPARTMENT_SECTIONS)
def test_markup_stays_text(filled, section):
    attack = "</textarea><script>alert(1)</script>"
    client = browser(filled.preparer)
    shown = as_shown(filled, section)
    names = {bound.html_name for bound in page_of(filled, section).form.bound_fields() if not bound.is_figure}
    data = {name: attack if name in names and "fund" not in name else value for name, value in shown.items()}

    for action in ("save", "edit", "add_row:x"):
        html = client.post(address(filled, section), data | {"_action": action}, follow=True).content.decode()
        assert attack not in html


def test_a_row_more_keeps_what_was_typed_and_complains_of_nothing(filled):
    data = as_shown(filled, Section.FINANCE, revenue__total="abc") | {"_action": "add_row:revenue-lines"}

    response = browser(filled.preparer).post(address(filled, Section.FINANCE), data)

    html = response.content.decode()
    assert response.status_code == 200
    assert ('id="f-revenue-lines-2-amount"' in html, 'value="abc"' in html) == (True, True)
    assert ("data-error-summary" in html, "is-invalid" in html) == (False, False)


def test_computing_follows_the_typing(filled):
    data = as_shown(filled, Section.FINANCE, revenue__lines__0__amount="229.64")

    answer = browser(filled.preparer).post(address(filled, Section.FINANCE) + "compute/", data).json()

    assert answer["outputs"]["o-revenue-total"] == "241.88"
    assert answer["outputs"]["o-revenue-total-difference"] == "相差 43.99"
    assert answer["differing"] == ["o-revenue-total"]


def test_computing_is_for_who_sees_the_section(filled):
    path = address(filled, Section.RESULTS) + "compute/"

    assert browser(filled.other_preparer).post(path, {}).status_code == 404
    assert browser(filled.preparer).get(path).status_code == 405


@pytest.fixture
def approved(filled) -> Indicator:
    row = Indicator.objects.filter(project__isnull=False).first()
    row.approved = True
    row.save()
    return row


def test_an_approved_target_changes_only_with_a_reason_and_leaves_a_trace(filled, approved):
    client, path = browser(filled.preparer), f"/assessments/{filled.assessment.pk}/indicators/{approved.pk}/target/"
    section = client.get(address(filled, Section.RESULTS)).content.decode()

    refused = client.post(path, {"new_value": "38", "reason": " ", "document": ""})
    changed = client.post(path, {"new_value": "38", "reason": "人员减少", "document": "〔2025〕18号"})

    assert f'href="{path}"' in section
    assert (refused.status_code, refused.context["form"].errors) == (422, {"reason": ["请填写调整原因。"]})
    assert changed.headers["Location"] == f"{address(filled, Section.RESULTS)}#f-projects-0-indicators-0-target"
    approved.refresh_from_db()
    assert (approved.target, approved.adjusted_target) == ("40", "38")
    page = client.get(path).content.decode()
    assert all(text in page for text in ("人员减少", "〔2025〕18号", "填报人甲"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("preparer", 200), ("unit_preparer", 200), ("section_reviewer", 200), ("other_preparer", 404), ("stranger", 404)],
)
def test_who_sees_the_page_of_a_target(filled, approved, who, status):
    path = f"/assessments/{filled.assessment.pk}/indicators/{approved.pk}/target/"

    assert browser(filled.people[who]).get(path).status_code == status


def test_only_approved_targets_have_that_page(filled):
    row = Indicator.objects.filter(approved=False).first()

    assert (
        browser(filled.preparer).get(f"/assessments/{filled.assessment.pk}/indicators/{row.pk}/target/").status_code
        == 404
    )


def test_a_remark_stands_beside_its_field_with_a_box_for_the_answer(filled):
    filled.bring_to(*REVIEWING)
    facts = facts_of(filled.fresh())
    place = stable_place(facts, "/projects/0/indicators/1/score")
    remark = comment_on_field(filled.section_reviewer, filled.assessment.pk, place, "得分", "佐证不足")
    filled.bring_to(Action.RETURN_FOR_CHANGES)
    client = browser(filled.preparer)

    page = page_of(filled, Section.RESULTS)
    html = client.get(address(filled, Section.RESULTS)).content.decode()

    assert {bound.html_name: list(bound.remarks) for bound in page.form.bound_fields() if bound.remarks} == {
        "indicators-1-score": [remark]
    }
    assert f'id="remark-{remark.pk}"' in html
    assert f'name="answer-{remark.pk}"' in html
    data = as_shown(filled, Section.RESULTS) | {f"answer-{remark.pk}": "已补充", "indicators-1-actual": "97"}

    answered = client.post(address(filled, Section.RESULTS), data)

    assert answered.status_code == 302
    remark.refresh_from_db()
    saved = facts_of(filled.fresh()).projects[0].indicators[1].actual
    assert (remark.answer, saved) == ("已补充", "97")
    refused = client.post(address(filled, Section.RESULTS), data | {f"answer-{remark.pk}": "长" * 2001})
    assert (refused.status_code, "长" * 2001 in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "pointer",
    [
        "/projects/0/indicators/1/score",
        "/revenue/lines/1/amount",
        "/narrative/problems",
        "/goals/overall/0",
        "/units/0",
    ],
)
def test_a_stable_place_leads_back_to_its_pointer(filled, pointer):
    facts = facts_of(filled.fresh())

    assert pointer_of(facts, stable_place(facts, pointer)) == pointer


def test_what_came_from_last_year_is_marked_until_it_is_saved(filled):
    today = timezone.localdate()
    open_round(None, 2026, today - timedelta(days=1), today + timedelta(days=9), SCHEME_2020_10)
    new = Assessment.objects.select_related("round__fiscal_year", "department").get(
        round__fiscal_year__year=2026, department=filled.own
    )
    prefill(new)
    page = open_page(filled.preparer, new.pk, Section.OVERVIEW, None)
    client, path = browser(filled.preparer), f"/assessments/{new.pk}/overview/"

    assert page.prefilled == {
        "department-code", "department-self_noun", "department-internal_offices", "department-staff_on_post", "units-0",
    }  # fmt: skip
    assert client.get(path).content.decode().count(">上年带入<") == 5
    client.post(path, posted(page.form) | {"seen_version": "0"})
    assert client.get(path).content.decode().count("上年带入") == 0
