"""Cases of the checks on how indicators are set, on claims that do not go together, and on slips of the pen."""

from dataclasses import replace
from decimal import Decimal

from assessments.rules.text.similarity import NearCopy
from assessments.schema.scheme import Thresholds
from tests.assessments.rules.checks.cases import ONE, A, B, C, indicator, one, scheme, silent, speaks
from tests.assessments.rules.papers import PETITION, SOUND, paper

SUBS = "/goals/sub"
FULL = {f"{A}/score": "100", f"{B}/score": "100"}


def third(**said):
    """One more project that is assessed, with nothing but its score."""
    return {"/projects/-": {"name": "标志标线", "score": "100", "grade": "优"} | said}


def year_before(changes=None):
    """Last year's paper: other words, the same figures but for the changes."""
    words = dict.fromkeys(NARRATIVE, "上年另有说明。")
    return {"last_year": paper({"/year": 2021} | words | (changes or {}))}


NARRATIVE = [
    f"/narrative/{name}"
    for name in ("organisation", "target_quality_overall", "target_quality_projects", "problems", "rectification")
]
PROSE = (
    "自评由办公室牵头，各科室按分工核对台账、凭证和问卷，汇总后集体研究。养护里程由路政巡查系统直接取数，"
    "桥梁检测以检测报告为准，满意度委托第三方入户调查取得，样本覆盖全部乡镇。"
)


DESIGN = [
    speaks("K31", "the petition bureau names no kind", {}, f"{SUBS}/0/indicators/0/group", path=PETITION),
    speaks(
        "K31",
        "no benefit",
        {f"{A}/indicators/3/group": "产出指标", f"{A}/indicators/3/kind": "数量指标"},
        f"{A}/indicators",
    ),
    speaks(
        "K31",
        "neither quality nor time",
        {f"{B}/indicators/3/kind": "数量指标", f"{B}/indicators/4/kind": "数量指标"},
        f"{B}/indicators",
    ),
    silent("K31", "a group without its kind", {f"{A}/indicators/0/kind": None}),
    silent(
        "K31", "words of another form", {f"{A}/indicators/3/group": "效果指标", f"{A}/indicators/3/kind": "社会效果"}
    ),
    silent("K31", "an exempt project", {f"{C}/indicators": [indicator(group=None, kind=None)]}),
    speaks(
        "K32",
        "one decides",
        {f"{A}/indicators/3/weight": "40.5"},
        f"{A}/indicators/3/weight",
        numbers=("40.5", "40", "0.5"),
    ),
    speaks(
        "K32",
        "two only",
        third(indicators=[indicator(), indicator(name="标线里程")]),
        "/projects/3/indicators",
        numbers=("2", "3", "1"),
    ),
    silent("K32", "exactly 40", {f"{A}/indicators/3/weight": "40"}),
    silent("K32", "the department has few", one(weight="50")),
    silent("K32", "a project still without indicators", third()),
    silent(
        "K32",
        "one does not apply",
        {f"{B}/indicators/4/not_applicable": True, f"{B}/indicators/3/not_applicable": True},
    ),
    silent(
        "K32",
        "a threshold of the year",
        {f"{A}/indicators/3/weight": "50"},
        around=scheme(thresholds=Thresholds(heaviest_indicator=Decimal(50))),
    ),
    speaks(
        "K33", "the more it costs", one(group="成本指标", kind="经济成本指标", name="单位养护成本"), f"{ONE}/comparator"
    ),
    speaks(
        "K33", "cost as a kind of output", one(kind="成本指标", name="项目总投入", comparator=">"), f"{ONE}/comparator"
    ),
    silent("K33", "a limit", one(kind="成本指标", name="单位养护成本", comparator="≤")),
    silent("K33", "savings", one(kind="成本指标", name="采购资金节约率")),
    silent("K33", "an output", one(name="成本核算培训人次")),
    speaks("K34", "payment as a quantity", one(name="项目资金支付率"), f"{ONE}/name"),
    speaks("K34", "money as a quantity", one(name="工程资金金额", unit="万元"), f"{ONE}/name"),
    silent("K34", "a court's work", one(name="案件执行率", kind="质量指标")),
    silent("K34", "paid in time", one(name="补贴资金发放及时率", kind="时效指标")),
    silent("K34", "people who were helped", one(name="享受补助资金人数")),
    speaks("K35", "words", one(target="效果明显", comparator="qualitative", band="achieved"), f"{ONE}/target"),
    speaks(
        "K35",
        "the same share everywhere",
        {
            "/indicators": [
                indicator(name=name, group="效益指标", kind="社会效益指标", target="95", unit="%", actual="96")
                for name in ("甲达标率", "乙达标率", "丙达标率")
            ]
        },
        "/indicators",
        numbers=("3", None, None),
    ),
    silent("K35", "two of them", one(group="效益指标", target="95", unit="%", actual="96")),
    silent("K35", "a measured word", {f"{A}/indicators/3/target": "通行时间缩短，效果明显高于上年"}),
    speaks("K37", "work done at most", one(name="入户走访次数", unit="次", comparator="≤"), f"{ONE}/comparator"),
    speaks("K37", "the petition bureau", {}, f"{SUBS}/1/indicators/1/comparator", path=PETITION),
    speaks(
        "K37",
        "a goal of less, an indicator of more",
        {f"{SUBS}/0/statement": "减少养护任务，保障通行。"},
        f"{SUBS}/0/indicators/0/comparator",
    ),
    speaks(
        "K37",
        "the indicators of the department, where goals have none of their own",
        {f"{SUBS}/0/statement": "减少入户走访，保障通行。", f"{SUBS}/0/indicators": []}
        | one(name="入户走访次数", unit="次", comparator="≥"),
        f"{ONE}/comparator",
    ),
    silent("K37", "what nobody wants", one(name="安全生产事故起数", unit="件", comparator="≤")),
    silent("K37", "days", one(name="办理天数", unit="天", comparator="≤")),
    silent(
        "K37",
        "fewer of what falls",
        {f"{SUBS}/0/statement": "减少道路病害，保障通行。"} | {f"{SUBS}/0/indicators/0/name": "减少道路病害处数"},
    ),
    silent("K37", "a goal that is met by more", {f"{SUBS}/0/statement": "减少拥堵，保障通行。"}),
    speaks("K38", "two amounts in one", one(name="举办培训和印发资料数"), f"{ONE}/name"),
    speaks(
        "K38", "the petition bureau", {}, f"{SUBS}/0/indicators/0/name", f"{SUBS}/1/indicators/1/name", path=PETITION
    ),
    silent("K38", "a word with 和 in it", one(name="和谐社区创建数量", unit="个")),
    silent("K38", "taking part", one(name="参与活动人次")),
    silent("K38", "in time", one(name="及时办结件数", unit="件")),
    silent("K38", "satisfaction of two groups", one(name="学生和家长满意度", unit="%")),
    speaks(
        "K39", "fell by, from nothing", {f"{SUBS}/0/indicators/1/baseline": None}, f"{SUBS}/0/indicators/1/baseline"
    ),
    speaks("K39", "the petition bureau", {}, f"{SUBS}/0/indicators/1/baseline", path=PETITION),
    silent("K39", "against last year", one(name="游客人数较上年增长率", unit="%")),
    silent("K39", "an amount", one(name="新增绿化面积增加数", unit="亩")),
    silent("K39", "words", one(name="服务水平提高", comparator="qualitative", target="有所提高", band="achieved")),
    speaks("K40", "the same name", {f"{A}/indicators/1/name": "养护 里程"}, f"{A}/indicators/1/name"),
    speaks(
        "K40",
        "a filling word apart",
        {f"{A}/indicators/0/name": "县乡公路日常养护里程", f"{A}/indicators/1/name": "县乡公路的日常养护里程"},
        f"{A}/indicators/1/name",
    ),
    silent(
        "K40",
        "another thing",
        {f"{A}/indicators/0/name": "农村小学教师培训人次", f"{A}/indicators/1/name": "农村中学教师培训人次"},
    ),
    silent(
        "K40",
        "count and rate",
        {f"{A}/indicators/0/name": "群众诉求办结数", f"{A}/indicators/1/name": "群众诉求办结率"},
    ),
    silent("K40", "in another project", {f"{A}/indicators/0/name": "检测桥梁数量"}),
    speaks("K42", "nothing measures it", {"/goals/overall/-": "完善档案数字化"}, "/goals/overall/2"),
    speaks(
        "K42",
        "the petition bureau",
        {},
        "/goals/overall",
        "/goals/overall/4",
        path=PETITION,
        numbers=("8", "4", "4"),
    ),
    speaks(
        "K42",
        "a sub-goal that nothing measures covers nothing",
        {"/goals/overall/-": "完善档案数字化", "/goals/sub/-": {"name": "档案数字化"}},
        "/goals/overall/2",
    ),
    silent("K42", "usual words only", {"/goals/overall/-": "加强部门管理，提高工作效率"}),
    silent("K42", "nothing is measured yet", {"/projects": [], "/goals/sub": [], "/indicators": []}),
]

CLAIMS = [
    speaks("K27", "three of three", FULL | third(), "/projects", numbers=("3", "100", None)),
    silent("K27", "two of two", FULL),
    silent("K27", "one less than full", FULL | third(score="99.9")),
    silent("K27", "one still open", FULL | third(score=None)),
    silent("K27", "exempt projects do not count", FULL | {f"{C}/score": "100"}),
    speaks("K28", "the petition bureau", {}, "/narrative/problems", path=PETITION, numbers=("100", None, None)),
    speaks(
        "K28",
        "in the quality of goals",
        {"/score": "100", "/narrative/target_quality_overall": "指标量化不够细。"},
        "/narrative/target_quality_overall",
    ),
    silent("K28", "not full marks", {"/narrative/problems": "指标不够细化。"}),
    silent("K28", "denied", {"/score": "100", "/narrative/problems": "未发现明显不足。不足50%的项目0个。"}),
    silent("K28", "how the work went", {"/score": "100", "/narrative/problems": "核对耗时较长，影响了汇总进度。"}),
    speaks(
        "K29",
        "points lost",
        {"/score": "85", "/narrative/problems": "无。", "/rectifications": []},
        "/narrative/problems",
    ),
    silent("K29", "a problem is named", {"/score": "85", "/rectifications": []}),
    silent("K29", "a measure is listed", {"/score": "85", "/narrative/problems": None}),
    silent("K29", "90 is good", {"/score": "90", "/narrative/problems": None, "/rectifications": []}),
    speaks(
        "K29",
        "the year asks for more",
        {"/score": "90", "/narrative/problems": None, "/rectifications": []},
        "/narrative/problems",
        around=scheme(grades=(("优", Decimal(95)), ("差", Decimal(0)))),
    ),
    speaks("K30", "no owner", {"/rectifications/0/owner": " "}, "/rectifications/0/owner"),
    speaks(
        "K30",
        "neither measure nor date",
        {"/rectifications/0/measure": None, "/rectifications/0/due": None},
        "/rectifications/0/measure",
    ),
    speaks("K30", "nothing at all", {}, "/narrative/rectification", path=PETITION),
    silent(
        "K30",
        "no problem",
        {"/rectifications": [], "/narrative/rectification": None, "/narrative/problems": "未发现问题。"},
    ),
    silent("K30", "measures in words", {"/rectifications": []}),
    silent("K30", "an empty row", {"/rectifications/0": {}}),
    speaks(
        "K43",
        "none, and yet",
        {"/narrative/organisation": "汇总形成对下转移支付自评表。"},
        "/narrative/organisation",
        path=PETITION,
    ),
    silent("K43", "denied", {"/narrative/organisation": "本部门不涉及对下转移支付。"}, path=PETITION),
    silent("K43", "there are some", {"/narrative/organisation": "汇总形成对下转移支付自评表。"}),
    silent(
        "K43", "nothing stated of them", {"/transfers": None, "/narrative/organisation": "转移支付绩效自评已完成。"}
    ),
    speaks(
        "K45",
        "completed after it was signed",
        {"/dates/completed": "2023-03-21"},
        "/dates/reported",
        numbers=(None, None, "1"),
    ),
    speaks("K45", "published before it was signed", {"/dates/published": "2023-03-19"}, "/dates/published"),
    speaks(
        "K45",
        "published before it was completed",
        {"/dates/published": "2023-03-14", "/dates/reported": None},
        "/dates/published",
    ),
    speaks("K45", "late in the year", {}, "/dates/completed", path=PETITION),
    speaks(
        "K45",
        "one date that is too late is said once",
        {"/dates/completed": "2023-03-25", "/dates/published": "2023-03-22"},
        "/dates/reported",
    ),
    silent("K45", "all on one day", {"/dates/completed": "2023-03-20", "/dates/published": "2023-03-20"}),
    silent("K45", "late, but the round lasts", {"/dates/due": "2023-12-31"}, path=PETITION),
    speaks(
        "K58",
        "another balance",
        {},
        "/revenue/lines/2/amount",
        around=year_before({"/expenditure/year_end_balance": "18"}),
        numbers=("20.00", "18.00", "2.00"),
    ),
    silent("K58", "the same", {}, around=year_before({"/expenditure/year_end_balance": "20"})),
    silent("K58", "no balance last year", {}, around=year_before({"/expenditure/year_end_balance": None})),
    silent("K58", "no last year", {}),
    speaks(
        "K59",
        "another office's words",
        {},
        "/narrative",
        around={"near_copies": (NearCopy(source="教育局", similarity=Decimal(80)),)},
        numbers=("80", "80", None),
    ),
    speaks(
        "K59",
        "last year's words",
        dict.fromkeys(NARRATIVE) | {"/narrative/organisation": PROSE, f"{A}/indicators/0/actual": "43"},
        "/narrative",
        around=year_before({"/narrative/organisation": PROSE.replace("自评由", "本次自评由")}),
    ),
    speaks("K59", "last year's results", {}, "/indicators", around=year_before()),
    silent(
        "K59", "alike by nature", {}, around={"near_copies": (NearCopy(source="教育局", similarity=Decimal("79.9")),)}
    ),
    silent("K59", "one result is new", {f"{A}/indicators/0/actual": "43"}, around=year_before()),
    silent(
        "K59", "results that are always the same", {}, around={"last_year": replace(paper(path=PETITION), year=2021)}
    ),
    speaks("K60", "the petition bureau", {}, "/expenditure/personnel", path=PETITION),
    speaks("K60", "two digits swapped", {"/expenditure/personnel": "255.0"}, "/expenditure/personnel"),
    silent("K60", "no slip explains it", {"/expenditure/personnel": "111.11"}),
    silent("K60", "all sums hold", {}),
    speaks("K63", "the petition bureau", {}, "/project_totals/by_fund/1/amount", path=PETITION),
    speaks("K63", "a project of the archive", {"/department/name": "示例县档案馆"}, f"{B}/funding/0/fund"),
    silent("K63", "the fund is named", {"/department/name": "示例县档案馆", f"{B}/name": "土地出让档案整理"}),
    silent("K63", "roads", {}, path=SOUND),
    speaks("K65", "before it is published", one(name="进京上访劝返人次"), f"{ONE}/name"),
    speaks("K65", "a day is set", one(name="进京上访劝返人次") | {"/dates/published": "2023-04-30"}, f"{ONE}/name"),
    silent("K65", "nothing to hide", {"/dates/published": "2023-04-30"}),
]

CASES = [*DESIGN, *CLAIMS]
