"""The sentence about all findings says what is so, and nothing better."""

import itertools

import pytest

from assessments.rules.verdict import Ending, verdict
from assessments.terms import Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT
OPEN, EXPLAINED, EXEMPT = Ending


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "各项校验未发现错误、警告和提示。"),
        ([(W, EXPLAINED)] * 3, "校验结果：警告 3 条（3 条已说明）。"),
        ([(W, OPEN), (W, EXPLAINED), (W, EXEMPT)], "校验结果：警告 3 条（1 条待说明，1 条已说明，1 条已豁免）。"),
        ([(E, OPEN), (H, OPEN), (H, OPEN)], "校验结果：错误 1 条（1 条待更正）；提示 2 条，供核对。"),
        ([(E, EXEMPT)], "校验结果：错误 1 条（1 条已豁免）。"),
    ],
)
def test_the_sentence(found, sentence):
    assert verdict(found) == sentence


@pytest.mark.parametrize("found", [[pair] for pair in itertools.product(Severity, Ending)])
def test_nothing_is_called_clean_over_a_finding(found):
    assert "未发现" not in verdict(found)
    assert found[0][0].label in verdict(found)
