"""Counts and what they are made of, in one sentence."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.reading import read_pasted

HEAD = "白水县林业局2023年度部门整体支出绩效自评报告\n一、基本情况\n"


def unequal(text):
    found = check_document(read_pasted(f"{HEAD}{text}\n")).findings
    return [(one.severity.name, int(one.left), int(one.right)) for one in found if one.code == "K76"]


WRONG = [
    ("本单位核定编制46人，其中行政编制18人，事业编制21人，工勤编制4人。", 46, 43),
    ("2023年共实施9个项目，其中农田类5个、种业类3个、监测类2个。", 9, 10),
    ("2023年度实施项目15个（含上年转列暂付款项目5个），年初批复项目8个，年中追加项目8个。", 15, 16),
    ("编制数30名，其中：行政12名、事业16名。", 30, 28),
    ("局机关核定编制26名（行政编制16名、工勤编制8名）。", 26, 24),
    ("在职职工58人，其中男职工31人，女职工29人。", 58, 60),
    ("全年实施工程12处，其中新建7处、续建6处。", 12, 13),
    ("全年受理案件214件，其中上半年100件，下半年104件。", 214, 204),
    ("纳入自评项目20个。其中：部门预算类12个，专项资金类6个，转移支付类3个。", 20, 21),
    ("开展培训21次，包括东山镇8次、西山镇7次、南山镇9次。", 21, 24),
    ("补助农户310户，其中柳林镇120户、桃园镇100户、双塔镇80户。", 310, 300),
    ("批复项目18个，其中年初预算项目10个，年中追加项目7个。", 18, 17),
]


@pytest.mark.parametrize(("text", "total", "parts"), WRONG)
def test_parts_of_a_count_are_added_up(text, total, parts):
    assert unequal(text) == [("WARNING", total, parts)]
    assert unequal(text.replace(str(total), str(parts), 1)) == []


@pytest.mark.parametrize(
    "text",
    [
        "在职职工46人，其中党员30人，女职工20人。",
        "在职人员46人，其中本科学历人员30人，高级职称人员20人。",
        "共实施9个项目，其中农田类5个、种业类2个等。",
        "共实施9个项目，主要包括农田类5个、种业类2个。",
        "共实施9个项目，其中农田类5个。",
        "核定编制46人，实有在职人员43人，退休人员12人。",
        "核定编制46人，其中行政编制18人，事业编制28人（其中全额拨款20人，差额拨款8人）。",
        "核定编制46人，其中行政编制18人，事业编制28人；实有人员43人，其中行政人员17人，事业人员26人。",
        "实施项目15个（含上年结转项目5个），年初批复项目8个，年中追加项目2个。",
        "实施项目15个，年初批复项目16个，年中调减项目1个。",
        "办理事项约120件，其中许可类80件、备案类50件。",
        "共实施9个项目，其中完成5个，在建3个。",
        "全县20个村，其中脱贫村8个、重点村6个、示范村9个。",
        "开展培训12次，参训人员600人次，其中乡镇人员400人次，村级人员200人次。",
        "自评项目20个，其中优12个、良6个、中2个。",
        "补助农户310户，其中柳林镇120户；另补助合作社15户。",
    ],
)
def test_parts_that_overlap_are_open_or_add_up(text):
    assert unequal(text) == []
