"""The bureau's page of the documents of the county: how far the chosen round is, and what may be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from assessments.models import Assessment, Round
from assessments.queries import projects_in, round_for_review, rounds_visible_to
from assessments.reports.county.departments import County, PaperStanding
from assessments.reports.county.documents import COUNTY_DOCUMENTS, CountyDocument
from assessments.reports.county.sources import county_of, standing_of
from assessments.web.forms.filters import RoundFilter
from evalsite.accounts.models import User

# So many projects are drawn while one waits, in some three seconds; more go through the background.
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DepartmentGroup:
    """Departments that stand at the same point."""

    standing: PaperStanding
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountyPage:
    filter: RoundFilter
    round: Round | None
    county: County | None
    groups: tuple[DepartmentGroup, ...]
    projects: int
    documents: Sequence[CountyDocument] = COUNTY_DOCUMENTS

    @property
    def departments(self) -> int:
        return len(self.county.standings) if self.county else 0

    @property
    def is_large(self) -> bool:
        return self.projects > MOST_AT_ONCE


def county_page(user: User, chosen: QueryDict) -> CountyPage:
    """The chosen round, or the newest one, in the person's part of the county."""
    narrowed = RoundFilter(chosen or None, rounds=rounds_visible_to(user))
    round_ = narrowed.chosen_round or rounds_visible_to(user).first()
    if round_ is None:
        return CountyPage(narrowed, None, None, (), 0)
    assessments = list(round_for_review(user, round_))
    return CountyPage(
        narrowed,
        round_,
        county_of(round_, assessments) if assessments else None,
        tuple(_groups(assessments)),
        projects_in(round_, assessments),
    )


def _groups(assessments: Sequence[Assessment]) -> list[DepartmentGroup]:
    names: dict[PaperStanding, list[str]] = {standing: [] for standing in PaperStanding}
    for assessment in assessments:
        names[standing_of(assessment)].append(assessment.department.name)
    return [DepartmentGroup(standing, tuple(found)) for standing, found in names.items()]


def county_for(user: User, round_: Round) -> County | None:
    """The departments of the round that the person reviews; None where there are none."""
    assessments = list(round_for_review(user, round_))
    return county_of(round_, assessments) if assessments else None
