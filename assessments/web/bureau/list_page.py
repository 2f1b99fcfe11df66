"""The bureau's list: filtered, sorted, paged rows, with the addresses that keep what was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.timezone import localdate, localtime

from assessments.deadlines import punctuality_of
from assessments.models import Assessment
from assessments.queries import assessments_for_review, desk_of, with_progress
from assessments.terms import ReviewState
from assessments.web.forms.filters import CURRENT, ReviewFilter
from assessments.web.paging import page_numbers
from budgets.money import plain_text
from evalsite.accounts.models import User

ROWS_PER_PAGE = 50
# Heading, name of its order in the address ("" where the column cannot be sorted), whether it holds numbers.
COLUMNS: tuple[tuple[str, str, bool], ...] = (
    ("部门", "department", False),
    ("业务股室", "section", False),
    ("自评任务", "", False),
    ("状态", "status", False),
    ("报送时间", "submitted", False),
    ("最近保存", "saved", False),
    ("自评总分", "score", True),
    ("评价等级", "", False),
    ("待处理意见", "", True),
)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A heading; `query` sorts by it, the other way round if it is sorted by already."""

    heading: str
    query: str
    direction: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Listing:
    filter: ReviewFilter
    page: Page[Assessment]
    columns: tuple[ListColumn, ...]
    query: str
    order: str
    is_filtered: bool

    @property
    def page_numbers(self) -> list[int | str]:
        return page_numbers(self.page)


def filtered(user: User, chosen: QueryDict, today: date) -> ReviewFilter:
    """What the address asks for; without any choice, the newest round and what is not finished of the others."""
    if not chosen:
        chosen = QueryDict(f"round={CURRENT}", mutable=True)
    rows = with_progress(assessments_for_review(user), today)
    return ReviewFilter(chosen, queryset=rows, desk=desk_of(user))


def listing(user: User, chosen: QueryDict, today: date) -> Listing:
    list_filter = filtered(user, chosen, today)
    kept = list_filter.data.copy()
    number = kept.pop("page", ["1"])[-1]
    order = kept.get("order", "")
    return Listing(
        filter=list_filter,
        page=Paginator(list_filter.qs, ROWS_PER_PAGE).get_page(number),
        columns=tuple(_column(heading, name, order, kept, is_number=is_number) for heading, name, is_number in COLUMNS),
        query=kept.urlencode(),
        order=order,
        is_filtered=any(value for name, value in kept.items() if name not in {"round", "order"}),
    )


def _column(heading: str, name: str, order: str, kept: QueryDict, *, is_number: bool) -> ListColumn:
    if not name:
        return ListColumn(heading, "", "", is_number)
    query = kept.copy()
    query["order"] = f"-{name}" if order == name else name
    direction = {name: "升序", f"-{name}": "降序"}.get(order, "")
    return ListColumn(heading, query.urlencode(), direction, is_number)


def export_rows(list_filter: ReviewFilter) -> Iterator[list[str]]:
    """The same rows and columns as texts, all pages of them."""
    yield [heading for heading, _, _ in COLUMNS]
    for row in list_filter.qs:
        yield list(_texts(row))


def _late(row: Assessment) -> str:
    kinds = punctuality_of(row, localdate()).lateness
    return f"（{'，'.join(kind.label for kind in kinds)}）" if kinds else ""


def _handed_in(row: Assessment) -> str:
    """When the paper that lies with the bureau came; of one that was returned the day of its first submission."""
    if row.submitted_at:
        return f"{localtime(row.submitted_at):%Y-%m-%d %H:%M}"
    return f"{row.first_submitted_on:%Y-%m-%d}（首次）" if row.first_submitted_on else ""


def _texts(row: Any) -> tuple[str, ...]:
    return (
        row.department.name,
        row.department.section.name if row.department.section else "",
        str(row.round),
        ReviewState(row.review_state).label + _late(row),
        _handed_in(row),
        f"{localtime(row.last_saved_at):%Y-%m-%d %H:%M}" if row.last_saved_at else "",
        plain_text(row.score) if row.score is not None else "",
        row.grade or "",
        str(row.open_comments),
    )
