"""The report of a county: its words, whose figures it has, that the table has the same, counties of any size."""

from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

import pytest

from assessments.reports.county.departments import PaperStanding
from assessments.reports.county.documents import COUNTY_DOCUMENTS, county_table
from assessments.reports.county.figures import common_findings, counted, ranking
from assessments.reports.county.report import county_report
from assessments.reports.document.model import FigurePicture, Heading, Paragraph, Report, Table
from assessments.reports.excel.workbook import render_xlsx
from assessments.reports.pdf.pdf_file import render_pdf
from assessments.reports.word.docx_file import render_docx
from assessments.rules.checks import run_checks
from assessments.rules.checks.catalogue import catalogue
from assessments.rules.checks.check import Context
from assessments.schema.facts import Transfers
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.counties import DUE, county_of_papers, found, paper_of
from tests.assessments.reports.excel_file import Excel
from tests.assessments.reports.golden import same_as_golden
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import BRIDGES, BUSES, RESERVE, ROADS, SAMPLE, wan
from tests.assessments.reports.tagged import elements
from tests.assessments.reports.word.test_docx_file import words_of
from tests.assessments.reports.word_file import Word

LATE = DUE.replace(month=5, day=4)


def facts(name, *projects, score="92.5", **more):
    department = replace(SAMPLE.department, name=name)
    return replace(
        SAMPLE, department=department, projects=projects or (ROADS,), score=Decimal(score), grade=None, **more
    )


ROADS_OFFICE = paper_of(SAMPLE, found=found("K22", "K22", "K26", "K41", explained=("K26",), exempt=("K41",)))
SCHOOLS = paper_of(
    facts("教育局", replace(ROADS, name="校舍维修")), section="教科文股", handed_in=LATE, found=found("K22")
)
PETITIONS = paper_of(facts("信访局", replace(BRIDGES, name="信访信息系统"), score="81", transfers=None), section="")
IN_REVIEW = paper_of(facts("民政局", BUSES, score="12.34"), PaperStanding.IN_REVIEW, found=found("K01"))
RETURNED = paper_of(facts("水务局", BUSES, score="12.34"), PaperStanding.RETURNED, handed_in=LATE)
PENDING = paper_of(facts("司法局", BUSES, score="12.34"), PaperStanding.PENDING)
APPROVED, OTHERS = (ROADS_OFFICE, SCHOOLS, PETITIONS), (IN_REVIEW, RETURNED, PENDING)
MIXED = county_of_papers(ROADS_OFFICE, IN_REVIEW, SCHOOLS, RETURNED, PETITIONS, PENDING)


def report_of(*papers) -> Report:
    return county_report(county_of_papers(*papers))


def text_of(report: Report) -> str:
    return "\n".join(block.text for block in report.blocks if isinstance(block, Heading | Paragraph))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for band in table.bands for row in band.rows]


def table_named(report: Report, name: str) -> list[list[str]]:
    """Of a table in the text or behind it."""
    tables = [(block.title, block) for block in report.blocks if isinstance(block, Table)]
    tables += [(sheet.title, sheet.tables[0]) for sheet in report.sheets]
    (found_table,) = (table for title, table in tables if name in title)
    return rows(found_table)


def outline(report: Report) -> str:
    """Everything that it says, a line for each paragraph, row and picture."""
    lines = [*report.title_lines]
    for block in report.blocks:
        lines += [block.title, *map(" | ".join, rows(block))] if isinstance(block, Table) else [block.text]
    if report.signature:
        lines += [*report.enclosures, report.signature.office, report.signature.date]
    for sheet in report.sheets:
        lines += [f"{sheet.label} {sheet.title} {sheet.caption_right}".strip()]
        lines += [" | ".join(line) for table in sheet.tables for line in rows(table)]
    return "\n".join(lines) + "\n"


def test_it_says_what_was_looked_at():
    same_as_golden("county-report.txt", outline(county_report(MIXED)))


def test_who_reported_late_and_what_is_not_approved_is_counted_and_named():
    text = text_of(county_report(MIXED))
    assert "应开展自评的部门6个，所属预算单位12个，项目9个。" in text
    assert "已报送的部门5个，其中按期报送3个，逾期报送2个；未报送的部门1个。" in text
    assert "审核通过3个，审核中1个，退回修改1个，未报送1个。" in text
    assert "教育局（2023年5月4日）、水务局（2023年5月4日）" in text
    assert "尚未审核通过的部门3个：审核中1个（民政局）；退回修改1个（水务局）；未报送1个（司法局）。" in text


def test_what_is_not_approved_changes_no_figure():
    """All that follows the first part is the same with and without the others."""
    mixed, alone = county_report(MIXED), report_of(*APPROVED)
    assert alone.sheets == mixed.sheets
    assert after_first_part(alone) == after_first_part(mixed)
    assert len(after_first_part(alone)) > 20


def after_first_part(report):
    first = len(list(takewhile(lambda block: not (isinstance(block, Heading) and block.mark == "二、"), report.blocks)))
    return report.blocks[first:]


def test_without_an_approved_paper_there_is_no_figure():
    report = report_of(*OTHERS)
    assert "没有审核通过的部门，本报告不列金额、得分和等级。" in text_of(report)
    assert (report.sheets, report.enclosures) == ((), ())
    assert "万元" not in outline(report)
    assert "12.34" not in outline(report)


def test_a_part_of_the_county_says_that_it_is_one():
    assert "本报告汇总全县58个部门中的3个部门。" in text_of(county_report(county_of_papers(*APPROVED, whole=58)))


def test_a_final_report_bears_the_day_of_the_last_approval():
    report, draft = report_of(*APPROVED), county_report(MIXED)
    assert (report.signature.date, report.dated.isoformat()) == ("2023年6月12日", "2023-06-12")
    assert (draft.signature.date, draft.dated) == ("未填写", None)


def table_rows(*papers) -> dict[str, list[str]]:
    """The sums and counts of the county's table by their names."""
    (sheet,) = county_table(county_of_papers(*papers)).sheets
    return {row[0]: row[1:] for table in sheet.tables for row in rows(table)}


def test_its_projects_come_to_what_the_table_of_all_projects_says():
    report = county_report(MIXED)
    text = text_of(report)
    assert sum(int(row[2]) for row in table_named(report, "排名")) == 6
    for county, name in ((APPROVED, "合计（6个项目）"), ((*APPROVED, *OTHERS), "其中：审核通过（6个项目）")):
        initial, adjusted, executed, rate, *_ = table_rows(*county)[name]
        assert (
            f"项目6个，年初预算数{initial}万元，全年预算数（调整后）{adjusted}万元，"
            f"全年执行数{executed}万元，预算执行率{rate}。"
        ) in text


def test_its_counts_are_those_of_the_table():
    report, counts = report_of(*APPROVED), table_rows(*APPROVED)
    graded = table_named(report, "项目支出评价等级")
    excellent = text_of(report).split("评优率")[1].split("，")[0]
    assert (
        "；".join(f"{grade}：{number}个" for grade, number, _ in graded) + f"；评优率{excellent}"
        == (counts["按评价等级"][0])
    )
    reached = next(block for block in report.blocks if isinstance(block, FigurePicture) and "实现程度" in block.title)
    assert "；".join(f"{bars.label}：{bars.texts[0]}" for bars in reached.rows) == counts["按目标实现程度"][0]
    funds = table_named(report, "资金性质")
    assert "；".join(
        f"{fund}{number}个，{money}万元（占该类预算项目支出的{share}）" for fund, number, money, share, _ in funds
    ) == counts["按资金性质"][0].replace("万元；", "万元（占该类预算项目支出的—）；")


def test_departments_are_summed_exactly():
    report = report_of(
        paper_of(facts("甲局")), paper_of(facts("乙局", expenditure=replace(SAMPLE.expenditure, executed=wan("0.01"))))
    )
    # 3,274.86 twice; 3,196.29 + 0.01
    assert "预算支出合计6,549.72万元，全年执行数3,196.30万元，预算执行率48.80%。" in text_of(report)


def test_a_sum_with_a_part_that_nobody_stated_is_not_stated_and_says_whose_it_is():
    silent = facts("乙局", expenditure=replace(SAMPLE.expenditure, executed=None, execution_rate=None))
    report = report_of(paper_of(facts("甲局")), paper_of(silent))
    text = text_of(report)
    assert "全年执行数未填写，预算执行率未填写。预算支出或全年执行数未填写的部门：乙局。" in text
    assert "60%以下的部门0个，未填写的部门1个。" in text


def test_equal_scores_share_a_place_and_no_score_has_none():
    scores = ("90", "95.5", "90", None, "80")
    papers = [
        paper_of(
            replace(
                facts(f"{at}局"), score=score and Decimal(score), indicators=(), goals=replace(SAMPLE.goals, sub=())
            )
        )
        for at, score in enumerate(scores)
    ]
    papers[3] = paper_of(replace(papers[3].source.facts, execution=replace(SAMPLE.execution, score=None, weight=None)))
    places = [(at.place, at.department.name) for at in ranking(counted(county_of_papers(*papers)))]
    assert places == [(1, "1局"), (2, "0局"), (2, "2局"), (4, "4局"), (None, "3局")]


def test_the_projects_that_diverge_are_those_that_k26_asks_about():
    unspent = replace(
        BRIDGES, name="未执行", indicators=tuple(replace(item, score=Decimal(0)) for item in BRIDGES.indicators)
    )
    papers = [*APPROVED, paper_of(facts("人社局", unspent, ROADS))]
    asked = {
        paper.source.facts.projects[int(finding.path.split("/")[2])].name
        for paper in papers
        for finding in run_checks(Context(facts=paper.source.facts, scheme=SCHEME_2020_10))
        if finding.code == "K26" and finding.path.startswith("/projects/")
    }
    listed = table_named(report_of(*papers), "偏差较大")
    assert {row[2] for row in listed} == asked
    assert "未执行" in asked
    assert len(asked) == 3
    assert [row[6] for row in listed] == sorted((row[6] for row in listed), key=lambda gap: gap == "—")


def test_findings_are_counted_by_department_and_what_was_let_off_is_not():
    counts = common_findings(each for each in counted(MIXED) if each.is_approved)
    assert [(each.code, each.departments, each.cases, each.explained) for each in counts] == [
        ("K22", 2, 3, 0),
        ("K26", 1, 1, 1),
    ]
    assert table_named(county_report(MIXED), "校验发现的问题")[0] == ["超额偏离", "2", "3", "0"]


def test_only_the_ten_most_common_findings_are_listed():
    codes = [f"K{number:02}" for number in range(21, 33)]
    report = report_of(paper_of(SAMPLE, found=found(*codes)), paper_of(facts("教育局"), found=found(*codes[5:])))
    listed = [row[0] for row in table_named(report, "校验发现的问题")]
    titles = {entry.code: entry.title for entry in catalogue()}
    assert listed == [titles[code] for code in (*codes[5:], *codes[:3])]
    assert "校验发现问题12类19条，其中已书面说明0条，涉及部门最多的10类见下表。" in text_of(report)


def test_transfers_are_those_that_departments_state_and_are_left_out_where_there_are_none():
    text = text_of(report_of(*APPROVED))
    assert "涉及转移支付的部门2个，转移支付资金4项，814.50万元，其中：中央资金174.50万元，省级资金640.00万元。" in text
    assert "转移支付" not in text_of(report_of(PETITIONS, paper_of(facts("甲局", transfers=Transfers(count=0)))))


def test_what_nobody_planned_is_left_out():
    text = outline(report_of(paper_of(facts("甲局", rectifications=())), paper_of(facts("乙局", rectifications=()))))
    assert "整改措施" not in text
    assert "免予自评" not in text


def test_a_county_without_departments_says_so():
    report = report_of()
    assert text_of(report).endswith("没有应开展自评的部门。")
    assert "没有应开展自评的部门" in Paper(render_pdf(report, draft=True)).text


def test_a_county_of_one_department_draws_no_picture_of_departments():
    report = report_of(ROADS_OFFICE)
    pictures = [block for block in report.blocks if isinstance(block, FigurePicture)]
    assert [picture.series for picture in pictures] == [("全年预算数", "全年执行数"), ("项目",), ("项目",)]


def test_a_department_without_projects_has_no_part_on_projects():
    report = report_of(paper_of(replace(facts("甲局"), projects=())))
    assert "项目支出" not in [block.title for block in report.blocks if isinstance(block, Heading)]
    assert "未列出项目明细的部门：甲局。" in text_of(report)
    assert not any("另附" in line for line in report.enclosures)


@pytest.fixture(scope="module")
def large():
    standings = (PaperStanding.APPROVED,) * 9 + (PaperStanding.PENDING,)
    papers = [
        paper_of(
            facts(f"第{at:03}号部门", replace(ROADS, name=f"项目{at:03}"), BRIDGES, RESERVE, score=f"{60 + at % 40}"),
            standings[at % 10],
            section=f"业务{at % 8}股",
            found=found("K26"),
        )
        for at in range(100)
    ]
    return county_report(county_of_papers(*papers))


def test_a_hundred_departments_fit_their_pages_and_each_is_ranked_once(large):
    paper = Paper(render_pdf(large, draft=True))
    assert [row[1] for row in table_named(large, "排名")] != []
    for at in range(100):
        times = sum(row[1] == f"第{at:03}号部门" for row in table_named(large, "排名"))
        assert times == (at % 10 != 9)
    for page in paper.pages:
        assert page.body
        assert max(word.right for word in page.body) < page.width - 25
    assert "第098号部门" in paper.text


def test_many_names_stand_in_a_list_behind_the_report(large):
    """Ten departments of a hundred are not approved: in words. Eleven are a list."""
    assert "尚未审核通过的部门10个：未报送10个（第009号部门、" in text_of(large)
    late = [paper_of(facts(f"{at}局"), PaperStanding.RETURNED, handed_in=LATE) for at in range(11)]
    report = report_of(ROADS_OFFICE, *late)
    assert "逾期报送的部门见附件1。" in text_of(report)
    assert "尚未审核通过的部门11个：退回修改11个，见附件2。" in text_of(report)
    assert [sheet.label for sheet in report.sheets] == [f"附件{number}" for number in range(1, 7)]
    listed = table_named(report, "逾期报送部门表")
    assert [row[1] for row in listed] == [f"{at}局" for at in range(11)]
    assert listed[0] == ["1", "0局", "经济建设股", "退回修改", "2023年5月4日"]
    assert table_named(report, "尚未审核通过部门表") == listed


def test_the_word_file_has_every_word_in_its_order():
    report = county_report(MIXED)
    wanted = words_of(report)
    word = Word(render_docx(report, draft=True))
    assert word.lines == wanted


def test_pictures_say_in_the_pdf_what_they_show():
    report = county_report(MIXED)
    catalog = Paper(render_pdf(report, draft=True)).reader.trailer["/Root"]
    shown = [element["/Alt"] for element in elements(catalog["/StructTreeRoot"]) if element["/S"] == "/Figure"]
    assert shown == [block.text for block in report.blocks if isinstance(block, FigurePicture)]
    assert len(shown) == 7


def test_every_figure_of_a_picture_stands_in_words_or_in_a_table():
    report = county_report(MIXED)
    said = outline(
        replace(report, blocks=tuple(block for block in report.blocks if not isinstance(block, FigurePicture)))
    )
    for picture in (block for block in report.blocks if isinstance(block, FigurePicture)):
        for bars in picture.rows:
            assert all(text.removesuffix("个") in said for text in bars.texts)


def test_excel_has_the_tables_of_the_text_and_those_behind_it():
    report = county_report(MIXED)
    book = Excel(render_xlsx(report, draft=True))
    tables = [block.title for block in report.blocks if isinstance(block, Table)]
    assert len(book.sheets) == len(tables) + len(report.sheets)
    ranked = next(at for at, sheet in enumerate(report.sheets) if "排名" in sheet.title)
    written = book.rows(len(tables) + ranked)
    assert [row for row in written if row[0] in "123"] == table_named(report, "排名")


@pytest.mark.parametrize("name", ["甲<b>&\"'局", "乙\u202e局\x00", "𠮷野" * 30])
def test_typed_names_are_text(name):
    odd = replace(SCHEME_2020_10, grades=((name, Decimal(90)), ("其他", Decimal(0))))
    county = county_of_papers(paper_of(facts(name), scheme=odd), paper_of(facts("甲局"), scheme=odd), scheme=odd)
    for document in COUNTY_DOCUMENTS:
        for format_ in document.formats:
            assert document.file(county, format_)
