"""What one office did in one year: facts that hold together, and what stands around them in a report.

Amounts are in 元, in steps of what the report's pen can write, so that no sum fails by rounding.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from assessments.schema.facts import (
    CompletionCounts,
    Dates,
    DepartmentFacts,
    Execution,
    Expenditure,
    Facts,
    FundingLine,
    FundingTotal,
    FundShare,
    Indicator,
    Project,
    ProjectTotals,
    Revenue,
    RevenueLine,
    Transfers,
)
from budgets.terms import Comparator, FundKind
from tests.assessments.rules.consistent import grade
from tests.assessments.rules.consistent import points as ratio
from tests.corpus.offices import COUNTIES, OFFICES, Measured, Office
from tests.corpus.pen import Pen, percent

REASON = "受项目启动较晚和汛期影响，部分任务未能按计划完成，已列入次年工作台账逐月调度。"
EXCESS = "年初对需求估计偏低，实际申请数量多于预期，下年度将结合近三年数据合理设定目标。"
FUNDS = (FundKind.GENERAL_PUBLIC, FundKind.GOVERNMENT_FUND, FundKind.SOCIAL_INSURANCE, FundKind.STATE_CAPITAL)


@dataclass(frozen=True)
class Changes:
    """A budget as it began, what was added and taken, as it ended, and what was spent of it."""

    initial: Decimal
    added: Decimal
    taken: Decimal
    adjusted: Decimal
    executed: Decimal


@dataclass(frozen=True)
class Public:
    """The three public expenses: abroad, cars (bought, run), receptions; and their sum the year before."""

    abroad: Decimal
    bought: Decimal
    run: Decimal
    receptions: Decimal
    before: Decimal

    @property
    def cars(self):
        return self.bought + self.run

    @property
    def total(self):
        return self.abroad + self.cars + self.receptions


@dataclass(frozen=True)
class Dimension:
    """A line of the office's own score table."""

    group: str
    kind: str
    name: str
    weight: int
    score: Decimal


@dataclass(frozen=True)
class Story:
    county: str
    office: Office
    year: int
    facts: Facts
    whole: Changes
    wages: Decimal
    subsidies: Decimal
    public: Public
    staff: dict = field(hash=False)
    last_year: dict = field(hash=False)
    assets: dict = field(hash=False)
    dimensions: tuple[Dimension, ...] = ()

    @property
    def name(self):
        return self.county + self.office.name

    @property
    def noun(self):
        return self.office.noun


def tell(
    random: Random, pen: Pen, *, full_marks: bool = False, transfers: bool = True, like_funds: bool = False
) -> Story:
    """A story in the pen's steps. `like_funds`: every project is paid from one of two funds."""
    maker = _Maker(random, pen.step)
    office = random.choice(OFFICES)
    year = random.randint(2019, 2024)
    listed = [
        maker.project(office, number, full_marks=full_marks)
        for number in range(min(random.randint(2, 5), len(office.projects)))
    ]
    spending, wages, subsidies = maker.spending(listed)
    total = spending.total + spending.year_end_balance
    dimensions = maker.dimensions(full_marks)
    score = sum((one.score for one in dimensions), Decimal(0))
    facts = Facts(
        county=None,
        year=year,
        department=DepartmentFacts(name=office.name),
        revenue=maker.revenue(total),
        expenditure=spending,
        project_totals=_totals(listed),
        transfers=maker.transfers(any_at_all=transfers),
        projects=tuple(listed),
        score=score,
        grade=grade(score),
        dates=Dates(reported=date(year + 1, random.randint(2, 6), random.randint(1, 28))),
        execution=Execution(),
    )
    return Story(
        county=random.choice(COUNTIES),
        office=office,
        year=year,
        facts=facts,
        whole=maker.changes(spending.total),
        wages=wages,
        subsidies=subsidies,
        public=maker.public(),
        staff=maker.staff(),
        last_year={"revenue": maker.near(total), "spending": maker.near(spending.total)},
        assets={"current": maker.amount(), "fixed": maker.amount(), "intangible": maker.amount(0)},
        dimensions=dimensions,
    )


@dataclass(frozen=True)
class _Maker:
    random: Random
    step: Decimal

    def amount(self, low=1, high=400):
        """Something between `low` and `high` 万元, in steps."""
        first, last = int(Decimal(low * 10_000) / self.step), int(Decimal(high * 10_000) / self.step)
        return self.step * self.random.randint(max(first, 0 if low == 0 else 1), max(last, 1))

    def part(self, whole, low=0, high=100):
        """Between two percentages of an amount, in steps."""
        return self.step * (int(whole / self.step) * self.random.randint(low, high) // 100)

    def near(self, amount):
        """Last year's amount: something else, of the same size."""
        return self.part(amount, 70, 96) + 3 * self.step

    def changes(self, executed):
        adjusted = executed + self.part(executed, 0, 4)
        taken = self.part(adjusted, 1, 6) + self.step
        added = self.part(adjusted, 3, 15) + 2 * self.step
        return Changes(adjusted - added + taken, added, taken, adjusted, executed)

    def project(self, office, number, *, full_marks):
        adjusted = self.amount(8, 300)
        carried = self.part(adjusted, 0, 20) if self.random.random() < 0.4 else Decimal(0)
        executed = adjusted if full_marks else self.part(adjusted, 96, 100)
        initial = adjusted - carried if self.random.random() < 0.5 else self.part(adjusted - carried, 60, 120)
        fund = FundKind.GOVERNMENT_FUND if number == 1 else FundKind.GENERAL_PUBLIC
        lines = [
            FundingLine(
                label="当年财政拨款",
                fund=fund,
                initial=initial,
                adjusted=adjusted - carried,
                executed=min(executed, adjusted - carried),
            )
        ]
        lines.append(
            FundingLine(
                label="上年结转资金",
                fund=FundKind.CARRY_OVER,
                initial=Decimal(0),
                adjusted=carried,
                executed=executed - lines[0].executed,
            )
        )
        won = ratio(executed * 10, adjusted)
        rows, points = self.indicators(office, full_marks=full_marks)
        score = points + won
        return Project(
            name=office.projects[number],
            funding=tuple(lines),
            total=FundingTotal(
                initial=initial,
                adjusted=adjusted,
                executed=executed,
                execution_rate=percent(executed, adjusted),
                weight=Decimal(10),
                score=won,
            ),
            indicators=rows,
            score=score,
            grade=grade(score),
        )

    def indicators(self, office, *, full_marks):
        """Weights 50, 30 and 10 as 财预〔2020〕10号 has them."""
        by_group: dict[str, list[Measured]] = {}
        for row in office.work:
            if (
                row.kind in {"数量指标", "成本指标"}
                and self.random.random() < 0.35
                and len(by_group.get("产出指标", [])) > 0
            ):
                continue
            by_group.setdefault(row.group, []).append(row)
        made, total = [], Decimal(0)
        for group, points in (("产出指标", 50), ("效益指标", 30), ("满意度指标", 10)):
            rows = by_group[group]
            for at, row in enumerate(rows):
                weight = points - points // len(rows) * (len(rows) - 1) if at == 0 else points // len(rows)
                one = self.result(row, Decimal(weight), met=full_marks or self.random.random() < 0.8)
                total += one.score or 0
                made.append(one)
        return tuple(made), total

    def result(self, row, weight, *, met):
        target = self.random.randint(row.low, row.high)
        up = row.comparator is Comparator.AT_LEAST
        if met:
            far = target * self.random.randint(100, 128) // 100 if up else target * self.random.randint(70, 100) // 100
            actual = min(far, row.most or far)
        else:
            actual = (
                target * self.random.randint(72, 97) // 100 if up else target * self.random.randint(103, 125) // 100 + 1
            )
        won = (
            weight
            if (actual >= target if up else actual <= target)
            else ratio(weight * (actual if up else target), Decimal(target if up else actual))
        )
        return Indicator(
            group=row.group,
            kind=row.kind,
            name=row.name,
            comparator=row.comparator,
            target=str(target),
            unit=row.unit,
            actual=str(actual),
            weight=weight,
            score=won,
            reason=REASON if won < weight else None,
            evidence=("台账",),
        )

    def spending(self, listed):
        projects = sum((one.total.executed for one in listed), Decimal(0))
        personnel, operating = self.amount(60, 900), self.amount(6, 90)
        basic = personnel + operating
        balance = self.random.choice((Decimal(0), self.amount(1, 40)))
        subsidies = self.part(personnel, 2, 20)
        made = Expenditure(
            total=basic + projects,
            basic=basic,
            personnel=personnel,
            operating=operating,
            projects=projects,
            year_end_balance=balance,
        )
        return made, personnel - subsidies, subsidies

    def revenue(self, total):
        carried = self.part(total, 1, 9)
        fund = self.random.choice((Decimal(0), self.part(total, 5, 25)))
        other = self.random.choice((Decimal(0), self.part(total, 1, 8)))
        rest = total - carried - fund - other
        rows = (
            (FundKind.GENERAL_PUBLIC, rest),
            (FundKind.GOVERNMENT_FUND, fund),
            (FundKind.OTHER, other),
            (FundKind.CARRY_OVER, carried),
        )
        return Revenue(
            total=total, lines=tuple(RevenueLine(fund=kind, label=kind.label, amount=amount) for kind, amount in rows)
        )

    def transfers(self, *, any_at_all):
        if not any_at_all:
            zero = Decimal(0)
            return Transfers(count=0, total=zero, central=zero, provincial=zero, municipal=zero)
        central, provincial, municipal = self.amount(5, 200), self.amount(5, 100), self.amount(1, 50)
        return Transfers(
            count=self.random.randint(2, 6),
            total=central + provincial + municipal,
            central=central,
            provincial=provincial,
            municipal=municipal,
        )

    def public(self):
        run, receptions = self.amount(1, 12), self.amount(1, 6)
        bought = self.random.choice((Decimal(0), self.amount(10, 20)))
        total = run + receptions + bought
        return Public(Decimal(0), bought, run, receptions, total + self.part(total, 1, 30) + self.step)

    def staff(self):
        administrative, institution = self.random.randint(8, 60), self.random.randint(3, 120)
        posts = administrative + institution
        return {
            "administrative": administrative,
            "institution": institution,
            "posts": posts,
            "on_post": posts - self.random.randint(1, 7),
            "retired": self.random.randint(3, 70),
            "offices": self.random.randint(3, 14),
        }

    def dimensions(self, full_marks):
        rows = (
            ("投入", "目标设定", "绩效目标合理性", 5),
            ("投入", "预算配置", "在职人员控制率", 5),
            ("过程", "预算执行", "预算调整率", 5),
            ("过程", "预算执行", "公用经费控制率", 8),
            ("过程", "预算管理", "管理制度健全性", 7),
            ("过程", "资产管理", "固定资产利用率", 10),
            ("产出", "职责履行", "重点工作完成率", 20),
            ("产出", "职责履行", "质量达标率", 10),
            ("效果", "履职效益", "社会效益", 15),
            ("效果", "履职效益", "社会公众满意度", 15),
        )
        lost = [
            Decimal(0) if full_marks or self.random.random() < 0.6 else Decimal(self.random.randint(1, 4)) / 2
            for _ in rows
        ]
        if not full_marks and not any(lost):
            lost[-1] = Decimal(1)
        return tuple(Dimension(*row, Decimal(row[3]) - taken) for row, taken in zip(rows, lost, strict=True))


def _totals(listed):
    def column(name):
        return sum((getattr(one.total, name) for one in listed), Decimal(0))

    fund = [one for one in listed if one.funding[0].fund is FundKind.GOVERNMENT_FUND]
    general = [one for one in listed if one not in fund]
    shares = []
    for kind, members in ((FundKind.GENERAL_PUBLIC, general), (FundKind.GOVERNMENT_FUND, fund)):
        shares.append(
            FundShare(fund=kind, count=len(members), amount=sum((one.total.adjusted for one in members), Decimal(0)))
        )
    grades = {name: sum(one.grade == name for one in listed) for name in "优良中差"}
    full = sum(one.score == 100 for one in listed)
    return ProjectTotals(
        count=len(listed),
        initial=column("initial"),
        adjusted=column("adjusted"),
        executed=column("executed"),
        execution_rate=percent(column("executed"), column("adjusted")),
        by_fund=tuple(shares),
        by_grade=tuple(grades.items()),
        excellent_rate=percent(Decimal(grades["优"]), Decimal(len(listed))),
        by_completion=CompletionCounts(full=full, half_or_more=len(listed) - full, under_half=0, not_started=0),
    )
