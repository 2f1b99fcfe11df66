"""Rates and scores that a form states rounded: one rule for the form and for written reports.

Each row changes the sound paper; the checks named are held against what they may say at the pointer: nothing, that two
decimals are wanted ("hint"), or that the figure is wrong ("error").
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.rules.checks import CHECKS, Context
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.rules.papers import SOUND, paper

A, B = "/projects/0", "/projects/1"
BY_CODE = {rule.code: rule for rule in CHECKS}


def rate(executed, stated):
    """Of project B, whose budget is 60."""
    pointer = f"{B}/total/execution_rate"
    return "K08", pointer, {f"{B}/total/executed": executed, f"{B}/funding/0/executed": executed, pointer: stated}


def execution(executed, stated):
    pointer = f"{B}/total/score"
    return "K11", pointer, {f"{B}/total/executed": executed, f"{B}/funding/0/executed": executed, pointer: stated}


def indicator(actual, stated):
    """The first of project B: at least 200, 40 points."""
    pointer = f"{B}/indicators/0/score"
    return "K19", pointer, {f"{B}/indicators/0/actual": actual, pointer: stated}


def total(stated, **changes):
    """Of project B: 9 for its execution, then 36, 24, out of account (10), 5 and 5; 79 of 90 points are 87.78."""
    pointer = f"{B}/score"
    return (
        "K14",
        pointer,
        {f"{B}/{name.replace('__', '/')}": value for name, value in changes.items()} | {pointer: stated},
    )


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (rate("58.125", "96.88"), None),  # 96.875
        (rate("58.125", "96.9"), "hint"),
        (rate("58.125", "97"), "hint"),
        (rate("58.125", "96.8"), "error"),
        (rate("58.125", "96"), "error"),
        (rate("58.125", "96.90"), "error"),  # two decimals are written, and the last one is wrong
        (rate("59.917", "99.9"), "hint"),  # 99.862
        (rate("54.96", "92"), "hint"),  # 91.6
        (rate("54.96", "91"), "error"),
        (rate("54.96", "90"), "error"),
        (rate("54.96", "92.0"), "error"),
        (execution("53.82", "8.97"), None),
        (execution("53.82", "9"), "hint"),
        (execution("53.82", "9.0"), "hint"),
        (execution("53.82", "9.1"), "error"),
        (execution("53.82", "8"), "error"),
        (execution("57.6", "10"), "error"),  # 9.6: full points are for all of it
        (execution("59.8", "10"), "hint"),  # 9.97
        (indicator("143.8", "28.76"), None),
        (indicator("143.8", "28.8"), "hint"),
        (indicator("143.8", "29"), "hint"),
        (indicator("143.8", "28.7"), "error"),
        (indicator("143.8", "28"), "error"),
        (indicator("199", "40"), "error"),  # 39.8: not reached, and full points
        (total("87.78"), None),
        (total("87.8"), "hint"),
        (total("88"), "hint"),
        (total("87.7"), "error"),
        (total("87"), "error"),
        (total("87.80"), "error"),
    ],
    ids=lambda each: f"{each[0]} {list(each[2].values())}" if isinstance(each, tuple) else str(each),
)
def test_half_a_unit_of_the_last_written_digit(case, says):
    code, pointer, changes = case

    found = [each for each in BY_CODE[code].findings(Context.of_file(paper(changes, SOUND))) if each.path == pointer]

    assert [each.severity for each in found] == ([says] if says else [])
    assert all("属四舍五入，请保留两位小数。" in each.message for each in found if says == "hint")


@pytest.mark.parametrize(
    ("rate_", "points", "says"),
    [
        ("97", "9.72", None),  # 97.2 is written 97, too
        ("97", "9.65", None),
        ("97", "9.7", None),
        ("97", "9.76", "error"),
        ("97.00", "9.72", "error"),
        ("97.2", "9.75", "error"),
        ("100", "10", None),
        ("100", "9.94", "error"),
    ],
)
def test_points_for_a_rate_that_stands_without_its_money(rate_, points, says):
    pointer, blank = f"{B}/total/score", dict.fromkeys(("total/adjusted", "total/executed", "funding/0/executed"))
    changes = {f"{B}/{name}": value for name, value in blank.items()}
    changes |= {f"{B}/total/execution_rate": rate_, pointer: points}

    found = [each for each in BY_CODE["K11"].findings(Context.of_file(paper(changes, SOUND))) if each.path == pointer]

    assert [each.severity for each in found] == ([says] if says else [])


# Two scores of project B that are rounded: 28.76 as 28.8 and 9.16 as 9.2; with 24, 5 and 5 of 90 points.
ROUNDED = {
    f"{B}/indicators/0/actual": "143.8",
    f"{B}/indicators/0/score": "28.8",
    f"{B}/total/executed": "54.96",
    f"{B}/funding/0/executed": "54.96",
    f"{B}/total/score": "9.2",
}


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ("80", None),  # of the parts as they are written: 72 of 90
        ("79.91", "hint"),  # of the exact parts: 71.92 of 90
        ("79.9", "hint"),
        ("80.09", "error"),
        ("79.8", "error"),
        ("80.2", "error"),
        ("81", "error"),
    ],
)
def test_a_total_of_rounded_scores(stated, says):
    changes = ROUNDED | {f"{B}/score": stated}

    found = [
        each for each in BY_CODE["K14"].findings(Context.of_file(paper(changes, SOUND))) if each.path == f"{B}/score"
    ]

    assert [each.severity for each in found] == ([says] if says else [])


def test_a_cap_is_not_passed_by_rounding():
    """Less than all was spent: at most 60 points, whatever the parts come to."""
    scheme = replace(SCHEME_2020_10, caps=((Decimal(95), Decimal(60)),))
    facts = paper(ROUNDED | {f"{B}/score": "80"}, SOUND)

    found = BY_CODE["K14"].findings(Context(facts=facts, scheme=scheme))

    assert [each.severity for each in found if each.path == f"{B}/score"] == ["error"]


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (("33.3", "33.3", "33.3"), "hint"),  # a hundred in three equal parts
        (("33.33", "33.33", "33.33"), None),
        (("33.4", "33.3", "33.3"), None),
        (("33.2", "33.3", "33.3"), "error"),
        (("33", "33", "33"), "error"),  # whole points are chosen, not rounded
    ],
)
def test_weights_of_equal_parts(weights, says):
    names = ("0", "1", "2")
    changes = {f"{A}/indicators/{at}/weight": weight for at, weight in zip(names, weights, strict=True)}
    changes |= {f"{A}/indicators/3/weight": "0", f"{A}/indicators/4/weight": "0", f"{A}/total/weight": "0"}
    changes |= {"/scheme": None}

    found = [each for each in BY_CODE["K12"].findings(Context.of_file(paper(changes, SOUND))) if A in (each.path or "")]

    assert [each.severity for each in found] == ([says] if says else [])
