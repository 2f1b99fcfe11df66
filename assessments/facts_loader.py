"""Model rows -> facts: the one bridge between the database and the rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model

from assessments.columns import stated_in, written_in
from assessments.draft_rows import DraftRows, Lists
from assessments.exchange.file_format import read
from assessments.models import (
    Assessment,
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
from budgets.models import Indicator, Project
from budgets.terms import MoneyUnit

Piece = TypeVar("Piece")


def scheme_of(round_: Round) -> Scheme:
    """The rules that the round was opened with."""
    return from_json(round_.scheme)


def facts_of(assessment: Assessment) -> f.Facts:
    """Everything that the department states in this round, in a fixed number of queries whatever its size."""
    return facts_in(DraftRows(assessment))


def facts_in(rows: DraftRows) -> f.Facts:
    """What the rows state; a list that was not read is empty, and what is unread in it is left out."""
    return with_unread(_Bridge(rows).facts(), rows.assessment.unread)


def with_unread(facts: f.Facts, places: Mapping[str, str]) -> f.Facts:
    """The facts with what was typed and cannot be read, by stable place; a place that the facts do not have is none."""
    unread = {pointer_of(facts, place): text for place, text in places.items()}
    return replace(facts, unread={pointer: text for pointer, text in unread.items() if "/#" not in pointer})


def submitted_facts(snapshot: Snapshot) -> f.Facts:
    """What was handed in, as it was frozen."""
    return read(snapshot.content["exchange"])


def submitted_scheme(snapshot: Snapshot) -> Scheme:
    """The rules that were frozen with it."""
    return from_json(snapshot.content["scheme"])


class _Bridge:
    """One translation of one draft. It holds what was written as it meets it, by JSON pointer."""

    def __init__(self, rows: DraftRows) -> None:
        self.rows = rows
        self.assessment = rows.assessment
        self.unit = MoneyUnit(rows.assessment.money_unit)
        self.written: dict[str, str] = {}

    def facts(self) -> f.Facts:
        assessment, department = self.assessment, self.assessment.department
        return f.Facts(
            **self._stated("", f.Facts, assessment),
            year=assessment.round.fiscal_year.year,
            department=f.DepartmentFacts(
                name=department.name, **self._stated("/department", f.DepartmentFacts, assessment, self.rows.budget)
            ),
            units=self._names(Lists.UNITS, assessment.pk),
            scheme=from_json(assessment.stated_scheme) if assessment.stated_scheme else None,
            revenue=self._revenue(),
            expenditure=self._expenditure(),
            project_totals=self._project_totals(),
            transfers=self._transfers(),
            projects=self._projects(),
            goals=self._goals(),
            indicators=self._indicators_of("budget", self.rows.budget.pk, "/indicators"),
            execution=self._execution(),
            narrative=f.Narrative(**self._stated("/narrative", f.Narrative, assessment)),
            rectifications=self._rows("/rectifications", f.Rectification, self.rows.rectifications),
            attachments=self._names(Lists.ATTACHMENTS, assessment.pk),
            dates=f.Dates(**self._stated("/dates", f.Dates, assessment)),
            written=self.written,
        )

    def _stated(self, pointer: str, holder: Any, *rows: Model) -> dict[str, Any]:
        """What the rows say of a piece, by its fields; how its figures were written is remembered by their pointers."""
        stated: dict[str, Any] = {}
        for row in rows:
            stated |= stated_in(row, holder)
            self.written.update(written_in(row, holder, pointer, self.unit))
        return stated

    def _names(self, which: Lists, owner: int) -> tuple[str, ...]:
        return tuple(row.name for row in self.rows.names[which, owner])

    def _rows(self, pointer: str, holder: Callable[..., Piece], rows: Iterable[Model]) -> tuple[Piece, ...]:
        """A list of pieces, each of which is one row."""
        return tuple(holder(**self._stated(f"{pointer}/{at}", holder, row), row=row.pk) for at, row in enumerate(rows))

    def _revenue(self) -> f.Revenue:
        lines = self._rows("/revenue/lines", f.RevenueLine, self.rows.revenue)
        return f.Revenue(**self._stated("/revenue", f.Revenue, self.rows.budget), lines=lines)

    def _expenditure(self) -> f.Expenditure:
        return f.Expenditure(**self._stated("/expenditure", f.Expenditure, self.rows.budget))

    def _project_totals(self) -> f.ProjectTotals:
        stated = getattr(self.assessment, "stated_project_totals", None) or StatedProjectTotals()
        pointer = "/project_totals"
        return f.ProjectTotals(
            **self._stated(pointer, f.ProjectTotals, stated),
            by_fund=self._rows(f"{pointer}/by_fund", f.FundShare, self.rows.fund_shares),
            by_grade=self._grade_counts(of_transfers=False),
            by_completion=f.CompletionCounts(**self._stated(f"{pointer}/by_completion", f.CompletionCounts, stated)),
        )

    def _grade_counts(self, *, of_transfers: bool) -> f.Counts:
        return tuple((row.name, row.number) for row in self.rows.names[Lists.GRADE_COUNTS, int(of_transfers)])

    def _transfers(self) -> f.Transfers | None:
        stated: StatedTransfers | None = getattr(self.assessment, "stated_transfers", None)
        if stated is None:
            return None
        return f.Transfers(
            **self._stated("/transfers", f.Transfers, stated), by_grade=self._grade_counts(of_transfers=True)
        )

    def _projects(self) -> tuple[f.Project, ...]:
        return tuple(self._project(f"/projects/{index}", row) for index, row in enumerate(self.rows.projects))

    def _project(self, pointer: str, row: Project) -> f.Project:
        stated: ProjectResult | None = getattr(row, "result", None)
        result = stated or ProjectResult()
        return f.Project(
            **self._stated(pointer, f.Project, row, result),
            unit=row.unit.name if row.unit else None,
            funding=self._rows(f"{pointer}/funding", f.FundingLine, self.rows.funding[row.pk]),
            total=f.FundingTotal(**self._stated(f"{pointer}/total", f.FundingTotal, row, result)),
            transfer=self._transfer_to(stated) if stated else None,
            goal=f.ProjectGoal(**self._stated(f"{pointer}/goal", f.ProjectGoal, row, result)),
            indicators=self._indicators_of("project", row.pk, f"{pointer}/indicators"),
            row=row.pk,
        )

    def _goals(self) -> f.Goals:
        rows = self.rows.goals
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
        rows = self.rows.indicators[owner, pk]
        return tuple(self._indicator(f"{pointer}/{index}", row) for index, row in enumerate(rows))

    def _indicator(self, pointer: str, row: Indicator) -> f.Indicator:
        result: IndicatorResult | None = getattr(row, "result", None)
        return f.Indicator(
            **self._stated(pointer, f.Indicator, row, *([result] if result else [])),
            evidence=self._names(Lists.EVIDENCE, result.pk) if result else (),
            row=row.pk,
            approved=row.approved,
            change_document=getattr(row, "change_document", None),  # only rows that were read have it
        )

    def _transfer_to(self, result: ProjectResult) -> f.ProjectTransfer | None:
        rows = self.rows.management[result.pk]
        notes = {row.item: f.ManagementNote(**stated_in(row, f.ManagementNote)) for row in rows}
        transfer = f.ProjectTransfer(**stated_in(result, f.ProjectTransfer), management=f.FundManagement(**notes))
        return None if transfer == f.ProjectTransfer() else transfer
