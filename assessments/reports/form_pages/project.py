"""项目支出绩效自评表: one form per project (domain §3.1). What stands where is the layout's."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.document import figures
from assessments.reports.document.cells import centre, number, score, text
from assessments.reports.document.figures import FormTotal
from assessments.reports.document.formatting import NONE, amount, clean, or_missing, percent, points, stated_percent
from assessments.reports.document.model import Cell, Sheet
from assessments.reports.form_pages.indicator_list import (
    INDICATOR_COLUMNS,
    INDICATORS_MERGED,
    WEIGHT_COLUMNS,
    indicator_groups,
    scaling_notes,
    weight_groups,
)
from assessments.reports.form_pages.layout_file import Layout
from assessments.reports.form_pages.renderer import EntryGroup, Form, List, ListEntry, stamps
from assessments.schema.facts import Facts, FundingLine, Project
from assessments.schema.scheme import Scheme
from budgets.money import rate


@dataclass(frozen=True, slots=True)
class ProjectSubject:
    project: Project
    facts: Facts
    scheme: Scheme

    @property
    def is_exempt(self) -> bool:
        return bool(clean(self.project.exempt_reason))

    @property
    def execution(self) -> FormTotal:
        """Weight and score of the budget's execution."""
        weight = figures.execution_weight(self.project.total.weight, self.scheme)
        return FormTotal(weight, figures.project_execution_score(self.project, self.scheme), is_scaled=False)

    @property
    def total(self) -> FormTotal:
        weight = figures.execution_weight(self.project.total.weight, self.scheme)
        return figures.form_total(self.project.indicators, weight, self.execution.points)


def project_sheet(project: Project, facts: Facts, scheme: Scheme, layout: Layout) -> Sheet:
    subject = ProjectSubject(project, facts, scheme)
    notes = () if subject.is_exempt else scaling_notes(subject.total)
    return PROJECT_FORM.sheet(layout, subject, stamps(facts), subject=or_missing(project.name), notes=notes)


def _name(subject: ProjectSubject) -> Cell:
    name, code = or_missing(subject.project.name), clean(subject.project.code)
    return text(f"{name}（{code}）" if code else name)


def _goal(subject: ProjectSubject, said: str | None) -> Cell:
    """Left out for an exempt project that has no goal at all."""
    goal = subject.project.goal
    return text("" if subject.is_exempt and not (goal.expected or goal.actual) else or_missing(said))


def _scored(subject: ProjectSubject, value: str) -> Cell:
    """Nothing for a project that is not assessed."""
    return score("" if subject.is_exempt else value)


def _weight(subject: ProjectSubject) -> Decimal | None:
    return subject.scheme.full_score if subject.total.is_scaled else subject.total.weight


def _rate(subject: ProjectSubject) -> str:
    funds = figures.project_budget(subject.project)
    return stated_percent(funds.rate, whole=funds.adjusted.shown)


def _funding(subject: ProjectSubject) -> Iterator[EntryGroup]:
    project, execution = subject.project, subject.execution
    funds = figures.project_budget(project)
    entries = [
        _money(
            "年度资金总额",
            funds.shown,
            _rate(subject),
            NONE if subject.is_exempt else points(execution.weight),
            NONE if subject.is_exempt else points(execution.points),
        )
    ]
    entries += [_line(line, is_first=place == 0) for place, line in enumerate(project.funding)]
    if funds.differs:
        entries.append(_money("明细合计（与总额不一致）", funds.computed, NONE))
    yield EntryGroup(entries=entries)


def _money(name: str, values: figures.Amounts, rate: str, weight: str = NONE, points: str = NONE) -> ListEntry:
    initial, adjusted, executed = (number(amount(value)) for value in values)
    scored = {"rate": score(rate), "weight": score(weight), "score": score(points)}
    return ListEntry({"source": text(name), "initial": initial, "adjusted": adjusted, "executed": executed, **scored})


def _line(line: FundingLine, *, is_first: bool) -> ListEntry:
    named = clean(line.label) or (line.fund.label if line.fund else or_missing(None))
    level = f"（{line.source.label}）" if line.source else ""
    name = f"{'其中：' if is_first else ''}{named}{level}"
    return _money(name, (line.initial, line.adjusted, line.executed), _line_rate(line))


def _line_rate(line: FundingLine) -> str:
    """A line that takes money back has no execution rate."""
    if line.adjusted is not None and line.adjusted <= 0:
        return NONE
    return percent(rate(line.executed, line.adjusted))


def _weights(subject: ProjectSubject) -> Iterator[EntryGroup]:
    if not subject.is_exempt:
        yield from weight_groups(subject.project.indicators, subject.scheme, subject.execution)


PROJECT_FORM: Form[ProjectSubject] = Form(
    key="project",
    fields={
        "name": _name,
        "plain_name": lambda at: text(or_missing(at.project.name)),
        "code": lambda at: text(clean(at.project.code)),
        "department": lambda at: text(or_missing(at.facts.department.name)),
        "unit": lambda at: text(clean(at.project.unit) or or_missing(at.facts.department.name)),
        "contact": lambda at: text(clean(at.facts.department.contact)),
        "phone": lambda at: text(clean(at.facts.department.phone)),
        "activity": lambda at: text(clean(at.project.activity)),
        "goal_expected": lambda at: _goal(at, at.project.goal.expected),
        "goal_actual": lambda at: _goal(at, at.project.goal.actual),
        "initial": lambda at: number(amount(figures.project_budget(at.project).initial.shown)),
        "adjusted": lambda at: number(amount(figures.project_budget(at.project).adjusted.shown)),
        "executed": lambda at: number(amount(figures.project_budget(at.project).executed.shown)),
        "execution_rate": lambda at: score(_rate(at)),
        "execution_weight": lambda at: _scored(at, points(at.execution.weight)),
        "execution_score": lambda at: _scored(at, points(at.execution.points)),
        "total_weight": lambda at: _scored(at, points(_weight(at))),
        "score": lambda at: _scored(at, points(figures.project_score(at.project, at.scheme))),
        "grade": lambda at: centre("" if at.is_exempt else or_missing(figures.project_grade(at.project, at.scheme))),
        "reason": lambda at: text("" if at.is_exempt else clean(at.project.reason)),
        "exempt_reason": lambda at: text(clean(at.project.exempt_reason)),
    },
    lists={
        "funding": List(
            columns=("source", "initial", "adjusted", "executed", "weight", "rate", "score"), groups=_funding
        ),
        "indicators": List(
            columns=INDICATOR_COLUMNS,
            groups=lambda at: indicator_groups(at.project.indicators, at.scheme),
            merged=INDICATORS_MERGED,
        ),
        "weights": List(columns=WEIGHT_COLUMNS, groups=_weights),
    },
)
