"""A small county for tests: one round, two departments, one unit, and a person for every role."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from assessments.checkup import check_up
from assessments.drafting import replace_draft
from assessments.models import Assessment, Round
from assessments.review.actions import answer_comment
from assessments.review.remarks import choices_for, open_remarks
from assessments.schema import facts as f
from assessments.schema.due import Due
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Action
from assessments.workflow import open_round, take_step
from budgets.models import Department, FinanceSection, Membership, SectionMembership
from budgets.terms import Comparator, FundKind, MembershipRole, SourceLevel
from evalsite.accounts.models import User
from evalsite.terms import BureauRole

YEAR = 2025
PASSWORD = "Zhi-bei-2026-ok"
_HASH: list[str] = []


def person(username: str, full_name: str, bureau_role: BureauRole | None = None) -> User:
    """An account with PASSWORD; the hash is made once, for it is slow on purpose."""
    if not _HASH:
        _HASH.append(make_password(PASSWORD))
    user = User(username=username, full_name=full_name, bureau_role=bureau_role, password=_HASH[0])
    user.save()
    return user


@dataclass
class World:
    """Everybody and everything; `own` is the department that the tests are about, `other` the one next door."""

    section: FinanceSection
    other_section: FinanceSection
    own: Department
    unit: Department
    other: Department
    people: dict[str, User]
    round: Round
    assessment: Assessment
    other_assessment: Assessment

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def fresh(self) -> Assessment:
        """The assessment as the database has it now."""
        return Assessment.objects.select_related("round__fiscal_year", "department__section").get(pk=self.assessment.pk)

    def fill(self, facts: f.Facts | None = None) -> Assessment:
        """Give the assessment complete figures, as the preparer."""
        return replace_draft(self.assessment.pk, facts or complete_facts(), self.preparer)

    def answer_remarks(self) -> None:
        """The department answers what it has not met: nothing is handed over before."""
        for remark in check_up(self.fresh()).unmet:
            answer_comment(self.preparer, remark.pk, "已核对。")

    def decide(self, action: Action) -> dict[int, str]:
        """The first that may become of every open remark: sent, kept, settled."""
        remarks = {remark.pk: choices_for(action, remark) for remark in open_remarks(self.assessment)}
        return {pk: able[0] for pk, able in remarks.items() if able}

    def bring_to(self, *actions: Action) -> Assessment:
        """Take steps, each by the person whose step it is."""
        actors = {
            Action.HAND_OVER: self.preparer,
            Action.HAND_BACK: self.head,
            Action.SUBMIT: self.head,
            Action.WITHDRAW: self.head,
            Action.BEGIN_REVIEW: self.section_reviewer,
            Action.PASS_SECTION_REVIEW: self.section_reviewer,
            Action.RETURN_FOR_CHANGES: self.section_reviewer,
            Action.APPROVE: self.performance_reviewer,
            Action.PUBLISH: self.performance_reviewer,
            Action.REOPEN: self.administrator,
        }
        for action in actions:
            if action is Action.HAND_OVER:
                self.answer_remarks()
            take_step(actors[action], self.assessment.pk, action, "说明", decisions=self.decide(action))
        return self.fresh()


SUBMITTING = (Action.HAND_OVER, Action.SUBMIT)
REVIEWING = (*SUBMITTING, Action.BEGIN_REVIEW)
PASSING = (*REVIEWING, Action.PASS_SECTION_REVIEW)
APPROVING = (*PASSING, Action.APPROVE)


def make_world() -> World:
    """Build the county."""
    section = FinanceSection.objects.create(name="行政政法股")
    other_section = FinanceSection.objects.create(name="教科文股")
    own = Department.objects.create(name="信访局", code="101", self_noun="我局", section=section)
    unit = Department.objects.create(name="信访服务中心", parent=own)
    other = Department.objects.create(name="教育局", code="102", self_noun="我局", section=other_section)
    people = {
        "preparer": person("tianbao", "填报人甲"),
        "head": person("fuzeren", "负责人甲"),
        "unit_preparer": person("danwei", "单位填报人甲"),
        "other_preparer": person("tianbao2", "填报人乙"),
        "other_head": person("fuzeren2", "负责人乙"),
        "section_reviewer": person("gushi", "审核人甲", BureauRole.SECTION_REVIEWER),
        "other_section_reviewer": person("gushi2", "审核人乙", BureauRole.SECTION_REVIEWER),
        "performance_reviewer": person("jixiao", "绩效审核人", BureauRole.PERFORMANCE_REVIEWER),
        "administrator": person("guanli", "管理员", BureauRole.ADMINISTRATOR),
        "stranger": person("luren", "无关人员"),
    }
    members = [
        ("preparer", own, MembershipRole.PREPARER),
        ("head", own, MembershipRole.HEAD),
        ("unit_preparer", unit, MembershipRole.PREPARER),
        ("other_preparer", other, MembershipRole.PREPARER),
        ("other_head", other, MembershipRole.HEAD),
    ]
    for name, department, role in members:
        Membership.objects.create(user=people[name], department=department, role=role)
    SectionMembership.objects.create(user=people["section_reviewer"], section=section)
    SectionMembership.objects.create(user=people["other_section_reviewer"], section=other_section)
    today = timezone.localdate()
    round_ = open_round(None, YEAR, today - timedelta(days=5), today + timedelta(days=20), SCHEME_2020_10)
    assessments = {item.department_id: item for item in Assessment.objects.select_related("round__fiscal_year")}
    return World(
        section=section,
        other_section=other_section,
        own=own,
        unit=unit,
        other=other,
        people=people,
        round=round_,
        assessment=assessments[own.pk],
        other_assessment=assessments[other.pk],
    )


def wan(text: str) -> Decimal:
    """An amount of 万元 as 元."""
    return Decimal(text) * 10_000


def indicator(name: str, group: str, kind: str, weight: str, **said: object) -> f.Indicator:
    """A quantitative indicator that was reached and proven."""
    values: dict[str, object] = {
        "comparator": Comparator.AT_LEAST,
        "target": "40",
        "unit": "件",
        "actual": "42",
        "score": Decimal(weight),
        "evidence": ("工作台账",),
    }
    return f.Indicator(name=name, group=group, kind=kind, weight=Decimal(weight), **(values | said))  # type: ignore[arg-type]


def complete_project(name: str = "信访事项办理", amount: str = "60", unit: str | None = None) -> f.Project:
    """A project whose figures hold together: all of `amount` 万元 spent, all targets reached, 100 points."""
    money = wan(amount)
    line = f.FundingLine(
        label="当年财政拨款",
        fund=FundKind.GENERAL_PUBLIC,
        source=SourceLevel.COUNTY,
        initial=money,
        adjusted=money,
        executed=money,
    )
    return f.Project(
        name=name,
        unit=unit,
        funding=(line,),
        total=f.FundingTotal(
            initial=money,
            adjusted=money,
            executed=money,
            execution_rate=Decimal(100),
            weight=Decimal(10),
            score=Decimal(10),
        ),
        goal=f.ProjectGoal(
            expected="全年按期办结群众来信来访事项，畅通信访渠道。", actual="来信来访事项全部按期办结。"
        ),
        indicators=_indicators(),
        score=Decimal(100),
        grade="优",
    )


def _indicators() -> tuple[f.Indicator, ...]:
    return (
        indicator("办结信访事项数量", "产出指标", "数量指标", "20"),
        indicator("按期办结率", "产出指标", "质量指标", "15", target="95", actual="98", unit="%"),
        indicator("年度任务完成时间及时率", "产出指标", "时效指标", "15", target="98", actual="99", unit="%"),
        indicator(
            "重复信访量下降率", "效益指标", "社会效益指标", "30", target="10", actual="12", unit="%", baseline="50件"
        ),
        indicator(
            "来访群众满意度",
            "满意度指标",
            "服务对象满意度指标",
            "10",
            target="90",
            actual="93",
            unit="%",
            evidence=("满意度问卷汇总表（200份）",),
        ),
    )


_USUAL_NARRATIVE = f.Narrative(
    organisation="成立自评工作小组，由主要负责人任组长，办公室和各业务科室按分工填报、核对并汇总自评结果。",
    target_quality_overall="年初目标与部门职责对应，指标值参照近三年实际水平设定，能够据实衡量全年工作。",
    target_quality_projects="各项目目标与预算安排对应，指标均有台账或问卷可查，取值口径在年初已经固定。",
    problems="个别指标的基期资料由手工登记，核对耗时较长，影响了汇总进度。",
    rectification="下一年度起按季登记指标完成情况，由办公室统一核对后归档，结果作为安排预算的依据。",
)
# Another department's words are its own, or the two would be near-copies.
_NARRATIVES = {
    "教育局": f.Narrative(
        organisation="局党组专题研究自评安排，计财股牵头，基础教育股、职教股会同各学校逐项对账，形成汇总材料。",
        target_quality_overall="全年目标取自教育事业发展规划，入学率、巩固率等数值与统计年报口径相同。",
        target_quality_projects="营养改善、校舍维修等项目均按学校分解目标，由学校在学期末提交完成记录。",
        problems="部分乡镇学校提交记录偏晚，补录工作集中在年末。",
        rectification="自明年起改为每月提交，计财股按月抽查，结果与公用经费拨付进度衔接。",
    )
}


def complete_facts(*, name: str = "信访局", projects: tuple[f.Project, ...] | None = None) -> f.Facts:
    """A department's year without one fault: 285.87 万元 in, 285.87 万元 out."""
    today = timezone.localdate()
    chosen = projects or (complete_project(), complete_project("信访信息系统运行维护", "54"))
    return f.Facts(
        county="示例县",
        year=YEAR,
        department=f.DepartmentFacts(name=name, code="101", self_noun="我局", internal_offices=3, staff_on_post=14),
        units=("信访服务中心",),
        revenue=f.Revenue(
            total=wan("285.87"),
            lines=(
                f.RevenueLine(fund=FundKind.GENERAL_PUBLIC, label="一般公共预算收入", amount=wan("273.63")),
                f.RevenueLine(fund=FundKind.CARRY_OVER, label="上年结转结余", amount=wan("12.24")),
            ),
        ),
        expenditure=f.Expenditure(
            total=wan("285.87"),
            basic=wan("171.87"),
            personnel=wan("143.72"),
            operating=wan("28.15"),
            projects=wan("114"),
            year_end_balance=Decimal(0),
            executed=wan("285.87"),
            execution_rate=Decimal(100),
        ),
        projects=chosen,
        goals=f.Goals(
            overall=("接待群众来访，办理群众来信，按期办结信访事项。",),
            sub=(
                f.SubGoal(
                    name="信访工作",
                    statement="畅通信访渠道，提高信访事项办理质量。",
                    indicators=(indicator("受理信访事项数量", "产出指标", "数量指标", "50"),),
                ),
            ),
        ),
        indicators=(
            indicator("信访秩序平稳天数", "效益指标", "社会效益指标", "30", target="300", actual="310", unit="天"),
            indicator(
                "群众满意度",
                "满意度指标",
                "服务对象满意度指标",
                "10",
                target="90",
                actual="92",
                unit="%",
                evidence=("满意度问卷汇总表（150份）",),
            ),
        ),
        execution=f.Execution(weight=Decimal(10), score=Decimal(10)),
        score=Decimal(100),
        grade="优",
        narrative=_NARRATIVES.get(name, _USUAL_NARRATIVE),
        rectifications=(
            f.Rectification(
                problem="基期资料由手工登记，核对耗时较长。",
                measure="建立按季登记的指标台账，由办公室统一核对。",
                owner="办公室主任",
                due=Due.on(date(YEAR + 1, 12, 31)),
            ),
        ),
        dates=f.Dates(completed=today - timedelta(days=10), reported=today - timedelta(days=5)),
    )
