"""Whatever the size of a paper: what holds together is left alone, and one wrong figure is found."""

import copy
import json
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange.file_format import read
from assessments.rules.checks import Context, run_checks
from assessments.terms import Severity
from tests.assessments.rules.consistent import papers
from tests.assessments.rules.strategies import FACTS

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def errors(content):
    findings = run_checks(Context.of_file(read(json.dumps(content))))
    return {(finding.code, finding.path) for finding in findings if finding.severity is Severity.ERROR}


@SLOW
@given(papers())
def test_a_consistent_paper_has_no_error(content):
    assert errors(content) == set()


# Stated figure -> the check that holds it against its parts.
FIGURES = {
    "/revenue/total": "K01",
    "/revenue/lines/0/amount": "K01",
    "/expenditure/total": "K02",
    "/expenditure/basic": "K03",
    "/expenditure/personnel": "K03",
    "/expenditure/operating": "K03",
    "/expenditure/projects": "K05",
    "/expenditure/year_end_balance": "K04",
    "/project_totals/initial": "K05",
    "/project_totals/adjusted": "K05",
    "/project_totals/executed": "K05",
    "/project_totals/by_fund/0/amount": "K06",
    "/projects/0/funding/0/initial": "K07",
    "/projects/0/total/adjusted": "K07",
    "/projects/0/total/executed": "K07",
    "/projects/0/total/execution_rate": "K08",
    "/projects/0/total/score": "K11",
    "/projects/0/indicators/0/weight": "K12",
    "/projects/0/indicators/0/score": "K19",
    "/projects/0/score": "K14",
}
COUNTS = {
    "/project_totals/by_fund/0/count": "K06",
    "/project_totals/by_grade/优": "K16",
    "/project_totals/by_completion/full": "K18",
}


def changed(content, pointer, change):
    content = copy.deepcopy(content)
    *holders, last = pointer[1:].split("/")
    holder = content
    for step in holders:
        holder = holder[int(step) if isinstance(holder, list) else step]
    holder[last] = change(holder[last])
    return content


@settings(SLOW, max_examples=100)
@given(papers(), st.sampled_from(sorted(FIGURES)), st.decimals("0.02", 900, places=2))
def test_one_changed_figure_is_found(content, pointer, more):
    found = errors(changed(content, pointer, lambda figure: str(Decimal(figure) + more)))

    assert FIGURES[pointer] in {code for code, _ in found}


@SLOW
@given(papers(), st.sampled_from(sorted(COUNTS)), st.integers(1, 5))
def test_one_changed_count_is_found(content, pointer, more):
    found = errors(changed(content, pointer, lambda count: count + more))

    assert COUNTS[pointer] in {code for code, _ in found}


@SLOW
@given(papers(), st.sampled_from(["/revenue/total", "/expenditure/basic", "/projects/0/score"]))
def test_a_hundredth_of_rounding_is_left_alone(content, pointer):
    rounded = changed(content, pointer, lambda figure: str(Decimal(figure) + Decimal("0.01")))
    codes = {code for code, path in errors(rounded) if path == pointer}

    assert codes <= {"K13"}  # 100 points and a hundredth are still too many


@SLOW
@given(FACTS)
def test_any_facts_can_be_checked(facts):
    for finding in run_checks(Context.of_file(facts)):
        assert finding.path is not None
        assert finding.message
