"""No barrier on any page of either side: axe finds nothing, and nothing has to be scrolled sideways at 400 % zoom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessments.bundle_jobs import order_bundle
from assessments.intake.checking import checked
from assessments.intake.loading.document import ReportText
from assessments.intake.storage import NamedReport, keep
from assessments.models import Assessment, FieldComment, Round
from assessments.reports.county.documents import COUNTY_DOCUMENTS
from assessments.reports.documents import WHOLE_REPORT, Format
from assessments.review.actions import comment_on_field, exempt
from assessments.review.rectification import issue_notice, save_answers, take_notice_step
from assessments.rules.rectification import Answer, Demand
from assessments.terms import Action, NoticeAction, Status
from tests.assessments.web.report_checks.test_take_over_views import REPORT
from tests.conftest import LiveSite
from tests.factories import APPROVING, REVIEWING, World, complete_facts, complete_project, make_world
from tests.narratives import write_narrative

DESKTOP, ZOOMED = (1366, 900), (320, 640)  # 1280 pixels at 400 % zoom are 320
LONG = "农村信访事项办理暨矛盾纠纷多元化解综合协调保障与维护运行补助专项资金项目"


@pytest.fixture
def county(live_site: LiveSite) -> World:
    with live_site.database():
        world = make_world()
        Round.objects.update(notice="逾期未报的按 10% 扣减公用经费。\n逾期一个月以上的按 20% 扣减。")
        return world


def address(name: str, world: World, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def barriers(page: Page, path: str, axe_source: str) -> list[str]:
    """What axe finds on a page, and whether it is wider than a zoomed window."""
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    found = page.evaluate(
        axe_source + "; axe.run().then(result => result.violations.map(it => it.id + ': '"
        " + it.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')))"
    )
    page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{path} {item}" for item in found] + ([f"{path} {beyond}px too wide"] if beyond > 0 else [])


def look(site: LiveSite, new_context, axe_source: str, user, *paths: str) -> list[str]:
    context = new_context()
    site.sign_in(context, user)
    page = context.new_page()
    found = [item for path in paths for item in barriers(page, path, axe_source)]
    context.close()
    return found


def test_the_department_s_pages(live_site, county, new_context, axe_source, browser_faults):
    browser_faults.allowed = ["status of 403"]
    faulty = complete_facts(projects=(replace(complete_project(LONG * 2, unit="信访服务中心"), score=None),))
    with live_site.database():
        county.fill(replace(faulty, revenue=replace(faulty.revenue, total=faulty.revenue.total + 10_000)))
    own = [address(name, county) for name in ("task_list", "check", "timeline", "report")]
    own += [address("preview", county, "narrative")]
    steps = [address("step", county, action) for action in (Action.HAND_OVER, Action.SUBMIT)]

    found = look(live_site, new_context, axe_source, county.preparer, "/", "/checks/", *own, *steps)
    found += look(live_site, new_context, axe_source, county.unit_preparer, "/", address("task_list", county))
    found += look(live_site, new_context, axe_source, county.stranger, "/")

    assert found == []


def test_the_pages_of_a_review_and_of_what_follows(live_site, county, new_context, axe_source):
    with live_site.database():
        county.fill(complete_facts(projects=(complete_project(LONG), complete_project("信访信息系统运行维护", "54"))))
        county.bring_to(*REVIEWING)
        comment_on_field(county.section_reviewer, county.assessment.pk, "/revenue/total", "收入合计", "请附决算表。")
    remark = address("comment", county) + "?place=/projects/0/indicators/0"
    back = address("step", county, Action.RETURN_FOR_CHANGES)
    reviewer = ("/", "/review/", "/review/?name=没有", address("review", county), remark, back)

    found = look(live_site, new_context, axe_source, county.section_reviewer, *reviewer)
    with live_site.database():
        county.bring_to(Action.RETURN_FOR_CHANGES)
        answer = address("answer_comment", county, FieldComment.objects.get().pk)
    found += look(live_site, new_context, axe_source, county.preparer, "/", address("task_list", county), answer)
    with live_site.database():
        county.bring_to(*APPROVING)
    done = [address(name, county) for name in ("done", "report", "check", "timeline")]
    found += look(live_site, new_context, axe_source, county.head, "/", *done)
    found += look(live_site, new_context, axe_source, county.section_reviewer, address("review", county))

    assert found == []


def test_the_pages_of_rectification_notices(live_site, county, new_context, axe_source):
    times = dict.fromkeys(("submitted_at", "section_passed_at", "approved_at"), timezone.now())
    with live_site.database():
        Assessment.objects.filter(pk=county.assessment.pk).update(status=Status.APPROVED, **times)
        due_on = timezone.localdate() + timedelta(days=30)
        demands = (Demand(LONG * 3, "补齐台账。"), Demand("佐证不足。", "补充佐证。"))
        notice = issue_notice(county.performance_reviewer, county.assessment.pk, demands, due_on, LONG)
        answer = Answer(LONG, timezone.localdate(), "台账\n照片")
        save_answers(county.preparer, notice.pk, {1: answer, 2: answer}, seen_version=0)
    new, root = f"/review/{county.assessment.pk}/notice/", f"/notices/{notice.pk}/"

    found = look(live_site, new_context, axe_source, county.administrator, "/", "/notices/", "/notices/?name=没有", new)
    found += look(
        live_site, new_context, axe_source, county.head, "/", root, f"{root}answers/", f"{root}steps/send_reply/"
    )
    with live_site.database():
        take_notice_step(county.head, notice.pk, NoticeAction.REPLY)
    found += look(
        live_site, new_context, axe_source, county.performance_reviewer, "/", root, f"{root}steps/return_reply/"
    )

    assert found == []


def test_near_copies(live_site, county, new_context, axe_source):
    with live_site.database():
        county.fill()
        write_narrative(county.other_assessment, complete_facts().narrative)
    listed = ("/review/copies/", "/review/copies/?name=没有", address("copies", county))

    found = look(live_site, new_context, axe_source, county.performance_reviewer, *listed)
    found += look(live_site, new_context, axe_source, county.preparer, address("copies", county))

    assert found == []


def test_the_pages_of_the_office(live_site, county, new_context, axe_source):
    scheme = reverse("assessments:round_scheme", args=[county.round.pk])
    person, new = reverse("budgets:person", args=[county.preparer.pk]), reverse("budgets:person_new")
    department = reverse("budgets:department", args=[county.own.pk])
    budgets = ("/people/", "/people/?q=没有", person, new, "/departments/", department, reverse("budgets:section_new"))

    found = look(
        live_site, new_context, axe_source, county.performance_reviewer, "/", "/rounds/", "/rounds/open/", scheme
    )
    found += look(live_site, new_context, axe_source, county.administrator, "/", *budgets)
    with live_site.database():
        until = timezone.localdate() + timedelta(days=30)
        granted = exempt(county.administrator, county.own, "K01", LONG * 3, until)
    register = ("/exemptions/", "/exemptions/?state=ended", "/exemptions/new/", f"/exemptions/{granted.pk}/end/")
    found += look(live_site, new_context, axe_source, county.performance_reviewer, *register)

    with live_site.database():
        county.fill()
        county.bring_to(*APPROVING)
    read = [f"/county/{county.round.pk}/documents/{document.key}/" for document in COUNTY_DOCUMENTS]
    bundles = ("/county/", *read, "/bundles/", "/bundles/order/", "/bundles/order/?name=没有")
    found += look(live_site, new_context, axe_source, county.performance_reviewer, *bundles)
    with live_site.database():
        ordered = order_bundle(county.performance_reviewer, [county.assessment], [(WHOLE_REPORT, Format.PDF)])
    found += look(
        live_site, new_context, axe_source, county.performance_reviewer, f"/bundles/{ordered.pk}/", "/bundles/"
    )

    assert found == []


def test_the_pages_of_a_report_s_check_up(live_site, county, new_context, axe_source):
    document = ReportText(REPORT)
    with live_site.database():
        county.fill()
        row = keep(county.preparer, NamedReport(f"{LONG}自评报告.docx", checked(document)))
    shown = [f"/report-checks/{row.pk}/", f"/report-checks/{row.pk}/take-over/{county.assessment.pk}/"]

    assert look(live_site, new_context, axe_source, county.preparer, "/report-checks/", *shown) == []


def test_pages_with_errors(live_site, county, new_context, axe_source, browser_faults):
    browser_faults.allowed = ["status of 422"]
    context = new_context()
    live_site.sign_in(context, county.administrator)
    page = context.new_page()
    found = []
    budgets = (reverse("budgets:person_new"), reverse("budgets:department_new"))
    for path in ("/rounds/open/", "/report-checks/", "/exemptions/new/", *budgets):
        page.goto(path)
        page.locator("main form button.btn-main").first.click()
        page.wait_for_selector("[data-error-summary]")
        found += page.evaluate(axe_source + "; axe.run().then(result => result.violations.map(it => it.id))")

    assert found == []
