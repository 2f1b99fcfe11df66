"""SECURITY row 26 on every address there is: whatever draws or reads for a request is counted, each as its kind."""

from typing import Any

import pytest
from django.urls import resolve

from evalsite import costs
from evalsite.accounts.rate_limit import CostlyKind
from tests.security.conftest import client_of
from tests.security.county import County
from tests.security.objects import routes
from tests.security.pages import body_of

# Every view that may begin costly work, and as what it counts.
DECLARED = {
    "assessments:report_checks": CostlyKind.REPORT_CHECK,
    "assessments:kept_report": CostlyKind.REPORT_CHECK,  # checked again where the rules have changed
    "assessments:take_over_into": CostlyKind.REPORT_CHECK,
    "assessments:report_pdf": CostlyKind.DOCUMENT,
    "assessments:document": CostlyKind.DOCUMENT,
    "assessments:step": CostlyKind.DOCUMENT,  # an approval draws what it stores
    "assessments:preview": CostlyKind.PREVIEW,
    "assessments:project_preview": CostlyKind.PREVIEW,
    "assessments:picture": CostlyKind.PICTURE,
    "assessments:project_picture": CostlyKind.PICTURE,
    "assessments:county_document": CostlyKind.COUNTY,
    "assessments:review_export": CostlyKind.COUNTY,
    "assessments:bundle_order": CostlyKind.BUNDLE,
    "assessments:attachment_add": CostlyKind.UPLOAD,
}
# Addresses that read a file or look like drawing, and why they count nothing.
CHEAP = {
    "assessments:verify": "hashes what is sent and compares: linear, and open to strangers, who have no count",
    "assessments:report": "the report as a page, from rows",
    "assessments:documents": "a list",
    "assessments:county_reading": "a document as a page, from rows",
    "assessments:bundle_download": "a finished file; drawing it was counted as the order",
    "assessments:attachment": "a stored file",
    "assessments:notice_new": "a look at the paper as a page",
    "assessments:report_keep": "what was checked before is written",
}
# What costly work there is begins in one of these, whatever else changes.
DOORS = (
    "assessments.processes.limited_process.run",
    "assessments.reports.pdf.client.draw",
    "assessments.reports.word.docx_file.render_docx",
    "assessments.reports.excel.workbook.render_xlsx",
)


class Witness:
    """A meter that lets everything pass and remembers for whom it was asked."""

    is_deliberate = False
    begun: set[str]

    def __init__(self) -> None:
        self.begun = set()
        self.route = ""

    def count(self) -> None:
        self.begun.add(self.route)


def kind_of(path: str) -> CostlyKind | None:
    return getattr(resolve(path).func, "costly_kind", None)


def test_every_view_declares_its_kind(county: County) -> None:
    found = {route.name: kind_of(route.paths(county.own.ids)[0]) for route in routes()}

    assert {name: kind for name, kind in found.items() if kind} == DECLARED
    assert set(CHEAP) <= set(found) - set(DECLARED)


@pytest.mark.usefixtures("drawn_anew")
@pytest.mark.parametrize("name", ["preparer", "section_reviewer", "administrator"])
def test_nothing_else_begins_costly_work(county: County, monkeypatch: Any, name: str) -> None:
    """Asked and posted to, with what a form would send at least: the door itself tells."""
    witness = Witness()
    monkeypatch.setattr(costs.Undeclared, "count", lambda _self: witness.count())
    client = client_of(county.world.people[name])
    for route in routes():
        if route.name in DECLARED or route.name == "accounts:logout":
            continue
        for path in route.paths(county.own.ids):
            witness.route = route.name
            body_of(client.get(path))
            body_of(client.post(path, {"_action": "look", "text": "说明", "comment": "说明"}))

    assert witness.begun == set()


@pytest.mark.parametrize("door", DOORS)
def test_the_doors_ask(door: str) -> None:
    """Without this a door could be opened that nobody counts."""
    import importlib  # noqa: PLC0415
    import inspect  # noqa: PLC0415

    module, _, function = door.rpartition(".")
    body = inspect.getsource(getattr(importlib.import_module(module), function))

    assert "begin_costly_work()" in body
