"""Growing and shrinking by a round trip."""

from django.http import QueryDict

from assessments.web.forms.row_actions import is_row_action, row_numbers, with_row_action

TYPED = "lines-0-row=4&lines-0-amount=1&lines-2-row=&lines-2-amount=3&lines-2-parts-0-name=x&linesman=y&units-0=a"


def changed(action: str) -> dict[str, str]:
    return with_row_action(QueryDict(TYPED), action).dict()


def test_numbers_of_a_table_in_the_order_of_the_page():
    assert row_numbers(QueryDict("lines-5-a=1&lines-0-a=1&lines-x-a=1&lines=1&other-1-a=2"), "lines") == [5, 0]


def test_a_row_more():
    assert changed("add_row:lines") == QueryDict(TYPED).dict() | {"lines-3-row": ""}
    assert changed("add_row:lines-2-parts") == QueryDict(TYPED).dict() | {"lines-2-parts-1-row": ""}
    assert changed("add_row:new") == QueryDict(TYPED).dict() | {"new-0-row": ""}


def test_a_row_less_with_everything_in_it():
    assert changed("remove_row:lines:2") == {
        "lines-0-row": "4", "lines-0-amount": "1", "linesman": "y", "units-0": "a",
    }  # fmt: skip
    assert "units-0" not in changed("remove_row:units:0")


def test_other_words_change_nothing():
    assert changed("save") == QueryDict(TYPED).dict()
    assert [is_row_action(word) for word in ("add_row:a", "remove_row:a:1", "save", "add_rows")] == [
        True,
        True,
        False,
        False,
    ]
