"""Reports on one project or one fund, with targets and results in sentences, and reports that are mostly forms."""

from decimal import Decimal

from budgets.terms import MoneyUnit
from tests.corpus import forms
from tests.corpus.paper import Paper, mark
from tests.corpus.pen import any_pen, points
from tests.corpus.phrases import rate_codes, result, sign, wish
from tests.corpus.story import tell


def zhejiang(random, **wanted):
    """项目概况、组织实施、资金、绩效分析、经验、问题: one project, lists in brackets."""
    pen = any_pen(random, rate_decimals=2)
    s = tell(random, pen, **wanted)
    one = s.facts.projects[0]
    total = one.total
    paper = Paper("zhejiang")
    paper.p(f"“{one.name}”项目绩效自评报告")
    paper.p(f"项目单位：{s.name}\n项目年度：{s.year}年")
    paper.p("一、项目基本情况", "heading")
    paper.p(
        f"（一）项目概况。该项目为延续性项目，由{s.noun}负责实施，实施期为{s.year}年1月至12月，{s.office.duties[0]}。"
    )
    targets = "；".join(f"（{at}）{row.name}{wish(row)}" for at, row in enumerate(one.indicators, start=1))
    paper.p(f"（二）项目绩效目标。{s.year}年度目标为：{targets}。")
    paper.p("二、项目资金使用及管理情况", "heading")
    parts = [line for line in one.funding if line.adjusted]
    codes = ("K69", "K07", "K01") if len(parts) > 1 else ()
    names = ("当年财政安排", "上年结转")
    inside = "、".join(f"{name}{pen.m(line.adjusted, *codes)}" for name, line in zip(names, parts, strict=False))
    paper.p(
        f"（一）资金安排。项目年初预算{pen.m(total.initial)}，全年预算{pen.m(total.adjusted, *codes)}（{inside}）。"
        if len(parts) > 1
        else f"（一）资金安排。项目年初预算{pen.m(total.initial)}，全年预算{pen.m(total.adjusted)}。"
    )
    paper.p(
        f"（二）资金使用。截至{s.year}年12月31日，项目全年预算{pen.m(total.adjusted)}，累计支出{pen.m(total.executed)}，预算执行率{pen.rate(total.executed, total.adjusted, 'K08')}。支出均按照合同约定和财务制度审批，无截留、挤占、挪用情况。"
    )
    paper.p("三、项目绩效情况", "heading")
    for at, row in enumerate(one.indicators, start=1):
        paper.p(f"{at}.{result(row, random)}，分值{points(row.weight)}分，得{points(row.score)}分；")
    paper.p(
        f"综上，预算执行得{points(total.score)}分，项目自评总分{mark(points(one.score))}分，自评等级为“{mark(one.grade)}”。"
    )
    paper.p("四、主要经验及做法", "heading")
    paper.p("建立项目周调度机制，发现偏差及时纠正。")
    if one.score < 100:
        paper.p("五、存在问题及下一步打算", "heading problem")
        paper.p("问题：项目宣传方式较为单一，群众知晓面不够宽。", "problem")
        paper.p("打算：利用新媒体扩大宣传，下一年度一季度前由项目科制定方案并组织实施。", "measure")
    sign(paper, s, random)
    return s, pen, paper


def jiangsu(random, **wanted):
    """A fund for several works: arabic headings of several levels, amounts with 分别为, a summing-up of all results."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, t = s.facts, s.facts.project_totals
    names = "、".join(one.name for one in f.projects)
    paper = Paper("jiangsu")
    paper.p(f"{s.name}{s.year}年度专项资金绩效自评报告")
    paper.p("一、专项资金概况", "heading")
    paper.p(f"1.立项背景。依据《{s.county}国民经济和社会发展规划》设立，覆盖{names}。")
    paper.p(
        f"2.资金安排。{s.year}年专项资金预算总额{pen.m(t.adjusted, 'K69')}，其中："
        + "；".join(
            f"{one.name}{pen.m(one.total.adjusted, 'K69')}，占{pen.rate(one.total.adjusted, t.adjusted, 'K70')}"
            for one in f.projects
        )
        + "。"
    )
    paper.p(
        f"3.资金使用。全年实际支出{pen.m(t.executed)}，其中{names}分别为"
        + "、".join(pen.m(one.total.executed) for one in f.projects)
        + "。"
    )
    paper.p("二、绩效完成情况", "heading")
    for at, one in enumerate(f.projects, start=1):
        rows = [row for row in one.indicators if row.kind == "数量指标"]
        paper.p(
            f"{at}.{one.name}。{'；'.join(result(row, random) for row in rows)}。年初预算{pen.m(one.total.initial)}，年中调整后预算{pen.m(one.total.adjusted)}，实际执行{pen.m(one.total.executed)}，执行率{pen.rate(one.total.executed, one.total.adjusted, *rate_codes(pen, one.total))}。"
        )
    counts = dict(t.by_grade)
    paper.p("三、自评结论", "heading")
    paper.p(
        f"纳入自评的{pen.n(t.count, 'K16')}个项目中，"
        + "，".join(f"{pen.n(counts[name], 'K16')}个项目自评等级为“{name}”" for name in "优良中差")
        + f"，优秀率{pen.rate(Decimal(counts['优']), Decimal(t.count), 'K70')}。"
    )
    if not wanted.get("full_marks"):
        paper.p("四、问题和建议", "heading problem")
        paper.p("1.资金下达与项目实施衔接不够顺畅。", "problem")
        paper.p("2.建议提前下达资金计划，由业务处室在每年3月底前完成任务分解。", "measure")
    sign(paper, s, random)
    return s, pen, paper


def yunnan(random, **wanted):
    """A transfer from above: 目标分解下达, analysis of money and indicators at four levels of headings, a form with A, B."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), rate_decimals=2)
    s = tell(random, pen, **(wanted | {"transfers": True}))
    one, tr = s.facts.projects[0], s.facts.transfers
    paper = Paper("yunnan")
    paper.p(f"{s.name}关于{s.year}年中央财政{one.name}转移支付资金绩效自评报告")
    paper.p("一、绩效目标分解下达情况", "heading")
    paper.p(
        f"（一）资金下达情况。{s.year}年，共下达{one.name}转移支付资金{pen.m(tr.total, 'K69')}，其中：中央资金{pen.m(tr.central, 'K69')}，省级资金{pen.m(tr.provincial, 'K69')}，市级配套资金{pen.m(tr.municipal, 'K69')}。资金文号为财农〔{s.year}〕{random.randint(2, 98)}号、财社〔{s.year - 1}〕{random.randint(100, 198)}号。"
    )
    paper.p(
        f"（二）绩效目标情况。分解下达的绩效目标为：{'；'.join(f'{row.name}{wish(row)}' for row in one.indicators[:3])}。"
    )
    paper.p("二、绩效目标完成情况分析", "heading")
    paper.p("（一）资金投入情况分析")
    spent = tr.total - pen.step * (int(tr.total / pen.step) * random.randint(0, 9) // 100)
    paper.p(f"1.项目资金到位情况分析。应到位资金{pen.m(tr.total)}，实际到位{pen.m(tr.total)}，到位率100%。")
    paper.p(
        f"2.项目资金执行情况分析。全年预算数{pen.m(tr.total)}，全年执行数{pen.m(spent)}，预算执行率{pen.rate(spent, tr.total, 'K08')}；结转资金{pen.m(tr.total - spent)}。"
    )
    paper.p("3.项目资金管理情况分析。实行专账核算、专款专用，未发现违规问题。")
    paper.p("（二）总体绩效目标完成情况分析")
    paper.p("年度总体目标已完成，受益群众反映良好。")
    paper.p("（三）绩效指标完成情况分析")
    groups = {}
    for row in one.indicators:
        groups.setdefault(row.group, {}).setdefault(row.kind, []).append(row)
    for at, (group, kinds) in enumerate(groups.items(), start=1):
        paper.p(f"{at}.{group}完成情况分析")
        for number, (kind, rows) in enumerate(kinds.items(), start=1):
            paper.p(f"（{number}）{kind}。{'；'.join(result(row, random) for row in rows)}。")
    if not wanted.get("full_marks"):
        paper.p("三、偏离绩效目标的原因和下一步改进措施", "heading problem")
        paper.p("个别指标未达预期，主要原因是部分乡镇实施进度滞后。", "problem")
        paper.p("下一步将逐项建立台账，6月底前由业务股室牵头完成未竣项目的扫尾。", "measure")
        paper.p("四、绩效自评结果拟应用和公开情况", "heading")
    else:
        paper.p("三、绩效自评结果拟应用和公开情况", "heading")
    paper.p("自评结果将作为以后年度申报资金的依据，并通过政府门户网站公开。")
    sign(paper, s, random)
    paper.p("附件：转移支付绩效目标自评表")
    paper.table(*forms.transfer_form(s, pen, one.name))
    return s, pen, paper


def ministry_forms(random, **wanted):
    """项目支出绩效自评表 one below another, after a cover with one sentence."""
    pen = any_pen(random, separated=False, wide=False)
    s = tell(random, pen, **wanted)
    paper = Paper("ministry forms")
    paper.p(f"{s.name}{s.year}年度项目支出绩效自评结果公开表")
    paper.p(f"按照有关要求，现将{s.noun}{len(s.facts.projects)}个项目的支出绩效自评表公开如下。")
    blank, share = random.choice(("/", "-", "", "——")), random.choice(("%", "%", "％"))
    for one in s.facts.projects:
        paper.table(*forms.ministry_form(s, pen, one, blank=blank, share=share))
        paper.p("")
    sign(paper, s, random)
    return s, pen, paper


def guideline_forms(random, **wanted):
    """Forms whose sign, target and unit have columns of their own, and a list of all projects in front."""
    pen = any_pen(random, separated=False, wide=False)
    s = tell(random, pen, **wanted)
    paper = Paper("guideline forms")
    paper.p(f"{s.year}年度{s.name}项目支出绩效自评表")
    paper.p(f"单位：{pen.unit.value}")
    for one in s.facts.projects:
        paper.table(*forms.guideline_form(s, pen, one))
        paper.p("")
    paper.p("备注：得分一栏按完成比例计算，四舍五入保留两位小数。")
    sign(paper, s, random)
    return s, pen, paper


def listed_projects(random, **wanted):
    """A summary of all projects as a table, and each one's results in a paragraph below."""
    pen = any_pen(random, wide=False)
    s = tell(random, pen, **wanted)
    t = s.facts.project_totals
    paper = Paper("listed projects")
    paper.p(f"{s.name}{s.year}年度项目支出绩效自评情况说明")
    paper.p("一、总体情况", "heading")
    paper.p(
        f"{s.year}年{s.noun}纳入绩效自评的项目{pen.n(t.count, 'K62', 'K16')}个，项目支出全年预算{pen.m(t.adjusted)}，全年执行{pen.m(t.executed)}，执行率{pen.rate(t.executed, t.adjusted, 'K08')}。"
    )
    paper.table(*forms.project_list(s, pen, scores=True, rate_head="执行率（%）"))
    paper.p("二、项目绩效自评结果", "heading")
    for at, one in enumerate(s.facts.projects, start=1):
        total = one.total
        paper.p(
            f"{at}、{one.name}项目：全年预算数为{pen.m(total.adjusted)}，执行数为{pen.m(total.executed)}，完成预算的{pen.rate(total.executed, total.adjusted, 'K08')}。项目绩效目标完成情况：{'；'.join(result(row, random) for row in one.indicators[:3])}。"
        )
    if not wanted.get("full_marks"):
        paper.p("三、发现的问题及整改", "heading problem")
        paper.p("发现的主要问题：个别项目绩效目标设置不够细化。", "problem")
        paper.p("下一步改进措施：组织项目负责人开展专题培训，并在10月底前完成指标修订。", "measure")
    sign(paper, s, random)
    return s, pen, paper
