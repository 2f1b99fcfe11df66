"""Any consistent facts in any style are left alone, and any one figure that is changed is found.

CORPUS_EXAMPLES=5000 looks longer than a usual run does.
"""

import os
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.intake.findings import check_document
from assessments.rules.checks import Context, run_checks
from assessments.terms import Severity
from tests.corpus.measure import overlaps, placed
from tests.corpus.paper import span_of
from tests.corpus.pen import any_pen
from tests.corpus.slips import slips, smallest
from tests.corpus.story import tell
from tests.corpus.styles import STYLES

EXAMPLES = os.environ.get("CORPUS_EXAMPLES")
LONG = settings(
    max_examples=int(EXAMPLES or 200),
    derandomize=EXAMPLES is None,
    suppress_health_check=[HealthCheck.too_slow],
)
SEEDS = st.integers(0, 2**32)


def errors(document):
    return [finding for finding in check_document(document).findings if finding.severity is Severity.ERROR]


@given(seed=SEEDS, full_marks=st.booleans())
@LONG
def test_stories_hold_together(seed, full_marks):
    """By the rules for facts. 项目支出 is of the final accounts, where K05 holds budgets; kinds are left out at will."""
    random = Random(seed)
    story = tell(random, any_pen(random), full_marks=full_marks)

    found = run_checks(Context.of_file(story.facts))
    assert {finding.code for finding in found if finding.severity is Severity.ERROR} <= {"K05"}


@given(style=st.sampled_from(sorted(STYLES)), seed=SEEDS, kind=st.sampled_from(["html", "docx", "txt"]))
@LONG
def test_a_sound_report_has_no_error(style, seed, kind):
    _, _, paper = STYLES[style](Random(seed))

    assert [finding.message for finding in errors(paper.read_from(kind))] == []


@given(style=st.sampled_from(sorted(STYLES)), seed=SEEDS, by_little=st.booleans())
@LONG
def test_one_changed_figure_is_found(style, seed, by_little):
    random = Random(seed)
    _, _, paper = STYLES[style](random)
    figure = random.choice(paper.figures())
    by_little = by_little and "K57" not in figure.codes  # an amount told again is held to slips of one digit
    text = (smallest(figure) if by_little else None) or random.choice(slips(figure))
    changed = paper.with_figure(figure, text)
    document = changed.read_from("html")
    span = span_of(document, changed, *placed(changed, figure, len(text)))

    found = [finding for finding in check_document(document).findings if finding.code in figure.codes]
    assert any(overlaps(finding, [span]) for finding in found), f"{figure.text} -> {text}: {sorted(figure.codes)}"
