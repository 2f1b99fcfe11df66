"""One writer per section: a piece of the facts into its rows. Called by `drafting` inside its transaction.

What is written is put back among the draft's rows (`Destination.rows`), so that the facts can be made of them again.
"""

from collections.abc import Callable, Sequence
from typing import Any

from assessments.columns import put
from assessments.draft_rows import Lists, Named
from assessments.drafting.destination import Destination
from assessments.drafting.errors import InvalidSection
from assessments.drafting.indicators import OwnIndicators, write_indicators
from assessments.drafting.rows import left_out, standing
from assessments.drafting.shingles import keep_sample
from assessments.models import (
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
from budgets.models import Department, FundingLine, Goal, Indicator, Project, RevenueLine


def write(to: Destination, section: Section, data: Any) -> None:
    """Write one section's piece; raises InvalidSection."""
    _WRITERS[section](to, data)


def _overview(to: Destination, data: s.Overview) -> None:
    assessment, budget = to.assessment, to.budget
    put(assessment, data.department)
    put(assessment, data.dates)
    to.writer.save(assessment, "")
    put(budget, data.department)
    to.writer.save(budget, "/department")
    names = [Named(name) for name in data.units]
    if to.rows.names[Lists.UNITS, assessment.pk] != names:
        to.rows.names[Lists.UNITS, assessment.pk] = names
        rows = [CoveredUnit(assessment=assessment, position=at, name=name) for at, name in enumerate(data.units)]
        to.writer.replace(
            CoveredUnit.objects.filter(assessment=assessment), rows, [f"/units/{at}" for at in range(len(rows))]
        )


def _finance(to: Destination, data: s.Finance) -> None:
    budget = to.budget
    to.put(budget, data.revenue, "/revenue")
    to.put(budget, data.expenditure, "/expenditure")
    to.writer.save(budget, "/expenditure")
    to.rows.revenue = to.writer.sync(
        to.rows.revenue, data.revenue.lines, lambda: RevenueLine(budget=budget), to.put, "/revenue/lines"
    )
    _project_totals(to, data.project_totals)
    _transfers(to, data.transfers)


def _project_totals(to: Destination, data: f.ProjectTotals) -> None:
    assessment = to.assessment
    row: StatedProjectTotals | None = getattr(assessment, "stated_project_totals", None)
    if row is None and data == f.ProjectTotals():
        return
    row = row or StatedProjectTotals(assessment=assessment)
    to.put(row, data.by_completion, "/project_totals/by_completion")
    to.put(row, data, "/project_totals")
    to.writer.save(row, "/project_totals")
    to.rows.fund_shares = to.writer.sync(
        to.rows.fund_shares,
        data.by_fund,
        lambda: StatedFundShare(assessment=assessment),
        to.put,
        "/project_totals/by_fund",
    )
    _grade_counts(to, data.by_grade, "/project_totals/by_grade", of_transfers=False)


def _transfers(to: Destination, data: f.Transfers | None) -> None:
    assessment = to.assessment
    row: StatedTransfers | None = getattr(assessment, "stated_transfers", None)
    if data is None:
        if row:
            row.delete()
            assessment.stated_transfers = None
        _grade_counts(to, (), "", of_transfers=True)
        return
    row = row or StatedTransfers(assessment=assessment)
    to.put(row, data, "/transfers")
    to.writer.save(row, "/transfers")
    _grade_counts(to, data.by_grade, "/transfers/by_grade", of_transfers=True)


def _grade_counts(to: Destination, counts: f.Counts, pointer: str, *, of_transfers: bool) -> None:
    key, wanted = (Lists.GRADE_COUNTS, int(of_transfers)), [Named(*count) for count in counts]
    if to.rows.names[key] == wanted:
        return
    to.rows.names[key] = wanted
    here = {"assessment": to.assessment, "of_transfers": of_transfers}
    rows = [StatedGradeCount(**here, position=at, grade=grade, count=count) for at, (grade, count) in enumerate(counts)]
    to.writer.replace(StatedGradeCount.objects.filter(**here), rows, [f"{pointer}/{grade}" for grade, _ in counts])


def _projects(to: Destination, data: s.Projects) -> None:
    ours = {"department": to.assessment.department, "fiscal_year": to.assessment.round.fiscal_year}

    def fill(row: Project, piece: s.ProjectHeader, pointer: str) -> None:
        put(row, piece, f.Project)
        row.unit = _unit(to, piece.unit, pointer)

    def new() -> Project:
        row = Project(**ours)
        getattr(row, "result", None)  # known to have none before it has a key, so that nobody asks the database later
        return row

    _refuse_removal_of_approved(to, data)
    rows = to.rows.projects = to.writer.sync(to.rows.projects, data.headers, new, fill, "/projects")
    results, pointers = [], []
    stood = standing([row.result for row in rows if getattr(row, "result", None)])
    for row, piece in zip(rows, data.headers, strict=True):
        result = getattr(row, "result", None)
        if result is None and piece.exempt_reason is None:
            continue
        result = result or ProjectResult(assessment=to.assessment, project=row)
        put(result, piece, f.Project)
        results.append(result)
        pointers.append(f"/projects/{row.position}")
    to.writer.save_all(results, pointers, stood)


def _unit(to: Destination, name: str | None, pointer: str) -> Department | None:
    if not name:
        return None
    found = next((unit for unit in to.rows.units if unit.name == name), None)
    if found is None:
        if not to.new_units:
            raise InvalidSection([(f"{pointer}/unit", f"“{name}”不是本部门的所属预算单位，请从列表中选择。")])
        found = Department.objects.create(name=name, parent=to.assessment.department)
        to.rows.units.append(found)
    return found


def _refuse_removal_of_approved(to: Destination, data: s.Projects) -> None:
    gone = left_out(to.rows.projects, data.headers)
    approved = Indicator.objects.filter(project__in=gone, approved=True).select_related("project") if gone else ()
    for indicator in approved[:1]:
        message = f"项目“{indicator.project}”的绩效目标已经批复，不能删除；免予自评的，请填写免予自评原因。"
        raise InvalidSection([("/projects", message)])


def _funding(to: Destination, data: s.Funding) -> None:
    project = to.own_project()
    to.rows.funding[project.pk] = to.writer.sync(
        to.rows.funding[project.pk],
        data.lines,
        lambda: FundingLine(project=project),
        to.put,
        f"{to.pointer}/funding",
    )
    pointer = f"{to.pointer}/total"
    to.put(project, data.total, pointer)
    to.writer.save(project, pointer)
    result, transfer = to.result(), data.transfer or f.ProjectTransfer()
    to.put(result, data.total, pointer)
    put(result, transfer)
    to.writer.save(result, pointer)
    _management(to, result, transfer.management)


def _management(to: Destination, result: ProjectResult, data: f.FundManagement) -> None:
    known = {row.item: row for row in to.rows.management[result.pk]}
    stood = standing(list(known.values()))
    rows, pointers = [], []
    for item in ManagementItem:
        said: f.ManagementNote = getattr(data, item.value)
        if said != f.ManagementNote():
            rows.append(known.pop(item) if item in known else ManagementNote(result=result, item=item))
            pointers.append(f"{to.pointer}/transfer/management/{item}")
            put(rows[-1], said)
    to.writer.save_all(rows, pointers, stood)
    to.writer.remove(list(known.values()))
    to.rows.management[result.pk] = rows


def _results(to: Destination, data: s.Results) -> None:
    project, result = to.own_project(), to.result()
    put(project, data.goal)
    to.writer.save(project, f"{to.pointer}/goal")
    put(result, data.goal)
    put(result, data, f.Project, written=to.written, pointer=to.pointer)
    to.writer.save(result, to.pointer)
    write_indicators(to, [OwnIndicators(project, data.indicators, f"{to.pointer}/indicators")])


def _goals(to: Destination, data: s.DepartmentGoals) -> None:
    assessment, budget = to.assessment, to.budget
    overall = _overall(to, data.overall)
    known = [row for row in to.rows.goals if not row.is_overall]
    _refuse_removal_of_goals(to, left_out(known, data.sub))
    sub = to.writer.sync(known, data.sub, lambda: Goal(budget=budget, is_overall=False), to.put, "/goals/sub")
    to.rows.goals = [*overall, *sub]
    of_goals = [
        OwnIndicators(row, piece.indicators, f"/goals/sub/{index}/indicators")
        for index, (row, piece) in enumerate(zip(sub, data.sub, strict=True))
    ]
    write_indicators(to, [*of_goals, OwnIndicators(budget, data.indicators, "/indicators")])
    to.put(assessment, data.execution, "/execution")
    put(assessment, data, f.Facts, written=to.written)
    to.writer.save(assessment, "/execution")


def _overall(to: Destination, statements: Sequence[str]) -> list[Goal]:
    """Statements have no name: they keep the row of their place."""
    known = [row for row in to.rows.goals if row.is_overall]
    stood, spare = standing(known), known[len(statements) :]
    rows = known[: len(statements)]
    rows += [Goal(budget=to.budget, is_overall=True) for _ in statements[len(rows) :]]
    for position, (row, statement) in enumerate(zip(rows, statements, strict=True)):
        row.position, row.statement = position, statement
    to.writer.save_all(rows, [f"/goals/overall/{position}" for position in range(len(rows))], stood)
    to.writer.remove(spare)
    return rows


def _refuse_removal_of_goals(to: Destination, gone: Sequence[Goal]) -> None:
    if any(indicator.approved for goal in gone for indicator in to.rows.indicators["goal", goal.pk]):
        message = "该分项绩效目标含已批复的指标，不能删除；不考核的，请将指标勾选“本年度不适用”。"
        raise InvalidSection([("/goals/sub", message)])


def _narrative(to: Destination, data: f.Narrative) -> None:
    put(to.assessment, data)
    to.writer.save(to.assessment, "/narrative")
    keep_sample(to.assessment, data)


def _rectification(to: Destination, data: s.Rectifications) -> None:
    to.rows.rectifications = to.writer.sync(
        to.rows.rectifications,
        data.rows,
        lambda: Rectification(assessment=to.assessment),
        to.put,
        "/rectifications",
    )


def _attachments(to: Destination, data: s.Attachments) -> None:
    """Names in their order. A row with an uploaded file stays until its file is removed on purpose."""
    existing = list(Attachment.objects.filter(assessment=to.assessment))
    stood = standing(existing)
    known: dict[str, list[Attachment]] = {}
    for row in existing:
        known.setdefault(row.name, []).append(row)
    rows = [
        known[name].pop(0) if known.get(name) else Attachment(assessment=to.assessment, name=name)
        for name in data.names
    ]
    for position, row in enumerate(rows):
        row.position = position
    gone = [row for left in known.values() for row in left]
    for row in gone:
        if row.file:
            raise InvalidSection([("/attachments", f"“{row.name}”已上传文件，请先删除文件。")])
    to.writer.save_all(rows, [f"/attachments/{position}" for position in range(len(rows))], stood)
    to.writer.remove(gone)
    to.rows.names[Lists.ATTACHMENTS, to.assessment.pk] = [Named(name) for name in data.names]


_WRITERS: dict[Section, Callable[[Destination, Any], None]] = {
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
