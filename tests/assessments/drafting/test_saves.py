"""Saving sections: nothing is lost, nothing is half-written, nothing is overwritten unseen."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.drafting import InvalidSection, Refused, StaleSection, save_section, version_of
from assessments.facts_loader import facts_of
from assessments.models import LogEntry
from assessments.schema import facts as f
from assessments.schema.sections import Finance, Projects, section_data
from assessments.terms import Action, Section
from budgets.models import Indicator
from tests.factories import APPROVING, World, complete_facts, complete_project, wan

pytestmark = pytest.mark.django_db

EVERY_PLACE = [(section, 0 if section.is_per_project else None) for section in Section]


def narrative(text: str) -> f.Narrative:
    return f.Narrative(organisation=text)


def save(world: World, section: Section, data: object, seen: int = 0, **who: object) -> object:
    return save_section(who.get("user", world.preparer), world.assessment.pk, section, data, seen_version=seen)  # type: ignore[arg-type]


@pytest.mark.parametrize(("section", "index"), EVERY_PLACE, ids=[section.value for section in Section])
def test_a_section_comes_back_as_it_was_saved(world: World, section: Section, index: int | None) -> None:
    wanted = complete_facts()
    world.fill(complete_facts(projects=(complete_project(), complete_project("信访信息系统运行维护", "54"))))
    facts = facts_of(world.fresh())
    project_id = None if index is None else facts.projects[index].row
    empty = section_data(
        f.Facts(year=wanted.year, department=facts.department, projects=(f.Project(name="信访事项办理"),)),
        section,
        index,
    )
    seen = version_of(world.assessment.pk, section, project_id).version
    saved = save_section(world.preparer, world.assessment.pk, section, empty, seen_version=seen, project_id=project_id)
    assert section_data(facts_of(world.fresh()), section, index) == empty
    full = section_data(wanted, section, index)
    save_section(world.preparer, world.assessment.pk, section, full, seen_version=saved.version, project_id=project_id)
    assert section_data(facts_of(world.fresh()), section, index) == full


def test_versions_count_saves_and_the_log_says_what_changed(world: World) -> None:
    first = save(world, Section.NARRATIVE, narrative("一"))
    second = save(world, Section.NARRATIVE, narrative("二"), seen=1)
    assert (first.version, second.version) == (1, 2)
    entry = LogEntry.objects.filter(assessment=world.assessment).latest("number")
    assert (entry.action, entry.actor, entry.role) == ("save", world.preparer, "preparer")
    assert entry.detail == {
        "section": "narrative",
        "changes": [{"path": "/narrative/organisation", "old": "一", "new": "二"}],
    }


def test_saving_the_same_again_writes_nothing(world: World) -> None:
    save(world, Section.NARRATIVE, narrative("一"))
    entries = world.assessment.log.count()
    again = save(world, Section.NARRATIVE, narrative("一"), seen=1)
    assert (again.version, again.changed, world.assessment.log.count()) == (1, False, entries)


def test_a_stale_save_is_refused_and_shows_what_stands_there(world: World) -> None:
    save(world, Section.NARRATIVE, narrative("甲写的"))
    with pytest.raises(StaleSection) as refused:
        save(world, Section.NARRATIVE, narrative("乙写的"), user=world.head)
    assert (refused.value.current, refused.value.version, refused.value.saved_by) == (
        narrative("甲写的"),
        1,
        "填报人甲",
    )
    assert facts_of(world.fresh()).narrative == narrative("甲写的")


def test_a_save_whose_answer_got_lost_may_be_sent_again(world: World) -> None:
    save(world, Section.NARRATIVE, narrative("一"))
    again = save(world, Section.NARRATIVE, narrative("一"), seen=0)
    assert (again.version, again.changed) == (1, False)


@pytest.mark.parametrize("steps", range(1, len(APPROVING) + 2))
def test_only_an_open_draft_takes_a_save(world: World, steps: int) -> None:
    world.fill()
    status = world.bring_to(*(*APPROVING, Action.PUBLISH)[:steps]).status_term
    with pytest.raises(Refused, match=f"当前状态为“{status.label}”，不能保存。"):
        save(world, Section.NARRATIVE, narrative("晚了"), seen=1)


def test_a_negative_amount_is_refused_whole_with_its_place(world: World) -> None:
    world.fill()
    before = facts_of(world.fresh())
    bad = Finance(
        revenue=f.Revenue(
            total=wan("1"),
            lines=(f.RevenueLine(label="甲", amount=wan("2")), f.RevenueLine(label="乙", amount=wan("-1"))),
        )
    )
    with pytest.raises(InvalidSection) as refused:
        save(world, Section.FINANCE, bad, seen=1)
    assert refused.value.errors == [("/revenue/lines/1", "收入金额不能为负数。")]
    assert facts_of(world.fresh()) == before


def test_a_units_name_must_be_known(world: World) -> None:
    headers = section_data(complete_facts(projects=(complete_project(unit="不认识的单位"),)), Section.PROJECTS)
    with pytest.raises(InvalidSection) as refused:
        save(world, Section.PROJECTS, headers)
    assert refused.value.errors == [("/projects/0/unit", "“不认识的单位”不是本部门的所属预算单位，请从列表中选择。")]


def test_rows_keep_their_identity_when_they_move(world: World) -> None:
    world.fill()
    headers = section_data(facts_of(world.fresh()), Section.PROJECTS)
    moved = Projects(headers=tuple(reversed(headers.headers)))
    save(world, Section.PROJECTS, moved, seen=1)
    after = facts_of(world.fresh())
    assert [(p.name, p.row) for p in after.projects] == [(h.name, h.row) for h in moved.headers]
    assert {p.name: len(p.indicators) for p in after.projects} == {"信访事项办理": 5, "信访信息系统运行维护": 5}


def test_a_row_of_somebody_else_is_a_new_row_not_theirs(world: World) -> None:
    world.fill()
    theirs = world.own.projects.first()
    stolen = Projects(headers=(replace(section_data(complete_facts(), Section.PROJECTS).headers[0], row=theirs.pk),))
    save_section(world.other_preparer, world.other_assessment.pk, Section.PROJECTS, stolen, seen_version=0)
    theirs.refresh_from_db()
    assert theirs.department == world.own
    assert world.other.projects.count() == 1


def test_an_approved_target_cannot_be_changed_or_removed_by_a_save(world: World) -> None:
    world.fill()
    Indicator.objects.update(approved=True)
    facts = facts_of(world.fresh())
    results = section_data(facts, Section.RESULTS, 0)
    changed = replace(results.indicators[0], target="1", weight=Decimal(50))
    lowered = replace(results, indicators=(changed, *results.indicators[1:]))
    removed = replace(results, indicators=results.indicators[1:])

    def try_saving(data: object) -> list[tuple[str, str]]:
        with pytest.raises(InvalidSection) as refused:
            save_section(
                world.preparer,
                world.assessment.pk,
                Section.RESULTS,
                data,  # type: ignore[arg-type]
                seen_version=1,
                project_id=facts.projects[0].row,
            )
        return refused.value.errors

    locked = "已经批复，不能直接修改；确需调整的，请填写调整原因。"
    assert try_saving(lowered) == [
        ("/projects/0/indicators/0/target", f"年度指标值{locked}"),
        ("/projects/0/indicators/0/weight", f"分值{locked}"),
    ]
    assert [place for place, _ in try_saving(removed)] == ["/projects/0/indicators"]
    assert facts_of(world.fresh()) == facts


def test_a_project_with_approved_targets_stays(world: World) -> None:
    world.fill()
    Indicator.objects.update(approved=True)
    with pytest.raises(InvalidSection) as refused:
        save(world, Section.PROJECTS, Projects(), seen=1)
    assert refused.value.errors[0][0] == "/projects"
    assert world.own.projects.count() == 2


def test_two_rows_of_one_save_that_exclude_each_other_are_refused_at_their_place(world: World) -> None:
    """The database has neither of them when it is asked which one it was."""
    world.fill()
    facts = facts_of(world.fresh())
    totals = replace(facts.project_totals, by_grade=(("优", 1), ("优", 2)))
    data = replace(section_data(facts, Section.FINANCE), project_totals=totals)
    entries = world.assessment.log.count()

    with pytest.raises(InvalidSection) as refused:
        save(world, Section.FINANCE, data, seen=1)

    assert refused.value.errors == [("/project_totals/by_grade/优", "该等级的个数已经填写。")]
    assert (world.assessment.log.count(), facts_of(world.fresh())) == (entries, facts)
