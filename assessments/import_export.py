"""The exchange file in and out of the database: a file becomes a draft, a draft becomes a file."""

from dataclasses import dataclass

from django.db import transaction

from assessments.drafting.whole import replace_draft
from assessments.exchange.file_format import dumps
from assessments.facts_loader import facts_of
from assessments.models import Assessment, Round
from assessments.schema.facts import Facts
from assessments.workflow import start_assessment
from budgets.models import Department
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    assessment: Assessment
    new_department: bool
    new_assessment: bool


class WrongYearError(ValueError):
    """The file is of another year than the round."""


@transaction.atomic
def import_facts(facts: Facts, round_: Round, actor: User | None = None) -> Imported:
    """Create or update the department's draft in this round; all or nothing.

    Raises WrongYearError, and what `replace_draft` raises.
    """
    if facts.year != round_.fiscal_year.year:
        raise WrongYearError(f"文件是 {facts.year} 年度的，自评任务是 {round_.fiscal_year.year} 年度的。")
    department, new_department = Department.objects.get_or_create(
        name=facts.department.name,
        parent=None,
        defaults={"code": facts.department.code or "", "self_noun": facts.department.self_noun or ""},
    )
    assessment, new_assessment = start_assessment(round_, department)
    return Imported(replace_draft(assessment.pk, facts, actor), new_department, new_assessment)


def export_text(assessment: Assessment) -> str:
    """The assessment as an exchange file."""
    return dumps(facts_of(assessment))
