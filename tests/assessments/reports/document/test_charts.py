from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.document.charts import TYPE, WIDTH, Share, compared, ruled, stacked
from assessments.reports.document.formatting import width

amounts = st.decimals(min_value=0, max_value=10**12, places=2)


@given(st.lists(amounts, min_size=1, max_size=8))
def test_shares_stand_side_by_side_and_fill_the_bar(counts):
    shares = tuple(Share(str(at), count, f"s{at}") for at, count in enumerate(counts))

    (bar,) = stacked("图", [("行", "", shares)]).bars

    drawn = sum((box.width for box in bar.boxes), Decimal(0))
    starts = [sum((before.width for before in bar.boxes[:at]), Decimal(0)) for at in range(len(bar.boxes))]
    assert [box.x for box in bar.boxes] == starts
    assert abs(drawn - WIDTH) <= Decimal("0.05") * len(counts) if sum(counts) else drawn == 0


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_all_bars_share_one_scale_and_none_is_longer_than_the_picture(pairs):
    chart = compared("图", [("行", "", part, whole) for part, whole in pairs])

    longest = max(max(pair) for pair in pairs)
    widths = [box.width for bar in chart.bars for box in bar.boxes]
    assert all(0 <= width <= WIDTH for width in widths)
    assert max(widths) == (WIDTH if longest else 0)


def test_a_long_name_is_cut_and_rows_do_not_overlap():
    chart = compared("图", [("一" * 30, "1", Decimal(1), Decimal(2))] * 3)

    assert [bar.label for bar in chart.bars] == ["一" * 13 + "…"] * 3
    assert [bar.y for bar in chart.bars] == [28, 80, 132]
    assert chart.height == 156


def test_a_picture_of_nothing_is_empty():
    assert compared("图", []).height == 0


labels = st.text("一二三县局AZ09", min_size=1, max_size=40)


@given(st.lists(st.tuples(labels, amounts, amounts), min_size=1, max_size=12))
def test_bars_on_paper_are_as_long_as_their_values_and_nothing_leaves_the_picture(found):
    rows = [(label, (first, second), (f"{first:,}", f"{second:,}")) for label, first, second in found]
    drawing = ruled(("预算", "执行"), rows)

    bars = [rule for row in drawing.rows for rule in row.rules]
    values = [value for _, pair, _ in rows for value in pair]
    longest = max(bar.length for bar in bars)
    for bar, value in zip(bars, values, strict=True):
        assert bar.length <= WIDTH
        assert abs(bar.length - (longest * value / max(values) if max(values) else 0)) <= Decimal("0.1")
        assert bar.text_x + width(bar.text) * TYPE <= WIDTH
        assert 0 <= bar.y < bar.y + bar.height <= drawing.height
    assert all(width(row.label) * TYPE <= drawing.label_x for row in drawing.rows)
    ends = [(bar.y, bar.y + bar.height) for bar in bars]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_one_series_needs_no_legend_and_two_have_one():
    rows = [("甲局", (Decimal(3),), ("3个",))]
    assert ruled(("部门",), rows).keys == ()
    pair = [("甲局", (Decimal(3), Decimal(2)), ("3", "2"))]
    keys = ruled(("全年预算数", "全年执行数"), pair).keys
    assert [key.text for key in keys] == ["全年预算数", "全年执行数"]
    assert [key.fill for key in keys] == [rule.fill for rule in ruled(("a", "b"), pair).rows[0].rules]
    assert keys[0].text_x + 5 * TYPE < keys[1].x


def test_a_label_has_room_for_twice_as_many_digits_as_characters():
    rows = [(label, (Decimal(1),), ("1",)) for label in ("50%（含）至100%（不含）", "一" * 12, "一" * 13, "A" * 25)]
    assert [row.label for row in ruled(("部门",), rows).rows] == [
        "50%（含）至100%（不含）",
        "一" * 12,
        "一" * 11 + "…",
        "A" * 22 + "…",
    ]


def test_a_picture_without_rows_is_empty_on_paper():
    assert ruled(("部门",), []).height == 0
