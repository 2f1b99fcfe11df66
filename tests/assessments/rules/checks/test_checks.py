from decimal import Decimal

import pytest

from assessments.rules.checks import CHECKS, Context, run_checks
from assessments.rules.text.similarity import NearCopy
from assessments.schema.pointers import place_of
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Severity
from tests.assessments.rules.checks import cases, cases_of_design, cases_of_fields, cases_of_magnitude, cases_of_results
from tests.assessments.rules.papers import PETITION, bare, paper

CASES = [
    *cases.CASES,
    *cases_of_design.CASES,
    *cases_of_fields.CASES,
    *cases_of_magnitude.CASES,
    *cases_of_results.CASES,
]
BY_CODE = {rule.code: rule for rule in CHECKS}


@pytest.mark.parametrize("case", CASES)
def test_check(case):
    findings = list(BY_CODE[case.code].findings(case.context()))

    assert tuple(finding.path for finding in findings) == case.places
    if case.numbers is not None:
        first = findings[0]
        shown = tuple(
            None if number is None else f"{number:f}" for number in (first.left, first.right, first.difference)
        )
        assert shown == case.numbers


ASKED = "请点“逐段对照”查看，按本单位情况修改；确需相同的，写明原因。"


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (("83.97",), "文字说明有 83% 与甲局相同（界限 80%）。" + ASKED),
        (("80", "99.99", "79.99"), "文字说明与乙局（99%）、甲局（80%）部分相同（界限 80%）。" + ASKED),
        (
            ("81", "82", "83", "84"),
            "文字说明与丁局（84%）、丙局（83%）、乙局（82%）等 4 份报告部分相同（界限 80%）。" + ASKED,
        ),
    ],
)
def test_all_that_a_narrative_is_like_makes_one_finding(shares, words):
    """One finding has one explanation, and its whole percents change only where it matters."""
    names = ("甲局", "乙局", "丙局", "丁局")
    copies = tuple(NearCopy(source=name, similarity=Decimal(share)) for name, share in zip(names, shares, strict=False))

    (finding,) = BY_CODE["K59"].findings(Context(facts=paper(), near_copies=copies))

    assert (finding.message, finding.path) == (words, "/narrative")


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_every_check_is_seen_to_speak_and_to_be_silent(code):
    cases = [param.values[0] for param in CASES if param.values[0].code == code]

    assert {bool(case.places) for case in cases} == {True, False}


def test_codes_are_those_of_this_stage_and_each_stands_once():
    # 50 and 55 read whole reports only.
    numbers = [number for number in (*range(1, 69), *range(71, 76)) if number not in {50, 55}]

    assert [rule.code for rule in CHECKS] == [f"K{number:02}" for number in numbers]


WARNINGS = {
    *(17, 22, 24, 26, 27, 28, 31, 32, 33, 34, 36, 39, 40, 41, 42, 47, 48, 49, 57, 58, 59, 61, 62, 65, 66, 73, 74, 75),
}
HINTS = {29, 35, 37, 38, 51, 52, 54, 60, 63, 72}


def test_severities_are_those_of_the_list_of_checks():
    def codes(severity):
        return {int(rule.code[1:]) for rule in CHECKS if rule.severity is severity}

    assert codes(Severity.WARNING) == WARNINGS
    assert codes(Severity.HINT) == HINTS


def test_a_sound_paper_is_left_alone():
    facts = paper()

    assert run_checks(Context.of_file(facts)) == ()
    assert run_checks(Context(facts=facts, scheme=SCHEME_2020_10, year=2022)) == ()


def test_a_paper_that_says_nothing_lacks_its_date_only():
    assert [(finding.code, finding.path) for finding in run_checks(Context.of_file(bare()))] == [
        ("K64", "/dates/reported")
    ]


def test_the_petition_bureau():
    """What a real report of 2022 contradicts in itself, and nothing else."""
    findings = run_checks(Context.of_file(paper(path=PETITION)))
    codes = [finding.code for finding in findings]

    assert {code: codes.count(code) for code in codes} == {
        **dict.fromkeys(("K01", "K03", "K18", "K28", "K30", "K31", "K36", "K37", "K39", "K41", "K45", "K60"), 1),
        **dict.fromkeys(("K63", "K65"), 1),
        "K17": 4,
        "K25": 4,
        "K38": 2,
        "K42": 2,
    }
    assert findings[0].message == "收入合计 285.87 万元，各项收入来源之和 241.88 万元，相差 43.99 万元，请更正。"
    (slip,) = [finding.message for finding in findings if finding.code == "K60"]
    assert slip.startswith(
        "基本支出与各项之和不一致，可能是笔误：人员经费 145.72 万元，可能应为 143.72 万元（一位数字写错）；"
    )


def spoken():
    return [
        pytest.param(finding, id=f"{finding.code} {finding.path}")
        for param in CASES
        for finding in BY_CODE[param.values[0].code].findings(param.values[0].context())
    ]


@pytest.mark.parametrize("finding", spoken())
def test_every_finding_can_be_shown(finding):
    """Its place is a field of the form, and its message is a Chinese sentence that names no key and no None."""
    assert place_of(finding.path) is not None
    assert finding.message.endswith("。")
    assert not any(word in finding.message for word in ("None", "Decimal", "/", "_"))
    if finding.difference is not None and finding.left is not None and finding.right is not None:
        assert finding.difference > 0
