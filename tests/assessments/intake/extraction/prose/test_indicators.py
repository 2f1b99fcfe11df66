"""Indicators in prose: the target with the result that is told of it, and when a missing result may be spoken of."""

import pytest

from assessments.intake.extraction.prose.results import result_of
from assessments.intake.extraction.prose.targets import targets
from assessments.intake.findings import check_document
from assessments.intake.loading.normalised_text import compact
from assessments.intake.reader_process import read_pasted
from assessments.terms import Band
from budgets.terms import Comparator

HEAD = "平安县教育局2023年度部门整体支出绩效自评报告\n"


def check(text):
    return check_document(read_pasted(HEAD + text + "\n"))


def codes(text):
    return {finding.code for finding in check(text).findings}


@pytest.mark.parametrize(
    ("text", "name", "target", "actual"),
    [
        ("资助困难学生指标≥5000人，实际资助5210人。", "资助困难学生", "5000人", "5210人"),
        ("数量指标：接种人数，年初目标值≥80000人，实际完成值83512人，得5分。", "接种人数", "80000人", "83512人"),
        ("（1）举办讲座场次，目标值12场，实际完成12场，完成率100%。", "举办讲座场次", "12场", "12场"),
        ("1.质量指标\n（1）培训合格率≥95%，实际97.5%，得10分。", "培训合格率", "95%", "97.5%"),
        ("培训人数（≥300人）实际320人。", "培训人数", "300人", "320人"),
        ("群众满意度目标为95%，实际达到96.2%。", "群众满意度", "95%", "96.2%"),
        ("信访按期办结率达到100%（年初目标≥95%）。", "信访按期办结率", "95%", "100%"),
        ("指标1、完成水质监测12次（目标值10次）。", "完成水质监测", "10次", "12次"),
        ("服务对象满意度≥95%，经问卷调查，满意度为97.8%。", "服务对象满意度", "95%", "97.8%"),
        ("年度指标值：开展培训不少于10期。实际完成值：全年开展培训12期。", "开展培训", "10期", "12期"),
        ("指标值：受益人口≥2.5万人\n完成值：受益人口2.6万人", "受益人口", "2.5万人", "2.6万人"),
        ("计划新建校舍12000平方米，实际完成12000平方米。", "新建校舍", "12000平方米", "12000平方米"),
        ("绩效指标：修路里程≥25公里，完成率104%，实际完成26公里。", "修路里程", "25公里", "26公里"),
        ("绩效指标：修路里程≥25公里，完成率104%。", "修路里程", "25公里", None),
        ("城镇新增就业目标4500人，实际完成4826人。", "城镇新增就业", "4500人", "4826人"),
        ("特困供养率=100%，完成100%。", "特困供养率", "100%", "100%"),
        ("全年送戏下乡120场，目标100场。", "全年送戏下乡", "100场", "120场"),
    ],
)
def test_a_target_and_its_result(text, name, target, actual):
    page = compact(text)
    (one,) = targets(page)
    result, _ = result_of(page.plain, one, len(page.plain))

    assert page.plain[one.start : one.end] == target
    assert (result and page.plain[result.start : result.end]) == actual
    assert page.plain[one.name_start : result.name_end if result else one.name_end] == name


@pytest.mark.parametrize(
    "text",
    [
        "支付率≥95%得满分，90%≤支付率<95%得8分。",
        "预算执行率=执行数/预算数×100%=98.5%。",
        "总分≥90分为优，80分≤总分<90分为良。",
        "2022年12月计划完成。",
        "指标1：修建道路。",
        "全年设定绩效目标4个，绩效指标18个。",
        "全年目标任务1200户，实际完成1250户。",
        "办公面积\t≥300平方米",
        "抽检合格率达98.6%，高于目标值97%。",
        "定检率达到99.2%，超过年度目标值98%。",
        "办结率98%，优于计划数95%。",
    ],
)
def test_rules_and_formulas_are_no_targets(text):
    assert targets(compact(text)) == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("城镇新增就业目标4500人，实际完成4826人，占目标任务的107.24%。", True),
        ("城镇新增就业目标4500人，实际完成4826人，占目标任务的170.24%。", False),
        ("举办讲座目标值12场，实际完成16场，完成率100%。", True),
        ("举办讲座目标值12场，实际完成9场，完成率100%。", False),
        ("举办讲座目标值12场，实际完成16场，完成率133%。", True),
        ("办理时限≤5天，实际3天，完成率60.5%。", True),
    ],
)
def test_a_rate_of_completion(text, holds):
    assert ("K70" not in codes(text)) is holds


def test_a_result_in_a_later_paragraph_answers_for_its_target():
    text = (
        "一、绩效目标完成情况\n绩效指标：改造老旧小区数量≥15个，群众满意度≥90%。\n"
        "全年改造老旧小区16个；经调查，群众满意度96%。"
    )

    assert "K25" not in codes(text)


def test_a_target_set_first_and_answered_later_is_one_indicator():
    text = "一、绩效目标设定情况\n数量指标：改造校舍≥15栋。\n二、完成情况\n数量指标：改造校舍≥15栋，实际完成16栋。"
    facts = check(text).reading.facts

    assert [(one.name, one.target, one.actual) for one in facts.indicators] == [("改造校舍", "15", "16")]


@pytest.mark.parametrize(
    "text",
    [
        "一、绩效目标设定情况\n绩效指标：办理案件数≥40件。",
        "一、绩效目标完成情况\n绩效指标：办理案件数≥40件，已完成。",
        "一、绩效目标完成情况\n绩效指标：办理案件数≥40件。\n各项指标均已完成。",
        "一、绩效目标完成情况\n按期办结率≥95%的要求得到落实。",
        "绩效指标：办理案件数≥40件。",
    ],
)
def test_no_result_is_asked_for(text):
    assert "K25" not in codes(text)


def test_a_result_is_asked_for_where_the_report_gives_none():
    assert "K25" in codes("一、绩效目标完成情况\n绩效指标：办理案件数≥40件，投诉下降≥5%。")


def test_a_word_in_a_sentence_states_a_target_only_beside_its_result():
    assert check("全年接访时间不超过3天。").reading.facts.indicators == ()
    assert [one.actual for one in check("津贴人数不低于5000人，实际发放5236人。").reading.facts.indicators] == ["5236"]


def test_targets_in_sentences_are_no_list_of_indicators():
    """Goals are held against indicators only where the report lists these."""
    goals = "一、年度绩效目标\n" + "".join(f"{at}.做好第{at}类校园安全督查\n" for at in range(1, 7))

    assert "K42" not in codes(goals + "二、完成情况\n入学率≥95%，实际达到97%。")
    assert "K42" in codes(goals + "二、完成情况\n绩效指标：入学率≥95%，实际达到97%。")


DONE = "一、绩效目标完成情况\n"


@pytest.mark.parametrize(
    ("text", "name", "target", "actual", "band"),
    [
        (
            "居民生活保障情况，年度指标值得到保障，实际完成值得到保障。",
            "居民生活保障情况",
            "得到保障",
            "得到保障",
            None,
        ),
        (
            "（1）生态环境：目标值明显改善，完成情况：已改善（部分达成年度指标）；",
            "生态环境",
            "明显改善",
            "已改善",
            "部分达成",
        ),
        ("政策知晓度，指标值为较高，实际完成情况为达成年度指标。", "政策知晓度", "较高", "达成年度指标", "达成"),
        ("中心运营情况，年度指标值稳定，实际完成值未填写。", "中心运营情况", "稳定", None, None),
        ("中心运营情况，年初目标值：稳定，完成值：\n其他", "中心运营情况", "稳定", None, None),
    ],
)
def test_an_indicator_whose_target_is_words(text, name, target, actual, band):
    read = check(DONE + text)
    (one,) = read.reading.facts.indicators

    assert (one.name, one.target, one.actual, one.comparator) == (name, target, actual, Comparator.QUALITATIVE)
    assert one.band == (band and next(each for each in Band if each.label.startswith(band)))
    assert ("K25" in {finding.code for finding in read.findings}) is (actual is None)


@pytest.mark.parametrize(
    "text",
    [
        "各项目指标值设定合理，完成情况良好。",
        "绩效目标编制规范，指标值清晰，完成情况较好。",
        "项目管理，指标值设定科学合理，完成质量高。",
        "指标值得到保障，实际完成值得到保障。",
    ],
)
def test_words_about_indicators_are_none(text):
    assert check(DONE + text).reading.facts.indicators == ()


def test_an_indicator_in_words_stands_below_its_own_goal():
    text = (
        "一、分项绩效目标完成情况\n（一）社会救助\n绩效目标：困有所助。\n"
        "指标完成情况：供养人员，年度指标值≥90人，实际完成值95人；保障情况，年度指标值有效保障，实际完成值有效保障。\n"
        "（二）养老服务\n绩效目标：老有所养。\n指标完成情况：运营情况，年度指标值稳定，实际完成值稳定。\n"
    )

    assert [[one.name for one in goal.indicators] for goal in check(text).reading.facts.goals.sub] == [
        ["供养人员", "保障情况"],
        ["运营情况"],
    ]
