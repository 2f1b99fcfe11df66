"""What a finding shows: figures with two decimals, and the name of the project or the indicator that it concerns."""

import re

import pytest

from assessments.schema.pointers import project_pointer, value_at
from tests.assessments.rules.checks.test_checks import BY_CODE, CASES

# Sums of a whole project or department: they stand at the first indicator that could be wrong.
OF_SUMS = {"K12"}


def spoken():
    for param in CASES:
        case = param.values[0]
        for finding in BY_CODE[case.code].findings(case.context()):
            yield pytest.param(case.context(), finding, id=f"{param.id} {finding.path}")


@pytest.mark.parametrize(("context", "finding"), list(spoken()))
def test_a_finding_shows_two_decimals_and_names_what_it_concerns(context, finding):
    figures = [number for number in (finding.left, finding.right, finding.difference) if number is not None]
    own_words = re.sub("“[^”]*”", "", finding.message)

    if "元" not in own_words:  # money is exact
        assert [number for number in figures if -number.as_tuple().exponent > 2] == []
        assert re.findall(r"[0-9]\.[0-9]{3,}", own_words) == []
    assert [name for name in names(context.facts, finding) if name not in finding.message] == []


def names(facts, finding):
    """The project and the indicator in which the place lies, as far as they have a name."""
    project = re.match(r"/projects/([0-9]+)/", finding.path or "")
    if project:
        yield value_at(facts, project_pointer(int(project[1]))).name
    indicator = re.match(r"(.*/indicators/[0-9]+)/", finding.path or "")
    if indicator and finding.code not in OF_SUMS:
        yield value_at(facts, indicator[1]).name
