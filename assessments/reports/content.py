"""The whole report of one department and year, built from its facts."""

from dataclasses import dataclass, replace
from datetime import date

from assessments.reports.department_sheet import department_sheet
from assessments.reports.document import Report, Sheet, Signature
from assessments.reports.narrative import parts
from assessments.reports.numbering import DEPARTMENT_SHEET, lay_out, project_sheet_label, summary_sheet_label
from assessments.reports.project_sheet import project_sheet
from assessments.reports.summary_sheet import summary_sheet
from assessments.reports.wording import clean, day, or_missing, width
from assessments.rules.facts import Facts
from assessments.rules.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalNote:
    """What the bureau adds to an approved report."""

    approved_on: date
    office: str = "财政局"


def build_report(facts: Facts, scheme: Scheme, *, approved: ApprovalNote | None = None) -> Report:
    """Build the report. Without an approval it is a draft: what nobody has written stands in it as 未填写."""
    sheets = _sheets(facts, scheme)
    return Report(
        title_lines=_title_lines(office_name(facts), f"{facts.year}年度预算绩效自评工作报告"),
        office=office_name(facts),
        year=facts.year,
        dated=facts.dates.reported,
        blocks=tuple(lay_out(parts(facts, scheme, is_draft=approved is None))),
        enclosures=_enclosures(facts),
        signature=_signature(facts, approved),
        sheets=sheets,
    )


def office_name(facts: Facts) -> str:
    """The department with its county in front, once."""
    county, name = clean(facts.county), or_missing(facts.department.name)
    return name if name.startswith(county) else county + name


def _title_lines(office: str, subject: str) -> tuple[str, ...]:
    """One line where it fits (20 characters of 22 pt), else the office over the subject."""
    return (office + subject,) if width(office + subject) <= 20 else (office, subject)


def _sheets(facts: Facts, scheme: Scheme) -> tuple[Sheet, ...]:
    """部门整体表, one form per project, 汇总表."""
    number = len(facts.projects)
    forms = (
        replace(project_sheet(project, facts, scheme), label=project_sheet_label(index, number))
        for index, project in enumerate(facts.projects, start=1)
    )
    return (
        replace(department_sheet(facts, scheme), label=DEPARTMENT_SHEET),
        *forms,
        replace(summary_sheet(facts, scheme), label=summary_sheet_label(number)),
    )


def _enclosures(facts: Facts) -> tuple[str, ...]:
    lines = [f"{facts.year}年度部门整体支出绩效自评情况表"]
    if facts.projects:
        number = len(facts.projects)
        lines.append(f"{facts.year}年度项目支出绩效自评表" + (f"（共{number}份）" if number > 1 else ""))
    lines.append(f"{facts.year}年度项目支出绩效自评结果汇总表")
    lines.extend(f"{name}（另附）" for attachment in facts.attachments if (name := clean(attachment)))
    return tuple(f"{number}.{line}" for number, line in enumerate(lines, start=1))


def _signature(facts: Facts, approved: ApprovalNote | None) -> Signature:
    remarks = (f"{approved.office}审核通过日期：{day(approved.approved_on)}",) if approved else ()
    return Signature(
        office=office_name(facts),
        date=day(facts.dates.reported),
        people=("单位负责人（签字）：", "填报人（签字）："),
        remarks=remarks,
    )
