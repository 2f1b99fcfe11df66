"""Reports that lean on the final accounts: totals of both sides, last year beside this one, several units."""

from decimal import Decimal

from budgets.terms import MoneyUnit
from tests.corpus import forms
from tests.corpus.paper import Paper, mark
from tests.corpus.pen import any_pen, percent, points
from tests.corpus.phrases import LONG, by_group, rate_codes, score, score_of, sign, source
from tests.corpus.story import tell


def henan(random, **wanted):
    """收、支总计, with the year before and its change; numbered lines of sources; ratios in the text."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, e, last = s.facts, s.facts.expenditure, s.last_year
    current = f.revenue.total - f.revenue.lines[-1].amount
    paper = Paper("henan")
    paper.p(f"{s.name}关于{s.year}年度部门整体绩效自评情况的报告")
    paper.p("第一部分 部门概况", "heading")
    paper.p("一、部门职责")
    for at, duty in enumerate(s.office.duties, start=1):
        paper.p(f"（{at}）{duty}。")
    paper.p("二、机构设置")
    paper.p(
        f"从决算单位构成看，{s.name}部门决算包括本级决算{'和所属' + '、'.join(s.office.units) + '决算' if s.office.units else ''}。人员编制{s.staff['posts']}人，实有{s.staff['on_post']}人，离退休{s.staff['retired']}人。"
    )
    paper.p("第二部分 部门收支及预算执行情况", "heading")
    paper.p("一、收入支出总体情况")
    change = f.revenue.total - last["revenue"]
    paper.p(
        f"{s.year}年度收、支总计均为{pen.m(f.revenue.total)}。与{s.year - 1}年度{pen.m(last['revenue'])}相比，收、支总计各增加{pen.m(change)}，增长{pen.rate(change, last['revenue'])}。主要原因是项目支出增加。"
    )
    paper.p("二、收入决算情况")
    lines = [line for line in f.revenue.lines[:-1] if line.amount]
    codes = ("K01", "K69") if len(lines) > 1 else ()
    paper.p(
        f"{s.year}年度本年收入合计{pen.m(current, *codes)}，其中："
        + "；".join(
            f"{source(line, 0)}{pen.m(line.amount, *codes)}，占{pen.rate(line.amount, current, 'K70')}"
            for line in lines
        )
        + "。"
    )
    paper.p("三、支出决算情况")
    paper.p(
        f"{s.year}年度本年支出合计{pen.m(e.total, 'K02', 'K69')}，其中：基本支出{pen.m(e.basic, 'K02', 'K69')}，占{pen.rate(e.basic, e.total, 'K70')}；项目支出{pen.m(e.projects, 'K02', 'K69')}，占{pen.rate(e.projects, e.total, 'K70')}；经营支出{pen.m(Decimal(0))}，占{'0%' if pen.trimmed else '0.00%'}。"
    )
    paper.p("四、一般公共预算财政拨款基本支出情况")
    paper.p(
        f"{s.year}年度基本支出{pen.m(e.basic, 'K03')}，其中：人员经费{pen.m(e.personnel, 'K03')}，主要包括：基本工资、津贴补贴、奖金、绩效工资等；公用经费{pen.m(e.operating, 'K03')}，主要包括：办公费、印刷费、差旅费、维修（护）费等。"
    )
    paper.p("五、国有资产占用情况")
    assets = s.assets
    total = sum(assets.values(), Decimal(0))
    paper.p(
        f"截至{s.year}年12月31日，资产总额{pen.m(total)}，其中：流动资产{pen.m(assets['current'])}，固定资产{pen.m(assets['fixed'])}，无形资产{pen.m(assets['intangible'])}。共有车辆{random.randint(0, 9)}辆，单价50万元以上通用设备0台。"
    )
    paper.p("第三部分 绩效自评情况", "heading")
    paper.p("一、自评结论")
    groups = by_group(s)
    rows = "、".join(f"{name}类指标得{mark(points(score_of(rows)), 'K14')}分" for name, rows in groups.items())
    paper.p(f"{s.noun}整体支出绩效自评总得分{score(s, 'K14')}分（其中：{rows}），评价等次为{mark(f.grade, 'K15')}。")
    grades = "、".join(
        f"{long}{pen.n(count, 'K16')}个" for (name, count) in f.project_totals.by_grade for long in (LONG[name][0],)
    )
    paper.p(f"全年纳入自评的项目共{pen.n(f.project_totals.count, 'K16')}个，自评结果为{grades}。")
    if not wanted.get("full_marks"):
        paper.p("二、发现的问题", "problem")
        paper.p("1.预算执行均衡性不够，四季度支出占比较高。\n2.绩效指标与项目内容结合不紧。", "problem")
    paper.p("二、改进建议" if wanted.get("full_marks") else "三、改进建议", "measure")
    paper.p(
        "1.提前谋划项目实施，6月底前支出进度达到50%以上，由财务科负责督办。\n2.加强绩效业务培训，项目单位负责人为绩效管理第一责任人。",
        "measure",
    )
    sign(paper, s, random)
    return s, pen, paper


def shandong(random, **wanted):
    """Revenue and spending of the whole with what is carried over; a list of projects as a table; levels of money."""
    pen = any_pen(random, rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, e, t = s.facts, s.facts.expenditure, s.facts.project_totals
    paper = Paper("shandong")
    paper.p(f"{s.name}{s.year}年度部门整体绩效自评报告")
    paper.p("一、基本情况", "heading")
    paper.p(
        f"(一)部门职责及机构设置。{s.office.duties[0]}，{s.office.duties[-1]}。核定编制{s.staff['posts']}个，在编在岗{s.staff['on_post']}人。"
    )
    paper.p("(二)收支情况。")
    lines = [line for line in f.revenue.lines if line.amount]
    paper.p(
        f"{s.year}年度总收入{pen.m(f.revenue.total, 'K01', 'K69')}，包括"
        + "、".join(f"{source(line, 2)}{pen.m(line.amount, 'K01', 'K69')}" for line in lines)
        + "。"
    )
    if e.year_end_balance:
        paper.p(
            f"{s.year}年度支出总计{pen.m(f.revenue.total, 'K69')}，其中本年支出{pen.m(e.total, 'K69', 'K02')}，年末结转结余{pen.m(e.year_end_balance, 'K69')}。本年支出中，基本支出{pen.m(e.basic, 'K02')}(人员经费{pen.m(e.personnel, 'K03')},公用经费{pen.m(e.operating, 'K03')})，项目支出{pen.m(e.projects, 'K02')}。"
        )
    else:
        paper.p(
            f"{s.year}年度总支出{pen.m(e.total, 'K02')}，其中基本支出{pen.m(e.basic, 'K02')}(人员经费{pen.m(e.personnel, 'K03')}，公用经费{pen.m(e.operating, 'K03')})，项目支出{pen.m(e.projects, 'K02')}。"
        )
    paper.p("二、绩效目标完成情况", "heading")
    paper.p(f"(一)项目实施情况。{s.year}年共实施项目{pen.n(t.count, 'K62')}个，各项目预算执行及自评情况如下表所示：")
    paper.table(*forms.project_list(s, pen))
    paper.p(
        f"(二)总体评价。经综合评定，{s.noun}{s.year}年度部门整体绩效自评得{score(s)}分，评定等级为“{mark(f.grade, 'K15')}”。"
    )
    paper.p(
        f"(三)职责履行。全年召开专题会议{random.randint(3, 20)}次，办理人大建议、政协提案{random.randint(3, 40)}件，办复率100%，满意率{random.randint(95, 100)}%。"
    )
    if not wanted.get("full_marks"):
        paper.p("三、存在的问题及原因分析", "heading problem")
        paper.p("(一)绩效管理基础工作较为薄弱。业务科室重资金轻绩效的观念尚未完全转变。", "problem")
        paper.p("四、下一步改进措施", "heading measure")
    else:
        paper.p("三、下一步改进措施", "heading measure")
    paper.p(
        "(一)强化培训。每半年组织一次绩效管理专题培训,由财务科牵头。\n(二)强化约束。将自评结果作为安排以后年度预算的重要依据。",
        "measure",
    )
    sign(paper, s, random)
    return s, pen, paper


def shaanxi(random, **wanted):
    """Short: ratios of staff and of public expenses worked out in the text, then the score table."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), decimals=2, rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, e, w, public = s.facts, s.facts.expenditure, s.whole, s.public
    paper = Paper("shaanxi")
    paper.p(f"{s.county}{s.office.name}\n{s.year}年度部门整体支出绩效自评报告")
    paper.p("一、部门（单位）概况", "heading")
    paper.p(
        f"（一）在职人员控制率。在职人员控制率=（在职人员数/编制数）×100%=（{s.staff['on_post']}/{s.staff['posts']}）×100%={percent(s.staff['on_post'], Decimal(s.staff['posts']))}%，低于100%，得满分。"
    )
    paper.p(
        f"（二）部门整体支出情况。{s.year}年度支出合计{pen.m(e.total, 'K02')}。其中：基本支出{pen.m(e.basic, 'K02')}（人员经费支出{pen.m(e.personnel, 'K03')}、公用经费支出{pen.m(e.operating, 'K03')}），项目支出{pen.m(e.projects, 'K02')}。"
    )
    paper.p("二、部门整体支出管理情况", "heading")
    paper.p(
        f"（一）预算执行。年初预算{pen.m(w.initial, 'K69')}，预算追加{pen.m(w.added, 'K69')}，预算调减{pen.m(w.taken, 'K69')}，全年预算{pen.m(w.adjusted, 'K69', 'K08', 'K09')}，实际支出{pen.m(w.executed, 'K08', 'K09')}，预算执行率{pen.rate(w.executed, w.adjusted, *rate_codes(pen, w))}。"
    )
    paper.p(
        f"（二）“三公”经费。{s.year}年“三公”经费预算数{pen.m(public.total + pen.step * 40)}，实际支出{pen.m(public.total, 'K69')}，其中：因公出国（境）0元，公务用车运行维护费{pen.m(public.cars, 'K69')}，公务接待费{pen.m(public.receptions, 'K69')}，“三公”经费控制率{pen.rate(public.total, public.total + pen.step * 40)}。"
    )
    paper.p("（三）政府采购。应采尽采，政府采购执行率100%。")
    paper.p("三、部门整体支出绩效评价结论", "heading")
    grade = LONG[f.grade][0]
    paper.p(
        f"对照评价指标体系逐项打分，{s.noun}{s.year}年度整体支出绩效自评得分{score(s)}分，自评等级为{mark(grade, 'K15')}。具体得分情况详见下表："
    )
    paper.table(*forms.score_table(s))
    if not wanted.get("full_marks"):
        paper.p("四、存在的主要问题及改进措施", "heading problem")
        paper.p("主要问题：项目前期准备不足，支出进度前慢后快。", "problem")
        paper.p("改进措施：提前做好项目评审和采购准备，实行支出进度月通报制度，由分管领导负责督促落实。", "measure")
    sign(paper, s, random)
    return s, pen, paper


def several_units(random, **wanted):
    """A department with subordinate units: what each spent, by budget and by unit; 亿元 beside 万元 in the summary."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), decimals=random.choice((2, 4)), rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, e = s.facts, s.facts.expenditure
    units = ("局机关" if s.noun == "我局" else "机关本级", *(s.office.units or ("信息中心",)))
    amounts, left = [], e.total
    for _ in units[1:]:
        amounts.append(pen.step * (int(left / pen.step) * random.randint(10, 30) // 100))
        left -= amounts[-1]
    amounts.insert(0, left)
    paper = Paper("several units")
    paper.p(f"{s.name}所属单位整体支出绩效自评汇总报告（{s.year}年度）")
    paper.p("一、自评范围", "heading")
    paper.p(f"纳入{s.year}年度整体支出绩效自评范围的预算单位共{len(units)}个，包括：{'、'.join(units)}。")
    paper.p("二、资金使用情况", "heading")
    paper.p(
        f"1. 按单位划分。{s.year}年部门支出决算{pen.m(e.total, 'K69')}，按单位划分，"
        + "，".join(f"{unit}{pen.m(amount, 'K69')}" for unit, amount in zip(units, amounts, strict=True))
        + "。"
    )
    paper.p(
        f"2. 按性质划分。人员经费、公用经费和项目支出分别为{pen.m(e.personnel)}、{pen.m(e.operating)}和{pen.m(e.projects)}。"
    )
    shares = [percent(amount, e.total) for amount in amounts]
    paper.p("3. 各单位占比分别为" + "、".join(f"{share}%" for share in shares) + "。")
    public = s.public
    paper.p(
        f"4. “三公”经费合计{pen.m(public.total, 'K69')}，其中：（1）因公出国（境）费用{pen.m(public.abroad)}；（2）公务用车购置及运行维护费{pen.m(public.cars, 'K69')}（公务用车购置费{pen.m(public.bought)}，公务用车运行维护费{pen.m(public.run)}）；（3）公务接待费{pen.m(public.receptions, 'K69')}。较上年决算数{pen.m(public.before)}减少{pen.m(public.before - public.total)}。"
    )
    paper.p("三、自评结果", "heading")
    listed = "；".join(f"{unit}自评{random.randint(90, 98)}分" for unit in units[1:])
    paper.p(
        f"各单位自评得分情况：{listed}。经汇总，部门整体自评综合得分为{score(s)}分，评定为“{mark(LONG[f.grade][0], 'K15')}”等级。"
    )
    if not wanted.get("full_marks"):
        paper.p("四、主要问题", "heading problem")
        paper.p("部分所属单位绩效资料整理不规范，自评表填报不及时。", "problem")
        paper.p("五、整改措施", "heading measure")
        paper.p("对所属单位开展一对一辅导，由规划财务科负责，于当年9月底前完成。", "measure")
    sign(paper, s, random)
    return s, pen, paper
