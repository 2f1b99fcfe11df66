"""Targets and results in prose in other words: which are told apart, and what is said of them."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted

HEAD = "白水县林业局2023年度造林项目绩效自评报告\n一、项目完成情况\n"


def told(text):
    found = check_document(read_pasted(f"{HEAD}{text}\n")).findings
    return [(one.code, float(one.left), float(one.right or 0)) for one in found if one.code in {"K70", "K75"}]


RATES = [
    ("人工造林任务数为40公里，实际完成58公里，完成率{}%。", "145", 120, 145),
    ("补助农户目标200户，实际补助220户，实际补助数超任务{}%。", "10", 42, 10),
    ("封山育林任务500亩，全年完成600亩，超额完成{}%。", "20", 30, 20),
    ("管护面积目标值800亩，实际完成1000亩，超目标{}%。", "25", 20, 25),
    ("培训护林员计划数120人次，实际培训150人次，超计划{}%。", "25", 50, 25),
    ("巡护任务300次，全年完成330次，超额{}%完成任务。", "10", 15, 10),
    ("抚育任务量300亩，实际完成270亩，完成任务的{}%。", "90", 95, 90),
    ("苗木补植目标为60株，实际完成75株，超出年初目标{}%。", "25", 15, 25),
    ("检疫调运任务数为不少于80批次，实际完成92批次，完成率为{}%。", "115", 110, 115),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "computed"), RATES)
def test_a_rate_of_completion_follows_from_target_and_result(text, right, wrong, computed):
    assert told(text.format(right)) == []
    assert told(text.format(wrong)) == [("K70", wrong, computed)]


@pytest.mark.parametrize(
    "text",
    [
        "人工造林任务数为40公里，实际完成40公里，造林成活率92%。",
        "补助农户目标200户，实际补助220户，农户满意度超过95%。",
        "封山育林任务500亩，全年完成600亩，较上年增长30%。",
        "管护面积目标值800亩，实际完成1000亩，占全县面积的20%。",
        "培训护林员计划数120人次，实际培训150人次，合格率50%。",
        "人工造林任务数为40公里，实际完成58公里，完成率100%。",
        "抚育任务300亩，全年完成280亩，完成率约95%。",
        "苗木补植目标为60株，实际完成75株，预算执行率93%。",
    ],
)
def test_another_rate_is_none_of_completion(text):
    assert told(text) == []


UNMET = [
    "发放补贴年初指标值为不低于500人次，全年实际完成值430人次，各项指标均已完成年初目标。",
    "人工造林任务数为40公里，实际完成32公里，各项绩效目标全部完成。",
    "管护合格率目标≥95%，实际完成90%。各项指标均已达到预期目标。",
    "病虫害成灾率年度指标值≤3‰，实际完成5‰，年初设定的绩效目标全面完成。",
    "培训护林员目标值120人次，实际完成100人次，所有指标均达到目标值。",
    "封山育林任务500亩，全年完成460亩，全年各项任务全面完成。",
    "巡护次数目标≥24次，实际完成20次；上述指标均已完成。",
    "检疫调运任务数为不少于80批次，实际完成72批次，全部绩效指标均已实现。",
    "抚育面积目标值300亩，实际完成270亩。\n二、评价结论\n项目整体实施良好，全部绩效指标均已完成年初目标。",
]


@pytest.mark.parametrize("text", UNMET)
def test_a_claim_that_all_is_done_is_held_against_the_results(text):
    assert [code for code, *_ in told(text)] == ["K75"]


@pytest.mark.parametrize(
    "text",
    [
        "发放补贴年初指标值为不低于500人次，全年实际完成值530人次，各项指标均已完成年初目标。",
        "发放补贴年初指标值为不低于500人次，全年实际完成值430人次，其余各项指标均已完成年初目标。",
        "人工造林任务数为40公里，实际完成32公里，除造林里程外，各项绩效目标全部完成。",
        "管护合格率目标≥95%，实际完成90%。各项指标基本完成。",
        "培训护林员目标值120人次，实际完成100人次，下一步确保各项指标全部完成。",
        "培训护林员目标值120人次，实际完成100人次，质量指标均已完成。",
        "封山育林任务500亩，全年完成460亩，未能全部完成各项目标任务。",
        "病虫害成灾率年度指标值≤3‰，实际完成2‰，年初设定的绩效目标全面完成。",
        "（一）造林项目。人工造林任务数为40公里，实际完成32公里。\n（二）管护项目。管护合格率目标≥95%，实际完成97%，各项指标均已完成。",
        "巡护次数目标≥24次，实际完成20次，各项指标全部完成的目标没有实现。",
        "要求各项指标全部完成。巡护次数目标≥24次，实际完成20次。",
        "总投资成本目标≤300万元，实际完成280万元，各项指标均已完成。",
    ],
)
def test_a_claim_that_is_true_or_narrower(text):
    assert told(text) == []


def missing(text):
    return [one.message for one in check_document(read_pasted(f"{HEAD}{text}\n")).findings if one.code == "K25"]


@pytest.mark.parametrize(
    "text",
    [
        "服务对象满意度指标农户满意度均大于等于93%。",
        "质量指标：验收合格率、苗木成活率均不低于95%。",
        "时效指标方面，资金拨付时间都不超过30天。",
        "社会效益指标：带动就业人数均已大于等于50人。",
        "成本指标控制良好，亩均造林成本均未超过800元，平均成本均小于等于760元。",
        "质量指标完成良好，苗木成活率全部大于等于95%。",
        "农户满意度指标测评结果均≥93%。",
        "满意度指标：三个乡镇群众满意度分别均不少于90%。",
    ],
)
def test_a_result_with_a_word_of_bounds_is_no_target(text):
    assert missing(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "数量指标：护路里程不少于96公里。",
        "质量指标：目标值为苗木成活率均不低于95%。",
        "满意度指标：农户满意度≥93%。",
        "质量指标要求验收合格率均大于等于98%。",
        "时效指标：计划拨付时间均不超过30天。",
        "数量指标应培训人数均≥50人。",
        "社会效益指标：带动就业人数大于等于50人。",
        "成本指标：亩均造林成本不超过800元。",
    ],
)
def test_a_target_without_result_is_still_missing_one(text):
    assert len(missing(text)) == 1
