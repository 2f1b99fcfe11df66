"""Money from above in the demo: what a department states of it, and how it managed the money of each project."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assessments.rules.scoring.scores import rounded
from assessments.rules.scoring.totals import excellent_rate, grade_counts
from assessments.rules.scoring.transfers import is_transfer
from assessments.schema.facts import Facts, FundManagement, ManagementNote, Project, ProjectTransfer, Transfers
from assessments.schema.identities import sum_of
from assessments.schema.scheme import Scheme
from budgets.terms import SourceLevel

_MANAGED = ProjectTransfer(
    management=FundManagement(
        allocation=ManagementNote(statement="按因素法结合任务量分配，经集体研究确定。"),
        timeliness=ManagementNote(
            statement="收到上级文件后30日内分解下达。",
            problems="个别批次下达偏晚；下年度提前编制分配方案。",
        ),
        payment=ManagementNote(statement="按合同和进度申请，实行国库集中支付。"),
        use=ManagementNote(statement="专款专用，未发现截留、挤占、挪用。"),
        accuracy=ManagementNote(statement="按下达的项目和科目执行。"),
        performance=ManagementNote(statement="目标随资金下达，年中开展监控，年终全面自评。"),
        responsibility=ManagementNote(statement="县级支出责任已落实。"),
    ),
    audit_findings="无",
)


def with_transfers(facts: Facts, scheme: Scheme) -> Facts:
    """The facts with what their projects have from above; as they are where that is nothing."""
    projects = tuple(
        replace(project, transfer=_MANAGED) if _is_assessed_transfer(project) else project for project in facts.projects
    )
    shown = [project for project in projects if project.transfer]
    return replace(facts, projects=projects, transfers=_stated(shown, scheme)) if shown else facts


def _is_assessed_transfer(project: Project) -> bool:
    return project.is_assessed and is_transfer(project.funding)


def _stated(projects: Sequence[Project], scheme: Scheme) -> Transfers:
    levels = (SourceLevel.CENTRAL, SourceLevel.PROVINCIAL, SourceLevel.MUNICIPAL)
    lines = [line for project in projects for line in project.funding]
    central, provincial, municipal = (
        sum_of(line.adjusted for line in lines if line.source is level) or Decimal(0) for level in levels
    )
    grades = grade_counts(projects, (name for name, _ in scheme.grades))
    excellent = excellent_rate(grades)
    return Transfers(
        count=len(projects),
        total=sum_of((central, provincial, municipal)),
        central=central,
        provincial=provincial,
        municipal=municipal,
        by_grade=grades,
        excellent_rate=None if excellent is None else rounded(excellent),
    )
