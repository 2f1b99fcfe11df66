"""Amounts that are told twice."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reading import read_pasted

HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"
FIRST = "2023年度部门整体支出1,284.68万元，其中：基本支出685.46万元，项目支出599.22万元。\n"


def told(text):
    checked = check_document(read_pasted(HEAD + FIRST + text + "\n"))
    return [
        [checked.document.text[start:end] for start, end in finding.spans]
        for finding in checked.findings
        if finding.code == "K57"
    ]


@pytest.mark.parametrize("again", ["685.64", "658.46", "685.45", "68.546", "6985.46"])
def test_a_slip_in_a_repeated_amount_is_told(again):
    sentence = f"基本支出{again}万元，是指保障单位运转的支出。"

    assert told(sentence) == [[f"基本支出{again}万元", "基本支出685.46万元"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "基本支出685.46万元，是指保障单位运转的支出。",
        "基本支出702.13万元，是指保障单位运转的支出。",
        "年初预算批复基本支出685.64万元。",
        "基本支出约685.5万元。",
    ],
    ids=["the same", "another amount", "another plan", "about"],
)
def test_what_may_be_another_fact_is_left_alone(sentence):
    assert told(sentence) == []
