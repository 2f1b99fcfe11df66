"""What a page shows beside what is typed: sums, rates, scores and grades, by the rules of the year.

Keys are the names of the fields that they stand beside; texts are in the unit of the field (万元, %, points). What
the rules cannot tell (a part is not stated) is "—".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessments.rules.scoring import scores, totals
from assessments.schema.facts import Expenditure, Facts, Indicator, Project
from assessments.schema.identities import COLUMN_NAMES, sums_of
from assessments.schema.scheme import Scheme
from assessments.terms import Band
from assessments.web.forms.dataclass_form import RowFormset
from assessments.web.forms.fields import money_text
from assessments.web.forms.section_form import SectionForm
from assessments.web.sections.forms.finance import FinanceForm
from assessments.web.sections.forms.projects import FundingForm
from assessments.web.sections.forms.results import GoalsForm, ResultsForm
from budgets.money import FEN, plain_text, rate
from budgets.terms import Comparator

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Texts by name, and which of them contradict what is typed beside them."""

    texts: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)

    def beside(self, name: str, stated: Any, computed: Any, text: str) -> None:
        """A computed value beside the stated one, with the difference where there is one."""
        differs = stated is not None and computed is not None and stated != computed
        self.texts[name] = text or UNKNOWN
        if differs:
            self.differing.append(name)

    def money(self, name: str, stated: Decimal | None, computed: Decimal | None) -> None:
        self.beside(name, stated, computed, money_text(computed))
        differs = stated is not None and computed is not None and stated != computed
        self.texts[f"{name}-difference"] = f"相差 {money_text(abs(stated - computed))}" if differs else ""  # type: ignore[operator]

    def figure(self, name: str, stated: Decimal | None, computed: Decimal | None) -> None:
        """A rate or points, shown with at most two decimals."""
        shown = _two_places(computed)
        agrees = stated is not None and shown is not None and abs(stated - shown) < FEN
        self.beside(name, shown if agrees else stated, shown, _figure(shown))

    def word(self, name: str, stated: str | None, computed: str | None) -> None:
        self.beside(name, stated, computed, computed or "")

    def count(self, name: str, stated: int | None, computed: int | None) -> None:
        self.beside(name, stated, computed, "" if computed is None else str(computed))


def outputs_of(form: SectionForm) -> Outputs:
    """Everything computed that the section's page shows."""
    outputs = Outputs()
    if isinstance(form, FinanceForm):
        _finance(form, outputs)
    elif isinstance(form, FundingForm):
        _funding(form, outputs)
    elif isinstance(form, ResultsForm):
        _results(form, outputs)
    elif isinstance(form, GoalsForm):
        _goals(form, outputs)
    return outputs


def _finance(form: FinanceForm, outputs: Outputs) -> None:
    piece = form.piece()
    spent: Expenditure = piece.expenditure
    asked = replace(
        form.context.facts,
        revenue=piece.revenue,
        expenditure=spent,
        project_totals=piece.project_totals,
        transfers=piece.transfers,
    )
    for found in sums_of(asked):
        if found.identity.is_made_of_parts and not found.total.startswith("/projects/"):
            figure = found.figure(asked)
            outputs.money(found.total[1:].replace("/", "-"), figure.stated, figure.computed)
    outputs.figure("expenditure-execution_rate", spent.execution_rate, rate(spent.executed, spent.total))
    if piece.transfers:
        given = piece.transfers
        outputs.figure("transfers-excellent_rate", given.excellent_rate, totals.excellent_rate(given.by_grade))
    _project_totals(form, outputs)


def _project_totals(form: FinanceForm, outputs: Outputs) -> None:
    grades = [name for name, _ in form.context.scheme.grades]
    stated, computed = form.piece().project_totals, totals.project_totals(form.context.facts, grades)
    outputs.count("project_totals-count", stated.count, computed.count)
    for name in ("execution_rate", "excellent_rate"):
        outputs.figure(f"project_totals-{name}", getattr(stated, name), getattr(computed, name))
    stated_grades = dict(stated.by_grade)
    for name, count in computed.by_grade:
        outputs.count(f"project_totals-by_grade-{name}", stated_grades.get(name), count)
    for name in ("full", "half_or_more", "under_half", "not_started"):
        outputs.count(
            f"project_totals-by_completion-{name}",
            getattr(stated.by_completion, name),
            getattr(computed.by_completion, name),
        )


def _funding(form: FundingForm, outputs: Outputs) -> None:
    piece, scheme = form.piece(), form.context.scheme
    project = replace(_project(form), funding=piece.lines, total=piece.total)
    sums = totals.funding_sums(piece.lines)
    for name in COLUMN_NAMES:
        outputs.money(f"total-{name}", getattr(piece.total, name), getattr(sums, name))
    columns = totals.project_columns(project)
    outputs.figure("total-execution_rate", piece.total.execution_rate, columns.execution_rate)
    outputs.figure("total-weight", piece.total.weight, scheme.execution)
    outputs.figure("total-score", piece.total.score, scores.project_execution_score(project, scheme))
    for line in form.lines:
        shown = line.piece()
        outputs.figure(f"{line.prefix}-rate", None, rate(shown.executed, shown.adjusted))


def _results(form: ResultsForm, outputs: Outputs) -> None:
    piece, scheme = form.piece(), form.context.scheme
    project = replace(_project(form), indicators=piece.indicators)
    _indicators(form.indicators, scheme, outputs)
    _groups(piece.indicators, project.total.weight, project.total.score, scheme, outputs)
    computed = scores.project_score(project, scheme)
    outputs.figure("score", piece.score, computed)
    outputs.word("grade", piece.grade, scores.grade(computed if piece.score is None else piece.score, scheme))


def _goals(form: GoalsForm, outputs: Outputs) -> None:
    piece, scheme = form.piece(), form.context.scheme
    facts = replace(
        form.context.facts,
        goals=replace(form.context.facts.goals, overall=piece.overall, sub=piece.sub),
        indicators=piece.indicators,
        execution=piece.execution,
    )
    for sub in form.sub:
        _indicators(sub.rows["indicators"], scheme, outputs)
    _indicators(form.indicators, scheme, outputs)
    indicators = [*(item for goal in piece.sub for item in goal.indicators), *piece.indicators]
    _groups(indicators, piece.execution.weight, piece.execution.score, scheme, outputs)
    outputs.figure("execution-weight", piece.execution.weight, scheme.execution)
    outputs.figure("execution-score", piece.execution.score, scores.department_execution_score(facts, scheme))
    computed = scores.department_score(facts, scheme)
    outputs.figure("score", piece.score, computed)
    outputs.word("grade", piece.grade, scores.grade(computed if piece.score is None else piece.score, scheme))


def _indicators(rows: RowFormset, scheme: Scheme, outputs: Outputs) -> None:
    for row in rows:
        indicator = row.piece()
        outputs.figure(f"{row.prefix}-score", indicator.score, scores.indicator_score(indicator, scheme))
        outputs.texts[f"{row.prefix}-range"] = _range(indicator)


def _range(indicator: Indicator) -> str:
    """The points that the chosen band of a qualitative indicator allows."""
    if indicator.comparator is not Comparator.QUALITATIVE or indicator.band is None:
        return ""
    allowed = scores.score_range(indicator)
    if allowed is None:
        return ""
    high = f"不足 {plain_text(allowed.high)}" if indicator.band is not Band.ACHIEVED else plain_text(allowed.high)
    return f"本档 {plain_text(allowed.low)} 至{'' if allowed.below_high else ' '}{high} 分"


def _groups(
    indicators: Iterable[Indicator],
    execution_weight: Decimal | None,
    execution_score: Decimal | None,
    scheme: Scheme,
    outputs: Outputs,
) -> None:
    """Weights and points by first-level group, beside the scheme's; what is filled in so far."""
    counted = [item for item in indicators if not item.not_applicable]
    known = [name for name, _ in scheme.groups]
    rows: dict[str, list[Indicator]] = {name: [] for name in known}
    others: list[Indicator] = []
    for item in counted:
        rows.get(item.group or "", others).append(item)
    for position, name in enumerate(known):
        _group(f"group-{position}", rows[name], outputs)
    _group("group-other", others, outputs)
    outputs.texts["group-execution-weight"] = _figure(execution_weight) or UNKNOWN
    outputs.texts["group-execution-score"] = _figure(execution_score) or UNKNOWN
    weights = _so_far([execution_weight, *(item.weight for item in counted)])
    outputs.texts["group-total-weight"] = _figure(weights)
    outputs.texts["group-total-score"] = _figure(_so_far([execution_score, *(item.score for item in counted)]))
    if weights not in {scheme.full_score, 0}:
        outputs.differing.append("group-total-weight")


def _group(name: str, indicators: list[Indicator], outputs: Outputs) -> None:
    outputs.texts[f"{name}-weight"] = _figure(_so_far([item.weight for item in indicators]))
    outputs.texts[f"{name}-score"] = _figure(_so_far([item.score for item in indicators]))


def _so_far(parts: Iterable[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))


def _project(form: SectionForm) -> Project:
    facts: Facts = form.context.facts
    return facts.projects[form.context.project or 0]


def _two_places(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(FEN, ROUND_HALF_UP)


def _figure(number: Decimal | None) -> str:
    return "" if number is None else plain_text(number)
