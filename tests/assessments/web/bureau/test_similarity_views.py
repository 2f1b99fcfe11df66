"""Who reads whose words beside whose: the comparison, and the round's list of near-copies."""

from dataclasses import replace

import pytest
from django.urls import reverse

from assessments.models import Assessment, Round
from assessments.review.actions import explain
from assessments.rules.text.similarity import letters
from assessments.schema.facts import Narrative
from assessments.schema.pointers import word
from assessments.similarity import narrative_of
from assessments.workflow import start_assessment
from budgets.models import Department, FinanceSection
from tests.factories import APPROVING, REVIEWING, complete_facts
from tests.narratives import make_round, narrative, prose, write_narrative
from tests.security.pages import Page

LIST = reverse("assessments:copies_list")
SECRET = prose("nobody else may read this", 8)


def address(assessment):
    return reverse("assessments:copies", args=[assessment.pk])


def copied(world):
    """The own narrative is largely the other department's, which has one paragraph more."""
    world.fill()
    said = complete_facts().narrative
    write_narrative(world.other_assessment, replace(said, rectification=f"{said.rectification}{SECRET}"))


def marked(response):
    """The marked words of every column."""
    return [
        ["".join(mark.itertext()) for mark in column.iter("mark") if "copied" in (mark.get("class") or "")]
        for area in Page(response).root.iter("div")
        if area.get("class") == "side-by-side"
        for column in area.findall("div")
    ]


def test_the_department_reads_its_own_words_and_the_other_s_name(world, sign_in):
    copied(world)

    for user in (world.preparer, world.head, world.section_reviewer):
        response = sign_in(user).get(address(world.assessment))
        text = Page(response).text
        assert "与教育局对照" in text
        assert "只显示信访局的文字" in text
        assert SECRET not in response.content.decode()
        assert [column.title for item in response.context["page"].comparisons for column in item.columns] == ["信访局"]
    (own,) = marked(response)
    assert letters(complete_facts().narrative.organisation)[0][:30] in letters("".join(own))[0]


@pytest.mark.parametrize("person", ["performance_reviewer", "administrator"])
def test_who_may_open_both_papers_reads_them_side_by_side(world, sign_in, person):
    copied(world)

    response = sign_in(world.people[person]).get(address(world.assessment))

    assert SECRET in response.content.decode()
    left, right = marked(response)
    assert [letters(text)[0] for text in left] == [letters(text)[0] for text in right]
    assert SECRET[:12] not in "".join(right)


def test_a_section_that_has_both_reads_both(world, sign_in):
    copied(world)
    Department.objects.update(section=world.section)

    assert SECRET in sign_in(world.section_reviewer).get(address(world.assessment)).content.decode()
    assert sign_in(world.other_section_reviewer).get(address(world.assessment)).status_code == 404


@pytest.mark.parametrize("person", ["other_preparer", "other_head", "unit_preparer", "stranger"])
def test_nobody_else_finds_the_comparison(world, sign_in, person):
    copied(world)

    assert sign_in(world.people[person]).get(address(world.assessment)).status_code == 404


def test_every_number_leads_to_its_other_side(world, sign_in):
    copied(world)
    root = Page(sign_in(world.administrator).get(address(world.assessment))).root
    anchors = {element.get("id") for element in root.iter("mark")} - {None}
    ways = [element.get("href")[1:] for element in root.iter("a") if element.get("class") == "copied-number"]

    assert len(ways) == len(set(ways)) > 1
    assert set(ways) == anchors


def last_year_and_this(world, said):
    """Last year's report is approved; this year's says `said`."""
    world.fill()
    world.bring_to(*APPROVING)
    make_round(0, year=2026)
    round_ = Round.objects.get(fiscal_year__year=2026)
    this_year, _ = start_assessment(round_, world.own)
    write_narrative(this_year, said)
    return this_year


def test_a_department_reads_last_year_beside_this_year(world, sign_in):
    said = replace(complete_facts().narrative, organisation=prose("new", 4))
    response = sign_in(world.preparer).get(address(last_year_and_this(world, said)))

    assert "与上年报告对照" in Page(response).text
    (comparison,) = response.context["page"].comparisons
    assert [column.title for column in comparison.columns] == ["2026年度", "2025年度"]
    left, right = marked(response)
    assert [letters(text)[0] for text in left] == [letters(text)[0] for text in right]
    assert complete_facts().narrative.organisation in response.content.decode()


def test_nothing_alike_says_so(world, sign_in):
    world.fill()

    assert "没有需要对照的文字。" in Page(sign_in(world.preparer).get(address(world.assessment))).text
    this_year = last_year_and_this(world, Narrative(organisation=prose("new", 20)))
    assert "没有需要对照的文字。" in Page(sign_in(world.preparer).get(address(this_year))).text


def test_words_are_shown_as_text(world, sign_in):
    hostile = replace(complete_facts().narrative, problems=f"<script>x()</script>{prose('x', 3)}")
    for row in (world.assessment, world.other_assessment):
        write_narrative(row, hostile)

    html = sign_in(world.administrator).get(address(world.assessment)).content.decode()

    assert "<script>x()" not in html
    assert html.count("&lt;script&gt;") == 2


def test_the_finding_leads_there_on_both_sides(world, sign_in):
    copied(world)
    check = sign_in(world.preparer).get(reverse("assessments:check", args=[world.assessment.pk]))
    assert f'href="{address(world.assessment)}"' in check.content.decode()
    (row,) = [row for row in check.context["page"].warnings if row.item.finding.code == "K59"]
    explain(world.preparer, world.assessment.pk, "K59", row.item.stable_place, row.item.finding.message, "统一范本。")

    world.bring_to(*REVIEWING)

    review = sign_in(world.section_reviewer).get(reverse("assessments:review", args=[world.assessment.pk]))
    assert f'href="{address(world.assessment)}"' in review.content.decode()


@pytest.mark.parametrize("person", ["preparer", "head", "unit_preparer", "stranger"])
def test_a_department_finds_no_list(world, sign_in, person):
    assert sign_in(world.people[person]).get(LIST).status_code == 404


def test_an_empty_list_says_so(world, sign_in):
    assert "没有发现文字雷同。" in Page(sign_in(world.administrator).get(LIST)).text


def rows(response):
    return [
        (row.first.department.name, row.second.department.name, row.fields, bool(row.url))
        for row in response.context["pairs"].rows
    ]


def test_pairs_stand_with_the_copy_first_and_its_fields(world, sign_in):
    copied(world)

    response = sign_in(world.section_reviewer).get(LIST)

    ((first, second, named, has_url),) = rows(response)
    assert (first, second, has_url) == ("信访局", "教育局", True)
    assert named == tuple(word(f"/narrative/{name}") for name in Narrative.__dataclass_fields__)
    (row,) = response.context["pairs"].rows
    assert row.of_first == 100
    assert row.of_second < 100
    assert row.url == f"{address(world.assessment)}#with-{world.other_assessment.pk}"
    assert f'id="with-{world.other_assessment.pk}"' in sign_in(world.section_reviewer).get(row.url).content.decode()


def test_each_reviewer_gets_the_pairs_of_the_own_part(world, sign_in):
    copied(world)
    third, fourth = (
        start_assessment(
            world.round, Department.objects.create(name=name, section=FinanceSection.objects.create(name=name))
        )[0]
        for name in ("水利局", "林业局")
    )
    for row in (third, fourth):
        write_narrative(row, narrative("shared"))

    seen = {
        name: [(first, second) for first, second, _, _ in rows(sign_in(world.people[name]).get(LIST))]
        for name in ("section_reviewer", "other_section_reviewer", "performance_reviewer")
    }

    ours, theirs = ("信访局", "教育局"), ("水利局", "林业局")
    assert seen["section_reviewer"] == seen["other_section_reviewer"] == [ours]
    assert sorted(seen["performance_reviewer"]) == sorted([ours, theirs])


def test_a_pair_whose_comparison_one_may_not_open_has_no_link(world, sign_in):
    """The copied side lies in another section, and of the own text too little is alike for its own page."""
    world.fill()
    said = complete_facts().narrative
    longer = replace(said, rectification=f"{said.rectification}{prose('long', 30)}")
    write_narrative(world.other_assessment, longer)

    seen = {
        name: rows(sign_in(world.people[name]).get(LIST)) for name in ("section_reviewer", "other_section_reviewer")
    }

    assert {name: [(*row[:2], row[3]) for row in found] for name, found in seen.items()} == {
        "section_reviewer": [("信访局", "教育局", True)],
        "other_section_reviewer": [("信访局", "教育局", False)],
    }


def test_the_list_is_narrowed_by_name_and_by_round(world, sign_in):
    copied(world)
    make_round(3, {1: narrative(0)}, opening="", year=2024)
    client = sign_in(world.performance_reviewer)
    older = Assessment.objects.get(department__name="第000局").round_id

    assert [row[:2] for row in rows(client.get(LIST))] == [("信访局", "教育局")]
    assert [row[:2] for row in rows(client.get(f"{LIST}?round={older}"))] == [("第000局", "第001局")]
    assert [row[:2] for row in rows(client.get(f"{LIST}?round=x&name=教育"))] == [("信访局", "教育局")]
    assert "没有符合条件的部门。" in Page(client.get(f"{LIST}?name=没有")).text


def test_a_long_list_is_paged(world, sign_in):
    make_round(24, dict.fromkeys(range(4), narrative("a")) | dict.fromkeys(range(4, 8), narrative("b")), year=2030)
    client = sign_in(world.administrator)

    response = client.get(LIST)

    assert len(rows(response)) == 12
    assert "共 12 对部门" in Page(response).text
    assert narrative_of(world.assessment) == Narrative()
