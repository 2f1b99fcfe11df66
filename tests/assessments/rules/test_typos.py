from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.typos import Slip, candidates, equations, failing, slip_between
from assessments.schema.facts import Expenditure
from tests.assessments.rules.papers import PETITION, SOUND, bare, paper


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("145.72", "143.72", Slip.DIGIT),
        ("145.72", "154.72", Slip.SWAPPED),
        ("255", "250.5", Slip.SWAPPED),  # 255.0 for 250.5
        ("28.1", "28.15", Slip.DIGIT),  # 28.10 for 28.15
        ("1457.2", "145.72", Slip.POINT),
        ("1140000", "114", Slip.POINT),  # 元 for 万元
        ("145.7", "1145.7", Slip.DROPPED),
        ("1145.7", "145.7", Slip.ADDED),
        ("145.72", "163.81", None),
        ("145.72", "145.72", None),
        ("4", "6", None),  # too short to tell
        ("40", "4", None),
        ("115.64", "159.63", None),
        ("12345", "54321", None),
    ],
)
def test_slips(written, meant, slip):
    assert slip_between(written, meant) is slip


def figures(found):
    return [(one.pointer, one.written, one.meant, one.slip, one.mends) for one in found]


def test_the_petition_bureau():
    """Nothing explains the revenue; for basic expenditure two figures, but not its total, which would break another."""
    facts = paper(path=PETITION)
    revenue, basic = failing(facts)

    assert (revenue.total, revenue.difference, candidates(facts, revenue)) == ("/revenue/total", Decimal(-439900), [])
    assert figures(candidates(facts, basic)) == [
        ("/expenditure/personnel", "145.72", "143.72", Slip.DIGIT, 1),
        ("/expenditure/operating", "28.15", "26.15", Slip.DIGIT, 1),
    ]


def test_the_slip_that_mends_most_comes_first():
    """500 typed as 550 breaks two sums; only the total mends both."""
    facts = paper({"/revenue/total": "550"}, SOUND)
    found = [candidates(facts, equation) for equation in failing(facts)]

    assert [figures(rows[:1]) for rows in found] == [[("/revenue/total", "550", "500", Slip.DIGIT, 2)]] * 2


def test_every_sum_of_a_sound_paper_holds():
    facts = paper()

    assert failing(facts) == []
    assert [equation.total for equation in equations(facts)][:4] == [
        "/revenue/total",
        "/expenditure/total",
        "/expenditure/basic",
        "/revenue/total",
    ]


def test_a_sum_with_a_gap_is_no_sum():
    assert equations(bare()) == []
    assert equations(paper({"/revenue/lines/0/amount": None}))[0].total == "/expenditure/total"


FEN = st.integers(100_00, 9_999_99)


@given(FEN, FEN, st.data())
def test_a_slip_in_one_figure_is_named(personnel, operating, data):
    """One digit of one figure changed: that figure is among the candidates, with what it was."""
    basic = personnel + operating
    digits = list(str(personnel))
    at = data.draw(st.integers(1, len(digits) - 1))
    digits[at] = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != digits[at]]))
    typed = int("".join(digits))
    stated = Expenditure(basic=Decimal(basic) * 100, personnel=Decimal(typed) * 100, operating=Decimal(operating) * 100)
    facts = replace(bare(), expenditure=stated)
    gap = abs(typed - personnel) > 1

    assert [equation.total for equation in failing(facts)] == (["/expenditure/basic"] if gap else [])
    if gap:
        meant = {one.pointer: Decimal(one.meant) for one in candidates(facts, failing(facts)[0])}
        assert meant["/expenditure/personnel"] == Decimal(personnel).scaleb(-2)
