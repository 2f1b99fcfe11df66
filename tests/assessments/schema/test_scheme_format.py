import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from assessments.schema.scheme import PRESETS, SCHEME_2020_10, OverFulfilment, Thresholds
from assessments.schema.scheme_format import from_json, to_json
from tests.assessments.rules.strategies import SCHEMES


@pytest.mark.parametrize("scheme", PRESETS.values(), ids=PRESETS)
def test_a_preset_survives_a_json_column(scheme):
    assert from_json(json.loads(json.dumps(to_json(scheme)))) == scheme


@given(SCHEMES)
def test_any_scheme_survives_a_json_column(scheme):
    assert from_json(json.loads(json.dumps(to_json(scheme)))) == scheme


def test_what_a_county_set_itself_survives():
    own = replace(
        SCHEME_2020_10,
        name="本县2025年度方案",
        over_fulfilment=OverFulfilment.FIXED,
        over_fulfilment_deduction=Decimal("1.5"),
        caps=((Decimal(80), Decimal(89)),),
        thresholds=Thresholds(shortest_reason=30, over_fulfilment=Decimal("33.3")),
    )

    assert from_json(json.loads(json.dumps(to_json(own)))) == own


def test_no_number_is_stored_as_a_float():
    assert to_json(SCHEME_2020_10)["groups"] == [["产出指标", "50"], ["效益指标", "30"], ["满意度指标", "10"]]
    assert to_json(SCHEME_2020_10)["thresholds"]["over_fulfilment"] == "30"
    assert to_json(SCHEME_2020_10)["thresholds"]["shortest_reason"] == 20


def test_thresholds_come_and_go_with_the_years():
    """A round that was opened before a threshold existed has its default; one that is gone is passed over."""
    stored = to_json(SCHEME_2020_10)
    stored["thresholds"] = {"shortest_reason": 5, "a_threshold_of_old": "7"}

    assert from_json(stored).thresholds == Thresholds(shortest_reason=5)


def test_half_a_scheme_is_refused():
    with pytest.raises(KeyError):
        from_json({"name": "甲"})
