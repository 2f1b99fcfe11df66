"""Rows as a browser posts them: counted, added and taken away by the numbers in their names."""

import re

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from assessments.web.forms.form_context import Data

MOST_ROWS_AT_ONCE = 600  # of all tables of a section, those inside rows included: some five seconds of work


_ROW = re.compile(r"(.+-[0-9]+)(?:-.*)?", re.DOTALL)  # greedy: a row inside a row counts by itself


def refuse_too_many_rows(data: Data) -> None:
    """Raise what the site answers with 400 where a request carries more rows than a page can be made of."""
    rows = {match[1] for name in data if (match := _ROW.fullmatch(name))}
    if len(rows) > MOST_ROWS_AT_ONCE:
        raise TooManyFieldsSent(f"{len(rows)} rows")


def row_numbers(data: Data, prefix: str) -> list[int]:
    """Numbers of the rows of one table that a request carries, in the order of the page."""
    start = f"{prefix}-"
    pattern = re.compile(re.escape(start) + r"([0-9]{1,6})(?:-.*)?")
    found = {int(match[1]): None for name in data if name.startswith(start) and (match := pattern.fullmatch(name))}
    return list(found)


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
