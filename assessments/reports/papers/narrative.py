"""The five parts of the work report in words.

A sentence with a figure in it is written here, from the same facts as the tables; people write only the prose that
has no figure to get wrong. The order of the parts is that of the reports that departments hand in.
"""

from collections.abc import Iterable
from decimal import Decimal

from assessments.reports.document import figures
from assessments.reports.document.cells import centre, listing, text
from assessments.reports.document.formatting import (
    MISSING,
    actual,
    clean,
    count,
    day,
    deadline,
    fund_label,
    graded,
    money,
    or_missing,
    paragraphs,
    percent,
    points,
    revenue_label,
    sentence,
    stated_percent,
    target,
)
from assessments.reports.document.model import Block, Paragraph, Table
from assessments.reports.document.numbering import (
    DEPARTMENT_SHEET,
    NumberedSection,
    Parts,
    project_sheets,
    summary_sheet_label,
    transfer_sheets,
)
from assessments.reports.form_pages.transfer import transfer_count
from assessments.rules.scoring.transfers import has_transfers
from assessments.schema.facts import Facts, Indicator, SubGoal
from assessments.schema.scheme import Scheme


def parts(facts: Facts, scheme: Scheme, *, is_draft: bool) -> tuple[NumberedSection, ...]:
    """The parts of the report, unnumbered. Prose that is missing is said in a draft and left out of a final report."""
    written = facts.narrative
    return (
        NumberedSection(
            "绩效自评工作组织开展情况",
            (
                *_prose(written.organisation, say_missing=is_draft),
                NumberedSection("部门预算安排及资金使用情况", _budget(facts)),
                NumberedSection("绩效自评开展情况", _assessing(facts, scheme)),
            ),
        ),
        NumberedSection(
            "绩效目标实现情况",
            (
                NumberedSection("部门整体支出绩效目标实现情况", _department_results(facts)),
                NumberedSection("项目支出绩效目标实现情况", _project_results(facts)),
            ),
        ),
        NumberedSection(
            "绩效目标设定质量情况",
            (
                NumberedSection(
                    "部门整体支出绩效目标设定质量", _prose(written.target_quality_overall, say_missing=is_draft)
                ),
                NumberedSection(
                    "项目支出绩效目标设定质量", _prose(written.target_quality_projects, say_missing=is_draft)
                ),
            ),
        ),
        NumberedSection("存在的主要问题", _problems(facts, is_draft=is_draft)),
        NumberedSection("整改措施及结果应用", _rectification(facts, is_draft=is_draft)),
    )


def _prose(text: str | None, *, say_missing: bool) -> tuple[Paragraph, ...]:
    written = tuple(Paragraph(piece) for piece in paragraphs(text))
    return written or ((Paragraph(f"{MISSING}。"),) if say_missing else ())


def _we(facts: Facts) -> str:
    return clean(facts.department.self_noun) or "本部门"


# 一（一）: what was planned and what was spent


def _budget(facts: Facts) -> Parts:
    sentences = (_revenue(facts), _expenditure(facts), _projects(facts), _transfer_money(facts))
    return tuple(Paragraph(text) for text in sentences if text)


def _revenue(facts: Facts) -> str:
    text = f"{facts.year}年{_we(facts)}预算收入{money(figures.revenue_total(facts).shown)}"
    lines = [f"{revenue_label(line)}{money(line.amount)}" for line in facts.revenue.lines]
    return f"{text}，其中：{'，'.join(lines)}。" if lines else f"{text}。"


def _expenditure(facts: Facts) -> str:
    stated = facts.expenditure
    text = (
        f"{facts.year}年{_we(facts)}预算支出{money(figures.expenditure_total(facts).shown)}，"
        f"其中：基本支出{money(figures.basic_total(facts).shown)}"
        f"（人员经费{money(stated.personnel)}，日常公用经费{money(stated.operating)}），"
        f"项目支出{money(figures.project_expenditure(facts).shown)}。"
    )
    rate = stated_percent(figures.department_rate(facts), whole=figures.expenditure_total(facts).shown)
    text += f"全年执行数{money(stated.executed)}，预算执行率{rate}。"
    if stated.year_end_balance is not None:
        text += f"年末结转结余{money(stated.year_end_balance)}。"
    return text


def _projects(facts: Facts) -> str:
    number, funds = figures.project_count(facts), figures.all_projects_budget(facts)
    if number == 0:
        return f"{facts.year}年{_we(facts)}没有安排项目支出。"
    scope = "（含所属预算单位）" if facts.units else ""
    text = (
        f"{facts.year}年{_we(facts)}{scope}项目支出共{count(number)}，年初预算数{money(funds.initial.shown)}，"
        f"全年预算数（调整后）{money(funds.adjusted.shown)}{_adjustment(funds)}，"
        f"全年执行数{money(funds.executed.shown)}，预算执行率{stated_percent(funds.rate, whole=funds.adjusted.shown)}。"
    )
    if exempt := figures.exempt_projects(facts):
        names = "；".join(f"{or_missing(project.name)}（{clean(project.exempt_reason)}）" for project in exempt)
        text += f"其中免予自评项目{len(exempt)}个：{names}。"
    return text


def _adjustment(funds: figures.Budget) -> str:
    initial, adjusted = funds.initial.shown, funds.adjusted.shown
    if initial is None or adjusted is None or initial == adjusted:
        return ""
    return f"（较年初{'增加' if adjusted > initial else '减少'}{money(abs(adjusted - initial))}）"


def _transfer_money(facts: Facts) -> str:
    stated = facts.transfers
    if stated is None or not has_transfers(facts):
        return ""
    levels = (("中央", stated.central), ("省级", stated.provincial), ("市级", stated.municipal))
    named = "，".join(f"{name}资金{money(amount)}" for name, amount in levels if amount)
    return f"项目支出中，转移支付资金{money(stated.total)}" + (f"，包括{named}。" if named else "。")


# 一（二）: how the self-assessment was done


def _assessing(facts: Facts, scheme: Scheme) -> Parts:
    return (
        Paragraph(_staff(facts)),
        Paragraph(
            f"{_we(facts)}对照批复的绩效目标和指标，对{facts.year}年度支出逐项开展自评，"
            f"于{day(facts.dates.completed)}完成自评，{day(facts.dates.reported)}形成本报告并报送财政局。"
        ),
        NumberedSection("本级项目支出自评", _project_assessment(facts, scheme)),
        NumberedSection("转移支付资金自评", _transfer_assessment(facts, scheme)),
        NumberedSection(
            "部门整体支出自评",
            (
                Paragraph(
                    f"{_we(facts)}{facts.year}年度部门整体支出自评总分{_score(facts, scheme)}，"
                    f"评价等级为“{or_missing(figures.department_grade(facts, scheme))}”，自评情况见{DEPARTMENT_SHEET}。"
                ),
            ),
        ),
    )


def _score(facts: Facts, scheme: Scheme) -> str:
    score = figures.department_score(facts, scheme)
    return points(score) + ("" if score is None else "分")


def _staff(facts: Facts) -> str:
    department, units = facts.department, [name for unit in facts.units if (name := clean(unit))]
    text = (
        f"截至{facts.year}年底，{_we(facts)}有内设机构{count(department.internal_offices)}，"
        f"在职人员{count(department.staff_on_post, '人')}"
    )
    return text + (f"，所属预算单位{len(units)}个，分别是{'、'.join(units)}。" if units else "。")


def _project_assessment(facts: Facts, scheme: Scheme) -> Parts:
    number = figures.project_count(facts)
    if number == 0:
        return ()
    budget = money(figures.assessed_money(facts))
    text = f"纳入{facts.year}年度预算绩效自评的项目{count(_assessed(facts, number))}，全年预算数{budget}"
    funds = [
        f"{fund_label(fund)}项目{count(fund.count)}，资金{money(fund.amount)}"
        + ("" if fund.share is None else f"，占该类预算项目支出的{percent(fund.share)}")
        for fund in figures.by_fund(facts)
    ]
    text += f"。其中：{'；'.join(funds)}。" if funds else "。"
    outcome = _grades(figures.by_grade(facts, scheme), figures.excellent_rate(facts, scheme))
    forms = project_sheets(len(facts.projects))
    where = f"各项目自评情况见{forms}，" if forms else ""
    where += f"结果汇总见{summary_sheet_label(len(facts.projects), transfer_count(facts))}。"
    return Paragraph(text), Paragraph(f"从自评结果看，{outcome}{where}")


def _assessed(facts: Facts, number: int | None) -> int | None:
    return None if number is None else number - len(figures.exempt_projects(facts))


def _grades(counts: Iterable[tuple[str, int | None]], excellent: Decimal | None) -> str:
    counted = list(counts)
    whole = Decimal(sum(number or 0 for _, number in counted)) if all(n is not None for _, n in counted) else None
    return f"评价等级为{graded(counted, '项目')}，评优率{percent(excellent, whole=whole)}。"


def _transfer_assessment(facts: Facts, scheme: Scheme) -> Parts:
    stated = facts.transfers
    if stated is None or not has_transfers(facts):
        return ()
    text = f"纳入自评的转移支付资金{count(stated.count, '项')}，资金{money(stated.total)}。"
    if stated.by_grade:
        by_grade = dict(stated.by_grade)
        outcome = _grades(((grade, by_grade.get(grade)) for grade, _ in scheme.grades), stated.excellent_rate)
        text += f"从自评结果看，{outcome}"
    text += f"自评情况见{transfer_sheets(len(facts.projects))}。"
    return (Paragraph(text),)


# 二: what became of the goals


def _department_results(facts: Facts) -> Parts:
    overall = [goal for goal in facts.goals.overall if clean(goal)]
    return (
        NumberedSection(
            "总体绩效目标",
            tuple(Paragraph(f"（{number}）{sentence(goal)}") for number, goal in enumerate(overall, start=1)),
        ),
        NumberedSection(
            "分项绩效目标完成情况",
            tuple(NumberedSection(or_missing(sub.name), _sub_goal(sub)) for sub in facts.goals.sub),
        ),
        NumberedSection("部门整体绩效指标完成情况", _own_indicators(facts.indicators)),
    )


def _sub_goal(sub: SubGoal) -> Parts:
    blocks = [Paragraph(f"绩效目标：{sentence(sub.statement)}")]
    if sub.indicators:
        results = "；".join(_result(indicator) for indicator in sub.indicators)
        blocks.append(Paragraph(f"指标完成情况：{results}。"))
    return tuple(blocks)


def _result(indicator: Indicator) -> str:
    name = or_missing(indicator.name)
    if indicator.not_applicable:
        return f"{name}，本年度不适用"
    return f"{name}，年度指标值{target(indicator)}，实际完成值{actual(indicator)}"


def _own_indicators(indicators: tuple[Indicator, ...]) -> Parts:
    return (Paragraph(f"部门整体设定绩效指标{_scored(indicators)}详见{DEPARTMENT_SHEET}。"),) if indicators else ()


def _project_results(facts: Facts) -> Parts:
    if figures.project_count(facts) == 0:
        return ()
    reached = "，".join(f"{name}的项目{count(number)}" for name, number in figures.by_completion(facts))
    blocks = [Paragraph(f"从绩效目标实现程度看，{reached}。")]
    indicators = tuple(indicator for project in facts.projects for indicator in project.indicators)
    if indicators:
        where = f"完成情况、偏差原因及改进措施见{project_sheets(len(facts.projects))}。"
        blocks.append(Paragraph(f"各项目共设定绩效指标{_scored(indicators)}{where}"))
    return tuple(blocks)


def _scored(indicators: tuple[Indicator, ...]) -> str:
    """How many indicators there are and how they were scored, as the rest of a sentence."""
    applicable = [item for item in indicators if not item.not_applicable]
    scored = [item for item in applicable if item.weight is not None and item.score is not None]
    full = sum(1 for item in scored if item.score == item.weight)
    pieces = (
        ("得满分", full),
        ("未得满分", len(scored) - full),
        ("得分未填写", len(applicable) - len(scored)),
        ("不适用", len(indicators) - len(applicable)),
    )
    return f"{len(indicators)}项，其中{'，'.join(f'{name}{number}项' for name, number in pieces if number)}。"


# 四 and 五: problems and what is done about them


def _problems(facts: Facts, *, is_draft: bool) -> tuple[Paragraph, ...]:
    """What was typed, else the problems of the rectification table, one paragraph each."""
    named = [row.problem for row in facts.rectifications if clean(row.problem)]
    if named and not clean(facts.narrative.problems):
        return tuple(Paragraph(f"{number}.{sentence(problem)}") for number, problem in enumerate(named, start=1))
    return _prose(facts.narrative.problems, say_missing=is_draft)


def _rectification(facts: Facts, *, is_draft: bool) -> Parts:
    blocks: list[Block] = list(_prose(facts.narrative.rectification, say_missing=is_draft))
    if facts.rectifications:
        blocks.append(Paragraph("具体整改措施如下："))
        blocks.append(_rectification_table(facts))
    if published := facts.dates.published:
        is_ahead = facts.dates.reported is not None and published > facts.dates.reported
        how = "拟于" if is_ahead else "已于"
        blocks.append(Paragraph(f"自评结果{how}{day(published)}向社会公开，接受社会监督。"))
    return tuple(blocks)


def _rectification_table(facts: Facts) -> Table:
    rows = (
        (
            centre(str(number)),
            text(or_missing(row.problem)),
            text(or_missing(row.measure)),
            centre(or_missing(row.owner)),
            centre(deadline(row.due)),
        )
        for number, row in enumerate(facts.rectifications, start=1)
    )
    return listing((8, 30, 32, 13, 17), ("序号", "问题", "整改措施", "责任人", "完成期限"), rows)
