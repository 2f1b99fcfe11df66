"""The register of exemptions: filtered, paged rows in the words of the people who keep it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from assessments.models import Exemption
from assessments.queries import exemptions_visible_to
from assessments.terms import ExemptionState
from assessments.web.bureau.exemption_forms import ExemptionFilter, check_title
from assessments.web.paging import page_numbers
from evalsite.accounts.models import User

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    exemption: Exemption
    title: str
    state: ExemptionState

    @property
    def may_be_ended(self) -> bool:
        return self.state is ExemptionState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Register:
    """`page` counts and pages the rows; `query` is what the address keeps of the filter."""

    filter: ExemptionFilter
    page: Page[Exemption]
    rows: tuple[ExemptionRow, ...]
    query: str
    is_filtered: bool

    @property
    def page_numbers(self) -> list[int | str]:
        return page_numbers(self.page)


def register(user: User, chosen: QueryDict, today: date) -> Register:
    kept = chosen.copy()
    number = kept.pop("page", ["1"])[-1]
    narrowed = ExemptionFilter(kept, queryset=exemptions_visible_to(user))
    page = Paginator(narrowed.qs, ROWS_PER_PAGE).get_page(number)
    rows = tuple(exemption_row(item, today) for item in page)
    return Register(narrowed, page, rows, kept.urlencode(), any(kept.values()))


def exemption_row(exemption: Exemption, today: date) -> ExemptionRow:
    return ExemptionRow(exemption, check_title(exemption.code), exemption.state_on(today))
