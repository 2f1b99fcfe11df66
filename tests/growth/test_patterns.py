"""Every regular expression of the code costs linear time, whatever text it is given (SECURITY row 29).

The one place with timing in the suite: ratios of processor time, with a floor against noise, measured again before
they fail. The texts are derived from each pattern's own tree, so a new pattern is held without anybody thinking of it.
"""

import re

import pytest

from tests.growth.measuring import MOST, growth
from tests.growth.patterns import Written, hostile_texts, local_patterns, written_patterns

# Characters; four times as many are tried first. What is quadratic takes 10 ms and more there, even where only each
# twentieth sign begins something; what is linear well below one.
SIZE = 5_000


def repeated(before, body, end):
    return lambda size: before + body * (size // len(body) + 1) + end


def worst(written):
    """The first growth of a pattern over its hostile texts that is too much, with the text; the greatest else."""
    greatest = (0.0, ())
    for case in hostile_texts(written.pattern):
        greatest = max(greatest, (growth(written.run, repeated(*case), SIZE), case))
        if greatest[0] > MOST:
            break
    return greatest


@pytest.mark.parametrize("written", written_patterns(), ids=lambda written: written.place)
def test_a_pattern_is_linear(written):
    ratio, text = worst(written)

    assert ratio <= MOST, f"time(2n) = {ratio:.1f} × time(n) for {text}: {written.pattern.pattern}"


def test_patterns_that_are_known_only_when_they_are_made_are_few():
    """Words in brackets of a text of bounded length, or tables that are measured where they stand."""
    assert sorted(set(local_patterns())) == [
        ("assessments/intake/extraction/words/labels.py", "pattern"),
        ("assessments/rules/checks/text/layout.py", "patterns[heading.level]"),
        ("assessments/rules/checks/text/statements.py", "_TOPIC_WORDS.get(topic, topic)"),
        ("assessments/web/forms/row_actions.py", "re.escape(start) + '([0-9]{1,6})(?:-.*)?'"),
        ("evalsite/accounts/passwords.py", "pattern"),
    ]


BAD = [r"\d+%", r"(?:数|数额|额)*$", r"水\s*(?:为)?\s*分", r"[\d.]+分"]


@pytest.mark.parametrize("pattern", BAD)
def test_the_measure_finds_what_is_not(pattern):
    assert worst(Written("", re.compile(pattern), is_anchored=False))[0] > MOST


@pytest.mark.parametrize("pattern", [r"(?<!\d)\d++%", r"\d{1,20}%", r"(?:数额|数|额){0,6}+$", r"[^。]+。?"])
def test_the_measure_passes_what_is(pattern):
    assert worst(Written("", re.compile(pattern), is_anchored=False))[0] <= MOST


def test_all_patterns_are_found():
    assert len(written_patterns()) > 400
    assert sum(written.is_anchored for written in written_patterns()) > 40
