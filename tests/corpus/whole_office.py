"""Reports on a whole department's spending, as offices of the south and the west write them."""

from decimal import Decimal

from budgets.terms import MoneyUnit
from tests.corpus import forms
from tests.corpus.paper import Paper, mark
from tests.corpus.pen import any_pen, percent, points
from tests.corpus.phrases import LONG, by_group, rate_codes, result, score, score_of, sign, source
from tests.corpus.story import tell


def hunan(random, **wanted):
    """部门概况、管理及使用情况、绩效情况、存在问题、改进措施; spending by what it was paid for; three public expenses."""
    pen = any_pen(random)
    s = tell(random, pen, **wanted)
    f, e, w, public = s.facts, s.facts.expenditure, s.whole, s.public
    paper = Paper("hunan")
    paper.p(f"{s.name}{s.year}年度部门整体支出绩效自评报告")
    paper.p(
        f"根据财政部门《关于开展{s.year}年度预算绩效自评工作的通知》（财绩〔{s.year + 1}〕3号）精神，{s.noun}对{s.year}年度部门整体支出进行了绩效自评，现将有关情况报告如下："
    )
    paper.p("一、部门概况", "heading")
    paper.p("（一）部门基本情况")
    paper.p(f"1、主要职能。{'；'.join(s.office.duties)}。")
    paper.p(f"2、机构情况。{s.noun}内设机构{s.staff['offices']}个，所属事业单位{len(s.office.units)}个。")
    paper.p(
        f"3、人员情况。核定编制{s.staff['posts']}名，其中行政编制{s.staff['administrative']}名、事业编制{s.staff['institution']}名；年末实有在职人员{s.staff['on_post']}人，退休人员{s.staff['retired']}人。联系电话：0731-5821{random.randint(1000, 9999)}。"
    )
    paper.p("（二）部门整体支出规模、使用方向和主要内容")
    paper.p(
        f"{s.year}年度部门整体支出{pen.m(e.total, 'K02')}，其中：基本支出{pen.m(e.basic, 'K02')}，占总支出的{pen.rate(e.basic, e.total, 'K70')}；项目支出{pen.m(e.projects, 'K02')}，占总支出的{pen.rate(e.projects, e.total, 'K70')}。"
    )
    paper.p("二、部门整体支出管理及使用情况", "heading")
    paper.p("（一）预算执行情况")
    paper.p(
        f"{s.year}年年初预算数为{pen.m(w.initial, 'K69')}，年中追加预算{pen.m(w.added, 'K69')}，调减预算{pen.m(w.taken, 'K69')}，调整后预算数为{pen.m(w.adjusted, 'K69')}。全年预算数{pen.m(w.adjusted)}，实际支出{pen.m(w.executed)}，预算执行率为{pen.rate(w.executed, w.adjusted, *rate_codes(pen, w))}。"
    )
    paper.p("（二）基本支出情况")
    paper.p(
        f"基本支出{pen.m(e.basic, 'K57', 'K69')}，是指为保障单位机构正常运转、完成日常工作任务而发生的各项支出。其中：工资福利支出{pen.m(s.wages, 'K69')}，占基本支出的{pen.rate(s.wages, e.basic, 'K70')}；商品和服务支出{pen.m(e.operating, 'K69')}，占基本支出的{pen.rate(e.operating, e.basic, 'K70')}；对个人和家庭的补助支出{pen.m(s.subsidies, 'K69')}，占基本支出的{pen.rate(s.subsidies, e.basic, 'K70')}。"
    )
    paper.p(
        f"“三公”经费使用情况：{s.year}年“三公”经费支出{pen.m(public.total, 'K69')}，其中：因公出国（境）费{pen.m(public.abroad)}，公务接待费{pen.m(public.receptions, 'K69')}，公务用车购置及运行维护费{pen.m(public.cars, 'K69')}。比上年减少{pen.m(public.before - public.total)}，下降{pen.rate(public.before - public.total, public.before)}，主要原因是认真落实过紧日子要求，从严控制公务接待批次。"
    )
    paper.p("（三）项目支出情况")
    paper.p(f"项目支出{pen.m(e.projects, 'K57')}，主要用于：")
    for at, one in enumerate(f.projects, start=1):
        paper.p(
            f"{at}.{one.name}{pen.m(one.total.executed)}；"
            if at < len(f.projects)
            else f"{at}.{one.name}{pen.m(one.total.executed)}。"
        )
    paper.p("三、部门整体支出绩效情况", "heading")
    groups = by_group(s)
    listed = "，".join(f"{name}得{mark(points(score_of(rows)), 'K14')}分" for name, rows in groups.items())
    grade = random.choice(LONG[f.grade])
    paper.p(
        f"根据《部门整体支出绩效评价指标表》，{s.noun}{s.year}年度部门整体支出自评综合得分{score(s, 'K14')}分，其中：{listed}，评价等级为“{mark(grade, 'K15')}”。"
    )
    rows = [row for row in f.projects[0].indicators if row.score == row.weight]
    for at, row in enumerate(rows, start=1):
        paper.p(f"{at}、{result(row, random)}。")
    if not wanted.get("full_marks"):
        paper.p("四、存在的主要问题", "heading problem")
        paper.p("一是预算编制的前瞻性不够，年中追加事项较多；二是部分项目资金支付进度偏慢。", "problem")
        paper.p("五、改进措施和有关建议", "heading measure")
        paper.p(
            "一是细化预算编制，由财务股牵头，8月底前启动下年度项目储备；二是逐月通报支付进度，业务股室负责人为责任人。",
            "measure",
        )
    sign(paper, s, random)
    paper.p(f"附件：部门整体支出绩效评价指标评分表（{s.year}年度）")
    paper.table(*forms.score_table(s))
    return s, pen, paper


def hubei(random, **wanted):
    """自评结论 first: points, execution, what was done and what was not; then the table of the whole department."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, w = s.facts, s.whole
    paper = Paper("hubei")
    rows, total = forms.whole_form(s, pen)
    paper.p(f"{s.year}年度{s.name}部门整体绩效自评结果")
    paper.p("一、自评结论", "heading")
    paper.p("（一）部门整体绩效自评得分")
    paper.p(f"对照年初设定的绩效目标，{s.year}年{s.noun}整体绩效自评得分为{points(total)}分。")
    paper.p("（二）部门整体绩效目标完成情况")
    paper.p(
        f"1.执行率情况。部门整体支出年初预算{pen.m(w.initial)}，调整后预算{pen.m(w.adjusted, 'K08', 'K09')}，实际执行{pen.m(w.executed)}，执行率{pen.rate(w.executed, w.adjusted, *rate_codes(pen, w))}。"
    )
    done = [row for row in f.projects[0].indicators if row.score == row.weight]
    missed = [row for row in f.projects[0].indicators if row.score != row.weight]
    paper.p(f"2.完成的绩效目标。{'；'.join(result(row, random) for row in done)}。")
    paper.p("3.未完成的绩效目标。" + ("；".join(result(row, random) for row in missed) if missed else "无") + "。")
    if total < 100:
        paper.p("（三）存在的问题和原因", "problem")
        paper.p("绩效指标与业务工作衔接还不紧密，个别指标值设置偏低。", "problem")
    paper.p(f"（{'四' if total < 100 else '三'}）下一步拟改进措施", "measure")
    paper.p("1.建立核心指标库，由业务科室会同财务科在下半年编制预算前完成指标值的论证。", "measure")
    paper.p("2.拟与预算安排相结合情况。对执行率连续两年低于80%的项目压减预算。", "measure")
    paper.p("二、佐证材料", "heading")
    paper.p(f"{s.year}年度部门整体绩效自评表见附件。")
    sign(paper, s, random)
    paper.p(f"附件：{s.year}年度部门整体绩效自评表")
    paper.table(*rows)
    return s, pen, paper


def sichuan(random, **wanted):
    """部门概况、财政资金收支、整体绩效管理 with 自评质量、结论; revenue as it was received, spending as it was made."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), rate_decimals=random.choice((1, 2)))
    s = tell(random, pen, **wanted)
    f, e = s.facts, s.facts.expenditure
    t = f.project_totals
    current = f.revenue.total - f.revenue.lines[-1].amount
    paper = Paper("sichuan")
    paper.p(f"{s.name}\n{s.year}年部门整体支出绩效评价报告")
    paper.p("一、部门（单位）概况", "heading")
    paper.p(
        f"（一）机构组成。{s.name}属财政全额拨款的一级预算单位，内设{s.staff['offices']}个股室，下属二级预算单位{len(s.office.units)}个{'：' if s.office.units else ''}{'、'.join(s.office.units)}。"
    )
    paper.p(f"（二）机构职能。{'；'.join(s.office.duties)}。")
    paper.p(
        f"（三）人员概况。编制总数{s.staff['posts']}名（行政{s.staff['administrative']}名，事业{s.staff['institution']}名），{s.year}年末在职人员总数{s.staff['on_post']}人。"
    )
    paper.p("二、部门财政资金收支情况", "heading")
    lines = [line for line in f.revenue.lines[:-1] if line.amount]
    codes = ("K01", "K69") if len(lines) > 1 else ()
    rows = "；".join(
        f"{source(line, 0)}{pen.m(line.amount, *codes)}，占{pen.rate(line.amount, current, 'K70')}" for line in lines
    )
    paper.p(f"（一）部门财政资金收入情况。{s.year}年本年收入合计{pen.m(current, *codes)}，其中：{rows}。")
    paper.p(
        f"（二）部门财政资金支出情况。{s.year}年本年支出合计{pen.m(e.total, 'K02')}，其中：基本支出{pen.m(e.basic, 'K02')}，占{pen.rate(e.basic, e.total, 'K70')}；项目支出{pen.m(e.projects, 'K02')}，占{pen.rate(e.projects, e.total, 'K70')}。基本支出中，人员经费{pen.m(e.personnel, 'K03')}，日常公用经费{pen.m(e.operating, 'K03')}。"
    )
    paper.p("三、部门整体预算绩效管理情况", "heading")
    paper.p(
        f"（一）部门预算管理。1.目标制定。{s.year}年编制绩效目标的项目{t.count}个，覆盖率100%。2.预算执行。部门预算项目全年预算数{pen.m(t.adjusted)}，全年执行数{pen.m(t.executed)}，执行进度{pen.rate(t.executed, t.adjusted, 'K08')}。"
    )
    paper.p(f"（二）专项预算管理。{s.year}年专项资金按程序申报、严格论证，未出现违规使用资金的情形。")
    paper.p("（三）结果应用情况。自评结果按要求随决算公开。")
    paper.p("（四）自评质量。自评指标得分与佐证材料相符，无虚高打分情况。")
    paper.p("四、评价结论及建议", "heading")
    grade = random.choice(LONG[f.grade])
    paper.p(
        f"（一）评价结论。经自评，{s.noun}{s.year}年部门整体支出绩效得分为{score(s)}分，自评结果为“{mark(grade, 'K15')}”。"
    )
    if not wanted.get("full_marks"):
        paper.p("（二）存在问题。绩效目标编制的精细化程度有待提高。", "problem")
    paper.p("（三）改进建议。进一步完善绩效目标编制流程，由办公室负责在预算“一上”前组织业务股室会审。", "measure")
    sign(paper, s, random)
    paper.table(*forms.score_table(s))
    return s, pen, paper


def hebei(random, **wanted):
    """A county's working report: budget, adjustment, funds of projects, grades, transfers, goals, quality, use."""
    pen = any_pen(random, units=(MoneyUnit.WAN,), wide=False)
    s = tell(random, pen, **wanted)
    f, e, t = s.facts, s.facts.expenditure, s.facts.project_totals
    day = f.dates.reported
    total = e.basic + t.adjusted
    lines = [line for line in f.revenue.lines if line.amount]
    first = lines[0].amount + total - f.revenue.total
    amounts = [first, *(line.amount for line in lines[1:])]
    paper = Paper("hebei")
    paper.p(f"{s.name}{s.year}年度部门预算绩效自评工作报告")
    paper.p("一、绩效自评工作组织开展情况", "heading")
    paper.p(
        f"{s.noun}成立了以主要负责同志为组长的自评工作小组，明确专人收集资料、核对数据。各业务股室提供项目实施情况，财务人员汇总形成自评结果，于{day.year}年{day.month}月{max(1, day.day - 1)}日完成自评工作。"
    )
    paper.p("（一）部门预算安排及资金使用情况")
    paper.p(
        f"{s.year}年部门预算收入{pen.m(total, 'K01')}，其中："
        + "，".join(f"{source(line, 1)}{pen.m(amount, 'K01')}" for line, amount in zip(lines, amounts, strict=True))
        + "。"
    )
    paper.p(
        f"{s.year}年部门支出预算{pen.m(total, 'K02', 'K04')}，其中基本支出{pen.m(e.basic, 'K02', 'K03')}，包括人员经费{pen.m(e.personnel, 'K03')}和日常公用经费{pen.m(e.operating, 'K03')}；项目支出{pen.m(t.adjusted, 'K02')}。"
    )
    paper.p(
        f"{s.year}年部门项目支出共计{pen.n(t.count)}个，年初预算安排{pen.m(t.initial)}，调整后预算数{pen.m(t.adjusted, *(() if t.adjusted == t.initial else ('K08', 'K09')))}，决算数{pen.m(t.executed)}，支出进度{pen.rate(t.executed, t.adjusted, *rate_codes(pen, t))}。"
    )
    transfers = f.transfers
    if transfers.count:
        paper.p(
            f"{s.year}年涉及转移支付资金{pen.m(transfers.total, 'K69')}，其中：中央转移支付资金{pen.m(transfers.central, 'K69')}；省级转移支付资金{pen.m(transfers.provincial, 'K69')}；市级转移支付资金{pen.m(transfers.municipal, 'K69')}。"
        )
    else:
        paper.p(f"{s.year}年本部门未安排转移支付项目，涉及转移支付资金0项，金额{pen.m(Decimal(0))}。")
    paper.p("（二）绩效自评开展情况")
    shares = "；".join(
        f"{share.fund.label}项目{pen.n(share.count, 'K06')}个，涉及资金{pen.m(share.amount, 'K06')}"
        for share in t.by_fund
    )
    paper.p(
        f"1.本级项目支出自评。{s.noun}组织对{s.year}年度预算项目开展自评，涉及项目{pen.n(t.count, 'K06')}个，预算资金{pen.m(t.adjusted, 'K06')}。其中，{shares}。"
    )
    grades = "，".join(f"“{name}”项目{pen.n(count, 'K16')}个" for name, count in t.by_grade)
    paper.p(
        f"从自评结果看，评价等级为{grades}，评优率为{pen.rate(Decimal(dict(t.by_grade)['优']), Decimal(t.count), 'K70')}。"
    )
    paper.p(f"2.部门整体自评。部门整体支出绩效自评综合得分{score(s)}分，综合评价等级“{mark(f.grade, 'K15')}”。")
    paper.p("二、绩效目标实现情况", "heading")
    done = t.by_completion
    paper.p(
        f"{s.year}年预算项目{pen.n(t.count)}个，绩效目标实现程度达到100%的项目{pen.n(done.full, 'K18')}个，实现程度在50%-99%的项目{pen.n(done.half_or_more, 'K18')}个，实现程度在50%以下的项目0个，工作未开展的项目0个。"
    )
    paper.p("三、绩效目标设定质量情况", "heading")
    paper.p("年初设定的整体目标与部门职责、年度重点工作基本匹配，指标值有测算依据。")
    if not wanted.get("full_marks"):
        paper.p("自评中也看到，绩效监控的频次不够，业务人员参与程度有待加强。", "problem")
    paper.p("四、整改措施及结果应用", "heading measure")
    paper.p(
        f"针对上述情况，将把绩效监控由半年一次改为每季度一次，责任人为各股室负责人；自评结果拟于{day.year}年{min(day.month + 2, 12)}月随部门决算向社会公开，接受监督。",
        "measure",
    )
    sign(paper, s, random)
    return s, pen, paper


def guangdong(random, **wanted):
    """自评分数及等级; spending by 决算数; reasons for points lost; amounts often in 元 with separators."""
    pen = any_pen(random, rate_decimals=2)
    s = tell(random, pen, **wanted)
    f, e, w = s.facts, s.facts.expenditure, s.whole
    paper = Paper("guangdong")
    paper.p(f"{s.year}年度部门整体支出绩效自评报告")
    paper.p(
        f"部门名称：{s.name}\n填报人：李某某\n联系电话：0755-8266{random.randint(1000, 9999)}\n填报日期：{f.dates.reported.year}年{f.dates.reported.month}月{f.dates.reported.day}日"
    )
    paper.p("一、部门基本情况", "heading")
    paper.p(f"（一）部门职能。{'；'.join(s.office.duties)}。")
    paper.p(
        f"（二）年度总体工作和重点工作任务。{s.year}年围绕年度工作要点，重点抓好{'、'.join(one.name for one in f.projects)}等{len(f.projects)}项工作。"
    )
    paper.p("（三）部门整体支出情况（以决算数为统计口径）")
    paper.p(
        f"{s.year}年度{s.noun}部门整体支出{pen.m(e.total, 'K02', 'K69')}。按支出性质分：基本支出{pen.m(e.basic, 'K02', 'K69')}，占部门整体支出的{pen.rate(e.basic, e.total, 'K70')}；项目支出{pen.m(e.projects, 'K02', 'K69')}，占部门整体支出的{pen.rate(e.projects, e.total, 'K70')}。"
    )
    paper.p(f"其中基本支出包括：人员经费{pen.m(e.personnel, 'K03')}、公用经费{pen.m(e.operating, 'K03')}。")
    paper.p("二、绩效自评情况", "heading")
    paper.p("（一）自评结论")
    grade = random.choice(LONG[f.grade])
    paper.p(
        f"根据部门整体支出绩效自评指标体系，{s.noun}{s.year}年度部门整体支出绩效自评分数为{score(s)}分，等级为“{mark(grade, 'K15')}”。各部分得分见下表："
    )
    rows = [["指标", "分值", "自评得分", "得分率"]]
    groups = by_group(s)
    for name, members in groups.items():
        weight = sum(one.weight for one in members)
        rows.append(
            [
                name,
                str(weight),
                mark(points(score_of(members)), "K14"),
                f"{percent(score_of(members), Decimal(weight))}%",
            ]
        )
    rows.append(["合计", "100", mark(points(f.score), "K14"), f"{percent(f.score, Decimal(100))}%"])
    paper.table(*rows)
    paper.p("（二）各部分绩效分析")
    paper.p(
        f"1.预算执行。{s.year}年年初批复预算{pen.m(w.initial)}，年中调整后预算{pen.m(w.adjusted)}，年度实际支出{pen.m(w.executed)}，支出率{pen.rate(w.executed, w.adjusted, *rate_codes(pen, w))}，较上年提高{random.randint(1, 9)}.{random.randint(1, 9)}个百分点。"
    )
    for at, row in enumerate(f.projects[0].indicators[:4], start=2):
        paper.p(
            f"{at}.{row.kind}。{result(row, random)}，该项指标分值{points(row.weight)}分，自评得{points(row.score)}分。"
        )
    if not wanted.get("full_marks"):
        paper.p("（三）存在问题", "problem")
        paper.p("固定资产盘点不及时，个别指标缺乏历史数据支撑。", "problem")
    paper.p("（四）改进意见", "measure")
    paper.p(
        "落实固定资产定期盘点制度，每年6月底前由办公室牵头完成账实核对；逐步积累指标数据，为下一年度设定目标提供依据。",
        "measure",
    )
    paper.p("三、上年度绩效自评结果应用情况", "heading")
    paper.p(f"{s.year - 1}年度自评得分为{random.randint(88, 97)}分，针对{s.year - 1}年度自评发现的问题已全部整改。")
    sign(paper, s, random)
    return s, pen, paper
