from decimal import Decimal

import pytest

from assessments.schema.scheme import PRESETS, Scheme


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_adds_up_to_100_and_knows_its_name(name):
    assert PRESETS[name].full_score == Decimal(100)
    assert PRESETS[name].name == name


def test_a_scheme_without_groups_is_out_of_100():
    assert Scheme(execution=Decimal(20)).full_score == Decimal(100)
    assert Scheme(groups=(("产出指标", Decimal(80)),)).full_score == Decimal(90)
