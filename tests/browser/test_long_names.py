"""Names as long as they may be, also in Latin letters without a blank: no page gets wider, no cell runs over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from assessments.reports.county.documents import COUNTY_DOCUMENTS
from assessments.reports.pdf.pdf_file import PdfError
from assessments.review.actions import comment_on_field, exempt
from assessments.review.rectification import issue_notice
from assessments.rules.rectification import Demand
from assessments.terms import Section
from budgets.models import Project
from tests.conftest import LiveSite
from tests.factories import APPROVING, REVIEWING, World, complete_facts, complete_project, make_world

CHINESE = "青龙满族自治县农村信访事项办理暨矛盾纠纷多元化解综合协调保障与维护运行补助专项资金管理中心联席会议办公室" * 2
LATIN = "Comprehensive_Petition_Coordination_And_Dispute_Resolution_Subsidy_Fund_Management_Centre" * 2
NAMES = {"Chinese": CHINESE, "Latin": LATIN}
WIDTHS = {"screen": 1366, "telephone": 390, "paper": 658}  # 658: the text of an A4 page in pixels
# Words that stand beyond their cell, paragraph or panel, where nothing around them scrolls.
BEYOND = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const holds = it => getComputedStyle(it).overflowX !== 'visible'; // scrolls, or ends in an ellipsis
  for (let text; (text = walker.nextNode());) {
    const own = text.parentElement;
    if (!text.data.trim() || !own.checkVisibility() || own.closest('.grid thead')) continue; // seen by readers only
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    for (let it = own; it && it !== document.body; it = it.parentElement) {
      if (holds(it)) break;
      if (!it.matches('td, th, li, p, dd, dt, h1, h2, h3, legend, .panel, .notice, main, header')) continue;
      const place = it.getBoundingClientRect();
      if (box.right <= place.right + 1 && box.left >= Math.max(place.left, 0) - 1) continue;
      found.push(it.tagName + ' ' + text.data.slice(0, 30));
      break;
    }
  }
  return [...new Set(found)].slice(0, 5);
}"""


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def county(request, live_site: LiveSite) -> World:
    """Everything that bears a name bears a long one."""
    name = request.param
    with live_site.database():
        world = make_world()
        for row in (world.own, world.unit, world.other, world.section, world.other_section):
            row.name = f"{row.pk}{name}"[:100]
            row.save()
        for user in world.people.values():
            user.full_name, user.username = name[:40], f"{user.pk}{LATIN}"[:40].lower()
            user.save()
        project = complete_project(name[:200])
        long = tuple(replace(each, name=f"{at}{name}") for at, each in enumerate(project.indicators))
        world.fill(
            complete_facts(projects=(replace(project, indicators=long), complete_project("信访信息系统运行维护", "54")))
        )
        return world


def address(name: str, world: World, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[world.assessment.pk, *more])


def too_wide(page: Page, path: str, media=tuple(WIDTHS)) -> list[str]:
    """At each width: what stands beyond the page, and beyond its own place."""
    found = []
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    for medium in media:
        page.emulate_media(media="print" if medium == "paper" else "screen")
        page.set_viewport_size({"width": WIDTHS[medium], "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path} {medium}: {beyond}px"] * (beyond > 0)
        found += [f"{path} {medium}: {words}" for words in page.evaluate(BEYOND)]
    return found


def look(site: LiveSite, new_context, user, *paths: str, media=tuple(WIDTHS)) -> list[str]:
    context = new_context()
    site.sign_in(context, user)
    page = context.new_page()
    found = [item for path in paths for item in too_wide(page, path, media)]
    context.close()
    return found


def test_the_department_s_pages(live_site, county, new_context):
    own = [address(name, county) for name in ("task_list", "check", "timeline", "report", "documents")]
    with live_site.database():
        project = Project.objects.first()
    own += [address("section", county, section) for section in Section if not section.is_per_project]
    own += [address("project_section", county, project.pk, section) for section in Section if section.is_per_project]

    assert look(live_site, new_context, county.preparer, "/", *own) == []


def test_the_bureau_s_pages(live_site, county, new_context):
    with live_site.database():
        county.bring_to(*REVIEWING)
        comment_on_field(county.section_reviewer, county.assessment.pk, "/revenue/total", "收入合计", LATIN)
    found = look(live_site, new_context, county.section_reviewer, "/", "/review/", address("review", county))
    with live_site.database():
        county.bring_to(*APPROVING[len(REVIEWING) :])
        until = timezone.localdate() + timedelta(days=30)
        exempt(county.administrator, county.own, "K01", LATIN, until)
        notice = issue_notice(
            county.performance_reviewer, county.assessment.pk, (Demand(LATIN, LATIN),), until, LATIN[:60]
        )
    lists = (
        "/",
        "/exemptions/",
        "/notices/",
        f"/notices/{notice.pk}/",
        "/county/",
        "/bundles/order/",
        "/review/copies/",
    )
    read = [f"/county/{county.round.pk}/documents/{document.key}/" for document in COUNTY_DOCUMENTS]
    found += look(live_site, new_context, county.performance_reviewer, *lists)
    # A sheet that lies on its side is printed from its PDF.
    found += look(live_site, new_context, county.performance_reviewer, *read, media=("screen", "telephone"))

    assert found == []


def test_the_register(live_site, county, new_context):
    of_people = [reverse(f"budgets:{name}", args=[county.preparer.pk]) for name in ("person", "person_password")]
    department = reverse("budgets:department", args=[county.own.pk])

    found = look(
        live_site, new_context, county.administrator, "/people/", *of_people, "/departments/", department, "/password/"
    )

    assert found == []


def shown(page: Page, path: str, content: bytes) -> list[str]:
    """The same of a page that is the answer to a form or to a fault."""
    page.route(f"**{path}", lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
    return too_wide(page, path)


def test_an_initial_password_and_a_report_that_could_not_be_drawn(live_site, county, new_context, monkeypatch):
    def refuse(*_: object, **__: object) -> bytes:
        raise PdfError(f"生成 PDF 文件失败：{LATIN}")

    reset = reverse("budgets:person_password", args=[county.head.pk])
    with live_site.database():
        client = Client()
        client.force_login(county.administrator, backend="django.contrib.auth.backends.ModelBackend")
        password = client.post(reset)
        client.force_login(county.preparer, backend="django.contrib.auth.backends.ModelBackend")
        monkeypatch.setattr("assessments.web.papers.downloads.pdf_of", refuse)
        failed = client.get(address("report_pdf", county))
    assert (password.status_code, failed.status_code) == (200, 503)
    page = new_context().new_page()

    assert shown(page, "/password-shown/", password.content) + shown(page, "/failed/", failed.content) == []
