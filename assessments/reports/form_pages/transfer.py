"""转移支付区域（项目）绩效目标自评表 (domain §3.3): one form per project with money from above.

What a department does not say (how the money was managed, what an audit found) is left empty, to be filled in by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.document import figures
from assessments.reports.document.cells import label, number, score, text
from assessments.reports.document.formatting import NONE, amount, clean, or_missing, stated_percent
from assessments.reports.document.model import Sheet
from assessments.reports.form_pages.indicator_list import INDICATOR_COLUMNS, INDICATORS_MERGED, indicator_groups
from assessments.reports.form_pages.layout_file import Layout
from assessments.reports.form_pages.renderer import EntryGroup, Form, List, ListEntry, stamps
from assessments.rules.scoring.transfers import by_level, has_transfers, is_transfer
from assessments.schema.facts import Facts, FundingLine, ManagementNote, Project, ProjectTransfer
from assessments.schema.identities import StatedFigure, sum_of
from assessments.schema.scheme import Scheme
from assessments.terms import ManagementItem
from budgets.money import rate


@dataclass(frozen=True, slots=True)
class TransferSubject:
    """`project` None: the department's transfers as a whole, where no project names its money from above."""

    project: Project | None
    facts: Facts
    scheme: Scheme

    @property
    def transfer(self) -> ProjectTransfer:
        return (self.project and self.project.transfer) or ProjectTransfer()


def transfer_sheets(facts: Facts, scheme: Scheme, layout: Layout) -> tuple[Sheet, ...]:
    """No sheet where there are no transfers (domain I22)."""
    if not has_transfers(facts):
        return ()
    named: list[Project | None] = [project for project in facts.projects if is_transfer(project.funding)]
    return tuple(
        TRANSFER_FORM.sheet(
            layout,
            TransferSubject(project, facts, scheme),
            stamps(facts),
            subject=or_missing(project.name) if project else "",
        )
        for project in named or [None]
    )


def transfer_count(facts: Facts) -> int:
    """How many forms there are."""
    return max(1, sum(is_transfer(project.funding) for project in facts.projects)) if has_transfers(facts) else 0


def _funding(subject: TransferSubject) -> Iterator[EntryGroup]:
    if subject.project is None:
        stated = subject.facts.transfers
        assert stated is not None  # noqa: S101 - there is no form without transfers
        local = sum_of((stated.provincial, stated.municipal))
        amounts = (("年度资金总额", stated.total), ("其中：中央财政资金", stated.central), ("　　　地方资金", local))
        entries = [_stated(name, value) for name, value in amounts]
    else:
        funds = figures.project_budget(subject.project)
        entries = [_money("年度资金总额", funds.adjusted.shown, funds.executed.shown, funds.rate.stated)]
        entries += [_part(line, is_first=at == 0) for at, line in enumerate(by_level(subject.project.funding))]
    yield EntryGroup(entries=entries)


def _money(name: str, budget: Decimal | None, executed: Decimal | None, stated: Decimal | None = None) -> ListEntry:
    """`stated` is the rate as the project's own form shows it."""
    shown = stated_percent(StatedFigure(stated, rate(executed, budget)), whole=budget)
    return ListEntry(
        {
            "source": text(name),
            "adjusted": number(amount(budget)),
            "executed": number(amount(executed)),
            "rate": score(NONE if budget is not None and budget <= 0 else shown),
        }
    )


def _part(line: FundingLine, *, is_first: bool) -> ListEntry:
    name = ("其中：" if is_first else "　　　") + line.label
    if line.adjusted is None and line.executed is None:
        return ListEntry(
            {"source": text(name), "adjusted": number(NONE), "executed": number(NONE), "rate": score(NONE)}
        )
    return _money(name, line.adjusted, line.executed)


def _stated(name: str, budget: Decimal | None) -> ListEntry:
    """What was spent of it stands nowhere: left empty."""
    return ListEntry(
        {"source": text(name), "adjusted": number(amount(budget)), "executed": number(""), "rate": score("")}
    )


def _management(subject: TransferSubject) -> Iterator[EntryGroup]:
    said = subject.transfer.management
    yield EntryGroup(entries=[_note(item, getattr(said, item)) for item in ManagementItem])


def _note(item: ManagementItem, said: ManagementNote) -> ListEntry:
    """Blank cells stay, to be filled in by hand."""
    return ListEntry(
        {"item": label(item.label), "statement": text(clean(said.statement)), "problems": text(clean(said.problems))}
    )


def _goal(subject: TransferSubject, *, expected: bool) -> str:
    if subject.project is None:
        return ""
    goal = subject.project.goal
    return or_missing(goal.expected if expected else goal.actual)


def _unit(subject: TransferSubject) -> str:
    named = clean(subject.project.unit) if subject.project else ""
    return named or or_missing(subject.facts.department.name)


TRANSFER_FORM: Form[TransferSubject] = Form(
    key="transfer",
    fields={
        "name": lambda at: text(or_missing(at.project.name) if at.project else ""),
        "code": lambda at: text(clean(at.project.code) if at.project else ""),
        "department": lambda at: text(or_missing(at.facts.department.name)),
        "unit": lambda at: text(_unit(at)),
        "ministry": lambda at: text(clean(at.transfer.ministry)),
        "audit_findings": lambda at: text(clean(at.transfer.audit_findings)),
        "goal_expected": lambda at: text(_goal(at, expected=True)),
        "goal_actual": lambda at: text(_goal(at, expected=False)),
    },
    lists={
        "funding": List(columns=("source", "adjusted", "executed", "rate"), groups=_funding),
        "management": List(columns=("item", "statement", "problems"), groups=_management),
        "indicators": List(
            columns=INDICATOR_COLUMNS,
            groups=lambda at: indicator_groups(at.project.indicators if at.project else (), at.scheme),
            merged=INDICATORS_MERGED,
        ),
    },
)
