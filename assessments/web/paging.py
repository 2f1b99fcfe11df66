"""What every list that is shown page by page has in common."""

from typing import Any

from django.core.paginator import Page


def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers to choose from, with a mark where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
