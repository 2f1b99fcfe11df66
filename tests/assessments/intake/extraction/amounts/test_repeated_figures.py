"""Amounts that are told twice."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_pasted
from assessments.terms import Severity

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


GRANTED = "白水县林业局2023年度转移支付资金绩效自评报告\n一、基本情况\n"


def told_twice(text):
    found = check_document(read_pasted(f"{GRANTED}{text}\n")).findings
    return [
        (float(one.left), float(one.right)) for one in found if one.code == "K57" and one.severity is not Severity.HINT
    ]


TWICE = [
    (
        (
            "（一）下达情况。根据白财农〔2023〕18号文件，下达我县种粮补贴资金236万元，其中省级资金96万元。\n"
            "（二）分配情况。白财农〔2023〕18号文件下达种粮补贴资金263万元，按面积分配；省级资金69万元用于技术指导。"
        ),
        [(236, 263), (96, 69)],
    ),
    (
        (
            "根据白财资环〔2023〕7号文件，安排林木良种补助资金58万元。\n"
            "白财资环〔2023〕7号文件安排的林木良种补助资金85万元已到位。"
        ),
        [(58, 85)],
    ),
    (
        (
            "白财预[2023]112号下达生态护林员补助320万元。\n"
            "2.资金到位情况。按照白财预[2023]112号文件，生态护林员补助资金302万元于6月下达。"
        ),
        [(320, 302)],
    ),
    (
        (
            "《关于下达防火经费的通知》（省财农〔2022〕45号）下达森林防火经费120万元。\n"
            "省财农〔2022〕45号文下达森林防火经费150万元，已全部到位。"
        ),
        [(120, 150)],
    ),
    (
        "收到白财建〔2023〕9号文件下达的草原修复资金412.5万元。\n白财建〔2023〕9号批复草原修复资金421.5万元。",
        [(412.5, 421.5)],
    ),
    (
        (
            "白林发〔2023〕3号文件，下达退耕还林资金64万元，其中中央资金46万元。\n"
            "根据白林发〔2023〕3号文件，下达退耕还林资金64万元，其中中央资金64万元。"
        ),
        [(46, 64)],
    ),
    (
        "根据白财农（2023）18号文件下达抚育补贴资金1236万元。\n根据白财农（2023）18号文件下达抚育补贴资金1.236亿元。",
        [(1236, 12360)],
    ),
    (
        "根据白财农〔2023〕18号下达湿地保护资金77万元；白财农〔2023〕18号下达湿地保护资金71万元。",
        [(77, 71)],
    ),
]


@pytest.mark.parametrize(("text", "found"), TWICE)
def test_what_one_document_grants_is_one_amount(text, found):
    assert told_twice(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n白财农〔2023〕18号文件下达种粮补贴资金236万元，已全部兑付。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕19号文件，下达种粮补贴资金263万元。",
        "根据白财农〔2022〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕18号文件，下达种粮补贴资金263万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕18号文件，下达农机补贴资金50万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n白财农〔2023〕18号文件的种粮补贴资金已支付200万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕18号文件，分配柳河镇种粮补贴资金36万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕18号文件，第二批下达种粮补贴资金63万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元，其中省级资金96万元。\n根据白财农〔2023〕18号文件，省级资金40万元用于培训。",
        "根据白财农〔2023〕18号、白财农〔2023〕27号文件，下达种粮补贴资金336万元。\n根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金约236万元。\n根据白财农〔2023〕18号文件，下达种粮补贴资金235.8万元。",
        "根据白财农〔2023〕18号文件，下达种粮补贴资金236万元。\n根据白财农〔2023〕18号文件，下达种粮补贴资金2360000元。",
    ],
)
def test_other_documents_purposes_and_parts_are_other_amounts(text):
    assert told_twice(text) == []
