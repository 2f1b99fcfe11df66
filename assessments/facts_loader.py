"""Model rows -> facts, in a fixed number of queries: the one bridge between the database and the rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, Q

from assessments.columns import stated_in, written_in
from assessments.exchange.file_format import read
from assessments.models import (
    Assessment,
    Evidence,
    IndicatorResult,
    ProjectResult,
    Round,
    Snapshot,
    StatedProjectTotals,
    StatedTransfers,
)
from assessments.schema import facts as f
from assessments.schema.scheme import Scheme
from assessments.schema.scheme_format import from_json
from assessments.schema.stable_places import pointer_of
from budgets.models import (
    DepartmentBudget,
    FundingLine,
    Goal,
    Indicator,
    Project,
    RevenueLine,
    TargetChange,
)
from budgets.terms import MoneyUnit

Piece = TypeVar("Piece")


def scheme_of(round_: Round) -> Scheme:
    """The rules that the round was opened with."""
    return from_json(round_.scheme)


def facts_of(assessment: Assessment) -> f.Facts:
    """Everything that the department states in this round, in sixteen queries whatever its size."""
    facts = _Bridge(assessment).facts()
    unread = {pointer_of(facts, place): text for place, text in assessment.unread.items()}
    return replace(facts, unread={pointer: text for pointer, text in unread.items() if "/#" not in pointer})


def submitted_facts(snapshot: Snapshot) -> f.Facts:
    """What was handed in, as it was frozen."""
    return read(snapshot.content["exchange"])


def submitted_scheme(snapshot: Snapshot) -> Scheme:
    """The rules that were frozen with it."""
    return from_json(snapshot.content["scheme"])


class _Bridge:
    """One reading of one assessment. It holds what was written as it meets it, by JSON pointer."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.unit = MoneyUnit(assessment.money_unit)
        self.written: dict[str, str] = {}
        self.budget = self._budget()
        self.indicators: dict[tuple[str, int], list[Indicator]] = defaultdict(list)
        for indicator in self._all_indicators():
            owner = ("project", indicator.project_id) if indicator.project_id else ("goal", indicator.goal_id)
            self.indicators[owner if owner[1] else ("budget", 0)].append(indicator)  # type: ignore[index]

    def facts(self) -> f.Facts:
        assessment, department = self.assessment, self.assessment.department
        return f.Facts(
            **self._stated("", f.Facts, assessment),
            year=assessment.round.fiscal_year.year,
            department=f.DepartmentFacts(
                name=department.name, **self._stated("/department", f.DepartmentFacts, assessment, self.budget)
            ),
            units=tuple(unit.name for unit in assessment.covered_units.all()),
            scheme=from_json(assessment.stated_scheme) if assessment.stated_scheme else None,
            revenue=self._revenue(),
            expenditure=self._expenditure(),
            project_totals=self._project_totals(),
            transfers=self._transfers(),
            projects=self._projects(),
            goals=self._goals(),
            indicators=self._indicators_of("budget", 0, "/indicators"),
            execution=self._execution(),
            narrative=f.Narrative(**self._stated("/narrative", f.Narrative, assessment)),
            rectifications=self._rows("/rectifications", f.Rectification, assessment.rectifications.all()),
            attachments=tuple(item.name for item in assessment.attachments.all()),
            dates=f.Dates(**self._stated("/dates", f.Dates, assessment)),
            written=self.written,
        )

    # --- queries ------------------------------------------------------------------------------------------------------

    def _budget(self) -> DepartmentBudget:
        budget = DepartmentBudget.objects.filter(
            department_id=self.assessment.department_id, fiscal_year_id=self.assessment.round.fiscal_year_id
        ).first()
        return budget or DepartmentBudget()

    def _all_indicators(self) -> Iterable[Indicator]:
        mine = Q(
            project__department_id=self.assessment.department_id,
            project__fiscal_year_id=self.assessment.round.fiscal_year_id,
        )
        if self.budget.pk:
            mine |= Q(goal__budget=self.budget) | Q(budget=self.budget)
        return (
            Indicator.objects.filter(mine)
            .select_related("result")
            .prefetch_related(
                Prefetch("result__evidence", Evidence.objects.order_by("position", "pk")),
                Prefetch("changes", TargetChange.objects.order_by("pk")),
            )
            .order_by("position", "pk")
        )

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _stated(self, pointer: str, holder: Any, *rows: Model) -> dict[str, Any]:
        """What the rows say of a piece, by its fields; how its figures were written is remembered by their pointers."""
        stated: dict[str, Any] = {}
        for row in rows:
            stated |= stated_in(row, holder)
            self.written.update(written_in(row, holder, pointer, self.unit))
        return stated

    def _rows(self, pointer: str, holder: Callable[..., Piece], rows: Iterable[Model]) -> tuple[Piece, ...]:
        """A list of pieces, each of which is one row."""
        return tuple(holder(**self._stated(f"{pointer}/{at}", holder, row), row=row.pk) for at, row in enumerate(rows))

    def _revenue(self) -> f.Revenue:
        rows = RevenueLine.objects.filter(budget_id=self.budget.pk) if self.budget.pk else []
        lines = self._rows("/revenue/lines", f.RevenueLine, rows)
        return f.Revenue(**self._stated("/revenue", f.Revenue, self.budget), lines=lines)

    def _expenditure(self) -> f.Expenditure:
        return f.Expenditure(**self._stated("/expenditure", f.Expenditure, self.budget))

    def _project_totals(self) -> f.ProjectTotals:
        stated = getattr(self.assessment, "stated_project_totals", None) or StatedProjectTotals()
        pointer = "/project_totals"
        return f.ProjectTotals(
            **self._stated(pointer, f.ProjectTotals, stated),
            by_fund=self._rows(f"{pointer}/by_fund", f.FundShare, self.assessment.stated_fund_shares.all()),
            by_grade=self._grade_counts(of_transfers=False),
            by_completion=f.CompletionCounts(**self._stated(f"{pointer}/by_completion", f.CompletionCounts, stated)),
        )

    def _grade_counts(self, *, of_transfers: bool) -> f.Counts:
        return tuple(
            (row.grade, row.count)
            for row in self.assessment.stated_grade_counts.all()
            if row.of_transfers is of_transfers
        )

    def _transfers(self) -> f.Transfers | None:
        stated: StatedTransfers | None = getattr(self.assessment, "stated_transfers", None)
        if stated is None:
            return None
        return f.Transfers(
            **self._stated("/transfers", f.Transfers, stated), by_grade=self._grade_counts(of_transfers=True)
        )

    def _projects(self) -> tuple[f.Project, ...]:
        rows = (
            Project.objects.filter(
                department_id=self.assessment.department_id, fiscal_year_id=self.assessment.round.fiscal_year_id
            )
            .select_related("unit", "result")
            .prefetch_related(
                Prefetch("funding_lines", FundingLine.objects.order_by("position", "pk")), "result__management_notes"
            )
        )
        return tuple(self._project(f"/projects/{index}", row) for index, row in enumerate(rows))

    def _project(self, pointer: str, row: Project) -> f.Project:
        stated: ProjectResult | None = getattr(row, "result", None)
        result = stated or ProjectResult()
        return f.Project(
            **self._stated(pointer, f.Project, row, result),
            unit=row.unit.name if row.unit else None,
            funding=self._rows(f"{pointer}/funding", f.FundingLine, row.funding_lines.all()),
            total=f.FundingTotal(**self._stated(f"{pointer}/total", f.FundingTotal, row, result)),
            transfer=_transfer(stated) if stated else None,
            goal=f.ProjectGoal(**self._stated(f"{pointer}/goal", f.ProjectGoal, row, result)),
            indicators=self._indicators_of("project", row.pk, f"{pointer}/indicators"),
            row=row.pk,
        )

    def _goals(self) -> f.Goals:
        rows = list(Goal.objects.filter(budget_id=self.budget.pk)) if self.budget.pk else []
        sub = [row for row in rows if not row.is_overall]
        return f.Goals(
            overall=tuple(row.statement or "" for row in rows if row.is_overall),
            sub=tuple(
                f.SubGoal(
                    **self._stated(f"/goals/sub/{index}", f.SubGoal, row),
                    indicators=self._indicators_of("goal", row.pk, f"/goals/sub/{index}/indicators"),
                    row=row.pk,
                )
                for index, row in enumerate(sub)
            ),
        )

    def _execution(self) -> f.Execution:
        return f.Execution(**self._stated("/execution", f.Execution, self.assessment))

    def _indicators_of(self, owner: str, pk: int, pointer: str) -> tuple[f.Indicator, ...]:
        return tuple(
            self._indicator(f"{pointer}/{index}", row) for index, row in enumerate(self.indicators[(owner, pk)])
        )

    def _indicator(self, pointer: str, row: Indicator) -> f.Indicator:
        result: IndicatorResult | None = getattr(row, "result", None)
        changes = list(row.changes.all())
        return f.Indicator(
            **self._stated(pointer, f.Indicator, row, *([result] if result else [])),
            evidence=tuple(item.name for item in result.evidence.all()) if result else (),
            row=row.pk,
            approved=row.approved,
            change_document=(changes[-1].document or changes[-1].reason) if changes else None,
        )


def _transfer(result: ProjectResult) -> f.ProjectTransfer | None:
    notes = {note.item: f.ManagementNote(**stated_in(note, f.ManagementNote)) for note in result.management_notes.all()}
    transfer = f.ProjectTransfer(**stated_in(result, f.ProjectTransfer), management=f.FundManagement(**notes))
    return None if transfer == f.ProjectTransfer() else transfer
