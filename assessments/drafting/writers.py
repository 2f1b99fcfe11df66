"""One writer per section: a piece of the facts into its rows. Called by `drafting` inside its transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from assessments.columns import Written, put
from assessments.drafting.errors import InvalidSection
from assessments.drafting.indicators import IndicatorOwner, write_indicators
from assessments.drafting.rows import replace_names, save_row, sync_rows
from assessments.drafting.shingles import keep_sample
from assessments.models import (
    Assessment,
    Attachment,
    CoveredUnit,
    ManagementNote,
    ProjectResult,
    Rectification,
    StatedFundShare,
    StatedGradeCount,
    StatedProjectTotals,
    StatedTransfers,
)
from assessments.schema import facts as f
from assessments.schema import sections as s
from assessments.terms import ManagementItem, Section
from budgets.models import Department, DepartmentBudget, FundingLine, Goal, Project, RevenueLine


@dataclass
class WriteTarget:
    """Where a section is written to. `written` is set by an import, `new_units` lets it add unknown units."""

    assessment: Assessment
    budget: DepartmentBudget
    project: Project | None = None
    written: Written = None
    pointer: str = ""
    new_units: bool = False

    def put(self, row: Model, piece: Any, pointer: str) -> None:
        """The piece into its columns of the row; its figures as the file wrote them."""
        put(row, piece, written=self.written, pointer=pointer)

    def result(self) -> ProjectResult:
        found = ProjectResult.objects.filter(project=self.project).first()
        return found or ProjectResult(assessment=self.assessment, project=self.project)


def write(target: WriteTarget, section: Section, data: Any) -> None:
    """Write one section's piece; raises InvalidSection."""
    _WRITERS[section](target, data)


def _overview(target: WriteTarget, data: s.Overview) -> None:
    assessment, budget = target.assessment, target.budget
    put(assessment, data.department)
    put(assessment, data.dates)
    save_row(assessment, "")
    put(budget, data.department)
    save_row(budget, "/department")
    replace_names(CoveredUnit.objects.filter(assessment=assessment), data.units, assessment=assessment)


def _finance(target: WriteTarget, data: s.Finance) -> None:
    budget = target.budget
    target.put(budget, data.revenue, "/revenue")
    target.put(budget, data.expenditure, "/expenditure")
    save_row(budget, "/expenditure")
    sync_rows(
        list(RevenueLine.objects.filter(budget=budget)),
        data.revenue.lines,
        lambda: RevenueLine(budget=budget),
        target.put,
        "/revenue/lines",
    )
    _project_totals(target, data.project_totals)
    _transfers(target, data.transfers)


def _project_totals(target: WriteTarget, data: f.ProjectTotals) -> None:
    assessment = target.assessment
    row = StatedProjectTotals.objects.filter(assessment=assessment).first()
    if row is None and data == f.ProjectTotals():
        return
    row = row or StatedProjectTotals(assessment=assessment)
    target.put(row, data.by_completion, "/project_totals/by_completion")
    target.put(row, data, "/project_totals")
    save_row(row, "/project_totals")
    sync_rows(
        list(StatedFundShare.objects.filter(assessment=assessment)),
        data.by_fund,
        lambda: StatedFundShare(assessment=assessment),
        target.put,
        "/project_totals/by_fund",
    )
    _grade_counts(assessment, data.by_grade, "/project_totals/by_grade", of_transfers=False)


def _transfers(target: WriteTarget, data: f.Transfers | None) -> None:
    assessment = target.assessment
    row = StatedTransfers.objects.filter(assessment=assessment).first()
    if data is None:
        if row:
            row.delete()
        _grade_counts(assessment, (), "", of_transfers=True)
        return
    row = row or StatedTransfers(assessment=assessment)
    target.put(row, data, "/transfers")
    save_row(row, "/transfers")
    _grade_counts(assessment, data.by_grade, "/transfers/by_grade", of_transfers=True)


def _grade_counts(assessment: Assessment, counts: f.Counts, pointer: str, *, of_transfers: bool) -> None:
    rows = StatedGradeCount.objects.filter(assessment=assessment, of_transfers=of_transfers)
    if tuple((row.grade, row.count) for row in rows) == counts:
        return
    rows.delete()
    for position, (grade, count) in enumerate(counts):
        row = StatedGradeCount(
            assessment=assessment, of_transfers=of_transfers, position=position, grade=grade, count=count
        )
        save_row(row, f"{pointer}/{grade}")


def _projects(target: WriteTarget, data: s.Projects) -> None:
    assessment = target.assessment
    department, year = assessment.department, assessment.round.fiscal_year
    units = {unit.name: unit for unit in department.units.all()}

    def fill(row: Project, piece: s.ProjectHeader, pointer: str) -> None:
        put(row, piece, f.Project)
        row.unit = _unit(target, units, piece.unit, pointer)

    existing = list(Project.objects.filter(department=department, fiscal_year=year))
    rows = sync_rows(
        existing,
        data.headers,
        lambda: Project(department=department, fiscal_year=year),
        fill,
        "/projects",
        _why_project_stays,
    )
    for row, piece in zip(rows, data.headers, strict=True):
        result = ProjectResult.objects.filter(project=row).first()
        if result is None and piece.exempt_reason is None:
            continue
        result = result or ProjectResult(assessment=assessment, project=row)
        put(result, piece, f.Project)
        save_row(result, f"/projects/{row.position}")


def _unit(target: WriteTarget, units: dict[str, Department], name: str | None, pointer: str) -> Department | None:
    if not name:
        return None
    if name not in units:
        if not target.new_units:
            raise InvalidSection([(f"{pointer}/unit", f"“{name}”不是本部门的所属预算单位，请从列表中选择。")])
        units[name] = Department.objects.create(name=name, parent=target.assessment.department)
    return units[name]


def _why_project_stays(row: Project) -> str | None:
    if row.indicators.filter(approved=True).exists():
        return f"项目“{row}”的绩效目标已经批复，不能删除；免予自评的，请填写免予自评原因。"
    return None


def _funding(target: WriteTarget, data: s.Funding) -> None:
    project = target.project
    if project is None:
        raise ValueError("funding belongs to a project")
    sync_rows(
        list(FundingLine.objects.filter(project=project)),
        data.lines,
        lambda: FundingLine(project=project),
        target.put,
        f"{target.pointer}/funding",
    )
    pointer = f"{target.pointer}/total"
    target.put(project, data.total, pointer)
    save_row(project, pointer)
    result, transfer = target.result(), data.transfer or f.ProjectTransfer()
    target.put(result, data.total, pointer)
    put(result, transfer)
    save_row(result, pointer)
    _management(result, transfer.management, f"{target.pointer}/transfer/management")


def _management(result: ProjectResult, data: f.FundManagement, pointer: str) -> None:
    known = {row.item: row for row in ManagementNote.objects.filter(result=result)}
    for item in ManagementItem:
        said: f.ManagementNote = getattr(data, item.value)
        row = known.get(item) or ManagementNote(result=result, item=item)
        if said != f.ManagementNote():
            put(row, said)
            save_row(row, f"{pointer}/{item}")
        elif row.pk:
            row.delete()


def _results(target: WriteTarget, data: s.Results) -> None:
    project, result = target.project, target.result()
    if project is None:
        raise ValueError("results belong to a project")
    put(project, data.goal)
    save_row(project, f"{target.pointer}/goal")
    put(result, data.goal)
    put(result, data, f.Project, written=target.written, pointer=target.pointer)
    save_row(result, target.pointer)
    owner = IndicatorOwner(target.assessment, {"project": project}, f"{target.pointer}/indicators", target.written)
    write_indicators(owner, data.indicators)


def _goals(target: WriteTarget, data: s.DepartmentGoals) -> None:
    assessment, budget = target.assessment, target.budget
    overall = Goal.objects.filter(budget=budget, is_overall=True)
    if [row.statement for row in overall] != list(data.overall):
        overall.delete()
        for position, statement in enumerate(data.overall):
            row = Goal(budget=budget, is_overall=True, position=position, statement=statement)
            save_row(row, f"/goals/overall/{position}")

    rows = sync_rows(
        list(Goal.objects.filter(budget=budget, is_overall=False)),
        data.sub,
        lambda: Goal(budget=budget, is_overall=False),
        target.put,
        "/goals/sub",
        lambda row: (
            "该分项绩效目标含已批复的指标，不能删除；不考核的，请将指标勾选“本年度不适用”。"
            if row.indicators.filter(approved=True).exists()
            else None
        ),
    )
    for index, (row, piece) in enumerate(zip(rows, data.sub, strict=True)):
        owner = IndicatorOwner(assessment, {"goal": row}, f"/goals/sub/{index}/indicators", target.written)
        write_indicators(owner, piece.indicators)
    write_indicators(IndicatorOwner(assessment, {"budget": budget}, "/indicators", target.written), data.indicators)
    target.put(assessment, data.execution, "/execution")
    put(assessment, data, f.Facts, written=target.written)
    save_row(assessment, "/execution")


def _narrative(target: WriteTarget, data: f.Narrative) -> None:
    put(target.assessment, data)
    save_row(target.assessment, "/narrative")
    keep_sample(target.assessment, data)


def _rectification(target: WriteTarget, data: s.Rectifications) -> None:
    sync_rows(
        list(Rectification.objects.filter(assessment=target.assessment)),
        data.rows,
        lambda: Rectification(assessment=target.assessment),
        target.put,
        "/rectifications",
    )


def _attachments(target: WriteTarget, data: s.Attachments) -> None:
    """Names in their order. A row with an uploaded file stays until its file is removed on purpose."""
    kept: dict[str, list[Attachment]] = {}
    for row in Attachment.objects.filter(assessment=target.assessment):
        kept.setdefault(row.name, []).append(row)
    for position, name in enumerate(data.names):
        row = kept[name].pop(0) if kept.get(name) else Attachment(assessment=target.assessment, name=name)
        row.position = position
        save_row(row, f"/attachments/{position}")
    for row in (row for rows in kept.values() for row in rows):
        if row.file:
            raise InvalidSection([("/attachments", f"“{row.name}”已上传文件，请先删除文件。")])
        row.delete()


_WRITERS: dict[Section, Callable[[WriteTarget, Any], None]] = {
    Section.OVERVIEW: _overview,
    Section.FINANCE: _finance,
    Section.PROJECTS: _projects,
    Section.FUNDING: _funding,
    Section.RESULTS: _results,
    Section.GOALS: _goals,
    Section.NARRATIVE: _narrative,
    Section.RECTIFICATION: _rectification,
    Section.ATTACHMENTS: _attachments,
}
