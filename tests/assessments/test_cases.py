"""Papers that were once judged wrongly, each with what is right: findings that must come, and codes that must not."""

from pathlib import Path

import pytest

from assessments.exchange.file_format import read
from assessments.intake.loader import check_report
from assessments.rules.checks import Context, run_checks
from assessments.terms import Severity

CASES = Path(__file__).resolve().parents[1] / "data/cases"
E, W = Severity.ERROR, Severity.WARNING
P = "/projects/0/indicators"

# file: (code, severity, place) of every error, and of the warnings that matter here; codes that must not speak.
FILES = {
    "18-scores-rounded-as-written": (set(), {"K08", "K11", "K14", "K19"}),
    "19-one-score-missing-total-too-high": ({("K14", E, "/projects/0/score")}, set()),
    "20-percent-as-number-of-people": (
        {("K20", E, f"{P}/0/actual"), ("K20", E, f"{P}/1/actual"), ("K20", E, f"{P}/2/target")},
        set(),
    ),
    "late-date-full-marks": ({("K73", W, f"{P}/2/score")}, set()),
    "unit-square-metres": ({("K19", E, f"{P}/0/score")}, set()),
    "unit-wan-renci": ({("K19", E, f"{P}/0/score")}, set()),
    "amounts-in-yuan": ({("K74", W, "/expenditure/total")}, set()),
}


@pytest.mark.parametrize("name", FILES)
def test_a_paper_is_judged_rightly(name):
    due, silent = FILES[name]
    found = run_checks(Context.of_file(read((CASES / f"{name}.json").read_text())))

    told = {(each.code, each.severity, each.path) for each in found}
    assert due <= told
    assert {each for each in told if each[1] is E} == {each for each in due if each[1] is E}
    assert not {code for code, severity, _ in told if severity is not Severity.HINT} & silent


# A written report: its errors and warnings with the words that each finding points at first.
REPORTS = {
    "01-levels-in-other-words": [
        ("K69", E, "全年下达资金812.5万元"),
        ("K69", E, "全年下达资金640万元"),
        ("K69", E, "全年到位资金905万元"),
        ("K69", E, "共投入资金720万元"),
    ],
    "02-list-in-next-sentence": [("K69", W, "2023年共安排资金460万元")],
    "03-total-behind-the-list": [
        ("K69", W, "共计安排资金464万元"),
        ("K69", W, "合计下达464万元"),
        ("K69", W, "合计464万元"),
    ],
    "04-rates-in-other-words": [
        ("K08", E, "资金到位率100%"),
        ("K08", E, "资金支付率85%"),
        ("K08", E, "实际执行率为96%"),
        ("K08", E, "预算执行率92%"),
        ("K08", E, "支付率88%"),
    ],
    "rate-in-words": [("K08", E, "预算执行率为百分之九十五")],
    "05-targets-in-prose": [
        ("K22", W, "机耕道硬化任务数为40公里"),
        ("K22", W, "补助农户目标200户"),
        ("K70", W, "机耕道硬化任务数为40公里，实际完成58公里，完成率120%"),
        ("K70", W, "补助农户目标200户，实际补助350户，实际补助数超任务42%"),
        ("K75", W, "各项指标均已完成"),
    ],
    "10-result-with-a-bound-word": [],
    "07-counts": [("K76", W, "本单位核定编制46人"), ("K76", W, "2023年共实施9个")],
    "project-counts": [("K76", W, "2023年度实施项目15个")],
    "06-same-amount-stated-twice": [
        ("K57", W, "18号文件下达种粮补贴资金263万元"),
        ("K57", W, "省级资金69万元"),
    ],
    "08-rate-of-subsidy-is-no-part": [],
    "11-scoring-rule-is-no-problem": [],
    "09-two-lists-run-together": [],
    "12-whole-office-form-with-other-label": [("K08", E, "100%"), ("K09", E, "236.15")],
    "13-twenty-points-for-execution": [],
    "14-number-that-cannot-be-read": [("K67", E, "3,2.05,1")] * 4,
    "15-other-sign-for-equal": [("K19", E, "40"), ("K19", E, "30")],
    "16-named-indicator-left-blank": [
        ("K25", E, "指标2：问题产品处置率"),
        ("K25", E, "指标3：单批次抽检成本"),
    ],
    "forms-and-summary": [("K32", W, "50"), ("K32", W, "50")],
    "indicators-twice": [],
    "picture-of-table": [],
    "17-hints-of-the-form-left": [("K53", E, "（120字以内）")],
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_judged_rightly(name):
    (path,) = CASES.glob(f"{name}.*")
    checked = check_report(path.read_bytes(), path.name)

    told = [
        (each.code, each.severity, checked.document.text[slice(*each.spans[0])])
        for each in checked.result.findings
        if each.severity is not Severity.HINT
    ]

    assert told == REPORTS[name]


def test_every_file_is_used():
    assert {path.stem for path in CASES.iterdir()} == set(FILES) | set(REPORTS)
