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
from assessments.rules.scoring.totals import all_projects, count_of
from assessments.schema.identities import sums_of
from assessments.schema.pointers import project_pointer
from assessments.terms import Severity


@check(
    "K01",
    Severity.ERROR,
    "收入来源合计",
    formula="|收入合计 − Σ各项收入来源| ≤ 0.01",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
)
def revenue_total(context: Context) -> Iterator[Problem]:
    return _unequal(context, "K01")


@check(
    "K02",
    Severity.ERROR,
    "支出合计",
    formula="|支出合计 −（基本支出 + 项目支出）| ≤ 0.01",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
)
def expenditure_total(context: Context) -> Iterator[Problem]:
    return _unequal(context, "K02")


@check(
    "K03",
    Severity.ERROR,
    "基本支出构成",
    formula="|基本支出 −（人员经费 + 日常公用经费）| ≤ 0.01",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
)
def basic_expenditure(context: Context) -> Iterator[Problem]:
    return _unequal(context, "K03")


@check(
    "K04",
    Severity.ERROR,
    "收支是否平衡",
    formula="|收入合计 −（支出合计 + 年末结转结余）| ≤ 0.01；年末结转结余未填按 0 计",
    source="表内勾稽关系",
)
def balance(context: Context) -> Iterator[Problem]:
    if context.facts.expenditure.year_end_balance is not None:
        return _unequal(context, "K04")
    if context.is_unreadable("/expenditure/year_end_balance"):
        return iter(())
    return _unequal(context, "K04", "支出合计（未填年末结转结余）")


@check(
    "K05",
    Severity.ERROR,
    "项目支出与各项目合计",
    formula="|项目支出 − Σ各项目全年预算数| ≤ 0.01；项目合计的年初、全年、执行三列各等于各项目之和",
    source="表内勾稽关系",
    unread=Unread.TABLE,
)
def projects_sum(context: Context) -> Iterator[Problem]:
    """Only where projects are listed. A paper may sum all projects or only the assessed ones."""
    assessed = all_projects(project for project in context.facts.projects if project.is_assessed)
    for found in sums_of(context.facts, "K05"):
        figure, column = found.figure(context.facts), found.identity.parts[0].rpartition("/")[2]
        if not _agree(context, figure.stated, getattr(assessed, column)):
            yield from unequal_money(context, found.total, figure.stated, figure.computed, found.identity.called)


def _unequal(context: Context, code: str, called: str = "") -> Iterator[Problem]:
    """The sums that this check holds, where they fail."""
    for found in sums_of(context.facts, code):
        figure = found.figure(context.facts)
        yield from unequal_money(context, found.total, figure.stated, figure.computed, called or found.identity.called)


def _agree(context: Context, stated: Decimal | None, computed: Decimal | None) -> bool:
    return stated is not None and computed is not None and abs(stated - computed) <= context.money_tolerance


@check(
    "K06",
    Severity.ERROR,
    "按资金性质合计",
    formula="Σ各资金性质项目个数 = 项目个数；|Σ各资金性质金额 − 项目全年预算数合计| ≤ 0.01",
    source="表内勾稽关系",
    concerns=("/project_totals/by_fund",),  # their counts too
    in_reports=InReports.PASSAGE,
)
def fund_shares(context: Context) -> Iterator[Problem]:
    """A paper may group all projects or only the assessed ones."""
    totals, facts = context.facts.project_totals, context.facts
    count, possible = count_of(share.count for share in totals.by_fund), possible_counts(context.facts)
    if count is not None and totals.count is not None and count not in possible:
        yield unequal_counts(context, "/project_totals/count", totals.count, count, "按资金性质的项目个数之和")
    exempt = all_projects(project for project in facts.projects if not project.is_assessed).adjusted
    for found in sums_of(facts, "K06"):
        figure = found.figure(facts)
        if not (
            exempt is not None
            and figure.stated is not None
            and _agree(context, figure.stated - exempt, figure.computed)
        ):
            yield from unequal_money(context, found.total, figure.stated, figure.computed, found.identity.called)


@check(
    "K07",
    Severity.ERROR,
    "项目资金行列",
    formula="|年度资金总额 − Σ各项资金来源| ≤ 0.01，年初、全年、执行三列分别成立",
    source="表内勾稽关系",
    unread=Unread.TABLE,
)
def funding_columns(context: Context) -> Iterator[Problem]:
    return _unequal(context, "K07")


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
