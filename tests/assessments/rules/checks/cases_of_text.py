"""Reports of a few lines with what a check over prose marks in them; nothing for a silent one."""

from dataclasses import dataclass
from typing import Any

import pytest

from assessments.rules.checks import TextContext
from tests.assessments.rules.papers import paper


@dataclass(frozen=True)
class Case:
    code: str
    name: str
    text: str
    marked: tuple[str, ...] = ()  # the words at every span, of every finding, in their order
    around: Any = None

    def context(self):
        return TextContext(text=self.text, **(self.around or {}))


def speaks(code, name, text, *marked, **around):
    return pytest.param(Case(code, name, text, marked, around), id=f"{code} {name}")


def silent(code, name, text, **around):
    return pytest.param(Case(code, name, text, (), around), id=f"{code} silent: {name}")


TITLE = "某县水利局2022年度部门整体支出绩效自评报告\n"
ENDING = "某县水利局\n2023年3月20日\n"
FULL = "部门整体支出绩效自评得分100分。\n"

SHORT = paper({"/projects/0/indicators/0/actual": "1"})

CASES = [
    speaks("K75", "of the whole office", "我局各项指标均已完成。", "各项指标均已完成", facts=SHORT),
    silent("K75", "of another paragraph", "各项指标均已完成。", facts=SHORT),
    silent("K75", "all are met", "我局各项指标均已完成。", facts=paper({"/projects": []})),
    silent("K75", "no figures known", "我局各项指标均已完成。"),
    speaks("K28", "full marks and faults", f"{FULL}指标还不够细化。", "部门整体支出绩效自评得分100分", "不够细化"),
    silent("K28", "98 points", "部门整体自评得分98分。指标还不够细化。"),
    silent("K28", "one project with full marks", "养护项目得100分。指标还不够细化。"),
    silent("K28", "nothing found", f"{FULL}自评未发现明显不足。完成率不足50%的项目0个。"),
    speaks("K30", "no measure", "存在预算执行偏慢的问题。", "偏慢"),
    speaks(
        "K30",
        "what is weak is not mended",
        "一、问题\n政府采购、固定资产管理方面存在不足。\n二、改进措施\n由财务科牵头，6月底前修订采购办法。",
        "资产",
    ),
    speaks("K30", "nobody and never", "一、问题\n执行进度偏慢。\n二、改进措施\n加强预算管理。", "偏慢"),
    silent("K30", "owner and date", "一、问题\n执行进度偏慢。\n二、改进措施\n由财务科牵头，6月底前建立通报制度。"),
    silent(
        "K30",
        "measures under a heading of the second level",
        "一、自评情况\n（一）问题\n资产盘点不及时。\n（二）改进意见\n资产每年盘点，由办公室牵头。",
    ),
    silent("K30", "no fault", "一、工作开展情况\n各项任务按期完成，未发现不足。"),
    speaks(
        "K43",
        "a city's form of words",
        "2022年涉及转移支付资金0.00万元。\n在组织各县区自评的基础上，形成对下转移支付自评表。",
        "转移支付资金0.00万元",
        "对下转移支付",
    ),
    silent("K43", "there is some", "2022年转移支付资金30万元。\n在组织各单位自评的基础上，形成对下转移支付自评表。"),
    silent("K43", "none, and says so", "2022年转移支付资金0万元，未形成对下转移支付自评表。"),
    speaks("K44", "no table", "结果详见下表：\n二、存在的问题\n执行偏慢。", "详见下表"),
    speaks("K44", "no annex", "结果详见附件。\n二、存在的问题", "详见附件"),
    speaks("K44", "no such form", "情况详见《部门整体支出绩效自评表》。", "详见《部门整体支出绩效自评表》"),
    silent("K44", "a table that was read", "结果如下表所示：\n项目\t得分\n养护\t96\n", tables=((9, 20),)),
    silent("K44", "a table as plain lines", "结果详见下表：\n项目名称\n自评得分\n道路养护\n96\n"),
    silent("K44", "an annex", "结果详见附件。\n附件：1.项目支出绩效自评表"),
    speaks(
        "K45",
        "handed in before it was signed",
        f"我局于2023年3月18日完成自评并按时报送县财政局。\n{ENDING}",
        "2023年3月18日",
        "2023年3月20日",
    ),
    speaks(
        "K45",
        "published before it was written",
        f"自评结果拟于2023年2月在门户网站公开。\n{ENDING}",
        "2023年2月",
        "2023年3月20日",
    ),
    silent("K45", "units handed in earlier", f"各单位于2023年3月10日完成自评并报送。\n{ENDING}"),
    silent("K45", "a last day", f"按要求已于2023年3月15日前完成并报送。\n{ENDING}"),
    silent("K45", "on the same day", f"我局于2023年3月20日完成自评并报送县财政局。\n{ENDING}"),
    silent("K45", "signed on a day that is none", "我局于2023年2月18日完成自评并报送县财政局。\n2023年2月31日\n"),
    silent("K45", "not signed", "我局于2023年3月18日完成自评并按时报送县财政局。"),
    speaks("K47", "another office's word", f"{TITLE}我局成立小组，我委认真组织。", "我委"),
    speaks("K47", "by the habit of the text", "我局一。我局二。我局三。我中心四。", "我中心"),
    silent("K47", "an office and its commission", "某县卫生健康委员会2022年度绩效自评报告\n我委认真组织。"),
    silent("K47", "women's federation", "某县妇联2022年度部门绩效自评报告\n我会认真组织。"),
    silent("K47", "nobody knows whose", "我局一。我委二。"),
    speaks(
        "K48",
        "a builder's words",
        "某县档案馆2022年度绩效自评报告\n从立项、设计、施工到竣工验收加强督导。",
        "立项、设计、施工到竣工验收",
    ),
    silent(
        "K48",
        "the archive is rebuilt",
        "某县档案馆2022年度绩效自评报告\n库房改造从立项、设计、施工到竣工验收加强督导。",
    ),
    silent("K48", "water works", f"{TITLE}从立项、设计、施工到竣工验收加强督导。"),
    speaks(
        "K49",
        "another's name in it",
        f"{TITLE}档案馆2022年度绩效自评工作已完成。",
        "档案馆",
        other_departments=("档案馆", "水利局"),
    ),
    silent("K49", "its own", f"{TITLE}水利局认真组织。", other_departments=("水利局",)),
    speaks("K50", "a heading is missing", "一、甲\n三、乙\n", "三、"),
    speaks("K50", "twice the same", "一、甲\n（一）乙\n（一）丙\n（二）丁\n", "（一）"),
    speaks("K50", "a list with a gap", "一、甲\n1.乙的情况说明\n3.丙的情况说明\n", "3."),
    speaks("K50", "two ways of writing", "一、甲\n（一）乙\n（二）丙\n(三)丁\n", "(三)"),
    speaks("K50", "begins with two", "一、甲\n（二）乙\n", "（二）"),
    silent(
        "K50",
        "whole",
        "一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n1.己\n二、庚\n（一）辛\n十、无\n".replace("十、无\n", ""),
    ),
    speaks("K50", "a part is missing", "第一部分 甲\n第三部分 乙\n", "第三部分"),
    silent("K50", "no number at all", "十十、甲\n"),
    silent("K50", "titles without a number", "一、甲\n道路养护\n（一）乙\n（二）丙\n桥梁检测\n（一）丁\n"),
    silent("K50", "no first level", "甲情况\n（一）乙。\n（二）丙。\n（一）丁。\n"),
    silent("K50", "parts", "第一部分 甲\n一、乙\n二、丙\n第二部分 丁\n一、戊\n"),
    silent("K50", "an annex begins anew", "一、甲\n二、乙\n附件1\n一、丙\n（一）丁\n"),
    silent("K50", "numbers inside a line", "一、甲\n（一）乙。（二）丙。\n（三）丁\n"),
    silent("K50", "a table of contents", "一、甲......1\n二、乙......3\n一、甲\n二、乙\n"),
    silent("K50", "a year and a decimal", "一、甲\n2022.12月完成\n3.5万元\n"),
    speaks(
        "K51",
        "the same sentence in two places",
        "按照年初批复的目标逐项核对完成情况并收集佐证资料。\n资金使用合规。\n按照年初批复的目标，逐项核对完成情况，并收集佐证资料。",
        "按照年初批复的目标逐项核对完成情况并收集佐证资料。",
        "按照年初批复的目标，逐项核对完成情况，并收集佐证资料。",
    ),
    silent("K51", "two things", "按照年初批复的目标逐项核对完成情况。按照财务制度的规定逐笔核对资金支出。"),
    speaks(
        "K52",
        "in one section",
        "一、目标质量\n绩效目标设定清晰准确。\n绩效目标不够明确。\n二、其他\n",
        "目标设定清晰准确",
        "目标不够明确",
    ),
    silent("K52", "in two sections", "一、目标质量\n绩效目标设定清晰准确。\n二、问题\n绩效目标不够明确。\n"),
    speaks("K53", "a bookmark", "[bookmark: _GoBack]通过自评", "[bookmark: _GoBack]"),
    speaks("K53", "a name never filled in", "××局开展自评", "××"),
    silent("K53", "clean", "采用A、B两种方式，参照ISO标准，得分率为x≥90%。"),
    speaks("K54", "a comma and a gap", "成立小组,政府性 预算项目的自评工作已经按照要求全部完成。", ",", " "),
    silent(
        "K54",
        "lines that a PDF broke",
        "自评工作的 通知要求，各 科室分工 负责填报 数据并由 财务科核 对汇总后 形成报告 送审查。",
    ),
    silent("K54", "clean", "目  录\n成立小组，自评工作已经按照要求全部完成（见附件1）。"),
    speaks("K55", "two zeros", "省级资金0万元，市级资金0.00万元。", "0", "0.00"),
    speaks("K55", "one figure in two units", "安排114.5万元，支出114.5元。", "114.5万元", "114.5元"),
    silent("K55", "other figures", "安排10.00万元，人均100元，合计100万元，结余0万元。"),
    speaks("K64", "no office", f"{TITLE}一、甲\n工作已完成，特此报告。\n2023年3月20日\n", "2023年3月20日"),
    speaks("K64", "nothing", "一、甲\n工作已完成，特此报告。\n", "工作已完成，特此报告。"),
    silent("K64", "signed", f"{TITLE}一、甲\n{ENDING}"),
    silent("K64", "in one line, in Chinese figures", f"{TITLE}一、甲\n某县水利局 二〇二三年三月二十日\n\n5\n"),
    silent("K64", "above the annexes", f"{TITLE}一、甲\n二、乙\n附件：1.自评表\n{ENDING}"),
    silent(
        "K64",
        "on its cover",
        "自评报告\n填报单位（盖章）：某县水利局\n填报日期：2023年3月20日\n一、甲\n工作已完成，特此报告。\n",
    ),
    *(
        silent(
            "K64",
            f"a day called {label}",
            f"自评报告\n填报单位：某县水利局\n{label}2023年3月20日\n一、甲\n工作已完成。\n",
        )
        for label in ("填报日期\t", "编制时间：", "报送日期（盖章）：", "自评时间\t", "日 期：", "时间：")
    ),
    *(
        speaks(
            "K64",
            f"the day of {label}",
            f"自评报告\n填报单位：某县水利局\n{label}\t2023年3月20日\n一、甲\n工作已完成。\n",
            "工作已完成。",
        )
        for label in ("补助资金发放时间", "完成时间", "竣工日期", "项目起止时间", "时间")
    ),
    silent("K64", "empty", " \n"),
]
