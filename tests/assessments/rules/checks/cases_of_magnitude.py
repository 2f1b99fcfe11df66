"""K74: amounts that look as if another unit had been meant."""

from decimal import Decimal

from assessments.schema.scheme import Thresholds
from tests.assessments.rules.checks.cases import A, B, C, scheme, silent, speaks
from tests.assessments.rules.papers import paper

AMOUNTS = {"/revenue/total": 500, "/expenditure/total": 500, "/expenditure/personnel": Decimal("250.5")}
PROJECTS = {f"{A}/total/adjusted": 120, f"{B}/total/adjusted": 60, f"{C}/total/adjusted": 20}


def times(factor, amounts=None):
    return {pointer: f"{Decimal(amount) * factor:f}" for pointer, amount in (amounts or AMOUNTS | PROJECTS).items()}


STRICT = scheme(thresholds=Thresholds(largest_budget=Decimal("0.05")))

CASES = [
    speaks("K74", "yuan as ten thousands", times(10_000), "/expenditure/total"),
    speaks("K74", "ten thousands as yuan", times(Decimal("0.0001")), "/expenditure/total"),
    speaks("K74", "no expenditure stated", {"/expenditure": {}, "/revenue/total": "5000000"}, "/revenue/total"),
    silent("K74", "as it is", {}),
    silent("K74", "a large department", times(1_000, {"/expenditure/total": 999, "/revenue/total": 999})),
    silent("K74", "nothing stated", {"/expenditure": {}, "/revenue": {}, "/projects": []}),
    silent("K74", "no money at all", {"/expenditure/total": "0", "/revenue/total": "0"}),
    speaks("K74", "against last year", {}, "/expenditure/total", around={"last_year": paper(times(Decimal("0.0001")))}),
    silent("K74", "twenty times last year", {}, around={"last_year": paper(times(Decimal("0.05")))}),
    speaks(
        "K74",
        "per head",
        {"/department/staff_on_post": 2, "/expenditure/personnel": "250.5"},
        "/expenditure/personnel",
    ),
    silent("K74", "well paid", {"/department/staff_on_post": 3, "/expenditure/personnel": "250.5"}),
    speaks("K74", "limits of the round", {}, "/expenditure/total", around=STRICT),
    speaks("K74", "one project", times(10_000, {f"{B}/total/adjusted": 60}), f"{B}/total/adjusted"),
    speaks("K74", "one the other way", times(Decimal("0.0001"), {f"{B}/total/adjusted": 60}), f"{B}/total/adjusted"),
    silent("K74", "a big project", times(1, {f"{A}/total/adjusted": 90_000})),
    silent("K74", "too few", {f"{B}/total/adjusted": "600000", f"{C}/total/adjusted": "0", f"{C}/funding": []}),
]
