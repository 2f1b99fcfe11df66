"""The page of a check-up: findings by severity with their places, figures by section with their words."""

import pytest

from assessments.intake.checking import checked
from assessments.intake.loading.document import ReportText
from assessments.terms import Section, Severity
from assessments.web.report_checks import pages as report_check
from assessments.web.report_checks.pages import ReportCheckPage
from tests.assessments.intake.reports import SOUND

WRONG = """平安县水务局2023年度部门整体支出绩效自评报告
2023年收入预算285.87万元，其中：一般公共预算收入115.64万元，政府性基金收入114万元，上年结转结余12.24万元。
我委共有井盖37个。
平安县水务局
2024年4月10日
"""


@pytest.fixture
def page():
    return ReportCheckPage("报告.txt", checked(ReportText(WRONG, notes=("第 2 页没有文字。",))))


def test_findings_are_numbered_from_the_gravest(page):
    items = [item for group in page.groups for item in group.items]

    assert [item.number for item in items] == list(range(1, len(items) + 1))
    assert [group.severity for group in page.groups] == [
        severity for severity in Severity if dict(page.counts)[severity]
    ]
    first = items[0]
    assert (first.finding.code, str(first.finding.difference)) == ("K01", "43.99")
    assert first.places == tuple(f"m1-{at}" for at in range(1, len(first.finding.spans) + 1))


def test_every_place_of_the_list_stands_in_the_text_once(page):
    anchors = [anchor for block in page.blocks for line in block.lines for piece in line for anchor in piece.anchors]

    assert sorted(set(anchors)) == sorted(anchors)
    assert {place for item in page.items for place in item.places} <= set(anchors)
    rows = [row for group in page.figure_groups for row in group.rows]
    assert {row.anchor for row in (*rows, *page.unnamed)} <= set(anchors)


def test_a_figure_is_shown_with_its_name_its_words_and_what_was_found_in_it(page):
    (finance,) = (group for group in page.figure_groups if group.section is Section.FINANCE)

    total = finance.rows[0]
    assert (total.label, total.value, total.words) == ("收入合计", "285.87 万元", "2023年收入预算285.87万元")
    assert [item.finding.code for item in total.found] == ["K01"]


def test_a_number_without_a_name_is_listed_apart(page):
    assert [(row.label, row.value, row.words) for row in page.unnamed] == [("", "37 个", "我委共有井盖37个")]
    assert page.unnamed_count == 1


def test_what_the_reader_left_out_is_said(page):
    assert page.notes == ("第 2 页没有文字。",)


def test_a_sound_report_has_no_errors_to_list():
    page = ReportCheckPage("报告.txt", checked(ReportText(SOUND["totals with carry-over"])))

    assert dict(page.counts)[Severity.ERROR] == 0
    assert Severity.ERROR not in [group.severity for group in page.groups]


def test_a_list_that_no_page_could_show_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(report_check, "MOST_FINDINGS", 2)
    monkeypatch.setattr(report_check, "MOST_UNNAMED", 1)
    monkeypatch.setattr(report_check, "MOST_NAMED", 3)
    three = "".join(WRONG.replace("285.87", total) for total in ("285.87", "286.87", "287.87"))
    page = ReportCheckPage("报告.txt", checked(ReportText(three)))

    assert len(page.items) == 2
    assert page.unlisted == sum(count for _, count in page.counts) - 2 > 0
    assert (len(page.unnamed), page.unnamed_count) == (1, 3)
    listed = sum(len(group.rows) for group in page.figure_groups)
    assert (listed, page.unlisted_named) == (3, len(page.named) - 3)
    assert page.unlisted_named > 0
