"""项目支出绩效自评表: one form per project (财预〔2020〕10号, annex; domain §3.1)."""

from assessments.reports import figures
from assessments.reports.document import Band, Row, Sheet, Table
from assessments.reports.grids import (
    FORM,
    INDICATOR_HEAD,
    centre,
    indicator_bands,
    label,
    needs_wide_page,
    number,
    row,
    scaling_notes,
    score,
    text,
)
from assessments.reports.wording import NONE, amount, clean, day, or_missing, percent, points
from assessments.rules.facts import Facts, FundingLine, Project
from assessments.rules.scheme import Scheme
from budgets.money import rate


def project_sheet(project: Project, facts: Facts, scheme: Scheme) -> Sheet:
    is_wide = needs_wide_page(project.indicators)
    top = (Band(_heading(project, facts)), Band(_money(project, scheme)), *_goal(project))
    tables = [Table(widths=FORM[is_wide], bands=top)]
    if project.indicators:
        bands = indicator_bands(project.indicators, scheme, is_wide=is_wide)
        tables.append(Table(widths=FORM[is_wide], head=(INDICATOR_HEAD,), bands=tuple(bands)))
    tables.append(Table(widths=FORM[is_wide], bands=(Band(_outcome(project, scheme)),)))
    return Sheet(
        label="",
        title=f"项目支出绩效自评表（{facts.year}年度）",
        landscape=is_wide,
        subject=or_missing(project.name),
        tables=tuple(tables),
        notes=scaling_notes(_total(project, scheme)),
        signatures=("填报人：", "单位负责人：", f"填报日期：{day(facts.dates.reported)}"),
    )


def _heading(project: Project, facts: Facts) -> tuple[Row, ...]:
    name, code, activity = or_missing(project.name), clean(project.code), clean(project.activity)
    office = or_missing(facts.department.name)
    rows = [
        row(label("项目名称", columns=2), text(f"{name}（{code}）" if code else name, columns=8)),
        row(
            label("主管部门", columns=2),
            text(office, columns=3),
            label("实施单位"),
            text(clean(project.unit) or office, columns=4),
        ),
    ]
    if activity:
        rows.append(row(label("工作活动", columns=2), text(activity, columns=8)))
    return tuple(rows)


def _money(project: Project, scheme: Scheme) -> tuple[Row, ...]:
    funds = figures.project_budget(project)
    is_exempt = bool(clean(project.exempt_reason))
    head = row(
        label("项目资金（万元）", rows=2 + len(project.funding) + funds.differs),
        label("资金来源", columns=2),
        label("年初预算数"),
        label("全年预算数"),
        label("全年执行数"),
        label("分值"),
        label("执行率", columns=2),
        label("得分"),
    )
    weight = figures.execution_weight(project.total.weight, scheme)
    total = row(
        text("年度资金总额", columns=2),
        *(number(amount(value)) for value in funds.shown),
        score(NONE if is_exempt else points(weight)),
        score(percent(funds.rate, whole=funds.adjusted.shown), columns=2),
        score(NONE if is_exempt else points(figures.project_execution_score(project, scheme))),
    )
    rows = [head, total, *(_funding(line, is_first=place == 0) for place, line in enumerate(project.funding))]
    if funds.differs:
        rows.append(
            row(
                text("明细合计（与总额不一致）", columns=2),
                *(number(amount(value)) for value in funds.computed),
                score(NONE),
                score(NONE, columns=2),
                score(NONE),
            )
        )
    return tuple(rows)


def _funding(line: FundingLine, *, is_first: bool) -> Row:
    named = clean(line.label) or (line.fund.label if line.fund else or_missing(None))
    level = f"（{line.source.label}）" if line.source else ""
    return row(
        text(f"{'其中：' if is_first else ''}{named}{level}", columns=2),
        *(number(amount(value)) for value in (line.initial, line.adjusted, line.executed)),
        score(NONE),
        score(_line_rate(line), columns=2),
        score(NONE),
    )


def _line_rate(line: FundingLine) -> str:
    """A line that takes money back has no execution rate."""
    if line.adjusted is not None and line.adjusted <= 0:
        return NONE
    return percent(rate(line.executed, line.adjusted))


def _goal(project: Project) -> tuple[Band, ...]:
    if clean(project.exempt_reason) and not (project.goal.expected or project.goal.actual):
        return ()
    return (
        Band(
            (
                row(label("年度总体目标", rows=2), label("预期目标", columns=4), label("实际完成情况", columns=5)),
                row(
                    text(or_missing(project.goal.expected), columns=4),
                    text(or_missing(project.goal.actual), columns=5),
                ),
            )
        ),
    )


def _outcome(project: Project, scheme: Scheme) -> tuple[Row, ...]:
    if exempt := clean(project.exempt_reason):
        return (row(label("免予自评原因", columns=2), text(exempt, columns=8)),)
    total = _total(project, scheme)
    rows = [
        row(
            label("总分", columns=6),
            score(points(scheme.full_score if total.is_scaled else total.weight)),
            score(points(figures.project_score(project, scheme))),
            centre(f"评价等级：{or_missing(figures.project_grade(project, scheme))}", columns=2),
        )
    ]
    if reason := clean(project.reason):
        rows.append(row(label("未完成原因及改进措施", columns=2), text(reason, columns=8)))
    return tuple(rows)


def _total(project: Project, scheme: Scheme) -> figures.FormTotal:
    weight = figures.execution_weight(project.total.weight, scheme)
    return figures.form_total(project.indicators, weight, figures.project_execution_score(project, scheme))
