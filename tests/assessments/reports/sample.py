"""A fictional county department with everything in it that makes a report hard to set.

Initial money 0, a negative adjustment, execution above 100 %, an exempt project, text and date targets, an adjusted
target, an indicator that does not apply, a subordinate unit, transfer payments, rare characters, long names.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.schema.due import Due
from assessments.schema.facts import (
    CompletionCounts,
    Dates,
    DepartmentFacts,
    Execution,
    Expenditure,
    Facts,
    FundingLine,
    FundingTotal,
    FundManagement,
    FundShare,
    Goals,
    Indicator,
    ManagementNote,
    Narrative,
    Project,
    ProjectGoal,
    ProjectTotals,
    ProjectTransfer,
    Rectification,
    Revenue,
    RevenueLine,
    SubGoal,
    Transfers,
)
from assessments.schema.scheme import SCHEME_2020_10
from assessments.terms import Band
from budgets.terms import Comparator, FundKind, SourceLevel

D = Decimal
SIGNS = {sign.value: sign for sign in Comparator}


def wan(amount: str) -> Decimal:
    """元 from an amount written in 万元."""
    return (D(amount) * 10_000).quantize(D("0.01"))


def indicator(path: str, name: str, wanted: str, actual: str, weight: str, score: str, **more) -> Indicator:
    """One indicator: path "产出/数量", target "≥ 40 件" (sign, value, unit) or "定性 text"."""
    group, kind = path.split("/")
    sign, value, *unit = wanted.split(" ")
    return Indicator(
        group=f"{group}指标",
        kind=f"{kind}指标",
        name=name,
        comparator=Comparator.QUALITATIVE if sign == "定性" else SIGNS[sign],
        target=value,
        unit=unit[0] if unit else None,
        actual=actual,
        weight=D(weight),
        score=D(score),
        evidence=("佐证材料.pdf",),
        **more,
    )


def line(label: str, fund: FundKind, source: SourceLevel, *amounts: str) -> FundingLine:
    initial, adjusted, executed = map(wan, amounts)
    return FundingLine(label=label, fund=fund, source=source, initial=initial, adjusted=adjusted, executed=executed)


def funds(initial: str, adjusted: str, executed: str, rate: str, score: str | None) -> FundingTotal:
    return FundingTotal(
        initial=wan(initial),
        adjusted=wan(adjusted),
        executed=wan(executed),
        execution_rate=D(rate),
        weight=D(10),
        score=None if score is None else D(score),
    )


ROADS = Project(
    name="农村公路日常养护及水毁路段修复",
    code="130321-2022-0017",
    unit="云溪县公路养护中心",
    activity="公路养护管理",
    funding=(
        line("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.COUNTY, "860", "812.5", "812.5"),
        line("上级补助", FundKind.GENERAL_PUBLIC, SourceLevel.PROVINCIAL, "240", "320", "301.37"),
        line("上年结转资金", FundKind.CARRY_OVER, SourceLevel.COUNTY, "35.6", "35.6", "35.6"),
    ),
    total=funds("1135.6", "1168.1", "1149.47", "98.41", "9.84"),
    transfer=ProjectTransfer(
        ministry="交通运输部",
        management=FundManagement(
            allocation=ManagementNote(statement="按列养里程和路况评定结果分配到乡镇。"),
            timeliness=ManagementNote(
                statement="上级资金于6月10日下达，20个工作日内分解到养护中心。",
                problems="部分资金年末到账；下年度提前对接下达计划。",
            ),
            payment=ManagementNote(statement="按合同和计量支付，全部实行国库集中支付。"),
            use=ManagementNote(statement="未发现截留、挤占、挪用。"),
            accuracy=ManagementNote(statement="按下达的预算科目和项目执行，全年执行率98.41%。"),
            performance=ManagementNote(statement="随资金分解绩效目标，9月开展绩效监控，年终全面自评。"),
            responsibility=ManagementNote(statement="县级应安排的配套资金已足额到位。"),
        ),
        audit_findings="无",
    ),
    goal=ProjectGoal(
        expected="完成全县1,286公里农村公路日常养护，及时修复水毁路段，保持路况良好，群众出行安全便捷。",
        actual="全年养护农村公路1,286公里，修复水毁路段14处2.3公里，优良路率达到86.2%，未发生因养护不到位引起的交通事故。",
    ),
    indicators=(
        indicator("产出/数量", "日常养护里程", "≥ 1286 公里", "1286", "8", "8"),
        indicator("产出/数量", "修复水毁路段", "≥ 12 处", "14", "6", "6"),
        indicator("产出/数量", "完善安全防护设施", "≥ 5.5 公里", "5.5", "6", "6"),
        indicator("产出/质量", "优良路率", "≥ 85 %", "86.2", "8", "8"),
        indicator("产出/质量", "修复工程验收合格率", "= 100 %", "100", "6", "6"),
        indicator(
            "产出/时效",
            "水毁路段修复完成时间",
            "≤ 2022年9月30日",
            "2022年10月18日",
            "8",
            "6.4",
            reason="8月下旬连续降雨，两处路段二次塌方，工期顺延18天。今后提前储备抢修物资，汛前完成隐患路段排查。",
        ),
        indicator("产出/成本", "日常养护成本", "≤ 5200 元/公里", "5163.27", "8", "8"),
        indicator("效益/社会效益", "群众出行平均耗时缩短", "≥ 10 %", "11.5", "15", "15", baseline="42"),
        indicator(
            "效益/可持续影响",
            "养护长效机制",
            "定性 建立县乡村三级养护责任制",
            "建立三级路长制，签订责任书",
            "15",
            "14",
            band=Band.ACHIEVED,
            reason="个别村级路长巡查记录不完整，已纳入季度考核。",
        ),
        indicator("满意度/服务对象满意度", "沿线群众满意度", "≥ 90 %", "93.6", "10", "10"),
    ),
    score=D("97.24"),
    grade="优",
)

BUSES = Project(
    name="城乡公交运营补贴（含65岁以上老年人免费乘车）",
    code="130321-2022-0023",
    activity="运输服务保障",
    funding=(
        line("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.COUNTY, "420", "420", "441.36"),
        line("中央补助", FundKind.GENERAL_PUBLIC, SourceLevel.CENTRAL, "0", "87.25", "87.25"),
    ),
    total=funds("420", "507.25", "528.61", "104.21", "10"),
    goal=ProjectGoal(
        expected="保障23条城乡公交线路稳定运营，落实老年人免费乘车政策。",
        actual="23条线路全年正常运营，老年人免费乘车86.4万人次。\n新开通旅游专线1条。",
    ),
    indicators=(
        indicator("产出/数量", "保障运营线路", "= 23 条", "23", "10", "10"),
        indicator(
            "产出/数量",
            "老年人免费乘车人次",
            "≥ 60 万人次",
            "86.4",
            "10",
            "10",
            reason="年初指标值偏低，下年度按实际需求测算。",
        ),
        indicator("产出/质量", "公交准点率", "≥ 92 %", "90.1", "10", "9.79", reason="县城东大街改造期间绕行。"),
        indicator("产出/质量", "车辆完好率", "≥ 98 %", "98.7", "5", "5"),
        indicator("产出/时效", "补贴资金拨付时间", "定性 每季度末前拨付", "按季拨付", "10", "10"),
        indicator("产出/成本", "单车年均补贴", "≤ 6.8 万元", "6.52", "5", "5"),
        indicator("效益/社会效益", "建制村公交通达率", "= 100 %", "100", "15", "15"),
        indicator("效益/生态效益", "新能源公交车占比", "≥ 70 %", "72.4", "15", "15", adjusted_target="72"),
        indicator("满意度/服务对象满意度", "乘客满意度", "≥ 88 %", "91", "10", "10"),
    ),
    score=D("99.79"),
    grade="优",
)

BRIDGES = Project(
    name="危旧桥梁检测与加固改造",
    code="130321-2022-0031",
    unit="云溪县公路养护中心",
    funding=(
        line("当年财政拨款", FundKind.GOVERNMENT_FUND, SourceLevel.COUNTY, "0", "265", "158.9"),
        line("年中调减", FundKind.GOVERNMENT_FUND, SourceLevel.COUNTY, "0", "-35.8", "0"),
    ),
    total=funds("0", "229.2", "158.9", "69.33", "6.93"),
    goal=ProjectGoal(
        expected="完成6座四、五类危旧桥梁的检测和加固改造。",
        actual="完成6座桥梁检测，4座加固改造完工，2座因设计变更跨年实施。",
    ),
    indicators=(
        indicator("产出/数量", "检测桥梁", "= 6 座", "6", "10", "10"),
        indicator(
            "产出/数量",
            "加固改造桥梁",
            "= 6 座",
            "4",
            "15",
            "10",
            reason="青石口桥、㛃水河桥桩基条件与勘察不符，需变更设计。变更设计已于2022年11月获批，计划2023年5月底前完工；"
            "今后在立项阶段加深勘察，避免开工后反复变更，并在合同中明确设计单位责任。",
        ),
        indicator("产出/质量", "加固桥梁技术状况等级", "≥ 2 类", "2", "15", "15"),
        indicator(
            "产出/时效", "年度计划完成时间", "≤ 2022年12月15日", "未完成", "10", "6.67", reason="同“加固改造桥梁”。"
        ),
        indicator("效益/经济效益", "减少绕行运输成本", "≥ 120 万元", "", "10", "0", not_applicable=True),
        indicator(
            "效益/社会效益",
            "桥梁安全隐患",
            "定性 消除安全隐患",
            "四座桥梁解除限载",
            "20",
            "14",
            band=Band.PARTLY,
            reason="两座桥梁未完工，仍在限载通行。",
        ),
        indicator("满意度/服务对象满意度", "沿线群众满意度", "≥ 85 %", "88", "10", "10"),
    ),
    score=D("80.67"),
    grade="良",
    reason="两座桥梁设计变更，资金和工期顺延至2023年，已制定后续实施计划。",
)

RESERVE = Project(
    name="交通应急抢险备用金",
    code="130321-2022-0040",
    exempt_reason="年内未发生需动用的应急事项，资金已全部收回",
    funding=(line("当年财政拨款", FundKind.GENERAL_PUBLIC, SourceLevel.COUNTY, "50", "0", "0"),),
    total=FundingTotal(initial=wan("50"), adjusted=wan("0"), executed=wan("0")),
)

SAMPLE = Facts(
    county="云溪县",
    year=2022,
    scheme=SCHEME_2020_10,
    department=DepartmentFacts(
        name="交通运输局", code="112", self_noun="我局", internal_offices=7, staff_on_post=86
    ),
    units=("云溪县公路养护中心", "云溪县道路运输事业发展中心"),
    revenue=Revenue(
        total=wan("3274.86"),
        lines=(
            RevenueLine(fund=FundKind.GENERAL_PUBLIC, label="一般公共预算收入", amount=wan("3010.06")),
            RevenueLine(fund=FundKind.GOVERNMENT_FUND, label="政府性基金预算收入", amount=wan("229.2")),
            RevenueLine(fund=FundKind.CARRY_OVER, label="上年结转结余", amount=wan("35.6")),
        ),
    ),
    expenditure=Expenditure(
        total=wan("3274.86"),
        basic=wan("1370.31"),
        personnel=wan("1182.04"),
        operating=wan("188.27"),
        projects=wan("1904.55"),
        executed=wan("3196.29"),
        execution_rate=D("97.6"),
        year_end_balance=wan("0"),
    ),
    project_totals=ProjectTotals(
        count=4,
        initial=wan("1605.6"),
        adjusted=wan("1904.55"),
        executed=wan("1836.98"),
        execution_rate=D("96.45"),
        by_fund=(
            FundShare(fund=FundKind.GENERAL_PUBLIC, count=2, amount=wan("1675.35"), share=D(100)),
            FundShare(fund=FundKind.GOVERNMENT_FUND, count=1, amount=wan("229.2"), share=D(100)),
            FundShare(fund=FundKind.SOCIAL_INSURANCE, count=0, amount=wan("0")),
            FundShare(fund=FundKind.STATE_CAPITAL, count=0, amount=wan("0")),
        ),
        by_grade=(("优", 2), ("良", 1), ("中", 0), ("差", 0)),
        excellent_rate=D("66.67"),
        by_completion=CompletionCounts(full=0, half_or_more=3, under_half=0, not_started=0),
    ),
    transfers=Transfers(
        count=2,
        total=wan("407.25"),
        central=wan("87.25"),
        provincial=wan("320"),
        municipal=wan("0"),
        by_grade=(("优", 2), ("良", 0), ("中", 0), ("差", 0)),
        excellent_rate=D(100),
    ),
    projects=(ROADS, BUSES, BRIDGES, RESERVE),
    goals=Goals(
        overall=(
            "加强农村公路养护管理，提升路网通行能力和安全水平",
            "保障城乡公交稳定运营，方便群众出行；",
            "推进危旧桥梁改造，消除交通安全隐患。",
        ),
        sub=(
            SubGoal(
                name="公路养护管理",
                statement="农村公路列养率达到100%，路况稳定向好",
                indicators=(
                    indicator("产出/数量", "农村公路列养率", "= 100 %", "100", "15", "15"),
                    indicator("产出/质量", "优良中等路率", "≥ 85 %", "88.4", "15", "15"),
                    indicator("效益/社会效益", "因养护不到位引起的交通事故", "= 0 起", "0", "15", "15"),
                ),
            ),
            SubGoal(
                name="运输服务保障",
                statement="城乡客运一体化水平稳步提升",
                indicators=(
                    indicator("产出/数量", "建制村通客车率", "= 100 %", "100", "10", "10"),
                    indicator("产出/时效", "重点时段运力保障", "定性 无旅客滞留", "无旅客滞留", "10", "10"),
                    indicator("效益/社会效益", "免费乘车", "定性 应享尽享", "已落实", "15", "15", band=Band.ACHIEVED),
                ),
            ),
        ),
    ),
    indicators=(
        indicator("满意度/服务对象满意度", "社会公众满意度", "≥ 90 %", "91.8", "10", "10"),
    ),
    execution=Execution(weight=D(10), score=D("9.76")),
    score=D("99.76"),
    grade="优",
    narrative=Narrative(
        organisation="我局高度重视预算绩效自评工作，成立由主要负责人任组长、分管负责人任副组长的绩效自评工作小组，"
        "办公室牵头，财务、养护、运输等股室和所属预算单位分工负责，明确职责、时限和佐证材料要求。\n"
        "各项目负责人对照批复的绩效目标逐项填报，财务人员核对账表，工作小组集中审核，确保数据真实、结果客观。",
        target_quality_overall="年初设定的部门整体绩效目标与部门职责和年度重点工作相符，指标能够衡量、便于取证。",
        target_quality_projects="项目绩效指标总体明确、细化，指标值有依据。个别指标值偏低，下年度编制预算时据实调整。",
        problems="危旧桥梁加固改造前期勘察深度不够，设计变更影响资金支付和工期。\n部分指标值测算依据不充分，与实际完成情况偏离较大。",
        rectification="针对自评发现的问题，我局逐项制定措施，明确责任人和时限，整改情况纳入股室年度考核。"
        "自评结果与下年度预算安排挂钩，对执行进度慢的项目从紧安排预算。",
    ),
    rectifications=(
        Rectification(
            problem="桥梁加固项目前期勘察深度不够",
            measure="立项阶段委托第三方复核勘察成果，未通过复核不得招标",
            owner="养护股负责人",
            due=Due.on(date(2024, 3, 31)),
        ),
        Rectification(
            problem="公交类指标值测算依据不充分",
            measure="以前三年平均值为基准测算下年度指标值",
            owner="运输股负责人",
            due=Due.on(date(2023, 12, 31)),
        ),
    ),
    attachments=("满意度调查汇总表.pdf",),
    dates=Dates(completed=date(2023, 4, 20), reported=date(2023, 4, 25), published=date(2023, 9, 15)),
)  # fmt: skip


def many_indicators(count: int) -> Project:
    """A project with `count` indicators in each of three groups."""
    kinds = ("产出/数量", "效益/社会效益", "满意度/服务对象满意度")
    return replace(
        ROADS,
        indicators=tuple(
            indicator(path, f"第{number}项指标的名称写得比较长一些以便换行", "≥ 100 %", "100", "1", "1")
            for path in kinds
            for number in range(1, count + 1)
        ),
    )
