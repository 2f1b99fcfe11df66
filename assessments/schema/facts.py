"""The facts of one self-assessment, which are the form: each field is defined here, and the only input of every rule.

Money is in 元, rates in percent, weights and scores in points, all exact decimals; None means "not stated".
Totals here are what the department states; what they come to is computed in `rules.scoring.totals`.
`row` is the database row that a piece comes from; it never leaves the site and does not count in comparisons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import cast

from assessments.schema import fields
from assessments.schema.due import Due
from assessments.schema.scheme import Scheme
from assessments.terms import Band, ManagementItem, Section
from budgets.terms import Comparator, FundKind, MoneyUnit, SourceLevel

Counts = tuple[tuple[str, int | None], ...]
NOTHING_WRITTEN: Mapping[str, str] = MappingProxyType({})


def _row() -> int | None:
    return field(default=None, compare=False)


def _note(item: ManagementItem) -> "ManagementNote":
    return cast("ManagementNote", fields.piece(item.label, ManagementNote()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFacts:
    name: str = fields.name("部门名称", 100, is_required=True, is_carried=True)
    code: str | None = fields.text("预算编码", 40, is_carried=True)
    self_noun: str | None = fields.text("单位自称", 20, is_carried=True)
    internal_offices: int | None = fields.count("内设机构数", unit="个", is_carried=True)
    staff_on_post: int | None = fields.count("在职人员数", unit="人", is_carried=True)
    contact: str | None = fields.text("联系人", 60, is_later=True, is_carried=True)
    phone: str | None = fields.text("联系电话", 60, is_later=True, is_carried=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueLine:
    fund: FundKind | None = fields.choice("资金性质", FundKind, is_carried=True)
    label: str = fields.name("名称", 200, is_carried=True)
    amount: Decimal | None = fields.money("金额")
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    total: Decimal | None = fields.money("收入合计")
    lines: tuple[RevenueLine, ...] = fields.rows("收入来源", is_carried=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenditure:
    total: Decimal | None = fields.money("支出合计")
    basic: Decimal | None = fields.money("基本支出")
    personnel: Decimal | None = fields.money("人员经费")
    operating: Decimal | None = fields.money("日常公用经费")
    projects: Decimal | None = fields.money("项目支出")
    year_end_balance: Decimal | None = fields.money("年末结转结余", is_signed=True)
    executed: Decimal | None = fields.money("部门全年执行数")
    execution_rate: Decimal | None = fields.rate("部门预算执行率")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundShare:
    """Projects of one of the four budgets: how many, how much, what percent of that budget's projects."""

    fund: FundKind | None = fields.choice("资金性质", FundKind)
    count: int | None = fields.count("项目个数")
    amount: Decimal | None = fields.money("涉及资金")
    share: Decimal | None = fields.rate("占比")
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionCounts:
    """Projects by how far their goals were reached: 100 %, 50–99 %, under 50 %, not started."""

    full: int | None = fields.count("目标实现程度100%的项目数")
    half_or_more: int | None = fields.count("目标实现程度50%（含）至100%（不含）的项目数")
    under_half: int | None = fields.count("目标实现程度不足50%的项目数")
    not_started: int | None = fields.count("未开展的项目数")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTotals:
    count: int | None = fields.count("项目个数")
    initial: Decimal | None = fields.money("项目年初预算数合计", is_signed=True)
    adjusted: Decimal | None = fields.money("项目全年预算数合计")
    executed: Decimal | None = fields.money("项目全年执行数合计")
    execution_rate: Decimal | None = fields.rate("项目预算执行率")
    by_fund: tuple[FundShare, ...] = fields.rows("按资金性质")
    by_grade: Counts = fields.counts("项目各等级个数", 20)
    excellent_rate: Decimal | None = fields.rate("项目评优率")
    by_completion: CompletionCounts = fields.piece("目标实现程度", CompletionCounts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    count: int | None = fields.count("转移支付项目个数")
    total: Decimal | None = fields.money("转移支付合计")
    central: Decimal | None = fields.money("中央转移支付")
    provincial: Decimal | None = fields.money("省级转移支付")
    municipal: Decimal | None = fields.money("市级转移支付")
    by_grade: Counts = fields.counts("转移支付各等级个数", 20)
    excellent_rate: Decimal | None = fields.rate("转移支付评优率")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingLine:
    label: str = fields.name("名称", 200)
    fund: FundKind | None = fields.choice("资金性质", FundKind)
    source: SourceLevel | None = fields.choice("资金级次", SourceLevel)
    initial: Decimal | None = fields.money("年初预算数")
    adjusted: Decimal | None = fields.money("全年预算数", is_signed=True)
    executed: Decimal | None = fields.money("全年执行数")
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingTotal:
    """The row 年度资金总额 of a project's form as the department states it; weight and score of its execution."""

    initial: Decimal | None = fields.money("年初预算数", is_signed=True)
    adjusted: Decimal | None = fields.money("全年预算数")
    executed: Decimal | None = fields.money("全年执行数")
    execution_rate: Decimal | None = fields.rate("预算执行率")
    weight: Decimal | None = fields.figure("预算执行率分值")
    score: Decimal | None = fields.figure("预算执行率得分")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectGoal:
    expected: str | None = fields.text("年度总体目标：预期目标", is_carried=True)
    actual: str | None = fields.text("年度总体目标：实际完成情况")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementNote:
    """How one side of a transfer's money was managed, and what was wrong with it."""

    statement: str | None = fields.text("{}：情况说明")
    problems: str | None = fields.text("{}：存在问题和改进措施")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundManagement:
    """资金管理情况 of a transfer's form: one note for each `ManagementItem`, by its value (domain §3.3)."""

    allocation: ManagementNote = _note(ManagementItem.ALLOCATION)
    timeliness: ManagementNote = _note(ManagementItem.TIMELINESS)
    payment: ManagementNote = _note(ManagementItem.PAYMENT)
    use: ManagementNote = _note(ManagementItem.USE)
    accuracy: ManagementNote = _note(ManagementItem.ACCURACY)
    performance: ManagementNote = _note(ManagementItem.PERFORMANCE)
    responsibility: ManagementNote = _note(ManagementItem.RESPONSIBILITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTransfer:
    """What only the form of a transfer payment asks of a project: whose money it is, how it was managed."""

    ministry: str | None = fields.text("中央主管部门", 100)
    management: FundManagement = fields.piece("资金管理情况", FundManagement())
    audit_findings: str | None = fields.text("巡视、审计和财政监督中发现的问题及所涉及的金额")


# What the approval of an indicator fixes: only an adjustment with its reason moves it.
APPROVED_WITH_TARGET = (
    "group",
    "kind",
    "name",
    "comparator",
    "target",
    "adjusted_target",
    "unit",
    "baseline",
    "weight",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator with its approved target and its result. `target` and `actual` stay text: a rule reads them."""

    group: str | None = fields.text("一级指标", 60, is_carried=True)
    kind: str | None = fields.text("二级指标", 60, is_carried=True)
    name: str = fields.name("三级指标", 500, is_carried=True)
    comparator: Comparator | None = fields.choice("指标性质", Comparator, is_carried=True)
    target: str | None = fields.text("年度指标值", 500)
    adjusted_target: str | None = fields.text("调整后指标值", 500)
    unit: str | None = fields.text("计量单位", 40, is_carried=True)
    baseline: str | None = fields.text("基期值", 200)
    actual: str | None = fields.text("实际完成值", 500)
    band: Band | None = fields.choice("完成档次", Band)
    weight: Decimal | None = fields.figure("分值", is_carried=True)
    score: Decimal | None = fields.figure("得分")
    reason: str | None = fields.text("偏差原因分析及改进措施")
    evidence: tuple[str, ...] = fields.names("佐证材料", 300)
    not_applicable: bool = fields.flag("本年度不适用")
    core: bool = fields.flag("核心指标", is_later=True, is_carried=True)
    row: int | None = _row()
    # Kept by the site, not by the exchange file: whether the bureau approved the target, and the paper that changed it.
    approved: bool = field(default=False, compare=False)
    change_document: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    name: str = fields.name("项目名称", 200, is_carried=True)
    code: str | None = fields.text("项目编码", 60, is_carried=True)
    unit: str | None = fields.text("实施单位", 100, is_carried=True)
    activity: str | None = fields.text("对应工作活动", 200, is_carried=True)
    exempt_reason: str | None = fields.text("免予自评原因", 500)
    funding: tuple[FundingLine, ...] = fields.rows("资金来源", section=Section.FUNDING)
    total: FundingTotal = fields.piece("年度资金总额", FundingTotal(), section=Section.FUNDING)
    transfer: ProjectTransfer | None = fields.piece("转移支付资金管理", section=Section.FUNDING, is_later=True)
    goal: ProjectGoal = fields.piece("年度总体目标", ProjectGoal(), section=Section.RESULTS, is_carried=True)
    indicators: tuple[Indicator, ...] = fields.rows("指标", section=Section.RESULTS, is_carried=True)
    score: Decimal | None = fields.figure("自评总分", section=Section.RESULTS)
    grade: str | None = fields.text("评价等级", 20, section=Section.RESULTS)
    reason: str | None = fields.text("未完成原因及改进措施", section=Section.RESULTS)
    row: int | None = _row()

    @property
    def is_assessed(self) -> bool:
        """Whether it is scored; one with a reason for exemption (免予自评) is not."""
        return not (self.exempt_reason or "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubGoal:
    name: str = fields.name("名称", 200, is_carried=True)
    statement: str | None = fields.text("目标内容", is_carried=True)
    indicators: tuple[Indicator, ...] = fields.rows("指标", is_carried=True)
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    overall: tuple[str, ...] = fields.names("总体绩效目标", 20_000, most_typed=2_000, is_carried=True)
    sub: tuple[SubGoal, ...] = fields.rows("分项绩效目标", is_carried=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Weight and score of the whole department's budget execution."""

    weight: Decimal | None = fields.figure("部门预算执行率分值")
    score: Decimal | None = fields.figure("部门预算执行率得分")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    organisation: str | None = fields.text("绩效自评工作组织开展情况")
    target_quality_overall: str | None = fields.text("整体绩效目标设定质量情况")
    target_quality_projects: str | None = fields.text("项目绩效目标设定质量情况")
    problems: str | None = fields.text("存在的问题")
    rectification: str | None = fields.text("整改措施及结果应用")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    problem: str | None = fields.text("问题", most_typed=2_000)
    measure: str | None = fields.text("整改措施", most_typed=2_000)
    owner: str | None = fields.text("责任人", 100)
    due: Due | None = fields.deadline("完成期限")
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    completed: date | None = fields.day("自评完成日期")
    reported: date | None = fields.day("报告落款日期")
    published: date | None = fields.day("公开日期")
    due: date | None = fields.day("报送截止日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that one department states about one year."""

    county: str | None = fields.text("县名", 100, section=Section.OVERVIEW)
    year: int = fields.year("年度", section=Section.OVERVIEW, is_carried=True)
    money_unit: MoneyUnit = fields.choice(
        "金额单位", MoneyUnit, default=MoneyUnit.WAN, section=Section.OVERVIEW, is_carried=True
    )
    department: DepartmentFacts = fields.piece("部门", section=Section.OVERVIEW, is_required=True, is_carried=True)
    units: tuple[str, ...] = fields.names("所属预算单位", 200, section=Section.OVERVIEW, is_carried=True)
    scheme: Scheme | None = fields.piece("评分方案", section=Section.OVERVIEW)
    revenue: Revenue = fields.piece("收入", Revenue(), section=Section.FINANCE, is_carried=True)
    expenditure: Expenditure = fields.piece("支出", Expenditure(), section=Section.FINANCE)
    project_totals: ProjectTotals = fields.piece("项目合计", ProjectTotals(), section=Section.FINANCE)
    transfers: Transfers | None = fields.piece("转移支付", section=Section.FINANCE)
    projects: tuple[Project, ...] = fields.rows("项目", section=Section.PROJECTS, is_carried=True)
    goals: Goals = fields.piece("绩效目标", Goals(), section=Section.GOALS, is_carried=True)
    indicators: tuple[Indicator, ...] = fields.rows("部门整体指标", section=Section.GOALS, is_carried=True)
    execution: Execution = fields.piece("部门预算执行", Execution(), section=Section.GOALS)
    score: Decimal | None = fields.figure("自评总分", section=Section.GOALS)
    grade: str | None = fields.text("评价等级", 20, section=Section.GOALS)
    narrative: Narrative = fields.piece("文字说明", Narrative(), section=Section.NARRATIVE)
    rectifications: tuple[Rectification, ...] = fields.rows("问题与整改措施", section=Section.RECTIFICATION)
    attachments: tuple[str, ...] = fields.names("附件", 300, section=Section.ATTACHMENTS)
    dates: Dates = fields.piece("日期", Dates(), section=Section.OVERVIEW)
    # How a number was written, by JSON pointer, where that is not the plain text of its value: "0.00" for 0,
    # "7,00.0,77" for a number that nobody can read (whose value is None).
    written: Mapping[str, str] = field(default_factory=lambda: NOTHING_WRITTEN)
    # What was typed into the form and cannot be read, by JSON pointer: no value, in no file; it stops a submission.
    # "/units/+1" is a whole row that could not be placed, the second of its table.
    unread: Mapping[str, str] = field(default_factory=lambda: NOTHING_WRITTEN, compare=False)
