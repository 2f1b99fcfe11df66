import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.text.similarity import (
    SHORTEST_PASSAGE,
    TextPiece,
    is_candidate,
    letters,
    most_holders,
    passages,
    pieces,
    sample_of,
    shingles,
    similarity,
)

WORDS = [
    "".join(random.Random(seed).choices([chr(code) for code in range(0x4E00, 0x5200)], k=12)) for seed in range(4000)
]


def prose(seed, sentences=60):
    """Some 700 characters that no other seed has."""
    return "，".join(random.Random(seed).sample(WORDS, sentences)) + "。"


def test_letters_leave_out_figures_and_signs():
    assert letters("共 3 个，A4。") == ("共个A", [0, 4, 6])


def test_similarity_is_the_share_that_stands_in_the_other():
    text = prose(1)

    assert similarity(text, text) == 100
    assert similarity(text, prose(2)) < 5
    assert similarity(text, text + prose(2)) == 100
    assert 45 < similarity(text + prose(2), text) < 55
    assert similarity("按要求完成", "按要求完成") == 0  # too short to be a copy


def test_other_figures_make_no_other_text():
    assert similarity(prose(1).replace("，", "100万元，"), prose(1).replace("，", "20万元，")) == 100


def test_the_sample_is_the_same_in_every_text_and_a_quarter_of_it():
    left, right = prose(1), f"{prose(2)}{prose(1)}"

    assert sample_of(left) <= sample_of(right)
    assert 0.15 < len(sample_of(left)) / len(shingles(left)) < 0.35
    assert sample_of("短") == frozenset()


@pytest.mark.parametrize(("texts", "holders"), [(0, 5), (2, 5), (59, 5), (60, 6), (399, 39), (400, 40), (5000, 40)])
def test_a_passage_is_common_from_a_tenth_of_the_texts_on(texts, holders):
    assert most_holders(texts) == holders


@pytest.mark.parametrize(
    ("shared", "size", "expected"), [(0, 0, False), (0, 10, False), (39, 100, False), (40, 100, True), (1, 2, True)]
)
def test_half_of_what_is_asked_for_makes_a_candidate(shared, size, expected):
    assert is_candidate(shared, size, Decimal(80)) is expected


def test_a_common_passage_counts_for_nothing():
    notice, own = prose(7), prose(8)
    mine, theirs = f"{notice}{own}", f"{notice}{prose(9)}"
    common = sample_of(notice)

    assert 45 < similarity(mine, theirs) < 55
    assert similarity(mine, theirs, common) < 3
    assert similarity(mine, f"{prose(9)}{own}", common) > 97
    assert similarity(notice, notice, common) < 100  # only its first letters are left, too few to say
    assert similarity(notice, notice, common) == 0


@given(st.lists(st.sampled_from(WORDS), min_size=8, max_size=30), st.lists(st.sampled_from(WORDS), max_size=30))
def test_similarity_is_whole_with_itself_and_never_above(words, others):
    left, right = "，".join(words), "，".join(others)

    assert similarity(left, left) in {0, 100}
    assert 0 <= similarity(left, right) <= 100
    assert similarity(left, left + right) == similarity(left, left)


def test_passages_stand_side_by_side():
    shared = prose(5, 6)
    left, right = f"{prose(1, 5)}{shared}{prose(2, 5)}", f"{prose(3, 5)}{shared.replace('，', '、')}{prose(4, 5)}"
    found = passages(left, right)

    assert len(found) == 1
    assert letters(left[slice(*found[0].left)])[0] == letters(shared)[0]
    assert letters(right[slice(*found[0].right)])[0] == letters(shared)[0]
    assert passages(prose(1), prose(2)) == []
    assert passages("", left) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_passage_is_the_same_on_both_sides(left, right):
    for passage in passages(left * 2, right + left):
        mine, theirs = letters((left * 2)[slice(*passage.left)])[0], letters((right + left)[slice(*passage.right)])[0]
        assert mine == theirs
        assert len(mine) >= SHORTEST_PASSAGE


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=5), st.integers(0, 9))
def test_pieces_are_the_text_whatever_the_spans(text, spans, start):
    cut = pieces(text, [(span, number) for number, span in enumerate(spans, 1)], start)

    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)


def test_pieces_carry_the_number_of_their_span():
    cut = pieces("甲乙丙丁戊", [((11, 13), 1), ((12, 14), 2)], 10)

    assert cut == [TextPiece("甲"), TextPiece("乙丙", 1), TextPiece("丁", 2), TextPiece("戊")]
    assert pieces("甲乙", [((0, 5), 1)], 10) == [TextPiece("甲乙")]
