"""Model rows -> facts, in a fixed number of queries: the one bridge between the database and the rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, Q

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
from assessments.schema.due import Due
from assessments.schema.scheme import Scheme
from assessments.schema.scheme_format import from_json
from assessments.schema.stable_places import pointer_of
from assessments.terms import Band
from budgets.models import (
    DepartmentBudget,
    FiguresAsWritten,
    FundingLine,
    Goal,
    Indicator,
    Project,
    RevenueLine,
    TargetChange,
)
from budgets.terms import Comparator, FundKind, MoneyUnit, SourceLevel
from budgets.written import text_as_written

MONEY = ("initial", "adjusted", "executed")
EXPENDITURE = {
    "total": "expenditure_total",
    "basic": "basic",
    "personnel": "personnel",
    "operating": "operating",
    "projects": "project_expenditure",
    "year_end_balance": "year_end_balance",
    "executed": "executed",
}


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
        self._note("", assessment, figures={"score": "score"})
        return f.Facts(
            county=assessment.county,
            year=assessment.round.fiscal_year.year,
            money_unit=self.unit,
            department=f.DepartmentFacts(
                name=department.name,
                code=assessment.department_code,
                self_noun=assessment.self_noun,
                internal_offices=self.budget.internal_offices,
                staff_on_post=self.budget.staff_on_post,
                contact=assessment.contact,
                phone=assessment.phone,
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
            score=assessment.score,
            grade=assessment.grade,
            narrative=f.Narrative(
                organisation=assessment.organisation,
                target_quality_overall=assessment.target_quality_overall,
                target_quality_projects=assessment.target_quality_projects,
                problems=assessment.problems,
                rectification=assessment.rectification,
            ),
            rectifications=tuple(
                f.Rectification(
                    problem=item.problem,
                    measure=item.measure,
                    owner=item.owner,
                    due=Due(item.due) if item.due else None,
                    row=item.pk,
                )
                for item in assessment.rectifications.all()
            ),
            attachments=tuple(item.name for item in assessment.attachments.all()),
            dates=f.Dates(
                completed=assessment.completed_on,
                reported=assessment.reported_on,
                published=assessment.published_on,
                due=assessment.stated_due_on,
            ),
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

    def _note(
        self,
        pointer: str,
        row: FiguresAsWritten,
        *,
        money: dict[str, str] | None = None,
        figures: dict[str, str] | None = None,
    ) -> None:
        """Remember how the row's figures were written; keys are exchange names, values are columns."""
        if not row.written:
            return
        for names, unit in ((money or {}, self.unit), (figures or {}, None)):
            for name, column in names.items():
                text = text_as_written(row, column, unit)
                if text is not None:
                    self.written[f"{pointer}/{name}"] = text

    def _revenue(self) -> f.Revenue:
        self._note("/revenue", self.budget, money={"total": "revenue_total"})
        rows = RevenueLine.objects.filter(budget_id=self.budget.pk) if self.budget.pk else []
        lines = []
        for index, row in enumerate(rows):
            self._note(f"/revenue/lines/{index}", row, money={"amount": "amount"})
            lines.append(f.RevenueLine(fund=_fund(row.fund), label=row.label, amount=row.amount, row=row.pk))
        return f.Revenue(total=self.budget.revenue_total, lines=tuple(lines))

    def _expenditure(self) -> f.Expenditure:
        self._note("/expenditure", self.budget, money=EXPENDITURE, figures={"execution_rate": "execution_rate"})
        stated = {name: getattr(self.budget, column) for name, column in EXPENDITURE.items()}
        return f.Expenditure(**stated, execution_rate=self.budget.execution_rate)

    def _project_totals(self) -> f.ProjectTotals:
        stated = getattr(self.assessment, "stated_project_totals", None) or StatedProjectTotals()
        rates = {"execution_rate": "execution_rate", "excellent_rate": "excellent_rate"}
        self._note("/project_totals", stated, money={name: name for name in MONEY}, figures=rates)
        shares = []
        for index, row in enumerate(self.assessment.stated_fund_shares.all()):
            pointer = f"/project_totals/by_fund/{index}"
            self._note(pointer, row, money={"amount": "amount"}, figures={"share": "share"})
            shares.append(
                f.FundShare(fund=_fund(row.fund), count=row.count, amount=row.amount, share=row.share, row=row.pk)
            )
        return f.ProjectTotals(
            count=stated.count,
            initial=stated.initial,
            adjusted=stated.adjusted,
            executed=stated.executed,
            execution_rate=stated.execution_rate,
            by_fund=tuple(shares),
            by_grade=self._grade_counts(of_transfers=False),
            excellent_rate=stated.excellent_rate,
            by_completion=f.CompletionCounts(
                full=stated.full,
                half_or_more=stated.half_or_more,
                under_half=stated.under_half,
                not_started=stated.not_started,
            ),
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
        money = {name: name for name in ("total", "central", "provincial", "municipal")}
        self._note("/transfers", stated, money=money, figures={"excellent_rate": "excellent_rate"})
        return f.Transfers(
            count=stated.count,
            total=stated.total,
            central=stated.central,
            provincial=stated.provincial,
            municipal=stated.municipal,
            by_grade=self._grade_counts(of_transfers=True),
            excellent_rate=stated.excellent_rate,
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
        self._note(f"{pointer}/total", row, money={n: n for n in MONEY}, figures={"execution_rate": "execution_rate"})
        self._note(f"{pointer}/total", result, figures={"weight": "execution_weight", "score": "execution_score"})
        self._note(pointer, result, figures={"score": "score"})
        return f.Project(
            name=row.name,
            code=row.code,
            unit=row.unit.name if row.unit else None,
            activity=row.activity,
            exempt_reason=result.exempt_reason,
            funding=tuple(
                self._funding_line(f"{pointer}/funding/{index}", line)
                for index, line in enumerate(row.funding_lines.all())
            ),
            total=f.FundingTotal(
                initial=row.initial,
                adjusted=row.adjusted,
                executed=row.executed,
                execution_rate=row.execution_rate,
                weight=result.execution_weight,
                score=result.execution_score,
            ),
            transfer=_transfer(stated) if stated else None,
            goal=f.ProjectGoal(expected=row.expected_goal, actual=result.actual_goal),
            indicators=self._indicators_of("project", row.pk, f"{pointer}/indicators"),
            score=result.score,
            grade=result.grade,
            reason=result.reason,
            row=row.pk,
        )

    def _funding_line(self, pointer: str, row: FundingLine) -> f.FundingLine:
        self._note(pointer, row, money={name: name for name in MONEY})
        return f.FundingLine(
            label=row.label,
            fund=_fund(row.fund),
            source=SourceLevel(row.source) if row.source else None,
            initial=row.initial,
            adjusted=row.adjusted,
            executed=row.executed,
            row=row.pk,
        )

    def _goals(self) -> f.Goals:
        rows = list(Goal.objects.filter(budget_id=self.budget.pk)) if self.budget.pk else []
        sub = [row for row in rows if not row.is_overall]
        return f.Goals(
            overall=tuple(row.statement or "" for row in rows if row.is_overall),
            sub=tuple(
                f.SubGoal(
                    name=row.name,
                    statement=row.statement,
                    indicators=self._indicators_of("goal", row.pk, f"/goals/sub/{index}/indicators"),
                    row=row.pk,
                )
                for index, row in enumerate(sub)
            ),
        )

    def _execution(self) -> f.Execution:
        self._note("/execution", self.assessment, figures={"weight": "execution_weight", "score": "execution_score"})
        return f.Execution(weight=self.assessment.execution_weight, score=self.assessment.execution_score)

    def _indicators_of(self, owner: str, pk: int, pointer: str) -> tuple[f.Indicator, ...]:
        return tuple(
            self._indicator(f"{pointer}/{index}", row) for index, row in enumerate(self.indicators[(owner, pk)])
        )

    def _indicator(self, pointer: str, row: Indicator) -> f.Indicator:
        result: IndicatorResult | None = getattr(row, "result", None)
        changes = list(row.changes.all())
        self._note(pointer, row, figures={"weight": "weight"})
        if result:
            self._note(pointer, result, figures={"score": "score"})
        return f.Indicator(
            group=row.group,
            kind=row.kind,
            name=row.name,
            comparator=Comparator(row.comparator) if row.comparator else None,
            target=row.target,
            adjusted_target=row.adjusted_target,
            unit=row.unit,
            baseline=row.baseline,
            actual=result.actual if result else None,
            band=Band(result.band) if result and result.band else None,
            weight=row.weight,
            score=result.score if result else None,
            reason=result.reason if result else None,
            evidence=tuple(item.name for item in result.evidence.all()) if result else (),
            not_applicable=result.not_applicable if result else False,
            core=row.core,
            row=row.pk,
            approved=row.approved,
            change_document=(changes[-1].document or changes[-1].reason) if changes else None,
        )


def _transfer(result: ProjectResult) -> f.ProjectTransfer | None:
    notes = {
        note.item: f.ManagementNote(statement=note.statement, problems=note.problems)
        for note in result.management_notes.all()
    }
    transfer = f.ProjectTransfer(
        ministry=result.ministry, management=f.FundManagement(**notes), audit_findings=result.audit_findings
    )
    return None if transfer == f.ProjectTransfer() else transfer


def _fund(value: str | None) -> FundKind | None:
    return FundKind(value) if value else None
