from assessments.reports.document.model import Heading, Paragraph
from assessments.reports.document.numbering import (
    NumberedSection,
    lay_out,
    project_sheet_label,
    project_sheets,
    summary_sheet_label,
    transfer_sheet_label,
)

TEXT = (Paragraph("x"),)


def headings(*sections):
    return [(block.level, block.text) for block in lay_out(sections) if isinstance(block, Heading)]


def test_each_level_has_its_own_mark_and_starts_again():
    tree = NumberedSection(
        "甲",
        (
            NumberedSection(
                "乙",
                (
                    NumberedSection("丙", (NumberedSection("丁", TEXT), NumberedSection("戊", TEXT))),
                    NumberedSection("己", TEXT),
                ),
            ),
        ),
    )
    assert headings(tree, NumberedSection("庚", (NumberedSection("辛", TEXT),))) == [
        (1, "一、甲"),
        (2, "（一）乙"),
        (3, "1.丙"),
        (4, "（1）丁"),
        (4, "（2）戊"),
        (3, "2.己"),
        (1, "二、庚"),
        (2, "（一）辛"),
    ]


def test_a_section_with_nothing_in_it_leaves_no_gap():
    assert headings(
        NumberedSection("甲", TEXT), NumberedSection("乙", (NumberedSection("丙", ()),)), NumberedSection("丁", TEXT)
    ) == [
        (1, "一、甲"),
        (1, "二、丁"),
    ]


def test_labels_of_the_forms():
    assert [project_sheets(number) for number in (0, 1, 3)] == ["", "附件2", "附件2"]
    assert [project_sheet_label(1, 1), project_sheet_label(2, 3)] == ["附件2", "附件2-2"]
    assert [summary_sheet_label(number, 0) for number in (0, 1, 3)] == ["附件2", "附件3", "附件3"]
    assert [summary_sheet_label(number, 2) for number in (0, 1, 3)] == ["附件3", "附件4", "附件4"]
    assert [transfer_sheet_label(1, 1, 0), transfer_sheet_label(2, 3, 5)] == ["附件2", "附件3-2"]
