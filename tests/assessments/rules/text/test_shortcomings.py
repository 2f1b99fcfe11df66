"""Where a text says that something falls short, and where it only tells how points are given."""

import pytest

from assessments.rules.text.shortcomings import admitted


def words(text):
    return [text[slice(*span)] for span in admitted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "评分标准：目标申报4分，缺一项扣0.5分，目标不规范扣1分，扣完为止；资金管理6分，拨付不及时扣2分。",
        "评分细则：制度不健全的扣1分，扣完为止。",
        "资料归档不规范的，每处扣0.5分，扣完为止。",
        "发现一次公示不及时，扣1分，最多扣3分。",
        "内控制度不完善，此项不得分；制度健全得3分。",
        "制度健全得3分，不健全得0分。",
        "预算编制不合理、不细化的酌情扣分。",
        "扣分标准：资金使用不合理每发生一起扣2分。",
        "指标解释：考核支出进度，进度滞后扣1至3分。",
        "满分5分，合同管理不规范一项扣1分。",
        "评价要点：管护措施到位得5分，基本到位得3分，不到位得0分。",
        "计分规则 台账缺乏扣1分",
        "若资料报送不及时，每逾期一天扣0.1分。",
    ],
)
def test_a_rule_for_points_admits_nothing(text):
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("资金拨付不及时，扣2分，得8分。", "不及时"),
        ("因台账不规范扣1分，自评得分9分。", "不规范"),
        ("该项满分10分，自评8分，扣分原因是项目进度滞后，扣2分。", "滞后"),
        ("部分制度不健全，已扣1分。", "不健全"),
        ("部分项目资料归档不规范。评分标准为每处扣0.5分。", "不规范"),
        ("按照评分标准，因支出进度偏慢扣2分。", "偏慢"),
        ("绩效目标不明确，扣0.5分。", "不明确"),
        ("主要扣分项：一是内控不完善扣1分。", "不完善"),
        ("存在管护不到位的问题，扣1分。", "不到位"),
        ("由于前期工作滞后，工期延误，每月支出偏低。", "滞后"),
    ],
)
def test_points_that_were_lost_admit_something(text, found):
    assert words(text)[:1] == [found]
