"""What the report says: parts without a gap, stated figures, blanks, and everything that may be absent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.reports.papers.department_documents import ApprovalNote, build_report
from assessments.schema.due import Due
from assessments.schema.facts import DepartmentFacts, Facts, Narrative, ProjectTotals, Revenue, Transfers
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.sample import BRIDGES, BUSES, RESERVE, ROADS, SAMPLE, wan

NOTE = ApprovalNote(approved_on=date(2023, 5, 10))
EMPTY = Facts(year=2022, department=DepartmentFacts(name="信访局"))


def report(facts=SAMPLE, *, approved=None, scheme=SCHEME_2020_10, **changes):
    return build_report(replace(facts, **changes), scheme, approved=approved)


def headings(built):
    return [block.text for block in built.blocks if block.kind == "heading"]


def said(built):
    return "\n".join(block.text for block in built.blocks if block.kind == "paragraph")


def cells(sheet):
    return [cell.text for table in sheet.tables for band in (*table.bands,) for row in band.rows for cell in row.cells]


def test_the_parts_of_a_full_report():
    assert headings(report()) == [
        "一、绩效自评工作组织开展情况",
        "（一）部门预算安排及资金使用情况",
        "（二）绩效自评开展情况",
        "1.本级项目支出自评",
        "2.转移支付资金自评",
        "3.部门整体支出自评",
        "二、绩效目标实现情况",
        "（一）部门整体支出绩效目标实现情况",
        "1.总体绩效目标",
        "2.分项绩效目标完成情况",
        "（1）公路养护管理",
        "（2）运输服务保障",
        "3.部门整体绩效指标完成情况",
        "（二）项目支出绩效目标实现情况",
        "三、绩效目标设定质量情况",
        "（一）部门整体支出绩效目标设定质量",
        "（二）项目支出绩效目标设定质量",
        "四、存在的主要问题",
        "五、整改措施及结果应用",
    ]


NO_TRANSFERS = [
    None,
    Transfers(),
    Transfers(count=0, total=Decimal(0), by_grade=(("优", 0),), excellent_rate=Decimal(0)),
]


@pytest.mark.parametrize("transfers", NO_TRANSFERS)
def test_without_transfers_there_is_no_word_of_them(transfers):
    built = report(transfers=transfers)
    assert "转移支付" not in said(built) + "".join(headings(built))
    assert "2.部门整体支出自评" in headings(built)


def test_transfers_name_the_levels_that_give_something():
    assert "项目支出中，转移支付资金407.25万元，包括中央资金87.25万元，省级资金320.00万元。" in said(report())


def test_a_department_without_projects():
    built = report(projects=(), project_totals=ProjectTotals(count=0), transfers=None)
    assert "2022年我局没有安排项目支出。" in said(built)
    assert headings(built)[3] == "1.部门整体支出自评"
    assert "（二）项目支出绩效目标实现情况" not in headings(built)
    assert [sheet.label for sheet in built.sheets] == ["附件1", "附件2"]


def test_missing_prose_is_said_in_a_draft_and_left_out_of_a_final_report():
    changes = {"narrative": Narrative(), "rectifications": ()}
    draft, final = report(**changes), report(**changes, approved=NOTE)
    assert headings(draft) == headings(report())
    assert said(draft).count("未填写。") == 5
    assert "未填写" not in said(final)
    assert [text for text in headings(final) if text[1] == "、"] == [
        "一、绩效自评工作组织开展情况",
        "二、绩效目标实现情况",
        "三、整改措施及结果应用",
    ]


def test_typed_prose_keeps_its_paragraphs():
    assert said(report()).startswith(SAMPLE.narrative.organisation)


def test_problems_come_from_the_table_where_none_is_typed():
    built = report(narrative=replace(SAMPLE.narrative, problems=None))
    assert "1.桥梁加固项目前期勘察深度不够。\n2.公交类指标值测算依据不充分。" in said(built)


def test_the_rectification_table():
    (table,) = (block for block in report().blocks if block.kind == "table")
    assert [[cell.text for cell in band.rows[0].cells] for band in table.bands] == [
        ["1", row.problem, row.measure, row.owner, day]
        for row, day in zip(SAMPLE.rectifications[:1], ["2024年3月31日"], strict=True)
    ] + [["2", "公交类指标值测算依据不充分", "以前三年平均值为基准测算下年度指标值", "运输股负责人", "2023年12月31日"]]


@pytest.mark.parametrize("words", ["长期坚持", "2024年6月底前"])
def test_a_deadline_in_words_is_shown_as_it_was_written(words):
    built = report(rectifications=(replace(SAMPLE.rectifications[0], due=Due(words)),))
    (table,) = (block for block in built.blocks if block.kind == "table")
    assert table.bands[0].rows[0].cells[-1].text == words


@pytest.mark.parametrize(
    ("published", "sentence"),
    [
        (date(2023, 9, 15), "自评结果拟于2023年9月15日向社会公开，接受社会监督。"),
        (date(2023, 4, 25), "自评结果已于2023年4月25日向社会公开，接受社会监督。"),
        (None, None),
    ],
)
def test_publication(published, sentence):
    text = said(report(dates=replace(SAMPLE.dates, published=published)))
    assert (sentence in text) if sentence else ("社会公开" not in text)


def test_money_sentences():
    text = said(report())
    assert (
        "2022年我局预算收入3,274.86万元，其中：一般公共预算收入3,010.06万元，政府性基金预算收入229.20万元，上年结转结余35.60万元。"
    ) in text
    assert (
        "2022年我局预算支出3,274.86万元，其中：基本支出1,370.31万元（人员经费1,182.04万元，日常公用经费188.27万元），"
        "项目支出1,904.55万元。全年执行数3,196.29万元，预算执行率97.60%。年末结转结余0.00万元。"
    ) in text
    assert (
        "2022年我局（含所属预算单位）项目支出共4个，年初预算数1,605.60万元，全年预算数（调整后）1,904.55万元（较年初增加298.95万元），"
        "全年执行数1,836.98万元，预算执行率96.45%。其中免予自评项目1个：交通应急抢险备用金（年内未发生需动用的应急事项，资金已全部收回）。"
    ) in text


def test_assessment_sentences():
    text = said(report())
    assert "于2023年4月20日完成自评，2023年4月25日形成本报告并报送财政局。" in text
    assert "所属预算单位2个，分别是云溪县公路养护中心、云溪县道路运输事业发展中心。" in text
    assert (
        "纳入2022年度预算绩效自评的项目3个，全年预算数1,904.55万元。其中：一般公共预算项目2个，资金1,675.35万元" in text
    )
    assert "社会保险基金预算" not in text
    assert (
        "评价等级为“优”的项目2个、“良”的1个、“中”的0个、“差”的0个，评优率66.67%。各项目自评情况见附件2，结果汇总见附件4。"
        in text
    )
    assert "评优率100.00%。自评情况见附件3。" in text
    assert "自评总分99.76分，评价等级为“优”，自评情况见附件1。" in text
    assert (
        "从绩效目标实现程度看，达到100%的项目0个，50%（含）至100%（不含）的项目3个，不足50%的项目0个，未开展的项目0个。"
        in text
    )
    assert "各项目共设定绩效指标26项，其中得满分19项，未得满分6项，不适用1项。" in text


def test_money_of_exempt_projects_is_not_assessed():
    exempt = replace(ROADS, exempt_reason="审计已覆盖")
    assert "预算绩效自评的项目2个，全年预算数736.45万元。其中" in said(
        report(projects=(exempt, BUSES, BRIDGES, RESERVE))
    )


def test_money_taken_back_is_called_less():
    totals = replace(SAMPLE.project_totals, initial=wan("2000"))
    assert "（较年初减少95.45万元）" in said(report(project_totals=totals))


def test_a_stated_total_is_shown_even_where_its_parts_contradict():
    built = report(revenue=replace(SAMPLE.revenue, total=wan("3000")))
    assert "预算收入3,000.00万元，其中" in said(built)
    assert "3,000.00\n（明细相加3,274.86）" in cells(built.sheets[0])


def test_a_total_that_nobody_states_is_computed():
    computed = report(
        revenue=replace(SAMPLE.revenue, total=None),
        expenditure=replace(SAMPLE.expenditure, total=None, basic=None, projects=None, execution_rate=None),
        project_totals=ProjectTotals(),
        score=None,
        grade=None,
    )
    text = said(computed)
    assert "预算收入3,274.86万元" in text
    assert "预算支出3,274.86万元，其中：基本支出1,370.31万元" in text
    assert "预算执行率97.60%。年末" in text
    assert "项目支出共4个，年初预算数1,605.60万元，全年预算数（调整后）1,904.55万元" in text
    assert "评价等级为“优”的项目2个、“良”的1个、“中”的0个、“差”的0个，评优率66.67%" in text
    assert "50%（含）至100%（不含）的项目3个" in text
    assert "自评总分99.76分，评价等级为“优”" in text


def test_a_sum_with_a_missing_part_is_not_stated():
    lines = (replace(SAMPLE.revenue.lines[0], amount=None), *SAMPLE.revenue.lines[1:])
    text = said(report(revenue=Revenue(lines=lines)))
    assert "预算收入未填写，其中：一般公共预算收入未填写，政府性基金" in text


def test_a_rate_without_a_denominator_is_a_dash():
    totals = replace(SAMPLE.project_totals, by_grade=tuple((grade, 0) for grade in "优良中差"), excellent_rate=None)
    assert "评优率—。" in said(report(project_totals=totals))


def test_an_empty_draft_is_honest_and_never_says_none():
    built = report(EMPTY)
    text = said(built) + "".join(text for sheet in built.sheets for text in cells(sheet))
    assert "None" not in text
    assert "本部门预算收入未填写。" in said(built)
    assert built.title == "信访局2022年度预算绩效自评工作报告"
    assert built.signature.date == "未填写"
    assert "项目明细未填写" in cells(built.sheets[-1])


@pytest.mark.parametrize(
    ("county", "name", "lines"),
    [
        (None, "信访局", ("信访局2022年度预算绩效自评工作报告",)),
        ("云溪县", "信访局", ("云溪县信访局2022年度预算绩效自评工作报告",)),
        ("云溪县", "云溪县信访局", ("云溪县信访局2022年度预算绩效自评工作报告",)),
        ("青龙满族自治县", "信访局", ("青龙满族自治县信访局", "2022年度预算绩效自评工作报告")),
    ],
)
def test_title(county, name, lines):
    built = report(EMPTY, county=county, department=DepartmentFacts(name=name))
    assert built.title_lines == lines
    assert built.title == "".join(lines)


def test_signature_and_approval():
    assert report().signature.remarks == ()
    signature = report(approved=NOTE).signature
    assert (signature.office, signature.date) == ("云溪县交通运输局", "2023年4月25日")
    assert signature.remarks == ("经财政局审核通过（2023年5月10日）",)


@pytest.mark.parametrize(
    ("projects", "labels", "enclosures"),
    [
        ((), ["附件1", "附件2"], ["1. 2022年度部门整体支出绩效自评情况表", "2. 2022年度项目支出绩效自评结果汇总表"]),
        (
            (ROADS,),
            ["附件1", "附件2", "附件3"],
            [
                "1. 2022年度部门整体支出绩效自评情况表",
                "2. 2022年度项目支出绩效自评表",
                "3. 2022年度项目支出绩效自评结果汇总表",
            ],
        ),
        (
            (ROADS, BUSES),
            ["附件1", "附件2-1", "附件2-2", "附件3"],
            [
                "1. 2022年度部门整体支出绩效自评情况表",
                "2. 2022年度项目支出绩效自评表（共2份）",
                "3. 2022年度项目支出绩效自评结果汇总表",
            ],
        ),
    ],
)
def test_enclosures_are_the_forms_and_what_is_attached(projects, labels, enclosures):
    built = report(projects=projects, attachments=(), transfers=None)
    assert [sheet.label for sheet in built.sheets] == labels
    assert list(built.enclosures) == enclosures
    assert report(attachments=("问卷.pdf",)).enclosures[-1] == "5. 问卷.pdf（另附）"


def test_transfers_have_their_forms_between_those_of_projects_and_the_summary():
    built = report(attachments=())
    assert [sheet.label for sheet in built.sheets][-3:] == ["附件3-1", "附件3-2", "附件4"]
    assert built.enclosures[2:] == (
        "3. 2022年度转移支付区域（项目）绩效目标自评表（共2份）",
        "4. 2022年度项目支出绩效自评结果汇总表",
    )
