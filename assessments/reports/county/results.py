"""What the approved papers of a county come to: money, grades, how far goals were reached, transfers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assessments.reports.county.figures import (
    CountedDepartment,
    CountedProject,
    Survey,
    mean,
    ranking,
    spending,
    spent_by_fund,
    transfer_sums,
    ungraded,
    without_results,
)
from assessments.reports.document import figures
from assessments.reports.document.cells import centre, number
from assessments.reports.document.formatting import (
    MISSING,
    NONE,
    amount,
    clean,
    count,
    fund_label,
    graded,
    money,
    or_missing,
    percent,
    points,
)
from assessments.reports.document.model import Bars, Block, Paragraph
from assessments.reports.document.numbered_figures import UNIT, Exhibits, TableColumn, counted_bar
from assessments.reports.document.numbering import Parts
from budgets.money import in_unit, rate

# Bounds of execution rates in percent, from high to low, and what lies above each.
_RATES = (
    (Decimal(100), "100%及以上"),
    (Decimal(90), "90%（含）至100%"),
    (Decimal(80), "80%（含）至90%"),
    (Decimal(60), "60%（含）至80%"),
)
_LOWEST_RATES = "60%以下"


def department_spending(survey: Survey, exhibits: Exhibits) -> Parts:
    total, number_of = spending(survey.approved), len(survey.approved)
    text = (
        f"审核通过的部门{number_of}个，预算支出合计{money(total.budget)}，全年执行数{money(total.executed)}，"
        f"预算执行率{percent(total.rate, whole=total.budget)}。"
    )
    blocks: list[Block] = []
    if silent := [each.name for each in survey.approved if each.budget is None or each.executed is None]:
        text += f"预算支出或全年执行数{MISSING}的部门：{'、'.join(silent)}。"
    if number_of > 1:
        buckets = _by_rate(survey.approved)
        said = "，".join(f"{name}的部门{found}个" for name, found in buckets)
        text += f"从部门预算执行率看，{said}。"
        bars = (counted_bar(name, found) for name, found in buckets)
        blocks.append(exhibits.picture("部门预算执行率分布", ("部门",), bars))
    return (Paragraph(text), *blocks)


def project_spending(survey: Survey, exhibits: Exhibits) -> Parts:
    if not survey.projects:
        return ()
    total, assessed = survey.totals, survey.assessed
    text = (
        f"项目{count(total.count)}，年初预算数{money(total.initial)}，全年预算数（调整后）{money(total.adjusted)}，"
        f"全年执行数{money(total.executed)}，预算执行率{percent(total.execution_rate, whole=total.adjusted)}。"
    )
    exempt = [(each.name, item) for each in survey.approved for item in each.projects if not item.is_assessed]
    if exempt:
        text += f"免予自评的项目{len(exempt)}个，见{_exempt(survey, exhibits, exempt)}；"
    text += f"参评项目{len(assessed)}个。"
    return (Paragraph(text), *_funds(survey, exhibits, assessed))


def _exempt(survey: Survey, exhibits: Exhibits, exempt: Sequence[tuple[str, CountedProject]]) -> str:
    columns = (
        TableColumn("序号", 8, centre),
        TableColumn("部门", 22),
        TableColumn("项目", 32),
        TableColumn("免予自评原因", 38),
    )
    rows = (
        (str(place), department, or_missing(item.project.name), clean(item.project.exempt_reason))
        for place, (department, item) in enumerate(exempt, start=1)
    )
    return exhibits.enclosed(f"{survey.county.year}年度免予自评项目表", columns, rows)


def _funds(survey: Survey, exhibits: Exhibits, assessed: Sequence[CountedProject]) -> Iterator[Block]:
    shares, spent = figures.carrying(survey.totals.by_fund), spent_by_fund(assessed)
    if not shares:
        return
    columns = (
        TableColumn("资金性质", 30),
        TableColumn("参评项目（个）", 13, centre),
        TableColumn("全年预算数", 21, number),
        TableColumn("占该类项目支出", 15, centre),
        TableColumn("全年执行数", 21, number),
    )
    rows = [
        (
            fund_label(share),
            count(share.count, ""),
            amount(share.amount),
            percent(share.share, whole=Decimal(0)),
            amount(spent.get(share.fund) if share.fund else None),
        )
        for share in shares
    ]
    yield exhibits.table(f"参评项目的资金性质（{UNIT}）", columns, rows)
    bars = (
        Bars(row[0], (in_unit(share.amount), in_unit(done)), (row[2], row[4]))
        for share, row in zip(shares, rows, strict=True)
        if share.fund and share.amount is not None and (done := spent.get(share.fund)) is not None
    )
    yield exhibits.picture(f"参评项目的预算和执行（{UNIT}）", ("全年预算数", "全年执行数"), bars)


def _by_rate(departments: Iterable[CountedDepartment]) -> list[tuple[str, int]]:
    """Departments by their execution rate; those without one at the end, where there are any."""
    counts = Counter(_bucket(each.rate) for each in departments)
    names = [name for _, name in _RATES] + [_LOWEST_RATES]
    return [(name, counts[name]) for name in names] + ([(MISSING, counts[MISSING])] if counts[MISSING] else [])


def _bucket(executed: Decimal | None) -> str:
    if executed is None:
        return MISSING
    return next((name for bound, name in _RATES if executed >= bound), _LOWEST_RATES)


def department_results(survey: Survey, exhibits: Exhibits) -> Parts:
    approved = survey.approved
    grades = _by_grade(survey, approved)
    scores = [each.score for each in approved if each.score is not None]
    text = f"审核通过的{len(approved)}个部门中，评价等级为{graded(grades, '部门')}。"
    if others := len(approved) - sum(found for _, found in grades):
        text += f"尚无评价等级的部门{others}个。"
    if scores:
        text += f"平均得分{points(mean(scores))}分，最高{points(max(scores))}分，最低{points(min(scores))}分。"
    blocks: list[Block] = []
    if len(approved) > 1:
        bars = (counted_bar(name, found) for name, found in grades)
        blocks.append(exhibits.picture("部门整体支出评价等级", ("部门",), bars))
    return (Paragraph(f"{text}各部门自评结果见{_ranking(survey, exhibits)}。"), *blocks)


def _by_grade(survey: Survey, departments: Iterable[CountedDepartment]) -> list[tuple[str, int]]:
    counts = Counter(each.grade for each in departments)
    return [(name, counts[name]) for name, _ in survey.county.scheme.grades]


def _ranking(survey: Survey, exhibits: Exhibits) -> str:
    columns = (
        TableColumn("名次", 7, centre),
        TableColumn("部门", 27),
        TableColumn("项目（个）", 9, centre),
        TableColumn("预算支出", 16, number),
        TableColumn("全年执行数", 16, number),
        TableColumn("预算执行率", 10, number),
        TableColumn("自评总分", 9, centre),
        TableColumn("评价等级", 6, centre),
    )
    rows = (
        (
            NONE if at.place is None else str(at.place),
            at.department.name,
            str(len(at.department.projects)),
            amount(at.department.budget),
            amount(at.department.executed),
            percent(at.department.rate, whole=at.department.budget),
            points(at.department.score),
            or_missing(at.department.grade),
        )
        for at in ranking(survey.approved)
    )
    title = f"{survey.county.year}年度部门整体支出绩效自评结果排名表"
    return exhibits.enclosed(title, columns, rows, unit=UNIT)


def project_results(survey: Survey, exhibits: Exhibits) -> Parts:
    assessed = survey.assessed
    if not assessed:
        return ()
    grades = [(name, found or 0) for name, found in survey.totals.by_grade]
    whole = Decimal(sum(found for _, found in grades))
    excellent = percent(survey.totals.excellent_rate, whole=whole)
    average = points(mean(each.project.score for each in assessed))
    text = f"参评项目{len(assessed)}个，评价等级为{graded(grades, '项目')}，评优率{excellent}，平均得分{average}分。"
    if others := ungraded(survey.projects, survey.county.scheme):
        text += f"尚无评价等级的项目{others}个，未计入评优率。"
    columns = (
        TableColumn("评价等级", 40, centre),
        TableColumn("项目（个）", 30, centre),
        TableColumn("占比", 30, centre),
    )
    rows = ((name, str(found), percent(rate(Decimal(found), whole), whole=whole)) for name, found in grades)
    table = exhibits.table("项目支出评价等级", columns, rows)
    bars = (counted_bar(name, found) for name, found in grades)
    picture = exhibits.picture("项目支出评价等级", ("项目",), bars)
    return (Paragraph(text), table, picture, *_reached(survey, exhibits))


def _reached(survey: Survey, exhibits: Exhibits) -> Iterator[Block]:
    reached = [(name, found or 0) for name, found in figures.completion_named(survey.totals.by_completion)]
    text = f"从绩效目标实现程度看，{'，'.join(f'{name}的项目{found}个' for name, found in reached)}。"
    if unknown := without_results(survey.projects):
        text += f"指标未填报完整的项目{unknown}个，未计入目标实现程度。"
    yield Paragraph(text)
    bars = (counted_bar(name, found) for name, found in reached)
    yield exhibits.picture("项目绩效目标实现程度", ("项目",), bars)


def transfers(survey: Survey) -> Parts:
    sums = transfer_sums(survey.approved)
    if not sums.departments:
        return ()
    levels = "，".join(f"{name}资金{money(total)}" for name, total in sums.by_level)
    text = f"涉及转移支付的部门{sums.departments}个，转移支付资金{count(sums.count, '项')}，{money(sums.total)}"
    return (Paragraph(text + (f"，其中：{levels}。" if levels else "。")),)
