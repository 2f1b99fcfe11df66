"""Documents as PDF: what our path costs over WeasyPrint alone and over a warm Chromium, how it grows, what it holds.

Costs are compared within one run and by turns, so that a busy machine slows them alike.
"""

import gc
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import override_settings
from django.test.runner import DiscoverRunner
from playwright.sync_api import sync_playwright

from assessments.reports.county.documents import county_table
from assessments.reports.document.model import Report
from assessments.reports.papers.department_documents import Source, whole_report
from assessments.reports.pdf import client
from assessments.reports.pdf.pdf_file import drawing_environment, render_pdf, report_html
from assessments.reports.sources import pdf_of
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.counties import county_of_papers, paper_of
from tests.assessments.reports.sample import SAMPLE
from tests.benchmarks.measuring import by_turns, once, show_curve, show_most, show_ratio
from tests.conftest import CHROMIUM
from tests.factories import APPROVING, World, make_world

_STYLES = Path(settings.BASE_DIR) / "static" / "css"
_SHEETS = ["report.css", "report-columns.css"]
_MOST_MEMORY = 300  # MB of one worker: its drawing process and the child at work
_PROJECTS = (4, 20, 90, 190)  # about 10 to 200 pages
_ROWS = (100, 300, 1_000, 5_000)

Draw = Callable[[str], object]


def _report(projects: int = 4) -> Report:
    """With four projects the standard report of twelve pages: the work report and a form for each project."""
    return whole_report(Source(facts=replace(SAMPLE, projects=_projects(projects)), scheme=SCHEME_2020_10))


def _county_table(rows: int) -> Report:
    """The projects of a county, ten of each department."""
    names = (f"第{number}局" for number in range(rows // 10))
    departments = (replace(SAMPLE.department, name=name) for name in names)
    return county_table(
        county_of_papers(*(paper_of(replace(SAMPLE, department=each, projects=_projects(10))) for each in departments))
    )


def _projects(count: int) -> tuple[Any, ...]:
    return tuple(SAMPLE.projects[number % len(SAMPLE.projects)] for number in range(count))


def _pdf(report: Report) -> bytes:
    return render_pdf(report, draft=False)


def _alone() -> Draw:
    """WeasyPrint in this process at its best: fonts and style sheets shared, garbage collected between documents."""
    os.environ |= drawing_environment()
    import weasyprint  # noqa: PLC0415 - it reads its fonts' configuration when it is imported
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fonts = FontConfiguration()
    styles = [weasyprint.CSS(filename=_STYLES / name, font_config=fonts) for name in _SHEETS]

    def draw(html: str) -> object:
        gc.freeze()
        gc.disable()
        page = weasyprint.HTML(string=html, base_url=str(_STYLES))
        pdf = page.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/a-3a")
        gc.enable()
        gc.collect()
        return pdf

    return draw


@contextmanager
def _chromium() -> Iterator[Draw]:
    """A browser that runs already prints the page with the same style sheets and fonts."""
    styles = "".join((_STYLES / name).read_text("utf-8") for name in _SHEETS)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def draw(html: str) -> object:
            page.set_content(html.replace("</head>", f"<style>{styles}</style></head>"))
            return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)

        yield draw
        browser.close()


def _most_held(work: Callable[[], object]) -> float:
    """MB that the drawing process and its children hold at most while the work runs, without mapped files.

    What they share counts once.
    """
    most = 0.0
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work)
        while not done.done():
            most = max(most, _held())
    done.result()
    return most


def _held() -> float:
    parent = client.running()
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
        return sum(_share(process) for process in (parent, *children)) / 1024
    except (OSError, TypeError):  # one of them has just ended
        return 0


def _share(process: object) -> int:
    """KB of a process, its part of what it shares."""
    found = re.search(r"^Pss_Anon: +(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def _world() -> Iterator[World]:
    """A county in a database of its own."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    before = runner.setup_databases()
    try:
        yield make_world()
    finally:
        runner.teardown_databases(before)


def _one(world: World, alone: Draw, html: str) -> None:
    world.fill(replace(SAMPLE, year=world.round.fiscal_year.year))
    assessment = world.fresh()
    with _chromium() as chromium:
        path, base, browser = by_turns(
            partial(pdf_of, assessment), partial(alone, html), partial(chromium, html), times=9
        )
    show_ratio("one report, rows to bytes; base: WeasyPrint", path, base, 1.1)
    show_ratio("one report, rows to bytes; base: Chromium", path, browser, 1)


def _hundred() -> None:
    """A hundred reports for two threads, twenty at a time, and by turns ten for one: nothing is drawn before."""
    reports = [replace(_report(), office=f"第{number}县") for number in range(20)]

    def on_two_cores() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_pdf, reports))

    two, one = by_turns(on_two_cores, lambda: [_pdf(report) for report in reports[:10]], times=5)
    show_ratio("100 fresh reports on two cores; base: 50 x one", 5 * two, 5 * one, 1.1)


def _kept(world: World) -> None:
    """What was drawn is read: an approved report from its row, a draft from the cache."""
    drawn = once(lambda: _pdf(_report()))
    cache = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    with tempfile.TemporaryDirectory() as folder, override_settings(CACHES={"drawn": cache | {"LOCATION": folder}}):
        (again,) = by_turns(lambda: _pdf(_report()), times=9)
    show_ratio("a draft drawn before; base: drawing it", again, drawn, 1 / 10)
    world.fill()
    approved = world.bring_to(*APPROVING)
    (read,) = by_turns(partial(pdf_of, approved), times=9)
    show_ratio("an approved report; base: drawing one", read, drawn, 1 / 50)


def _growth() -> None:
    show_curve("reports", "forms", {count: once(partial(_pdf, _report(count))) for count in _PROJECTS})
    show_curve("tables", "rows", {rows: once(partial(_pdf, _county_table(rows))) for rows in _ROWS})


def _table(alone: Draw) -> None:
    report = _county_table(1_000)
    html = report_html(report, draft=False)
    path, base = by_turns(partial(_pdf, report), partial(alone, html), times=3)
    show_ratio("a county table of 1,000 projects; base: WeasyPrint", path, base, 1.1)
    show_most("memory for a county table of 1,000 projects", _most_held(partial(_pdf, report)), "MB", _MOST_MEMORY)


def run() -> None:
    """One report, a hundred, what is drawn twice, growth with pages and rows, memory."""
    alone = _alone()
    html = report_html(_report(), draft=False)
    with _world() as world:
        _one(world, alone, html)
        show_most("memory for one report", _most_held(lambda: _pdf(_report())), "MB", _MOST_MEMORY)
        _hundred()
        _kept(world)
    _table(alone)
    _growth()
