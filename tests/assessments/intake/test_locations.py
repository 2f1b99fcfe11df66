"""What a finding is shown at: every figure that it is about; and rates that are right but for their decimals."""

import pytest

from assessments.intake.findings import check_document
from assessments.intake.loading.document import ReportText
from assessments.intake.loading.docx import docx_file
from tests.assessments.intake.extraction.tables.test_form_tables import form, projects_list
from tests.assessments.intake.files import docx, paragraph, word_table


def check(*tables):
    body = paragraph("平安县水务局2023年度项目支出绩效自评报告") + "".join(word_table(table) for table in tables)
    return check_document(docx_file.read(docx(body)))


@pytest.mark.parametrize(
    ("table", "code", "words"),
    [
        (form(weight="16"), "K12", {"20", "16", "15", "30", "10"}),
        (form(total="99"), "K14", {"99", "9.5", "20", "13.5", "15", "30", "10"}),
        (form(adjusted="125.00"), "K07", {"125.00", "110.00", "10.00"}),
        (form(won="15"), "K19", {"15", "≥10公里", "9公里"}),
    ],
    ids=["weights", "points", "funding", "one indicator"],
)
def test_a_sum_is_shown_with_all_its_parts(table, code, words):
    checked = check(table)
    (finding,) = [finding for finding in checked.findings if finding.code == code]

    assert {checked.document.text[start:end] for start, end in finding.spans} == words


EXECUTION = "2023年部门整体支出全年预算数为873.18万元，全年支出786.65万元，预算执行率为{}。"  # 90.0902...


@pytest.mark.parametrize("rate", ["90%", "90.1%", "90.09%", "９０％"])
def test_a_rate_with_fewer_decimals_is_right(rate):
    assert "K08" not in codes(EXECUTION.format(rate))


@pytest.mark.parametrize("rate", ["91%", "90.2%", "89.9%", "90.11%", "９１％"])
def test_a_rate_is_held_to_the_decimals_that_it_has(rate):
    assert "K08" in codes(EXECUTION.format(rate))


def codes(text):
    return {finding.code for finding in check_document(ReportText(text)).findings}


def test_a_signature_above_a_table_at_the_end_is_one():
    rows = [["一级指标", "三级指标", "分值", "得分"], *(["产出", f"任务{at}", "5", "5"] for at in range(14))]
    ending = paragraph("平安县水务局") + paragraph("2024年3月1日") + word_table(rows)
    checked = check_document(docx_file.read(docx(paragraph("平安县水务局2023年度绩效自评报告") + ending)))

    assert "K64" not in {finding.code for finding in checked.findings}


@pytest.mark.parametrize(("stated", "found"), [("154.5", False), ("160", False), ("164.5", True)])
def test_final_accounts_sum_up_what_was_spent(stated, found):
    """The list's budgets come to 160, what was spent of them to 154.5."""
    text = f"2023年度支出合计400万元，其中：基本支出200万元，项目支出{stated}万元。2023年部门共实施预算项目2个。"
    checked = check_document(docx_file.read(docx(paragraph(text) + word_table(projects_list()))))

    assert ("K05" in {finding.code for finding in checked.findings}) is found
