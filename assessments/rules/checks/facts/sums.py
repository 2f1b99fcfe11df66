"""Sums of money: revenue, expenditure, projects and their funding (domain §5.1 I01–I10)."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.rules.checks.check import (
    Check,
    Context,
    InReports,
    Problem,
    Unread,
    check,
    money,
    money_text,
    possible_counts,
    unequal_counts,
    unequal_money,
)
from assessments.rules.scoring.totals import COLUMN_NAMES, all_projects, count_of, funding_sums, revenue_sum, sum_of
from assessments.schema.pointers import project_pointer
from assessments.terms import Severity


@check(
    "K01",
    Severity.ERROR,
    "收入来源合计",
    formula="|收入合计 − Σ各项收入来源| ≤ 0.01",
    source="表内勾稽关系",
    concerns=("/revenue/lines",),
    in_reports=InReports.PASSAGE,
)
def revenue_total(context: Context) -> Iterator[Problem]:
    revenue = context.facts.revenue
    return unequal_money(context, "/revenue/total", revenue.total, revenue_sum(revenue), "各项收入来源之和")


@check(
    "K02",
    Severity.ERROR,
    "支出合计",
    formula="|支出合计 −（基本支出 + 项目支出）| ≤ 0.01",
    source="表内勾稽关系",
    concerns=("/expenditure/basic", "/expenditure/projects"),
    in_reports=InReports.PASSAGE,
)
def expenditure_total(context: Context) -> Iterator[Problem]:
    stated = context.facts.expenditure
    parts = sum_of((stated.basic, stated.projects))
    return unequal_money(context, "/expenditure/total", stated.total, parts, "基本支出与项目支出之和")


@check(
    "K03",
    Severity.ERROR,
    "基本支出构成",
    formula="|基本支出 −（人员经费 + 日常公用经费）| ≤ 0.01",
    source="表内勾稽关系",
    concerns=("/expenditure/personnel", "/expenditure/operating"),
    in_reports=InReports.PASSAGE,
)
def basic_expenditure(context: Context) -> Iterator[Problem]:
    stated = context.facts.expenditure
    parts = sum_of((stated.personnel, stated.operating))
    return unequal_money(context, "/expenditure/basic", stated.basic, parts, "人员经费与日常公用经费之和")


@check(
    "K04",
    Severity.ERROR,
    "收支是否平衡",
    formula="|收入合计 −（支出合计 + 年末结转结余）| ≤ 0.01；年末结转结余未填按 0 计",
    source="表内勾稽关系",
    concerns=("/expenditure/total",),
)
def balance(context: Context) -> Iterator[Problem]:
    stated = context.facts.expenditure
    left_over = stated.year_end_balance
    if left_over is None and context.is_unreadable("/expenditure/year_end_balance"):
        return iter(())
    spent = sum_of((stated.total, left_over or Decimal(0)))
    name = "支出合计（未填年末结转结余）" if left_over is None else "支出合计与年末结转结余之和"
    return unequal_money(context, "/revenue/total", context.facts.revenue.total, spent, name)


@check(
    "K05",
    Severity.ERROR,
    "项目支出与各项目合计",
    formula="|项目支出 − Σ各项目全年预算数| ≤ 0.01；项目合计的年初、全年、执行三列各等于各项目之和",
    source="表内勾稽关系",
    concerns=("/projects/*/total/=", "/expenditure/projects: /projects/*/total/adjusted"),
    unread=Unread.TABLE,
)
def projects_sum(context: Context) -> Iterator[Problem]:
    """Only where projects are listed. A paper may sum all projects or only the assessed ones."""
    facts = context.facts
    everything = all_projects(facts.projects)
    assessed = all_projects(project for project in facts.projects if project.is_assessed)
    stated = [("/expenditure/projects", facts.expenditure.projects, "adjusted")]
    stated += [(f"/project_totals/{name}", getattr(facts.project_totals, name), name) for name in COLUMN_NAMES]
    for pointer, amount, name in stated:
        if not _agree(context, amount, getattr(assessed, name)):
            yield from unequal_money(context, pointer, amount, getattr(everything, name), "各项目之和")


def _agree(context: Context, stated: Decimal | None, computed: Decimal | None) -> bool:
    return stated is not None and computed is not None and abs(stated - computed) <= context.money_tolerance


@check(
    "K06",
    Severity.ERROR,
    "按资金性质合计",
    formula="Σ各资金性质项目个数 = 项目个数；|Σ各资金性质金额 − 项目全年预算数合计| ≤ 0.01",
    source="表内勾稽关系",
    concerns=("/project_totals/by_fund",),
    in_reports=InReports.PASSAGE,
)
def fund_shares(context: Context) -> Iterator[Problem]:
    """A paper may group all projects or only the assessed ones."""
    totals, facts = context.facts.project_totals, context.facts
    count, possible = count_of(share.count for share in totals.by_fund), possible_counts(context.facts)
    if count is not None and totals.count is not None and count not in possible:
        yield unequal_counts(context, "/project_totals/count", totals.count, count, "按资金性质的项目个数之和")
    amount = sum_of(share.amount for share in totals.by_fund)
    exempt = all_projects(project for project in facts.projects if not project.is_assessed).adjusted
    pointer, stated = "/project_totals/adjusted", totals.adjusted
    if stated is None:
        pointer, stated = "/expenditure/projects", facts.expenditure.projects
    if not (exempt is not None and stated is not None and _agree(context, stated - exempt, amount)):
        yield from unequal_money(context, pointer, stated, amount, "按资金性质的金额之和")


@check(
    "K07",
    Severity.ERROR,
    "项目资金行列",
    formula="|年度资金总额 − Σ各项资金来源| ≤ 0.01，年初、全年、执行三列分别成立",
    source="表内勾稽关系",
    concerns=("~~/funding/*/=",),
    unread=Unread.TABLE,
)
def funding_columns(context: Context) -> Iterator[Problem]:
    for index, project in enumerate(context.facts.projects):
        sums = funding_sums(project.funding)
        for name in COLUMN_NAMES:
            pointer = f"{project_pointer(index)}/total/{name}"
            yield from unequal_money(
                context, pointer, getattr(project.total, name), getattr(sums, name), "各项资金来源之和"
            )


_NEVER_NEGATIVE = {
    "/revenue": ("total",),
    "/expenditure": ("total", "basic", "personnel", "operating", "projects", "executed"),
    "/project_totals": ("initial", "adjusted", "executed"),
    "/transfers": ("total", "central", "provincial", "municipal"),
}


@check(
    "K68",
    Severity.ERROR,
    "金额是否为负",
    formula="收入、支出、项目年初预算数和执行数、项目全年预算数总额 ≥ 0；单项资金的全年预算数可因调减为负数",
    source="表内勾稽关系",
)
def negative_amounts(context: Context) -> Iterator[Problem]:
    for pointer, amount in _amounts(context):
        if amount is not None and amount < 0:
            yield Problem(
                message=f"{context.label(pointer)} {money_text(context, amount)}，此处不能为负数，请更正。",
                path=pointer,
                left=money(context, amount),
            )


def _amounts(context: Context) -> Iterator[tuple[str, Decimal | None]]:
    """Every amount that cannot be below 0."""
    facts = context.facts
    for holder, names in _NEVER_NEGATIVE.items():
        stated = getattr(facts, holder[1:])
        yield from ((f"{holder}/{name}", getattr(stated, name, None)) for name in names)
    yield from ((f"/revenue/lines/{at}/amount", line.amount) for at, line in enumerate(facts.revenue.lines))
    for index, project in enumerate(facts.projects):
        pointer = project_pointer(index)
        yield from ((f"{pointer}/total/{name}", getattr(project.total, name)) for name in ("adjusted", "executed"))
        for at, line in enumerate(project.funding):
            yield f"{pointer}/funding/{at}/initial", line.initial
            yield f"{pointer}/funding/{at}/executed", line.executed


CHECKS: tuple[Check[Context], ...] = (
    revenue_total,
    expenditure_total,
    basic_expenditure,
    balance,
    projects_sum,
    fund_shares,
    funding_columns,
    negative_amounts,
)
