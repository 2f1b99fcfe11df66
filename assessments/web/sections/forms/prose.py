"""组织开展与目标质量, 问题与整改, 附件: what is written rather than counted."""

from assessments.schema.facts import Facts, Narrative, Rectification
from assessments.schema.sections import Attachments, Rectifications
from assessments.web.forms.asked import asked, one_of
from assessments.web.forms.dataclass_form import DataclassForm, RowForm, WordForm
from assessments.web.forms.section_form import SectionForm


class NarrativeFieldsForm(DataclassForm):
    piece_class = Narrative
    organisation = asked(rows=6, help_text="组织领导、工作步骤、分工和时间安排。金额、个数由系统按填报数据写入报告。")
    target_quality_overall = asked(rows=5)
    target_quality_projects = asked(rows=5)
    problems = asked(rows=5)
    rectification = asked(rows=5)


class NarrativeForm(SectionForm):
    def build(self, piece: Narrative) -> None:
        self.narrative = self.form(NarrativeFieldsForm, "narrative", piece)

    def piece(self) -> Narrative:
        return self.narrative.piece()


class RectificationForm(RowForm):
    piece_class = Rectification
    row_label = "问题与整改措施"
    fills_down = ("problem", "owner", "due")
    problem = asked(rows=2)
    measure = asked(rows=2)
    owner = asked()
    due = asked()


class RectificationsForm(SectionForm):
    def build(self, piece: Rectifications) -> None:
        self.rectifications = self.rows(RectificationForm, "rectifications", piece.rows)

    def piece(self) -> Rectifications:
        return Rectifications(rows=self.rectifications.pieces())


class AttachmentForm(WordForm):
    row_label = "附件"
    word = one_of(Facts, "attachments", lines=1)


class AttachmentsForm(SectionForm):
    def build(self, piece: Attachments) -> None:
        self.attachments = self.rows(AttachmentForm, "attachments", piece.names)

    def piece(self) -> Attachments:
        return Attachments(names=self.attachments.pieces())
