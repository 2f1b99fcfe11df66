"""A field that was just added, followed from the form to the printed page. `tests/test_guides.py` runs it in a copy."""

import re

import pytest
from django.test import Client

from assessments.exchange import file_format
from assessments.exchange.carrying_over import carried_over
from assessments.exchange.differences import changes_between
from assessments.facts_loader import facts_of
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.papers.department_documents import department_form
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.sources import stated_source
from assessments.reports.word.docx_file import render_docx
from assessments.schema.pointers import label
from assessments.terms import Section
from assessments.web.sections.section_page import open_page
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.word_file import Word
from tests.assessments.web.posting import posted
from tests.factories import World, complete_facts

NUMBER = "0335-7860199"


@pytest.fixture
def saved(world: World) -> World:
    """A department that has typed the number into its form."""
    world.fill(complete_facts())
    page = open_page(world.preparer, world.assessment.pk, Section.OVERVIEW, None)
    form = posted(page.form) | {"department-fax": NUMBER, "seen_version": str(page.draft.version), "_action": "save"}
    client = Client()
    client.force_login(world.preparer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(page.url, form).status_code == 302
    assert f'value="{NUMBER}"' in client.get(page.url).content.decode()
    assert NUMBER in client.get(f"/assessments/{world.assessment.pk}/check/").content.decode()
    return world


def test_it_is_kept_and_goes_on(saved: World) -> None:
    facts = facts_of(saved.fresh())
    before = complete_facts()

    assert (saved.fresh().fax, facts.department.fax) == (NUMBER, NUMBER)
    assert file_format.read(file_format.dumps(facts)).department.fax == NUMBER
    assert carried_over(facts).department.fax == NUMBER
    assert {"path": "/department/fax", "old": None, "new": NUMBER} in changes_between(before, facts)
    assert label("/department/fax") == "传真"


def test_it_is_printed(saved: World) -> None:
    report = department_form(stated_source(saved.fresh()))

    excel = Excel(render_xlsx(report, draft=True))
    cells = " ".join(cell for place in range(len(excel.sheets)) for row in excel.rows(place) for cell in row)
    for text in (Paper(render_pdf(report, draft=True)).text, Word(render_docx(report, draft=True)).text, cells):
        assert re.search(rf"传真\s*{NUMBER}", text)
