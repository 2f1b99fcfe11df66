"""Two departments with everything that a department can have: whatever could leak or be spoilt is there."""

from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from assessments.checkup import PlacedFinding, check_up
from assessments.drafting import add_attachment, change_target
from assessments.facts_loader import facts_of
from assessments.intake.checking import checked
from assessments.intake.loading.document import ReportText
from assessments.intake.storage import NamedReport, keep
from assessments.models import Assessment, Attachment, Bundle, Exemption, FieldComment, KeptReport, RectificationNotice
from assessments.review.actions import answer_comment, comment_on_field, exempt, explain
from assessments.schema.stable_places import stable_place
from assessments.terms import Action, BundleState, Status
from budgets.models import Indicator, Project
from tests.factories import REVIEWING, World, complete_facts, complete_project, make_world
from tests.small_pdf import small_pdf

# From a return to each status, by real steps: everything that a review leaves behind stays in place.
WAYS: dict[Status, tuple[Action, ...]] = {
    Status.RETURNED: (),
    Status.CONFIRMING: (Action.HAND_OVER,),
    Status.DRAFT: (Action.HAND_OVER, Action.HAND_BACK),
    Status.SUBMITTED: (Action.HAND_OVER, Action.SUBMIT),
    Status.SECTION_REVIEW: REVIEWING,
    Status.FINAL_REVIEW: (*REVIEWING, Action.PASS_SECTION_REVIEW),
    Status.APPROVED: (*REVIEWING, Action.PASS_SECTION_REVIEW, Action.APPROVE),
    Status.PUBLISHED: (*REVIEWING, Action.PASS_SECTION_REVIEW, Action.APPROVE, Action.PUBLISH),
}
PLACE = "/projects/0/indicators/0/actual"


@dataclass(frozen=True)
class Side:
    """One department as the tests look at it: its world with its own people, and its objects."""

    world: World
    unit_project: Project
    project: Project
    indicator: Indicator
    paper: Attachment
    sent: FieldComment
    unsent: FieldComment
    warning: PlacedFinding
    report: KeptReport
    exemption: Exemption
    bundle: Bundle
    notice: RectificationNotice

    @property
    def assessment(self) -> Assessment:
        return self.world.assessment

    @property
    def ids(self) -> dict[str, int]:
        """By kind, as addresses name them."""
        world = self.world
        return {
            "assessment": self.assessment.pk,
            "project": self.unit_project.pk,
            "indicator": self.indicator.pk,
            "comment": self.sent.pk,
            "attachment": self.paper.pk,
            "report": self.report.pk,
            "round": world.round.pk,
            "person": world.preparer.pk,
            "department": world.own.pk,
            "finance_section": world.section.pk,
            "exemption": self.exemption.pk,
            "bundle": self.bundle.pk,
            "notice": self.notice.pk,
        }


@dataclass(frozen=True)
class County:
    own: Side
    other: Side

    @property
    def world(self) -> World:
        return self.own.world

    def bring_to(self, status: Status) -> Assessment:
        """Lead the own department's assessment from its return to this status."""
        return self.world.bring_to(*WAYS[status])


def make_county() -> County:
    world = make_world()
    return County(_furnish(world, "信访服务中心"), _furnish(_seen_from_next_door(world), None))


def _seen_from_next_door(world: World) -> World:
    people = dict(world.people)
    for name in ("preparer", "head", "section_reviewer"):
        people[name], people[f"other_{name}"] = people[f"other_{name}"], people[name]
    return replace(
        world,
        own=world.other,
        other=world.own,
        assessment=world.other_assessment,
        other_assessment=world.assessment,
        people=people,
    )


def _furnish(world: World, unit: str | None) -> Side:
    """Bring an assessment once through submission and return, with a row in every table."""
    first = complete_project("单位承担的项目", "60", unit=unit)
    far_above = replace(first.indicators[0], actual="80")
    first = replace(first, indicators=(far_above, *first.indicators[1:]))
    facts = complete_facts(name=world.own.name, projects=(first, complete_project("本级的项目", "54")))
    world.fill(replace(facts, units=(unit,) if unit else ()))
    pk = world.assessment.pk
    unit_project, project = world.own.projects.order_by("position")
    indicator = unit_project.indicators.order_by("position")[0]
    Indicator.objects.filter(project=unit_project).update(approved=True)
    change_target(world.preparer, pk, indicator.pk, "39", reason="机构调整", document="〔2025〕1号")
    paper = add_attachment(world.preparer, pk, f"{world.own.name}佐证", BytesIO(small_pdf()), "paper.pdf")
    (warning,) = check_up(world.fresh()).open_warnings
    explain(world.preparer, pk, warning.finding.code, warning.stable_place, warning.finding.message, "年中来访上升。")
    world.bring_to(*REVIEWING)
    place = stable_place(facts_of(world.fresh()), PLACE)
    sent = comment_on_field(world.section_reviewer, pk, place, "实际完成值", "请附台账")
    world.bring_to(Action.RETURN_FOR_CHANGES)
    answer_comment(world.preparer, sent.pk, "已附")
    unsent = FieldComment.objects.create(
        assessment=world.assessment, place=place, label="实际完成值", text="再核对", author=world.section_reviewer
    )
    document = ReportText(f"{world.own.name}2025年度部门整体支出绩效自评报告\n2025年收入预算300.00万元。")
    report = keep(world.preparer, NamedReport(f"{world.own.name}自评报告.docx", checked(document)))
    until = timezone.localdate() + timedelta(days=30)
    exemption = exempt(world.administrator, world.own, "K58", f"{world.own.name}上年并账", until)
    return Side(
        world,
        unit_project,
        project,
        indicator,
        paper,
        sent,
        unsent,
        warning,
        report,
        exemption,
        _finished_bundle(world),
        _answered_notice(world),
    )


def _finished_bundle(world: World) -> Bundle:
    """A file of the section's reviewer, as the background leaves it."""
    file = Path("bundles") / f"{world.own.pk}.zip"
    path = Path(settings.MEDIA_ROOT) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK")
    bundle = Bundle.objects.create(
        owner=world.section_reviewer,
        state=BundleState.READY,
        ended_at=timezone.now(),
        file=str(file),
        size=2,
        sha256="0",
    )
    bundle.assessments.add(world.assessment)
    bundle.documents.create(position=1, assessment=world.assessment)
    return bundle


def _answered_notice(world: World) -> RectificationNotice:
    """A notice that the department has answered and not sent, as one stands that was issued after an approval."""
    today = timezone.localdate()
    notice = RectificationNotice.objects.create(
        assessment=world.assessment,
        prefix="示财绩",
        year=today.year,
        number=RectificationNotice.objects.count() + 1,
        opening=f"对{world.own.name}的检查发现下列问题。",
        due_on=today + timedelta(days=30),
        issued_on=today,
        issued_by=world.performance_reviewer,
    )
    notice.items.create(
        position=1, problem=f"{world.own.name}台账不全", requirement="补齐台账", answer="已补齐", done_on=today
    )
    return notice
