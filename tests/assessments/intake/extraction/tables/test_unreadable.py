"""Which cells hold a number that nobody can read."""

import pytest

from assessments.intake.extraction.tables.unreadable import unreadable_cells
from assessments.intake.loading.html import html_file

UNREADABLE = [
    "3,2.05,1",
    "7,00.0,77",
    "12.345.67",
    "1,23.5",
    "12,3456",
    "1234,56",
    "¥1.234,50",
    "12..5",
    "3,2.05万元",
    "9,5.0%",
]
FINE = [
    "3,205.01", "3205.01", "1,234", "95.5%", "-3.20", "2022.12", "2022.12.31", "2023.1.5", "1.2", "1.2.3", "1,2,3",
    "10,12,15", "三万", "约3,2", "第3.2.1条", "", "—", "3", "0310-8888888",
]  # fmt: skip


def spans(words):
    document = html_file.read(f"<p>单位：万元</p><table><tr><td>资金</td><td>{words}</td></tr></table>".encode())
    return [document.text[slice(*span)] for span in unreadable_cells(document)]


@pytest.mark.parametrize("words", UNREADABLE)
def test_digits_and_separators_that_make_no_number(words):
    assert spans(words) == [words]


@pytest.mark.parametrize("words", FINE)
def test_numbers_dates_headings_and_words(words):
    assert spans(words) == []


def test_a_merged_cell_is_told_once():
    document = html_file.read(
        b"<table><tr><td rowspan=2 colspan=2>3,2.05,1</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )

    assert len(list(unreadable_cells(document))) == 1
