"""Lists that name all their parts, in the habits of several kinds of office."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.opening import pasted

HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"


def levels(text):
    return {
        one.code: one.severity.name for one in check_document(pasted(HEAD + text + "\n")).findings if one.code != "K64"
    }


@pytest.mark.parametrize(
    ("text", "was", "instead", "found"),
    [
        (
            "支出预算520万元，其中：人员支出350万元，公用支出50万元，对个人和家庭的补助支出20万元，项目支出100万元。",
            "20万元，项",
            "80万元，项",
            {"K69": "WARNING"},
        ),
        (
            "2023年资金总体支出500万元，其中，基本支出300万元，项目支出200万元，其他支出0万元。",
            "200",
            "210",
            {"K02": "ERROR", "K60": "HINT"},
        ),
    ],
)
def test_a_complete_list(text, was, instead, found):
    assert levels(text) == {}
    assert levels(text.replace(was, instead)) == found
