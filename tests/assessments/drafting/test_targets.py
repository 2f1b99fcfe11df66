import pytest

from assessments.drafting import InvalidSection, Refused, change_target
from assessments.facts_loader import facts_of
from budgets.models import Indicator, TargetChange
from tests.factories import APPROVING, World

pytestmark = pytest.mark.django_db


def approved_indicator(world: World) -> Indicator:
    world.fill()
    Indicator.objects.update(approved=True)
    return Indicator.objects.get(name="办结信访事项数量", project__position=0)


def test_a_change_keeps_the_approved_target_and_leaves_a_trace(world: World) -> None:
    row = approved_indicator(world)
    change_target(world.preparer, world.assessment.pk, row.pk, "30", reason="机构调整", document="青财〔2025〕1号")
    change = TargetChange.objects.get()
    assert (change.old_value, change.new_value, change.reason, change.document, change.changed_by) == (
        "40",
        "30",
        "机构调整",
        "青财〔2025〕1号",
        world.preparer,
    )
    indicator = facts_of(world.fresh()).projects[0].indicators[0]
    assert (indicator.target, indicator.adjusted_target, indicator.change_document) == ("40", "30", "青财〔2025〕1号")
    entry = world.assessment.log.latest("number")
    assert (entry.action, entry.comment) == ("change_target", "机构调整")


@pytest.mark.parametrize(
    ("value", "reason", "places"),
    [("", "原因", ["/new_value"]), ("30", " ", ["/reason"]), ("", "", ["/new_value", "/reason"])],
)
def test_a_change_needs_a_value_and_a_reason(world: World, value: str, reason: str, places: list[str]) -> None:
    row = approved_indicator(world)
    with pytest.raises(InvalidSection) as refused:
        change_target(world.preparer, world.assessment.pk, row.pk, value, reason=reason)
    assert [place for place, _ in refused.value.errors] == places
    assert not TargetChange.objects.exists()


def test_only_the_department_and_only_while_the_draft_is_open(world: World) -> None:
    row = approved_indicator(world)
    with pytest.raises(Refused):
        change_target(world.section_reviewer, world.assessment.pk, row.pk, "30", reason="原因")
    with pytest.raises(Refused, match="该指标不是已批复的指标"):
        change_target(world.other_preparer, world.other_assessment.pk, row.pk, "30", reason="原因")
    world.bring_to(*APPROVING)
    with pytest.raises(Refused, match="当前状态为“审核通过”"):
        change_target(world.preparer, world.assessment.pk, row.pk, "30", reason="原因")
    assert not TargetChange.objects.exists()
