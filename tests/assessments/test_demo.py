"""The demo county: consistent for every seed, built whole or not at all, and the same when it is loaded again."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments import workflow
from assessments.checkup import check_up
from assessments.demo import county, petition_bureau, plans
from assessments.demo.outcomes import EXEMPTION, carry_out
from assessments.demo.people import PASSWORD, ordinal
from assessments.demo.stages import State
from assessments.demo.statements import Setting, statement
from assessments.exchange.file_format import dumps
from assessments.facts_loader import facts_of
from assessments.history import broken_entries
from assessments.models import Assessment, FieldComment, LogEntry, RectificationNotice, SectionDraft, StoredReport
from assessments.rules.checks import Context, run_checks
from assessments.rules.completeness import sections
from assessments.rules.scoring.transfers import FROM_ABOVE, has_transfers, is_transfer
from assessments.schema.facts import Facts, Indicator
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action, Band, NoticeState, Severity, Status
from budgets.models import Department, TargetChange
from budgets.models import Indicator as IndicatorRow
from budgets.terms import Comparator
from evalsite.accounts.models import User

TODAY = date(2026, 11, 23)
WAN = 10_000


def setting(year: int) -> Setting:
    return Setting(county=county.COUNTY, year=year, scheme=SCHEME_2020_10, today=TODAY)


def generated(seed: int, count: int) -> Iterable[Facts]:
    for plan in plans.departments(count, 2022, SCHEME_2020_10):
        rng = random.Random(f"{seed} {plan.name}")
        yield statement(carry_out(plan, rng), setting(2022), rng)


def findings(facts: Facts) -> list[tuple[str, Severity]]:
    """What must be mended or explained; hints need nothing."""
    context = Context(facts=facts, scheme=SCHEME_2020_10, due=TODAY, year=facts.year)
    return [(item.code, item.severity) for item in run_checks(context) if item.severity is not Severity.HINT]


def load(**options: object) -> str:
    output = StringIO()
    call_command("load_demo", stdout=output, **options)
    return output.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_every_generated_statement_is_complete_and_free_of_errors(seed):
    for facts in generated(seed, 30):
        assert [found for found in findings(facts) if found[0] not in {"K26", "K27"}] == [], facts.department.name
        assert [state.missing for state in sections(facts, SCHEME_2020_10) if state.missing] == []


def test_generated_years_differ_in_every_way_that_a_year_can():
    indicators: list[Indicator] = []
    labels, grades, exemptions = Counter(), Counter(), 0
    for facts in (facts for seed in range(6) for facts in generated(seed, 20)):
        grades[facts.grade] += 1
        exemptions += sum(project.exempt_reason == EXEMPTION for project in facts.projects)
        for project in facts.projects:
            labels.update(line.label for line in project.funding)
            indicators += project.indicators
    scored = [item for item in indicators if item.score is not None]
    assert set(labels) == {"当年财政拨款", "上年结转资金", "年中追加", "年中调减"}
    assert set(grades) >= {"优", "良", "中"}
    assert exemptions
    assert {item.comparator for item in scored} == {
        Comparator.AT_LEAST,
        Comparator.AT_MOST,
        Comparator.EQUAL,
        Comparator.QUALITATIVE,
    }
    assert {item.band for item in scored} == {None, Band.ACHIEVED, Band.PARTLY}
    assert any(item.not_applicable for item in indicators)
    assert any(item.score < item.weight for item in scored)
    assert any(item.reason and item.score == item.weight for item in scored)  # far above a target that was too low
    assert any(item.weight != item.weight.to_integral_value() for item in scored)


def test_what_a_department_states_of_transfers_is_what_its_projects_have_from_above():
    counts = Counter()
    for facts in generated(1, 30):
        paid = [project for project in facts.projects if project.is_assessed and is_transfer(project.funding)]
        counts[bool(paid)] += 1
        assert [project for project in facts.projects if project.transfer] == paid
        assert has_transfers(facts) == bool(paid)
        if facts.transfers:
            amounts = [line.adjusted for project in paid for line in project.funding if line.source in FROM_ABOVE]
            assert (facts.transfers.count, facts.transfers.total) == (len(paid), sum(amounts))
    assert min(counts[True], counts[False]) > 3


def test_the_same_seed_tells_the_same_story_and_another_one_another():
    once, again, other = ([dumps(facts) for facts in generated(seed, 20)] for seed in (1, 1, 2))
    assert once == again
    assert all(one != two for one, two in zip(once, other, strict=True))


def test_the_vocabulary_has_enough_departments_with_names_of_their_own():
    every = plans.departments(164, 2022, SCHEME_2020_10)
    assert len({plan.name for plan in every}) == len({plan.account for plan in every}) == 164
    with pytest.raises(ValueError, match="最多 164 个"):
        plans.departments(165, 2022, SCHEME_2020_10)


def test_counting_words_are_unique():
    words = [ordinal(index) for index in range(200)]
    assert words[:11] == ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "甲子"]
    assert len(set(words)) == 200


def test_the_petition_bureaus_earlier_statement_adds_up_and_has_nothing_to_explain():
    facts = petition_bureau.statement_of_2021(plans.petition_bureau(2021, SCHEME_2020_10), setting(2021))
    assert findings(facts) == []
    assert [state.missing for state in sections(facts, SCHEME_2020_10) if state.missing] == []
    assert facts.revenue.total == Decimal("285.87") * WAN
    assert [line.amount / WAN for line in facts.revenue.lines] == [Decimal("159.63"), 114, Decimal("12.24")]
    stated = facts.expenditure
    assert (stated.total, stated.basic) == (Decimal("285.87") * WAN, Decimal("171.87") * WAN)
    assert (stated.personnel, stated.operating) == (Decimal("143.72") * WAN, Decimal("28.15") * WAN)
    totals = [project.total for project in facts.projects]
    assert len(totals) == 4
    assert all(total.initial == total.adjusted == total.executed for total in totals)
    assert sum(total.executed for total in totals) == stated.projects == 114 * WAN
    assert sorted(len(project.funding) for project in facts.projects) == [1, 1, 1, 2]
    assert all(8 <= len(project.indicators) <= 12 for project in facts.projects)
    assert facts.dates.completed == TODAY - timedelta(days=3)
    assert facts.dates.reported == TODAY - timedelta(days=1)


def test_the_petition_bureaus_draft_shows_the_two_sums_that_do_not_add_up():
    found = {item.code: item for item in run_checks(Context.of_file(petition_bureau.draft_of_2022()))}
    assert (found["K01"].difference, found["K03"].difference) == (Decimal("43.99"), Decimal("2.00"))
    assert not {"K02", "K04", "K06", "K15", "K16", "K56"} & set(found)


@pytest.fixture
def small_demo(db):
    """信访局 and the bureau: what the command prints."""
    return load(stage="draft", departments=0)


def test_the_demo_shows_every_state_through_the_real_functions(db):
    load(departments=10, seed=3)  # one department in every state
    this, last = ({row.department.name: row for row in _assessments(year)} for year in (2022, 2021))
    expected = Counter(
        {
            Status.DRAFT: 3,  # 信访局, one begun, one not
            Status.CONFIRMING: 1,
            Status.SUBMITTED: 1,
            Status.SECTION_REVIEW: 1,
            Status.FINAL_REVIEW: 1,
            Status.RETURNED: 2,  # by the section, and by the performance reviewer with answers
            Status.APPROVED: 1,
            Status.PUBLISHED: 1,
        }
    )
    assert len(State) == 10
    assert Counter(row.status for row in this.values()) == expected
    assert len(this) == 11
    assert {name: row.status for name, row in last.items()} == {
        "信访局": Status.APPROVED,
        "司法局": Status.PUBLISHED,
        "教育局": Status.APPROVED,
        "民政局": Status.FINAL_REVIEW,
    }
    for row in (*this.values(), *last.values()):
        assert broken_entries(row) == []
        assert row.log.exists()
    reports = StoredReport.objects.select_related("assessment")
    assert {(row.assessment.round_id, row.assessment.status) for row in reports} == {
        (row.round_id, row.status) for row in (*this.values(), *last.values()) if row.status_term.is_final
    }
    assert all(bytes(report.pdf).startswith(b"%PDF-") for report in reports)
    assert SectionDraft.objects.filter(assessment__in=_not_started(this.values())).count() == 0
    assert FieldComment.objects.filter(sent_at__isnull=True).count() == 0
    assert FieldComment.objects.exclude(answer="").exists()
    assert TargetChange.objects.exists()
    _assert_notices_in_every_way()
    _assert_targets_are_locked()
    _assert_nothing_stands_in_the_way((*this.values(), *last.values()))


def _assert_notices_in_every_way() -> None:
    today = timezone.localdate()
    rows = RectificationNotice.objects.order_by("due_on")
    assert [(row.assessment.department.name, row.state, row.due_on < today) for row in rows] == [
        ("教育局", NoticeState.ISSUED, True),
        ("司法局", NoticeState.ACCEPTED, False),
        ("信访局", NoticeState.ISSUED, False),
    ]


def test_the_approved_petition_bureau_has_begun_to_answer_its_notice(db):
    load(stage="approved", departments=0)
    notice = RectificationNotice.objects.get()
    assert (notice.state_term, notice.due_on - timezone.localdate()) == (NoticeState.ISSUED, timedelta(days=30))
    assert [bool(item.answer) for item in notice.items.all()] == [True, False, False]


def _assessments(year: int) -> list[Assessment]:
    rows = Assessment.objects.filter(round__fiscal_year__year=year)
    return list(rows.select_related("round__fiscal_year", "department"))


def _not_started(rows: Iterable[Assessment]) -> list[Assessment]:
    return [row for row in rows if row.log.count() == 1]


def _assert_targets_are_locked() -> None:
    draft = Assessment.objects.get(round__fiscal_year__year=2022, department__name="信访局")
    imported = {item.row for goal in facts_of(draft).goals.sub for item in goal.indicators}
    assert set(IndicatorRow.objects.filter(approved=False).values_list("pk", flat=True)) == imported


def _assert_nothing_stands_in_the_way(rows: Iterable[Assessment]) -> None:
    """What was handed in could be handed in again: no error, and every warning explained."""
    # A returned one still owes its answers to the remarks.
    handed_in = [row for row in rows if row.status != Status.RETURNED and row.log.filter(action=Action.SUBMIT).exists()]
    assert handed_in
    for row in handed_in:
        assert check_up(row).blockers == (), row


def test_the_draft_of_the_petition_bureau_keeps_every_figure_as_written(small_demo):
    draft = Assessment.objects.select_related("round__fiscal_year", "department").get(
        round__fiscal_year__year=2022, department__name="信访局"
    )
    assert dumps(facts_of(draft)) == dumps(petition_bureau.draft_of_2022())


def test_the_rounds_lie_around_today(small_demo):
    today = timezone.localdate()
    days = {
        row.round.fiscal_year.year: (row.round.opens_on - today, row.round.due_on - today)
        for year in (2021, 2022)
        for row in _assessments(year)
    }
    assert {year: tuple(part.days for part in pair) for year, pair in days.items()} == {2021: (-60, 0), 2022: (-5, 20)}


def test_a_second_load_changes_nothing_and_prints_the_accounts_again(small_demo):
    before = _everything()
    again = load(stage="approved", departments=3, seed=9)
    assert _everything() == before
    accounts = small_demo.split("\n", 1)[1]
    assert again == f"演示数据已在，未作改动。\n{accounts}"
    assert load(show_accounts=True).endswith(accounts)


def _everything() -> tuple[object, ...]:
    return (
        list(User.objects.order_by("pk").values_list("username", "password")),
        list(LogEntry.objects.order_by("pk").values_list("hash", flat=True)),
        list(Assessment.objects.order_by("pk").values_list("status", "score")),
    )


def test_people_are_roles_with_one_password_that_the_rules_accept(small_demo):
    assert _names() == _ROLES_OF_A_SMALL_DEMO
    for username in ("xfj.tb", "xfj.fz", "xzzf", "jixiao", "guanli"):
        user = authenticate(None, username=username, password=PASSWORD)
        assert user is not None
        assert not user.must_change_password
        validate_password(PASSWORD, user)
        assert f"{username}  " in small_demo


_ROLES_OF_A_SMALL_DEMO = {
    *("填报人甲", "负责人甲", "绩效股审核人", "系统管理员"),
    *(f"业务股室审核人{word}" for word in "甲乙丙丁戊"),
}


def _names() -> set[str]:
    return set(User.objects.values_list("full_name", flat=True))


@pytest.mark.parametrize(
    ("stage", "status", "steps"),
    [
        ("draft", Status.DRAFT, []),
        ("submitted", Status.SUBMITTED, [Action.HAND_OVER, Action.SUBMIT]),
        (
            "returned",
            Status.RETURNED,
            [Action.HAND_OVER, Action.SUBMIT, Action.BEGIN_REVIEW, Action.RETURN_FOR_CHANGES],
        ),
        (
            "approved",
            Status.APPROVED,
            [
                *(Action.HAND_OVER, Action.SUBMIT, Action.BEGIN_REVIEW, Action.RETURN_FOR_CHANGES),
                *(Action.HAND_OVER, Action.SUBMIT, Action.BEGIN_REVIEW, Action.PASS_SECTION_REVIEW, Action.APPROVE),
            ],
        ),
    ],
)
def test_the_stage_is_where_the_complete_statement_stands(db, stage, status, steps):
    load(stage=stage, departments=0)
    (complete,) = _assessments(2021)
    (draft,) = _assessments(2022)
    assert complete.status == status
    assert draft.status == Status.DRAFT
    taken = complete.log.order_by("number").values_list("action", flat=True)
    assert [action for action in taken if action in set(Action) - {Action.SAVE}] == steps
    assert complete.stored_reports.count() == (1 if stage == "approved" else 0)


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"departments": 165}, "演示部门最多 164 个。"), ({"departments": -1}, "部门数不能为负数。")],
)
def test_an_impossible_number_of_departments_is_refused(db, options, reason):
    with pytest.raises(CommandError, match=reason) as refused:
        load(**options)
    assert refused.value.returncode == 2
    assert _everything() == ([], [], [])


def test_a_database_in_use_is_left_alone(db):
    Department.objects.create(name="财政局")
    with pytest.raises(CommandError, match="已有其他数据") as refused:
        load()
    assert refused.value.returncode == 2
    assert list(Department.objects.values_list("name", flat=True)) == ["财政局"]
    assert _everything() == ([], [], [])


def test_accounts_without_a_demo_are_refused(db):
    with pytest.raises(CommandError, match="没有演示数据") as refused:
        load(show_accounts=True)
    assert refused.value.returncode == 2


def test_a_load_that_breaks_leaves_nothing(db, monkeypatch):
    def broken(*arguments: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(workflow, "draw_approved", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        load(departments=0)
    assert _everything() == ([], [], [])
    assert not Department.objects.exists()
