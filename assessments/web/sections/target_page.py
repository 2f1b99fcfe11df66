"""The page on which an approved target is changed."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.drafting import indicator_of
from assessments.facts_loader import facts_of
from assessments.models import Assessment
from assessments.permissions import Decision, may_edit_section, may_see_section
from assessments.queries import assessments_visible_to, projects_visible_to
from assessments.schema.pointers import field_id, indicator_pointer
from assessments.terms import Section
from assessments.web.addresses import section_url
from budgets.models import Indicator, TargetChange
from evalsite.accounts.models import User


@dataclass(kw_only=True)
class TargetPage:
    """One approved indicator, what it aimed at, and every change so far."""

    user: User
    assessment: Assessment
    indicator: Indicator

    @property
    def section(self) -> Section:
        return Section.RESULTS if self.indicator.project_id else Section.GOALS

    @cached_property
    def back(self) -> str:
        """The section, at the indicator's row."""
        address = section_url(self.assessment.pk, self.section, self.indicator.project_id)
        pointer = indicator_pointer(facts_of(self.assessment), self.indicator.pk)
        return f"{address}#{field_id(f'{pointer}/target')}" if pointer else address

    @cached_property
    def decision(self) -> Decision:
        return may_edit_section(self.user, self.assessment, self.section, self.indicator.project)

    @cached_property
    def changes(self) -> list[TargetChange]:
        return list(self.indicator.changes.select_related("changed_by"))


def open_target(user: User, assessment_id: int, indicator_id: int) -> TargetPage:
    """The page of one approved indicator; raises Http404 for what the person may not see."""
    assessment = get_object_or_404(assessments_visible_to(user), pk=assessment_id)
    indicator = indicator_of(assessment, indicator_id)
    if indicator is None or not indicator.approved:
        raise Http404
    page = TargetPage(user=user, assessment=assessment, indicator=indicator)
    if not may_see_section(user, assessment, page.section):
        raise Http404
    if indicator.project and not projects_visible_to(user, assessment).contains(indicator.project):
        raise Http404
    return page
