from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.pages.charts import WIDTH, Share, compared, stacked

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
