"""Which form fills in which section."""

from assessments.forms.finance import FinanceForm
from assessments.forms.overview import OverviewForm
from assessments.forms.projects import FundingForm, ProjectsForm
from assessments.forms.prose import AttachmentsForm, NarrativeForm, RectificationsForm
from assessments.forms.results import GoalsForm, ResultsForm
from assessments.forms.section_form import SectionForm
from assessments.forms.surroundings import Data, Surroundings
from assessments.schema.sections import SectionData
from assessments.terms import Section

FORMS: dict[Section, type[SectionForm]] = {
    Section.OVERVIEW: OverviewForm,
    Section.FINANCE: FinanceForm,
    Section.PROJECTS: ProjectsForm,
    Section.FUNDING: FundingForm,
    Section.RESULTS: ResultsForm,
    Section.GOALS: GoalsForm,
    Section.NARRATIVE: NarrativeForm,
    Section.RECTIFICATION: RectificationsForm,
    Section.ATTACHMENTS: AttachmentsForm,
}


def section_form(section: Section, piece: SectionData, around: Surroundings, data: Data | None = None) -> SectionForm:
    """The form of one section over its piece of the facts; `data` is what was posted."""
    return FORMS[section](data, piece=piece, around=around)
