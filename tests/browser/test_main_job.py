"""The main job, played as people do it: a clerk types a year's figures, the head submits, the bureau approves."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.exchange.file_format import dumps
from assessments.models import Assessment, StoredReport
from tests.conftest import LiveSite
from tests.factories import PASSWORD, World, complete_facts, make_world


@pytest.fixture
def county(live_site: LiveSite) -> World:
    with live_site.database():
        return make_world()


def sign_in(page: Page, username: str) -> None:
    """Through the login page, as a person does."""
    page.goto("/login/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url("/")


def stated(content: Any, name: str) -> Any:
    """What the paper says at a field: the field's name is its place in the exchange form."""
    for part in name.split("-"):
        if isinstance(content, list):
            content = content[int(part)] if int(part) < len(content) else None
        elif isinstance(content, dict):
            content = content.get(part)
    return content


def add_missing_rows(page: Page, paper: dict[str, Any]) -> None:
    """Press 添加 until every list has as many rows as the paper."""
    for _ in range(60):
        names = page.locator("main [name]").evaluate_all("all => all.map(one => one.name)")
        buttons = page.locator('button[value^="add_row:"]').evaluate_all("all => all.map(one => one.value)")
        missing = next((button for button in buttons if _is_short(paper, button.removeprefix("add_row:"), names)), None)
        if missing is None:
            return
        page.locator(f'button[value="{missing}"]').click()
    pytest.fail("rows do not grow")


def _is_short(paper: dict[str, Any], rows: str, names: list[str]) -> bool:
    wanted = len(stated(paper, rows) or [])
    last = f"{rows}-{wanted - 1}"
    return wanted > 0 and not any(name == last or name.startswith(f"{last}-") for name in names)


def type_section(page: Page, paper: dict[str, Any]) -> None:
    """Type everything that the paper says on this page."""
    add_missing_rows(page, paper)
    controls = page.locator('main [id^="f-"][name]:visible').evaluate_all(
        "all => all.map(one => [one.id, one.name, one.tagName == 'SELECT' ? 'select' : one.type])"
    )
    for place, name, kind in controls:
        value = stated(paper, name)
        control = page.locator(f'[id="{place}"]')
        if kind == "select" and value:
            control.select_option(value)
        elif kind == "checkbox" and value:
            control.check()
        elif value is not None and kind not in {"select", "checkbox"}:
            control.fill("\n".join(value) if isinstance(value, list) else str(value))


def part_shown(page: Page, paper: dict[str, Any]) -> dict[str, Any]:
    """What the page is about: one project of the paper, or the paper."""
    if "/projects/" not in page.url.removesuffix("/projects/"):
        return paper
    heading = page.locator("main").inner_text()
    return next(project for project in paper["projects"] if project["name"] in heading.splitlines()[:12])


def fill_in_everything(page: Page, paper: dict[str, Any]) -> list[str]:
    """From the first section to the check page by 暂存并继续; gives the headings of the pages passed."""
    page.get_by_role("link", name="部门概况").click()
    headings = []
    while page.locator('button[value="continue"]').count():
        headings.append(page.locator("h1").inner_text())
        type_section(page, part_shown(page, paper))
        page.locator('button[value="continue"]').click()
        assert not page.title().startswith("错误"), page.locator("main").inner_text()
    return headings


def take_step(page: Page, name: str) -> None:
    """Follow a step to its own page and confirm it there."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_the_first_sign_in_to_the_approved_pdf(
    live_site: LiveSite, county: World, new_context: Any, tmp_path: Path
) -> None:
    paper = json.loads(dumps(complete_facts()))
    paper["department"] |= {"self_noun": "我局"}
    clerk, head, section, performance = (new_context(accept_downloads=True).new_page() for _ in range(4))

    sign_in(clerk, county.preparer.username)
    clerk.goto(f"/assessments/{county.assessment.pk}/")
    headings = fill_in_everything(clerk, paper)
    assert headings[0] == "部门概况"
    assert [heading for heading in headings if "项目资金" in heading] == ["项目资金"] * 2

    expect(clerk).to_have_url(f"/assessments/{county.assessment.pk}/check/")
    expect(clerk.get_by_text("可以报送：各部分均已填完")).to_be_visible()
    take_step(clerk, "送负责人确认")

    sign_in(head, county.head.username)
    head.goto(f"/assessments/{county.assessment.pk}/check/")
    take_step(head, "报送财政局")
    expect(head).to_have_url(f"/assessments/{county.assessment.pk}/done/")

    sign_in(section, county.section_reviewer.username)
    for step in ("开始初审", "初审通过"):
        section.goto(f"/review/{county.assessment.pk}/")
        take_step(section, step)
    sign_in(performance, county.performance_reviewer.username)
    performance.goto(f"/review/{county.assessment.pk}/")
    take_step(performance, "终审通过")

    clerk.goto(f"/assessments/{county.assessment.pk}/")
    with clerk.expect_download() as download:
        clerk.evaluate(
            "url => { const link = document.createElement('a'); link.href = url; link.download = '';"
            " document.body.append(link); link.click(); }",
            f"/assessments/{county.assessment.pk}/report.pdf",
        )
    pdf = tmp_path / "report.pdf"
    download.value.save_as(pdf)
    with live_site.database():
        assessment = Assessment.objects.get(pk=county.assessment.pk)
        assert assessment.status == "approved"
        assert pdf.read_bytes() == bytes(StoredReport.objects.get().pdf)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    plain = "".join(text.split())
    for figure in ("285.87", "273.63", "12.24", "171.87", "143.72", "28.15", "114.00", "60.00", "54.00"):
        assert figure in plain
    assert "草稿" not in plain
