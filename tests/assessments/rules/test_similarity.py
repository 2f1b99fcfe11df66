import random
import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.similarity import SHORTEST_PASSAGE, Index, letters, passages, similarity

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


def test_the_index_finds_the_copies_and_nothing_else():
    texts = {f"部门{seed}": prose(seed) for seed in range(30)}
    texts["抄写局"] = texts["部门7"][:600] + prose(99, 8)
    found = Index(texts).near_copies("抄写局", Decimal(80))

    assert [name for name, _ in found] == ["部门7"]
    assert found[0][1] == similarity(texts["抄写局"], texts["部门7"])
    assert Index(texts).near_copies("部门3", Decimal(80)) == []


def test_a_round_in_which_everybody_copied():
    texts = {f"部门{number}": prose(1) for number in range(60)}
    found = Index(texts).near_copies("部门59", Decimal(80))

    assert len(found) >= 10
    assert {share for _, share in found} == {Decimal(100)}


def test_cost_grows_with_the_texts_and_not_with_their_pairs():
    """Ten times the texts, and a share of them copied: far less than a hundred times the work."""

    def seconds(count):
        texts = {number: prose(number % (count // 2)) for number in range(count)}
        begin = time.perf_counter()
        index = Index(texts)
        copies = [index.near_copies(key, Decimal(80)) for key in texts]
        assert all(copies)
        return time.perf_counter() - begin

    assert seconds(500) < 40 * seconds(50)


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
