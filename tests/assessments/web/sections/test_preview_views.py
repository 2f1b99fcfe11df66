"""Pages as pictures beside the section: who sees them, how long they are kept, what is drawn for them and how often."""

import re
import signal
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.cache import caches
from django.test import Client
from PIL import Image

from assessments.facts_loader import facts_of
from assessments.reports import preview
from assessments.reports.document.model import DocumentError
from assessments.reports.pdf import client as drawing_process
from assessments.reports.pdf import page_images
from assessments.reports.pdf.client import DrawingError, Drawn
from assessments.terms import Section
from evalsite.accounts.models import CostlyAction
from evalsite.costs import begin_costly_work
from tests.factories import REVIEWING, World, complete_facts, complete_project

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {
        name: {"BACKEND": memory, "LOCATION": f"previews-{name}"} for name in ("drawn", "pictures")
    }
    yield
    for name in ("drawn", "pictures"):
        caches[name].clear()


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """What was drawn: documents and pictures."""
    done: list[str] = []
    draw, poppler = preview.draw, page_images._poppler

    def document(html: str, *arguments, **bounds) -> Drawn:
        done.append("document")
        return draw(html, *arguments, **bounds)

    def picture(*arguments):
        done.append("picture")
        return poppler(*arguments)

    monkeypatch.setattr(preview, "draw", document)
    monkeypatch.setattr(page_images, "_poppler", picture)
    return done


@pytest.fixture
def filled(world: World) -> World:
    projects = (complete_project(unit="信访服务中心"), complete_project("维护", "54"))
    world.fill(replace(complete_facts(), projects=projects))
    return world


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(world: World, section: Section, project: int = 0) -> str:
    if not section.is_per_project:
        return f"/assessments/{world.assessment.pk}/{section}/preview/"
    row = facts_of(world.fresh()).projects[project].row
    return f"/assessments/{world.assessment.pk}/projects/{row}/{section}/preview/"


def pictures(answer) -> list[str]:
    return re.findall(r'<img src="(/assessments/[^"]+)"', answer.content.decode())


@pytest.mark.parametrize("section", list(Section))
def test_each_section_shows_its_pages_as_pictures(filled, section):
    client = browser(filled.preparer)

    answer = client.get(address(filled, section))

    assert answer.status_code == 200
    assert len(pictures(answer)) >= 1
    assert answer.content.decode().count("data-first") == 1
    picture = client.get(pictures(answer)[0])
    assert picture["Content-Type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).format == "PNG"


def test_a_section_leads_to_its_preview(filled):
    client = browser(filled.preparer)
    for section in Section:
        shown = address(filled, section)
        assert f'href="{shown}#here"' in client.get(shown.removesuffix("preview/")).content.decode()


@pytest.mark.parametrize("section", [Section.GOALS, Section.NARRATIVE])
def test_no_browser_stores_a_picture_of_a_draft(filled, section):
    """The next person at this computer finds nothing of it."""
    client = browser(filled.preparer)
    answer = client.get(address(filled, section))

    answers = [answer, *(client.get(url) for url in pictures(answer))]

    assert {each["Content-Type"] for each in answers} == {"text/html; charset=utf-8", "image/png"}
    assert {each["Cache-Control"] for each in answers} == {"private, no-store"}
    assert not any(each.has_header(name) for each in answers for name in ("ETag", "Expires", "Last-Modified"))


def test_nothing_is_drawn_twice(filled, drawn):
    client = browser(filled.preparer)
    for _ in range(2):
        for url in pictures(client.get(address(filled, Section.NARRATIVE))):
            client.get(url)
    first = list(drawn)
    client.get(address(filled, Section.OVERVIEW))  # shows the same text
    browser(filled.head).get(address(filled, Section.NARRATIVE))

    assert drawn == first
    assert first.count("document") == 1
    assert first.count("picture") >= 3


def test_only_what_changed_is_drawn_again_and_has_a_new_address(filled, drawn):
    client = browser(filled.preparer)
    before = pictures(client.get(address(filled, Section.NARRATIVE)))
    for url in before:
        client.get(url)
    drawn.clear()
    facts = facts_of(filled.fresh())
    filled.fill(replace(facts, narrative=replace(facts.narrative, target_quality_projects="项目目标清晰。")))

    after = pictures(client.get(address(filled, Section.NARRATIVE)))
    for url in after:
        client.get(url)

    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert 0 < changed < len(after)
    assert drawn == ["document"] + ["picture"] * changed


def test_an_old_address_leads_to_the_page_as_it_is_now(filled):
    client = browser(filled.preparer)
    (current, *_) = pictures(client.get(address(filled, Section.GOALS)))
    old = re.sub(r"-[0-9a-f]+\.png", "-0123456789.png", current)

    answer = client.get(old)

    assert (answer.status_code, answer["Location"]) == (302, current)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", [0, 99])
def test_there_is_no_page_beyond_the_last(filled, number):
    client = browser(filled.preparer)
    assert client.get(f"{address(filled, Section.GOALS)}{number}-0.png").status_code == 404


@pytest.mark.parametrize(
    ("person", "own", "sibling", "text"),
    [
        ("preparer", 200, 200, 200),
        ("head", 200, 200, 200),
        ("section_reviewer", 200, 200, 200),
        ("unit_preparer", 200, 404, 404),
        ("other_preparer", 404, 404, 404),
        ("stranger", 404, 404, 404),
    ],
)
def test_whoever_sees_the_section_sees_its_pages(filled, person, own, sibling, text):
    """Also by the address of a picture that somebody else was given."""
    given = browser(filled.preparer)
    client = browser(filled.people[person])
    wanted = [(Section.RESULTS, 0, own), (Section.FUNDING, 1, sibling), (Section.NARRATIVE, 0, text)]
    for section, project, status in wanted:
        shown = address(filled, section, project)
        (picture, *_) = pictures(given.get(shown))
        assert [client.get(url).status_code for url in (shown, picture)] == [status, status]


def test_a_unit_sees_its_own_project_alone(filled):
    text = browser(filled.unit_preparer).get(address(filled, Section.RESULTS)).content.decode()
    assert "完整报告" not in text
    assert "完整报告" in browser(filled.preparer).get(address(filled, Section.RESULTS)).content.decode()


def test_what_was_handed_in_is_shown_after_a_submission(filled):
    client = browser(filled.preparer)
    before = pictures(client.get(address(filled, Section.RESULTS)))
    filled.bring_to(*REVIEWING)
    assert pictures(client.get(address(filled, Section.RESULTS))) == before


def test_a_script_is_given_the_pictures_alone(filled):
    answer = browser(filled.preparer).get(address(filled, Section.GOALS), headers=SCRIPT)

    assert "<html" not in answer.content.decode()
    assert len(pictures(answer)) >= 1


def test_a_character_without_a_glyph_is_told_early(filled):
    facts = facts_of(filled.fresh())
    filled.fill(replace(facts, narrative=replace(facts.narrative, organisation="成立由\U000f0001组成的小组。")))

    text = browser(filled.preparer).get(address(filled, Section.NARRATIVE)).content.decode()

    assert "U+F0001" in text
    assert "无法生成正式文件" in text


def test_a_busy_server_says_when_to_ask_again(filled, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    with preview._turn(), preview._turn():
        answer = browser(filled.preparer).get(address(filled, Section.GOALS), headers=SCRIPT)

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "请稍后重试" in answer.content.decode()


def test_what_is_too_much_is_told_and_not_drawn(filled, monkeypatch, drawn):
    monkeypatch.setattr(preview, "MOST_CELLS", 3)
    client = browser(filled.preparer)

    answer, picture = (client.get(address(filled, Section.GOALS) + end) for end in ("", "1-0.png"))

    assert (answer.status_code, picture.status_code, drawn) == (503, 503, [])
    assert "内容较多，不在此处预览，请下载 PDF 文件查看。" in answer.content.decode()


def test_another_project_at_the_place_of_one_handed_in_is_not_shown(filled):
    """The list changed its order after the submission, as an import might change it."""
    filled.bring_to(*REVIEWING)
    first = filled.own.projects.order_by("position")[0]
    filled.own.projects.filter(pk=first.pk).update(position=9)
    with pytest.raises(DocumentError, match="该项目为报送后新增"):
        preview.preview_of(filled.fresh(), Section.RESULTS, first)


@pytest.fixture
def failing(monkeypatch) -> list[str]:
    """Every drawing comes to the end of its time; gives what was begun."""
    begun: list[str] = []

    def ended(workplace, job, *, wait):
        begun.append(job["html"])
        begin_costly_work()
        raise DrawingError(-signal.SIGXCPU, "")

    monkeypatch.setattr(drawing_process, "draw", ended)
    return begun


TOO_LONG = "填报内容过多，未能生成 PDF 文件"


def test_what_was_too_long_is_not_tried_at_each_look(filled, failing):
    client, preview_ = browser(filled.preparer), address(filled, Section.NARRATIVE)

    answers = [client.get(preview_, headers=headers) for headers in ({}, SCRIPT, {})]

    assert [(answer.status_code, TOO_LONG in answer.content.decode()) for answer in answers] == [(503, True)] * 3
    assert all(f'href="{preview_}?again=1"' in answer.content.decode() for answer in answers)
    assert (len(failing), CostlyAction.objects.count()) == (1, 1)


def test_one_may_try_it_again_and_it_counts(filled, failing):
    client, preview_ = browser(filled.preparer), address(filled, Section.NARRATIVE)
    client.get(preview_)

    again = client.get(f"{preview_}?again=1")

    assert (again.status_code, again["Location"]) == (302, preview_)
    assert (len(failing), CostlyAction.objects.count()) == (2, 2)


def test_what_succeeds_at_last_is_shown_from_then_on(filled, failing, monkeypatch):
    client, preview_ = browser(filled.preparer), address(filled, Section.NARRATIVE)
    client.get(preview_)
    monkeypatch.undo()

    assert client.get(preview_).status_code == 503
    assert client.get(f"{preview_}?again=1").status_code == 200
    assert client.get(preview_).status_code == 200


def test_a_changed_draft_is_tried_anew(filled, failing):
    client, preview_ = browser(filled.preparer), address(filled, Section.NARRATIVE)
    client.get(preview_)
    facts = facts_of(filled.fresh())
    filled.fill(replace(facts, narrative=replace(facts.narrative, problems="另有一个问题：进度偏慢。")))

    client.get(preview_)

    assert len(failing) == 2


def test_the_whole_document_has_more_time_than_its_preview(filled, failing):
    """What the preview had no time for is tried once for the file; after that the preview knows it too."""
    client, report = browser(filled.preparer), f"/assessments/{filled.assessment.pk}/documents/work-report.pdf"
    client.get(address(filled, Section.NARRATIVE))
    begun = len(failing)

    answers = [client.get(report) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert f'href="{report}?again=1"' in answers[1].content.decode()
    assert len(failing) == begun + 1


def test_a_busy_server_and_a_missing_library_are_not_remembered(filled, monkeypatch, settings, tmp_path):
    client, preview_ = browser(filled.preparer), address(filled, Section.NARRATIVE)
    settings.VAR_DIR = settings.STATE_DIR = tmp_path
    with preview._turn(), preview._turn():
        busy = client.get(preview_)

    assert (busy.status_code, "again=1" in busy.content.decode()) == (503, False)
    assert client.get(preview_).status_code == 200


def test_the_limit_is_said_to_the_script_and_on_the_page(filled, settings):
    settings.COSTLY_PER_HOUR = settings.COSTLY_PER_HOUR | {"preview": 1}
    client = browser(filled.preparer)
    client.get(address(filled, Section.NARRATIVE))

    seen_again = client.get(address(filled, Section.NARRATIVE))
    page, script = (client.get(address(filled, Section.GOALS), headers=headers) for headers in ({}, SCRIPT))

    assert [answer.status_code for answer in (seen_again, page, script)] == [200, 429, 429]
    assert "每人每小时最多生成预览 1 次，您已达到上限" in page.content.decode()
    assert script.content.decode().startswith("每人每小时最多生成预览 1 次")
