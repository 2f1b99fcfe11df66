"""部门整体支出绩效自评情况表: the whole department on one form (domain §3.2). What stands where is the layout's."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from assessments.reports.document import figures
from assessments.reports.document.cells import centre, label, number, score, text
from assessments.reports.document.figures import FormTotal
from assessments.reports.document.formatting import (
    amount,
    clean,
    count,
    or_missing,
    points,
    revenue_label,
    stated_percent,
)
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
from assessments.schema.facts import Facts
from assessments.schema.identities import StatedFigure
from assessments.schema.scheme import Scheme


@dataclass(frozen=True, slots=True)
class DepartmentSubject:
    facts: Facts
    scheme: Scheme

    @property
    def execution(self) -> FormTotal:
        """Weight and score of the budget's execution."""
        weight = figures.execution_weight(self.facts.execution.weight, self.scheme)
        return FormTotal(weight, figures.department_execution_score(self.facts, self.scheme), is_scaled=False)

    @property
    def total(self) -> FormTotal:
        weight = figures.execution_weight(self.facts.execution.weight, self.scheme)
        return figures.form_total(figures.department_indicators(self.facts), weight, self.execution.points)


def department_sheet(facts: Facts, scheme: Scheme, layout: Layout) -> Sheet:
    subject = DepartmentSubject(facts, scheme)
    return DEPARTMENT_FORM.sheet(layout, subject, stamps(facts), notes=scaling_notes(subject.total))


def _name(subject: DepartmentSubject) -> Cell:
    department = subject.facts.department
    name, code = or_missing(department.name), clean(department.code)
    return text(f"{name}（{code}）" if code else name)


def _overall_goals(subject: DepartmentSubject) -> Cell:
    goals = [clean(goal) for goal in subject.facts.goals.overall if clean(goal)]
    return text("\n".join(f"{place}.{goal}" for place, goal in enumerate(goals, start=1)))


def _money(subject: DepartmentSubject) -> Iterator[EntryGroup]:
    """Revenue on the left, expenditure on the right, below them the totals and what is left."""
    facts, stated = subject.facts, subject.facts.expenditure
    revenue = [(revenue_label(line), StatedFigure(line.amount)) for line in facts.revenue.lines]
    spending = [
        ("基本支出", figures.basic_total(facts)),
        ("　其中：人员经费", StatedFigure(stated.personnel)),
        ("　　　　日常公用经费", StatedFigure(stated.operating)),
        ("项目支出", figures.project_expenditure(facts)),
    ]
    entries = [
        ListEntry(_amount_cells("revenue", left) | _amount_cells("spending", right))
        for left, right in zip_longest(revenue, spending)
    ]
    entries.append(
        ListEntry(
            {
                "revenue": label("收入合计"),
                "revenue_amount": number(_beside(figures.revenue_total(facts))),
                "spending": label("支出合计"),
                "spending_amount": number(_beside(figures.expenditure_total(facts))),
            }
        )
    )
    if stated.year_end_balance is not None:
        balance = {"spending": label("年末结转结余"), "spending_amount": number(amount(stated.year_end_balance))}
        entries.append(ListEntry(_amount_cells("revenue", None) | balance))
    yield EntryGroup(entries=entries)


def _amount_cells(side: str, pair: tuple[str, StatedFigure] | None) -> dict[str, Cell]:
    name, shown = ("", "") if pair is None else (pair[0], _beside(pair[1]))
    return {side: text(name), f"{side}_amount": number(shown)}


def _beside(figure: StatedFigure) -> str:
    """The amount shown, with the sum of its parts below where the two contradict."""
    return amount(figure.shown) + (f"\n（明细相加{amount(figure.computed)}）" if figure.differs else "")


def _rate(facts: Facts) -> str:
    return stated_percent(figures.department_rate(facts), whole=figures.expenditure_total(facts).shown)


def _indicators(subject: DepartmentSubject) -> Iterator[EntryGroup]:
    """The statement of a sub-goal stays with the first of its indicators."""
    for sub in subject.facts.goals.sub:
        about = f"{or_missing(sub.name)}：{or_missing(sub.statement)}"
        yield from indicator_groups(sub.indicators, subject.scheme, about)
    yield from indicator_groups(subject.facts.indicators, subject.scheme)


DEPARTMENT_FORM: Form[DepartmentSubject] = Form(
    key="department",
    fields={
        "name": _name,
        "plain_name": lambda at: text(or_missing(at.facts.department.name)),
        "code": lambda at: text(clean(at.facts.department.code)),
        "internal_offices": lambda at: centre(count(at.facts.department.internal_offices)),
        "staff_on_post": lambda at: centre(count(at.facts.department.staff_on_post, "人")),
        "contact": lambda at: text(clean(at.facts.department.contact)),
        "phone": lambda at: text(clean(at.facts.department.phone)),
        "units": lambda at: text("、".join(name for unit in at.facts.units if (name := clean(unit)))),
        "budget": lambda at: number(amount(figures.expenditure_total(at.facts).shown)),
        "executed": lambda at: number(amount(at.facts.expenditure.executed)),
        "execution_rate": lambda at: score(_rate(at.facts)),
        "execution_weight": lambda at: score(points(at.execution.weight)),
        "execution_score": lambda at: score(points(at.execution.points)),
        "overall_goals": _overall_goals,
        "problems": lambda at: text(clean(at.facts.narrative.problems)),
        "rectification": lambda at: text(clean(at.facts.narrative.rectification)),
        "total_weight": lambda at: score(points(at.scheme.full_score if at.total.is_scaled else at.total.weight)),
        "score": lambda at: score(points(figures.department_score(at.facts, at.scheme))),
        "grade": lambda at: centre(or_missing(figures.department_grade(at.facts, at.scheme))),
    },
    lists={
        "money": List(columns=("revenue", "revenue_amount", "spending", "spending_amount"), groups=_money),
        "indicators": List(columns=INDICATOR_COLUMNS, groups=_indicators, merged=INDICATORS_MERGED),
        "weights": List(
            columns=WEIGHT_COLUMNS,
            groups=lambda at: weight_groups(figures.department_indicators(at.facts), at.scheme, at.execution),
        ),
    },
)
