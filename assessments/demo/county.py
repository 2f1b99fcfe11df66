"""The whole demo in one transaction: two rounds, the bureau, 信访局 twice and the other departments in every state."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice

from django.db import connection, transaction
from django.utils import timezone

from assessments import drafting, workflow
from assessments.demo import notices, petition_bureau, plans
from assessments.demo.budgets import approve_budget
from assessments.demo.outcomes import carry_out
from assessments.demo.people import ADMINISTRATOR, AccountMaker, Staff
from assessments.demo.plans import Plan
from assessments.demo.stages import STAGES, STEPS, Case, State, Step, bring
from assessments.demo.statements import Setting, statement
from assessments.models import Assessment, Round
from assessments.schema.facts import Facts
from assessments.schema.scheme import SCHEME_2020_10
from budgets.models import Department, FiscalYear
from evalsite.accounts.models import User

COUNTY = "青龙满族自治县"
SCHEME = SCHEME_2020_10
PETITION_BUREAU = "信访局"
LAST_YEAR, THIS_YEAR = 2021, 2022
# Of the departments that last year had too: where it stands, and what came of it.
_IN_BOTH_ROUNDS: dict[State, tuple[Step, ...]] = {
    State.PUBLISHED: (notices.mend,),
    State.APPROVED: (notices.let_pass,),
    State.FINAL_REVIEW: (),
}
_NOTICES_AT: dict[str, tuple[Step, ...]] = {"approved": (notices.run,)}  # to 信访局
# Departments with units show what a unit's preparer sees: something to fill in, something to mend.
_WITH_UNITS = (State.DRAFT, State.RETURNED)
_NOTICE = "请各部门组织本级和所属预算单位如实自评，逐指标列明佐证，对未达到指标值的说明原因和改进措施，按期报送。"


def has_tables() -> bool:
    """Whether the database was migrated."""
    return connection.introspection.django_table_names(only_existing=True) != []


def is_loaded() -> bool:
    """Whether this database has the demo: it is loaded whole or not at all, so one account tells."""
    mine = User.objects.filter(username=ADMINISTRATOR, full_name="系统管理员")
    return mine.exists() and Department.objects.filter(name=PETITION_BUREAU).exists()


def has_data() -> bool:
    """Whether this database is in use by somebody."""
    return any(model.objects.exists() for model in (User, Department, FiscalYear, Round))


@transaction.atomic
def load(stage: str, count: int, seed: int, tell: Callable[[str], None]) -> None:
    """Build the demo with `count` departments beside 信访局; the same seed gives the same county on the same day."""
    _County(seed, tell).build(stage, count)


@dataclass
class _County:
    seed: int
    tell: Callable[[str], None]
    today: date = field(default_factory=timezone.localdate)
    register: AccountMaker = field(default_factory=AccountMaker)
    staff: dict[str, Staff] = field(default_factory=dict)

    def build(self, stage: str, count: int) -> None:
        self.performance_reviewer, self.section_reviewers = self.register.bureau(plans.sections())
        bureau = plans.petition_bureau(LAST_YEAR, SCHEME)
        earlier = plans.departments(min(count, len(_IN_BOTH_ROUNDS)), LAST_YEAR, SCHEME)
        others = plans.departments(count, THIS_YEAR, SCHEME)

        self.enrol((bureau, *earlier))
        last = self.open(LAST_YEAR, (bureau, *earlier), self.today - timedelta(days=60), self.today)
        self.enrol(others[len(earlier) :])
        this = self.open(THIS_YEAR, others, self.today - timedelta(days=5), self.today + timedelta(days=20))

        complete = petition_bureau.statement_of_2021(bureau, self.setting(LAST_YEAR))
        self.settle(last, bureau, complete, (*STAGES[stage], *_NOTICES_AT.get(stage, ())))
        self.start_draft(this, bureau)
        for plan, (state, after) in zip(earlier, _IN_BOTH_ROUNDS.items(), strict=False):
            self.settle(last, plan, self.statement_of(plan, LAST_YEAR), (*STEPS[state], *after))
        for plan, state in zip(others, self.states(others), strict=True):
            self.settle(this, plan, self.statement_of(plan, THIS_YEAR), STEPS[state])

    def enrol(self, joining: Sequence[Plan]) -> None:
        for plan in joining:
            self.staff[plan.name] = self.register.department(plan, len(self.staff))

    def open(self, year: int, approved: Sequence[Plan], opens_on: date, due_on: date) -> Round:
        for plan in approved:
            approve_budget(plan, year)
        return workflow.open_round(self.performance_reviewer, year, opens_on, due_on, SCHEME, _NOTICE)

    def settle(self, round_: Round, plan: Plan, facts: Facts, steps: tuple[Step, ...]) -> None:
        self.tell(f"{round_.fiscal_year.year} 年度 {plan.name}")
        assessment = Assessment.objects.select_related("department").get(round=round_, department__name=plan.name)
        reviewer = self.section_reviewers[plan.section]
        bring(Case(assessment, facts, self.staff[plan.name], reviewer, self.performance_reviewer, self.today), steps)

    def start_draft(self, round_: Round, bureau: Plan) -> None:
        assessment = Assessment.objects.get(round=round_, department__name=bureau.name)
        drafting.replace_draft(assessment.pk, petition_bureau.draft_of_2022(), self.staff[bureau.name].preparer)

    def setting(self, year: int) -> Setting:
        return Setting(county=COUNTY, year=year, scheme=SCHEME, today=self.today)

    def statement_of(self, plan: Plan, year: int) -> Facts:
        rng = self.random(f"{year} {plan.name}")
        return statement(carry_out(plan, rng), self.setting(year), rng)

    def states(self, others: Sequence[Plan]) -> list[State]:
        """Every state in turn, dealt out by the seed."""
        states = list(islice(cycle(State), len(others)))
        self.random("states").shuffle(states)
        with_units = [index for index, plan in enumerate(others) if plan.units]
        for index, wanted in zip(with_units, _WITH_UNITS, strict=False):
            if wanted in states:
                other = states.index(wanted)
                states[index], states[other] = states[other], states[index]
        return states

    def random(self, purpose: str) -> random.Random:
        return random.Random(f"{self.seed} {purpose}")  # noqa: S311 - a story, not a secret
