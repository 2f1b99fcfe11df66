"""check_archive: a row that was put beside filed ones, and that no chained entry names, is told; whatever its kind."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone

from assessments.append_only import install_triggers, remove_triggers
from assessments.checkup import check_up
from assessments.drafting import add_attachment, change_target
from assessments.facts_loader import facts_of
from assessments.models import (
    Attachment,
    CoveredUnit,
    Evidence,
    FieldComment,
    IndicatorResult,
    ManagementNote,
    ProjectResult,
    RectificationNotice,
    StatedFundShare,
    StatedGradeCount,
    StatedProjectTotals,
    StatedTransfers,
)
from assessments.review.actions import answer_comment, comment_on_field, exempt, explain
from assessments.review.rectification import issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import Answer, Demand
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, ManagementItem, NoticeAction
from budgets.models import FundingLine, Goal, Indicator, Project, RevenueLine, TargetChange
from tests.factories import REVIEWING, World, complete_facts, complete_project
from tests.security.conftest import undone
from tests.small_pdf import small_pdf

pytestmark = pytest.mark.django_db

PLACE = "/projects/0/indicators/0/actual"


@pytest.fixture
def filed(world: World, settings: Any, tmp_path: Path) -> World:
    """Handed in twice, approved and published, with all that people say on the way; each by its own function."""
    settings.MEDIA_ROOT = tmp_path
    first = complete_project()
    far_above = replace(first.indicators[0], actual="80")
    projects = (replace(first, indicators=(far_above, *first.indicators[1:])), complete_project("其他项目", "54"))
    world.fill(complete_facts(projects=projects))
    pk = world.assessment.pk
    add_attachment(world.preparer, pk, "满意度调查", io.BytesIO(small_pdf()), "paper.pdf")
    indicator = Indicator.objects.filter(project__department=world.own, name="办结信访事项数量")[0]
    Indicator.objects.filter(pk=indicator.pk).update(approved=True)
    change_target(world.preparer, pk, indicator.pk, "39", reason="机构调整", document="〔2025〕1号")
    (warning,) = check_up(world.fresh()).open_warnings
    explain(world.preparer, pk, warning.finding.code, warning.stable_place, warning.finding.message, "年中来访上升。")
    exempt(world.administrator, world.own, "K58", "上年并账", timezone.localdate() + timedelta(days=30))
    world.bring_to(*REVIEWING)
    remark = comment_on_field(
        world.section_reviewer, pk, stable_place(facts_of(world.fresh()), PLACE), "完成值", "请附台账"
    )
    world.bring_to(Action.RETURN_FOR_CHANGES)
    answer_comment(world.preparer, remark.pk, "已附")
    world.bring_to(*REVIEWING, Action.PASS_SECTION_REVIEW, Action.APPROVE, Action.PUBLISH)
    due_on = timezone.localdate() + timedelta(days=9)
    notice = issue_notice(world.performance_reviewer, pk, [Demand("台账不全。", "补齐台账。")], due_on)
    save_answers(world.preparer, notice.pk, {1: Answer("已补齐", timezone.localdate(), "台账")}, seen_version=0)
    take_notice_step(world.head, notice.pk, NoticeAction.REPLY)
    return world


def faults() -> list[str]:
    try:
        call_command("check_archive")
    except CommandError as error:
        return [line.split("：", 1)[1] for line in str(error).splitlines()[:-1]]
    return []


Way = Callable[[World], object]


def copy(of: str, **changes: Any) -> Way:
    """Another row like the newest of the assessment, without a word to anybody: no signal, no log."""

    def put(world: World) -> None:
        row = getattr(world.assessment, of).order_by("pk").last()
        row.pk = None
        for name, value in changes.items():
            setattr(row, name, value)
        type(row)._base_manager.bulk_create([row])

    return put


def in_project(make: Callable[[Project], models.Model]) -> Way:
    return lambda world: make(world.own.projects.order_by("position")[0])


def exempt_unseen(world: World) -> None:
    row = world.own.exemptions.get()
    granted_at, row.pk, row.code = row.granted_at, None, "K22"
    (made,) = type(row)._base_manager.bulk_create([row])
    type(row)._base_manager.filter(pk=made.pk).update(granted_at=granted_at)


def store_unseen(world: World) -> None:
    """A report for the submission that was returned."""
    copy("stored_reports", snapshot=world.assessment.snapshots.get(number=1))(world)


def attach_unseen(world: World) -> None:
    row = Attachment(assessment=world.assessment, name="另一份", size=4, sha256=hashlib.sha256(b"file").hexdigest())
    row.file.save("another.pdf", ContentFile(b"file"))


def append_to_log(world: World) -> None:
    number = world.assessment.log.order_by("-number")[0].number
    copy("log", number=number + 1)(world)


def item_unseen(world: World) -> None:
    world.assessment.notices.get().items.create(position=2, problem="另一项", requirement="补齐")


def result_unseen(world: World) -> None:
    project = Project.objects.create(
        department=world.own, fiscal_year=world.round.fiscal_year, name="另一项目", position=9
    )
    ProjectResult.objects.create(assessment=world.assessment, project=project, score=100)


def indicator_unseen(world: World) -> Indicator:
    return Indicator.objects.create(
        project=world.own.projects.order_by("position")[0], group="产出指标", kind="数量指标", name="另一指标"
    )


def copy_target_change(_: World) -> None:
    row = TargetChange.objects.get()
    row.pk = None
    TargetChange.objects.bulk_create([row])


def adjust_unseen(world: World) -> None:
    indicator = Indicator.objects.filter(project__department=world.own, name="按期办结率")[0]
    TargetChange.objects.create(indicator=indicator, new_value="1", reason="另有原因", changed_by=world.preparer)


DATA = "填报数据与第 2 次报送的不符："
# By model: a way, and what is told of it.
ADDED: dict[str, list[tuple[Way, str]]] = {
    "assessments.Snapshot": [(copy("snapshots", number=3), "第 3 次报送的数据没有报送记录")],
    "assessments.StoredReport": [(store_unseen, "存档报告没有终审通过的记录")],
    "assessments.LogEntry": [(append_to_log, "办理过程第 {entries} 条被改动，或其前后缺少记录")],
    "assessments.Attachment": [  # with the same file, with another, without one
        (copy("attachments"), "附件“满意度调查”没有上传记录"),
        (attach_unseen, "附件“另一份”没有上传记录"),
        (
            copy("attachments", name="只有名称", file="", size=None, sha256=""),
            "附件“只有名称”不在第 2 次报送所列的附件中",
        ),
    ],
    "assessments.FieldComment": [
        (copy("field_comments"), "审核意见（完成值）没有提出记录"),
        (copy("field_comments", label="自评总分"), "审核意见（自评总分）没有提出记录"),
    ],
    "assessments.Explanation": [(copy("explanations", place="/score"), "K22 的警告说明没有填写记录")],
    "assessments.Exemption": [(exempt_unseen, "K22 的豁免没有批准记录")],
    "assessments.RectificationNotice": [(copy("notices", number=2), "整改通知 {second} 没有下达记录")],
    "assessments.RectificationItem": [(item_unseen, "整改通知 {first} 的整改事项与下达时的不符")],
    "assessments.CoveredUnit": [
        (lambda world: CoveredUnit.objects.create(assessment=world.assessment, position=9, name="另一单位"), DATA)
    ],
    "assessments.Rectification": [(copy("rectifications", problem="另一问题"), DATA)],
    "assessments.ProjectResult": [(result_unseen, DATA)],
    "assessments.IndicatorResult": [
        (
            lambda world: IndicatorResult.objects.create(
                assessment=world.assessment, indicator=indicator_unseen(world), actual="1"
            ),
            DATA,
        )
    ],
    "assessments.Evidence": [
        (lambda world: Evidence.objects.create(result=world.assessment.indicator_results.first(), name="另一份"), DATA)
    ],
    "assessments.ManagementNote": [
        (
            in_project(
                lambda project: ManagementNote.objects.create(
                    result=project.result, item=ManagementItem.USE, statement="合规"
                )
            ),
            DATA,
        )
    ],
    "assessments.StatedProjectTotals": [
        (lambda world: StatedProjectTotals.objects.create(assessment=world.assessment, count=9), DATA)
    ],
    "assessments.StatedTransfers": [
        (lambda world: StatedTransfers.objects.create(assessment=world.assessment, count=9), DATA)
    ],
    "assessments.StatedFundShare": [
        (lambda world: StatedFundShare.objects.create(assessment=world.assessment, position=9, count=9), DATA)
    ],
    "assessments.StatedGradeCount": [
        (lambda world: StatedGradeCount.objects.create(assessment=world.assessment, grade="另", count=9), DATA)
    ],
    "budgets.Project": [
        (
            lambda world: Project.objects.create(
                department=world.own, fiscal_year=world.round.fiscal_year, name="另一项目", position=9
            ),
            DATA,
        )
    ],
    "budgets.FundingLine": [
        (in_project(lambda project: FundingLine.objects.create(project=project, position=9, initial=1)), DATA)
    ],
    "budgets.RevenueLine": [
        (lambda world: RevenueLine.objects.create(budget=world.own.budgets.get(), position=9, amount=1), DATA)
    ],
    "budgets.Goal": [
        (
            lambda world: Goal.objects.create(
                budget=world.own.budgets.get(), position=9, is_overall=False, name="另一目标"
            ),
            DATA,
        )
    ],
    "budgets.Indicator": [(indicator_unseen, DATA)],
    "budgets.TargetChange": [
        (copy_target_change, "指标“办结信访事项数量”的指标值调整没有记录"),
        (adjust_unseen, "指标“按期办结率”的指标值调整没有记录"),
    ],
}
# What no paper says, and why a further row of it changes nothing that was filed.
NOT_FILED = {
    "assessments.Assessment": "one for each department and year; its log is the chain",
    "assessments.Round": "rules of a year: each submission has those that held then",
    "assessments.SectionDraft": "counts saves, of which the log has each",
    "assessments.NarrativeShingle": "a sample of words, made anew at each save",
    "assessments.Bundle": "a file for a person to fetch, made from what is filed",
    "assessments.BundledDocument": "a file for a person to fetch, made from what is filed",
    "assessments.KeptReport": "a reader's own check-up",
    "budgets.DepartmentBudget": "one for each department and year, held against the submission with the rest",
    "budgets.Department": "register",
    "budgets.FinanceSection": "register",
    "budgets.FiscalYear": "register",
    "budgets.Membership": "register: each submission's entry has the members of its day",
    "budgets.SectionMembership": "register",
}


def test_every_kind_of_row_is_asked() -> None:
    kinds = {model._meta.label for app in ("assessments", "budgets") for model in apps.get_app_config(app).get_models()}
    assert kinds == ADDED.keys() | NOT_FILED.keys()


def test_a_row_that_no_entry_names_is_told(filed: World) -> None:
    assert faults() == []
    first = filed.assessment.notices.get()
    second = RectificationNotice(prefix=first.prefix, year=first.year, number=2).reference
    names = {"entries": filed.assessment.log.count() + 1, "first": first.reference, "second": second}
    found, expected = {}, {}
    for kind, ways in ADDED.items():
        for number, (put, fault) in enumerate(ways):
            with undone():
                put(filed)
                expected[kind, number] = [fault.format(**names)]
                found[kind, number] = [DATA if told.startswith(DATA) else told for told in faults()]
    assert found == expected


CHANGED: dict[str, tuple[Way, str]] = {
    "words of a remark": (
        lambda world: FieldComment.objects.update(text="另一意见"),
        "审核意见（完成值）没有提出记录",
    ),
    "words of an answer": (
        lambda world: FieldComment.objects.update(answer="另一答复"),
        "审核意见（完成值）的答复没有记录",
    ),
    "a remark no longer settled": (
        lambda world: FieldComment.objects.update(settled_at=None),
        "审核意见（完成值）是否销号与办理过程不符",
    ),
    "a remark gone": (lambda world: FieldComment.objects.all().delete(), "审核意见（完成值）缺失"),
    "words of an explanation": (
        lambda world: world.assessment.explanations.update(text="另一说明"),
        "K22 的警告说明没有填写记录",
    ),
    "a longer exemption": (
        lambda world: world.own.exemptions.update(until=timezone.localdate() + timedelta(days=90)),
        "K58 的豁免没有批准记录",
    ),
    "words of a notice": (
        lambda world: world.assessment.notices.get().items.update(requirement="不必"),
        "整改通知 {first} 的整改事项与下达时的不符",
    ),
    "an answer to a notice": (
        lambda world: world.assessment.notices.get().items.update(done_on=None),
        "整改通知 {first} 的整改情况与报送时的不符",
    ),
    "a score": (lambda world: type(world.assessment).objects.filter(pk=world.assessment.pk).update(score=1), DATA),
}


def test_a_row_that_says_something_else_is_told(filed: World) -> None:
    first = filed.assessment.notices.get().reference
    found = {}
    for name, (change, _) in CHANGED.items():
        with undone():
            change(filed)
            found[name] = [DATA if told.startswith(DATA) else told for told in faults()]
    assert found == {name: [fault.format(first=first)] for name, (_, fault) in CHANGED.items()}


def test_a_notice_that_is_gone_is_told(filed: World) -> None:
    notice = filed.assessment.notices.get()
    notice.items.all().delete()
    notice.delete()
    assert faults() == [f"整改通知 {notice.reference} 缺失"]


def test_what_the_register_says_later_is_no_fault(filed: World) -> None:
    filed.own.name = "信访工作局"
    filed.own.save()
    filed.unit.name = "信访中心"
    filed.unit.save()
    assert faults() == []


def test_a_chain_whose_entries_say_nonsense_breaks_nothing(filed: World) -> None:
    """Whoever can change the log can write anything into it: the command tells, and does not fall."""
    remove_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute('UPDATE assessments_logentry SET detail = \'{"label": [1], "sha256": {}, "notice": []}\'')
    install_triggers(connection)
    assert faults()[0].startswith("办理过程第 1、")
