"""Which form fills in which section."""

from assessments.schema.sections import SectionData
from assessments.terms import Section
from assessments.web.forms.form_context import Data, FormContext
from assessments.web.forms.section_form import SectionForm
from assessments.web.sections.forms.finance import FinanceForm
from assessments.web.sections.forms.overview import OverviewForm
from assessments.web.sections.forms.projects import FundingForm, ProjectsForm
from assessments.web.sections.forms.prose import AttachmentsForm, NarrativeForm, RectificationsForm
from assessments.web.sections.forms.results import GoalsForm, ResultsForm

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


def section_form(section: Section, piece: SectionData, context: FormContext, data: Data | None = None) -> SectionForm:
    """The form of one section over its piece of the facts; `data` is what was posted."""
    return FORMS[section](data, piece=piece, context=context)
