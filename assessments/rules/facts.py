"""The facts of one self-assessment: the only input of every rule.

Money is in 元, rates in percent, weights and scores in points, all exact decimals; None means "not stated".
Totals here are what the department states; what they come to is computed in `rules.totals`.
`row` is the database row that a piece comes from; it never leaves the site and does not count in comparisons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from assessments.rules.due import Due
from assessments.rules.scheme import Scheme
from assessments.terms import Band
from budgets.terms import Comparator, FundKind, MoneyUnit, SourceLevel

Counts = tuple[tuple[str, int | None], ...]
NOTHING_WRITTEN: Mapping[str, str] = MappingProxyType({})


def _row() -> int | None:
    return field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFacts:
    name: str
    code: str | None = None
    self_noun: str | None = None
    internal_offices: int | None = None
    staff_on_post: int | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueLine:
    fund: FundKind | None = None
    label: str = ""
    amount: Decimal | None = None
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenue:
    total: Decimal | None = None
    lines: tuple[RevenueLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenditure:
    total: Decimal | None = None
    basic: Decimal | None = None
    personnel: Decimal | None = None
    operating: Decimal | None = None
    projects: Decimal | None = None
    year_end_balance: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundShare:
    """Projects of one of the four budgets: how many, how much, what percent of that budget's projects."""

    fund: FundKind | None = None
    count: int | None = None
    amount: Decimal | None = None
    share: Decimal | None = None
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionCounts:
    """Projects by how far their goals were reached: 100 %, 50–99 %, under 50 %, not started."""

    full: int | None = None
    half_or_more: int | None = None
    under_half: int | None = None
    not_started: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTotals:
    count: int | None = None
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None
    by_fund: tuple[FundShare, ...] = ()
    by_grade: Counts = ()
    excellent_rate: Decimal | None = None
    by_completion: CompletionCounts = CompletionCounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    count: int | None = None
    total: Decimal | None = None
    central: Decimal | None = None
    provincial: Decimal | None = None
    municipal: Decimal | None = None
    by_grade: Counts = ()
    excellent_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingLine:
    label: str = ""
    fund: FundKind | None = None
    source: SourceLevel | None = None
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingTotal:
    """The row 年度资金总额 of a project's form as the department states it; weight and score of its execution."""

    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None
    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectGoal:
    expected: str | None = None
    actual: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagementNote:
    """How one side of a transfer's money was managed, and what was wrong with it."""

    statement: str | None = None
    problems: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundManagement:
    """资金管理情况 of a transfer's form: one note for each `ManagementItem`, by its value (domain §3.3)."""

    allocation: ManagementNote = ManagementNote()
    timeliness: ManagementNote = ManagementNote()
    payment: ManagementNote = ManagementNote()
    use: ManagementNote = ManagementNote()
    accuracy: ManagementNote = ManagementNote()
    performance: ManagementNote = ManagementNote()
    responsibility: ManagementNote = ManagementNote()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTransfer:
    """What only the form of a transfer payment asks of a project: whose money it is, how it was managed."""

    ministry: str | None = None
    management: FundManagement = FundManagement()
    audit_findings: str | None = None


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

    group: str | None = None
    kind: str | None = None
    name: str = ""
    comparator: Comparator | None = None
    target: str | None = None
    adjusted_target: str | None = None
    unit: str | None = None
    baseline: str | None = None
    actual: str | None = None
    band: Band | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    not_applicable: bool = False
    core: bool = False
    row: int | None = _row()
    # Kept by the site, not by the exchange file: whether the bureau approved the target, and the paper that changed it.
    approved: bool = field(default=False, compare=False)
    change_document: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    name: str = ""
    code: str | None = None
    unit: str | None = None
    activity: str | None = None
    exempt_reason: str | None = None
    funding: tuple[FundingLine, ...] = ()
    total: FundingTotal = FundingTotal()
    transfer: ProjectTransfer | None = None
    goal: ProjectGoal = ProjectGoal()
    indicators: tuple[Indicator, ...] = ()
    score: Decimal | None = None
    grade: str | None = None
    reason: str | None = None
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubGoal:
    name: str = ""
    statement: str | None = None
    indicators: tuple[Indicator, ...] = ()
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    overall: tuple[str, ...] = ()
    sub: tuple[SubGoal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Weight and score of the whole department's budget execution."""

    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    organisation: str | None = None
    target_quality_overall: str | None = None
    target_quality_projects: str | None = None
    problems: str | None = None
    rectification: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    problem: str | None = None
    measure: str | None = None
    owner: str | None = None
    due: Due | None = None
    row: int | None = _row()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    completed: date | None = None
    reported: date | None = None
    published: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that one department states about one year."""

    county: str | None = None
    year: int
    money_unit: MoneyUnit = MoneyUnit.WAN
    department: DepartmentFacts
    units: tuple[str, ...] = ()
    scheme: Scheme | None = None
    revenue: Revenue = Revenue()
    expenditure: Expenditure = Expenditure()
    project_totals: ProjectTotals = ProjectTotals()
    transfers: Transfers | None = None
    projects: tuple[Project, ...] = ()
    goals: Goals = Goals()
    indicators: tuple[Indicator, ...] = ()
    execution: Execution = Execution()
    score: Decimal | None = None
    grade: str | None = None
    narrative: Narrative = Narrative()
    rectifications: tuple[Rectification, ...] = ()
    attachments: tuple[str, ...] = ()
    dates: Dates = Dates()
    # How a number was written, by JSON pointer, where that is not the plain text of its value: "0.00" for 0,
    # "7,00.0,77" for a number that nobody can read (whose value is None).
    written: Mapping[str, str] = field(default_factory=lambda: NOTHING_WRITTEN)
    # What was typed into the form and cannot be read, by JSON pointer: no value, in no file; it stops a submission.
    # "/units/+1" is a whole row that could not be placed, the second of its table.
    unread: Mapping[str, str] = field(default_factory=lambda: NOTHING_WRITTEN, compare=False)
