"""Every demo department's papers, read again: nothing is said that the draft does not say, and nothing is to be taken.

`python -m tests.round_trip` reads every paper of every department in every kind of file, and what LibreOffice makes of
them. Here every third department has two papers in turn, and the one with most in it has all of them as PDF and two as
an office program prints them and saves them again.
"""

from collections import Counter

import pytest

from assessments.reports.papers.department_documents import Source
from tests.round_trip.comparison import outcome
from tests.round_trip.departments import SCHEME, drafts, statements
from tests.round_trip.papers import PAPERS, read_again, read_all
from tests.round_trip.reviews import papers_of_review, source_of

CASES = (*statements()[::3], *drafts()[::3])


def papers_of(case):
    source = Source(facts=case.facts, scheme=SCHEME)
    return [document for document in PAPERS if document.applies(source)]


def in_turn():
    """The whole report and one other paper of each case, in kinds that take turns."""
    for at, case in enumerate(CASES):
        report, *others = papers_of(case)
        yield case, report, ("docx", "html")[at % 2]
        yield case, others[at % len(others)], ("html", "docx")[at % 2]


def fullest():
    """The statement that fills most papers."""
    return max(
        statements(), key=lambda case: (len(papers_of(case)), sum(len(p.indicators) for p in case.facts.projects))
    )


def everything():
    yield from in_turn()
    yield from ((fullest(), document, "pdf") for document in papers_of(fullest()))


@pytest.mark.parametrize(
    ("case", "document", "kind"),
    [pytest.param(*row, id=f"{row[0].name}-{row[1].key}-{row[2]}") for row in everything()],
)
def test_a_paper_says_nothing_that_its_draft_does_not_say(case, document, kind):
    source = Source(facts=case.facts, scheme=SCHEME)
    found = outcome(case, document, kind, read_again(document, source, kind), Counter())

    assert (found.extra, found.new) == (Counter(), ()), str(found)


@pytest.mark.parametrize(("at", "kind"), [(0, "docx"), (12, "html")])
def test_papers_of_a_review_say_nothing_of_their_own(at, kind):
    case = CASES[at]
    source = source_of(case)
    papers = papers_of_review(source)

    found = [outcome(case, document, kind, read_again(document, source, kind), Counter()) for document in papers]

    assert len(found) == 5
    assert "".join(map(str, (each for each in found if not each.is_same))) == ""


@pytest.mark.parametrize("kind", ["docx-pdf", "docx-docx"])
def test_an_office_program_changes_nothing_of_what_is_said(kind):
    case = fullest()
    chosen = [document for document in papers_of(case) if document.key in {"report", "project-forms"}]

    papers = read_all(chosen, Source(facts=case.facts, scheme=SCHEME), kind)

    for document, paper in zip(chosen, papers, strict=True):
        found = outcome(case, document, kind, paper, Counter())
        assert (found.extra, found.new) == (Counter(), ()), str(found)


def test_a_form_without_its_day_is_told_so_also_as_a_page_of_an_office_program():
    """The watermark in the head of each page is no picture that might hold the missing day."""
    case = next(case for case in drafts() if case.facts.dates.reported is None)
    source = Source(facts=case.facts, scheme=SCHEME)
    forms = [document for document in papers_of(case) if document.key in {"department-form", "summary"}]

    papers = read_all(forms, source, "docx-html")

    wanted = Counter({("K64",): 1})
    found = [outcome(case, *pair, wanted) for pair in zip(forms, ["docx-html"] * 2, papers, strict=True)]
    assert [one.missing for one in found] == [Counter(), Counter()]


def test_an_answer_to_a_notice_is_no_report_also_as_an_office_program_prints_it():
    """Its title goes on in a second line."""
    case = statements()[1]
    source = source_of(case)
    (reply,) = (document for document in papers_of_review(source) if "reply" in document.key)

    (paper,) = read_all([reply], source, "docx-pdf")

    assert str(outcome(case, reply, "docx-pdf", paper, Counter())).splitlines() == [f"{case.name} {reply.key} docx-pdf"]
