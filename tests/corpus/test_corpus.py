"""What the check-up finds in the corpus, and what it says without reason."""

import pytest

from assessments.rules.checks import CODES
from assessments.terms import Severity
from tests.corpus.measure import complaints, corpus, outcome, precision, recall

REPORTS, STYLES = 60, 10  # at least


@pytest.fixture(scope="module")
def outcomes():
    return [outcome(case) for case in corpus()]


def test_the_corpus_is_large_and_mixed(outcomes):
    cases = [one.case for one in outcomes]

    assert len(cases) >= REPORTS
    assert len({case.style for case in cases}) >= STYLES
    assert {case.kind for case in cases} == {"txt", "html", "docx", "pdf"}
    assert sum(not case.codes for case in cases) >= 20
    assert {code for case in cases for code in case.codes} <= set(CODES)


def test_every_seeded_error_has_its_place_in_the_text(outcomes):
    assert [one.case.name for one in outcomes if one.case.codes and not one.is_placed] == []


def test_errors_are_found(outcomes):
    found, seeded = recall(outcomes)

    assert found / seeded >= 0.95, complaints(outcomes)


def test_every_code_is_found_at_least_once(outcomes):
    seeded = {code for one in outcomes for code in one.case.codes}
    found = {finding.code for one in outcomes for finding in one.found}

    assert seeded - found == set()


def test_what_is_said_is_right(outcomes):
    right, said = precision(outcomes)

    assert right / said >= 0.98, complaints(outcomes)


def test_sound_reports_have_no_error(outcomes):
    sound = [one for one in outcomes if not one.case.codes]

    assert [
        (one.case.name, finding.message) for one in sound for finding in one.false if finding.severity is Severity.ERROR
    ] == []


def test_the_corpus_is_the_same_each_time():
    assert [case.paper.blocks for case in corpus()] == [case.paper.blocks for case in corpus()]
