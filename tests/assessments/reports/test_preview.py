"""What a section shows of the report, and what its pages are told apart by."""

from dataclasses import replace
from threading import Timer

import pytest

from assessments.reports import preview
from assessments.reports.document.model import Paragraph
from assessments.reports.papers.department_documents import Source, whole_report
from assessments.reports.pdf.joined_pages import pages_of
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.preview import PreviewBusyError, previewed
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Section
from tests.assessments.reports.sample import SAMPLE

SOURCE = Source(facts=SAMPLE, scheme=SCHEME_2020_10)
WHOLE = whole_report(SOURCE)
NAMES = [project.name for project in SAMPLE.projects]
TEXT = [Section.OVERVIEW, Section.FINANCE, Section.NARRATIVE, Section.RECTIFICATION, Section.ATTACHMENTS]


@pytest.mark.parametrize("section", TEXT)
def test_most_sections_show_the_text_of_the_report(section):
    shown = previewed(SOURCE, section)

    assert shown == replace(WHOLE, sheets=())


def test_goals_and_the_list_of_projects_show_their_form_as_it_is_enclosed():
    assert previewed(SOURCE, Section.GOALS).sheets == (WHOLE.sheets[0],)
    assert previewed(SOURCE, Section.PROJECTS).sheets == (WHOLE.sheets[-1],)
    assert previewed(SOURCE, Section.GOALS).title == WHOLE.sheets[0].title


@pytest.mark.parametrize("section", [Section.FUNDING, Section.RESULTS])
@pytest.mark.parametrize("place", range(len(NAMES)))
def test_a_project_shows_its_own_forms_and_no_other(section, place):
    shown = previewed(SOURCE, section, place)

    theirs = [sheet for sheet in WHOLE.sheets if sheet.subject == NAMES[place]]
    assert list(shown.sheets) == theirs
    assert (shown.blocks, shown.signature) == ((), None)


def test_the_sample_has_projects_with_and_without_money_from_above():
    numbers = {len(previewed(SOURCE, Section.RESULTS, place).sheets) for place in range(len(NAMES))}
    assert numbers == {1, 2}


def test_two_projects_of_one_name_are_not_mixed_up():
    twins = tuple(replace(project, name="同名项目") for project in SAMPLE.projects)
    source = replace(SOURCE, facts=replace(SAMPLE, projects=twins))

    shown = [previewed(source, Section.RESULTS, place).sheets for place in range(len(twins))]

    assert [sheets[0].label for sheets in shown] == [sheet.label for sheet in WHOLE.sheets[1 : 1 + len(twins)]]
    own = [sheets[1] for sheets in shown if len(sheets) == 2]
    assert own == list(whole_report(source).sheets[1 + len(twins) : -1])


def test_without_transfers_of_the_department_a_project_has_one_form():
    source = replace(SOURCE, facts=replace(SAMPLE, transfers=None))
    assert {len(previewed(source, Section.RESULTS, place).sheets) for place in range(len(NAMES))} == {1}


def marks(report) -> list[str]:
    return [page.mark for page in pages_of(render_pdf(report, draft=True))]


def test_a_change_on_the_last_page_leaves_the_others_their_marks():
    text = previewed(SOURCE, Section.NARRATIVE)
    changed = replace(text, signature=replace(text.signature, remarks=("饕餮",)))

    before, after = marks(text), marks(changed)

    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]


def test_a_changed_letter_changes_the_mark():
    text = replace(previewed(SOURCE, Section.NARRATIVE), enclosures=(), signature=None)
    pages = [marks(replace(text, blocks=(Paragraph(words),))) for words in ("预算", "预祘", "预算")]

    assert pages[0] == pages[2] != pages[1]


def test_pages_are_told_with_their_size_and_headings():
    upright, wide = (
        pages_of(render_pdf(previewed(SOURCE, each), draft=True)) for each in (Section.GOALS, Section.PROJECTS)
    )

    assert [(page.width, page.height) for page in (upright[0], wide[0])] == [(595, 842), (842, 595)]
    assert wide[0].headings == (WHOLE.sheets[-1].title,)


@pytest.mark.parametrize(
    ("section", "heading"),
    [
        (Section.OVERVIEW, "绩效自评开展情况"),
        (Section.FINANCE, "部门预算安排及资金使用情况"),
        (Section.NARRATIVE, "绩效自评工作组织开展情况"),
        (Section.RECTIFICATION, "存在的主要问题"),
    ],
)
def test_the_text_opens_where_the_section_stands(section, heading):
    pages = pages_of(render_pdf(previewed(SOURCE, section), draft=True))

    first = preview._first(pages, section)

    assert any(text.endswith(heading) for text in pages[first - 1].headings)


def test_papers_are_named_at_the_end():
    pages = pages_of(render_pdf(previewed(SOURCE, Section.ATTACHMENTS), draft=True))
    assert preview._first(pages, Section.ATTACHMENTS) == len(pages)


def test_no_more_are_drawn_at_a_time_than_may_be(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    with preview._turn(), preview._turn(), pytest.raises(PreviewBusyError), preview._turn():
        pytest.fail("a third one")
    with preview._turn():
        pass


def test_a_turn_is_waited_for(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    with preview._turn():
        other = preview._turn()
        Timer(0.2, other.close).start()
        with preview._turn(patience=5):
            assert other.closed


def test_a_drawing_that_fails_gives_its_turn_back(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    for _ in range(preview.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), preview._turn():
            raise ZeroDivisionError
