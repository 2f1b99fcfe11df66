"""组织开展与目标质量, 问题与整改, 附件: what is written rather than counted."""

from assessments.schema.facts import Narrative, Rectification
from assessments.schema.sections import Attachments, Rectifications
from assessments.web.forms.dataclass_form import PieceForm, RowForm, WordForm
from assessments.web.forms.fields import DueField, ProseField, TextField
from assessments.web.forms.section_form import SectionForm


class NarrativeFieldsForm(PieceForm):
    piece_class = Narrative
    organisation = ProseField(
        "绩效自评工作组织开展情况",
        rows=6,
        help_text="组织领导、工作步骤、分工和时间安排。金额、个数由系统按填报数据写入报告。",
    )
    target_quality_overall = ProseField("整体绩效目标设定质量情况", rows=5)
    target_quality_projects = ProseField("项目绩效目标设定质量情况", rows=5)
    problems = ProseField("存在的问题", rows=5)
    rectification = ProseField("整改措施及结果应用", rows=5)


class NarrativeForm(SectionForm):
    def build(self, piece: Narrative) -> None:
        self.narrative = self.form(NarrativeFieldsForm, "narrative", piece)

    def piece(self) -> Narrative:
        return self.narrative.piece()


class RectificationForm(RowForm):
    piece_class = Rectification
    row_label = "问题与整改措施"
    fills_down = ("problem", "owner", "due")
    problem = ProseField("问题", most=2_000)
    measure = ProseField("整改措施", most=2_000)
    owner = TextField("责任人", most=100)
    due = DueField("完成期限")


class RectificationsForm(SectionForm):
    def build(self, piece: Rectifications) -> None:
        self.rectifications = self.rows(RectificationForm, "rectifications", piece.rows)

    def piece(self) -> Rectifications:
        return Rectifications(rows=self.rectifications.pieces())


class AttachmentForm(WordForm):
    row_label = "附件"
    word = TextField("附件", most=300, blank="", lines=1)


class AttachmentsForm(SectionForm):
    def build(self, piece: Attachments) -> None:
        self.attachments = self.rows(AttachmentForm, "attachments", piece.names)

    def piece(self) -> Attachments:
        return Attachments(names=self.attachments.pieces())
