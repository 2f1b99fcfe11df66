"""项目支出绩效自评结果汇总表: the results of all projects and the counts of the report (domain §3.4)."""

from decimal import Decimal

from assessments.reports import figures
from assessments.reports.document import Band, Row, Sheet, Table
from assessments.reports.grids import centre, label, number, row, text
from assessments.reports.narrative import fund_label
from assessments.reports.wording import (
    MISSING,
    NONE,
    amount,
    clean,
    count,
    day,
    money,
    or_missing,
    percent,
    points,
)
from assessments.rules.facts import Facts, FundShare, Project
from assessments.rules.scheme import Scheme

WIDTHS = (4, 17, 12, 10, 9, 9, 9, 7, 6, 5, 12)
COLUMNS = len(WIDTHS)
_HEAD = row(
    *(
        label(name)
        for name in (
            "序号",
            "项目名称",
            "实施单位",
            "资金性质",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "执行率",
            "自评得分",
            "等级",
            "备注",
        )
    )
)


def summary_sheet(facts: Facts, scheme: Scheme) -> Sheet:
    rows = [Band((_project(place, project, facts, scheme),)) for place, project in enumerate(facts.projects, start=1)]
    if not rows and figures.project_count(facts) != 0:
        rows.append(Band((row(centre(f"项目明细{MISSING}", columns=COLUMNS)),)))
    return Sheet(
        label="",
        title=f"{facts.year}年度项目支出绩效自评结果汇总表",
        landscape=True,
        caption_left=f"部门：{or_missing(facts.department.name)}",
        caption_right="金额单位：万元",
        tables=(
            Table(widths=WIDTHS, head=(_HEAD,), bands=(*rows, Band(_totals(facts)))),
            Table(widths=WIDTHS, bands=(Band(_statistics(facts, scheme)),)),
        ),
        signatures=("填报人：", "单位负责人：", f"填报日期：{day(facts.dates.reported)}"),
    )


def _project(place: int, project: Project, facts: Facts, scheme: Scheme) -> Row:
    funds = figures.project_budget(project)
    code = clean(project.code)
    is_exempt = bool(clean(project.exempt_reason))
    return row(
        centre(str(place)),
        text(or_missing(project.name) + (f"\n（{code}）" if code else "")),
        text(clean(project.unit) or or_missing(facts.department.name)),
        text(_funds(project)),
        number(amount(funds.initial.shown)),
        number(amount(funds.adjusted.shown)),
        number(amount(funds.executed.shown)),
        number(percent(funds.rate, whole=funds.adjusted.shown)),
        number(NONE if is_exempt else points(figures.project_score(project, scheme))),
        centre(NONE if is_exempt else or_missing(figures.project_grade(project, scheme))),
        text(f"免评：{clean(project.exempt_reason)}" if is_exempt else clean(project.reason)),
    )


def _funds(project: Project) -> str:
    names = dict.fromkeys(line.fund.label for line in project.funding if line.fund)
    return "\n".join(names) or MISSING


def _totals(facts: Facts) -> tuple[Row, ...]:
    funds = figures.all_projects_budget(facts)
    rate = percent(funds.rate, whole=funds.adjusted.shown)
    rows = [_total(f"合计（{count(figures.project_count(facts))}项目）", funds.shown, rate)]
    if funds.differs:
        rows.append(_total("各项目相加（与合计不一致）", funds.computed, NONE))
    return tuple(rows)


def _total(name: str, values: tuple[Decimal | None, ...], rate: str) -> Row:
    return row(
        label(name, columns=4),
        *(number(amount(value)) for value in values),
        number(rate),
        number(NONE),
        centre(NONE),
        text(""),
    )


def _statistics(facts: Facts, scheme: Scheme) -> tuple[Row, ...]:
    """The counts that the report's sentences use: by fund, by grade, by completion."""
    counted = figures.by_grade(facts, scheme)
    graded = sum(found for _, found in counted if found is not None)
    excellent = percent(figures.excellent_rate(facts, scheme), whole=Decimal(graded))
    said = (
        ("按资金性质", "；".join(_fund(fund) for fund in figures.by_fund(facts))),
        ("按评价等级", _listed(counted) + f"；评优率{excellent}"),
        ("按目标实现程度", _listed(figures.by_completion(facts))),
    )
    return tuple(row(label(name, columns=2), text(value, columns=COLUMNS - 2)) for name, value in said if value)


def _fund(fund: FundShare) -> str:
    share = "" if fund.share is None else f"（占该类预算项目支出的{percent(fund.share)}）"
    return f"{fund_label(fund)}{count(fund.count)}，{money(fund.amount)}{share}"


def _listed(counted: tuple[tuple[str, int | None], ...]) -> str:
    return "；".join(f"{name}：{count(found)}" for name, found in counted)
