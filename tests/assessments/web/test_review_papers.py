"""审核意见书 and 卷宗 on the site: offered at which stage and to whom, what they say, what never leaves in them."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.drafting import add_attachment, replace_draft
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.review.actions import answer_comment, comment_on_field, exempt, withdraw_comment
from assessments.review.rectification import issue_notice, save_answers
from assessments.rules.rectification import Answer, Demand
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, RemarkDecision
from assessments.workflow import take_step
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.word_file import Word
from tests.factories import APPROVING, PASSING, REVIEWING, SUBMITTING, World, complete_facts
from tests.small_pdf import small_pdf

OPINION, FOLDER = "review-opinion", "archive-folder"
RETURNING = (*REVIEWING, Action.RETURN_FOR_CHANGES)
READERS = ("preparer", "head", "section_reviewer", "performance_reviewer", "administrator")
STRANGERS = ("unit_preparer", "other_preparer", "other_head", "stranger")
PLACE = "/projects/0/indicators/0/actual"
NOTHING, DRAFT, FINAL = None, "（草稿）", ""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def root(world: World) -> str:
    return f"/assessments/{world.assessment.pk}/documents/"


def offered(html: str, world: World) -> dict[str, str]:
    """The two papers that the page lists, each with what stands behind its title, and that in both formats."""
    found = {}
    for key in (OPINION, FOLDER):
        links = re.findall(rf'href="{root(world)}{key}\.(\w+)"', html)
        if links:
            assert links == ["pdf", "docx"]
            (row,) = [row for row in re.findall(r"<tr.*?</tr>|<li.*?</li>", html, re.DOTALL) if key in row]
            found[key] = DRAFT if DRAFT in row else FINAL
    return found


def text_of(content: bytes, ending: str) -> str:
    said = Paper(content).text if ending == "pdf" else Word(content).text
    return "".join(said.split())


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def remark(world: World, text: str):
    place = stable_place(facts_of(world.fresh()), PLACE)
    return comment_on_field(world.section_reviewer, world.assessment.pk, place, "实际完成值", text)


@pytest.mark.parametrize(
    ("steps", "opinion", "folder", "said"),
    [
        ((), NOTHING, NOTHING, ""),
        ((Action.HAND_OVER,), NOTHING, NOTHING, ""),
        (SUBMITTING, NOTHING, NOTHING, ""),
        ((*SUBMITTING, Action.WITHDRAW), NOTHING, NOTHING, ""),
        (REVIEWING, NOTHING, NOTHING, ""),
        (RETURNING, FINAL, NOTHING, "{today}决定退回，请你单位于{back_by}前（含当日）按本意见修改完善后重新报送。"),
        (
            (*RETURNING, *SUBMITTING),
            FINAL,
            NOTHING,
            "{today}决定退回，请你单位于{back_by}前（含当日）按本意见修改完善后重新报送。",
        ),
        ((*RETURNING, *REVIEWING), DRAFT, NOTHING, "{today}起对重新报送的材料进行审核，尚未作出结论。"),
        (PASSING, DRAFT, NOTHING, "{today}初审通过，待终审。"),
        (APPROVING, FINAL, FINAL, "{today}初审通过，{today}终审通过。你单位自评材料审核通过。"),
        ((*RETURNING, *APPROVING), FINAL, FINAL, "审核中退回修改1次（{today}）。"),
        ((*APPROVING, Action.PUBLISH), FINAL, FINAL, "{today}初审通过，{today}终审通过。你单位自评材料审核通过。"),
        (
            (*APPROVING, Action.REOPEN),
            FINAL,
            NOTHING,
            "{today}取消审核，请你单位于{back_by}前（含当日）按本意见修改完善后重新报送。",
        ),
    ],
)
def test_each_stage_offers_what_there_is(world, sign_in, steps, opinion, folder, said):
    world.fill()
    world.bring_to(*steps)
    wanted = {key: state for key, state in ((OPINION, opinion), (FOLDER, folder)) if state is not None}

    for reader in ("preparer", "section_reviewer"):
        client = sign_in(world.people[reader])
        assert offered(client.get(root(world)).content.decode(), world) == wanted
        for key in (OPINION, FOLDER):
            answer = client.get(f"{root(world)}{key}.docx")
            assert (key, answer.status_code) == (key, 200 if key in wanted else 404)
            if key in wanted:
                today = timezone.localdate()
                days = {"today": day(today), "back_by": day(world.round.due_on)}
                assert said.format(**days) in text_of(answer.content, "docx")


def test_whoever_reads_the_assessment_has_them_and_nobody_else(world, sign_in):
    world.fill()
    world.bring_to(*APPROVING)
    for key in (OPINION, FOLDER):
        for name, status in (*((name, 200) for name in READERS), *((name, 404) for name in STRANGERS)):
            answer = sign_in(world.people[name]).get(f"{root(world)}{key}.docx")
            assert (key, name, answer.status_code) == (key, name, status)


def other_s_review(world: World) -> None:
    """The department next door goes through everything that a paper tells of: none of its words belong in ours."""
    pk = world.other_assessment.pk
    replace_draft(pk, complete_facts(name="教育局"), world.other_preparer)
    add_attachment(world.other_preparer, pk, "邻局台账", BytesIO(small_pdf()), "other.pdf")

    def step(who, *actions: Action) -> None:
        for action in actions:
            take_step(who, pk, action, "邻局办理意见")

    def reviewing() -> None:
        step(world.other_preparer, Action.HAND_OVER)
        step(world.other_head, Action.SUBMIT)
        step(world.other_section_reviewer, Action.BEGIN_REVIEW)

    reviewing()
    assessment = Assessment.objects.select_related("round__fiscal_year", "department").get(pk=pk)
    place = stable_place(facts_of(assessment), PLACE)
    said = comment_on_field(world.other_section_reviewer, pk, place, "实际完成值", "邻局逐项意见")
    step(world.other_section_reviewer, Action.RETURN_FOR_CHANGES)
    answer_comment(world.other_preparer, said.pk, "邻局逐项答复")
    reviewing()
    step(world.other_section_reviewer, Action.PASS_SECTION_REVIEW)
    take_step(
        world.performance_reviewer, pk, Action.APPROVE, "邻局办理意见", decisions={said.pk: RemarkDecision.SETTLE}
    )
    due_on = timezone.localdate() + timedelta(days=9)
    exempt(world.administrator, world.other, "K58", "邻局豁免", due_on)
    notice = issue_notice(world.administrator, pk, [Demand("邻局问题", "邻局整改")], due_on)
    save_answers(world.other_preparer, notice.pk, {1: Answer("邻局答复", timezone.localdate(), "")}, seen_version=0)


def test_private_notes_and_other_departments_are_in_none_of_them(world, sign_in):
    world.fill()
    other_s_review(world)
    world.bring_to(*REVIEWING)
    remark(world, "请附台账")
    withdraw_comment(world.section_reviewer, remark(world, "内部看法一").pk)
    world.bring_to(Action.RETURN_FOR_CHANGES, *REVIEWING)
    remark(world, "内部看法二")
    world.bring_to(Action.PASS_SECTION_REVIEW, Action.APPROVE)

    for reader in ("preparer", "section_reviewer"):  # the bureau's copy is the department's
        for key in (OPINION, FOLDER):
            for ending in ("pdf", "docx"):
                said = text_of(sign_in(world.people[reader]).get(f"{root(world)}{key}.{ending}").content, ending)
                assert "请附台账" in said
                assert [word for word in ("内部看法", "邻局", "教育局") if word in said] == []


@pytest.mark.parametrize("rounds", [1, 3])
def test_they_ask_the_same_number_of_questions_however_much_was_said(world, sign_in, rounds):
    world.fill()
    for number in range(rounds):
        world.bring_to(*REVIEWING)
        remark(world, f"意见{number}")
        world.bring_to(Action.RETURN_FOR_CHANGES)
        content = small_pdf(str(number))
        add_attachment(world.preparer, world.assessment.pk, f"台账{number}", BytesIO(content), f"{number}.pdf")
    world.bring_to(*APPROVING)
    due_on = timezone.localdate() + timedelta(days=30)
    for number in range(rounds):
        issue_notice(world.administrator, world.assessment.pk, [Demand(f"问题{number}", "整改")], due_on)
    client = sign_in(world.preparer)
    client.get(root(world))
    counted = {}
    for name in ("", f"{OPINION}.docx", f"{FOLDER}.docx"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(root(world) + name)
        counted[name] = (answer.status_code, len(queries))
    # Of the 18, 6 count the paper among what the person has had made (evalsite.accounts.rate_limit).
    assert counted == {"": (200, 13), f"{OPINION}.docx": (200, 18), f"{FOLDER}.docx": (200, 18)}
    assert all(f"{what}{rounds - 1}" in Word(answer.content).text for what in ("意见", "台账", "问题"))
