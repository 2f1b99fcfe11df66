from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.checks import CHECKS, CODES, TEXT_CHECKS, TextContext, run_text_checks
from tests.assessments.rules.checks.cases_of_text import CASES, ENDING, TITLE
from tests.assessments.rules.papers import paper

SEED = Path(__file__).resolve().parents[5] / "shared" / "seed" / "petition-bureau-2022-report.txt"
BY_CODE = {rule.code: rule for rule in TEXT_CHECKS}


@pytest.mark.parametrize("case", CASES)
def test_text_check(case):
    context = case.context()
    findings = list(BY_CODE[case.code].findings(context))

    marked = tuple(context.words(span) for finding in findings for span in finding.spans)
    assert marked == case.marked
    assert all(finding.message.endswith("。") and "None" not in finding.message for finding in findings)


ONLY_IN_FIELDS = {"K57"}


@pytest.mark.parametrize("code", sorted(set(BY_CODE) - ONLY_IN_FIELDS))
def test_every_text_check_is_seen_to_speak_and_to_be_silent(code):
    cases = [param.values[0] for param in CASES if param.values[0].code == code]

    assert {bool(case.marked) for case in cases} == {True, False}


def test_a_code_is_called_the_same_in_both_lists():
    titles = {rule.code: (rule.title, rule.severity) for rule in CHECKS}

    assert [
        rule.code
        for rule in TEXT_CHECKS
        if titles.get(rule.code, (rule.title, rule.severity))
        != (
            rule.title,
            rule.severity,
        )
    ] == []


def test_every_code_of_the_catalogue_is_there():
    assert [f"K{number:02}" for number in range(1, 77)] == list(CODES)


CLEAN = (
    TITLE
    + """一、部门概况
我局负责全县水资源管理，内设机构5个，在职人员32人。
二、自评工作开展情况
（一）组织情况
我局成立自评工作小组，由财务股汇总资金数据，业务股室填报完成情况，经集体研究后形成报告。
（二）评价结果
部门整体自评得分96.5分，等级为“优”。
三、存在的问题
个别项目支付进度偏慢。
四、改进措施
由财务股牵头，2023年6月底前建立按月通报支付进度的制度。
附件：1.部门整体支出绩效自评表
"""
    + ENDING
)


def test_a_clean_report_is_left_alone():
    assert run_text_checks(TextContext(text=CLEAN)) == ()


def test_the_score_of_the_facts_goes_before_words():
    text = "部门整体自评得分100分，指标还不够细化。"
    check = BY_CODE["K28"]

    assert not list(check.findings(TextContext(text=text, facts=paper({"/score": "96"}))))
    placed = TextContext(text=text, facts=paper({"/score": "100"}), places={"/score": ((8, 12),)})
    assert [finding.spans[0] for finding in check.findings(placed)] == [(8, 12)]


def test_a_field_has_neither_title_nor_signature():
    context = TextContext(text="一、甲。三、乙。结果详见下表。", is_field=True)

    assert run_text_checks(replace(context, text="按期完成。")) == ()
    assert list(BY_CODE["K44"].findings(context)) == []


@pytest.mark.skipif(not SEED.exists(), reason="not beside this clone")
def test_the_petition_bureaus_report():
    """What the prose of a real report contradicts in itself, and the words that are marked."""
    text = SEED.read_text(encoding="utf-8")
    found = run_text_checks(TextContext(text=text))
    marked = {
        code: [text[start:end] for finding in found if finding.code == code for start, end in finding.spans]
        for code in sorted({finding.code for finding in found})
    }

    assert list(marked) == [f"K{number}" for number in (28, 30, 43, 44, 45, 47, 48, 50, 51, 52, 53, 54, 55, 64)]
    assert marked["K30"] == ["采购", "资产"]
    assert marked["K45"] == ["2023年11月20日", "2023年11月23日"]
    assert marked["K47"] == ["我委"]
    assert marked["K48"][1:] == ["相关县区", "项目村"]
    assert marked["K50"] == ["(一)", "三、", "（一）", "（一）", "（二）"]
    assert marked["K53"] == ["[bookmark: _GoBack]"]
    assert marked["K64"] == ["2023年11月23日"]


def test_a_form_of_words_that_a_report_repeats_all_over():
    said = "按照年初批复的目标逐项核对完成情况并收集佐证资料。"
    found = list(BY_CODE["K51"].findings(TextContext(text=said * 30)))

    assert [len(finding.spans) for finding in found] == [30]


PIECES = st.sampled_from(
    [
        *("一、", "（一）", "(二)", "三、", "1.", "3、", "第二部分", "附件1", "\n", "。", "，", ",", " ", "\t", "　"),
        *(
            "我局",
            "我委",
            "我会",
            "目标",
            "指标",
            "清晰",
            "不够明确",
            "不足",
            "未发现",
            "部门整体自评得分100分",
            "详见下表：",
        ),
        *(
            "转移支付",
            "0.00万元",
            "0万元",
            "114.5元",
            "形成对下转移支付自评表",
            "2023年3月20日",
            "完成并报送",
            "XX个",
            "[bookmark:",
        ),
        *(
            "立项、设计、施工、竣工、验收",
            "各县区",
            "县财政局",
            "水利局2022年度绩效自评报告",
            "基本支出171.87万元",
            "整改措施",
        ),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_any_text_can_be_checked(text, is_field):
    """Every place lies in the text, and every finding has a place and a sentence."""
    context = TextContext(text=text, facts=paper() if is_field else None, is_field=is_field)
    for finding in run_text_checks(context):
        assert finding.spans
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
        assert finding.message.endswith("。")
