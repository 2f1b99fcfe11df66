"""Near-copies of a round: what is found, in how many queries, and that the stored sample follows the text."""

from dataclasses import fields, replace
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.checkup import check_up
from assessments.drafting import replace_draft, save_section, version_of
from assessments.models import Assessment, NarrativeShingle
from assessments.rules.text.similarity import prose_of, sample_of, similarity
from assessments.schema.facts import Narrative
from assessments.similarity import MOST_PAIRS, near_copies_of, near_pairs, neighbours_of
from assessments.terms import Section
from tests.factories import complete_facts
from tests.narratives import NOTICE, make_round, narrative, prose, write_narrative

pytestmark = pytest.mark.django_db
LEAST = Decimal(80)


def found(assessment: Assessment) -> list[tuple[str, Decimal]]:
    said = Narrative(**{field.name: getattr(assessment, field.name) for field in fields(Narrative)})
    copies = near_copies_of(assessment, said, neighbours_of(assessment).texts, LEAST)
    return [(copy.other.department.name, copy.share) for copy in copies]


def stored(assessment: Assessment) -> set[int]:
    return set(NarrativeShingle.objects.filter(assessment=assessment).values_list("value", flat=True))


def test_every_way_of_writing_keeps_the_sample(world):
    world.fill()
    said = complete_facts().narrative
    assert stored(world.assessment) == sample_of(prose_of(said)) != set()

    said = replace(said, problems=prose(1), rectification=None)
    version = version_of(world.assessment.pk, Section.NARRATIVE).version
    save_section(world.preparer, world.assessment.pk, Section.NARRATIVE, said, seen_version=version)
    assert stored(world.assessment) == sample_of(prose_of(said))

    replace_draft(world.assessment.pk, replace(complete_facts(), narrative=Narrative()))
    assert stored(world.assessment) == set()
    assert stored(world.other_assessment) == set()


def test_a_migration_samples_the_texts_that_are_there_already(world):
    world.fill()
    wanted = stored(world.assessment)
    NarrativeShingle.objects.all().delete()

    import_module("assessments.migrations.0007_fill_narrative_shingles").fill(apps, None)

    assert stored(world.assessment) == wanted
    assert set(NarrativeShingle.objects.values_list("assessment", "round")) == {(world.assessment.pk, world.round.pk)}


def test_only_what_changed_is_written(world):
    write_narrative(world.assessment, narrative("甲"))
    kept = dict(NarrativeShingle.objects.values_list("value", "pk"))

    write_narrative(world.assessment, replace(narrative("甲"), problems=prose("新")))

    now = dict(NarrativeShingle.objects.values_list("value", "pk"))
    assert {value: pk for value, pk in now.items() if value in kept} == {
        value: pk for value, pk in kept.items() if value in now
    }
    assert 0 < len(kept.keys() & now.keys()) < len(now)


def test_the_copy_is_found_and_nothing_else():
    original = narrative(3, opening=NOTICE)
    copied = replace(original, problems=prose("own", 8))
    rows = make_round(30, {20: copied})

    assert found(rows[20]) == [("第003局", found(rows[20])[0][1])]
    assert 80 <= found(rows[20])[0][1] < 100
    assert found(rows[7]) == []


def test_both_sides_of_a_whole_copy_are_told():
    rows = make_round(10, {8: narrative(2, opening=NOTICE)})

    assert found(rows[8]) == [("第002局", Decimal(100))]
    assert found(rows[2]) == [("第008局", Decimal(100))]


def test_the_words_of_the_notice_are_no_copy():
    """Each has a few sentences of its own behind the notice's."""
    rows = make_round(20, {number: narrative(number, opening=NOTICE, sentences=6) for number in range(20)})
    texts = [prose_of(narrative(number, opening=NOTICE, sentences=6)) for number in (0, 1)]

    assert similarity(*texts) > 50
    assert [found(row) for row in rows] == [[]] * 20


def test_nobody_copies_where_all_wrote_the_notice():
    said = Narrative(organisation=NOTICE)

    assert [found(row) for row in make_round(8, dict.fromkeys(range(8), said))] == [[]] * 8
    assert found(make_round(2, dict.fromkeys(range(2), said), year=2026)[0]) == [("第001局", Decimal(100))]


def test_a_copy_among_words_that_all_share_is_found():
    few = {number: narrative(number, opening=NOTICE, sentences=9) for number in range(20)}
    rows = make_round(20, few | {19: few[4]})

    assert [name for name, _ in found(rows[19])] == ["第004局"]


def test_the_year_before_and_a_blank_text_are_not_compared():
    make_round(3, year=2024)
    rows = make_round(3, {2: Narrative()})

    assert [found(row) for row in rows] == [[], [], []]
    assert neighbours_of(rows[0]).texts == 2
    assert neighbours_of(rows[0]).names == ("第001局", "第002局")


@pytest.mark.parametrize("count", [5, 60])
def test_the_search_asks_four_questions_however_many_departments(count):
    rows = make_round(count, {1: narrative(0, opening=NOTICE)})
    with CaptureQueriesContext(connection) as queries:
        assert found(rows[1]) == [("第000局", Decimal(100))]

    assert len(queries) == 4


def test_the_check_says_whose_words_they_are(world):
    world.fill()
    write_narrative(world.other_assessment, complete_facts().narrative)
    checkup = check_up(world.fresh())
    (finding,) = [item.finding for item in checkup.warnings if item.finding.code == "K59"]

    assert (
        finding.message
        == "文字说明有 100% 与教育局相同（界限 80%）。请点“逐段对照”查看，按本单位情况修改；确需相同的，写明原因。"
    )
    assert (finding.path, finding.left, finding.right) == ("/narrative", 100, 80)


def test_the_threshold_is_the_year_s(world):
    world.fill()
    said = complete_facts().narrative
    write_narrative(world.other_assessment, replace(said, organisation=prose(5, 5)))
    assert "K59" not in {item.finding.code for item in check_up(world.fresh()).warnings}

    world.round.scheme["thresholds"]["similar_texts"] = "60"
    world.round.save()

    assert "K59" in {item.finding.code for item in check_up(world.fresh()).warnings}


def test_another_department_s_name_is_found_in_the_form_s_own_text(world):
    facts = complete_facts()
    said = replace(facts.narrative, organisation="教育局2025年度绩效自评由办公室组织，各科室按分工填报。")
    world.fill(replace(facts, narrative=said))

    (finding,) = [item.finding for item in check_up(world.fresh()).warnings if item.finding.code == "K49"]

    assert "“教育局”" in finding.message
    assert finding.path == "/narrative/organisation"


def pairs(rows, reviewed=None):
    chosen = near_pairs(rows[0].round, LEAST, Assessment.objects.all() if reviewed is None else reviewed)
    return [(pair.left.department.name, pair.right.department.name) for pair in chosen]


def test_the_pairs_of_a_round():
    original = narrative(3, opening=NOTICE)
    rows = make_round(30, {20: replace(original, problems=prose("own", 8)), 25: narrative(9, opening=NOTICE)})

    found_pairs = near_pairs(rows[0].round, LEAST, Assessment.objects.all())

    assert pairs(rows) == [("第009局", "第025局"), ("第003局", "第020局")]
    assert [(copy.other.pk, copy.share) for copy in _copies(rows[20])] == [(rows[3].pk, found_pairs[1].of_right)]


def _copies(row):
    said = Narrative(**{field.name: getattr(row, field.name) for field in fields(Narrative)})
    return near_copies_of(row, said, neighbours_of(row).texts, LEAST)


def test_a_reviewer_gets_the_pairs_of_the_own_part():
    rows = make_round(12, {10: narrative(1), 1: narrative(1), 11: narrative(2), 2: narrative(2)})

    assert pairs(rows) == [("第001局", "第010局"), ("第002局", "第011局")]
    assert pairs(rows, Assessment.objects.filter(pk=rows[11].pk)) == [("第002局", "第011局")]
    assert pairs(rows, Assessment.objects.none()) == []


@pytest.mark.parametrize("count", [6, 60])
def test_the_round_asks_six_questions_however_many_departments(count):
    rows = make_round(count, {1: narrative(0, opening=NOTICE)})
    everybody = Assessment.objects.all()
    with CaptureQueriesContext(connection) as queries:
        assert len(near_pairs(rows[0].round, LEAST, everybody)) == 1

    assert len(queries) == 6


def test_a_round_in_which_very_many_copied_is_cut():
    """Thirty texts of one hand in a round of 300: 435 pairs, of which the list has the nearest 200."""
    short = {number: narrative(number, opening="", sentences=9) for number in range(300)}
    rows = make_round(300, short | dict.fromkeys(range(30), narrative("one", sentences=9)), opening="")

    assert len(pairs(rows)) == MOST_PAIRS
