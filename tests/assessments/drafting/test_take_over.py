"""Taking over from a report: what was confirmed, section by section, in one transaction, or nothing of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.drafting import InvalidSection, Refused, StaleSection, save_section, take_over, version_of
from assessments.exchange.taking_over import offers
from assessments.facts_loader import facts_of
from assessments.models import LogEntry, SectionDraft
from assessments.schema import facts as f
from assessments.terms import Action, Section
from budgets.models import Indicator
from tests.factories import SUBMITTING, YEAR, World, complete_facts, complete_project, indicator, wan
from tests.security.rows import all_rows, changes_since

pytestmark = pytest.mark.django_db

READ = replace(
    complete_facts(projects=(complete_project(unit="信访服务中心"), complete_project("信访信息系统运行维护", "54"))),
    units=("信访服务中心", "信访档案馆"),
    project_totals=f.ProjectTotals(count=2, by_grade=(("优", 2),)),
    transfers=f.Transfers(count=0, total=Decimal(0)),
)


def versions(world: World) -> dict[tuple[Section, int | None], int]:
    rows = SectionDraft.objects.filter(assessment=world.assessment)
    return {(Section(row.section), row.project_id): row.version for row in rows}


def take(world: World, read: f.Facts, *beginnings: str, **more: object) -> None:
    """Take everything over whose pointer begins so."""
    found = offers(read, facts_of(world.fresh()))
    chosen = {offer.source for offer in found if offer.is_open and offer.source.startswith(beginnings)}
    user, seen = more.get("user", world.preparer), more.get("seen", versions(world))
    take_over(user, world.assessment.pk, read, chosen, seen=seen, report="旧报告.docx")  # type: ignore[arg-type]


# A beginning of pointers, and the sections that get one more version by it.
SECTIONS = [
    ("/department", [Section.OVERVIEW]),
    ("/units", [Section.OVERVIEW]),
    ("/dates", [Section.OVERVIEW]),
    ("/revenue", [Section.FINANCE]),
    ("/expenditure", [Section.FINANCE]),
    ("/project_totals", [Section.FINANCE]),
    ("/transfers", [Section.FINANCE]),
    ("/projects", [Section.PROJECTS, Section.FUNDING, Section.RESULTS, Section.FUNDING, Section.RESULTS]),
    ("/goals", [Section.GOALS]),
    ("/indicators", [Section.GOALS]),
    ("/execution", [Section.GOALS]),
    ("/score", [Section.GOALS]),
    ("/narrative", [Section.NARRATIVE]),
    ("/rectifications", [Section.RECTIFICATION]),
]


@pytest.mark.parametrize(("beginning", "sections"), SECTIONS, ids=[case[0] for case in SECTIONS])
def test_each_part_is_written_where_it_belongs_and_nowhere_else(world, beginning, sections):
    before = facts_of(world.fresh())

    take(world, READ, beginning)

    name = beginning[1:]
    after = facts_of(world.fresh())
    assert getattr(after, name) == getattr(READ, name)
    assert replace(after, **{name: getattr(before, name)}) == before
    assert sorted(section for section, _ in versions(world)) == sorted(sections)
    assert set(versions(world).values()) == {1}


def test_the_whole_report_at_once_is_one_deed(world):
    take(world, READ, "/")

    assert facts_of(world.fresh()) == READ
    (entry,) = LogEntry.objects.filter(assessment=world.assessment, action=Action.SAVE)
    assert (entry.actor, entry.role) == (world.preparer, "preparer")
    assert (entry.detail["section"], entry.detail["label"]) == ("take_over", "转入报告“旧报告.docx”")
    assert {"path": "/revenue/total", "old": None, "new": "285.87"} in entry.detail["changes"]


@pytest.mark.parametrize("chosen", [set(), {"/nonsense"}, {"/projects/0/score"}, {"/year", "/department/name"}])
def test_nothing_confirmed_nothing_written(world, chosen):
    before = all_rows()

    with pytest.raises(Refused, match="没有可转入的内容"):
        take_over(world.preparer, world.assessment.pk, READ, chosen, seen={}, report="旧报告.docx")

    assert changes_since(before) == set()


def test_only_what_was_chosen_replaces_what_stood(world):
    world.fill(replace(complete_facts(), score=Decimal(80), grade="良"))

    take(world, READ, "/score")

    after = facts_of(world.fresh())
    assert (after.score, after.grade) == (Decimal(100), "良")


def test_an_approved_target_stays_as_it_was_approved(world):
    world.fill()
    Indicator.objects.update(approved=True)
    told = indicator("群众满意度", "满意度指标", "服务对象满意度指标", "20", target="99", actual="97")

    take(world, replace(READ, indicators=(told,)), "/indicators")

    stands = facts_of(world.fresh()).indicators[1]
    assert (stands.target, stands.weight, stands.actual, stands.approved) == ("90", Decimal(10), "97", True)


def test_a_row_that_stands_keeps_its_identity(world):
    world.fill()
    before = [project.row for project in facts_of(world.fresh()).projects]

    take(world, replace(READ, projects=tuple(reversed(READ.projects))), "/projects")

    assert [project.row for project in facts_of(world.fresh()).projects] == before


def test_who_saved_in_between_wins_and_nothing_is_half_written(world):
    seen = versions(world)
    save_section(world.head, world.assessment.pk, Section.NARRATIVE, f.Narrative(problems="负责人所写"), seen_version=0)
    before = all_rows()

    with pytest.raises(StaleSection) as stale:
        take(world, READ, "/revenue", "/narrative", seen=seen)

    assert (stale.value.version, stale.value.saved_by) == (1, "负责人甲")
    assert changes_since(before) == set()
    take(world, READ, "/revenue", seen=seen)  # what nobody touched may go on
    assert version_of(world.assessment.pk, Section.FINANCE).version == 1


def test_a_project_saved_in_between_is_stale_too(world):
    world.fill()
    seen = versions(world)
    project = facts_of(world.fresh()).projects[0]
    key = (Section.RESULTS, project.row)
    read = replace(READ, projects=(replace(complete_project(), score=Decimal(90)),))
    SectionDraft.objects.filter(project=project.row, section=Section.RESULTS).update(version=seen[key] + 1)

    with pytest.raises(StaleSection):
        take(world, read, "/projects/0/score", seen=seen)


def test_what_the_database_refuses_takes_everything_with_it(world):
    before = all_rows()
    bad = replace(READ, indicators=(indicator("指标", "产出指标", "数量指标", "-1"),))

    with pytest.raises(InvalidSection) as invalid:
        take(world, bad, "/revenue", "/indicators")

    assert invalid.value.errors[0][0].startswith("/indicators/0")
    assert changes_since(before) == set()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unit_preparer", "此部分由主管部门的填报人填报。"),
        ("other_preparer", "您没有办理此事项的权限。如应由您办理，请联系财政局系统管理员核对账号。"),
        ("section_reviewer", "“保存”由填报人、单位负责人、所属预算单位填报人办理，您没有办理此事项的权限。"),
        ("administrator", "“保存”由填报人、单位负责人、所属预算单位填报人办理，您没有办理此事项的权限。"),
        ("stranger", "您没有办理此事项的权限。如应由您办理，请联系财政局系统管理员核对账号。"),
    ],
)
def test_only_who_fills_in_the_whole_paper_may(world, name, reason):
    before = all_rows()

    with pytest.raises(Refused) as refused:
        take(world, READ, "/", user=world.people[name])

    assert (refused.value.reason, changes_since(before)) == (reason, set())


def test_what_was_handed_in_stays(world):
    world.fill()
    world.bring_to(*SUBMITTING)
    before = all_rows()

    with pytest.raises(Refused, match="已报送"):
        take(world, replace(READ, score=Decimal(90)), "/score")

    assert changes_since(before) == set()


def test_the_year_of_the_facts_is_the_round_s(world):
    take(world, replace(READ, year=YEAR - 1), "/revenue")
    assert facts_of(world.fresh()).year == YEAR
    assert facts_of(world.fresh()).revenue.total == wan("285.87")
