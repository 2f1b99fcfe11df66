"""How every message of a check is written: what is wrong, and what its reader is asked for, in neutral words."""

import re

import pytest

from assessments.rules.checks import CHECKS, TEXT_CHECKS
from assessments.rules.checks.catalogue import catalogue
from assessments.terms import Severity
from tests.assessments.rules.checks import cases, cases_of_design, cases_of_fields, cases_of_text

_PUT_RIGHT = "请[^。]*?(?:更正|填写|补填|补选|补写|修改|保留两位小数)|删去|留空|的填 0"
_EXPLAINED = "写明[^。]*?(?:原因|情况|改进措施|哪个指标)"
_LOOKED_AT = "请[^。]*?(?:核对|更正|遮蔽|保留两位小数)"
# The end of a message asks for what its weight asks for. A hint may have more to say after it.
ENDINGS = {
    Severity.ERROR: re.compile(rf"(?:{_PUT_RIGHT}|{_EXPLAINED})[^。]*。(?:[^。]*。)?$"),
    Severity.WARNING: re.compile(rf"{_EXPLAINED}[^。]*。(?:[^。]*。)?$"),
    Severity.HINT: re.compile(rf"{_LOOKED_AT}[^。]*。$"),
}
FAULTS = {
    "blames": re.compile("却|为何|疑为|照抄|谁|做得|花得|分不清|成风|独大|空洞|无从|没有意义|不知道|是否沿用"),
    "more than two decimals": re.compile(r"\d\.\d{3,}\s*(?:%|个百分点|分)"),
    "a comma between quotations": re.compile("”、“"),
    "spaces in a date": re.compile(r"\d\s+年\s*\d|年\s+\d+\s*月|月\s+\d+\s*日"),
    "a dash for a range": re.compile("–"),
    "two words for one request": re.compile("改正|改写|请说明|请补标|请补设|请拆分"),
    "none at all": re.compile("None"),
}


def faults(message: str, severity: Severity) -> list[str]:
    found = [name for name, pattern in FAULTS.items() if pattern.search(_own_words(message))]
    return found if ENDINGS[severity].search(message) else [*found, "asks for nothing"]


def _own_words(message: str) -> str:
    """Without what is quoted from the paper, which is written as it was; the marks of quotation stay."""
    return re.sub("“[^”]*”", "“”", message)


def spoken():
    facts = {rule.code: rule for rule in CHECKS}
    prose = {rule.code: rule for rule in TEXT_CHECKS}
    of_form = [*cases.CASES, *cases_of_design.CASES, *cases_of_fields.CASES]
    for rules, params in ((facts, of_form), (prose, cases_of_text.CASES)):
        for param in params:
            case = param.values[0]
            for finding in rules[case.code].findings(case.context()):
                yield pytest.param(finding, id=f"{finding.code} {param.id}")


@pytest.mark.parametrize("finding", list(spoken()))
def test_every_message_is_neutral_and_asks_for_what_its_weight_asks_for(finding):
    assert (finding.message, faults(finding.message, finding.severity)) == (finding.message, [])


@pytest.mark.parametrize(
    ("message", "severity", "found"),
    [
        ("得分 12 分，超过最高 10 分。", Severity.ERROR, ["asks for nothing"]),
        ("得分 12 分，请核对。", Severity.ERROR, ["asks for nothing"]),
        ("名称相同，请更正。", Severity.WARNING, ["asks for nothing"]),
        ("名称相同。", Severity.HINT, ["asks for nothing"]),
        ("是成本指标，却用“≥”，请更正。", Severity.ERROR, ["blames"]),
        ("执行率 97.9444%，请更正。", Severity.ERROR, ["more than two decimals"]),
        ("高出 5.2111 个百分点，请更正。", Severity.ERROR, ["more than two decimals"]),
        ("写有“甲”、“乙”，请更正。", Severity.ERROR, ["a comma between quotations"]),
        ("晚于 2023 年 10 月，请更正。", Severity.ERROR, ["spaces in a date"]),
        ("应为 80%–100%，请更正。", Severity.ERROR, ["a dash for a range"]),
        ("请更正，改正后报送。", Severity.ERROR, ["two words for one request"]),
    ],
)
def test_a_message_that_is_written_otherwise_is_found(message, severity, found):
    assert faults(message, severity) == found


# Titles are topics: one that says what must be the case means the opposite beside the word 错误 ("错误：收支平衡").
_SLOGANS = re.compile("有序|完整$|平衡$|匹配$|唯一$|一致$|却|独大|空洞|被改|落空|缺失|逾期$|完成无")


def test_titles_of_checks_are_topics():
    titles = {entry.code: entry.title for entry in catalogue()}
    asking = {code for code, title in titles.items() if "是否" in title}

    assert {code: title for code, title in titles.items() if _SLOGANS.search(title) and code not in asking} == {}
