"""What goes out as plain values comes back as it was, to the last digit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.exchange.file_format import read
from assessments.rules.findings import Finding
from assessments.schema.facts import Facts
from assessments.schema.plain_values import plain, restored
from assessments.schema.scheme import PRESETS, Scheme
from assessments.terms import Severity
from tests.assessments.rules.strategies import FACTS

EXAMPLES = Path(__file__).parents[2] / "data"


def through_json(kind, value):
    return restored(kind, json.loads(json.dumps(plain(value))))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_facts_come_back(path):
    facts = read(path.read_bytes())
    back = through_json(Facts, facts)

    assert (back, dict(back.written)) == (facts, dict(facts.written))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(FACTS)
def test_any_facts_come_back(facts):
    assert through_json(Facts, facts) == facts


@pytest.mark.parametrize("name", PRESETS)
def test_schemes_come_back(name):
    assert through_json(Scheme, PRESETS[name]) == PRESETS[name]


@pytest.mark.parametrize("digits", ["1.10", "0", "-0.000", "12345678901234567890.123456789", "1E+3"])
def test_decimals_keep_their_digits(digits):
    finding = Finding(code="K01", severity=Severity.ERROR, message="不等", left=Decimal(digits))

    assert str(through_json(Finding, finding).left) == digits
    assert str(through_json(Inner, Inner(Decimal(digits))).amount) == digits


@dataclass(frozen=True)
class Inner:
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Record:
    day: date | None = None
    pairs: tuple[tuple[str, int | None], ...] = ()
    places: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    flag: bool = False
    inner: Inner | None = None


FULL_RECORD = Record(
    date(2024, 2, 29), (("优", 1), ("良", None)), MappingProxyType({"/a": ((1, 2), (3, 4))}), flag=True
)


@pytest.mark.parametrize("record", [Record(), FULL_RECORD, replace(FULL_RECORD, inner=Inner())])
def test_every_shape_comes_back(record):
    assert through_json(Record, record) == record


def test_what_stands_at_its_default_is_left_out():
    assert plain(Record(flag=True)) == {"flag": True}


@pytest.mark.parametrize("value", [1.5, b"a", object()])
def test_what_no_record_holds_is_refused(value):
    with pytest.raises(TypeError):
        plain(value)


@pytest.mark.parametrize(
    "stored", [{"flag": 1}, {"flag": "true"}, {"day": "soon"}, {"pairs": [["优"]]}, {"other": 1}, {"pairs": 5}]
)
def test_what_is_no_record_is_refused(stored):
    with pytest.raises((KeyError, TypeError, ValueError)):
        restored(Record, stored)
