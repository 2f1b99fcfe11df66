"""Adding and removing rows by a round trip, for who has no JavaScript: everything typed comes along."""

from django.http import QueryDict

from assessments.forms.pieces import row_numbers


def with_row_action(data: QueryDict, action: str) -> QueryDict:
    """What was posted, with one row more ("add_row:revenue-lines") or less ("remove_row:revenue-lines:3")."""
    changed = data.copy()
    name, _, rest = action.partition(":")
    if name == "add_row":
        _add_row(changed, rest)
    elif name == "remove_row":
        _remove_row(changed, rest)
    return changed


def _add_row(data: QueryDict, prefix: str) -> None:
    number = max(row_numbers(data, prefix), default=-1) + 1
    data[f"{prefix}-{number}-row"] = ""


def _remove_row(data: QueryDict, rest: str) -> None:
    row = rest.replace(":", "-")
    for name in [name for name in data if name == row or name.startswith(f"{row}-")]:
        del data[name]


def is_row_action(action: str) -> bool:
    return action.startswith(("add_row:", "remove_row:"))
