"""Marks that overlap, nest, cross cells and end between them: every character once, each under what covers it."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.intake.loading.document import ReportText, TextBuilder
from assessments.terms import Severity
from assessments.web.report_checks.highlighted_text import LINES_OF_A_BLOCK, Mark, marked_blocks

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


def mark(start, end, severity=E, number=1):
    return Mark((start, end), severity, number, f"m{number}")


def pieces_of(text, *marks, anchors=()):
    (block,) = marked_blocks(ReportText(text), marks, anchors)
    (line,) = block.lines
    return [(piece.text, piece.severities, piece.depth, [end.number for end in piece.ends]) for piece in line]


def test_marks_that_overlap_lie_side_by_side():
    assert pieces_of("零一二三四五", mark(1, 4, E, 1), mark(2, 5, H, 2)) == [
        ("零", (), 0, []),
        ("一", (E,), 1, []),
        ("二三", (E, H), 2, [1]),
        ("四", (H,), 1, [2]),
        ("五", (), 0, []),
    ]


def test_marks_that_nest_and_marks_of_the_same_words():
    assert pieces_of("零一二三", mark(0, 4, W, 1), mark(1, 2, E, 2), mark(1, 2, E, 3)) == [
        ("零", (W,), 1, []),
        ("一", (E, W), 3, [2, 3]),
        ("二三", (W,), 1, [1]),
    ]


def test_a_place_to_jump_to_stands_before_its_words():
    (block,) = marked_blocks(ReportText("零一二"), [mark(1, 2)], [(1, "at-1"), (2, "at-2"), (0, "at-0")])
    assert [(piece.text, piece.anchors) for piece in block.lines[0]] == [
        ("零", ("at-0",)),
        ("一", ("at-1", "m1")),
        ("二", ("at-2",)),
    ]


def test_a_mark_without_length_is_a_place_only():
    assert pieces_of("零一", mark(1, 1)) == [("零", (), 0, []), ("一", (), 0, [])]


def report_with_a_table():
    builder = TextBuilder()
    builder.paragraph("前文")
    builder.open_table()
    builder.open_row()
    builder.cell("指标", columns=2)
    builder.cell("得分", rows=2)
    builder.open_row()
    builder.cell("甲")
    builder.cell("乙")
    builder.close_table()
    builder.paragraph("后文")
    return builder.document()


def test_a_table_keeps_its_cells_and_a_mark_over_a_row_is_cut_at_their_borders():
    document = report_with_a_table()
    start, end = document.text.index("甲"), document.text.index("乙") + 2  # the line break behind the row as well

    before, table, after = marked_blocks(document, [mark(start, end)], [])

    assert [piece.text for line in (*before.lines, *after.lines) for piece in line] == ["前文", "后文"]
    assert [[(cell.columns, cell.rows) for cell in row] for row in table.rows] == [[(2, 1), (1, 2)], [(1, 1), (1, 1)]]
    assert [
        [(piece.text, piece.severities, len(piece.ends)) for cell in row for piece in cell.line] for row in table.rows
    ] == [
        [("指标", (), 0), ("得分", (), 0)],
        [("甲", (E,), 0), ("乙", (E,), 1)],
    ]


def test_an_empty_cell_that_is_meant_can_be_jumped_to():
    builder = TextBuilder()
    builder.open_table()
    builder.open_row()
    builder.cell("甲")
    builder.cell("")
    builder.close_table()
    document = builder.document()
    (_, empty) = document.tables[0].cells

    (table,) = marked_blocks(document, [Mark(empty.span, E, 7, "m7")], [])

    assert [piece.anchors for cell in table.rows[0] for piece in cell.line] == [(), ("m7",)]


def test_a_long_report_comes_in_blocks():
    text = "\n".join(["一行"] * (LINES_OF_A_BLOCK * 2 + 1))
    assert [len(block.lines) for block in marked_blocks(ReportText(text), [], [])] == [40, 40, 1]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from(Severity)), max_size=12)


@given(st.text("甲乙 \n", min_size=1, max_size=40), SPANS)
def test_nothing_is_lost_or_said_twice(text, spans):
    marks = [
        Mark((min(at, len(text)), min(at + length, len(text))), severity, number, f"m{number}")
        for number, (at, length, severity) in enumerate(spans)
    ]

    lines = [line for block in marked_blocks(ReportText(text), marks, []) for line in block.lines]

    assert ["".join(piece.text for piece in line) for line in lines] == [
        line for line in text.split("\n") if line.strip()
    ]
    if lines:
        anchors = [anchor for line in lines for piece in line for anchor in piece.anchors]
        assert sorted(anchors) == sorted(mark.anchor for mark in marks)
    covered = [
        {severity for mark in marks if mark.span[0] <= at < mark.span[1] for severity in [mark.severity]}
        for at in range(len(text))
    ]
    shown = [set(piece.severities) for line in lines for piece in line for _ in piece.text]
    starts = [at for at, _ in enumerate(text) if text[text.rfind("\n", 0, at) + 1 :].split("\n")[0].strip()]
    assert shown == [covered[at] for at in starts if text[at] != "\n"]
    visible = {
        number
        for number, mark in enumerate(marks)
        if any(mark.span[0] <= at < mark.span[1] for at in starts if text[at] != "\n")
    }
    ends = [end.number for line in lines for piece in line for end in piece.ends]
    assert (len(ends), visible <= set(ends)) == (len(set(ends)), True)
