"""信访局 twice: last round's complete statement, and this round's draft with the slips of a real report's figures."""

import random
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files

from assessments.demo.plans import Plan
from assessments.demo.statements import Setting, statement, with_budget, with_department_score
from assessments.exchange.file_format import read
from assessments.schema.due import Due
from assessments.schema.facts import Facts, Narrative, Rectification
from budgets.money import parse_amount

# 万元. 285.87 = 159.63 + 114 + 12.24 = 171.87 + 114, and 171.87 = 143.72 + 28.15: the sums that the draft misses.
PERSONNEL, OPERATING, CARRY_OVER = "143.72", "28.15", "12.24"


def draft_of_2022() -> Facts:
    """The figures of a real report as they stand there: K01 finds 43.99 missing, K03 finds 2.00 too little."""
    return read(files("assessments.demo").joinpath("petition_bureau_2022.json").read_bytes())


def statement_of_2021(plan: Plan, setting: Setting) -> Facts:
    """The complete and consistent statement of the round before."""
    plan = _with_all_spent(plan)
    facts = statement(plan, setting, random.Random(0))  # noqa: S311 - every word and sum of it is replaced below
    facts = with_budget(facts, *(parse_amount(text) for text in (PERSONNEL, OPERATING, CARRY_OVER)))
    facts = replace(facts, narrative=_narrative(setting.year), rectifications=_rectifications(setting))
    return with_department_score(facts, setting.scheme)


def _with_all_spent(plan: Plan) -> Plan:
    """Every project spent what it was given at first: initial, adjusted and executed are one."""
    return replace(
        plan,
        projects=tuple(
            replace(
                project,
                funding=tuple(replace(line, adjusted=line.initial, executed=line.initial) for line in project.funding),
            )
            for project in plan.projects
        ),
    )


def _narrative(year: int) -> Narrative:
    return Narrative(
        organisation=(
            f"按照县财政局关于开展{year}年度预算绩效自评工作的要求，我局成立由主要负责人任组长的自评工作小组，"
            "办公室汇总资金数据，接访、督查等股室按职责填报指标完成情况并提供台账、凭证和问卷，"
            "工作小组逐项核对后集体研究形成自评结果。"
        ),
        target_quality_overall=(
            "年初总体目标与信访职责相符，分项绩效目标对应信访和维稳两项工作，指标值与年度工作计划衔接；"
            "按期办结率受多部门会商影响较大，测定指标值时考虑不够。"
        ),
        target_quality_projects=(
            "四个项目均设有数量、质量、时效和效益指标，多数指标可以从信访系统和台账取数；"
            "来访批次的指标值按往年平均测定，没有考虑接访频次的变化。"
        ),
        problems=(
            "一是部分信访事项因多部门会商未能按期办结；二是来访批次指标值测定偏低；三是个别救助对象回访不够及时。"
        ),
        rectification=(
            "针对问题逐条制定措施，明确责任人和期限，每季度检查一次；自评结果用于编制下年度预算和修订绩效指标，"
            "并按规定随部门决算公开。"
        ),
    )


def _rectifications(setting: Setting) -> tuple[Rectification, ...]:
    rows = (
        (
            "部分信访事项因多部门会商未能按期办结。",
            "建立到期前五日预警和联席会商制度，按月通报责任单位办结率。",
            "督查室负责人",
            60,
        ),
        ("来访批次指标值测定偏低。", "按新的接访安排和近三年数据重新测定下年度指标值。", "办公室负责人", 90),
        ("个别救助对象回访不够及时。", "按季列出回访清单，明确专人负责并留存记录。", "接访股室负责人", 120),
    )
    return tuple(
        Rectification(problem=problem, measure=measure, owner=owner, due=Due.on(setting.today + timedelta(days=days)))
        for problem, measure, owner, days in rows
    )
