"""Every constraint of the database, with a row that breaks it. A constraint without a row here fails the last test."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from assessments import models as a
from assessments.terms import BundleState, DocumentState, ManagementItem, NoticeState, Section, Status
from budgets import models as b
from evalsite.accounts.models import User
from tests.factories import World

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MINUS = Decimal(-1)


def breaking_rows(world: World) -> dict[str, tuple[models.Model, ...]]:
    """By constraint: rows to save in order, of which the last one must be refused."""
    own, year, assessment, user = world.own, world.round.fiscal_year, world.assessment, world.preparer
    budget = b.DepartmentBudget.objects.get(department=own, fiscal_year=year)
    project = b.Project(department=own, fiscal_year=year, name="甲")
    saved = b.Project.objects.create(department=own, fiscal_year=year, name="乙")
    project_with_result = b.Project.objects.create(department=own, fiscal_year=year, name="丙")

    result = a.ProjectResult.objects.create(assessment=assessment, project=project_with_result)

    def budget_row(**values: Any) -> models.Model:
        for name, value in values.items():
            setattr(budget, name, value)
        return budget

    def status_row(status: Status, **values: Any) -> models.Model:
        row = world.fresh()
        row.status = status
        for name, value in values.items():
            setattr(row, name, value)
        return row

    bundle = a.Bundle.objects.create(owner=user)
    document = {"bundle": bundle, "position": 1, "assessment": assessment, "key": "report", "format": "pdf"}
    notice = {"assessment": assessment, "year": 2026, "issued_on": date(2026, 5, 6), "issued_by": user}
    notice |= {"number": 7, "due_on": date(2026, 6, 6)}
    replied = {"state": NoticeState.REPLIED, "replied_on": date(2026, 5, 20), "replied_by": user}
    accepted = replied | {"state": NoticeState.ACCEPTED, "accepted_on": date(2026, 5, 21), "accepted_by": user}

    with_items = a.RectificationNotice.objects.create(**notice | {"number": 6})
    item = {"notice": with_items, "position": 1, "problem": "甲", "requirement": "乙"}
    comment = {"assessment": assessment, "place": "/x", "label": "x", "author": user}
    return {
        "fiscal_year_in_range": (b.FiscalYear(year=1999),),
        "department_name_unique": (b.Department(name=own.name),),
        "unit_name_unique_in_department": (b.Department(name=world.unit.name, parent=own),),
        "department_not_its_own_parent": (b.Department(pk=own.pk, name="自己", parent_id=own.pk),),
        "one_role_per_person_and_department": (b.Membership(user=user, department=own, role="head"),),
        "one_place_per_person_and_section": (b.SectionMembership(user=world.section_reviewer, section=world.section),),
        "one_budget_per_department_and_year": (b.DepartmentBudget(department=own, fiscal_year=year),),
        "department_budget_not_negative": (budget_row(basic=MINUS),),
        "revenue_line_not_negative": (b.RevenueLine(budget=budget, amount=MINUS),),
        "project_total_not_negative": (b.Project(department=own, fiscal_year=year, executed=MINUS),),
        "funding_line_not_negative": (project, b.FundingLine(project=project, executed=MINUS)),
        "one_management_note_per_item": tuple(
            a.ManagementNote(result=result, item=ManagementItem.USE, statement="已按规定使用") for _ in range(2)
        ),
        "management_note_says_something": (a.ManagementNote(result=result, item=ManagementItem.USE),),
        "indicator_has_one_owner": (b.Indicator(name="无主"),),
        "indicator_weight_not_negative": (b.Indicator(budget=budget, weight=MINUS),),
        "target_change_has_a_reason": (
            indicator := b.Indicator(budget=budget, name="甲"),
            b.TargetChange(indicator=indicator, new_value="1", reason="", changed_by=user),
        ),
        "accounts_user_username_small": (User(username="XFJ.TB", full_name="x"),),
        "accounts_user_bureau_role_known": (User(username="x", full_name="x", bureau_role="king"),),
        "round_is_due_after_it_opens": (
            fiscal_year := b.FiscalYear(year=2030),
            a.Round(fiscal_year=fiscal_year, opens_on=date(2031, 2, 1), due_on=date(2031, 1, 1), scheme={}),
        ),
        "one_assessment_per_round_and_department": (a.Assessment(round=world.round, department=own),),
        "assessment_status_is_known": (status_row("lost"),),  # type: ignore[arg-type]
        "assessment_submitted_iff_time": (status_row(Status.SUBMITTED),),
        "assessment_section_passed_iff_time": (status_row(Status.FINAL_REVIEW, submitted_at=NOW),),
        "assessment_approved_iff_time": (status_row(Status.DRAFT, approved_at=NOW),),
        "assessment_published_iff_time": (
            status_row(Status.PUBLISHED, submitted_at=NOW, section_passed_at=NOW, approved_at=NOW),
        ),
        "assessment_first_submission_iff_due": (status_row(Status.DRAFT, first_submitted_on=NOW.date()),),
        "assessment_scores_not_negative": (status_row(Status.DRAFT, score=MINUS),),
        "notice_number_is_unique_in_its_year": tuple(a.RectificationNotice(**notice) for _ in range(2)),
        "notice_year_is_that_of_its_issue": (a.RectificationNotice(**notice | {"year": 2025}),),
        "notice_is_due_after_its_issue": (a.RectificationNotice(**notice | {"due_on": date(2026, 5, 5)}),),
        "notice_state_is_known": (a.RectificationNotice(**notice, state="lost"),),
        "notice_replied_iff_reply": (a.RectificationNotice(**notice, state=NoticeState.REPLIED),),
        "notice_accepted_iff_acceptance": (a.RectificationNotice(**notice, **accepted | {"accepted_by": None}),),
        "notice_first_reply_iff_due": (a.RectificationNotice(**notice, first_replied_on=date(2026, 5, 20)),),
        "notice_is_answered_after_its_issue": (
            a.RectificationNotice(**notice, **replied | {"replied_on": date(2026, 5, 5)}),
        ),
        "notice_is_accepted_after_its_reply": (
            a.RectificationNotice(**notice, **accepted | {"accepted_on": date(2026, 5, 19)}),
        ),
        "notice_return_has_a_comment": (a.RectificationNotice(**notice, state=NoticeState.RETURNED),),
        "one_item_per_place_in_a_notice": tuple(a.RectificationItem(**item) for _ in range(2)),
        "notice_item_has_problem_and_requirement": (a.RectificationItem(**item | {"requirement": ""}),),
        "one_draft_per_section": tuple(
            a.SectionDraft(assessment=assessment, section=Section.FINANCE) for _ in range(2)
        ),
        "one_draft_per_project_section": (
            a.SectionDraft(assessment=assessment, section=Section.FUNDING, project=saved),
            a.SectionDraft(assessment=assessment, section=Section.FUNDING, project=saved),
        ),
        "project_scores_not_negative": (
            third := b.Project(department=own, fiscal_year=year, name="丙"),
            a.ProjectResult(assessment=assessment, project=third, score=MINUS),
        ),
        "indicator_score_not_negative": (
            scored := b.Indicator(budget=budget, name="乙"),
            a.IndicatorResult(assessment=assessment, indicator=scored, score=MINUS),
        ),
        "one_count_per_grade": tuple(a.StatedGradeCount(assessment=assessment, grade="优") for _ in range(2)),
        "field_comment_has_text": (a.FieldComment(**comment, text=""),),
        "field_comment_answer_iff_time": (a.FieldComment(**comment, text="请核对", answer="已改"),),
        "one_explanation_per_finding": tuple(
            a.Explanation(assessment=assessment, code="K22", message="x", text="x", author=user) for _ in range(2)
        ),
        "explanation_has_text": (a.Explanation(assessment=assessment, code="K22", message="x", text="", author=user),),
        "exemption_has_a_reason": (
            a.Exemption(department=own, code="K22", reason="", until=date(2030, 1, 1), granted_by=user),
        ),
        "exemption_end_is_whole": (
            a.Exemption(department=own, code="K22", reason="x", until=date(2030, 1, 1), granted_by=user, ended_at=NOW),
        ),
        "one_row_per_shingle": tuple(
            a.NarrativeShingle(assessment=assessment, round=world.round, value=7) for _ in range(2)
        ),
        "one_working_bundle_per_person": (a.Bundle(owner=user),),
        "bundle_ended_iff_time": (a.Bundle(owner=user, state=BundleState.CANCELLED),),
        "ready_bundle_has_a_file": (a.Bundle(owner=user, state=BundleState.READY, ended_at=NOW),),
        "bundled_documents_are_unique": tuple(a.BundledDocument(**document) for _ in range(2)),
        "bundled_document_of_all_iff_in_front": (a.BundledDocument(**document | {"assessment": None}),),
        "done_document_has_a_file": (a.BundledDocument(**document, state=DocumentState.DONE),),
        "failed_document_has_a_reason": (a.BundledDocument(**document, state=DocumentState.FAILED),),
        "snapshot_numbers_are_unique": tuple(
            a.Snapshot(assessment=assessment, number=1, content={}, sha256="x") for _ in range(2)
        ),
        "log_numbers_are_unique": (a.LogEntry(assessment=assessment, number=1, action="save", at=NOW, hash="x"),),
        "log_return_has_a_comment": (
            a.LogEntry(assessment=assessment, number=9, action="return_for_changes", at=NOW, hash="x"),
        ),
    }


OURS = [model for name in ("budgets", "assessments", "accounts") for model in apps.get_app_config(name).get_models()]
CONSTRAINTS = {constraint.name: constraint for model in OURS for constraint in model._meta.constraints}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses_the_row_and_the_model_says_why(world: World, name: str) -> None:
    *before, last = breaking_rows(world)[name]
    for row in before:
        row.save()
    with pytest.raises(ValidationError) as refused:
        last.validate_constraints()
    assert CONSTRAINTS[name].violation_error_message in refused.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save()


def test_every_message_is_ours_and_chinese() -> None:
    for constraint in CONSTRAINTS.values():
        assert constraint.violation_error_message.endswith("。")
