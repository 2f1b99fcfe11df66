"""Goals and what measures them (domain §5.1 I30, §5.3 B8)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import Check, Context, Problem, check
from assessments.rules.checks.facts.design import holders
from assessments.schema.pointers import assessed_projects, shortened
from assessments.terms import Severity

# Words that every office's goals have: sharing them says nothing.
_USUAL = re.compile(
    "组织|协调|日常|工作|做好|按照|规定|要求|加强|推进|推动|落实|完成|开展|负责|提高|提升|保障|确保|各类|各级|相关|有关|全面|全县|全市|全区"
    "|本县|我县|任务|管理|服务|单位|部门|机关|年度|目标|绩效|实施|进一步|不断|持续|以及|其他|情况|事项|建设|积极|认真|做到|得到|水平|能力|质量|效率"
)


@check(
    "K42",
    Severity.WARNING,
    "目标与指标对应",
    formula="总体绩效目标的条数不多于指标个数；每一条都有文字相关的分项绩效目标、项目或指标（文字不相关的提示）",
    source="财预〔2021〕101号：目标分解为指标",
)
def uncovered_goals(context: Context) -> Iterator[Problem]:
    """Fewer indicators than goals leave some goal unmeasured. Words that differ prove nothing: a person judges."""
    facts = context.facts
    measured = [place.indicator.name for holder in holders(context) for place in holder.places]
    goals, count = len(facts.goals.overall), len(measured)
    if not measured:
        return
    if goals > count:
        yield Problem(
            message=(
                f"总体绩效目标 {goals} 条，指标 {count} 个，有的目标没有对应指标。请写明各目标以哪个指标衡量；"
                "批复未设指标的，写明原因，下年补设。"
            ),
            path="/goals/overall",
            left=Decimal(goals),
            right=Decimal(count),
            difference=Decimal(goals - count),
        )
    known = {pair for said in [*measured, *_related(context)] for pair in _pairs(said)}
    for at, goal in enumerate(facts.goals.overall):
        words = _pairs(goal)
        if words and not words & known:
            message = (
                f"总体绩效目标第 {at + 1} 条“{shortened(goal.strip())}”没有相关的分项绩效目标或指标，请核对；"
                "年初未设的，下年补设。"
            )
            yield Problem(message=message, path=f"/goals/overall/{at}", severity=Severity.HINT)


def _related(context: Context) -> Iterator[str | None]:
    """What else is said of that which is measured."""
    for goal in context.facts.goals.sub:
        if goal.indicators:
            yield from (goal.name, goal.statement)
    for _, project in assessed_projects(context.facts):
        yield from (project.name, project.activity, project.goal.expected)


def _pairs(said: str | None) -> set[str]:
    """Pairs of neighbouring characters in words of substance."""
    return {
        run[at : at + 2]
        for run in re.findall("[\u4e00-\u9fff]+", _USUAL.sub(" ", said or ""))
        for at in range(len(run) - 1)
    }


CHECKS: tuple[Check[Context], ...] = (uncovered_goals,)
