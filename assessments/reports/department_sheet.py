"""部门整体支出绩效自评情况表: the whole department on one form (domain §3.2)."""

from itertools import zip_longest

from assessments.reports import figures
from assessments.reports.document import Band, Cell, Row, Sheet, Table
from assessments.reports.figures import Figure
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
from assessments.reports.narrative import revenue_label
from assessments.reports.wording import amount, clean, count, day, or_missing, percent, points
from assessments.rules.facts import Facts, SubGoal
from assessments.rules.scheme import Scheme


def department_sheet(facts: Facts, scheme: Scheme) -> Sheet:
    indicators = figures.department_indicators(facts)
    is_wide = needs_wide_page(indicators)
    goals = (Band(_overall_goals(facts)),) if facts.goals.overall else ()
    tables = [
        Table(
            widths=FORM[is_wide],
            bands=(Band(_heading(facts)), Band(_money(facts)), Band(_execution(facts, scheme)), *goals),
        ),
    ]
    if indicators:
        bands = [band for sub in facts.goals.sub for band in _sub_goal(sub, scheme, is_wide=is_wide)]
        if facts.indicators:
            bands += indicator_bands(facts.indicators, scheme, is_wide=is_wide)
        tables.append(Table(widths=FORM[is_wide], head=(INDICATOR_HEAD,), bands=tuple(bands)))
    tables.append(Table(widths=FORM[is_wide], bands=(Band((_outcome(facts, scheme),)),)))
    return Sheet(
        label="",
        title=f"{facts.year}年度部门整体支出绩效自评情况表",
        landscape=is_wide,
        tables=tuple(tables),
        notes=scaling_notes(_total(facts, scheme)),
        signatures=("填报人：", "单位负责人：", f"填报日期：{day(facts.dates.reported)}"),
    )


def _heading(facts: Facts) -> tuple[Row, ...]:
    department, units = facts.department, [name for unit in facts.units if (name := clean(unit))]
    name, code = or_missing(department.name), clean(department.code)
    rows = [
        row(
            label("部门名称", columns=2),
            text(f"{name}（{code}）" if code else name, columns=8),
        ),
        row(
            label("内设机构", columns=2),
            centre(count(department.internal_offices), columns=3),
            label("在职人员"),
            centre(count(department.staff_on_post, "人"), columns=4),
        ),
    ]
    if units:
        rows.append(row(label("所属预算单位", columns=2), text("、".join(units), columns=8)))
    return tuple(rows)


def _money(facts: Facts) -> tuple[Row, ...]:
    """Revenue on the left, expenditure on the right, below them the totals and what is left."""
    stated = facts.expenditure
    revenue = [(revenue_label(line), Figure(line.amount)) for line in facts.revenue.lines]
    spending = [
        ("基本支出", figures.basic_total(facts)),
        ("　其中：人员经费", Figure(stated.personnel)),
        ("　　　　日常公用经费", Figure(stated.operating)),
        ("项目支出", figures.project_expenditure(facts)),
    ]
    pairs = [
        row(*_amount_cells(left, 3, 2), *_amount_cells(right, 3, 2)) for left, right in zip_longest(revenue, spending)
    ]
    amounts = label("金额（万元）", columns=2)
    head = row(label("收入项目", columns=3), amounts, label("支出项目", columns=3), amounts)
    totals = row(
        label("收入合计", columns=3),
        number(_beside(figures.revenue_total(facts)), columns=2),
        label("支出合计", columns=3),
        number(_beside(figures.expenditure_total(facts)), columns=2),
    )
    if stated.year_end_balance is None:
        return (head, *pairs, totals)
    balance = row(
        text("", columns=5), label("年末结转结余", columns=3), number(amount(stated.year_end_balance), columns=2)
    )
    return (head, *pairs, totals, balance)


def _amount_cells(pair: tuple[str, Figure] | None, wide: int, narrow: int) -> tuple[Cell, Cell]:
    if pair is None:
        return text("", columns=wide), number("", columns=narrow)
    name, figure = pair
    return text(name, columns=wide), number(_beside(figure), columns=narrow)


def _beside(figure: Figure) -> str:
    """The amount shown, with the sum of its parts below where the two contradict."""
    return amount(figure.shown) + (f"\n（明细相加{amount(figure.computed)}）" if figure.differs else "")


def _execution(facts: Facts, scheme: Scheme) -> tuple[Row, ...]:
    budget = figures.expenditure_total(facts).shown
    weight = figures.execution_weight(facts.execution.weight, scheme)
    return (
        row(
            label("预算执行情况（万元）", columns=2, rows=2),
            label("全年预算数", columns=2),
            label("全年执行数", columns=2),
            label("分值"),
            label("执行率", columns=2),
            label("得分"),
        ),
        row(
            number(amount(budget), columns=2),
            number(amount(facts.expenditure.executed), columns=2),
            score(points(weight)),
            score(percent(figures.department_rate(facts), whole=budget), columns=2),
            score(points(figures.department_execution_score(facts, scheme))),
        ),
    )


def _overall_goals(facts: Facts) -> tuple[Row, ...]:
    goals = [clean(goal) for goal in facts.goals.overall if clean(goal)]
    listed = "\n".join(f"{number}.{goal}" for number, goal in enumerate(goals, start=1))
    return (row(label("总体绩效目标", columns=2), text(listed, columns=8)),)


def _sub_goal(sub: SubGoal, scheme: Scheme, *, is_wide: bool) -> list[Band]:
    """The statement of a sub-goal stays with the first band of its indicators."""
    title = row(
        label("分项绩效目标", columns=2), text(f"{or_missing(sub.name)}：{or_missing(sub.statement)}", columns=8)
    )
    bands = list(indicator_bands(sub.indicators, scheme, is_wide=is_wide))
    return [Band((title, *(bands[0].rows if bands else ()))), *bands[1:]]


def _total(facts: Facts, scheme: Scheme) -> figures.FormTotal:
    weight = figures.execution_weight(facts.execution.weight, scheme)
    score = figures.department_execution_score(facts, scheme)
    return figures.form_total(figures.department_indicators(facts), weight, score)


def _outcome(facts: Facts, scheme: Scheme) -> Row:
    total = _total(facts, scheme)
    return row(
        label("综合得分", columns=6),
        score(points(scheme.full_score if total.is_scaled else total.weight)),
        score(points(figures.department_score(facts, scheme))),
        centre(f"评价等级：{or_missing(figures.department_grade(facts, scheme))}", columns=2),
    )
