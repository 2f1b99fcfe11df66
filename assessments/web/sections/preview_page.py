"""The pages that a section feeds, as pictures with addresses of their own."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Assessment
from assessments.permissions import may_see_section
from assessments.queries import assessments_visible_to, projects_visible_to, with_stated_totals
from assessments.reports.document.model import DocumentError
from assessments.reports.pdf.pdf_file import without_glyph
from assessments.reports.preview import Preview, preview_of
from assessments.terms import Section
from assessments.web.addresses import picture_url, section_url
from assessments.web.sections.section_page import section_title
from budgets.models import Project
from evalsite.accounts.models import User


@dataclass(frozen=True, slots=True)
class PagePicture:
    number: int
    url: str
    width: int
    height: int
    is_first: bool  # of those that show the section


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSection:
    """A section that the person may see."""

    assessment: Assessment
    section: Section
    project: Project | None


def seen_section(user: User, assessment_id: int, section: Section, project_id: int | None) -> SeenSection:
    """Raise Http404 for what the person may not see."""
    assessment = get_object_or_404(with_stated_totals(assessments_visible_to(user)), pk=assessment_id)
    if section.is_per_project is not (project_id is not None) or not may_see_section(user, assessment, section):
        raise Http404
    projects = projects_visible_to(user, assessment)
    project = None if project_id is None else get_object_or_404(projects, pk=project_id)
    return SeenSection(assessment=assessment, section=section, project=project)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """`error` stands where there are no pictures."""

    seen: SeenSection
    title: str = ""
    pictures: tuple[PagePicture, ...] = ()
    warning: str = ""
    error: DocumentError | None = None
    has_report: bool  # whether the person may take the whole report away

    @property
    def begins_with_the_section(self) -> bool:
        """Whether the section stands on the first page already, so that "here" is the top."""
        return not any(picture.is_first and picture.number != 1 for picture in self.pictures)

    @property
    def section_title(self) -> str:
        return section_title(self.seen.section, self.seen.project)

    @property
    def section_url(self) -> str:
        return address_of(self.seen)


def preview_page(user: User, seen: SeenSection) -> PreviewPage:
    has_report = may_see_section(user, seen.assessment, Section.OVERVIEW)
    try:
        preview = preview_of(seen.assessment, seen.section, seen.project)
    except DocumentError as error:
        return PreviewPage(seen=seen, error=error, has_report=has_report)
    return PreviewPage(
        seen=seen,
        title=preview.title,
        pictures=tuple(_pictures(address_of(seen), preview)),
        warning=without_glyph(preview.missing) if preview.missing else "",
        has_report=has_report,
    )


def address_of(seen: SeenSection) -> str:
    return section_url(seen.assessment.pk, seen.section, seen.project.pk if seen.project else None)


def _pictures(section_address: str, preview: Preview) -> list[PagePicture]:
    return [
        PagePicture(
            number,
            picture_url(section_address, number, page.mark),
            page.width,
            page.height,
            is_first=number == preview.first,
        )
        for number, page in enumerate(preview.pages, start=1)
    ]
