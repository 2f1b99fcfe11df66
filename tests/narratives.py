"""Rounds of any size, each department with a narrative of its own: for the search for near-copies and its benchmark."""

import random
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from assessments.drafting.shingles import keep_sample
from assessments.models import Assessment, Round
from assessments.schema.facts import Narrative
from assessments.schema.scheme import SCHEME_2020_10
from assessments.schema.scheme_format import to_json
from budgets.models import Department, FinanceSection, FiscalYear

LETTERS = [chr(code) for code in range(0x4E00, 0x5600)]
NOTICE = (
    "按照县财政局关于开展部门预算绩效自评工作的通知要求，成立由主要负责人任组长的绩效自评工作领导小组，"
    "明确牵头科室和责任分工，制定工作方案，收集整理绩效资料，对照年初批复的绩效目标逐项评价打分，"
    "形成自评结论，按规定时限报送自评材料，并对真实性、准确性、完整性负责。"
)


def prose(seed: int | str, sentences: int = 60) -> str:
    """Some 700 characters that no other seed has."""
    chance = random.Random(seed)
    return "，".join("".join(chance.choices(LETTERS, k=12)) for _ in range(sentences)) + "。"


def narrative(seed: int | str, *, opening: str = "", sentences: int = 60) -> Narrative:
    """A narrative of its own words behind an opening that others may have too."""
    return Narrative(
        organisation=opening + prose(f"{seed} how", sentences // 3),
        target_quality_overall=prose(f"{seed} goals", sentences // 3),
        problems=prose(f"{seed} problems", sentences // 3),
    )


def write_narrative(assessment: Assessment, said: Narrative) -> None:
    """As a save does it, without its log."""
    for name in Narrative.__dataclass_fields__:
        setattr(assessment, name, getattr(said, name))
    assessment.save()
    keep_sample(assessment, said)


def make_round(
    count: int, said: Mapping[int, Narrative] | None = None, *, opening: str = NOTICE, year: int = 2025
) -> list[Assessment]:
    """A round of `count` departments, each with a narrative of its own behind the notice's words.

    `said` gives some of them, by number, other words: those of a neighbour make a near-copy.
    """
    today = timezone.localdate()
    fiscal_year, _ = FiscalYear.objects.get_or_create(year=year)
    round_ = Round.objects.create(
        fiscal_year=fiscal_year,
        opens_on=today,
        due_on=today + timedelta(days=30),
        scheme=to_json(SCHEME_2020_10),
    )
    section, _ = FinanceSection.objects.get_or_create(name="综合股")
    assessments = []
    for number in range(count):
        department, _ = Department.objects.get_or_create(name=f"第{number:03d}局", defaults={"section": section})
        assessment = Assessment.objects.create(round=round_, department=department)
        write_narrative(assessment, (said or {}).get(number) or narrative(number, opening=opening))
        assessments.append(assessment)
    return assessments
