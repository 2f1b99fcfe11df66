"""Every step that a text from outside goes through costs linear time: reading, extraction, checks, comparison, showing.

As in `test_patterns`, but for whole steps: what is repeated here are the habits of reports and of those who mean harm.
"""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assessments.exchange.file_format import ExchangeError, read
from assessments.exchange.taking_over import offers
from assessments.intake.checking import checked
from assessments.intake.findings import check_document
from assessments.intake.loading import plain_text
from assessments.intake.loading.document import ReportText
from assessments.intake.loading.html import html_file
from assessments.intake.reader_process import read_pasted
from assessments.rules.checks import Context, run_checks
from assessments.rules.text.quantities import read_quantity
from assessments.rules.text.similarity import passages, shingles
from assessments.schema.facts import Narrative
from assessments.web.report_checks.pages import ReportCheckPage
from budgets.money import NumberError, parse_amount, parse_number
from tests.growth.measuring import MOST, growth

FACTS = read((Path(__file__).parents[1] / "data" / "sound-2022.json").read_bytes())
HEAD = "平安县水务局2023年度部门整体支出绩效自评报告\n"
HOSTILE = {
    "digits": "9",
    "thousands": "1,234 ",
    "items": "1.项目\n",
    "items of the second level": "（一）项目建设\n",
    "open brackets": "（",
    "nested brackets": "（（水））",
    "of which": "其中：项目支出1万元，",
    "white space": " \u3000",
    "lines": "\n水",
    "one line": "水务局项目支出绩效",
    "amounts": "项目支出1,234.56万元，",
    "sums": "收入合计100万元，其中：甲50万元，乙50万元。",
    "rates": "执行率98.5%，",
    "rows of a table": "1\t\t供水项目\t100\t98.5%\n",
    "indicators": "数量指标：完成项目≥10个，实际完成12个，得分10分；\n",
    "the same sentence": "项目实施情况良好，资金使用规范。",
    "annexes": "附件1：项目表\n",
    "names": "我局教育局",
    "days": "2024年3月1日",
    "quotes": "“《项目",
    "projects": "项目名称：供水项目\n资金100万元\n得分98分\n",
}


def shown(text):
    page = ReportCheckPage("报告", checked(read_pasted(text)))
    return page.blocks, page.groups, page.figure_groups, page.unnamed


def form_checks(text):
    run_checks(Context(facts=replace(FACTS, narrative=Narrative(organisation=text, problems=text))))


def copies(text):
    return shingles(text), passages(text, text[len(text) // 3 :])


def taken_over(text):
    return offers(check_document(ReportText(text)).reading.facts, FACTS)


def numbers(text):
    for parse in (parse_number, parse_amount):
        with pytest.raises(NumberError):
            parse(text)
    return read_quantity(text, "个"), read_quantity("9", text)


def exchanged(text):
    with pytest.raises(ExchangeError):
        read(json.dumps({"format": text, "county": text, "projects": [text]}))
    with pytest.raises(ExchangeError):
        read(text)


# By step: what it does with a text, and how many characters make it cost enough to be measured.
STEPS = {
    "pasted text": (read_pasted, 20_000),
    "figures and checks of a report": (lambda text: check_document(ReportText(text)), 2_000),
    "the page of a check-up": (shown, 1_500),
    "what is taken over": (taken_over, 1_500),
    "checks of the form's fields": (form_checks, 2_000),
    "near copies": (copies, 20_000),
    "web pages": (lambda text: html_file.read(f"<html><body><p>{text}".encode()), 20_000),
    "tags of web pages": (
        lambda text: html_file.read(f"<html><body>{text.replace('（', '<div><td>')}".encode()),
        10_000,
    ),
    "plain text": (lambda text: plain_text.read(text.encode()), 50_000),
    "single numbers": (numbers, 100_000),
    "exchange files": (exchanged, 20_000),
}


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_linear(step, piece):
    work, size = STEPS[step]
    body = HOSTILE[piece]
    ratio = growth(work, lambda length: HEAD + body * (length // len(body) + 1), size)

    assert ratio <= MOST, f"time(2n) = {ratio:.1f} × time(n)"


@pytest.mark.parametrize("rows", ["projects", "indicators", "rectifications"])
def test_an_exchange_file_of_many_rows_is_linear(rows):
    facts = {"format": "performance-self-assessment/1", "year": 2023, "department": {"name": "水务局"}}
    file = partial(
        lambda count: json.dumps(facts | {rows: [{"name": "甲"} if rows != "rectifications" else {}] * count})
    )

    # Of sixteen times as many a doubtful ratio is taken, and a file may have no more than 2,000 rows.
    assert growth(lambda text: run_checks(Context.of_file(read(text))), file, 100) <= MOST


def test_a_megabyte_in_one_line_is_read_within_its_bounds():
    report = checked(read_pasted(HEAD + "水务局2023年项目支出1,234.56万元，" * 35_000))

    assert report.result.named_count + report.result.unnamed_count > 30_000
    assert len(report.result.figures) == 20_000
