"""The facts with what the site computes for itself where a department states nothing: what its papers print."""

from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from assessments.rules.scoring import scores, totals
from assessments.rules.scoring.transfers import by_level, is_transfer
from assessments.schema.facts import CompletionCounts, Expenditure, Facts, Project, ProjectTotals
from assessments.schema.identities import figure_at
from assessments.schema.scheme import Scheme
from budgets.money import rate

_T = TypeVar("_T")


def with_computed(facts: Facts, scheme: Scheme) -> Facts:
    """Sums, counts, rates and scores as the papers show them: rates and scores with two decimals.

    To be compared with, not to be stored: a project's money stands in it by source and once more by level.
    """
    whole = replace(facts, projects=tuple(_project(project, scheme) for project in facts.projects))
    whole = replace(whole, project_totals=_project_totals(whole, scheme))
    whole = replace(whole, expenditure=_expenditure(whole))
    whole = replace(whole, revenue=replace(whole.revenue, total=figure_at(whole, "/revenue/total").shown))
    execution = whole.execution
    if execution.weight is None:
        execution = replace(execution, weight=scheme.execution)
    if execution.score is None:
        execution = replace(execution, score=_two_places(scores.department_execution_score(whole, scheme)))
    whole = replace(whole, execution=execution)
    score = whole.score
    if score is None:
        score = _two_places(scores.department_score(whole, scheme))
    return replace(whole, score=score, grade=whole.grade or scores.grade(score, scheme))


def _two_places(number: Decimal | None) -> Decimal | None:
    return None if number is None else scores.rounded(number)


def _project(project: Project, scheme: Scheme) -> Project:
    if not project.is_assessed:
        return project
    stated, columns = project.total, totals.project_columns(project)
    total = replace(
        stated,
        initial=columns.initial,
        adjusted=columns.adjusted,
        executed=columns.executed,
        execution_rate=_two_places(columns.execution_rate) if stated.execution_rate is None else stated.execution_rate,
        weight=scheme.execution if stated.weight is None else stated.weight,
    )
    if total.score is None:
        total = replace(total, score=_two_places(scores.project_execution_score(project, scheme)))
    project = replace(project, total=total)
    score = project.score
    if score is None:
        score = _two_places(scores.project_score(project, scheme))
    funding = (*project.funding, *by_level(project.funding)) if is_transfer(project.funding) else project.funding
    return replace(project, funding=funding, score=score, grade=project.grade or scores.grade(score, scheme))


def _project_totals(facts: Facts, scheme: Scheme) -> ProjectTotals:
    """Each figure as stated, else as the projects come to it."""
    stated = facts.project_totals
    sums = totals.project_totals(facts, [name for name, _ in scheme.grades])
    adjusted, executed = _first(stated.adjusted, sums.adjusted), _first(stated.executed, sums.executed)
    by_fund = stated.by_fund or tuple(replace(fund, share=_two_places(fund.share)) for fund in sums.by_fund)
    return replace(
        stated,
        count=_first(stated.count, sums.count),
        initial=_first(stated.initial, sums.initial),
        adjusted=adjusted,
        executed=executed,
        execution_rate=_first(stated.execution_rate, _two_places(rate(executed, adjusted))),
        by_fund=by_fund,
        by_grade=stated.by_grade or sums.by_grade,
        excellent_rate=_first(stated.excellent_rate, _two_places(sums.excellent_rate)),
        by_completion=sums.by_completion if stated.by_completion == CompletionCounts() else stated.by_completion,
    )


def _expenditure(facts: Facts) -> Expenditure:
    stated, names = facts.expenditure, ("basic", "projects", "total")
    sums = {name: figure_at(facts, f"/expenditure/{name}").shown for name in names}
    shown = _first(stated.execution_rate, _two_places(rate(stated.executed, sums["total"])))
    return replace(stated, **sums, execution_rate=shown)


def _first(stated: _T | None, computed: _T | None) -> _T | None:
    return computed if stated is None else stated
