"""The documents of one department and year, built from its facts: the report with its forms, and each for itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assessments.reports.document.filing_number import Filing
from assessments.reports.document.formatting import clean, day, or_missing, width
from assessments.reports.document.model import Report, Sheet, Signature
from assessments.reports.document.numbering import (
    DEPARTMENT_SHEET,
    lay_out,
    project_sheet_label,
    summary_sheet_label,
    transfer_sheet_label,
)
from assessments.reports.form_pages.department import department_sheet
from assessments.reports.form_pages.layout_file import Layout
from assessments.reports.form_pages.layout_sets import layout_of
from assessments.reports.form_pages.project import project_sheet
from assessments.reports.form_pages.summary import summary_sheet
from assessments.reports.form_pages.transfer import transfer_count, transfer_sheets
from assessments.reports.papers.narrative import parts
from assessments.reports.papers.review_record import ReviewRecord
from assessments.schema.facts import Facts
from assessments.schema.scheme import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalNote:
    """What the bureau adds to an approved report."""

    approved_on: date
    office: str = "财政局"
    filing: Filing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What every document is built from. Without an approval it is a draft."""

    facts: Facts
    scheme: Scheme
    approved: ApprovalNote | None = None
    layouts: Mapping[str, str] = field(default_factory=dict)  # form -> text, as frozen with the round
    record: ReviewRecord = field(default_factory=ReviewRecord)

    def layout(self, form: str) -> Layout:
        return layout_of(form, self.layouts, self.scheme.layout)

    @property
    def is_draft(self) -> bool:
        return self.approved is None


def build_report(facts: Facts, scheme: Scheme, *, approved: ApprovalNote | None = None) -> Report:
    """Build the whole report. In a draft, what nobody has written stands as 未填写."""
    return whole_report(Source(facts=facts, scheme=scheme, approved=approved))


def whole_report(source: Source) -> Report:
    """The work report with its forms as enclosures."""
    filing = source.approved.filing if source.approved else None
    return replace(work_report(source), sheets=_sheets(source), filing=filing)


def work_report(source: Source) -> Report:
    """预算绩效自评工作报告: the words alone. Its enclosures are named; they are documents of their own."""
    facts = source.facts
    return replace(
        _report(facts, f"{facts.year}年度预算绩效自评工作报告"),
        blocks=tuple(lay_out(parts(facts, source.scheme, is_draft=source.is_draft))),
        enclosures=_enclosures(facts),
        signature=_signature(facts, source.approved),
    )


def department_form(source: Source) -> Report:
    """部门整体支出绩效自评情况表."""
    return _form(source.facts, "部门整体支出绩效自评情况表", _department(source))


def project_forms(source: Source) -> Report:
    """项目支出绩效自评表, one for each project, in their order."""
    return _form(source.facts, "项目支出绩效自评表", *_projects(source))


def transfer_forms(source: Source) -> Report:
    """转移支付区域（项目）绩效目标自评表, one for each project with money from above; none without transfers."""
    return _form(source.facts, "转移支付区域（项目）绩效目标自评表", *_transfers(source))


def summary_form(source: Source) -> Report:
    """项目支出绩效自评结果汇总表."""
    return _form(source.facts, "项目支出绩效自评结果汇总表", _summary(source))


def _form(facts: Facts, title: str, *sheets: Sheet) -> Report:
    return replace(_report(facts, f"{facts.year}年度{title}"), sheets=sheets)


def _report(facts: Facts, subject: str) -> Report:
    office = office_name(facts)
    return Report(title_lines=title_lines(office, subject), office=office, year=facts.year, dated=facts.dates.reported)


def office_name(facts: Facts) -> str:
    """The department with its county in front, once."""
    county, name = clean(facts.county), or_missing(facts.department.name)
    return name if name.startswith(county) else county + name


def bureau_name(facts: Facts) -> str:
    """The bureau that reviews the department, with its county."""
    return f"{clean(facts.county)}财政局"


def title_lines(office: str, subject: str) -> tuple[str, ...]:
    """One line where it fits (20 characters of 22 pt), else the office over the subject."""
    return (office + subject,) if width(office + subject) <= 20 else (office, subject)


def _sheets(source: Source) -> tuple[Sheet, ...]:
    """部门整体表, one form per project and per transfer payment, 汇总表."""
    number = len(source.facts.projects)
    forms = (
        replace(sheet, label=project_sheet_label(index, number))
        for index, sheet in enumerate(_projects(source), start=1)
    )
    transfers = _transfers(source)
    return (
        replace(_department(source), label=DEPARTMENT_SHEET),
        *forms,
        *(
            replace(sheet, label=transfer_sheet_label(index, len(transfers), number))
            for index, sheet in enumerate(transfers, start=1)
        ),
        replace(_summary(source), label=summary_sheet_label(number, len(transfers))),
    )


def _department(source: Source) -> Sheet:
    return department_sheet(source.facts, source.scheme, source.layout("department"))


def _projects(source: Source) -> Iterator[Sheet]:
    layout = source.layout("project")
    return (project_sheet(project, source.facts, source.scheme, layout) for project in source.facts.projects)


def _transfers(source: Source) -> tuple[Sheet, ...]:
    return transfer_sheets(source.facts, source.scheme, source.layout("transfer"))


def _summary(source: Source) -> Sheet:
    return summary_sheet(source.facts, source.scheme, source.layout("summary"))


def _enclosures(facts: Facts) -> tuple[str, ...]:
    lines = [f"{facts.year}年度部门整体支出绩效自评情况表"]
    if facts.projects:
        number = len(facts.projects)
        lines.append(f"{facts.year}年度项目支出绩效自评表" + (f"（共{number}份）" if number > 1 else ""))
    if transfers := transfer_count(facts):
        number_of = f"（共{transfers}份）" if transfers > 1 else ""
        lines.append(f"{facts.year}年度转移支付区域（项目）绩效目标自评表{number_of}")
    lines.append(f"{facts.year}年度项目支出绩效自评结果汇总表")
    lines.extend(f"{name}（另附）" for attachment in facts.attachments if (name := clean(attachment)))
    return tuple(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _signature(facts: Facts, approved: ApprovalNote | None) -> Signature:
    remarks = (f"经{approved.office}审核通过（{day(approved.approved_on)}）",) if approved else ()
    return Signature(
        office=office_name(facts),
        date=day(facts.dates.reported),
        people=("单位负责人（签字）：", "填报人（签字）："),
        remarks=remarks,
    )
