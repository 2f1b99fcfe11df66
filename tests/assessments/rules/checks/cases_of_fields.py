"""Cases of the checks over prose, put to the narrative fields of the form."""

from assessments.rules.checks.check import counts_of_projects
from tests.assessments.rules.checks.cases import silent, speaks
from tests.assessments.rules.papers import paper

ORGANISATION, QUALITY = "/narrative/organisation", "/narrative/target_quality_overall"
PROJECTS, PROBLEMS = "/narrative/target_quality_projects", "/narrative/problems"
OTHERS = {"around": {"other_departments": ("水利局", "交通运输局", "局")}}


def said(words, at=ORGANISATION):
    return {at: words}


SHORT = {"/goals/sub/0/indicators/0/actual": "1"}

CASES = [
    speaks("K75", "a result below its target", said("各项绩效目标均已完成。") | SHORT, ORGANISATION),
    silent("K75", "all results reach their targets", said("各项绩效目标均已完成。")),
    silent("K75", "not all of them", said("其余各项绩效目标均已完成。") | SHORT),
    silent("K75", "a project's", said("各项绩效目标均已完成。") | {"/projects/0/indicators/0/actual": "1"}),
    speaks("K44", "no annex", said("完成情况详见附件。") | {"/attachments": []}, ORGANISATION),
    silent("K44", "an annex is there", said("完成情况详见附件。")),
    silent("K44", "the system draws the table", said("完成情况详见下表。") | {"/attachments": []}),
    speaks("K47", "another kind of office", said("我委组织了自评，我局提供资料。"), ORGANISATION),
    silent("K47", "its own", said("我局组织了自评，我县财政局指导，我单位提供资料。")),
    silent("K47", "no self-name", said("我会同财务人员核对，我们逐项复核，我部分材料已补齐。")),
    silent("K47", "as the form says", said("我中心组织了自评。") | {"/department/self_noun": "我中心"}),
    speaks(
        "K48",
        "villages of a farm programme",
        said("要求项目村填准数据。", PROBLEMS) | {"/department/name": "信访局"},
        PROBLEMS,
    ),
    speaks("K48", "a county has no counties below", said("在各县区自评基础上汇总，报县财政局。"), ORGANISATION),
    silent("K48", "roads are built", said("从立项、设计、施工到竣工验收全程监督。")),
    silent("K48", "villages where they belong", said("要求项目村填准数据。") | {"/department/name": "农业农村局"}),
    silent(
        "K48",
        "a project of that name",
        said("要求项目村填准数据。") | {"/department/name": "信访局", "/projects/0/name": "项目村矛盾调处"},
    ),
    silent("K48", "a city's office", said("在各县区自评基础上汇总，报市财政局。")),
    speaks(
        "K49",
        "another office assesses itself",
        said("水利局2022年度部门整体支出绩效自评已完成。"),
        ORGANISATION,
        **OTHERS,
    ),
    silent("K49", "working together", said("会同水利局核对工程量，交通运输局认真组织自评。"), **OTHERS),
    silent("K49", "nobody else is known", said("水利局认真组织自评。")),
    speaks("K49", "another number of projects", said("本单位共有99个项目参加自评。"), ORGANISATION),
    speaks("K49", "projects of the budget", said("纳入绩效自评范围的 98 个预算项目均已完成。"), ORGANISATION),
    *(
        silent("K49", f"{number} is in the form", said(f"本单位共{number}个项目参加自评。"))
        for number in counts_of_projects(paper())
    ),
    *(
        silent("K49", "no count of all", said(words))
        for words in (
            "其中共99个项目满分。",
            "上年共99个项目。",
            "2019年共99个项目。",
            "全部99个项目组已撤销。",
            "会同有关股室检查，共99个项目现场。",
            "99个项目均已完成。",
        )
    ),
    speaks(
        "K51",
        "the same twice",
        said(
            "成立由主要负责人任组长的自评工作小组并明确各股室分工。资金由办公室核对。"
            "成立由主要负责人任组长的自评工作小组，并明确各股室分工。"
        ),
        ORGANISATION,
    ),
    silent(
        "K51",
        "parallel figures",
        said("养护项目自评得分96分，资金全部用于道路养护支出。检测项目自评得分86分，资金全部用于道路养护支出。"),
    ),
    silent("K51", "short phrases", said("按期完成。按期完成。")),
    speaks("K52", "clear and not clear", said("绩效目标清晰准确。绩效指标不够量化。", QUALITY), QUALITY),
    silent("K52", "some of them", said("绩效目标清晰准确，部分指标不够量化。", QUALITY)),
    silent("K52", "what will be done", said("目标应进一步细化量化，指标不够明确。", QUALITY)),
    speaks("K53", "a template's field", said("{{单位名称}}开展了自评。"), ORGANISATION),
    speaks("K53", "a figure never filled in", said("共有项目XX个，资金××万元。"), ORGANISATION),
    silent("K53", "a model and a masked number", said("采购XX-100设备，联系人张××，电话138XXXX1234。")),
    speaks("K54", "half-width comma", said("成立小组,开展自评。"), ORGANISATION),
    silent("K54", "figures and letters", said("共 3 个项目，占 50.5 %，使用 A4 纸（1,234.5 万元）。")),
    speaks("K57", "another figure", said("2022年基本支出305.5万元，其中人员经费250.50万元。"), ORGANISATION),
    speaks("K57", "in 元", said("项目支出预算为1,999,000元。"), ORGANISATION),
    silent("K57", "the same figures", said("基本支出300万元，项目支出2,000,000元，人员经费为250.5万元。")),
    silent("K57", "last year's", said("2021年基本支出280万元。基本支出比上年增加20万元。")),
    silent("K57", "a number that nobody can read", said("基本支出3,00万元。")),
    silent("K57", "one part of it", said("其中设备购置支出30万元。")),
]
