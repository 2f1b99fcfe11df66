"""项目支出绩效自评结果汇总表: the results of all projects and the counts of the report (domain §3.4)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assessments.reports.document import figures
from assessments.reports.document.cells import centre, number, text
from assessments.reports.document.formatting import (
    MISSING,
    NONE,
    amount,
    clean,
    count,
    fund_label,
    money,
    or_missing,
    percent,
    points,
    stated_percent,
)
from assessments.reports.document.model import Cell, Sheet
from assessments.reports.form_pages.layout_file import Layout
from assessments.reports.form_pages.renderer import EntryGroup, Form, List, ListEntry, stamps
from assessments.rules.scoring import totals
from assessments.schema.facts import Facts, FundShare, Project
from assessments.schema.scheme import Scheme
from budgets.terms import SourceLevel

COLUMNS = (
    "place",
    "name",
    "plain_name",
    "code",
    "department",
    "unit",
    "activity",
    "fund",
    "level",
    "initial",
    "adjusted",
    "executed",
    "rate",
    "score",
    "grade",
    "remark",
)


@dataclass(frozen=True, slots=True)
class SummarySubject:
    """`departments` names the department of each project, where they are not all of one.

    `parts` are projects that are summed up for themselves below the sum of all, by what they have in common.
    """

    facts: Facts
    scheme: Scheme
    departments: tuple[str, ...] = ()
    parts: tuple[tuple[str, tuple[Project, ...]], ...] = ()

    def department(self, place: int) -> str:
        return or_missing(self.departments[place] if self.departments else self.facts.department.name)


def summary_sheet(facts: Facts, scheme: Scheme, layout: Layout) -> Sheet:
    return SUMMARY_FORM.sheet(layout, SummarySubject(facts, scheme), stamps(facts))


def _project_entry(place: int, project: Project, department: str, scheme: Scheme) -> ListEntry:
    funds = figures.project_budget(project)
    name, code = or_missing(project.name), clean(project.code)
    is_exempt = bool(clean(project.exempt_reason))
    cells = {
        "place": centre(str(place + 1)),
        "name": text(name + (f"\n（{code}）" if code else "")),
        "plain_name": text(name),
        "code": text(code),
        "department": text(department),
        "unit": text(clean(project.unit) or department),
        "activity": text(clean(project.activity)),
        "fund": text(_funds(project)),
        "level": centre(_levels(project)),
        "score": number(NONE if is_exempt else points(figures.project_score(project, scheme))),
        "grade": centre(NONE if is_exempt else or_missing(figures.project_grade(project, scheme))),
        "remark": text(f"免予自评：{clean(project.exempt_reason)}" if is_exempt else clean(project.reason)),
    }
    return ListEntry(cells | _amounts(funds.shown, stated_percent(funds.rate, whole=funds.adjusted.shown)))


def _amounts(values: figures.Amounts, rate: str) -> dict[str, Cell]:
    initial, adjusted, executed = (number(amount(value)) for value in values)
    return {"initial": initial, "adjusted": adjusted, "executed": executed, "rate": number(rate)}


def _sum_entry(name: str, values: figures.Amounts, rate: str) -> ListEntry:
    nothing = {"score": number(NONE), "grade": centre(NONE)}
    return ListEntry(_amounts(values, rate) | nothing, sum_of=name)


def _funds(project: Project) -> str:
    names = dict.fromkeys(line.fund.label for line in project.funding if line.fund)
    return "\n".join(names) or MISSING


def _levels(project: Project) -> str:
    """级次: 本级 for the county's own money, else whose transfer it is."""
    sources = dict.fromkeys(line.source for line in project.funding if line.source)
    return "\n".join("本级" if source is SourceLevel.COUNTY else source.label for source in sources)


def _projects(subject: SummarySubject) -> Iterator[EntryGroup]:
    facts, scheme = subject.facts, subject.scheme
    for place, project in enumerate(facts.projects):
        yield EntryGroup(entries=(_project_entry(place, project, subject.department(place), scheme),))
    if not facts.projects and figures.project_count(facts) != 0:
        yield EntryGroup(entries=(ListEntry({}, sum_of=f"项目明细{MISSING}"),))
    funds = figures.all_projects_budget(facts)
    rate = stated_percent(funds.rate, whole=funds.adjusted.shown)
    sums = [_sum_entry(f"合计（{count(figures.project_count(facts))}项目）", funds.shown, rate)]
    if funds.differs:
        sums.append(_sum_entry("各项目相加（与合计不一致）", funds.computed, NONE))
    sums += [_part(name, projects) for name, projects in subject.parts]
    yield EntryGroup(entries=sums)


def _part(name: str, projects: tuple[Project, ...]) -> ListEntry:
    money = totals.all_projects(projects)
    rate = percent(money.execution_rate, whole=money.adjusted)
    return _sum_entry(
        f"其中：{name}（{count(len(projects))}项目）", (money.initial, money.adjusted, money.executed), rate
    )


def _by_grade(subject: SummarySubject) -> Cell:
    counted = figures.by_grade(subject.facts, subject.scheme)
    graded = sum(found for _, found in counted if found is not None)
    excellent = percent(figures.excellent_rate(subject.facts, subject.scheme), whole=Decimal(graded))
    return text(_listed(counted) + f"；评优率{excellent}")


def _fund(fund: FundShare) -> str:
    share = "" if fund.share is None else f"（占该类预算项目支出的{percent(fund.share)}）"
    return f"{fund_label(fund)}{count(fund.count)}，{money(fund.amount)}{share}"


def _listed(counted: tuple[tuple[str, int | None], ...]) -> str:
    return "；".join(f"{name}：{count(found)}" for name, found in counted)


SUMMARY_FORM: Form[SummarySubject] = Form(
    key="summary",
    fields={
        "department": lambda at: text(or_missing(at.facts.department.name)),
        "by_fund": lambda at: text("；".join(_fund(fund) for fund in figures.by_fund(at.facts))),
        "by_grade": _by_grade,
        "by_completion": lambda at: text(_listed(figures.by_completion(at.facts))),
    },
    lists={"projects": List(columns=COLUMNS, groups=_projects)},
)
COUNTY_FORM = replace(SUMMARY_FORM, key="county")  # of all departments, each named
